// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { DetectionLevel } from '@belfry/contract';
import { openTestDesk, type Somebody } from './desk.ts';

/** Whatever asks the database past every wall, as test desks and test databases do. */
interface Asking {
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
}

export const aRuleText = (id: string, title: string, level: string, window = '1h') =>
  [
    `title: ${title}`,
    `id: ${id}`,
    'description: Somebody clears what would tell of them.',
    'status: test',
    `level: ${level}`,
    'tags: [attack.t1070.001]',
    'falsepositives: [A planned rotation]',
    'logsource: { product: windows, service: security }',
    'detection: { selection: { EventID: 1102 }, condition: selection }',
    `belfry: { group-by: [source, host], window: ${window} }`,
  ].join('\n');

/** A rule in the library that runs. @returns its identifier */
export async function insertRule(
  { query }: Asking,
  rule: { readonly level?: DetectionLevel; readonly title?: string; readonly window?: string } = {},
): Promise<string> {
  const [id, sigmaId] = [randomUUID(), randomUUID()];
  const title = rule.title ?? 'Log cleared';
  const level = rule.level ?? 'medium';
  await query(
    `INSERT INTO rule_set (id, kind, name, added_at) VALUES ($1, 'own', 'Own', now()) ON CONFLICT DO NOTHING`,
    [randomUUID()],
  );
  await query(
    `INSERT INTO detection_rule (id, rule_set_id, kind, sigma_id, path, title, level, status, logsource_product,
       logsource_service, tags, yaml, digest, is_active, added_at, changed_at)
     SELECT $1, id, 'rule', $2, $2 || '.yml', $3, $4, 'test', 'windows', 'security', '{attack.t1070.001}', $5, $2, true,
       '2026-01-01', '2026-01-01' FROM rule_set WHERE kind = 'own'`,
    [id, sigmaId, title, level, aRuleText(sigmaId, title, level, rule.window)],
  );
  return id;
}

export interface TestHit {
  readonly ruleId: string;
  readonly key?: readonly (readonly [string, string])[];
  readonly count?: number;
  readonly at?: Date;
  /** When the engine found it; the same where it is left out. */
  readonly foundAt?: Date;
  readonly index?: number;
}

/** Hits as the engine writes them. */
export async function insertHits({ query }: Asking, hits: readonly TestHit[]): Promise<void> {
  const rows = hits.map((hit) => {
    const at = (hit.at ?? new Date()).toISOString();
    return {
      rule_id: hit.ruleId,
      key: hit.key ?? [
        ['source', 'a'],
        ['host', 'dc1'],
      ],
      hit_count: hit.count ?? 1,
      at,
      found_at: (hit.foundAt ?? hit.at ?? new Date()).toISOString(),
      entries: [{ log: 'technical-2026', index: hit.index ?? 1, at }],
    };
  });
  await query(
    `INSERT INTO detection_hit (rule_id, key, hit_count, first_at, last_at, entries, found_at)
     SELECT rule_id, key, hit_count, at, at, entries, found_at FROM jsonb_to_recordset($1::jsonb)
       AS hit (rule_id uuid, key jsonb, hit_count bigint, at timestamptz, entries jsonb, found_at timestamptz)`,
    [JSON.stringify(rows)],
  );
}

/** Waits until the desk has taken up every hit. */
export async function hitsTaken({ query }: Asking): Promise<void> {
  for (let look = 0; look < 3_000; look += 1) {
    const [row] = await query<{ count: number }>('SELECT count(*)::int AS count FROM detection_hit');
    if (row?.count === 0) return;
    await delay(50);
  }
  throw new Error('Expected the desk to take up every hit, and some are still there');
}

/** A source in the keys of hits. */
export const hitSource = '7f1f7b0e-7c87-4a8b-8a4c-0f6a5b8f0001';
export const keyOf = (host: string) =>
  [
    ['source', hitSource],
    ['host', host],
  ] as const;

/** A desk that takes hits up, and somebody who decides on what they become. */
export async function aTakingDesk(t: TestContext) {
  const desk = await openTestDesk(t);
  const handler = await desk.as('handler');
  const take = async (...hits: TestHit[]) => {
    await insertHits(desk, hits);
    await hitsTaken(desk);
  };
  const list = async (somebody: Somebody = handler, query: object = { state: 'any' }) =>
    (await somebody.api.listFindings({ query })).items;
  return { desk, handler, take, list };
}
