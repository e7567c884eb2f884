// SPDX-License-Identifier: Apache-2.0
import type { DetectionLevel } from '@belfry/contract';
import { readRules } from '@belfry/sigma';
import { type RuleExtras, readRuleExtras } from '../log/index.ts';
import type { Sql } from '../platform/database/database.ts';
import { currentPlaceholders } from './library-store.ts';
import { techniquesOf } from './rule-document.ts';

/** A rule, as far as a finding tells it. */
export interface RuleOfHit {
  readonly title: string;
  readonly level: DetectionLevel | null;
  readonly techniques: readonly string[];
  /** Hits with one key within this time are one finding, in milliseconds. */
  readonly windowMs: number;
  readonly sigmaId: string;
  readonly yaml: string;
  /** Title and description in other languages. */
  readonly words: RuleExtras['words'];
}

const HOUR_MS = 3_600_000;

/** The rule a hit names, also one that was removed since; null where there is none. */
export async function ruleOfHit(sql: Sql, ruleId: string): Promise<RuleOfHit | null> {
  const row = await sql
    .selectFrom('detection_rule')
    .select(['title', 'level', 'tags', 'sigma_id', 'yaml'])
    .where('id', '=', ruleId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const read = readRules(row.yaml, (await currentPlaceholders(sql)).lists);
  const custom = (read.rules[0] ?? read.correlations[0])?.custom;
  const extras = custom === undefined ? null : readRuleExtras(custom);
  return {
    title: row.title,
    level: row.level as DetectionLevel | null,
    techniques: techniquesOf(row.tags),
    windowMs: extras === null || 'refused' in extras ? HOUR_MS : extras.windowMs,
    sigmaId: row.sigma_id,
    yaml: row.yaml,
    words: extras === null || 'refused' in extras ? {} : extras.words,
  };
}
