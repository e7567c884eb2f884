// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { systemClock, systemIds } from '../platform/clock/clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import { findImport, insertImport, listImports } from './import-store.ts';
import { onlySet } from './library-store.ts';

it('insertImport() ends whatever else was going to change the set', async (t) => {
  const opened = await openTestDatabase(t);
  const database = openDatabase(opened.application, systemClock, systemIds);
  opened.closeFirst(() => database.close());
  await database.change(systemActor('test'), async ({ ids, now, sql }) => {
    const setId = await onlySet(sql, 'own', { id: ids.uuid(), name: 'Own', at: now });
    const [first, second] = [ids.uuid(), ids.uuid()];
    await insertImport(sql, { id: first, setId, at: now, by: null });
    await insertImport(sql, { id: second, setId, at: now, by: null });
    assert.equal((await findImport(sql, first))?.state, 'discarded');
    const filter = { state: 'reading', set: setId, limit: 5, after: null };
    assert.deepEqual(
      (await listImports(sql, filter)).map(({ id }) => id),
      [second],
    );
  });
});
