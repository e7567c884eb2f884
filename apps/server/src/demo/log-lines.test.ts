// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEntry } from '../log/normal-form/index.ts';
import { linesOf, sampleSystems } from './log-lines.ts';

const now = new Date('2026-11-22T12:00:00Z');

test('linesOf() tells lines that are read whole, in the order of time, and the same each time', () => {
  for (const { key } of sampleSystems) {
    const lines = linesOf(key, now);
    assert.ok(lines.length > 900);
    assert.deepEqual(lines, linesOf(key, now));
    const hints = { transport: 'ndjson', receivedUs: now.getTime() * 1_000, timeZone: 'UTC' } as const;
    const read = lines.map((line) => readEntry(Buffer.from(line), hints));
    assert.deepEqual([...new Set(read.map(({ parse }) => parse))], ['ok'], key);
  }
  assert.ok(
    linesOf('vpn', now).some((line) => line.includes('Accepted password for svc-backup from 203.0.113.77')),
  );
});
