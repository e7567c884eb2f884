// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { limits, type Session } from '@belfry/contract';
import { ADMIN_EMAIL, ADMIN_PASSWORD, openTestDesk, type TestDesk } from '../../test/desk.ts';
import { TestBrowser, TestPasskey, totpCode } from '../../test/visitor.ts';

const ORIGIN = 'http://localhost:8080';

/** A clock that stands where a test puts it. */
function aClock() {
  const clock = { at: new Date('2026-11-21T10:00:00.000Z'), now: () => new Date(clock.at) };
  return {
    clock,
    pass: (ms: number) => {
      clock.at = new Date(clock.at.getTime() + ms);
    },
  };
}

async function enrolled(desk: TestDesk, now: () => Date, browser = new TestBrowser(desk.app)) {
  const first = await browser.send('POST', '/api/v1/session', {
    email: ADMIN_EMAIL,
    password: ADMIN_PASSWORD,
  });
  assert.equal(first.json<{ session: Session }>().session.stage, 'enrolment');
  const { secret } = (await browser.send('POST', '/api/v1/account/totp')).json<{ secret: string }>();
  const confirmed = await browser.send('PUT', '/api/v1/account/totp', { code: totpCode(secret, now()) });
  assert.equal(confirmed.statusCode, 200, confirmed.body);
  const { recoveryCodes } = confirmed.json<{ recoveryCodes: string[] }>();
  return { browser, secret, recoveryCodes };
}

async function aDesk(t: TestContext) {
  const time = aClock();
  const desk = await openTestDesk(t, { clock: time.clock });
  return { desk, ...time };
}

const signIn = (browser: TestBrowser, code?: string, password = ADMIN_PASSWORD, email = ADMIN_EMAIL) =>
  browser.send('POST', '/api/v1/session', { email, password, ...(code === undefined ? {} : { code }) });
const codeOf = (answer: { json(): unknown }) => (answer.json() as { code?: string }).code;

async function eventsOf(desk: TestDesk): Promise<string[]> {
  const rows = await desk.query<{ event: string }>('SELECT event FROM outbox ORDER BY position');
  return rows.map(({ event }) => event);
}

