// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestLog } from './log.ts';

test('composeLog() answers the desk, and nobody who does not know its secret', async (t) => {
  const { link, log } = await openTestLog(t);
  const answer = await link.call('/inside/metrics', null);
  assert.ok('status' in answer && answer.status === 200);
  assert.match(String(answer.body), /belfry_log_journal_entries 0/);
  for (const path of ['/inside/metrics', '/ingest/ndjson']) {
    assert.equal((await fetch(`http://127.0.0.1:${log.port}${path}`, { method: 'POST' })).status, 403);
  }
});
