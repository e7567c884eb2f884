// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { limits, type Person, type Session } from '@belfry/contract';
import { openTestDesk, type TestDesk } from '../../test/desk.ts';
import { TestBrowser, TestPasskey } from '../../test/visitor.ts';
import { accessLink, setupLink } from './index.ts';

const ORIGIN = 'http://localhost:8080';
const GOOD_PASSWORD = 'Drie torens en een brug';
const codeOf = (answer: { json(): unknown }) => (answer.json() as { code?: string }).code;
const secretOf = (link: string) => link.split('#')[1] ?? '';

function aClock() {
  const clock = { at: new Date('2026-11-21T10:00:00.000Z'), now: () => new Date(clock.at) };
  return clock;
}

async function eventsOf(desk: TestDesk): Promise<string[]> {
  const rows = await desk.query<{ event: string }>('SELECT event FROM outbox ORDER BY position');
  return rows.map(({ event }) => event);
}

const organisation = { name: 'Stad Example', helpdeskMail: 'helpdesk@example.org' };
const admin = { name: 'Ada Admin', email: 'ada@example.org', language: 'nl' };

describe('setUp()', () => {
  const open = async (t: TestContext) => {
    const clock = aClock();
    const desk = await openTestDesk(t, { isNew: true, clock });
    const link = await setupLink(desk.database);
    return { desk, clock, link: secretOf(link?.path ?? '') };
  };

  it('setUp() makes organisation and administrator by passkey, once', async (t) => {
    const { desk, link } = await open(t);
    const browser = new TestBrowser(desk.app);
    assert.equal((await browser.send('POST', '/api/v1/setup/open', { link })).statusCode, 200);
    const { name, email } = admin;
    const asked = (await browser.send('POST', '/api/v1/setup/passkey', { link, name, email })).json<{
      ceremony: string;
      options: Record<string, unknown>;
    }>();
    const passkey = { ceremony: asked.ceremony, answer: new TestPasskey().make(asked.options, ORIGIN) };
    const answer = await browser.send('POST', '/api/v1/setup', { link, organisation, admin, passkey });
    assert.equal(answer.statusCode, 201, answer.body);
    const session = answer.json<Session>();
    assert.equal(session.stage, 'complete');
    assert.deepEqual(session.person.roles, ['administrator', 'it_responsible', 'handler', 'helpdesk']);
    assert.equal((await browser.send('GET', '/api/v1/people')).statusCode, 200);
    const again = await browser.send('POST', '/api/v1/setup', {
      link,
      organisation,
      admin,
      password: GOOD_PASSWORD,
    });
    assert.equal(codeOf(again), 'link.not_accepted');
    assert.equal(await setupLink(desk.database), null);
    assert.deepEqual((await eventsOf(desk)).slice(0, 2), ['organisation.set_up', 'person.joined']);
  });

  // Whoever finds an old terminal must not become the administrator of somebody else's desk.
  it('setUp() takes neither an expired link, nor the one before the newest, nor a guessed one', async (t) => {
    const { desk, link, clock } = await open(t);
    const browser = new TestBrowser(desk.app);
    const attempt = async (text: string) =>
      codeOf(
        await browser.send('POST', '/api/v1/setup', {
          link: text,
          organisation,
          admin,
          password: GOOD_PASSWORD,
        }),
      );
    const newer = secretOf((await setupLink(desk.database))?.path ?? '');
    assert.equal(await attempt(link), 'link.not_accepted');
    assert.equal(await attempt('A'.repeat(43)), 'link.not_accepted');
    clock.at = new Date(clock.at.getTime() + limits.setupLinkAgeMsMax + 1);
    assert.equal(await attempt(newer), 'link.not_accepted');
  });

  it('setUp() refuses a password that is guessed first, and leaves nothing behind', async (t) => {
    const { desk, link } = await open(t);
    const browser = new TestBrowser(desk.app);
    for (const password of ['correcthorsebatterystaple', 'short', 'Stad Example 2026', 'password1234']) {
      const answer = await browser.send('POST', '/api/v1/setup', { link, organisation, admin, password });
      assert.equal(codeOf(answer), 'password.not_accepted', password);
    }
    assert.equal(
      codeOf(await browser.send('POST', '/api/v1/setup', { link, organisation, admin })),
      'request.not_valid',
    );
    const unzoned = { ...organisation, timeZone: 'Mars/Olympus' };
    const answer = await browser.send('POST', '/api/v1/setup', {
      link,
      organisation: unzoned,
      admin,
      password: GOOD_PASSWORD,
    });
    assert.equal(codeOf(answer), 'request.not_valid');
    assert.deepEqual(await eventsOf(desk), []);
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        new TestBrowser(desk.app).send('POST', '/api/v1/setup', {
          link,
          organisation,
          admin,
          password: GOOD_PASSWORD,
        }),
      ),
    );
    assert.equal(answers.filter(({ statusCode }) => statusCode === 201).length, 1);
  });
});

