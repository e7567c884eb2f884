// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import type { Session } from '@belfry/contract';
import Provider from 'oidc-provider';
import { ADMIN_EMAIL, ADMIN_PASSWORD, openTestDesk } from '../../test/desk.ts';
import { TestBrowser } from '../../test/visitor.ts';
import { ownPath } from './single-sign-on.ts';

interface Claims {
  sub: string;
  email?: string;
  email_verified?: boolean;
}

/** A real OpenID provider on loopback whose users are whom the test says; it signs everybody in who asks. */
async function aProvider(t: TestContext, redirectUri: string, who: () => Claims) {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const issuer = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'belfry', client_secret: 'a secret of the test', redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: [] },
    cookies: { keys: ['test'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ ...who() }) }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      const grant = new provider.Grant({
        clientId: client?.clientId ?? '',
        accountId: session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const serve = provider.callback();
  server.on('request', (request, response) => {
    // Nobody is asked anything: the account of the moment is signed in.
    void (request.url?.startsWith('/interaction/')
      ? provider.interactionFinished(request, response, { login: { accountId: who().sub } })
      : serve(request, response));
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  t.after(close);
  return { issuer, close };
}

async function withProvider(t: TestContext) {
  let who: Claims = { sub: 'nobody' };
  const publicUrl = 'http://localhost:8080';
  const provider = await aProvider(t, `${publicUrl}/api/v1/session/single-sign-on/answer`, () => who);
  const oidc = { issuer: provider.issuer, clientId: 'belfry', clientSecret: 'a secret of the test' };
  const desk = await openTestDesk(t, { configuration: { oidc, publicUrl } });
  return {
    desk,
    provider,
    as: (claims: Claims) => {
      who = claims;
    },
  };
}

/** Follows the provider's own redirects as a browser does, up to the way back. */
async function visit(url: string): Promise<string> {
  const jar = new Map<string, string>();
  for (let at = url, hop = 0; hop < 10; hop += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const next = answer.headers.get('location');
    assert.ok(next !== null, `${answer.status} ${await answer.text()}`);
    at = new URL(next, at).href;
    if (at.includes('/api/v1/session/single-sign-on/answer')) {
      const back = new URL(at);
      return back.pathname + back.search;
    }
  }
  throw new Error('The provider sent the browser in circles');
}

const begin = async (browser: TestBrowser, next = '/') =>
  String(
    (await browser.send('GET', `/api/v1/session/single-sign-on?next=${encodeURIComponent(next)}`)).headers[
      'location'
    ],
  );

describe('single sign-on', () => {
  it('endTrip() signs in whom the desk knows by a verified address, and comes back to the page', async (t) => {
    const { desk, as } = await withProvider(t);
    as({ sub: 'ada', email: ADMIN_EMAIL.toUpperCase(), email_verified: true });
    const browser = new TestBrowser(desk.app);
    const back = await browser.send('GET', await visit(await begin(browser, '/incidents?status=open')));
    assert.equal(back.headers['location'], '/incidents?status=open');
    const session = (await browser.send('GET', '/api/v1/session')).json<Session>();
    assert.equal(session.person.email, ADMIN_EMAIL);
    assert.equal(session.stage, 'complete');
  });

  it('endTrip() lets an invited person join, and takes the link back', async (t) => {
    const { desk, as } = await withProvider(t);
    const boss = await desk.as('administrator');
    await boss.inject({
      method: 'POST',
      url: '/api/v1/people',
      payload: { name: 'Bea', email: 'bea@example.org', roles: ['handler'] },
    });
    as({ sub: 'bea', email: 'bea@example.org', email_verified: true });
    const browser = new TestBrowser(desk.app);
    await browser.send('GET', await visit(await begin(browser)));
    assert.equal((await browser.send('GET', '/api/v1/session')).statusCode, 200);
    assert.deepEqual(await desk.query('SELECT id FROM one_time_link'), []);
  });

  // Everybody with an account at a big provider could otherwise walk in.
  it('endTrip() keeps strangers, unverified addresses, blocked people and a second identity outside', async (t) => {
    const { desk, as } = await withProvider(t);
    const handler = await desk.as('handler');
    const attempt = async (claims: Claims) => {
      as(claims);
      const browser = new TestBrowser(desk.app);
      const back = await browser.send('GET', await visit(await begin(browser)));
      assert.equal(
        (await browser.send('GET', '/api/v1/session')).statusCode === 200,
        back.headers['location'] === '/',
      );
      return String(back.headers['location']);
    };
    const refused = '/sign-in?problem=sign_in.not_accepted';
    assert.equal(await attempt({ sub: 'x', email: 'stranger@example.org', email_verified: true }), refused);
    assert.equal(await attempt({ sub: 'x', email: handler.email, email_verified: false }), refused);
    assert.equal(await attempt({ sub: 'x', email: handler.email }), refused);
    assert.equal(await attempt({ sub: 'h', email: handler.email, email_verified: true }), '/');
    // The address was given to a new colleague at the provider: they are not the old one here.
    assert.equal(await attempt({ sub: 'new', email: handler.email, email_verified: true }), refused);
    // The identity stays the person's, whatever its address becomes.
    assert.equal(await attempt({ sub: 'h', email: 'married@example.org', email_verified: true }), '/');
    await desk.query("UPDATE person SET state = 'blocked' WHERE id = $1", [handler.id]);
    assert.equal(await attempt({ sub: 'h', email: handler.email, email_verified: true }), refused);
    const [{ count } = { count: 0 }] = await desk.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM person',
    );
    assert.equal(count, 2);
  });

  // An answer made in one browser and opened in another signs the victim in as the attacker.
  it('endTrip() takes an answer only in the browser that asked, and once', async (t) => {
    const { desk, as } = await withProvider(t);
    as({ sub: 'ada', email: ADMIN_EMAIL, email_verified: true });
    const asker = new TestBrowser(desk.app);
    const answer = await visit(await begin(asker));
    const victim = new TestBrowser(desk.app);
    assert.match(String((await victim.send('GET', answer)).headers['location']), /problem=/);
    await begin(victim);
    assert.match(String((await victim.send('GET', answer)).headers['location']), /problem=/);
    assert.equal((await asker.send('GET', answer)).headers['location'], '/');
    assert.match(String((await asker.send('GET', answer)).headers['location']), /problem=/);
  });

  // Danger: the provider asks for a key, and a leaked password beside it opens the desk to whoever enrols first.
  it('endTrip() leaves no password alone to come in by afterwards', async (t) => {
    const { desk, as } = await withProvider(t);
    as({ sub: 'ada', email: ADMIN_EMAIL, email_verified: true });
    const browser = new TestBrowser(desk.app);
    await browser.send('GET', await visit(await begin(browser)));
    const local = await new TestBrowser(desk.app).send('POST', '/api/v1/session', {
      email: ADMIN_EMAIL,
      password: ADMIN_PASSWORD,
    });
    assert.equal(local.json<{ code: string }>().code, 'sign_in.not_accepted');
    const set = await browser.send('PUT', '/api/v1/account/password', { password: 'Dertien natte paraplus' });
    assert.equal(set.json<{ code: string }>().code, 'account.last_factor');
  });

  it('readSignInWays() says when the provider is down, and the local sign-in still works', async (t) => {
    const { desk, provider } = await withProvider(t);
    await provider.close();
    const browser = new TestBrowser(desk.app);
    const ways = (await browser.send('GET', '/api/v1/session/ways')).json<{
      singleSignOn: { reachable: boolean };
    }>();
    assert.equal(ways.singleSignOn.reachable, false);
    assert.equal(await begin(browser), '/sign-in?problem=sign_in.provider_unavailable');
    const local = await browser.send('POST', '/api/v1/session', {
      email: ADMIN_EMAIL,
      password: 'Belfort klokken luiden om zes uur',
    });
    assert.equal(local.statusCode, 200);
    const [entry] = await desk.query<{ canonical: string }>(
      "SELECT canonical FROM outbox WHERE event = 'person.signed_in'",
    );
    assert.match(entry?.canonical ?? '', /local sign-in beside single sign-on/);
  });
});

describe('ownPath()', () => {
  // The classic tricks that make a browser leave: each must end at home.
  it('ownPath() leads to no other site', () => {
    const site = 'https://desk.example.org';
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '\\\\evil.example',
      '/..//evil.example',
      'evil.example',
      '/%09//evil.example',
      'https://desk.example.org@evil.example',
    ]) {
      const path = ownPath(next, site);
      assert.equal(new URL(path, site).origin, site, next);
      assert.ok(!path.startsWith('//'), next);
    }
    assert.equal(
      ownPath('/incidents/INC-2026-0001?view=account#x', site),
      '/incidents/INC-2026-0001?view=account#x',
    );
    assert.equal(ownPath(undefined, site), '/');
  });
});
