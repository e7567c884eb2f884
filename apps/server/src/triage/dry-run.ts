// SPDX-License-Identifier: Apache-2.0
import { cutText, type DryRun, limits, type RoutingRule } from '@belfry/contract';
import { matcherOf, type Routable } from './routing.ts';

/** A report of the past: how it went, and what rules may ask of it. */
export interface Tried extends Routable {
  readonly reference: string;
  readonly queueId: string | null;
  readonly handlerId: string | null;
}

/** Where a page begins: after this report, newest first. */
export type PageStart = readonly [reportedAt: string, id: string] | null;

const SUMMARY_CHARACTERS_SHOWN = 160;

/** What rules would do with these reports, against how they went. */
export function tryRules(rules: readonly RoutingRule[], reports: readonly Tried[]): DryRun {
  const matcher = matcherOf(rules);
  const perRule = rules.map(({ id }) => ({
    rule: id,
    took: 0,
    wouldTake: 0,
    changed: 0,
    takenBefore: {} as Record<string, number>,
    samples: [] as DryRun['perRule'][number]['samples'],
  }));
  const byRule = new Map(perRule.map((line) => [line.rule, line]));
  const moves = new Map<string, DryRun['moves'][number]>();
  let unmatched = 0;
  let handlerChanged = 0;
  for (const report of reports) {
    const [winner, ...others] = matcher.all(report);
    const to = winner?.queue ?? null;
    const isChanged = to !== report.queueId;
    const key = `${report.queueId ?? ''}>${to ?? ''}`;
    const move = moves.get(key) ?? { from: report.queueId, to, count: 0 };
    move.count += 1;
    moves.set(key, move);
    if (winner === undefined) {
      unmatched += 1;
      continue;
    }
    handlerChanged += winner.handler !== null && winner.handler !== report.handlerId ? 1 : 0;
    const line = byRule.get(winner.id);
    if (line !== undefined) {
      line.took += 1;
      line.wouldTake += 1;
      line.changed += isChanged ? 1 : 0;
      if (line.samples.length < limits.dryRunSamplesMax) {
        const summary = cutText(report.summary, SUMMARY_CHARACTERS_SHOWN);
        line.samples.push({ reference: report.reference, summary, isChanged });
      }
    }
    for (const { id } of others) {
      const shadowed = byRule.get(id);
      if (shadowed !== undefined) {
        shadowed.wouldTake += 1;
        shadowed.takenBefore[winner.id] = (shadowed.takenBefore[winner.id] ?? 0) + 1;
      }
    }
  }
  return { seen: reports.length, perRule, moves: [...moves.values()], unmatched, handlerChanged };
}
