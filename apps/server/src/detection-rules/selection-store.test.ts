// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { systemClock, systemIds } from '../platform/clock/clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import { findPlaceholders, findSelection, titlesOf } from './selection-store.ts';

it('findSelection() gives the one the product comes with, and none that was never saved', async (t) => {
  const opened = await openTestDatabase(t);
  const database = openDatabase(opened.application, systemClock, systemIds);
  opened.closeFirst(() => database.close());
  await database.change(systemActor('test'), async ({ sql }) => {
    assert.equal((await findSelection(sql, undefined))?.savedBy, null);
    assert.equal(await findSelection(sql, 2), null);
    assert.equal((await findPlaceholders(sql)).version, 0);
    assert.deepEqual(await titlesOf(sql, []), []);
  });
});
