// SPDX-License-Identifier: Apache-2.0
import type { DryRun, RoutingRule } from '@belfry/contract';
import { client } from '../api.ts';

const SAMPLES_MAX = 5;

/** Two pages of one run as one: counts add up, and the newest samples stay. */
export function addUp(before: DryRun, page: DryRun): DryRun {
  const moves = new Map<string, DryRun['moves'][number]>();
  for (const move of [...before.moves, ...page.moves]) {
    const key = `${move.from}>${move.to}`;
    moves.set(key, { ...move, count: (moves.get(key)?.count ?? 0) + move.count });
  }
  return {
    seen: before.seen + page.seen,
    unmatched: before.unmatched + page.unmatched,
    handlerChanged: before.handlerChanged + page.handlerChanged,
    moves: [...moves.values()],
    perRule: page.perRule.map((line) => {
      const known = before.perRule.find((one) => one.rule === line.rule);
      if (known === undefined) {
        return line;
      }
      const takenBefore = { ...known.takenBefore };
      for (const [rule, count] of Object.entries(line.takenBefore)) {
        takenBefore[rule] = (takenBefore[rule] ?? 0) + count;
      }
      return {
        rule: line.rule,
        took: known.took + line.took,
        wouldTake: known.wouldTake + line.wouldTake,
        changed: known.changed + line.changed,
        takenBefore,
        samples: [...known.samples, ...line.samples].slice(0, SAMPLES_MAX),
      };
    }),
  };
}

export interface Progress {
  readonly run: DryRun;
  readonly total: number;
  readonly isDone: boolean;
}

/** Asks page after page until there is no more, or somebody cancels: then nothing more is asked. */
export async function tryOut(
  rules: readonly RoutingRule[],
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  let cursor: string | undefined;
  let total = 0;
  let run: DryRun | undefined;
  do {
    const answer = await client.dryRunRules({
      body: { rules: [...rules], ...(cursor === undefined ? {} : { cursor }) },
    });
    if (signal.aborted) {
      return;
    }
    run = run === undefined ? answer.page : addUp(run, answer.page);
    total = answer.total ?? total;
    cursor = answer.next ?? undefined;
    onProgress({ run, total, isDone: cursor === undefined });
  } while (cursor !== undefined);
}
