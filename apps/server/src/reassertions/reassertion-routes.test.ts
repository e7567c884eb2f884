// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { limits } from '@belfry/contract';
import { canonicalJson } from '@belfry/ledger';
import { ADMIN_EMAIL, ADMIN_PASSWORD, openTestDesk } from '../../test/desk.ts';
import { TestBrowser, TestPasskey, totpCode } from '../../test/visitor.ts';

const ORIGIN = 'http://localhost:8080';
const purpose = { act: 'notification.approve', subject: 'NOT-2026-0001', digest: 'a'.repeat(64) };

interface Asked {
  id: string;
  method: string;
  options: Record<string, unknown> | null;
}
interface Kept {
  method: string;
  asserted_at: Date | null;
  evidence: { question: Record<string, string>; challenge: string; answer: { response: object } };
}

const codeOf = (answer: { json(): unknown }) => (answer.json() as { code?: string }).code;

/** A desk whose administrator signed in with password and code, at a clock that stands still. */
async function aDesk(t: TestContext) {
  const clock = { at: new Date('2026-11-22T10:00:00.000Z'), now: () => new Date(clock.at) };
  const pass = (ms: number) => {
    clock.at = new Date(clock.at.getTime() + ms);
  };
  const desk = await openTestDesk(t, { clock });
  const browser = new TestBrowser(desk.app);
  await browser.send('POST', '/api/v1/session', { email: ADMIN_EMAIL, password: ADMIN_PASSWORD });
  const { secret } = (await browser.send('POST', '/api/v1/account/totp')).json<{ secret: string }>();
  await browser.send('PUT', '/api/v1/account/totp', { code: totpCode(secret, clock.now()) });
  pass(60_000);
  const begin = async () => (await browser.send('POST', '/api/v1/reassertions', purpose)).json<Asked>();
  const finish = (id: string, body: object) => browser.send('POST', `/api/v1/reassertions/${id}/proof`, body);
  const kept = (id: string) => desk.query<Kept>('SELECT * FROM reassertion WHERE id = $1', [id]);
  return { desk, browser, secret, clock, pass, begin, finish, kept };
}

async function withPasskey(t: TestContext) {
  const made = await aDesk(t);
  const passkey = new TestPasskey();
  const asked = (await made.browser.send('POST', '/api/v1/account/passkeys/options')).json<{
    ceremony: string;
    options: Record<string, unknown>;
  }>();
  const answer = passkey.make(asked.options, ORIGIN);
  await made.browser.send('POST', '/api/v1/account/passkeys', { ceremony: asked.ceremony, answer });
  return { ...made, passkey };
}

describe('finishReassertion() by passkey', () => {
  it('the kept answer signs a challenge that anybody can make again from the purpose', async (t) => {
    const { passkey, begin, finish, kept } = await withPasskey(t);
    const asked = await begin();
    assert.equal(asked.method, 'passkey');
    const answer = passkey.prove(asked.options ?? {}, ORIGIN);
    const proved = await finish(asked.id, { passkey: answer });
    assert.equal(proved.statusCode, 200, proved.body);
    const [row] = await kept(asked.id);
    const { question, challenge } = row?.evidence ?? assert.fail();
    assert.deepEqual(row?.evidence.answer, answer);
    const { act, subject, digest } = question;
    assert.deepEqual({ act, subject, digest }, purpose);
    assert.equal(createHash('sha256').update(canonicalJson(question)).digest('base64url'), challenge);
    const said = Buffer.from(answer.response.clientDataJSON, 'base64url').toString();
    assert.equal((JSON.parse(said) as { challenge: string }).challenge, challenge);
  });

  // Who recorded an answer, stole an unlocked laptop or copied a key must not approve in somebody's name.
  it('finishReassertion() refuses another site, a locked device, an answer for another purpose and one sent twice', async (t) => {
    const { browser, passkey, begin, finish } = await withPasskey(t);
    const attempt = async (prove: (options: Record<string, unknown>) => object) => {
      const asked = await begin();
      return codeOf(await finish(asked.id, { passkey: prove(asked.options ?? {}) }));
    };
    assert.equal(await attempt((o) => passkey.prove(o, 'https://desk.example.evil')), 'passkey.not_accepted');
    passkey.isVerified = false;
    assert.equal(await attempt((o) => passkey.prove(o, ORIGIN)), 'passkey.not_accepted');
    passkey.isVerified = true;
    const other = (
      await browser.send('POST', '/api/v1/reassertions', { ...purpose, digest: 'b'.repeat(64) })
    ).json<Asked>();
    const forOther = passkey.prove(other.options ?? {}, ORIGIN);
    assert.equal(await attempt(() => forOther), 'passkey.not_accepted');
    assert.equal((await finish(other.id, { passkey: forOther })).statusCode, 200);
    assert.equal(codeOf(await finish(other.id, { passkey: forOther })), 'reassertion.not_found');
    const { counter } = passkey;
    passkey.counter = 0;
    assert.equal(await attempt((o) => passkey.prove(o, ORIGIN)), 'passkey.not_accepted');
    passkey.counter = counter;
    assert.equal(await attempt((o) => passkey.prove(o, ORIGIN)), undefined);
  });

  it('a password does not stand in for a passkey', async (t) => {
    const { begin, finish, secret, clock } = await withPasskey(t);
    const asked = await begin();
    const typed = { password: ADMIN_PASSWORD, code: totpCode(secret, clock.now()) };
    assert.equal(codeOf(await finish(asked.id, typed)), 'passkey.not_accepted');
  });
});

