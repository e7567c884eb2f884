// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { type IncidentStatus, isRefusal, type Permission } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { type FeedbackLine, feedbackHandlers, findFeedback } from '../feedback/index.ts';
import { type PersonActor, systemActor } from '../platform/authorization/actor.ts';
import { systemIds } from '../platform/clock/clock.ts';
import { MailNotTaken, sendDueMail } from '../platform/mail/index.ts';
import {
  feedbackFollowsReport,
  feedbackFollowsStatus,
  feedbackLeavesWithReport,
} from './confirmed-incident-prepares-feedback.ts';
import { deliverFeedback, mailFateReachesFeedback } from './feedback-reaches-reporter.ts';

async function aDesk(t: TestContext) {
  const { database, query } = await openTestDatabase(t);
  await query(
    `INSERT INTO organisation (name, sector, country, languages, time_zone, helpdesk_mail, helpdesk_phone, public_url)
     VALUES ('Stad Example', 'other', 'BE', '{nl}', 'Europe/Brussels', 'helpdesk@example.org', '', '')`,
  );
  let count = 0;
  const incident = async (
    status: IncidentStatus,
    more: { mergedInto?: string; restricted?: boolean } = {},
  ) => {
    const id = randomUUID();
    const reference = `INC-2026-000${++count}`;
    await query(
      `INSERT INTO incident (id, reference, title, status, tlp, personal_data, restricted, merged_into, declared_at, updated_at)
       VALUES ($1, $2, 'Secret title', $3, 'TLP:AMBER', 'unknown', $4, $5, now(), now())`,
      [id, reference, status, more.restricted ?? false, more.mergedInto ?? null],
    );
    return { id, reference };
  };
  const report = async (
    incidentId: string | null,
    more: { email?: string; receipt?: boolean; duplicateOf?: string; language?: string; state?: string } = {},
  ) => {
    const id = randomUUID();
    const reference = `REP-2026-000${++count}`;
    await query(
      `INSERT INTO report (id, reference, state, kind, channel, summary, ongoing, anonymous, language, reporter_email,
         receipt_hash, reported_at, content_sha256, incident_id, duplicate_of)
       VALUES ($1, $2, $3, 'incident', 'form', 'words', 'no', false, $4, $5, $6, now(), '', $7, $8)`,
      [
        id,
        reference,
        more.state ?? (more.duplicateOf === undefined ? 'accepted' : 'duplicate'),
        more.language ?? 'fr',
        more.email ?? null,
        more.receipt === true ? randomUUID() : null,
        incidentId,
        more.duplicateOf ?? null,
      ],
    );
    return { id, reference };
  };
  const statusBecomes = async (
    which: { id: string; reference: string },
    from: IncidentStatus,
    to: IncidentStatus,
  ) => {
    await query('UPDATE incident SET status = $2 WHERE id = $1', [which.id, to]);
    await database.change(somebody(), (changing) =>
      feedbackFollowsStatus(changing, {
        incident: {
          ...which,
          title: 'Secret title',
          status: to,
          severity: null,
          restricted: false,
          mergedInto: null,
        },
        from,
        to,
      }),
    );
  };
  const all = (id: string): Promise<FeedbackLine[]> =>
    database.read(systemActor('test'), ({ sql }) => findFeedback(sql, { incidentIds: [id] }));
  const handlers = feedbackHandlers({
    database,
    familyOf: async () => [],
    deliver: deliverFeedback,
  });
  const call = { query: undefined, request: undefined as never, reply: undefined as never };
  return {
    database,
    query,
    incident,
    report,
    statusBecomes,
    all,
    send: (id: string, text?: string) =>
      handlers.sendFeedback({
        ...call,
        params: { feedback: id },
        body: text === undefined ? {} : { text },
        actor: somebody(),
      }),
    skip: (id: string, reason: string) =>
      handlers.skipFeedback({ ...call, params: { feedback: id }, body: { reason }, actor: somebody() }),
    mail: (send: () => Promise<void>) =>
      sendDueMail({
        database,
        transport: { send, close: () => {} },
        mailFrom: null,
        host: () => 'desk.example.org',
        ids: systemIds,
        whenSettled: mailFateReachesFeedback,
      }),
    messages: () =>
      query<{ report_id: string; text: string }>('SELECT * FROM report_message ORDER BY written_at'),
    mails: () => query<{ to_address: string; subject: string; text: string }>('SELECT * FROM mail'),
    events: async () =>
      (await query<{ event: string }>('SELECT event FROM outbox ORDER BY position')).map((row) => row.event),
  };
}

