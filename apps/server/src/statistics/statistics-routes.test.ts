// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { aClock } from '../../test/form-visitor.ts';

describe('statistics of reports', () => {
  it('count by the months of the organisation, and each number is the length of the list it links to', async (t) => {
    const clock = aClock();
    const desk = await openTestDesk(t, { clock });
    const { api, inject } = await desk.as('helpdesk');
    const send = (summary: string, category?: string) =>
      api.sendReport({ body: { summary, ...(category === undefined ? {} : { category }) } });
    await send('A false invoice', 'phishing');
    await send('A false parcel', 'phishing');
    const third = await send('Nothing much');
    await api.decideReports({
      body: {
        references: [third.reference],
        decision: { verb: 'decline', reason: 'spam', category: 'outage' },
      },
    });
    // 22:30 UTC on 31 January is February in Brussels summer and winter alike only after 23:00.
    await desk.query("UPDATE report SET reported_at = '2026-02-01T00:30:00+01:00' WHERE reference = $1", [
      third.reference,
    ]);
    const counted = await api.readStatistics({ query: { from: '2026-01', to: '2026-05' } });
    assert.equal(counted.total, 3);
    assert.deepEqual(counted.perMonth, [0, 1, 0, 0, 2]);
    const areas = counted.divisions.find(({ by }) => by === 'area')?.rows;
    assert.deepEqual(areas, [{ value: 'it_cyber', perMonth: [0, 1, 0, 0, 2], total: 3 }]);
    const [first] = counted.months;
    for (const { by, rows } of counted.divisions) {
      for (const row of rows) {
        const { items } = await api.listReports({
          query: { [by]: row.value ?? 'none', from: first?.from, to: counted.months.at(-1)?.to },
        });
        assert.equal(items.length, row.total, `${by} ${row.value}`);
      }
    }
    const csv = await inject({
      method: 'GET',
      url: '/api/v1/statistics/reports.csv?from=2026-01&to=2026-05',
    });
    assert.match(csv.body, /category,phishing,2026-05,2\r\n/);
    await assert.rejects(
      api.readStatistics({ query: { from: '1990-01' } }),
      (error) => error instanceof ProblemError && error.problem.code === 'request.not_valid',
    );
  });
});
