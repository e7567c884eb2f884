// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '@belfry/contract';
import { openTestDesk } from './desk.ts';

/** Text somebody might send to do harm. All of it can be stored, so all of it must come back as it was. */
const hostile = {
  html: '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><svg/onload=alert(1)>',
  sql: "'; DROP TABLE incident; --",
  rightToLeft: 'invoice\u202Efdp.exe \u2066hidden\u2069',
  zeroWidth: 'ad\u200Bmin\u200D\uFEFF',
  formula: '=HYPERLINK("http://evil.example","click")',
  template: '{{constructor.constructor("return process")()}} ${7*7} #{7*7}',
  newlines: 'Subject: a\r\nBcc: everybody@example.org\r\n\r\nbody',
  emoji: '🧨👩‍👩‍👧‍👦 ﷽ Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞',
  json: '{"__proto__": {"admin": true}}',
  controls: '\u0001\u0008\u001b[31mred\u007f',
};

for (const [name, text] of Object.entries(hostile)) {
  test(`hostile text comes back unchanged and harmless: ${name}`, async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const report = await api.sendReport({
      body: { summary: text, description: text, reporter: { name: text } },
    });
    const read = await api.readReport({ params: { reference: report.reference } });
    assert.equal(read.summary, text);
    assert.equal(read.description, text);
    const incident = await api.declareIncident({
      body: { title: text.slice(0, 200), summary: text, fromReports: [report.reference] },
    });
    assert.equal(incident.title, text.slice(0, 200));
    await api.writeTimelineEntry({ params: { reference: incident.reference }, body: { text } });
    const { items } = await api.readTimeline({ params: { reference: incident.reference } });
    assert.ok(items.some((entry) => entry.text === text));
    const found = await api.listIncidents({ query: { q: text.slice(0, 100) } });
    assert.deepEqual(
      found.items.map((line) => line.reference),
      [incident.reference],
    );
  });
}

const refusedTexts = { nul: 'a\u0000b', highSurrogate: 'a\ud800b', lowSurrogate: 'a\udc00b' };

for (const [name, text] of Object.entries(refusedTexts)) {
  test(`text that cannot be stored is refused with a pointer: ${name}`, async (t) => {
    const desk = await openTestDesk(t);
    const { inject } = await desk.as('handler');
    for (const [url, payload, pointer] of [
      ['/api/v1/reports', { summary: text }, '/summary'],
      ['/api/v1/incidents', { title: text }, '/title'],
      ['/api/v1/reports', { summary: 'a', reporter: { name: text } }, '/reporter/name'],
    ] as const) {
      const answer = await inject({
        method: 'POST',
        url,
        payload: JSON.stringify(payload),
        headers: { 'content-type': 'application/json' },
      });
      assert.equal(answer.statusCode, 422, url);
      assert.deepEqual(
        answer.json<Problem>().errors?.map((error) => error.pointer),
        [pointer],
      );
    }
    for (const url of [
      '/api/v1/incidents?q=',
      '/api/v1/reports?q=',
      '/api/v1/search?q=',
      '/api/v1/history?subject=',
    ]) {
      const answer = await inject({ url: `${url}${name === 'nul' ? 'a%00b' : 'a%ED%A0%80b'}` });
      assert.ok([200, 422].includes(answer.statusCode), `${url} ${answer.statusCode}`);
    }
  });
}

test('a body that is broken, too deep, too large or not UTF-8 is refused and nothing is written', async (t) => {
  const desk = await openTestDesk(t);
  const post = async (payload: string | Buffer, type = 'application/json') => {
    const answer = await desk.app.inject({
      method: 'POST',
      url: '/api/v1/reports',
      payload,
      headers: { 'content-type': type },
    });
    const problem = answer.json<Problem>();
    assert.ok(problem.whatToDo.length > 0);
    return problem.code;
  };
  assert.equal(await post('{"summary":'), 'request.malformed');
  assert.equal(await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), 'request.malformed');
  assert.equal(await post(`{"summary":${'['.repeat(1_000)}${']'.repeat(1_000)}}`), 'request.too_deep');
  assert.equal(await post(JSON.stringify({ summary: 'a'.repeat(1_100_000) })), 'request.too_large');
  assert.equal(await post(JSON.stringify({ summary: 'a'.repeat(4_001) })), 'request.not_valid');
  assert.equal(await post(JSON.stringify({ summary: ' \n\t ' })), 'request.not_valid');
  assert.equal(await post(JSON.stringify({ summary: 'a', unknown: 1 })), 'request.not_valid');
  assert.equal(await post(JSON.stringify(['summary'])), 'request.not_valid');
  assert.equal(await post('<summary/>', 'application/xml'), 'request.media_type_unknown');
  assert.equal((await desk.query('SELECT 1 FROM report')).length, 0);
});

test('a page of a list asked for with a forged cursor is refused, not failed', async (t) => {
  const desk = await openTestDesk(t);
  const { inject } = await desk.as('handler', 'auditor');
  for (const list of ['incidents', 'reports', 'tasks', 'measures', 'history']) {
    for (const cursor of [
      'x',
      'e30',
      'bnVsbA',
      Buffer.from('["a","b"]').toString('base64url'),
      Buffer.from('[null,1]').toString('base64url'),
    ]) {
      const answer = await inject({ url: `/api/v1/${list}?cursor=${cursor}` });
      assert.ok([200, 400, 422].includes(answer.statusCode), `${list} ${cursor}: ${answer.statusCode}`);
    }
  }
});