/** A token scoped to incidents only: its holder sees no report. */
const somebody = (permissions: Permission[] = ['incidents.read', 'incidents.work']): PersonActor => ({
  kind: 'person',
  id: '6f0b3f64-0d0c-4a4c-9a53-0d3b2f3a7a01',
  name: 'Hanne Handler',
  email: 'hanne@example.org',
  language: 'nl',
  roles: ['handler'],
  permissions: new Set(permissions),
  via: { kind: 'token', id: randomUUID() },
});
const somebodyExists = (query: (text: string) => Promise<unknown>) =>
  query(`INSERT INTO person (id, name, email, language, roles, state, created_at)
    VALUES ('6f0b3f64-0d0c-4a4c-9a53-0d3b2f3a7a01', 'Hanne Handler', 'hanne@example.org', 'nl', '{handler}', 'active', now())`);

describe('feedbackFollowsStatus', () => {
  it('prepares for every reporter who can be reached, merged ones and duplicates too, once', async (t) => {
    const desk = await aDesk(t);
    const incident = await desk.incident('pending');
    const merged = await desk.incident('merged', { mergedInto: incident.id });
    const first = await desk.report(incident.id, { email: 'a@example.org' });
    await desk.report(merged.id, { receipt: true, language: 'de' });
    await desk.report(null, { duplicateOf: first.id, email: 'b@example.org', language: 'nl' });
    await desk.report(incident.id);
    await desk.report(incident.id, { email: 'c@example.org', state: 'withdrawn' });
    await desk.statusBecomes(incident, 'pending', 'confirmed');
    await desk.statusBecomes(incident, 'pending', 'confirmed');
    const prepared = await desk.all(incident.id);
    assert.deepEqual(prepared.map((line) => `${line.way} ${line.language} ${line.state}`).sort(), [
      'mail fr prepared',
      'mail nl prepared',
      'receipt_page de prepared',
    ]);
    for (const line of prepared) {
      assert.ok(line.text.includes(line.reportReference));
      assert.ok(!/Secret|INC-/.test(line.text), 'a reporter stands outside the wall');
    }
    assert.deepEqual(await desk.events(), ['feedback.prepared', 'feedback.prepared', 'feedback.prepared']);
  });

  it('prepares for a report that comes later, and for the reports of an incident merged into a confirmed one', async (t) => {
    const desk = await aDesk(t);
    const incident = await desk.incident('confirmed');
    await desk.report(incident.id, { email: 'late@example.org' });
    await desk.database.change(somebody(), (changing) => feedbackFollowsReport(changing, incident.id));
    assert.equal((await desk.all(incident.id)).length, 1);
    const other = await desk.incident('pending', { mergedInto: incident.id });
    await desk.report(other.id, { receipt: true });
    await desk.statusBecomes(other, 'pending', 'merged');
    assert.equal((await desk.all(incident.id)).length, 2);
  });

  it('takes back what nobody sent and is no longer true', async (t) => {
    const desk = await aDesk(t);
    const incident = await desk.incident('confirmed');
    const report = await desk.report(incident.id, { email: 'a@example.org' });
    await desk.statusBecomes(incident, 'confirmed', 'resolved');
    await desk.statusBecomes(incident, 'resolved', 'confirmed');
    assert.deepEqual(
      (await desk.all(incident.id)).map((line) => [line.occasion, line.state]),
      [['resolved', 'skipped']],
    );
    await desk.statusBecomes(incident, 'confirmed', 'resolved');
    await desk.database.change(somebody(), (changing) =>
      feedbackLeavesWithReport(changing, report, incident),
    );
    assert.deepEqual(
      (await desk.all(incident.id)).map((line) => line.state),
      ['skipped', 'skipped'],
    );
  });
});

