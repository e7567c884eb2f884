// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { systemClock, systemIds } from '../platform/clock/clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import { endSet, insertSet, listSets, lockSet } from './rule-set-store.ts';

it('endSet() leaves a set that nobody lists or changes any more', async (t) => {
  const opened = await openTestDatabase(t);
  const database = openDatabase(opened.application, systemClock, systemIds);
  opened.closeFirst(() => database.close());
  await database.change(systemActor('test'), async ({ ids, now, sql }) => {
    const id = ids.uuid();
    await insertSet(sql, { id, kind: 'upload', name: 'A', path: null, isWatched: false, at: now });
    assert.equal((await listSets(sql))[0]?.documents, 0);
    await endSet(sql, id, { at: now, by: null });
    assert.deepEqual([await listSets(sql), await lockSet(sql, id)], [[], undefined]);
  });
});