describe('signIn() with password and code', () => {
  // A password alone would be one leaked list away from the desk.
  it('a session without a second factor reaches nothing but its enrolment', async (t) => {
    const { desk } = await aDesk(t);
    const browser = new TestBrowser(desk.app);
    await signIn(browser);
    assert.equal((await browser.send('GET', '/api/v1/people')).statusCode, 401);
    assert.equal((await browser.send('GET', '/api/v1/account/sessions')).statusCode, 401);
    assert.equal((await browser.send('PUT', '/api/v1/account/password', { password: 'x' })).statusCode, 401);
    assert.equal((await browser.send('GET', '/api/v1/session')).json<Session>().permissions.length, 0);
    assert.equal((await browser.send('POST', '/api/v1/account/totp')).statusCode, 200);
  });

  it('confirmTotp() makes the session whole under a new secret and gives ten codes', async (t) => {
    const { desk, clock } = await aDesk(t);
    const browser = new TestBrowser(desk.app);
    await signIn(browser);
    const before = browser.cookies.get('belfry-session') ?? '';
    const { secret } = (await browser.send('POST', '/api/v1/account/totp')).json<{ secret: string }>();
    const answer = await browser.send('PUT', '/api/v1/account/totp', { code: totpCode(secret, clock.now()) });
    assert.equal(answer.json<{ recoveryCodes: string[] }>().recoveryCodes.length, 10);
    assert.notEqual(browser.cookies.get('belfry-session'), before);
    assert.equal((await browser.send('GET', '/api/v1/people')).statusCode, 200);
    const old = new TestBrowser(desk.app);
    old.cookies.set('belfry-session', before);
    assert.equal((await old.send('GET', '/api/v1/session')).statusCode, 401);
  });

  // Who watches a code being typed has thirty seconds to use it.
  it('signIn() takes no code twice and none older than one that was used', async (t) => {
    const { desk, clock, pass } = await aDesk(t);
    const { secret } = await enrolled(desk, clock.now);
    pass(60_000);
    const code = totpCode(secret, clock.now());
    const older = totpCode(secret, new Date(clock.now().getTime() - 30_000));
    assert.equal(
      (await signIn(new TestBrowser(desk.app))).json<{ outcome: string }>().outcome,
      'code_needed',
    );
    assert.equal(
      (await signIn(new TestBrowser(desk.app), code)).json<{ outcome: string }>().outcome,
      'signed_in',
    );
    assert.equal(codeOf(await signIn(new TestBrowser(desk.app), code)), 'sign_in.not_accepted');
    assert.equal(codeOf(await signIn(new TestBrowser(desk.app), older)), 'sign_in.not_accepted');
  });

  it('signIn() lets one of two requests in that spend the same code at once', async (t) => {
    const { desk, clock, pass } = await aDesk(t);
    const { secret } = await enrolled(desk, clock.now);
    pass(60_000);
    const code = totpCode(secret, clock.now());
    const answers = await Promise.all([1, 2, 3].map(() => signIn(new TestBrowser(desk.app), code)));
    assert.equal(answers.filter((answer) => answer.statusCode === 200).length, 1);
  });

  it('signIn() takes a recovery code once', async (t) => {
    const { desk, clock, pass } = await aDesk(t);
    const { recoveryCodes } = await enrolled(desk, clock.now);
    pass(60_000);
    const code = (recoveryCodes[0] ?? '').toLowerCase().replaceAll('-', ' ');
    const browser = new TestBrowser(desk.app);
    assert.equal((await signIn(browser, code)).statusCode, 200);
    assert.equal(codeOf(await signIn(new TestBrowser(desk.app), code)), 'sign_in.not_accepted');
    const account = (await browser.send('GET', '/api/v1/account')).json<{ recoveryCodesLeft: number }>();
    assert.equal(account.recoveryCodesLeft, 9);
    assert.ok((await eventsOf(desk)).includes('person.recovery_code_used'));
  });

  // Different answers would turn the sign-in page into a list of who works here.
  it('signIn() answers alike for a wrong password, a stranger and somebody blocked', async (t) => {
    const { desk } = await aDesk(t);
    const blocked = await desk.another('Bea Blocked', 'handler');
    await desk.query("UPDATE person SET state = 'blocked' WHERE id = $1", [blocked.id]);
    const browser = new TestBrowser(desk.app);
    const bodies = await Promise.all(
      [ADMIN_EMAIL, 'nobody@example.org', blocked.email, "x' OR '1'='1", 'a\u0000b'].map(
        async (email) => (await signIn(browser, undefined, 'Not the password 1', email)).body,
      ),
    );
    const [first] = bodies;
    assert.ok(first?.includes('sign_in.not_accepted'));
    for (const body of bodies.slice(0, 4)) {
      assert.equal(body, first);
    }
  });

  it('signIn() makes a guesser wait, also for people who do not exist, and lets passkeys through', async (t) => {
    const { desk, pass } = await aDesk(t);
    for (const email of [ADMIN_EMAIL, 'nobody@example.org']) {
      for (let n = 0; n < limits.signInAttemptsMax; n += 1) {
        const browser = new TestBrowser(desk.app, `198.51.100.${n}`);
        assert.equal(
          codeOf(await signIn(browser, undefined, 'Not the password 1', email)),
          'sign_in.not_accepted',
        );
      }
      const late = await signIn(new TestBrowser(desk.app), undefined, ADMIN_PASSWORD, email);
      assert.equal(codeOf(late), 'sign_in.too_many');
      assert.ok(Number(late.headers['retry-after']) > 0);
    }
    pass(limits.signInWindowMs + 1_000);
    assert.equal((await signIn(new TestBrowser(desk.app))).statusCode, 200);
  });

  it('signIn() counts a burst of guesses exactly', async (t) => {
    const { desk } = await aDesk(t);
    const burst = Array.from({ length: 25 }, () =>
      signIn(new TestBrowser(desk.app), undefined, 'Not the password 1'),
    );
    const codes = (await Promise.all(burst)).map(codeOf);
    assert.equal(codes.filter((code) => code === 'sign_in.not_accepted').length, limits.signInAttemptsMax);
  });

  // A cookie planted before the sign-in must be worth nothing after it (session fixation).
  it('signIn() gives a new secret and ends the session the browser came with', async (t) => {
    const { desk, clock, pass } = await aDesk(t);
    const { browser, secret } = await enrolled(desk, clock.now);
    const planted = browser.cookies.get('belfry-session') ?? '';
    pass(60_000);
    await signIn(browser, totpCode(secret, clock.now()));
    assert.notEqual(browser.cookies.get('belfry-session'), planted);
    const other = new TestBrowser(desk.app);
    other.cookies.set('belfry-session', planted);
    assert.equal((await other.send('GET', '/api/v1/people')).statusCode, 401);
    const secretUnknown = new TestBrowser(desk.app);
    secretUnknown.cookies.set('belfry-session', 'A'.repeat(43));
    assert.equal((await secretUnknown.send('GET', '/api/v1/people')).statusCode, 401);
  });

  it('a session ends after hours unused, after a day, at sign-out and when revoked elsewhere', async (t) => {
    const { desk, clock, pass } = await aDesk(t);
    const { browser, secret } = await enrolled(desk, clock.now);
    const isIn = async (who: TestBrowser) => (await who.send('GET', '/api/v1/people')).statusCode === 200;
    pass(60_000);
    const second = new TestBrowser(desk.app);
    await signIn(second, totpCode(secret, clock.now()));
    const { items } = (await browser.send('GET', '/api/v1/account/sessions')).json<{
      items: { id: string; isThis: boolean; device: string }[];
    }>();
    const other = items.find(({ isThis }) => !isThis);
    assert.equal(items.length, 2);
    assert.equal((await browser.send('DELETE', `/api/v1/account/sessions/${other?.id}`)).statusCode, 204);
    assert.equal(await isIn(second), false);
    assert.equal(await isIn(browser), true);
    pass(limits.sessionIdleMsMax + 1);
    assert.equal(await isIn(browser), false);
    await signIn(browser, totpCode(secret, clock.now()));
    for (let hours = 0; hours < 24; hours += 6) {
      assert.equal(await isIn(browser), true);
      pass(6 * 3_600_000);
    }
    assert.equal(await isIn(browser), false);
    await signIn(browser, totpCode(secret, clock.now()));
    assert.equal((await browser.send('DELETE', '/api/v1/session')).statusCode, 204);
    assert.equal(browser.cookies.has('belfry-session'), false);
    assert.equal(await isIn(browser), false);
  });

  it('the cookie is out of reach of scripts and other sites, and bound to the host under https', async (t) => {
    const desk = await openTestDesk(t, { configuration: { publicUrl: 'https://desk.example.org' } });
    const answer = await signIn(new TestBrowser(desk.app));
    const cookie = String(answer.headers['set-cookie']);
    assert.match(cookie, /^__Host-belfry=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
    const plain = await openTestDesk(t);
    assert.match(
      String((await signIn(new TestBrowser(plain.app))).headers['set-cookie']),
      /^belfry-session=.*HttpOnly; SameSite=Lax/,
    );
  });

  it('the record tells of sign-ins and refusals, and holds no secret', async (t) => {
    const { desk, clock } = await aDesk(t);
    const { secret, recoveryCodes, browser } = await enrolled(desk, clock.now);
    await signIn(new TestBrowser(desk.app), undefined, 'Typed by mistake 99');
    await browser.send('DELETE', '/api/v1/session');
    const events = await eventsOf(desk);
    for (const event of [
      'person.signed_in',
      'person.sign_in_refused',
      'person.totp_set',
      'person.signed_out',
    ]) {
      assert.ok(events.includes(event), event);
    }
    const rows = await desk.query<{ canonical: string }>('SELECT canonical FROM outbox');
    const record = rows.map(({ canonical }) => canonical).join();
    for (const text of [ADMIN_PASSWORD, 'Typed by mistake 99', secret, ...recoveryCodes]) {
      assert.ok(!record.includes(text));
    }
    assert.ok(!desk.logged.join().includes(ADMIN_PASSWORD));
  });
});

describe('signInWithPasskey()', () => {
  async function withPasskey(t: TestContext) {
    const { desk, clock, pass } = await aDesk(t);
    const { browser } = await enrolled(desk, clock.now);
    const passkey = new TestPasskey();
    const asked = (await browser.send('POST', '/api/v1/account/passkeys/options')).json<Asked>();
    const added = await browser.send('POST', '/api/v1/account/passkeys', {
      ceremony: asked.ceremony,
      name: 'Key of Ada',
      answer: passkey.make(asked.options, ORIGIN),
    });
    assert.equal(added.statusCode, 201, added.body);
    return { desk, browser, passkey, pass, clock };
  }
  interface Asked {
    ceremony: string;
    options: Record<string, unknown>;
  }
  const ask = async (browser: TestBrowser) =>
    (await browser.send('POST', '/api/v1/session/passkey/options')).json<Asked>();

  it('signInWithPasskey() lets in without a name typed', async (t) => {
    const { desk, passkey } = await withPasskey(t);
    const browser = new TestBrowser(desk.app);
    const asked = await ask(browser);
    const body = { ceremony: asked.ceremony, answer: passkey.prove(asked.options, ORIGIN) };
    const answer = await browser.send('POST', '/api/v1/session/passkey', body);
    assert.equal(answer.statusCode, 200, answer.body);
    assert.equal((await browser.send('GET', '/api/v1/people')).statusCode, 200);
    // The same answer sent again, as somebody who recorded it would.
    assert.equal(
      codeOf(await new TestBrowser(desk.app).send('POST', '/api/v1/session/passkey', body)),
      'passkey.not_accepted',
    );
  });

  it('signInWithPasskey() refuses another site, no user verification, a copied key and a foreign key', async (t) => {
    const { desk, passkey } = await withPasskey(t);
    const attempt = async (prove: (options: Record<string, unknown>) => unknown) => {
      const browser = new TestBrowser(desk.app);
      const asked = await ask(browser);
      const body = { ceremony: asked.ceremony, answer: prove(asked.options) };
      return codeOf(await browser.send('POST', '/api/v1/session/passkey', body));
    };
    assert.equal(await attempt((o) => passkey.prove(o, 'https://desk.example.evil')), 'passkey.not_accepted');
    passkey.isVerified = false;
    assert.equal(await attempt((o) => passkey.prove(o, ORIGIN)), 'passkey.not_accepted');
    passkey.isVerified = true;
    assert.equal(await attempt((o) => passkey.prove(o, ORIGIN)), undefined);
    passkey.counter = 0;
    assert.equal(await attempt((o) => passkey.prove(o, ORIGIN)), 'passkey.not_accepted');
    const foreign = new TestPasskey();
    foreign.make({ challenge: 'x', user: { id: 'YQ' }, rp: { id: 'localhost' } }, ORIGIN);
    assert.equal(
      await attempt((o) => ({ ...foreign.prove(o, ORIGIN), id: passkey.id, rawId: passkey.id })),
      'passkey.not_accepted',
    );
  });

  it('removePasskey() keeps the last way in, and an old proof is asked for again', async (t) => {
    const { browser, passkey, pass, clock } = await withPasskey(t);
    const account = (await browser.send('GET', '/api/v1/account')).json<{ passkeys: { id: string }[] }>();
    const path = `/api/v1/account/passkeys/${account.passkeys[0]?.id}`;
    pass(limits.proofAgeMsMax + 1_000);
    assert.equal(codeOf(await browser.send('DELETE', path)), 'account.proof_needed');
    assert.equal(
      codeOf(await browser.send('POST', '/api/v1/session/proof', { password: 'Not the password 1' })),
      'sign_in.not_accepted',
    );
    const asked = await ask(browser);
    const proof = { ceremony: asked.ceremony, answer: passkey.prove(asked.options, ORIGIN) };
    assert.equal((await browser.send('POST', '/api/v1/session/proof', { passkey: proof })).statusCode, 204);
    assert.equal((await browser.send('DELETE', path)).statusCode, 204);
    assert.ok(clock.now());
  });
});

describe('API tokens', () => {
  it('makeToken() gives no more than its maker has, a token makes no token, a revoked one is dead at once', async (t) => {
    const { desk, clock } = await aDesk(t);
    const { browser } = await enrolled(desk, clock.now);
    await desk.query("UPDATE person SET roles = '{helpdesk}' WHERE lower(email) = $1", [ADMIN_EMAIL]);
    clock.at = new Date(clock.at.getTime() + 5_000);
    const beyond = await browser.send('POST', '/api/v1/account/tokens', {
      name: 'x',
      scopes: ['people.manage'],
    });
    assert.equal(codeOf(beyond), 'token.scope_beyond_own');
    const made = await browser.send('POST', '/api/v1/account/tokens', {
      name: 'x',
      scopes: ['people.read', 'tokens.manage'],
    });
    const { token, id } = made.json<{ token: string; id: string }>();
    assert.match(token, /^blf_[\w-]{43}$/);
    const call = (method: string, url: string, body?: object) =>
      desk.app.inject({
        method: method as 'GET',
        url,
        headers: { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { payload: body }),
      });
    assert.equal((await call('GET', '/api/v1/people')).statusCode, 200);
    assert.equal((await call('GET', '/api/v1/reports')).statusCode, 403);
    assert.equal(
      codeOf(await call('POST', '/api/v1/account/tokens', { name: 'y' })),
      'account.session_needed',
    );
    assert.equal(
      codeOf(await call('PUT', '/api/v1/account/password', { password: 'Klokken luiden om zeven' })),
      'account.session_needed',
    );
    assert.equal((await browser.send('DELETE', `/api/v1/account/tokens/${id}`)).statusCode, 204);
    assert.equal(codeOf(await call('GET', '/api/v1/people')), 'session.token_not_accepted');
  });

  it('a token ends with its days, and with the roles its maker loses', async (t) => {
    const { desk, pass } = await aDesk(t);
    const handler = await desk.as('handler');
    assert.equal((await handler.inject({ url: '/api/v1/people' })).statusCode, 200);
    await desk.query("UPDATE person SET roles = '{department_representative}' WHERE id = $1", [handler.id]);
    pass(5_000);
    assert.equal((await handler.inject({ url: '/api/v1/people' })).statusCode, 403);
    pass((limits.tokenAgeDaysDefault + 1) * 86_400_000);
    assert.equal(codeOf(await handler.inject({ url: '/api/v1/people' })), 'session.token_not_accepted');
  });
});
