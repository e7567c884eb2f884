// SPDX-License-Identifier: Apache-2.0
import {
  type CrisisCriterion,
  type crisisCriterionRoutes,
  type Input,
  isRefusal,
  type Refusal,
  refuse,
  type saveCrisisCriteria,
} from '@belfry/contract';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { crisisCriteria } from './assessment-store.ts';
import { type CriterionWanted, criteriaWanted } from './crisis.ts';
import { insertCriterion, lockCriteria, placeCriterion, removeCriteria } from './crisis-store.ts';

export function crisisCriterionHandlers({
  database,
}: {
  readonly database: Database;
}): Handlers<typeof crisisCriterionRoutes> {
  return {
    readCrisisCriteria: ({ actor }) => database.read(actor, ({ sql }) => present(sql)),
    saveCrisisCriteria: ({ actor, body }) =>
      database.change(actor, async (changing) => {
        const refused = await save(changing, body);
        return refused ?? present(changing.sql);
      }),
  };
}

async function present(sql: Sql) {
  const removed = await crisisCriteria(sql, 'removed');
  return { items: await crisisCriteria(sql), removed: removed.filter(({ code }) => code !== null) };
}

const named = ({ code, text }: CrisisCriterion) => code ?? text;

async function save(
  changing: Changing,
  body: Input<typeof saveCrisisCriteria>['body'],
): Promise<Refusal<'crisis_criteria.changed_meanwhile' | 'crisis_criteria.unknown'> | null> {
  const { ids, now, record, sql } = changing;
  await lockCriteria(sql);
  const standing = await crisisCriteria(sql);
  if (JSON.stringify(standing.map(({ id }) => id)) !== JSON.stringify(body.seen)) {
    return refuse('crisis_criteria.changed_meanwhile', 'Others stand than were seen');
  }
  const known = [...standing, ...(await crisisCriteria(sql, 'removed'))];
  const wanted = criteriaWanted(body.items, known);
  if (isRefusal(wanted)) return wanted;
  await removeCriteria(sql, now);
  const place = (one: CriterionWanted, position: number) =>
    one.id === null
      ? insertCriterion(sql, { id: ids.uuid(), text: one.text, position })
      : placeCriterion(sql, one.id, position);
  for (const [position, one] of wanted.entries()) await place(one, position);
  const after = await crisisCriteria(sql);
  const [from, to] = [standing.map(named), after.map(named)];
  if (JSON.stringify(from) !== JSON.stringify(to)) {
    record({
      event: 'crisis_criteria.saved',
      subject: { kind: 'crisis_criteria', id: 'crisis', reference: 'crisis' },
      changes: [{ field: 'criteria', from, to }],
    });
  }
  return null;
}
