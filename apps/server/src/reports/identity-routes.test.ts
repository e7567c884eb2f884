// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { limits } from '@belfry/contract';
import { ADMIN_EMAIL, ADMIN_PASSWORD, must, openTestDesk, type TestDesk } from '../../test/desk.ts';
import { aClock } from '../../test/form-visitor.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { TestBrowser, totpCode } from '../../test/visitor.ts';
import { createSealing } from '../platform/keys/sealing.ts';
import { answerIdentity, withdrawIdentity } from './identity-steps.ts';

const given = { name: 'Nadia Telltale', contact: 'nadia.telltale@example.org', note: 'Room 4.12' };
const sealing = createSealing(Buffer.alloc(32, 7), 'reporter identity');

async function aReport(desk: TestDesk, anonymous = true) {
  const answer = await desk.app.inject({
    method: 'POST',
    url: '/api/v1/reports',
    payload: { summary: 'Somebody copies files at night', anonymous },
  });
  const { id, reference } = answer.json() as { id: string; reference: string };
  return { id, reference, params: { reference } };
}

const asReporter = (reportId: string) => ({ kind: 'reporter', reportId }) as const;

describe('the identity of an anonymous reporter', () => {
  it('askIdentity() writes a question into the mailbox, once at a time, for anonymous reports only', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { params, id } = await aReport(desk);
    const body = { reason: 'We would like to call you about the times' };
    const before = await helpdesk.api.readIdentity({ params });
    assert.deepEqual([before.state, before.mayAsk, before.mayOpen], ['not_asked', true, false]);
    const asked = await helpdesk.api.askIdentity({ params, body });
    assert.deepEqual([asked.state, asked.mayAsk, asked.asked?.reason], ['asked', false, body.reason]);
    await assert.rejects(helpdesk.api.askIdentity({ params, body }), refusesWith('identity.already_asked'));
    const named = await aReport(desk, false);
    await assert.rejects(
      helpdesk.api.askIdentity({ params: named.params, body }),
      refusesWith('identity.not_anonymous'),
    );
    must(
      await desk.database.change(asReporter(id), (changing) => answerIdentity(changing, sealing, id, null)),
    );
    const refused = await helpdesk.api.readIdentity({ params });
    assert.deepEqual([refused.state, refused.mayAsk, refused.mayOpen], ['refused', true, false]);
    const representative = await desk.as('department_representative');
    await assert.rejects(representative.api.readIdentity({ params }), refusesWith('report.not_found'));
    const auditor = await desk.as('auditor');
    await assert.rejects(auditor.api.askIdentity({ params, body }), refusesWith('permission.missing'));
  });

  // Danger: who an anonymous reporter is lies readable in the database, beside what they told.
  it('answerIdentity() leaves nothing readable in any table', async (t) => {
    const desk = await openTestDesk(t);
    const { params, id } = await aReport(desk);
    const helpdesk = await desk.as('helpdesk');
    await helpdesk.api.askIdentity({ params, body: { reason: 'Please' } });
    must(
      await desk.database.change(asReporter(id), (changing) => answerIdentity(changing, sealing, id, given)),
    );
    const tables = await desk.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables) {
      const rows = await desk.query(`SELECT t::text AS row FROM "${name}" t`);
      assert.doesNotMatch(JSON.stringify(rows), /telltale|Room 4\.12/i, name);
    }
    assert.equal((await helpdesk.api.readIdentity({ params })).state, 'given');
    const [row] = await desk.query<{ unread: number }>('SELECT unread_from_reporter AS unread FROM report');
    assert.equal(row?.unread, 1, 'the desk sees that there is an answer');
  });

  it('withdrawIdentity() destroys the content and keeps the fact', async (t) => {
    const desk = await openTestDesk(t);
    const { params, id } = await aReport(desk);
    const handler = await desk.as('handler');
    await handler.api.askIdentity({ params, body: { reason: 'Please' } });
    must(
      await desk.database.change(asReporter(id), (changing) => answerIdentity(changing, sealing, id, given)),
    );
    must(await desk.database.change(asReporter(id), (changing) => withdrawIdentity(changing, id)));
    assert.deepEqual(await desk.query('SELECT state, sealed FROM reporter_identity'), [
      { state: 'withdrawn', sealed: null },
    ]);
    const events = await desk.query<{ event: string }>(
      `SELECT event FROM outbox WHERE event LIKE 'report.identity%' ORDER BY position`,
    );
    assert.deepEqual(
      events.map(({ event }) => event),
      ['report.identity_asked', 'report.identity_given', 'report.identity_withdrawn'],
    );
  });
});

/** The administrator as a handler, in a browser, who has just proved who they are. */
async function aHandlerInABrowser(desk: TestDesk, clock: ReturnType<typeof aClock>): Promise<TestBrowser> {
  const browser = new TestBrowser(desk.app);
  await desk.query(`UPDATE person SET roles = '{administrator,handler}' WHERE email = $1`, [ADMIN_EMAIL]);
  await browser.send('POST', '/api/v1/session', { email: ADMIN_EMAIL, password: ADMIN_PASSWORD });
  const { secret } = (await browser.send('POST', '/api/v1/account/totp')).json<{ secret: string }>();
  await browser.send('PUT', '/api/v1/account/totp', { code: totpCode(secret, clock.now()) });
  return browser;
}

