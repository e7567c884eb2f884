// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { limits, type Route, routes } from '@belfry/contract';
import pg from 'pg';
import { aSecret, betrayals, callsOf, codeOf, scopedCalls } from './adversary.ts';
import { openTestDatabase } from './database.ts';
import { ADMIN_EMAIL, ADMIN_PASSWORD, openTestDesk, type TestDesk } from './desk.ts';
import { TestBrowser, totpCode } from './visitor.ts';

const GOOD_PASSWORD = 'Dertien natte paraplus';
const UUID = '00000000-0000-4000-8000-000000000000';

const secretOf = (link: string) => link.split('#')[1] ?? '';
const signIn = (browser: TestBrowser, password = ADMIN_PASSWORD, email = ADMIN_EMAIL) =>
  browser.send('POST', '/api/v1/session', { email, password });

describe('an administrator', () => {
  // Danger: whoever manages people becomes, by a link, the one who takes part in what they may not read.
  it('opens no active account: a new way in goes to its own mailbox, or is not made', async (t) => {
    const desk = await openTestDesk(t);
    const secret = await aSecret(desk);
    const call = callsOf(await desk.as('administrator'));
    const url = `/api/v1/people/${secret.insider.id}/invitation`;
    assert.equal(codeOf(await call('POST', url, { reason: 'lost phone' })), 'person.mail_needed');
    assert.deepEqual(await desk.query(`SELECT id FROM one_time_link WHERE purpose = 'invitation'`), []);
    const elsewhere = await call('PATCH', `/api/v1/people/${secret.insider.id}`, {
      email: 'boss@example.org',
    });
    assert.equal(codeOf(elsewhere), 'request.not_valid');
    assert.deepEqual(await betrayals(call, secret), []);
  });

  it('reads no link out of the answer, the record or another address when mail leaves the desk', async (t) => {
    const desk = await openTestDesk(t, { configuration: { smtpUrl: 'smtp://127.0.0.1:9' } });
    const handler = await desk.as('handler');
    const call = callsOf(await desk.as('administrator'));
    const answer = await call('POST', `/api/v1/people/${handler.id}/invitation`, { reason: 'lost' });
    assert.equal(answer.statusCode, 201, answer.body);
    assert.equal(answer.json<{ link: null }>().link, null);
    const mails = await desk.query<{ to_address: string; text: string }>(
      `SELECT to_address, text FROM mail WHERE purpose = 'invitation'`,
    );
    assert.deepEqual(
      mails.map((mail) => mail.to_address),
      [handler.email],
    );
    const secret = secretOf(/\S+#\S+/.exec(mails[0]?.text ?? '')?.[0] ?? '');
    assert.equal(secret.length, 43);
    for (const road of ['/api/v1/history', `/api/v1/history?subject=person:${handler.id}`]) {
      assert.ok(!(await call('GET', road)).body.includes(secret), road);
    }
    assert.ok(!desk.logged.join('').includes(secret));
  });

  it('who holds no other role reads no incident and no report, restricted or not', async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const { reference } = await handler.api.declareIncident({ body: { title: 'Open to handlers' } });
    const report = await handler.api.sendReport({ body: { summary: 'Open to handlers' } });
    const call = callsOf(await desk.as('administrator'));
    assert.equal((await call('GET', `/api/v1/incidents/${reference}`)).statusCode, 404);
    assert.equal((await call('GET', `/api/v1/reports/${report.reference}`)).statusCode, 403);
    for (const road of ['/api/v1/history', '/api/v1/search?q=handlers', '/api/v1/incidents']) {
      assert.ok(!(await call('GET', road)).body.includes('Open to handlers'), road);
    }
  });
});

