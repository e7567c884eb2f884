// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDatabase } from '../../../test/database.ts';
import { systemActor } from '../../platform/authorization/actor.ts';
import { clearAlarm, nameOfSubject, raiseAlarm } from './alarm-store.ts';

const actor = systemActor('test');
const MINUTE_MS = 60_000;

test('nameOfSubject() shows the name that came with the facts, else the subject', () => {
  assert.equal(nameOfSubject('7f1e', { name: 'web01' }), 'web01');
  assert.equal(nameOfSubject('7f1e', { name: '' }), '7f1e');
});

test('clearAlarm() has people told that it is over, unless nobody was told that it began', async (t) => {
  const opened = await openTestDatabase(t);
  const at = new Date('2026-11-22T00:00:00Z');
  const raise = (subject: string) =>
    opened.database.change(actor, (changing) =>
      raiseAlarm(changing, { kind: 'witness', subject, facts: {}, raisedAt: at, lastSeenAt: at }),
    );
  const clear = (subject: string, afterMs: number) =>
    opened.database.change(actor, (changing) =>
      clearAlarm(changing, { kind: 'witness', subject, at: new Date(at.getTime() + afterMs) }),
    );
  await raise('short');
  await raise('long');
  assert.equal(await clear('short', MINUTE_MS / 2), true);
  assert.equal(await clear('long', 5 * MINUTE_MS), true);
  assert.equal(await clear('long', 6 * MINUTE_MS), false);
  const rows = await opened.query<{ subject: string; tell_again_at: Date | null }>(
    'SELECT subject, tell_again_at FROM log_alarm ORDER BY subject',
  );
  assert.deepEqual(rows, [
    { subject: 'long', tell_again_at: new Date(at.getTime() + 6 * MINUTE_MS) },
    { subject: 'short', tell_again_at: null },
  ]);
});
