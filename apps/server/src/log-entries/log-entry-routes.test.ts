// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { anEntry, answering, found, search } from '../../test/answering-log.ts';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

// Danger: somebody reads the logs of others and nobody can tell afterwards.
test('beginLook() has the look on record, with its purpose, before an entry can be read', async (t) => {
  const log = answering({ '/inside/search': found([anEntry(1), anEntry(2)]) });
  const desk = await openTestDesk(t, { log });
  const { api, id } = await desk.as('handler');
  const look = await api.beginLook({ body: { ...search, from: '2026-11-21T00:00:00Z' } });
  assert.deepEqual(log.asked, []);
  const { api: auditor } = await desk.as('auditor');
  const { items } = await auditor.listHistory({ query: { kind: 'log.searched' } });
  assert.equal(items[0]?.reason, 'Break-in at web1');
  assert.equal(items[0]?.actor.id, id);
  assert.ok(items[0]?.changes?.some(({ field, to }) => field === 'query' && to === 'user:root'));

  const page = await api.listEntriesOfLook({ params: { look: look.id } });
  assert.deepEqual(
    page.items.map(({ index, severity }) => [index, severity]),
    [
      [1, 'error'],
      [2, 'error'],
    ],
  );
  await api.listEntriesOfLook({ params: { look: look.id } });
  const { items: looks } = await auditor.listLooks({});
  assert.equal(looks.length, 1, 'another page is no other look');
  assert.equal(looks[0]?.shownCount, 4);
});

// Danger: the content of the desk's own record, restricted incidents included, found through the log.
test('listEntriesOfLook() never asks for the stream of the desk, whatever the look names', async (t) => {
  const log = answering({ '/inside/search': found([]) });
  const desk = await openTestDesk(t, { log });
  const { api } = await desk.as('auditor');
  const all = await api.beginLook({ body: search });
  await api.listEntriesOfLook({ params: { look: all.id } });
  const streams = log.asked[0]?.body['streams'] as string[];
  assert.ok(streams.includes('technical') && !streams.includes('desk'));
  await assert.rejects(
    api.beginLook({ body: { ...search, streams: ['desk'] as never } }),
    refusesWith('request.not_valid'),
  );
});

// Danger: reading under the look of somebody else, whose purpose it was not.
test('listEntriesOfLook() refuses the look of another, though one may see that they looked', async (t) => {
  const desk = await openTestDesk(t, { log: answering({ '/inside/search': found([anEntry(1)]) }) });
  const { api: handler } = await desk.as('handler');
  const { api: auditor } = await desk.as('auditor');
  const { api: owner } = await desk.as('log_owner');
  const look = await handler.beginLook({ body: search });
  assert.equal((await auditor.listLooks({})).items.length, 1);
  assert.equal((await owner.listLooks({})).items.length, 0);
  const params = { look: look.id };
  await assert.rejects(auditor.listEntriesOfLook({ params }), refusesWith('log.look_not_found'));
  await assert.rejects(owner.countEntriesOfLook({ params }), refusesWith('log.look_not_found'));
  await assert.rejects(
    owner.listEntriesOfLook({ params: { look: randomUUID() } }),
    refusesWith('log.look_not_found'),
  );
});

// Danger: a purpose given this morning still opens entries next week.
test('readLook() refuses a look that is over', async (t) => {
  let now = new Date('2026-11-21T08:00:00Z');
  const desk = await openTestDesk(t, {
    clock: { now: () => now } as never,
    log: answering({ '/inside/search': found([]) }),
  });
  const { api } = await desk.as('handler');
  const { id } = await api.beginLook({ body: search });
  await api.listEntriesOfLook({ params: { look: id } });
  now = new Date('2026-11-21T20:00:01Z');
  await assert.rejects(api.listEntriesOfLook({ params: { look: id } }), refusesWith('log.look_over'));
});

// Danger: a search that was never run stands in the record beside somebody's name.
test('beginLook() refuses a query it cannot read, names the place, and records nothing', async (t) => {
  const desk = await openTestDesk(t, { log: answering({}) });
  const { api } = await desk.as('handler');
  await assert.rejects(
    api.beginLook({ body: { ...search, query: 'user:root AND (' } }),
    refusesWith('log.query_not_understood', /character 15/),
  );
  assert.equal((await api.listLooks({})).items.length, 0);
});

test('a look says why there is no answer, and the desk works on', async (t) => {
  const refusals = [
    [422, 'log.query_not_understood', { mistake: { code: 'unclosed', at: 4 } }],
    [422, 'log.search_too_wide', {}],
    [503, 'log.index_away', {}],
  ] as const;
  for (const [status, refused, more] of refusals) {
    const log = answering({ '/inside/search': { status, body: { refused, ...more } } });
    const desk = await openTestDesk(t, { log });
    const { api } = await desk.as('handler');
    const { id } = await api.beginLook({ body: search });
    await assert.rejects(api.listEntriesOfLook({ params: { look: id } }), refusesWith(refused));
    assert.equal((await api.listLooks({})).items[0]?.shownCount, null);
  }
  const desk = await openTestDesk(t);
  const { api } = await desk.as('handler');
  const { id } = await api.beginLook({ body: search });
  await assert.rejects(api.listEntriesOfLook({ params: { look: id } }), refusesWith('log.not_running'));
  assert.equal((await api.listIncidents({})).items.length, 0);
});