describe('promoting oneself', () => {
  it('works neither through one’s account nor through one’s person, nor with a token', async (t) => {
    const desk = await openTestDesk(t);
    const clerk = await desk.as('helpdesk');
    const call = callsOf(clerk);
    const roles = ['administrator'];
    assert.equal(codeOf(await call('PATCH', `/api/v1/people/${clerk.id}`, { roles })), 'permission.missing');
    assert.notEqual((await call('PATCH', '/api/v1/account', { roles })).statusCode, 200);
    const browser = new TestBrowser(desk.app);
    await signIn(browser);
    for (const field of ['roles', 'email', 'state', 'id', '__proto__', 'constructor']) {
      const answer = await browser.send('PATCH', '/api/v1/account', JSON.parse(`{"${field}": ["x"]}`));
      assert.notEqual(answer.statusCode, 200, field);
    }
    const boss = await desk.as('administrator');
    const narrow = await scopedCalls(desk, boss, ['people.read', 'tokens.manage']);
    const wider = await narrow('POST', '/api/v1/account/tokens', { name: 'wide', scopes: ['people.manage'] });
    assert.equal(codeOf(wider), 'account.session_needed');
    assert.equal(codeOf(await narrow('PATCH', `/api/v1/people/${boss.id}`, { roles })), 'permission.missing');
    const [row] = await desk.query<{ roles: string[] }>('SELECT roles FROM person WHERE id = $1', [clerk.id]);
    assert.deepEqual(row?.roles, ['helpdesk']);
  });
});

describe('a session that waits for its second factor', () => {
  it('gets past no guard there is', async (t) => {
    const desk = await openTestDesk(t);
    const browser = new TestBrowser(desk.app);
    await signIn(browser);
    for (const declared of Object.values<Route>(routes)) {
      if (declared.guard === 'public') continue;
      const url = declared.path.replace(/\{(\w+)\}/g, UUID);
      const answer = await browser.send(declared.method, url, declared.body === undefined ? undefined : {});
      assert.equal(answer.statusCode, 401, `${declared.id}: ${answer.body}`);
    }
  });

  // Danger: two people know the password of somebody who has yet to enrol; the slower one enrols over the faster.
  it('ends when another has enrolled one', async (t) => {
    const desk = await openTestDesk(t);
    const [owner, thief] = [new TestBrowser(desk.app), new TestBrowser(desk.app, '198.51.100.66')];
    await signIn(owner);
    await signIn(thief);
    const theirs = (await thief.send('POST', '/api/v1/account/totp')).json<{ secret: string }>().secret;
    const { secret } = (await owner.send('POST', '/api/v1/account/totp')).json<{ secret: string }>();
    const confirm = (browser: TestBrowser, of: string) =>
      browser.send('PUT', '/api/v1/account/totp', { code: totpCode(of, new Date()) });
    assert.equal((await confirm(owner, secret)).statusCode, 200);
    assert.equal((await thief.send('POST', '/api/v1/account/totp')).statusCode, 401);
    assert.equal((await confirm(thief, theirs)).statusCode, 401);
    assert.equal((await thief.send('POST', '/api/v1/account/passkeys/options')).statusCode, 401);
    assert.equal((await owner.send('GET', '/api/v1/people')).statusCode, 200);
  });
});