describe('feedbackHandlers', () => {
  it('sends by mail and on the receipt page, in the words a person chose', async (t) => {
    const desk = await aDesk(t);
    await somebodyExists(desk.query);
    const incident = await desk.incident('pending');
    const report = await desk.report(incident.id, { email: 'a@example.org' });
    await desk.statusBecomes(incident, 'pending', 'confirmed');
    const [prepared] = await desk.all(incident.id);
    const sent = await desk.send(prepared?.id ?? '', 'Merci <b>beaucoup</b>.');
    assert.ok(!isRefusal(sent) && sent.state === 'sent' && sent.sentAt === null);
    assert.deepEqual(
      (await desk.messages()).map((message) => [message.report_id, message.text]),
      [[report.id, 'Merci <b>beaucoup</b>.']],
    );
    const [mail] = await desk.mails();
    assert.equal(mail?.to_address, 'a@example.org');
    assert.ok(mail?.subject.includes(report.reference) && !/Secret|INC-/.test(`${mail.subject}${mail.text}`));
    const again = await desk.send(prepared?.id ?? '');
    assert.ok(isRefusal(again) && again.refused === 'feedback.already_answered');
    await desk.mail(async () => {});
    assert.notEqual((await desk.all(incident.id))[0]?.sentAt, null);
  });

  it('says why a mail failed, and sends again without writing twice on the receipt page', async (t) => {
    const desk = await aDesk(t);
    await somebodyExists(desk.query);
    const incident = await desk.incident('pending');
    await desk.report(incident.id, { email: 'a@example.org' });
    await desk.statusBecomes(incident, 'pending', 'confirmed');
    const id = (await desk.all(incident.id))[0]?.id ?? '';
    await desk.send(id);
    await desk.mail(async () => {
      throw new MailNotTaken(new Error('no such mailbox'), true);
    });
    const [failed] = await desk.all(incident.id);
    assert.deepEqual([failed?.state, failed?.reason], ['failed', 'no such mailbox']);
    await desk.send(id);
    assert.equal((await desk.messages()).length, 1);
    assert.equal((await desk.mails()).length, 2);
    assert.ok((await desk.events()).includes('feedback.failed'));
  });

  it('shows why mail waits while there is no mail server', async (t) => {
    const desk = await aDesk(t);
    await somebodyExists(desk.query);
    const incident = await desk.incident('pending');
    await desk.report(incident.id, { email: 'a@example.org' });
    await desk.statusBecomes(incident, 'pending', 'confirmed');
    await desk.send((await desk.all(incident.id))[0]?.id ?? '');
    await sendDueMail({
      database: desk.database,
      transport: null,
      mailFrom: null,
      host: () => 'h',
      ids: systemIds,
    });
    assert.equal((await desk.all(incident.id))[0]?.reason, 'no mail server is configured');
  });

  it('skips with a reason', async (t) => {
    const desk = await aDesk(t);
    const incident = await desk.incident('pending');
    await desk.report(incident.id, { receipt: true });
    await desk.statusBecomes(incident, 'pending', 'confirmed');
    const id = (await desk.all(incident.id))[0]?.id ?? '';
    const skipped = await desk.skip(id, 'Told by telephone');
    assert.ok(!isRefusal(skipped) && skipped.state === 'skipped' && skipped.reason === 'Told by telephone');
    assert.equal((await desk.messages()).length, 0);
    assert.equal((await desk.events()).at(-1), 'feedback.skipped');
  });
});
