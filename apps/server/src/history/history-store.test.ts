// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { noHooks } from '../incidents/incident-hooks.ts';
import { declare } from '../incidents/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { findEntry, readHistory, readRecord, scopeOf } from './history-store.ts';

it('readRecord() reads of several incidents in one order of recording; findEntry() stays among them', async (t) => {
  const { database } = await openTestDatabase(t);
  const system = systemActor('test');
  const ids: string[] = [];
  for (const title of ['One', 'Two', 'Three']) {
    const incident = await database.change(system, (changing) => declare(changing, { title }, noHooks));
    assert.ok(!isRefusal(incident));
    ids.push(incident.id);
  }
  await database.read(system, async (reading) => {
    const scope = await scopeOf(reading.sql, [ids[0] ?? '', ids[2] ?? '']);
    const page = await readRecord(reading.sql, scope, { limit: 1, view: 'record', order: 'asc' });
    assert.ok(!isRefusal(page) && page.next !== null);
    const rest = await readRecord(reading.sql, scope, {
      limit: 10,
      view: 'record',
      order: 'asc',
      cursor: page.next,
    });
    assert.ok(!isRefusal(rest));
    assert.deepEqual(
      [page, rest].flatMap(({ items }) => items.map((entry) => entry.position)),
      [1, 3],
    );
    assert.ok(isRefusal(await findEntry(reading.sql, scope, 2)));
    assert.ok(!isRefusal(await findEntry(reading.sql, scope, 3)));
    const everything = await readHistory(reading, { limit: 10, order: 'desc' });
    assert.ok(!isRefusal(everything));
    assert.deepEqual(
      everything.items.map((entry) => entry.position),
      [3, 2, 1],
    );
  });
});
