// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aSealedLine, logsOf } from '../../../test/engine.ts';
import type { LogsToIndex } from '../index/indexer.ts';
import { rangeOf } from './hunt-range.ts';

/** When lines of tests are received, as `aSealedLine` says. */
const receivedMs = (seq: number) => Date.UTC(2026, 10, 22, 1, 25) + seq;
const linesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => aSealedLine(first + at, 'x'));

/** Finds a period, and counts the lines that were read for it. */
async function found(logs: LogsToIndex, from: number, until: number) {
  let reads = 0;
  const counting: LogsToIndex = {
    names: () => logs.names(),
    open: (name) => {
      const log = logs.open(name);
      return {
        ...log,
        line: async (index) => {
          reads += 1;
          return await log.line(index);
        },
      };
    },
  };
  const range = await rangeOf(counting, receivedMs(from), receivedMs(until));
  const ends = await Promise.all(
    (await logs.names()).map(async (name) => (await range.logs.open(name).checkpoint())?.size),
  );
  return { from: range.from, ends, total: range.total, reads };
}

test('rangeOf() finds a period in each log without reading what is not in it', async () => {
  const logs = logsOf({ 'audit-2026': linesFrom(1, 10_000), 'technical-2026': linesFrom(10_001, 10_000) });
  const { ends, from, reads, total } = await found(logs, 9_001, 10_101);
  assert.deepEqual(from, { 'audit-2026': 9_000, 'technical-2026': 0 });
  assert.deepEqual(ends, [10_000, 100]);
  assert.equal(total, 1_100);
  assert.ok(reads < 100, `${reads} lines were read`);
});

test('rangeOf() finds nothing in a period without entries', async () => {
  const logs = logsOf({ 'technical-2026': linesFrom(1, 100), 'audit-2026': [] });
  assert.equal((await found(logs, 1_000, 2_000)).total, 0);
  assert.equal((await found(logs, -500, 1)).total, 0);
});

// Danger: the first half of a period is passed over, because a segment in its middle is gone.
test('rangeOf() leaves out nothing that can be read, wherever lines are gone', async () => {
  const lines = linesFrom(1, 200_000);
  for (const [goneFrom, goneTo] of [
    [65_536, 131_072],
    [0, 65_536],
    [131_072, 200_000],
    [99_999, 100_001],
  ] as const) {
    const logs = logsOf({ 'technical-2026': lines });
    const open = logs.open;
    const broken: LogsToIndex = {
      names: () => logs.names(),
      open: (name) => {
        const log = open(name);
        return {
          ...log,
          line: async (index) => (index >= goneFrom && index < goneTo ? null : await log.line(index)),
        };
      },
    };
    for (const [from, until] of [
      [1, 200_001],
      [40_001, 150_001],
      [60_001, 100_001],
      [10, 20],
      [190_001, 190_011],
    ] as const) {
      const range = await found(broken, from, until);
      const start = range.from['technical-2026'] ?? Number.NaN;
      const end = range.ends[0] ?? Number.NaN;
      for (const index of [from - 1, until - 2]) {
        const isGone = index >= goneFrom && index < goneTo;
        assert.ok(
          isGone || (start <= index && index < end),
          `${index} of ${from} to ${until}, without ${goneFrom} to ${goneTo}: ${start} to ${end}`,
        );
      }
    }
  }
});
