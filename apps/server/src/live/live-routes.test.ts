// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDesk, type Somebody, type TestDesk } from '../../test/desk.ts';
import { insertHits, insertRule } from '../../test/findings.ts';

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

// Danger: the review list stands still while findings come in.
test('followLive() tells that findings are opened, grow and are decided, to whoever may read them', async (t) => {
  const desk = await openTestDesk(t, { listen: true });
  const handler = await desk.as('handler');
  const reporter = await desk.as('department_representative');
  const { said } = await follow(desk, handler);
  const outside = await follow(desk, reporter);
  await Promise.all([said('retry:'), outside.said('retry:')]);
  const ruleId = await insertRule(desk, { title: 'Secret rule' });
  await insertHits(desk, [{ ruleId }]);
  const opened = await said('finding.opened');
  const [, reference = ''] = /"finding":"(FND-\d{4}-\d{4})"/.exec(opened) ?? [];
  assert.match(reference, /^FND-/);
  await insertHits(desk, [{ ruleId, index: 2 }]);
  await said('finding.repeated');
  const decision = { verb: 'dismiss', verdict: 'benign', reason: 'Planned' } as const;
  await handler.api.decideFindings({ body: { references: [reference], decision } });
  const text = await said('finding.dismissed');
  assert.match(text, new RegExp(`"kind":"finding.dismissed".*"finding":"${reference}","by":"you"`));
  assert.doesNotMatch(text, /Secret rule/);
  // Whoever may not read findings hears what came after, and nothing of them.
  await reporter.api.sendReport({ body: { summary: 'After it', kind: 'incident' } });
  assert.doesNotMatch(await outside.said('report.received'), /finding\./);
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
