// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSourceDesk } from '../../test/sources.ts';

describe('figures', () => {
  it('figures come from what was counted, minute by minute', async (t) => {
    const { api, desk } = await openSourceDesk(t);
    const { id } = await api.addSource({ body: { name: 'web', silenceMinutesMax: 5 } });
    await desk.query(
      `INSERT INTO log_source_minute SELECT $1, date_trunc('minute', now()) - make_interval(mins => n), 10, 100, 5, 2000
       FROM generate_series(1, 20) AS n WHERE n NOT BETWEEN 3 AND 12`,
      [id],
    );
    await desk.query(`INSERT INTO log_source_hour VALUES ($1, date_trunc('hour', now()), 100, 1000, 50)`, [
      id,
    ]);
    const { gaps, health } = await api.readSource({ params: { id } });
    assert.deepEqual(
      [health.entriesLastHour, health.entriesLastDay, health.notReadLastDay, health.clockOffsetMs],
      [100, 100, 50, 2000],
    );
    assert.deepEqual([gaps.length, health.troubles], [1, ['not_read', 'known_by_nothing']]);
    assert.equal(Date.parse(gaps[0]?.until ?? '') - Date.parse(gaps[0]?.from ?? ''), 10 * 60_000);
    // A desk without a log process says so, and shows what it has.
    assert.equal((await api.listSources()).isLogRunning, false);
    assert.deepEqual((await api.readLatest({ params: { id } })).entry, null);
    assert.equal((await api.readReceivers()).isRunning, false);
  });
});
