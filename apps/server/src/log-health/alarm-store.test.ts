// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { raiseAlarm } from '../log/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { claimUntold, keepTold } from './alarm-store.ts';

// Danger: two desks on one database tell the same alarm twice.
test('claimUntold() gives an alarm that is due to one of several that look at once', async (t) => {
  const { database } = await openTestDatabase(t);
  const now = new Date();
  const test_ = systemActor('test');
  const alarm = { kind: 'witness', subject: 'w', facts: {}, raisedAt: now, lastSeenAt: now } as const;
  await database.change(test_, (changing) => raiseAlarm(changing, alarm));
  const held = Promise.withResolvers<void>();
  const first = database.change(test_, async ({ sql }) => {
    const claimed = await claimUntold(sql, new Date());
    const other = await database.change(test_, (changing) => claimUntold(changing.sql, new Date()));
    held.resolve();
    if (claimed !== null) await keepTold(sql, claimed.id, { count: 1, at: now, again: null });
    return [claimed === null, other === null];
  });
  await held.promise;
  assert.deepEqual(await first, [false, true]);
  assert.equal(await database.change(test_, ({ sql }) => claimUntold(sql, new Date())), null);
});
