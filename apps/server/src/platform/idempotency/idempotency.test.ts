// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { isRefusal, limits } from '@belfry/contract';
import { openTestDesk, type Somebody, type TestDesk } from '../../../test/desk.ts';
import { systemClock } from '../clock/clock.ts';
import { keysAreForgotten, readIdempotencyKey } from './idempotency.ts';

async function aDesk(t: TestContext) {
  let aheadMs = 0;
  const desk = await openTestDesk(t, {
    clock: { now: () => new Date(systemClock.now().getTime() + aheadMs) },
  });
  return { desk, passMs: (ms: number) => (aheadMs += ms) };
}

const send = (via: Pick<Somebody, 'inject'>, key: string | null, payload: object) =>
  via.inject({
    method: 'POST',
    url: '/api/v1/reports',
    payload,
    headers: { ...(key === null ? {} : { 'idempotency-key': key }) },
  });
const anybodyAt = (desk: TestDesk): Pick<Somebody, 'inject'> => ({
  inject: (options) => desk.app.inject(options),
});
const countReports = async (desk: TestDesk) =>
  (await desk.query<{ count: number }>('SELECT count(*)::int AS count FROM report'))[0]?.count;

describe('Idempotency-Key', () => {
  it('readIdempotencyKey() takes the form of the draft and the bare one, and nothing that could hide', () => {
    const uuid = randomUUID();
    assert.equal(readIdempotencyKey(`"${uuid}"`, true), uuid);
    assert.equal(readIdempotencyKey(uuid, true), uuid);
    assert.equal(readIdempotencyKey('1', false), '1');
    assert.equal(readIdempotencyKey(undefined, true), null);
    for (const [text, isSecret] of [
      ['', false],
      ['two words', false],
      ['"', false],
      ['ä', false],
      ['1', true],
      ['a'.repeat(40), true],
      ['x'.repeat(256), false],
    ] as const) {
      assert.ok(isRefusal(readIdempotencyKey(text, isSecret)), text);
    }
  });

  // Danger: the answer is lost on the way, the program tries again, and the helpdesk has two of everything.
  it('sendReport gives a repeated call the same answer, receipt included, and makes one report', async (t) => {
    const { desk } = await aDesk(t);
    const helpdesk = await desk.as('helpdesk');
    for (const via of [helpdesk, anybodyAt(desk)]) {
      const key = randomUUID();
      const before = await countReports(desk);
      const body = { summary: 'The door stands open', anonymous: via !== helpdesk };
      const first = await send(via, key, body);
      const second = await send(via, `"${key}"`, body);
      assert.deepEqual([first.statusCode, second.statusCode], [201, 201]);
      assert.deepEqual(second.json(), first.json());
      assert.equal(await countReports(desk), (before ?? 0) + 1);
    }
  });

  it('sendReport makes one report of twenty calls at once', async (t) => {
    const { desk } = await aDesk(t);
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(anybodyAt(desk), key, { summary: 'All at once' })),
    );
    const told = answers.map((answer) => answer.body);
    assert.deepEqual([...new Set(answers.map((answer) => answer.statusCode))], [201]);
    assert.equal(new Set(told).size, 1);
    assert.equal(await countReports(desk), 1);
  });

  it('sendReport refuses another request under the same key, and keeps callers apart', async (t) => {
    const { desk } = await aDesk(t);
    const [one, two] = [await desk.as('helpdesk'), await desk.as('handler')];
    assert.equal((await send(one, 'call-1', { summary: 'One' })).statusCode, 201);
    const other = await send(one, 'call-1', { summary: 'Two' });
    assert.deepEqual(
      [other.statusCode, other.json<{ code: string }>().code],
      [422, 'request.idempotency_key_reused'],
    );
    assert.equal((await send(two, 'call-1', { summary: 'Two' })).statusCode, 201);
    assert.equal(await countReports(desk), 2);
  });

  // Danger: a stranger who counts 1, 2, 3 reads the receipts of others.
  it('sendReport asks an unknown caller for a key nobody can guess', async (t) => {
    const { desk } = await aDesk(t);
    const answer = await send(anybodyAt(desk), 'call-1', { summary: 'One' });
    assert.deepEqual(
      [answer.statusCode, answer.json<{ code: string }>().code],
      [400, 'request.idempotency_key_not_valid'],
    );
    assert.equal(await countReports(desk), 0);
  });

  // Danger: the row that makes a call harmless tells who the anonymous reporter was, or holds the receipt.
  it('sendReport leaves nothing in the database that leads from the key to a person or a receipt', async (t) => {
    const { desk } = await aDesk(t);
    const key = randomUUID();
    const helpdesk = await desk.as('helpdesk');
    const answer = await send(helpdesk, key, {
      summary: 'A secret',
      anonymous: true,
      reporter: { name: 'Ann Example' },
    });
    const { receipt } = answer.json<{ receipt: string }>();
    const rows = JSON.stringify(await desk.query('SELECT * FROM idempotency_key'));
    for (const word of [key, receipt, helpdesk.id, 'Ann Example']) {
      assert.ok(!rows.includes(word), word);
    }
    // Somebody else with the same key and body is the same stranger: the key is the secret.
    assert.equal(
      (
        await send(anybodyAt(desk), key, {
          summary: 'A secret',
          anonymous: true,
          reporter: { name: 'Ann Example' },
        })
      ).body,
      answer.body,
    );
  });

  it('keysAreForgotten() sweeps what is over; the same key then is a new one with a new receipt', async (t) => {
    const { desk, passMs } = await aDesk(t);
    const key = randomUUID();
    const first = await send(anybodyAt(desk), key, { summary: 'One' });
    passMs(limits.idempotencyKeyAgeMsMax + 1);
    await keysAreForgotten(desk.database).doBatch();
    const later = await send(anybodyAt(desk), key, { summary: 'Two' });
    assert.equal(later.statusCode, 201);
    assert.notEqual(later.json<{ receipt: string }>().receipt, first.json<{ receipt: string }>().receipt);
    passMs(limits.idempotencyKeyAgeMsMax + 1);
    assert.equal((await send(anybodyAt(desk), key, { summary: 'Three' })).statusCode, 201, 'swept or not');
  });
});
