// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDesk, type Somebody, type TestDesk } from '../../test/desk.ts';

/** Follows as a browser would. `said` resolves with what came once it holds the words, or once the stream ends. */
async function follow(desk: TestDesk, { token }: Somebody) {
  const answer = await fetch(`${desk.address}/api/v1/live`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const said = async (words: string) => {
    while (!text.includes(words)) {
      const part = await reader?.read();
      if (part === undefined || part.done) return `${text}[end]`;
      text += part.value;
    }
    return text;
  };
  return { said };
}

test('followLive() tells one change an entry, by reference', async (t) => {
  const desk = await openTestDesk(t, { listen: true });
  const handler = await desk.as('handler');
  const { said } = await follow(desk, handler);
  await said('retry:');
  const { reference } = await handler.api.declareIncident({ body: { title: 'Secret title' } });
  const text = await said(reference);
  assert.match(text, /event: change\ndata: \{"position":\d+,"kind":"incident.declared"/);
  assert.doesNotMatch(text, /Secret title/);
});

// Danger: somebody is blocked, and their open page goes on to tell them what happens.
test('followLive() ends with the rights of who follows', async (t) => {
  const desk = await openTestDesk(t, { listen: true });
  const handler = await desk.as('handler');
  const leaver = await desk.another('Lee Leaver', 'handler');
  const administrator = await desk.as('administrator');
  const { said } = await follow(desk, leaver);
  await said('retry:');
  await administrator.api.blockPerson({
    params: { id: leaver.id as never },
    body: { reason: 'Left' },
  });
  await handler.api.declareIncident({ body: { title: 'After they left' } });
  const text = await said('incident.declared');
  assert.ok(text.endsWith('[end]'), text);
});

// Danger: one open page, and the desk does not stop when it is told to.
test('followLive() lets the desk stop while somebody follows', async (t) => {
  const stopped = Promise.withResolvers<string>();
  await t.test('somebody follows', async (inner) => {
    const desk = await openTestDesk(inner, { listen: true });
    const { said } = await follow(desk, await desk.as('handler'));
    await said('retry:');
    stopped.resolve(said('nothing more'));
  });
  assert.match(await stopped.promise, /\[end\]$/);
});
