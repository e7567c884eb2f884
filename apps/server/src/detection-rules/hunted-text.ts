// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, refuse } from '@belfry/contract';
import type { Placeholders } from '@belfry/sigma';
import type { ActiveDocument } from '../log/index.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import { currentPlaceholders } from './library-store.ts';
import { companionRows } from './own-rules.ts';
import { ReadFailed } from './rule-files.ts';
import { runTask } from './run-task.ts';

/** A text of rules that is ready to be tried on the logbook. */
export interface HuntedText {
  /** Of its first rule or correlation. */
  readonly title: string;
  /** What correlations in it count, and the filters that are in effect. */
  readonly companions: readonly ActiveDocument[];
  readonly placeholders: Placeholders;
}

/**
 * Reads a text as it will be tried, in a thread of its own and not for longer than a try may take: what breaks here
 * does not break in the log process.
 */
export async function readHuntedText(
  database: Database,
  actor: PersonActor,
  yaml: string,
): Promise<HuntedText | Refusal<'detection_rule.refused' | 'detection_rule.try_too_long'>> {
  const { companions, filters, placeholders } = await database.read(actor, async ({ sql }) => ({
    placeholders: (await currentPlaceholders(sql)).lists,
    companions: await companionRows(sql, yaml),
    filters: await activeFilters(sql),
  }));
  const task = { kind: 'try', yaml, events: '', companions, placeholders } as const;
  try {
    const tried = await runTask<'try'>(task, limits.ruleTryMsMax);
    if (tried === 'too_many_events') throw new Error('No events are too many events');
    const [refusal] = tried.refusals;
    if (refusal !== undefined) {
      const { code, column, detail, line } = refusal;
      const placed = line === null ? detail : `Line ${line}, column ${column ?? 1}: ${detail}`;
      return refuse('detection_rule.refused', placed, [{ pointer: '/what/yaml', code, detail: placed }]);
    }
    const first = tried.documents.find(({ kind }) => kind !== 'filter');
    if (first === undefined) {
      return refuse(
        'detection_rule.refused',
        'It holds no rule and no correlation: there is nothing to find',
      );
    }
    return { title: first.title, companions: [...companions, ...filters], placeholders };
  } catch (error) {
    if (!(error instanceof ReadFailed)) throw error;
    return refuse('detection_rule.try_too_long', error.message);
  }
}

async function activeFilters(sql: Sql): Promise<ActiveDocument[]> {
  const rows = await sql
    .selectFrom('detection_rule')
    .select(['id', 'yaml'])
    .where('kind', '=', 'filter')
    .where('is_active', '=', true)
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .orderBy('id')
    .limit(limits.huntFiltersMax)
    .execute();
  return rows.map(({ id, yaml }) => ({ id, kind: 'filter', yaml }));
}
