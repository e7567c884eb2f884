// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plotOf } from './plot.ts';
import { day, durationOf, story } from './scenario.ts';
import { stories } from './stories/index.ts';
import { note } from './verbs.ts';

describe('plotOf()', () => {
  // The demonstration is started at any hour: a step that lies ahead would stop it for whoever starts early.
  it('plotOf() has nothing ahead of now, at any hour and across changes of summer time', () => {
    const moments = [
      '2026-11-21T23:00:01Z',
      '2026-03-29T00:30:00Z',
      '2026-10-25T00:30:00Z',
      '2028-02-29T05:00:00Z',
      '2027-01-01T12:00:00Z',
    ];
    for (const now of moments.map((moment) => new Date(moment))) {
      const { beats } = plotOf(stories, now);
      assert.ok(beats.every((beat) => beat.at <= now));
      const times = beats.map((beat) => beat.at.getTime());
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      );
    }
  });

  it('plotOf() refuses a story whose end has not come', () => {
    const early = story('early', day(1, '12:00'), note('3d', 'ilse', 'Too soon'));
    assert.throws(() => plotOf([early], new Date('2026-11-21T12:00:00Z')), /has not happened yet/);
  });

  it('plotOf() tells of at least two years', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    const [first] = plotOf(stories, now).beats;
    assert.ok(first !== undefined && now.getTime() - first.at.getTime() > 720 * 86_400_000);
  });
});

describe('durationOf()', () => {
  it('durationOf() reads days, hours and minutes, forward and back', () => {
    assert.equal(durationOf('1d 2h 3m'), ((24 + 2) * 60 + 3) * 60_000);
    assert.equal(durationOf('-90m'), -90 * 60_000);
    assert.throws(() => durationOf('soon'), /Cannot read duration/);
  });
});
