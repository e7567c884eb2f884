// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { openTestDatabase } from '../../../test/database.ts';
import { systemActor } from '../../platform/authorization/actor.ts';
import {
  addSourceMinutes,
  addUnknownSenders,
  forgetSourceMinutes,
  readKnownSources,
} from './source-store.ts';

const actor = systemActor('test');

test('addUnknownSenders() leaves a sender that was adopted meanwhile as it is', async (t) => {
  const desk = await openTestDatabase(t);
  const sender = { id: randomUUID(), name: '192.0.2.1' };
  const add = () =>
    desk.database.change(actor, ({ now, sql }) =>
      addUnknownSenders(sql, now, [sender]).then(() => undefined),
    );
  await add();
  await desk.query("UPDATE log_source SET state = 'active', name = 'web01'");
  await add();
  const { sources } = await desk.database.read(actor, ({ sql }) => readKnownSources(sql));
  assert.deepEqual(sources, [
    { id: sender.id, state: 'active', stream: 'technical', retentionClass: 'technical' },
  ]);
});

test('addSourceMinutes() adds to a minute, and forgetSourceMinutes() drops the old ones only', async (t) => {
  const desk = await openTestDatabase(t);
  const sourceId = randomUUID();
  const minute = (at: string, entries: number) => ({
    ...{ sourceId, minute: new Date(at), entries, bytes: entries * 100 },
    ...{ notRead: 1, clockOffsetMs: null },
  });
  await desk.database.change(actor, async ({ sql }) => {
    await addSourceMinutes(sql, [minute('2026-11-22T10:00:00Z', 2), minute('2026-10-01T10:00:00Z', 9)]);
    await addSourceMinutes(sql, [minute('2026-11-22T10:00:00Z', 3)]);
    await forgetSourceMinutes(sql, new Date('2026-11-01T00:00:00Z'));
  });
  const rows = await desk.query('SELECT entries::int, bytes::int, not_read::int FROM log_source_minute');
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    [{ entries: 5, bytes: 500, not_read: 2 }],
  );
});
