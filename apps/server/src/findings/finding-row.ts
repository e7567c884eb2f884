// SPDX-License-Identifier: Apache-2.0
import type {
  DetectionLevel,
  Finding,
  FindingKeyPart,
  FindingState,
  FindingVerdict,
  PersonId,
  Suppression,
  suppressionKinds,
} from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { FindingKey } from './taking.ts';

/** A finding as it is selected: with the names of what it belongs to, where the walls of those let them through. */
export interface FindingRow {
  id: string;
  reference: string;
  rule_id: string;
  title: string;
  titles: Finding['rule']['titles'];
  level: string;
  state: string;
  verdict: string | null;
  techniques: string[];
  key: FindingKey;
  key_digest: string;
  subject_digest: string;
  is_many: boolean;
  hit_count: number;
  first_at: Date;
  last_at: Date;
  opened_at: Date;
  window_until: Date;
  value: number | null;
  report_id: string | null;
  report_reference: string | null;
  incident_id: string | null;
  timeline_position: number | null;
  suppression_id: string | null;
  incident_reference: string | null;
  decided_at: Date | null;
  decided_by: string | null;
  decided_name: string | null;
  reason: string | null;
}

export const subjectOf = (row: Pick<FindingRow, 'id' | 'reference'>) => ({
  subject: { kind: 'finding', id: row.id, reference: row.reference },
});

export const findingFields = raw`f.id, f.reference, f.rule_id, f.title,
  CASE WHEN d.title = f.title THEN d.titles ELSE '{}' END AS titles, f.level, f.state, f.verdict, f.techniques, f.key,
  f.key_digest, f.subject_digest, f.is_many, f.hit_count, f.first_at, f.last_at, f.opened_at, f.window_until, f.value,
  f.report_id, f.incident_id, f.timeline_position, f.suppression_id, r.reference AS report_reference, i.reference AS incident_reference, f.decided_at, f.decided_by,
  p.name AS decided_name, f.reason`;
export const findingTables = raw`finding f LEFT JOIN report r ON r.id = f.report_id
  LEFT JOIN detection_rule d ON d.id = f.rule_id
  LEFT JOIN incident i ON i.id = coalesce(f.incident_id, r.incident_id) LEFT JOIN person p ON p.id = f.decided_by`;

export type SourceNames = ReadonlyMap<string, string>;

/** Fields of keys whose values identify what has a name here: `actor.id` is a person in the record of the desk. */
export const namedFields: ReadonlySet<string> = new Set(['source', 'actor.id']);

/** Names of the sources and the people that keys name. */
export async function sourceNamesOf(trx: Sql, keys: readonly FindingKey[]): Promise<SourceNames> {
  const ids = [...new Set(keys.flat().flatMap(([field, value]) => (namedFields.has(field) ? [value] : [])))];
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('log_source')
    .select(['id', 'name'])
    // A key is text from the log: what is no identifier names nothing, and breaks no query.
    .where(({ cast, eb }) => eb(cast<string>('id', 'text'), 'in', ids))
    .unionAll(
      trx
        .selectFrom('person')
        .select(['id', 'name'])
        .where(({ cast, eb }) => eb(cast<string>('id', 'text'), 'in', ids)),
    )
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function presentKey(key: FindingKey, names: SourceNames): FindingKeyPart[] {
  return key.map(([field, value]) => ({
    field,
    value,
    name: namedFields.has(field) ? (names.get(value) ?? null) : null,
  }));
}

export function presentFinding(row: FindingRow, names: SourceNames): Finding {
  return {
    id: row.id,
    reference: row.reference,
    rule: { id: row.rule_id, title: row.title, titles: row.titles },
    level: row.level as DetectionLevel,
    state: row.state as FindingState,
    verdict: row.verdict as FindingVerdict | null,
    techniques: row.techniques,
    key: presentKey(row.key, names),
    isMany: row.is_many,
    count: row.hit_count,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    openedAt: row.opened_at.toISOString(),
    value: row.value,
    report: row.report_reference,
    incident: row.incident_reference,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy:
      row.decided_by === null ? null : { id: row.decided_by as PersonId, name: row.decided_name ?? '' },
    reason: row.reason,
  };
}

export interface SuppressionRow {
  id: string;
  kind: string;
  rule_id: string;
  title: string;
  key: FindingKey;
  filter_rule_id: string | null;
  reason: string;
  made_at: Date;
  made_by: string;
  made_name: string;
  expires_at: Date;
  ended_at: Date | null;
  ended_by: string | null;
  ended_name: string | null;
  hit_count: number;
  last_hit_at: Date | null;
}

export function presentSuppression(row: SuppressionRow, names: SourceNames): Suppression {
  return {
    id: row.id,
    kind: row.kind as (typeof suppressionKinds)[number],
    rule: { id: row.rule_id, title: row.title },
    key: presentKey(row.key, names),
    filterRuleId: row.filter_rule_id,
    reason: row.reason,
    madeAt: row.made_at.toISOString(),
    madeBy: { id: row.made_by as PersonId, name: row.made_name },
    expiresAt: row.expires_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    endedBy: row.ended_by === null ? null : { id: row.ended_by as PersonId, name: row.ended_name ?? '' },
    count: row.kind === 'key' ? row.hit_count : null,
    lastHitAt: row.last_hit_at?.toISOString() ?? null,
  };
}
