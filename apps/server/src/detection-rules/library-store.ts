// SPDX-License-Identifier: Apache-2.0
import type { RuleRefusal, RuleSamplesResult, RuleSelectionLine } from '@belfry/contract';
import type { Placeholders } from '@belfry/sigma';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { RuleDocument } from './rule-document.ts';
import { type Candidate, decideAll } from './selection.ts';

/** The channel on which a commit says that other rules run than before. */
const RULES_CHANNEL = 'belfry_detection_rules';

/** One change of the library at a time: what runs is decided over all of it. */
export async function lockLibrary(trx: Sql): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(hashtext('belfry.detection_rules'))`.execute(trx);
}

/** Everything that decides which documents run, without their texts. */
export async function readCandidates(trx: Sql): Promise<Candidate[]> {
  const rows = await trx
    .selectFrom('detection_rule')
    .innerJoin('rule_set', 'rule_set.id', 'detection_rule.rule_set_id')
    .select([
      'detection_rule.id',
      'detection_rule.kind',
      'detection_rule.name',
      'detection_rule.sigma_id',
      'detection_rule.refers',
      'detection_rule.level',
      'detection_rule.status',
      'detection_rule.logsource_product',
      'detection_rule.logsource_category',
      'detection_rule.logsource_service',
      'detection_rule.tags',
      'detection_rule.rule_set_id',
      'rule_set.kind as set_kind',
      'detection_rule.problem',
      'detection_rule.override',
      'detection_rule.added_at',
    ])
    .select(raw<number>`coalesce(jsonb_array_length(detection_rule.samples -> 'failures'), 0)`.as('failures'))
    .where('detection_rule.removed_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    sigmaId: row.sigma_id,
    name: row.name,
    kind: row.kind as Candidate['kind'],
    refers: row.refers,
    level: row.level as Candidate['level'],
    status: row.status as Candidate['status'],
    product: row.logsource_product,
    category: row.logsource_category,
    service: row.logsource_service,
    tags: row.tags,
    setId: row.rule_set_id,
    setKind: row.set_kind as Candidate['setKind'],
    isRefused: row.problem !== null,
    samplesFailed: row.failures > 0,
    override: row.override as Candidate['override'],
    addedMs: row.added_at.getTime(),
  }));
}

/** Lines of the selection that works now. */
export async function currentLines(trx: Sql): Promise<{ version: number; lines: RuleSelectionLine[] }> {
  const row = await trx
    .selectFrom('rule_selection')
    .select(['version', 'lines'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { version: row?.version ?? 0, lines: (row?.lines ?? []) as unknown as RuleSelectionLine[] };
}

/**
 * Decides anew what runs, and tells the engine when this commits. Every change of the library ends with it, in its
 * own transaction: what is marked as running is what the engine reads.
 */
export async function decideAnew(trx: Sql): Promise<void> {
  const { lines } = await currentLines(trx);
  const decisions = [...decideAll(await readCandidates(trx), lines)];
  await raw`
    UPDATE detection_rule AS rule
    SET is_active = decided.runs, decided_by = decided.by, decided_line = decided.line
    FROM unnest(${decisions.map(([id]) => id)}::uuid[], ${decisions.map(([, { runs }]) => runs)}::boolean[],
      ${decisions.map(([, { by }]) => by)}::text[], ${decisions.map(([, { line }]) => line)}::integer[])
      AS decided (id, runs, by, line)
    WHERE rule.id = decided.id AND (rule.is_active, rule.decided_by, coalesce(rule.decided_line, -1))
      IS DISTINCT FROM (decided.runs, decided.by, coalesce(decided.line, -1))`.execute(trx);
  await raw`SELECT pg_notify(${RULES_CHANNEL}, '')`.execute(trx);
}

/** Values of placeholders that work now. */
export async function currentPlaceholders(trx: Sql): Promise<{ version: number; lists: Placeholders }> {
  const row = await trx
    .selectFrom('rule_placeholders')
    .select(['version', 'lists'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { version: row?.version ?? 0, lists: (row?.lists ?? {}) as unknown as Placeholders };
}

/** A document as its columns hold it. */
function columnsOf(document: RuleDocument, samples: RuleSamplesResult | null) {
  return {
    kind: document.kind,
    sigma_id: document.sigmaId,
    path: document.path,
    title: document.title,
    titles: JSON.stringify(document.titles),
    name: document.name,
    refers: [...document.refers],
    level: document.level,
    status: document.status,
    logsource_product: document.product,
    logsource_category: document.category,
    logsource_service: document.service,
    tags: [...document.tags],
    author: document.author,
    yaml: document.yaml,
    digest: document.digest,
    problem: document.refusal?.code ?? null,
    problem_detail: document.refusal === null ? null : JSON.stringify(document.refusal),
    samples: samples === null ? null : JSON.stringify(samples),
  };
}

/** The refusal a row keeps. */
export function refusalOf(row: {
  problem: string | null;
  problem_detail: string | null;
}): RuleRefusal | null {
  if (row.problem === null) return null;
  return row.problem_detail === null
    ? { code: row.problem, detail: '', line: null, column: null }
    : (JSON.parse(row.problem_detail) as RuleRefusal);
}

export interface NewRule {
  readonly id: string;
  readonly setId: string;
  readonly document: RuleDocument;
  readonly samples: RuleSamplesResult | null;
}

/** A statement takes 65,535 parameters. */
const ROWS_PER_INSERT = 1_000;

export async function insertRules(trx: Sql, rules: readonly NewRule[], at: Date): Promise<void> {
  const rows = rules.map(({ document, id, samples, setId }) => ({
    id,
    rule_set_id: setId,
    ...columnsOf(document, samples),
    added_at: at,
    changed_at: at,
  }));
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await trx
      .insertInto('detection_rule')
      .values(rows.slice(start, start + ROWS_PER_INSERT))
      .execute();
  }
}

export async function updateRule(
  trx: Sql,
  id: string,
  { at, document, samples }: { document: RuleDocument; samples: RuleSamplesResult | null; at: Date },
): Promise<void> {
  await trx
    .updateTable('detection_rule')
    .set({ ...columnsOf(document, samples), changed_at: at })
    .where('id', '=', id)
    .execute();
}

/** Takes rules out of effect; findings keep naming them. */
export async function removeRules(trx: Sql, ids: readonly string[], at: Date): Promise<void> {
  await raw`
    UPDATE detection_rule SET removed_at = ${at}, is_active = false
    WHERE id = ANY(${[...ids]}::uuid[]) AND removed_at IS NULL`.execute(trx);
}

/** The set of its kind there is only one of, made when it is first asked for. */
export async function onlySet(
  trx: Sql,
  kind: 'own' | 'shipped',
  { at, id, name }: { id: string; name: string; at: Date },
): Promise<string> {
  await raw`
    INSERT INTO rule_set (id, kind, name, added_at) VALUES (${id}, ${kind}, ${name}, ${at})
    ON CONFLICT (kind) WHERE kind IN ('shipped', 'own') DO NOTHING`.execute(trx);
  const row = await trx
    .selectFrom('rule_set')
    .select('id')
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow();
  return row.id;
}
