// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEntry, answering, search } from '../../test/answering-log.ts';
import { openTestDesk } from '../../test/desk.ts';

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

// Danger: somebody who was blocked goes on reading what comes in.
test('tailLook() ends for somebody who may not look any more', async (t) => {
  const event = `event: entries\ndata: ${JSON.stringify({ entries: [anEntry(5)], skipped: 0 })}\n\n`;
  const events = `event: alive\ndata: {}\n\n${event}`;
  const log = answering({ '/inside/tail': { body: events } });
  let now = new Date('2026-11-21T08:00:00Z');
  const clock = { now: () => now };
  const stream = log.stream;
  log.stream = async (...asked) => {
    now = new Date('2026-11-21T20:00:01Z');
    return stream(...asked);
  };
  const desk = await openTestDesk(t, { log, clock: clock as never });
  const handler = await desk.as('handler');
  const { id } = await handler.api.beginLook({ body: { ...search, kind: 'tail' } });
  const answer = await handler.inject({ method: 'GET', url: `/api/v1/log/looks/${id}/tail` });
  assert.ok(answer.body.includes(': alive') && !answer.body.includes('event: entries'), answer.body);
});

test('tailLook() refuses when as many follow as may', async (t) => {
  const desk = await openTestDesk(t, { log: answering({ '/inside/tail': { status: 429, body: null } }) });
  const handler = await desk.as('handler');
  const { id } = await handler.api.beginLook({ body: { ...search, kind: 'tail' } });
  const answer = await handler.inject({ method: 'GET', url: `/api/v1/log/looks/${id}/tail` });
  assert.equal(answer.json<{ code: string }>().code, 'log.index_away');
});
