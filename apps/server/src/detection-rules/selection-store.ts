// SPDX-License-Identifier: Apache-2.0
import {
  type DetectionLevel,
  limits,
  type PersonId,
  type RulePlaceholders,
  type RuleSelection,
  type RuleSelectionLine,
} from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { currentLines } from './library-store.ts';

interface Saved {
  readonly version: number;
  readonly note: string | undefined;
  readonly at: Date;
  readonly by: string;
}

export async function insertSelection(
  sql: Sql,
  { at, by, lines, note, version }: Saved & { lines: readonly RuleSelectionLine[] },
): Promise<void> {
  await sql
    .insertInto('rule_selection')
    .values({ version, lines: JSON.stringify(lines), note: note ?? null, saved_at: at, saved_by: by })
    .execute();
}

export async function insertPlaceholders(
  sql: Sql,
  { at, by, lists, note, version }: Saved & { lists: RulePlaceholders['lists'] },
): Promise<void> {
  await sql
    .insertInto('rule_placeholders')
    .values({ version, lists: JSON.stringify(lists), note: note ?? null, saved_at: at, saved_by: by })
    .execute();
}

/** @param version the one that works now where it is undefined */
export async function findSelection(sql: Sql, version: number | undefined): Promise<RuleSelection | null> {
  const { version: newest } = await currentLines(sql);
  const row = await sql
    .selectFrom('rule_selection')
    .leftJoin('person', 'person.id', 'rule_selection.saved_by')
    .select(['version', 'lines', 'note', 'saved_at', 'saved_by', 'person.name'])
    .where('version', '=', version ?? newest)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    version: row.version,
    lines: row.lines as unknown as RuleSelectionLine[],
    note: row.note,
    savedAt: row.saved_at.toISOString(),
    savedBy: row.saved_by === null ? null : { id: row.saved_by as PersonId, name: row.name ?? '' },
    newest,
  };
}

export async function findPlaceholders(sql: Sql): Promise<RulePlaceholders> {
  const row = await sql
    .selectFrom('rule_placeholders')
    .innerJoin('person', 'person.id', 'rule_placeholders.saved_by')
    .select(['version', 'lists', 'note', 'saved_at', 'saved_by', 'person.name'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  // In a rule, a word between two percent signs counts only under a field that expands it.
  const { rows: wanted } = await raw<{ name: string; rules: number }>`
    SELECT found[1] AS name, count(DISTINCT r.id)::integer AS rules
    FROM detection_rule r, regexp_matches(r.yaml, '%([A-Za-z0-9_.-]+)%', 'g') AS found
    WHERE r.removed_at IS NULL AND r.yaml LIKE '%|expand%' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limits.placeholdersMax}`.execute(
    sql,
  );
  return {
    version: row?.version ?? 0,
    lists: (row?.lists ?? {}) as RulePlaceholders['lists'],
    note: row?.note ?? null,
    savedAt: row?.saved_at.toISOString() ?? null,
    savedBy: row === undefined ? null : { id: row.saved_by as PersonId, name: row.name },
    wanted,
  };
}

/** Titles and levels of rules, A to Z. */
export async function titlesOf(
  sql: Sql,
  ids: readonly string[],
): Promise<{ id: string; title: string; level: DetectionLevel | null }[]> {
  const { rows } = await raw<{ id: string; title: string; level: DetectionLevel | null }>`
    SELECT id, title, level FROM detection_rule WHERE id = ANY(${[...ids]}::uuid[])
    ORDER BY lower(title), id`.execute(sql);
  return rows;
}

/** Rules whose text expands a placeholder somewhere. */
export function expandingRules(
  sql: Sql,
): Promise<{ id: string; path: string; yaml: string; problem: string | null }[]> {
  return sql
    .selectFrom('detection_rule')
    .select(['id', 'path', 'yaml', 'problem'])
    .where('removed_at', 'is', null)
    .where('yaml', 'like', '%|expand%')
    .execute();
}
