// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { answerTimes, unanswered } from './answer-time-store.ts';

// Danger: a mean or a wrong window that makes the desk look faster than it is.
it('answerTimes() tells median, p90 and n of what was answered since, per queue and channel', async (t) => {
  const desk = await openTestDatabase(t);
  await desk.query(
    `INSERT INTO report (id, reference, state, kind, channel, summary, ongoing, anonymous, language, reported_at, content_sha256, first_answered_at)
     SELECT gen_random_uuid(), 'REP-2026-' || (1000 + n), CASE WHEN n > 12 THEN 'waiting' ELSE 'asked' END,
       CASE WHEN n = 12 THEN 'whistleblowing' ELSE 'incident' END, CASE WHEN n % 2 = 0 THEN 'form' ELSE 'mail' END,
       'x', 'no', true, 'en', timestamptz '2026-03-01', '', CASE WHEN n <= 12 THEN timestamptz '2026-03-01' + n * interval '1 minute' END
     FROM generate_series(0, 14) n`,
  );
  const read = <T>(work: (sql: Parameters<typeof unanswered>[0]) => Promise<T>) =>
    desk.database.read(systemActor('test'), ({ sql }) => work(sql));
  const since = new Date('2026-03-01T00:01:00Z');
  const rows = await read((sql) => answerTimes(sql, since));
  const minutes = rows.map(({ channel, count, isChannel, isQueue, medianMs, p90Ms }) => [
    isQueue ? 'queue' : isChannel ? channel : 'all',
    count,
    (medianMs ?? 0) / 60_000,
    (p90Ms ?? 0) / 60_000,
  ]);
  // One to eleven minutes: the one at zero was answered before, the twelfth is a whistle-blower's.
  assert.deepEqual(minutes.sort(), [
    ['all', 11, 6, 10],
    ['form', 5, 6, 9.2],
    ['mail', 6, 6, 10],
    ['queue', 11, 6, 10],
  ]);
  assert.deepEqual(await read(unanswered), { count: 2, oldestAt: new Date('2026-03-01T00:00:00Z') });
});
