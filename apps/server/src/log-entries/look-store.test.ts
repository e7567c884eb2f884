// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { search } from '../../test/answering-log.ts';
import { openTestDesk } from '../../test/desk.ts';

test('listLookRows() pages newest first, and finds by words of purpose, query and entry', async (t) => {
  const desk = await openTestDesk(t);
  const { api } = await desk.as('auditor');
  for (const purpose of ['First', 'Second 100%', 'Third']) {
    await api.beginLook({ body: { ...search, purpose } });
  }
  await api.beginLook({ body: { kind: 'entry', purpose: 'Fourth', log: 'technical-2026', index: 41 } });
  const first = await api.listLooks({ query: { limit: 3 } });
  const second = await api.listLooks({ query: { limit: 3, cursor: first.next ?? '' } });
  const purposes = [...first.items, ...second.items].map(({ purpose }) => purpose);
  assert.deepEqual(purposes, ['Fourth', 'Third', 'Second 100%', 'First']);
  const find = async (q: string) =>
    (await api.listLooks({ query: { q } })).items.map(({ purpose }) => purpose);
  assert.deepEqual(await find('100%'), ['Second 100%']);
  assert.deepEqual(await find('USER:root'), ['Third', 'Second 100%', 'First']);
  assert.deepEqual(await find('technical-2026/41'), ['Fourth']);
});

// Danger: what somebody asked is rewritten afterwards, by whoever reaches the database as the application.
test('a look stays as it was asked: the application may only add what was shown', async (t) => {
  const desk = await openTestDesk(t);
  const { api } = await desk.as('auditor');
  const { id } = await api.beginLook({ body: search });
  const changing = desk.database.change({ kind: 'system', process: 'test' }, ({ sql }) =>
    sql.updateTable('log_look').set({ purpose: 'Another' }).where('id', '=', id).execute(),
  );
  await assert.rejects(changing, /permission denied/);
  const removing = desk.database.change({ kind: 'system', process: 'test' }, ({ sql }) =>
    sql.deleteFrom('log_look').execute(),
  );
  await assert.rejects(removing, /permission denied/);
});