describe('opening an identity', () => {
  async function aGivenOne(t: TestContext) {
    const clock = aClock();
    const desk = await openTestDesk(t, { clock });
    const { params, id, reference } = await aReport(desk);
    const helpdesk = await desk.as('helpdesk');
    await helpdesk.api.askIdentity({ params, body: { reason: 'Please' } });
    const key = await readFile(join(desk.dataDir, 'keys', 'identity.key'));
    const own = createSealing(key, 'reporter identity');
    must(await desk.database.change(asReporter(id), (changing) => answerIdentity(changing, own, id, given)));
    const url = `/api/v1/reports/${reference}/identity/openings`;
    return { clock, desk, helpdesk, id, params, reference, url };
  }

  it('openIdentity() shows it in its own answer, on record with who, when, as what and why', async (t) => {
    const { clock, desk, helpdesk, params, url } = await aGivenOne(t);
    const browser = await aHandlerInABrowser(desk, clock);
    const answer = await browser.send('POST', url, { reason: 'The court asks' });
    assert.equal(answer.statusCode, 201, answer.body);
    assert.deepEqual(answer.json<{ given: unknown }>().given, given);
    const known = await helpdesk.api.readIdentity({ params });
    assert.deepEqual(
      known.openings.map(({ by, reason, role }) => [by.name, role, reason]),
      [['Ada Admin', 'handler', 'The court asks']],
    );
    assert.doesNotMatch(JSON.stringify(known), /Telltale/);
    const [entry] = await desk.query<{ canonical: string }>(
      `SELECT canonical FROM outbox WHERE event = 'report.identity_opened'`,
    );
    assert.match(entry?.canonical ?? '', /"reason":"The court asks"/);
    assert.doesNotMatch((entry?.canonical ?? '') + desk.logged.join(''), /Telltale/);
  });

  // Danger: a laptop left open, a leaked token, or somebody who only sorts reports.
  it('openIdentity() asks for a recent proof, takes no token, and not the helpdesk', async (t) => {
    const { clock, desk, params, reference, url } = await aGivenOne(t);
    const handler = await desk.as('handler');
    const body = { reason: 'Curious' };
    await assert.rejects(handler.api.openIdentity({ params, body }), refusesWith('account.session_needed'));
    const nobody = await desk.app.inject({ method: 'POST', url, payload: body });
    assert.equal(nobody.statusCode, 401);
    const browser = await aHandlerInABrowser(desk, clock);
    clock.pass(limits.proofAgeMsMax + 1);
    const late = await browser.send('POST', url, body);
    assert.equal(late.json<{ code: string }>().code, 'account.proof_needed');
    assert.deepEqual(await desk.query('SELECT 1 FROM reporter_identity_opening'), []);
    await desk.query(`UPDATE person SET roles = '{helpdesk}' WHERE email = $1`, [ADMIN_EMAIL]);
    clock.pass(5_000);
    await desk.query(`UPDATE session SET proved_at = $1`, [clock.now()]);
    const helpdesk = await browser.send('POST', url, body);
    assert.equal(helpdesk.json<{ code: string }>().code, 'permission.missing', reference);
  });

  // Danger: a lost key is replaced by a new one in silence, and a damaged row opens as nonsense.
  it('openIdentity() says when the key is not here, and leaves no opening behind', async (t) => {
    const { clock, desk, url } = await aGivenOne(t);
    const elsewhere = createSealing(Buffer.alloc(32, 9), 'reporter identity').seal('{}', 'x');
    await desk.query('UPDATE reporter_identity SET sealed = $1', [elsewhere]);
    const browser = await aHandlerInABrowser(desk, clock);
    const answer = await browser.send('POST', url, { reason: 'The court asks' });
    assert.equal(answer.json<{ code: string }>().code, 'identity.not_readable');
    assert.deepEqual(await desk.query('SELECT 1 FROM reporter_identity_opening'), []);
  });

  // Danger: an identity given once stays open to whoever comes later.
  it('openIdentity() finds nothing once it was withdrawn', async (t) => {
    const { clock, desk, id, url } = await aGivenOne(t);
    must(await desk.database.change(asReporter(id), (changing) => withdrawIdentity(changing, id)));
    const browser = await aHandlerInABrowser(desk, clock);
    const answer = await browser.send('POST', url, { reason: 'The court asks' });
    assert.equal(answer.json<{ code: string }>().code, 'identity.not_given');
  });

  it('an opening can be neither changed nor removed, by the application or the owner', async (t) => {
    const { clock, desk, url } = await aGivenOne(t);
    const browser = await aHandlerInABrowser(desk, clock);
    await browser.send('POST', url, { reason: 'The court asks' });
    await assert.rejects(
      desk.query(`UPDATE reporter_identity_opening SET reason = 'x'`),
      /only ever appended/,
    );
    await assert.rejects(desk.query('DELETE FROM reporter_identity_opening'), /only ever appended/);
  });
});