describe('finishReassertion() by password and code', () => {
  it('finishReassertion() takes both, never one of them, and no code twice', async (t) => {
    const { begin, finish, kept, secret, clock } = await aDesk(t);
    const asked = await begin();
    assert.deepEqual([asked.method, asked.options], ['password_and_code', null]);
    const code = totpCode(secret, clock.now());
    assert.equal(codeOf(await finish(asked.id, { password: ADMIN_PASSWORD })), 'sign_in.not_accepted');
    assert.equal(codeOf(await finish(asked.id, { code })), 'sign_in.not_accepted');
    assert.equal(codeOf(await finish(asked.id, { password: 'Not mine 1', code })), 'sign_in.not_accepted');
    assert.equal((await finish(asked.id, { password: ADMIN_PASSWORD, code })).statusCode, 200);
    const [row] = await kept(asked.id);
    assert.equal(row?.method, 'password_and_code');
    assert.ok(!JSON.stringify(row).includes(ADMIN_PASSWORD));
    const next = await begin();
    assert.equal(codeOf(await finish(next.id, { password: ADMIN_PASSWORD, code })), 'sign_in.not_accepted');
  });

  it('a guesser waits as long as at the sign-in', async (t) => {
    const { begin, finish } = await aDesk(t);
    const asked = await begin();
    const codes: (string | undefined)[] = [];
    for (let n = 0; n <= limits.signInAttemptsMax; n += 1) {
      codes.push(codeOf(await finish(asked.id, { password: `Guess number ${n}`, code: '000000' })));
    }
    assert.equal(codes.at(0), 'sign_in.not_accepted');
    assert.equal(codes.at(-1), 'sign_in.too_many');
  });

  it('the password alone counts only without a second factor, and the evidence says so', async (t) => {
    const { desk, begin, finish, kept } = await aDesk(t);
    await desk.query('DELETE FROM person_totp');
    await desk.query('DELETE FROM recovery_code');
    const asked = await begin();
    assert.equal(asked.method, 'password');
    assert.equal((await finish(asked.id, { password: ADMIN_PASSWORD })).statusCode, 200);
    const [row] = await kept(asked.id);
    assert.match(JSON.stringify(row?.evidence), /no second factor/);
    await desk.query('DELETE FROM person_password');
    assert.equal(((await begin()) as unknown as { code: string }).code, 'reassertion.no_way');
  });
});

describe('beginReassertion()', () => {
  // A token lies in a file; nobody stands before it.
  it('an API token proves nothing anew', async (t) => {
    const desk = await openTestDesk(t);
    const dpo = await desk.as('dpo');
    const begun = await dpo.inject({ method: 'POST', url: '/api/v1/reassertions', payload: purpose });
    assert.equal(codeOf(begun), 'account.session_needed');
  });

  it('a question of somebody else’s, or an old one, is not answered', async (t) => {
    const { desk, begin, finish, pass, secret, clock } = await aDesk(t);
    const asked = await begin();
    const other = await desk.as('dpo');
    await desk.query('UPDATE reassertion SET person_id = $1', [other.id]);
    const typed = () => ({ password: ADMIN_PASSWORD, code: totpCode(secret, clock.now()) });
    assert.equal(codeOf(await finish(asked.id, typed())), 'reassertion.not_found');
    const mine = await begin();
    pass(limits.ceremonyAgeMsMax + 1);
    assert.equal(codeOf(await finish(mine.id, typed())), 'reassertion.not_found');
    await begin();
    const left = await desk.query('SELECT id FROM reassertion WHERE id = $1', [mine.id]);
    assert.equal(left.length, 0);
  });

  it('the record tells who proved what anew, and how', async (t) => {
    const { desk, begin, finish, secret, clock } = await aDesk(t);
    const asked = await begin();
    await finish(asked.id, { password: ADMIN_PASSWORD, code: totpCode(secret, clock.now()) });
    const rows = await desk.query<{ canonical: string }>(
      "SELECT canonical FROM outbox WHERE event = 'person.proved_anew'",
    );
    assert.equal(rows.length, 1);
    assert.match(rows[0]?.canonical ?? '', /password_and_code/);
  });
});
