// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type KeptMark, markChanges, marksToRing } from './limit-mark.ts';

const start = new Date('2026-03-01T00:00:00Z');
const hours = (count: number) => new Date(start.getTime() + count * 3_600_000);
const kept = (percent: KeptMark['percent'], more: Partial<KeptMark> = {}): KeptMark => ({
  id: `mark ${percent}`,
  percent,
  dueAt: hours(24),
  ringsAt: hours(((percent ?? 0) * 24) / 100),
  rangAt: null,
  droppedAt: null,
  ...more,
});
const percents = (marks: readonly { percent: number }[]) => marks.map(({ percent }) => percent);

describe('marksToRing', () => {
  it('are at 50, 75, 90 and 100 % of the time', () => {
    assert.deepEqual(
      marksToRing(start, hours(24), start).map(({ ringsAt }) => ringsAt),
      [hours(12), hours(18), hours(21.6), hours(24)],
    );
  });

  // Danger: after a night in which nothing ran, four calls about one limit.
  it('keep of those that passed only the highest', () => {
    assert.deepEqual(percents(marksToRing(start, hours(24), hours(19))), [75, 90, 100]);
    assert.deepEqual(
      percents(marksToRing(hours(24), start, start)),
      [100],
      'a limit before its start is missed',
    );
  });
});

describe('markChanges', () => {
  const wanted = marksToRing(start, hours(24), hours(13));

  it('change nothing of what stands, and ring nothing a second time', () => {
    const marks = [kept(50, { rangAt: hours(12) }), kept(75), kept(90), kept(100)];
    assert.deepEqual(markChanges(marks, hours(24), wanted, hours(13), false), {
      dropIds: [],
      add: [],
      move: [],
    });
  });

  it('drop the marks of another limit, and add those of this one', () => {
    const { add, dropIds } = markChanges(
      [kept(100, { dueAt: hours(30) })],
      hours(24),
      wanted,
      hours(13),
      false,
    );
    assert.deepEqual([dropIds, percents(add)], [['mark 100'], [50, 75, 90, 100]]);
  });

  it('ring what rang once more, when what was sent turns out not to be', () => {
    const { move } = markChanges([kept(50, { rangAt: hours(12) })], hours(24), wanted, hours(13), true);
    assert.deepEqual(move, [{ id: 'mark 50', ringsAt: hours(12) }]);
  });
});
