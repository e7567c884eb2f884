// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningLog } from '../src/log/compose-log.ts';
import { openTestDatabase } from './database.ts';
import { addRules, countRule, failedLogin, hitsIn, wordRule } from './detection.ts';
import { openTestLog } from './log.ts';
import { batchOf, nextConnection } from './log-entries.ts';

// Nobody answers there: the search engine is not what is tested here.
const configuration = { clickhouseUrl: 'http://127.0.0.1:9' };

/** Waits until everything that was received has been looked at. */
async function untilDetected({ detection, house }: RunningLog): Promise<void> {
  for (let waited = 0; waited < 240_000; waited += 50) {
    if ((detection.state?.doneSeq ?? 0) >= house.journal.durableSeq) return;
    await delay(50);
  }
  assert.fail(`detection is at ${detection.state?.doneSeq} of ${house.journal.durableSeq}`);
}

test('an entry that was sealed becomes a hit of its rule and of a correlation, with its key and its place', async (t) => {
  const opened = await openTestDatabase(t);
  await addRules(opened, [
    wordRule('Failed login', 'Failed password', 'belfry: { group-by: [src_ip, host] }'),
    countRule('Guessing', 'failed_login', 3),
  ]);
  const { log } = await openTestLog(t, { opened, configuration });
  const lines = [1, 2, 3].map((port) => failedLogin({ ip: '192.0.2.1', port }));
  await log.house.journal.append(batchOf([...lines, failedLogin({ ip: '192.0.2.2', port: 4 })]));
  // Sent again on the next connection, byte for byte: it did not happen again.
  await log.house.journal.append(batchOf(lines, nextConnection));
  await untilDetected(log);
  assert.deepEqual(await hitsIn(opened), { 'Guessing 192.0.2.1': 1 });
  const [hit] = await opened.query<{ entries: { log: string; index: number; at: string }[]; value: number }>(
    'SELECT entries, value FROM detection_hit',
  );
  assert.equal(hit?.value, 3);
  assert.match(hit?.entries[0]?.log ?? '', /^technical-\d{4}$/);
  assert.deepEqual(
    hit?.entries.map(({ index }) => index),
    [0, 1, 2],
  );
  const figures = await opened.query('SELECT hit_count FROM rule_figure');
  assert.deepEqual(figures, [{ hit_count: '1' }]);
});
