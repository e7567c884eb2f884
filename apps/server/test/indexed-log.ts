// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Origin } from '../src/log/batch.ts';
import type { CountAnswer } from '../src/log/index/search-shapes.ts';
import type { TestLog } from './log.ts';

/** A source of technical entries. */
export const web: Origin = {
  sourceId: '0197a000-0000-7000-8000-000000000001',
  stream: 'technical',
  retentionClass: 'technical',
  transport: 'syslog-tcp',
  peer: '192.0.2.7:51422',
};

/** Asks the log process as the desk does, and gets its answer. */
export async function ask<Answer>(log: TestLog, path: string, body: unknown): Promise<Answer> {
  const answer = await log.link.call(path, body);
  assert.ok(!('refused' in answer) && answer.status === 200, JSON.stringify(answer));
  return answer.body as Answer;
}

/** Asks until the index has as many entries of what is asked for. */
export async function indexed(log: TestLog, asked: object, count: number): Promise<void> {
  for (;;) {
    const answer = await log.link.call('/inside/count', { ...asked, from: null, until: null });
    if (!('refused' in answer) && answer.status === 200) {
      if ((answer.body as CountAnswer).count >= count) return;
    }
    await delay(50);
  }
}