describe('links', () => {
  it('of an invitation let one of two in who come at once, and open no setup', async (t) => {
    const desk = await openTestDesk(t);
    const boss = await desk.as('administrator');
    const invited = await boss.inject({
      method: 'POST',
      url: '/api/v1/people',
      payload: { name: 'Bea Nieuw', email: 'bea@example.org', roles: ['handler'] },
    });
    const link = secretOf(invited.json<{ invitation: { link: string } }>().invitation.link);
    const answers = await Promise.all(
      ['198.51.100.1', '198.51.100.2'].map((address) =>
        new TestBrowser(desk.app, address).send('POST', '/api/v1/invitations/accept', {
          link,
          password: GOOD_PASSWORD,
        }),
      ),
    );
    assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1);
    const again = await boss.inject({
      method: 'POST',
      url: '/api/v1/people',
      payload: { name: 'Cas Nieuw', email: 'cas@example.org', roles: ['handler'] },
    });
    const other = secretOf(again.json<{ invitation: { link: string } }>().invitation.link);
    const setup = await new TestBrowser(desk.app).send('POST', '/api/v1/setup/open', { link: other });
    assert.equal(codeOf(setup), 'setup.already_done');
  });

  it('of a setup open nothing once the desk is set up', async (t) => {
    const desk = await openTestDesk(t, { isNew: true });
    await desk.query(
      `INSERT INTO one_time_link (id, purpose, secret_hash, made_at, expires_at)
       VALUES (gen_random_uuid(), 'setup', encode(sha256($1::bytea), 'hex'), now(), now() + interval '1 day'),
         (gen_random_uuid(), 'setup', encode(sha256($2::bytea), 'hex'), now(), now() + interval '1 day')`,
      ['a'.repeat(43), 'b'.repeat(43)],
    );
    const body = (link: string, email: string) => ({
      link,
      organisation: {
        name: 'Stad Example',
        sector: 'other',
        country: 'BE',
        languages: ['nl'],
        timeZone: 'Europe/Brussels',
        helpdeskMail: 'helpdesk@example.org',
        helpdeskPhone: '',
        publicUrl: 'http://localhost:8080',
      },
      admin: { name: 'Eva Eerst', email, language: 'nl' },
      password: GOOD_PASSWORD,
    });
    const set = (link: string, email: string) =>
      new TestBrowser(desk.app).send('POST', '/api/v1/setup', body(link, email));
    const first = await set('a'.repeat(43), 'eva@example.org');
    assert.equal(first.statusCode, 201, first.body);
    for (const link of ['a', 'b']) {
      const late = await set(link.repeat(43), 'mallory@example.org');
      assert.ok(
        ['link.not_accepted', 'setup.already_done'].includes(codeOf(late) ?? ''),
        `${link}: ${late.body}`,
      );
    }
    const [count] = await desk.query<{ count: number }>('SELECT count(*)::int AS count FROM person');
    assert.equal(count?.count, 1);
  });
});

describe('guessing', () => {
  async function aKnownAdministrator(t: TestContext): Promise<{ desk: TestDesk; secret: string }> {
    const desk = await openTestDesk(t);
    const browser = new TestBrowser(desk.app, '192.0.2.10');
    await signIn(browser);
    const { secret } = (await browser.send('POST', '/api/v1/account/totp')).json<{ secret: string }>();
    const code = totpCode(secret, new Date());
    assert.equal((await browser.send('PUT', '/api/v1/account/totp', { code })).statusCode, 200);
    return { desk, secret };
  }
  const guess = (desk: TestDesk, address: string, email = ADMIN_EMAIL) =>
    signIn(new TestBrowser(desk.app, address), 'Not the password 1', email);

  // Danger: on the worst day, somebody who knows the addresses keeps everybody out of the desk.
  it('by strangers locks nobody out where they signed in before', async (t) => {
    const { desk } = await aKnownAdministrator(t);
    for (let n = 0; n <= limits.signInAttemptsMax; n += 1) {
      await guess(desk, `198.51.100.${n}`);
    }
    assert.equal(codeOf(await guess(desk, '203.0.113.200')), 'sign_in.too_many');
    const here = await signIn(new TestBrowser(desk.app, '192.0.2.10'));
    assert.equal(here.json<{ outcome: string }>().outcome, 'code_needed', here.body);
  });

  it('is counted where somebody signed in before, too', async (t) => {
    const { desk } = await aKnownAdministrator(t);
    for (let n = 0; n < limits.signInAttemptsMax; n += 1) {
      await guess(desk, '192.0.2.10');
    }
    assert.equal(codeOf(await guess(desk, '192.0.2.10')), 'sign_in.too_many');
  });

  it('from a whole network of IPv6 counts as one guesser, who then counts against nobody', async (t) => {
    const desk = await openTestDesk(t);
    for (let n = 0; n < limits.signInAttemptsPerAddressMax; n += 1) {
      await guess(desk, `2001:db8:1:2::${n.toString(16)}`, `nobody${n}@example.org`);
    }
    for (let n = 0; n <= limits.signInAttemptsMax; n += 1) {
      const refused = await guess(desk, `2001:db8:1:2:ffff::${n.toString(16)}`);
      assert.equal(refused.statusCode, 429);
    }
    assert.equal(codeOf(await guess(desk, '2001:db8:1:3::1')), 'sign_in.not_accepted');
  });

  it('at the way back from single sign-on is bounded like the rest', async (t) => {
    const oidc = { issuer: 'http://127.0.0.1:9', clientId: 'belfry', clientSecret: 'x' };
    const desk = await openTestDesk(t, { configuration: { oidc } });
    const browser = new TestBrowser(desk.app);
    const come = () => browser.send('GET', '/api/v1/session/single-sign-on/answer?code=x&state=y');
    for (let n = 0; n < limits.signInAttemptsPerAddressMax; n += 1) {
      assert.equal((await come()).headers['location'], '/sign-in?problem=sign_in.not_accepted');
    }
    assert.equal((await come()).headers['location'], '/sign-in?problem=sign_in.too_many');
  });
});

