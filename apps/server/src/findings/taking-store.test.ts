// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { insertHits, insertRule } from '../../test/findings.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { lockTaking, takeHitRows } from './taking-store.ts';

const actor = systemActor('test');

// Danger: two desks on one database open two findings for one key.
test('lockTaking() lets one of several desks take hits at a time, and what it leaves is there again', async (t) => {
  const opened = await openTestDatabase(t);
  const { database } = opened;
  const ruleId = await insertRule(opened);
  await insertHits(opened, [{ ruleId, key: [['host', 'a']], index: 7 }, { ruleId }]);
  const failed = database.change(actor, async ({ sql }) => {
    assert.equal(await lockTaking(sql), true);
    assert.equal(await database.change(actor, (other) => lockTaking(other.sql)), false);
    assert.equal((await takeHitRows(sql, 1))[0]?.entries[0]?.index, 7);
    throw new Error('the desk died');
  });
  await assert.rejects(failed, /the desk died/);
  await database.change(actor, async ({ sql }) => {
    assert.equal(await lockTaking(sql), true);
    assert.deepEqual(
      (await takeHitRows(sql, 10)).map(({ key }) => key[0]),
      [
        ['host', 'a'],
        ['source', 'a'],
      ],
    );
  });
});