describe('invitations', () => {
  interface Invited {
    person: Person;
    invitation: { link: string; expiresAt: string; mailed: boolean };
  }
  const wanted = { name: 'Bea Handler', email: 'bea@example.org', roles: ['handler'], language: 'nl' };

  async function invited(t: TestContext, smtpUrl: string | null = null) {
    const clock = aClock();
    const desk = await openTestDesk(t, { clock, configuration: { smtpUrl } });
    const boss = await desk.as('administrator');
    const answer = await boss.inject({ method: 'POST', url: '/api/v1/people', payload: wanted });
    assert.equal(answer.statusCode, 201, answer.body);
    return { desk, clock, boss, ...answer.json<Invited>() };
  }

  it('acceptInvitation() lets in once, with the roles that were given', async (t) => {
    const { desk, invitation, person } = await invited(t);
    assert.equal(person.state, 'invited');
    const browser = new TestBrowser(desk.app);
    const link = secretOf(invitation.link);
    const shown = await browser.send('POST', '/api/v1/invitations/open', { link });
    assert.equal(shown.json<{ email: string }>().email, wanted.email);
    const weak = await browser.send('POST', '/api/v1/invitations/accept', {
      link,
      password: 'bea handler 99',
    });
    assert.equal(codeOf(weak), 'password.not_accepted');
    const joined = await browser.send('POST', '/api/v1/invitations/accept', {
      link,
      password: GOOD_PASSWORD,
    });
    assert.equal(joined.json<Session>().stage, 'enrolment');
    assert.deepEqual(joined.json<Session>().person.roles, ['handler']);
    const again = await browser.send('POST', '/api/v1/invitations/accept', { link, password: GOOD_PASSWORD });
    assert.equal(codeOf(again), 'link.not_accepted');
  });

  it('acceptInvitation() refuses an expired link, a replaced one and one of somebody blocked', async (t) => {
    const { desk, clock, boss, invitation, person } = await invited(t);
    const open = async (link: string) =>
      codeOf(
        await new TestBrowser(desk.app).send('POST', '/api/v1/invitations/open', { link: secretOf(link) }),
      );
    const renewed = await boss.inject({
      method: 'POST',
      url: `/api/v1/people/${person.id}/invitation`,
      payload: {},
    });
    const { link } = renewed.json<{ link: string }>();
    assert.equal(await open(invitation.link), 'link.not_accepted');
    assert.equal(await open(link), undefined);
    clock.at = new Date(clock.at.getTime() + limits.invitationAgeMsMax + 1);
    assert.equal(await open(link), 'link.not_accepted');
    clock.at = new Date(clock.at.getTime() - limits.invitationAgeMsMax);
    await boss.inject({
      method: 'POST',
      url: `/api/v1/people/${person.id}/block`,
      payload: { reason: 'left' },
    });
    assert.equal(await open(link), 'link.not_accepted');
  });

  it('invitePerson() refuses a second person with the mail address, whatever its case', async (t) => {
    const { boss } = await invited(t);
    const payload = { ...wanted, email: 'BEA@example.org' };
    assert.equal(
      codeOf(await boss.inject({ method: 'POST', url: '/api/v1/people', payload })),
      'person.email_taken',
    );
  });

  it('invitePerson() hands the link to the mail queue where mail leaves the desk', async (t) => {
    const { desk, invitation } = await invited(t, 'smtp://127.0.0.1:9');
    assert.equal(invitation.mailed, true);
    const [mail] = await desk.query<{
      to_address: string;
      text: string;
      is_secret: boolean;
      language: string;
    }>("SELECT to_address, text, is_secret, language FROM mail WHERE purpose = 'invitation'");
    assert.equal(mail?.to_address, wanted.email);
    assert.equal(mail?.language, 'nl');
    assert.equal(mail?.is_secret, true);
    assert.ok(mail?.text.includes(invitation.link));
  });

  it('inviteAgain() of somebody active takes every old way in away when the link is used', async (t) => {
    const { desk, boss } = await invited(t, 'smtp://127.0.0.1:9');
    const handler = await desk.as('handler');
    const answer = await boss.inject({
      method: 'POST',
      url: `/api/v1/people/${handler.id}/invitation`,
      payload: { reason: 'lost phone' },
    });
    assert.equal((await handler.inject({ url: '/api/v1/people' })).statusCode, 200);
    assert.equal(answer.json<{ link: null }>().link, null);
    const [mail] = await desk.query<{ text: string }>('SELECT text FROM mail WHERE to_address = $1', [
      handler.email,
    ]);
    const link = secretOf(/\S+#\S+/.exec(mail?.text ?? '')?.[0] ?? '');
    await new TestBrowser(desk.app).send('POST', '/api/v1/invitations/accept', {
      link,
      password: GOOD_PASSWORD,
    });
    assert.equal(codeOf(await handler.inject({ url: '/api/v1/people' })), 'session.token_not_accepted');
  });
});

describe('people', () => {
  it('changePerson() and blockPerson() never take the last administrator away, two at once included', async (t) => {
    const desk = await openTestDesk(t);
    const boss = await desk.as('administrator');
    const people = (await boss.inject({ url: '/api/v1/people' })).json<{ items: Person[] }>().items;
    const first = people.find(({ name }) => name === 'Ada Admin');
    const take = (id: string | undefined) =>
      boss.inject({ method: 'PATCH', url: `/api/v1/people/${id}`, payload: { roles: ['handler'] } });
    const answers = await Promise.all([take(first?.id), take(boss.id)]);
    const codes = answers.map((answer) => (answer.statusCode === 200 ? 'done' : codeOf(answer)));
    assert.deepEqual(codes.toSorted(), ['done', 'person.last_administrator']);
    const [{ count } = { count: 0 }] = await desk.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM person WHERE state = 'active' AND 'administrator' = ANY (roles)",
    );
    assert.equal(count, 1);
  });

  it('blockPerson() ends tokens at once, and unblockPerson() brings none back', async (t) => {
    const desk = await openTestDesk(t);
    const boss = await desk.as('administrator');
    const handler = await desk.as('handler');
    assert.equal((await handler.inject({ url: '/api/v1/people' })).statusCode, 200);
    const act = (verb: string) =>
      boss.inject({
        method: 'POST',
        url: `/api/v1/people/${handler.id}/${verb}`,
        payload: { reason: 'left the house' },
      });
    assert.equal((await act('block')).json<Person>().state, 'blocked');
    assert.equal(codeOf(await handler.inject({ url: '/api/v1/people' })), 'session.token_not_accepted');
    assert.equal(codeOf(await act('block')), 'person.state_does_not_allow');
    assert.equal((await act('unblock')).json<Person>().state, 'active');
    assert.equal(codeOf(await handler.inject({ url: '/api/v1/people' })), 'session.token_not_accepted');
    const events = await eventsOf(desk);
    assert.ok(events.includes('person.blocked') && events.includes('token.revoked'));
  });

  it('changePerson() is for administrators, and a deputy is somebody active who is somebody else', async (t) => {
    const desk = await openTestDesk(t);
    const boss = await desk.as('administrator');
    const handler = await desk.as('handler');
    const patch = (who: typeof boss, payload: object) =>
      who.inject({ method: 'PATCH', url: `/api/v1/people/${handler.id}`, payload });
    assert.equal(codeOf(await patch(handler, { roles: ['administrator'] })), 'permission.missing');
    assert.equal(codeOf(await patch(boss, { deputyId: handler.id })), 'person.deputy_unknown');
    const set = await patch(boss, { deputyId: boss.id, phone: '+32 9 1' });
    assert.equal(set.json<Person>().deputy?.id, boss.id);
    const [entry] = await desk.query<{ canonical: string }>(
      "SELECT canonical FROM outbox WHERE event = 'person.changed' ORDER BY position DESC LIMIT 1",
    );
    assert.match(entry?.canonical ?? '', /"field":"phone","from":null,"to":"\+32 9 1"/);
  });

  it('listPeople() pages through everybody once, by name', async (t) => {
    const desk = await openTestDesk(t);
    const boss = await desk.as('administrator');
    for (const name of ['Élise', 'bob', 'Bob 100%', 'Zed', 'anna_']) {
      await desk.another(name, 'helpdesk');
    }
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: Person[]; next: string | null } = (
        await boss.inject({ url: `/api/v1/people?limit=2&cursor=${cursor}` })
      ).json();
      names.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    }
    assert.equal(new Set(names).size, 7);
    assert.equal(names.length, 7);
    const found = (await boss.inject({ url: '/api/v1/people?q=100%25' })).json<{ items: Person[] }>();
    assert.deepEqual(
      found.items.map(({ name }) => name),
      ['Bob 100%'],
    );
    assert.equal((await boss.inject({ url: '/api/v1/people?cursor=%00garbage' })).statusCode, 200);
  });

  it('changeOrganisation() is on record, old to new', async (t) => {
    const desk = await openTestDesk(t);
    const boss = await desk.as('administrator');
    const answer = await boss.inject({
      method: 'PATCH',
      url: '/api/v1/organisation',
      payload: { helpdeskPhone: '+32 9 11 22 33' },
    });
    assert.equal(answer.json<{ helpdeskPhone: string }>().helpdeskPhone, '+32 9 11 22 33');
    const bad = await boss.inject({
      method: 'PATCH',
      url: '/api/v1/organisation',
      payload: { timeZone: 'Nowhere/Land' },
    });
    assert.equal(codeOf(bad), 'request.not_valid');
    const [entry] = await desk.query<{ canonical: string }>(
      "SELECT canonical FROM outbox WHERE event = 'organisation.changed'",
    );
    assert.match(entry?.canonical ?? '', /"from":"\+32 9 000 00 00","to":"\+32 9 11 22 33"/);
  });
});

describe('accessLink()', () => {
  it('accessLink() gives the only administrator a way in, and the record tells', async (t) => {
    const desk = await openTestDesk(t);
    const made = await accessLink(desk.database, 'ADA.admin@example.org');
    assert.ok('path' in made);
    const link = secretOf(made.path);
    const browser = new TestBrowser(desk.app);
    const joined = await browser.send('POST', '/api/v1/invitations/accept', {
      link,
      password: GOOD_PASSWORD,
    });
    assert.equal(joined.statusCode, 200, joined.body);
    assert.ok((await eventsOf(desk)).includes('person.invited'));
    const none = await accessLink(desk.database, 'nobody@example.org');
    assert.equal('refused' in none ? none.refused : null, 'person.not_found');
  });
});
