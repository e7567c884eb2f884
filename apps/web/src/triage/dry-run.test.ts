// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { DryRun } from '@belfry/contract';
import { addUp } from './dry-run.ts';

function page(took: number, from: string | null, reference: string): DryRun {
  const samples = [{ reference, summary: '', isChanged: true }];
  return {
    seen: took + 1,
    unmatched: 1,
    handlerChanged: took,
    moves: [{ from, to: 'q', count: took }],
    perRule: [{ rule: 'r', took, wouldTake: took + 2, changed: took, takenBefore: { first: 2 }, samples }],
  };
}

it('addUp() counts every report of both pages once and keeps the newest samples', () => {
  const both = addUp(addUp(page(1, null, 'A'), page(2, 'q', 'B')), page(3, null, 'C'));
  assert.deepEqual([both.seen, both.unmatched, both.handlerChanged], [9, 3, 6]);
  assert.deepEqual(both.moves, [
    { from: null, to: 'q', count: 4 },
    { from: 'q', to: 'q', count: 2 },
  ]);
  const [rule] = both.perRule;
  assert.deepEqual([rule?.took, rule?.wouldTake, rule?.takenBefore], [6, 12, { first: 6 }]);
  assert.deepEqual(
    rule?.samples.map(({ reference }) => reference),
    ['A', 'B', 'C'],
  );
});