describe('the application’s role in the database', () => {
  async function asApplication(t: TestContext, context: Record<string, string> = {}) {
    const opened = await openTestDatabase(t);
    const client = new pg.Client(opened.application);
    await client.connect();
    opened.closeFirst(() => client.end());
    for (const [name, value] of Object.entries(context)) {
      await client.query(`SELECT set_config($1, $2, false)`, [`belfry.${name}`, value]);
    }
    return { opened, client };
  }

  it('changes neither schema, policies, functions, migrations nor who it is', async (t) => {
    const { client } = await asApplication(t, { system: 'on' });
    const statements = [
      `UPDATE schema_migration SET sha256 = 'x'`,
      `DELETE FROM schema_migration`,
      'DROP POLICY incident_wall ON incident',
      'ALTER TABLE incident DISABLE ROW LEVEL SECURITY',
      'ALTER POLICY incident_wall ON incident USING (true)',
      'CREATE TABLE public.mine (id integer)',
      `CREATE FUNCTION public.context_person() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$`,
      `CREATE OR REPLACE FUNCTION context_is_system() RETURNS boolean LANGUAGE sql AS $$ SELECT true $$`,
      'DROP TRIGGER outbox_append_only ON outbox',
      'UPDATE outbox SET canonical = canonical',
      'DELETE FROM incident',
      'DELETE FROM report',
      'INSERT INTO outbox_head (only_one, position) VALUES (true, 0)',
      'CREATE ROLE mine SUPERUSER',
      'ALTER ROLE belfry_app SUPERUSER',
      'SET SESSION AUTHORIZATION postgres',
      `COPY (SELECT 1) TO PROGRAM 'true'`,
      `SELECT pg_read_file('postgresql.conf')`,
      'SELECT rolpassword FROM pg_authid',
      'CREATE EXTENSION dblink',
    ];
    for (const statement of statements) {
      await assert.rejects(
        client.query(statement),
        /permission denied|must be (owner|superuser|able)|Only roles|does not exist/,
        statement,
      );
    }
  });

  it('reads nobody else’s credentials in anybody’s name, whatever they may do', async (t) => {
    const { client, opened } = await asApplication(t, {
      person: UUID,
      permissions: 'people.manage,history.read,organisation.manage',
    });
    const other = '11111111-1111-4111-8111-111111111111';
    await opened.query(
      `INSERT INTO person (id, name, email, language, roles, state, created_at) VALUES ($1, 'O', 'o@example.org', 'en', '{}', 'active', now())`,
      [other],
    );
    await opened.query(`INSERT INTO person_password VALUES ($1, 'hash', now())`, [other]);
    await opened.query(`INSERT INTO person_totp VALUES ($1, 'secret', null, now(), 0)`, [other]);
    await opened.query(`INSERT INTO recovery_code VALUES ($1, 'hash', 'salt', now(), null)`, [other]);
    await opened.query(
      `INSERT INTO sign_in_ceremony VALUES (gen_random_uuid(), 'passkey_making', $1, '{}', now() + interval '1 hour')`,
      [other],
    );
    await opened.query(
      `INSERT INTO report_draft VALUES (gen_random_uuid(), '{}', now(), now() + interval '1 hour')`,
    );
    await opened.query(`INSERT INTO sign_in_throttle VALUES ('person:x', now(), 1)`);
    const tables = [
      'person_password',
      'person_totp',
      'recovery_code',
      'sign_in_ceremony',
      'report_draft',
      'sign_in_throttle',
    ];
    for (const table of tables) {
      const { rowCount } = await client.query(`SELECT * FROM ${table}`);
      assert.equal(rowCount, 0, table);
      const touched = table === 'report_draft' ? 'answers = answers' : null;
      if (touched !== null) {
        assert.equal((await client.query(`UPDATE ${table} SET ${touched}`)).rowCount, 0, table);
      }
    }
    await assert.rejects(
      client.query(`INSERT INTO person_password VALUES ($1, 'mine', now())`, [other]),
      /row-level security|duplicate key/,
    );
    assert.equal((await client.query(`UPDATE person_password SET hash = 'mine'`)).rowCount, 0);
  });

  it('finds every function with its owner’s rights bound to the schema it was written for', async (t) => {
    const { opened } = await asApplication(t);
    const definers = await opened.query<{ proname: string; bound: boolean }>(
      `SELECT proname, coalesce(array_to_string(proconfig, ' ') LIKE '%search_path=public, pg_temp%', false) AS bound
       FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace`,
    );
    assert.ok(definers.length >= 8);
    assert.deepEqual(
      definers.filter(({ bound }) => !bound).map(({ proname }) => proname),
      [],
    );
    const [schema] = await opened.query<{ creates: boolean }>(
      `SELECT has_schema_privilege('belfry_app', 'public', 'CREATE') AS creates`,
    );
    assert.equal(schema?.creates, false);
  });

  // Danger: a table added next year that nobody thought of.
  it('stands before a wall at every table, but these', async (t) => {
    const { opened } = await asApplication(t);
    const bare = await opened.query<{ relname: string }>(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND NOT relrowsecurity ORDER BY relname`,
    );
    const house = ['organisation', 'outbox_head', 'person', 'reference_counter', 'schema_migration'];
    // What the organisation set for itself: nothing in them belongs to a case, and secrets lie sealed or as digests.
    const settings = [
      'canned_text',
      'mailbox',
      'report_guide_draft',
      'report_guide_version',
      'routing_rules',
      'triage_queue',
      'vocabulary_term',
      'webhook',
      'whistleblowing_setting',
    ];
    // The logbook's sources, counts, checkpoints and alarms: how the log does, and nothing that it holds.
    const logbook = [
      'log_alarm',
      'log_alarm_listener',
      'log_checkpoint',
      'log_source',
      'log_source_hour',
      'log_source_identity',
      'log_source_minute',
      'log_source_zone',
    ];
    // Rules, which of them run and what they count: what rules say is no case, and what they found stands behind walls.
    const rules = [
      'detection_review',
      'detection_rule',
      'logsource_figure',
      'rule_figure',
      'rule_import',
      'rule_import_document',
      'rule_placeholders',
      'rule_selection',
      'rule_set',
    ];
    // What the law asks of the organisation itself, whom it answers to, and who is called: no case stands in them. A
    // look back holds its period and a note; which incidents recurred is asked behind their walls.
    const law = [
      'authority',
      'authority_choice',
      'crisis_criterion',
      'management_report_schedule',
      'profile',
      'recurrence_review',
      'roster',
      'roster_override',
      'status_page',
      'webhook_endpoint',
    ];
    // Digests of keys that callers chose, found by nobody who does not send the same key again.
    const digests = ['idempotency_key'];
    assert.deepEqual(
      bare.map(({ relname }) => relname),
      [...house, ...settings, ...logbook, ...rules, ...law, ...digests].sort(),
    );
  });
});
