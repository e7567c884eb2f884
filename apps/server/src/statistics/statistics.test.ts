// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal, limits } from '@belfry/contract';
import { addUp, monthAfter, monthsOf, statisticsCsv, type Tally } from './statistics.ts';

const tally = (over: Partial<Tally>): Tally => ({
  month: 0,
  count: 1,
  area: null,
  category: null,
  qualification: null,
  kind: 'incident',
  channel: 'form',
  state: 'waiting',
  declineReason: null,
  ...over,
});

describe('statistics', () => {
  it('monthsOf() runs over the turn of a year, and stays bounded', () => {
    const year = monthsOf({}, '2026-02');
    assert.ok(!isRefusal(year));
    assert.deepEqual([year.length, year[0], year.at(-1)], [6, '2025-09', '2026-02']);
    assert.deepEqual(monthsOf({ from: '2025-12', to: '2026-01' }, '2026-05'), ['2025-12', '2026-01']);
    assert.ok(isRefusal(monthsOf({ from: '2026-06', to: '2026-05' }, '2026-05')), 'backwards');
    assert.ok(isRefusal(monthsOf({ from: '1999-01' }, '2026-05')), `more than ${limits.statisticsMonthsMax}`);
    assert.equal(monthAfter('2025-12'), '2026-01');
  });

  it('addUp() counts each report once in each division, and reasons only of what was declined', () => {
    const counted = addUp(
      [
        tally({ month: 0, count: 2, category: 'phishing', area: 'it_cyber' }),
        tally({ month: 1, count: 3, state: 'declined', declineReason: 'spam' }),
      ],
      2,
    );
    assert.deepEqual([counted.perMonth, counted.total], [[2, 3], 5]);
    const by = (name: string) => counted.divisions.find((each) => each.by === name)?.rows;
    assert.deepEqual(by('category'), [
      { value: null, perMonth: [0, 3], total: 3 },
      { value: 'phishing', perMonth: [2, 0], total: 2 },
    ]);
    assert.deepEqual(by('declineReason'), [{ value: 'spam', perMonth: [0, 3], total: 3 }]);
    const months = [
      { month: '2026-01', from: '', to: '' },
      { month: '2026-02', from: '', to: '' },
    ];
    assert.match(statisticsCsv({ ...counted, months, timeZone: 'UTC' }), /^declineReason,spam,2026-02,3\r$/m);
  });
});
