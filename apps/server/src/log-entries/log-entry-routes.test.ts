// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import type { FoundEntry } from '../log/index.ts';
import type { LogLink } from '../platform/log-link/log-link.ts';

const source = '7c2f0000-0000-4000-8000-000000000001';

/** An entry as the index finds it. */
function anEntry(index: number, message = 'Failed password for root'): FoundEntry {
  const at = '2026-11-21T14:05:07.123456Z';
  return {
    ...{ log: 'technical-2026', index, seq: index + 1, at, received: at, claimed: null, source },
    ...{ stream: 'technical', transport: 'syslog-tcp', format: 'rfc3164', parse: 'ok', severity: 3 },
    ...{ host: 'web1', app: 'sshd', user: 'root', srcIp: '', dstIp: '', event: '', outcome: 'failure' },
    ...{ message, isCut: false, duplicateOf: null },
  };
}

interface Asked {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** A log process that answers from a list, and remembers what it was asked. */
function answering(
  answers: Record<string, { status?: number; body: unknown }>,
): LogLink & { asked: Asked[] } {
  const asked: Asked[] = [];
  const take = (path: string, body: unknown) => {
    asked.push({ path, body: body as Asked['body'] });
    return { status: answers[path]?.status ?? 200, body: answers[path]?.body };
  };
  return {
    asked,
    address: null,
    call: async (path, body) => take(path, body),
    stream: async (path, body) => {
      const { body: answer, status } = take(path, body);
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
      return { status, body: Readable.from([Buffer.from(text)]) as IncomingMessage };
    },
  };
}

const found = (entries: FoundEntry[], next: string | null = null) => ({
  body: { entries, next, indexed: { received: entries[0]?.received ?? null, behind: 0 }, tookMs: 3 },
});

const search = { kind: 'search', purpose: 'Break-in at web1', query: 'user:root' } as const;

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

// Danger: a role that may search takes the log home.
test('beginLook() of an export needs the permission to take entries out', async (t) => {
  const log = answering({ '/inside/count': { body: { count: 7 } }, '/inside/bundle': { body: 'PK' } });
  const desk = await openTestDesk(t, { log });
  const { api: dpo } = await desk.as('dpo');
  await assert.rejects(
    dpo.beginLook({ body: { ...search, kind: 'export' } }),
    refusesWith('permission.missing'),
  );
  const auditor = await desk.as('auditor');
  const look = await auditor.api.beginLook({ body: { ...search, kind: 'export' } });
  const bundle = await auditor.inject({ method: 'GET', url: `/api/v1/log/looks/${look.id}/bundle` });
  assert.equal(bundle.body, 'PK');
  assert.equal((await auditor.api.listLooks({})).items[0]?.shownCount, 7);
});

test('exportLook() refuses more entries than one bundle takes', async (t) => {
  const desk = await openTestDesk(t, { log: answering({ '/inside/count': { body: { count: 50_001 } } }) });
  const auditor = await desk.as('auditor');
  const look = await auditor.api.beginLook({ body: { ...search, kind: 'export' } });
  const answer = await auditor.inject({ method: 'GET', url: `/api/v1/log/looks/${look.id}/bundle` });
  assert.equal(answer.json<{ code: string }>().code, 'log.export_too_large');
});

const line = JSON.stringify({
  ...{ v: 1, seq: 8, received: '2026-11-21T14:05:07.123456Z', mono: '1', clock: 'unknown', source },
  ...{ stream: 'technical', transport: 'relp', peer: '192.0.2.7:5', format: 'text', parse: 'raw' },
  ...{ salt: 'AAAAAAAAAAAAAAAAAAAAAA==', raw: 'hello' },
});
const sealed = (text: string) => ({
  '/inside/entry': { body: { line: text, sealedSize: 9, proofs: [], vkeys: ['k'], witnesses: [] } },
  '/inside/parsed': {
    body: { fields: { message: 'hello', attributes: { a: 1 } }, index: 'same', differs: [] },
  },
});

test('openEntryOfLook() hands over the sealed line as it is, and what was read from it', async (t) => {
  const desk = await openTestDesk(t, { log: answering(sealed(line)) });
  const { api } = await desk.as('handler');
  const { id } = await api.beginLook({
    body: { kind: 'entry', purpose: 'Break-in', log: 'technical-2026', index: 7 },
  });
  const opened = await api.openEntryOfLook({ params: { look: id } });
  assert.equal(opened.line, line);
  assert.equal(opened.source?.id, source);
  assert.deepEqual(opened.fields, [
    { field: 'message', value: 'hello' },
    { field: 'attributes.a', value: '1' },
  ]);
  assert.equal((await api.listLooks({})).items[0]?.shownCount, 1);
});

// Danger: the sealed copy of the record as a way around need-to-know.
test('openEntryOfLook() withholds the record of the desk, by log and by stream', async (t) => {
  for (const [log, text] of [
    ['audit-2026', line],
    ['technical-2026', line.replace('"technical"', '"desk"')],
  ] as const) {
    const desk = await openTestDesk(t, { log: answering(sealed(text)) });
    const { api } = await desk.as('auditor');
    const { id } = await api.beginLook({ body: { kind: 'entry', purpose: 'Audit', log, index: 7 } });
    const opened = await api.openEntryOfLook({ params: { look: id } });
    assert.equal(opened.withheld, 'desk_record');
    assert.deepEqual([opened.line, opened.fields, opened.source], [null, [], null]);
    assert.equal((await api.listLooks({})).items[0]?.shownCount, 0);
  }
});

test('tailLook() hands on what comes in, counts it, and says what was skipped', async (t) => {
  const events = `: alive\n\nevent: entries\ndata: ${JSON.stringify({ entries: [anEntry(5)], skipped: 3 })}\n\n`;
  const desk = await openTestDesk(t, { log: answering({ '/inside/tail': { body: events } }) });
  const handler = await desk.as('handler');
  const { id } = await handler.api.beginLook({ body: { ...search, kind: 'tail' } });
  const answer = await handler.inject({ method: 'GET', url: `/api/v1/log/looks/${id}/tail` });
  const data = /data: (.*)/.exec(answer.body)?.[1] ?? '{}';
  const told = JSON.parse(data) as { items: { index: number }[]; skipped: number };
  assert.equal(told.items[0]?.index, 5);
  assert.equal(told.skipped, 3);
  assert.equal((await handler.api.listLooks({})).items[0]?.shownCount, 1);
});
