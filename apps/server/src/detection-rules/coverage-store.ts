// SPDX-License-Identifier: Apache-2.0
import { type Answer, type CoverageState, type detectionRuleRoutes, limits } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { readCandidates } from './library-store.ts';
import { techniquesOf } from './rule-document.ts';
import type { Candidate } from './selection.ts';

const DAY_MS = 86_400_000;
type Coverage = Answer<typeof detectionRuleRoutes.readCoverage>;
type Logsources = Answer<typeof detectionRuleRoutes.listLogsources>['items'];

interface Seen {
  readonly product: string;
  readonly category: string;
  readonly service: string;
  readonly events: number;
}

async function seenLogsources(sql: Sql, now: Date): Promise<Seen[]> {
  const { rows } = await raw<Seen>`
    SELECT product, category, service, sum(event_count)::bigint AS events FROM logsource_figure
    WHERE day > (${now}::timestamptz AT TIME ZONE 'UTC')::date - ${raw.lit(limits.ruleFiguresDays)}
    GROUP BY product, category, service`.execute(sql);
  return rows;
}

type Logsource = Pick<Candidate, 'product' | 'category' | 'service'>;

/** Whether events of a log source are among those a rule is about: a part it does not name takes all. */
const takes = (of: Logsource, seen: Seen) =>
  (of.product ?? seen.product) === seen.product &&
  (of.category ?? seen.category) === seen.category &&
  (of.service ?? seen.service) === seen.service;

interface CoverageFacts {
  readonly rules: readonly (Candidate & { readonly isActive: boolean; readonly hits: number })[];
  readonly seen: readonly Seen[];
}

/** Which techniques are watched, could be, and lack logs. */
function coverageOf({ rules, seen }: CoverageFacts): Pick<Coverage, 'techniques' | 'untagged'> {
  const isFed = fedBy(rules, seen);
  const found = new Map<string, Omit<Coverage['techniques'][number], 'technique' | 'state'>>();
  let untagged = 0;
  for (const rule of rules) {
    if (rule.isRefused || rule.kind === 'filter') continue;
    const techniques = techniquesOf(rule.tags);
    if (techniques.length === 0 && rule.isActive) untagged += 1;
    const fed = isFed(rule);
    const name = rule.isActive ? (fed ? 'active' : 'blind') : fed ? 'could' : 'lacks';
    for (const technique of techniques) {
      const counts = found.get(technique) ?? { active: 0, blind: 0, could: 0, lacks: 0, hits: 0 };
      counts[name] += 1;
      counts.hits += rule.hits;
      found.set(technique, counts);
    }
  }
  const techniques = [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([technique, counts]) => ({ technique, state: stateOf(counts), ...counts }));
  return { techniques, untagged };
}

function stateOf({ active, blind, could }: { active: number; blind: number; could: number }): CoverageState {
  if (active > 0) return 'watched';
  if (could > 0) return 'possible';
  return blind > 0 ? 'blind' : 'lacking';
}

/** Correlations that stand on one another deeper than this are taken as seeing nothing, as a count. */
const CHAIN_MAX = 1_000;

/** A correlation sees something when all it counts does; what it counts is found by its identifier or name. */
function fedBy(rules: readonly Candidate[], seen: readonly Seen[]): (rule: Candidate) => boolean {
  const answers = new Map<string, boolean>();
  const alone = (rule: Candidate) => {
    const key = JSON.stringify([rule.product, rule.category, rule.service]);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = seen.some((each) => takes(rule, each));
    answers.set(key, answer);
    return answer;
  };
  const byWord = new Map(
    rules.flatMap((rule) =>
      [rule.name, rule.sigmaId].flatMap((word) => (word === null ? [] : [[word, rule] as const])),
    ),
  );
  // Correlations may count the same ones over and over, and each other in a circle: each is asked once.
  const fed = new Map<Candidate, boolean>();
  const isFed = (rule: Candidate, depth = 0): boolean => {
    if (rule.kind !== 'correlation') return alone(rule);
    const known = fed.get(rule);
    if (known !== undefined) return known;
    if (depth >= CHAIN_MAX) return false;
    fed.set(rule, false);
    const answer =
      rule.refers.length > 0 &&
      rule.refers.every((word) => {
        const counted = byWord.get(word);
        return counted !== undefined && isFed(counted, depth + 1);
      });
    fed.set(rule, answer);
    return answer;
  };
  return (rule) => isFed(rule);
}

export async function readCoverage(sql: Sql, now: Date): Promise<Coverage> {
  const candidates = await readCandidates(sql);
  const { rows } = await raw<{ id: string; is_active: boolean; hits: number }>`
    SELECT r.id, r.is_active, coalesce((SELECT sum(hit_count) FROM rule_figure f WHERE f.rule_id = r.id
      AND day > (${now}::timestamptz AT TIME ZONE 'UTC')::date - ${raw.lit(limits.ruleFiguresDays)}), 0)::bigint AS hits
    FROM detection_rule r WHERE r.removed_at IS NULL`.execute(sql);
  const figures = new Map(rows.map((row) => [row.id, row]));
  const rules = candidates.map((each) => ({
    ...each,
    isActive: figures.get(each.id)?.is_active === true,
    hits: figures.get(each.id)?.hits ?? 0,
  }));
  const since = new Date(now.getTime() - limits.ruleFiguresDays * DAY_MS).toISOString();
  return { ...coverageOf({ rules, seen: await seenLogsources(sql, now) }), since };
}

export async function readLogsources(sql: Sql, now: Date): Promise<Logsources> {
  const seen = await seenLogsources(sql, now);
  const { rows } = await raw<Logsource & { rules: number; active: number }>`
    SELECT logsource_product AS product, logsource_category AS category, logsource_service AS service,
      count(*)::integer AS rules, (count(*) FILTER (WHERE is_active))::integer AS active
    FROM detection_rule WHERE removed_at IS NULL AND kind <> 'correlation'
      AND num_nonnulls(logsource_product, logsource_category, logsource_service) > 0
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT ${limits.logsourcesListedMax}`.execute(sql);
  return rows.map((row) => ({
    ...row,
    events: seen.filter((each) => takes(row, each)).reduce((sum, { events }) => sum + events, 0),
  }));
}
