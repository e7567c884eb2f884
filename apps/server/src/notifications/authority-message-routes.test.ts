// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aNotificationDesk } from '../../test/notification.ts';
import { refusesWith } from '../../test/refuses-with.ts';

const params = (reference: string) => ({ params: { reference } });
const now = () => new Date().toISOString();

describe('messages of authorities', () => {
  it('an acknowledgement keeps the reference, and none comes before the submission', async (t) => {
    const { approved, author, incident, read } = await aNotificationDesk(t);
    const { reference } = await approved();
    const acknowledge = () =>
      author.api.recordAuthorityMessage({
        ...params(incident.reference),
        body: {
          kind: 'acknowledgement',
          notification: reference,
          text: 'Received',
          receivedAt: now(),
          reference: 'DPA-2026-77',
        },
      });
    await assert.rejects(acknowledge(), refusesWith('notification.not_submitted'));
    await author.api.submitNotification({ ...params(reference), body: { way: 'portal', at: now() } });
    const message = await acknowledge();
    assert.equal(message.authority, 'Data Protection Authority');
    const told = await read(reference);
    assert.equal(told.state, 'acknowledged');
    assert.equal(told.authorityReference, 'DPA-2026-77');
  });

  it('a request starts the clock of what it asks for, at the moment it reached us', async (t) => {
    const { author, desk, incident } = await aNotificationDesk(t);
    const receivedAt = '2026-01-02T03:04:05.000Z';
    const ask = (stageId: string) =>
      author.api.recordAuthorityMessage({
        ...params(incident.reference),
        body: {
          kind: 'request',
          text: 'How does it stand?',
          receivedAt,
          asksFor: { regimeId: 'nis2-be', stageId },
          answerDueAt: '2026-01-05T12:00:00.000Z',
        },
      });
    await assert.rejects(ask('final'), refusesWith('notification.stage_unknown'));
    const message = await ask('intermediate');
    assert.deepEqual(message.asksFor, { regimeId: 'nis2-be', stageId: 'intermediate' });
    const moments = await desk.query<{ at: Date; kind: string }>('SELECT at, kind FROM stage_moment');
    assert.deepEqual(
      moments.map(({ at, kind }) => [at.toISOString(), kind]),
      [[receivedAt, 'request']],
    );
    const answered = await author.api.answerAuthorityMessage({
      params: { message: message.id },
      body: { at: now() },
    });
    assert.notEqual(answered.answeredAt, null);
    const { items } = await author.api.listAuthorityMessages(params(incident.reference));
    assert.equal(items.length, 1);
  });

  it('feedback ends what we expect of the authority', async (t) => {
    const { author, desk, incident } = await aNotificationDesk(t);
    const begun = await author.api.beginNotification({
      ...params(incident.reference),
      body: { regimeId: 'nis2-be', stageId: 'early_warning' },
    });
    await author.api.recordAuthorityMessage({
      ...params(incident.reference),
      body: { kind: 'feedback', notification: begun.reference, text: 'Patch it', receivedAt: now() },
    });
    const moments = await desk.query<{ stage_id: string }>('SELECT stage_id FROM stage_moment');
    assert.deepEqual(
      moments.map(({ stage_id }) => stage_id),
      ['authority_feedback'],
    );
  });

  it('a restricted incident hides what authorities wrote about it', async (t) => {
    const { approver, author, incident } = await aNotificationDesk(t);
    const body = { kind: 'feedback' as const, text: 'Secret', receivedAt: now() };
    const message = await author.api.recordAuthorityMessage({ ...params(incident.reference), body });
    await author.api.changeIncident({ ...params(incident.reference), body: { restricted: true } });
    await assert.rejects(
      approver.api.listAuthorityMessages(params(incident.reference)),
      refusesWith('incident.not_found'),
    );
    await assert.rejects(
      approver.api.answerAuthorityMessage({ params: { message: message.id }, body: { at: now() } }),
      refusesWith('authority_message.not_found'),
    );
    await assert.rejects(
      author.api.answerAuthorityMessage({
        params: { message: message.id },
        body: { at: new Date(Date.now() + 3_600_000).toISOString() },
      }),
      refusesWith('notification.moment_not_possible'),
    );
  });
});
