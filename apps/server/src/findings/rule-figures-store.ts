// SPDX-License-Identifier: Apache-2.0
import { type DetectionLevel, limits, type RuleFindings } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';

/** True ones among those that were judged; null when none was. */
export function precisionOf(judged: {
  truePositive: number;
  benign: number;
  falsePositive: number;
}): number | null {
  const all = judged.truePositive + judged.benign + judged.falsePositive;
  return all === 0 ? null : judged.truePositive / all;
}

/** What people made of the findings of each rule that were opened in a period, most findings first. */
export async function findRuleFindings(
  trx: Sql,
  period: { readonly from: Date; readonly to: Date; readonly rule?: string | undefined },
): Promise<RuleFindings[]> {
  const { rows } = await raw<{
    id: string;
    title: string;
    level: string | null;
    findings: number;
    hits: number;
    true_positive: number;
    benign: number;
    false_positive: number;
    last_at: Date | null;
  }>`
    SELECT d.id, d.title, d.level, count(*) AS findings, sum(f.hit_count)::bigint AS hits,
      count(*) FILTER (WHERE f.verdict = 'true_positive') AS true_positive,
      count(*) FILTER (WHERE f.verdict = 'benign') AS benign,
      count(*) FILTER (WHERE f.verdict = 'false_positive') AS false_positive, max(f.last_at) AS last_at
    FROM finding f JOIN detection_rule d ON d.id = f.rule_id
    WHERE f.opened_at >= ${period.from} AND f.opened_at < ${period.to}
      AND ${period.rule === undefined ? raw`true` : raw`f.rule_id = ${period.rule}`}
    GROUP BY d.id, d.title, d.level ORDER BY findings DESC, d.title, d.id LIMIT ${limits.rulesCountedMax}`.execute(
    trx,
  );
  return rows.map((row) => {
    const judged = {
      truePositive: row.true_positive,
      benign: row.benign,
      falsePositive: row.false_positive,
    };
    return {
      rule: { id: row.id, title: row.title, level: row.level as DetectionLevel | null },
      findings: row.findings,
      hits: row.hits,
      ...judged,
      undecided: row.findings - judged.truePositive - judged.benign - judged.falsePositive,
      precision: precisionOf(judged),
      lastAt: row.last_at?.toISOString() ?? null,
    };
  });
}
