// SPDX-License-Identifier: Apache-2.0
import {
  type DetectionRuleListed,
  type DetectionRuleState,
  type detectionRuleRoutes,
  type Input,
  limits,
} from '@belfry/contract';
import { type RawBuilder, sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { techniquesOf } from './rule-document.ts';

export type ListQuery = Input<typeof detectionRuleRoutes.listDetectionRules>['query'];

export interface RuleRow {
  readonly id: string;
  readonly sigma_id: string;
  readonly kind: DetectionRuleListed['kind'];
  readonly title: string;
  readonly titles: DetectionRuleListed['titles'];
  readonly level: DetectionRuleListed['level'];
  readonly status: DetectionRuleListed['status'];
  readonly logsource_product: string | null;
  readonly logsource_category: string | null;
  readonly logsource_service: string | null;
  readonly tags: string[];
  readonly path: string;
  readonly rule_set_id: string;
  readonly set_kind: DetectionRuleListed['set']['kind'];
  readonly set_name: string;
  readonly state: DetectionRuleState;
  readonly decided_by: DetectionRuleListed['decidedBy'];
  readonly decided_line: number | null;
  readonly override: DetectionRuleListed['override'];
  readonly hits: number;
  readonly asked: number;
  readonly cost_us: number;
  readonly last_hit_at: Date | null;
  readonly decided: number;
  readonly real: number;
  /** What the list is sorted by. */
  readonly key: string | number;
}

/** How a rule stands, out of what its row says. */
const stateOfRow = raw<DetectionRuleState>`CASE WHEN r.removed_at IS NOT NULL THEN 'removed'
  WHEN r.problem IS NOT NULL THEN 'refused' WHEN r.is_active THEN 'active' ELSE 'inactive' END`;

const since = raw`(now() AT TIME ZONE 'UTC')::date - ${raw.lit(limits.ruleFiguresDays)}`;

const ruleColumns = raw`r.id, r.sigma_id, r.kind, r.title, r.titles, r.level, r.status, r.logsource_product,
  r.logsource_category, r.logsource_service, r.tags, r.path, r.rule_set_id, s.kind AS set_kind, s.name AS set_name,
  ${stateOfRow} AS state, r.decided_by, r.decided_line, r.override,
  coalesce(f.hits, 0) AS hits, coalesce(f.asked, 0) AS asked, coalesce(f.cost_us, 0) AS cost_us, f.last_hit_at,
  coalesce(v.decided, 0) AS decided, coalesce(v.real, 0) AS real`;

const ruleTables = raw`detection_rule r JOIN rule_set s ON s.id = r.rule_set_id
  LEFT JOIN (SELECT rule_id, sum(hit_count) FILTER (WHERE day > ${since})::bigint AS hits,
      sum(asked_count) FILTER (WHERE day > ${since})::bigint AS asked,
      sum(cost_us) FILTER (WHERE day > ${since})::bigint AS cost_us, max(last_hit_at) AS last_hit_at
    FROM rule_figure GROUP BY rule_id) AS f ON f.rule_id = r.id
  LEFT JOIN (SELECT rule_id, count(verdict)::integer AS decided,
      (count(*) FILTER (WHERE verdict = 'true_positive'))::integer AS real
    FROM finding WHERE last_at > now() - make_interval(days => ${raw.lit(limits.ruleFiguresDays)})
    GROUP BY rule_id) AS v ON v.rule_id = r.id`;

const asPattern = (words: string) => `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** All filters but the state. */
function wheres(query: Omit<ListQuery, 'limit' | 'cursor' | 'sort'>): RawBuilder<unknown> {
  const of = (value: string | undefined, holds: (value: string) => RawBuilder<unknown>) =>
    value === undefined || value === '' ? [] : [holds(value)];
  const technique = (value: string) => `attack.${value.toLowerCase()}`;
  const all = [
    ...of(query.set, (value) => raw`r.rule_set_id = ${value}`),
    ...of(query.kind, (value) => raw`r.kind = ${value}`),
    ...of(query.level, (value) => raw`r.level = ${value}`),
    ...of(query.status, (value) => raw`r.status = ${value}`),
    ...of(query.product, (value) => raw`r.logsource_product = ${value}`),
    ...of(query.category, (value) => raw`r.logsource_category = ${value}`),
    ...of(query.service, (value) => raw`r.logsource_service = ${value}`),
    ...of(query.tag, (value) => raw`EXISTS (SELECT FROM unnest(r.tags) t WHERE lower(t) = lower(${value}))`),
    ...of(
      query.technique,
      (value) => raw`EXISTS (SELECT FROM unnest(r.tags) t
        WHERE lower(t) = ${technique(value)} OR starts_with(lower(t), ${`${technique(value)}.`}))`,
    ),
    ...of(
      query.q,
      (value) => raw`(r.title ILIKE ${asPattern(value)} OR r.sigma_id ILIKE ${asPattern(value)}
        OR r.path ILIKE ${asPattern(value)}
        OR EXISTS (SELECT FROM jsonb_each_text(r.titles) t WHERE t.value ILIKE ${asPattern(value)}))`,
    ),
  ];
  return raw.join([raw`true`, ...all], raw` AND `);
}

/** What each sort goes by; largest first, but for titles. */
const sortKeys: Readonly<Record<ListQuery['sort'], RawBuilder<unknown>>> = {
  title: raw`lower(r.title) COLLATE "C"`,
  level: raw`coalesce(array_position(ARRAY['informational', 'low', 'medium', 'high', 'critical'], r.level), 0)`,
  hits: raw`coalesce(f.hits, 0)`,
  cost: raw`coalesce(f.cost_us, 0)::double precision / greatest(coalesce(f.asked, 0), 1)`,
  changed: raw`extract(epoch FROM r.changed_at)::double precision`,
};

export type RuleCursor = readonly [key: string | number, id: string];

export async function listRules(sql: Sql, query: ListQuery, after: RuleCursor | null): Promise<RuleRow[]> {
  const key = sortKeys[query.sort];
  const isRising = query.sort === 'title';
  const state = query.state === undefined ? raw`r.removed_at IS NULL` : raw`${stateOfRow} = ${query.state}`;
  const cast = raw.raw(isRising ? 'text COLLATE "C"' : 'double precision');
  const behind =
    after === null
      ? raw`true`
      : raw`(${key}, r.id) ${raw.raw(isRising ? '>' : '<')} (${after[0]}::${cast}, ${after[1]}::uuid)`;
  const direction = raw.raw(isRising ? 'ASC' : 'DESC');
  const { rows } = await raw<RuleRow>`
    SELECT ${ruleColumns}, ${key} AS key FROM ${ruleTables}
    WHERE ${wheres(query)} AND ${state} AND ${behind}
    ORDER BY ${key} ${direction}, r.id ${direction} LIMIT ${query.limit + 1}`.execute(sql);
  return rows;
}

export async function countRules(
  sql: Sql,
  query: ListQuery,
): Promise<Readonly<Record<DetectionRuleState, number>>> {
  const { rows } = await raw<{ state: DetectionRuleState; count: number }>`
    SELECT ${stateOfRow} AS state, count(*)::integer AS count FROM detection_rule r
    WHERE ${wheres(query)} GROUP BY 1`.execute(sql);
  const of = (state: DetectionRuleState) => rows.find((row) => row.state === state)?.count ?? 0;
  return {
    active: of('active'),
    inactive: of('inactive'),
    refused: of('refused'),
    removed: of('removed'),
  };
}

export async function findRuleRow(sql: Sql, id: string): Promise<RuleRow | undefined> {
  const { rows } = await raw<RuleRow>`
    SELECT ${ruleColumns}, 0 AS key FROM ${ruleTables} WHERE r.id = ${id}`.execute(sql);
  return rows[0];
}

export function presentRule(row: RuleRow): DetectionRuleListed {
  return {
    id: row.id,
    sigmaId: row.sigma_id,
    kind: row.kind,
    title: row.title,
    titles: row.titles,
    level: row.level,
    status: row.status,
    product: row.logsource_product,
    category: row.logsource_category,
    service: row.logsource_service,
    tags: row.tags,
    techniques: techniquesOf(row.tags),
    set: { id: row.rule_set_id, kind: row.set_kind, name: row.set_name },
    path: row.path,
    state: row.state,
    decidedBy: row.decided_by,
    decidedLine: row.decided_line,
    override: row.override,
    figures: {
      hits: row.hits,
      precision: row.decided === 0 ? null : row.real / row.decided,
      decided: row.decided,
      costUs: row.asked === 0 ? null : row.cost_us / row.asked,
      lastHitAt: row.last_hit_at?.toISOString() ?? null,
    },
  };
}

/** What only the page of one rule shows. */
export async function readRuleRest(sql: Sql, id: string) {
  const rule = await sql
    .selectFrom('detection_rule')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const { rows: days } = await raw<{ on: string; hits: number }>`
    SELECT day AS on, hit_count AS hits FROM rule_figure
    WHERE rule_id = ${id} AND hit_count > 0 AND day > ${since} ORDER BY day`.execute(sql);
  const { rows } = await raw<{ suppressions: number; open: number }>`
    SELECT (SELECT count(*)::integer FROM suppression WHERE rule_id = ${id} AND ended_at IS NULL
        AND expires_at > now()) AS suppressions,
      (SELECT count(*)::integer FROM finding WHERE rule_id = ${id} AND state = 'open') AS open`.execute(sql);
  const { rows: counted } = await raw<{ reference: string; id: string | null; title: string | null }>`
    SELECT wanted.reference, found.id, found.title
    FROM unnest(${rule.refers}::text[]) WITH ORDINALITY AS wanted (reference, place)
    LEFT JOIN LATERAL (SELECT id, title FROM detection_rule r WHERE removed_at IS NULL AND kind <> 'filter'
      AND (sigma_id = wanted.reference OR name = wanted.reference)
      ORDER BY is_active DESC, added_at LIMIT 1) AS found ON true
    ORDER BY wanted.place`.execute(sql);
  return { rule, days, counted, suppressions: rows[0]?.suppressions ?? 0, open: rows[0]?.open ?? 0 };
}

export async function findOverride(sql: Sql, id: string) {
  return sql
    .selectFrom('detection_rule')
    .select(['id', 'title', 'override'])
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

export async function setOverride(
  sql: Sql,
  id: string,
  { override, reason }: { override: DetectionRuleListed['override']; reason: string },
): Promise<void> {
  await sql
    .updateTable('detection_rule')
    .set({ override, override_reason: override === null ? null : reason })
    .where('id', '=', id)
    .execute();
}

/** Whether a rule runs, and what decided that. */
export async function readDecision(
  sql: Sql,
  id: string,
): Promise<{ isActive: boolean; decidedBy: DetectionRuleListed['decidedBy'] }> {
  const row = await sql
    .selectFrom('detection_rule')
    .select(['is_active', 'decided_by'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { isActive: row.is_active, decidedBy: row.decided_by as DetectionRuleListed['decidedBy'] };
}
