// SPDX-License-Identifier: Apache-2.0
import { type huntRoutes, type Input, isRefusal, type Refusal, refuse } from '@belfry/contract';
import { z } from 'zod';
import { readHuntedText, ruleOfHit } from '../detection-rules/index.ts';
import { may, type PersonActor } from '../platform/authorization/actor.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import type { LogLink } from '../platform/log-link/log-link.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { periodOf, reasonTooMany } from './hunt.ts';
import {
  type AskedHunt,
  cancelRow,
  countAhead,
  countUnderWay,
  findHunt,
  insertHunt,
  listHitRows,
  listHuntRows,
  presentHits,
  presentHunt,
  presentListed,
  tellHunter,
} from './hunt-store.ts';

export interface HuntParts {
  readonly database: Database;
  readonly log: Pick<LogLink, 'address'>;
  readonly now: () => Date;
}

type Routes = typeof huntRoutes;
type Asked = Input<Routes['askHunt']>['body'];

const cursorKey = z.tuple([z.string(), z.uuid()]);
const hitsCursorKey = z.tuple([z.number().int()]);

export function huntHandlers(parts: HuntParts): Handlers<Routes> {
  const { database, log } = parts;
  return {
    askHunt: askHunt(parts),
    listHunts: async ({ actor, query }) =>
      reasonNoLook(actor) ??
      (await database.read(actor, async ({ sql }) => {
        const start = readCursor(query.cursor, cursorKey);
        if (isRefusal(start)) return start;
        const rows = await listHuntRows(sql, query, actor.id, start, query.limit + 1);
        return pageOfRows(rows, query.limit, (row) => [row.asked_at.toISOString(), row.id], presentListed);
      })),
    readHunt: async ({ actor, params }) =>
      reasonNoLook(actor) ??
      (await database.read(actor, async ({ sql }) => {
        const row = await findHunt(sql, params.id);
        if (row === undefined) return refuse('hunt.not_found');
        const ahead = row.state === 'waiting' ? await countAhead(sql, row) : 0;
        return presentHunt(row, { ahead, isLogAway: log.address === null });
      })),
    listHuntHits: async ({ actor, params, query }) =>
      reasonNoLook(actor) ??
      (await database.read(actor, async ({ sql }) => {
        const start = readCursor(query.cursor, hitsCursorKey);
        if (isRefusal(start)) return start;
        if ((await findHunt(sql, params.id)) === undefined) return refuse('hunt.not_found');
        const rows = await listHitRows(sql, params.id, start?.[0] ?? 0, query.limit + 1);
        const page = pageOfRows(
          rows,
          query.limit,
          (row) => [row.number],
          (row) => row,
        );
        return { items: await presentHits(sql, page.items), next: page.next };
      })),
    cancelHunt: async ({ actor, params }) =>
      reasonNoLook(actor) ??
      (await database.change(actor, async ({ now, record, sql }) => {
        const row = await findHunt(sql, params.id);
        if (row === undefined) return refuse('hunt.not_found');
        if (!(await cancelRow(sql, row.id, { now, by: actor.id }))) return refuse('hunt.over');
        record({
          event: 'hunt.cancelled',
          subject: { kind: 'hunt', id: row.id, reference: row.title },
          changes: changesBetween({ state: row.state }, { state: 'cancelled' }),
        });
        await tellHunter(sql);
        return undefined;
      })),
  };
}

/** A hunt reads the logbook: whoever may not look into it learns nothing of it this way. */
function reasonNoLook(actor: PersonActor): Refusal<'permission.missing'> | null {
  return may(actor, 'log.search')
    ? null
    : refuse('permission.missing', 'Trying a rule on the logbook needs the permission "log.search"');
}

function askHunt({ database, now }: HuntParts): Handler<Routes['askHunt']> {
  return async ({ actor, body }) => {
    const missing = reasonNoLook(actor);
    if (missing !== null) return missing;
    const period = periodOf(body, now());
    if (isRefusal(period)) return period;
    const text = await textOf(database, actor, body.what);
    if (isRefusal(text)) return text;
    const hunted = await readHuntedText(database, actor, text.yaml);
    if (isRefusal(hunted)) return hunted;
    return database.change(actor, (changing) =>
      takeOn(changing, {
        ...{ ...hunted, ...period, ...text, purpose: body.purpose },
        ...{ id: changing.ids.uuid(), askedAt: changing.now, askedBy: actor.id },
      }),
    );
  };
}

async function textOf(
  database: Database,
  actor: PersonActor,
  what: Asked['what'],
): Promise<Pick<AskedHunt, 'yaml' | 'ruleId'> | Refusal<'detection_rule.not_found'>> {
  if (what.kind === 'text') return { yaml: what.yaml, ruleId: null };
  const rule = await database.read(actor, ({ sql }) => ruleOfHit(sql, what.rule));
  return rule === null ? refuse('detection_rule.not_found') : { yaml: rule.yaml, ruleId: what.rule };
}

/** The record has who asked, for what and what for, before anything is read. */
async function takeOn({ record, sql }: Changing, hunt: AskedHunt) {
  const tooMany = reasonTooMany(await countUnderWay(sql, hunt.askedBy));
  if (tooMany !== null) return tooMany;
  await insertHunt(sql, hunt);
  record({
    event: 'hunt.asked',
    subject: { kind: 'hunt', id: hunt.id, reference: hunt.title },
    changes: changesBetween(
      {},
      {
        ...{ from: hunt.from.toISOString(), until: hunt.until.toISOString() },
        ...{ rule: hunt.ruleId, text: hunt.ruleId === null ? hunt.yaml : null },
      },
    ),
    reason: hunt.purpose,
  });
  await tellHunter(sql);
  return { id: hunt.id };
}
