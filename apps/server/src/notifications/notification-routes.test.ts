// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aMailServer, aRefusingMailServer } from '../../test/mail-server.ts';
import { aNotificationDesk, gdprFilled, untilNotification } from '../../test/notification.ts';
import { aProof } from '../../test/reassertion.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { mailFateReachesWriters } from '../processes/notification-leaves-the-house.ts';

const params = (reference: string) => ({ params: { reference } });

describe('a draft', () => {
  it('begins filled from the incident, the people and the book, and is begun once', async (t) => {
    const { author, begin, incident } = await aNotificationDesk(t);
    const begun = await begin();
    assert.match(begun.reference, /^NOT-\d{4}-0001$/);
    assert.equal(begun.state, 'draft');
    assert.equal(begun.authority?.name, 'Data Protection Authority');
    assert.equal(begun.language, 'nl');
    assert.equal(begun.content['entity_name']?.value, 'Stad Example');
    assert.equal(begun.content['nature']?.value, 'Somebody reads the mailbox of the housing service');
    assert.deepEqual(begun.content['nature']?.from, {
      kind: 'incident',
      name: 'summary',
      notification: null,
    });
    assert.equal(begun.content['incident_reference']?.value, incident.reference);
    assert.equal(begun.content['dpo_mail']?.value, author.email);
    assert.equal((await begin()).reference, begun.reference);
  });

  it('two write at once: different fields lose nothing, the same field is refused with both values', async (t) => {
    const { author, approver, begin } = await aNotificationDesk(t);
    const { reference, version } = await begin();
    const write = (who: typeof author, fields: object) =>
      who.api.changeNotification({
        ...params(reference),
        body: { version, fields: fields as Record<string, { value: string }> },
      });
    await write(author, { nature: { value: 'Phishing' } });
    const both = await write(approver, { measures: { value: 'Sessions ended' } });
    assert.equal(both.content['nature']?.value, 'Phishing');
    assert.equal(both.content['measures']?.value, 'Sessions ended');
    await assert.rejects(
      write(approver, { nature: { value: 'Malware' } }),
      refusesWith('notification.field_changed_meanwhile'),
    );
    // The same words twice contradict nobody.
    await write(approver, { nature: { value: 'Phishing' } });
  });

  it('keeps what is half written, and refuses what could never stand there', async (t) => {
    const { begin, fill } = await aNotificationDesk(t);
    const begun = await begin();
    const half = await fill(begun, { dpo_mail: 'dpo@' });
    assert.deepEqual(
      half.problems.find(({ field }) => field === 'dpo_mail'),
      { field: 'dpo_mail', problem: 'not_of_type' },
    );
    await assert.rejects(fill(half, { people_count: 'many' }), refusesWith('notification.field_not_valid'));
    await assert.rejects(fill(half, { no_such_field: 'x' }), refusesWith('notification.field_not_valid'));
  });

  it('a later stage starts from the earlier one, and another regime from what was told', async (t) => {
    const { approved, author, incident } = await aNotificationDesk(t);
    const first = await approved();
    await author.api.submitNotification({
      ...params(first.reference),
      body: { way: 'portal', at: new Date().toISOString(), reference: 'DPA-77' },
    });
    const later = await author.api.beginNotification({
      ...params(incident.reference),
      body: { regimeId: 'gdpr', stageId: 'authority_follow_up' },
    });
    assert.equal(later.content['nature']?.value, gdprFilled['nature']);
    assert.equal(later.content['nature']?.from?.notification, first.reference);
    assert.equal(later.content['authority_reference']?.value, 'DPA-77');
    const other = await author.api.beginNotification({
      ...params(incident.reference),
      body: { regimeId: 'cer', stageId: 'initial' },
    });
    assert.equal(other.content['nature']?.value, gdprFilled['nature']);
    assert.ok(other.differences.every(({ field }) => field !== 'nature'));
    const told = await author.api.changeNotification({
      ...params(other.reference),
      body: { version: other.version, fields: { nature: { value: 'A power cut' } } },
    });
    const difference = told.differences.find(({ field }) => field === 'nature');
    assert.equal(difference?.theirValue, gdprFilled['nature']);
    assert.equal(difference?.regimeId, 'gdpr');
    assert.ok(
      told.suggestions.some(({ field, value }) => field === 'nature' && value === gdprFilled['nature']),
    );
  });
});

describe('approval', () => {
  it('says which fields are missing before anybody is asked', async (t) => {
    const { begin, fill, propose } = await aNotificationDesk(t);
    const bare = await fill(await begin(), { nature: null, measures: null });
    await assert.rejects(propose(bare), refusesWith('notification.fields_missing'));
  });

  it('the approver is the author: refused, whoever else looked on', async (t) => {
    const { approve, author, begin, fill, propose } = await aNotificationDesk(t);
    const proposed = await propose(await fill(await begin()));
    assert.deepEqual(
      proposed.blockers.map(({ code }) => code),
      ['own_proposal'],
    );
    await assert.rejects(approve(proposed, author), refusesWith('notification.own_proposal'));
  });

  it('whoever wrote the last word does not approve it either', async (t) => {
    const { approve, approver, author, begin, fill } = await aNotificationDesk(t);
    const filled = await fill(await begin());
    const changed = await approver.api.changeNotification({
      ...params(filled.reference),
      body: { version: filled.version, fields: { nature: { value: 'My own words' } } },
    });
    const proposed = await author.api.proposeNotification({
      ...params(filled.reference),
      body: { version: changed.version },
    });
    await assert.rejects(approve(proposed), refusesWith('notification.own_proposal'));
  });

  it('nothing is approved without a proof, with one for other words, or with one twice', async (t) => {
    const { approver, begin, desk, fill, propose } = await aNotificationDesk(t);
    const { digest, reference } = await propose(await fill(await begin()));
    const approveWith = (reassertionId: string, of = digest) =>
      approver.api.approveNotification({ ...params(reference), body: { digest: of, reassertionId } });
    const act = 'notification.approve' as const;
    const other = await aProof(desk, approver.id, { act, subject: reference, digest: 'a'.repeat(64) });
    await assert.rejects(approveWith(other), refusesWith('reassertion.needed'));
    await assert.rejects(approveWith(other, 'a'.repeat(64)), refusesWith('notification.changed_meanwhile'));
    await assert.rejects(
      approveWith('00000000-0000-4000-8000-000000000000'),
      refusesWith('reassertion.needed'),
    );
    const proof = await aProof(desk, approver.id, { act, subject: reference, digest });
    assert.equal((await approveWith(proof)).state, 'approved');
    await assert.rejects(approveWith(proof), refusesWith('notification.state_does_not_allow'));
  });

  it('is blocked with every reason: open comment, weaker label, no address', async (t) => {
    const { approve, approver, author, begin, fill, propose, desk } = await aNotificationDesk(t, {
      authorityMail: '',
    });
    const { reference } = await propose(await fill(await begin()));
    await approver.api.commentNotification({
      ...params(reference),
      body: { field: 'nature', text: 'Which mailbox?' },
    });
    await desk.query(`UPDATE notification SET tlp = 'TLP:CLEAR' WHERE reference = $1`, [reference]);
    const seen = await approver.api.readNotification(params(reference));
    assert.deepEqual(
      seen.blockers.map(({ code }) => code),
      ['authority_address_missing', 'comment_open', 'tlp_weaker_than_incident'],
    );
    await assert.rejects(approve(seen), refusesWith('notification.approval_blocked', /comment_open/));
    const [comment] = seen.comments;
    const settled = await author.api.settleNotificationComment({
      params: { reference, comment: comment?.id ?? '' },
    });
    assert.ok(settled.comments.every(({ settledAt }) => settledAt !== null));
  });

  it('content changed after approval: a draft again, and nothing of it leaves', async (t) => {
    const { approved, author, fill } = await aNotificationDesk(t);
    const approvedOne = await approved();
    const changed = await fill(approvedOne, { nature: 'Other words' });
    assert.equal(changed.state, 'draft');
    assert.equal(changed.approvedDigest, null);
    await assert.rejects(
      author.api.submitNotification({
        ...params(changed.reference),
        body: { way: 'mail', digest: approvedOne.digest },
      }),
      refusesWith('notification.not_approved'),
    );
  });

  it('sent back with words: a draft with an open comment', async (t) => {
    const { approver, begin, fill, propose } = await aNotificationDesk(t);
    const { reference } = await propose(await fill(await begin()));
    const back = await approver.api.sendBackNotification({
      ...params(reference),
      body: { text: 'Say how many people' },
    });
    assert.equal(back.state, 'draft');
    assert.equal(back.comments[0]?.text, 'Say how many people');
  });
});

describe('submission by mail', () => {
  it('is submitted once a mail server took it, exactly as shown, and not before', async (t) => {
    const server = await aMailServer(t);
    const { approved, approver, author, desk, incident, read } = await aNotificationDesk(t, {
      configuration: { smtpUrl: server.url },
    });
    const { digest, reference } = await approved();
    const leaving = await approver.api.readLeaving({ ...params(reference), query: { way: 'mail' } });
    assert.equal(leaving.to, 'inbox@dpa.example.eu');
    assert.ok(leaving.isWhatWasApproved);
    const sending = await author.api.submitNotification({
      ...params(reference),
      body: { way: 'mail', digest },
    });
    assert.equal(sending.submittedAt, null);
    const sent = await untilNotification(
      () => read(reference),
      ({ state }) => state === 'submitted',
    );
    assert.equal(sent.way, 'mail');
    assert.equal(server.taken.length, 1);
    assert.deepEqual(server.taken[0]?.to, ['inbox@dpa.example.eu']);
    const [moment] = await desk.query<{ at: Date }>(
      `SELECT at FROM stage_moment WHERE incident_id = $1 AND regime_id = 'gdpr' AND stage_id = 'authority'`,
      [incident.id],
    );
    assert.equal(moment?.at.toISOString(), sent.submittedAt);
    // What left by mail has left.
    await assert.rejects(
      author.api.withdrawNotification({ ...params(reference), body: { reason: 'No' } }),
      refusesWith('notification.state_does_not_allow'),
    );
  });

  it('mail not written: waits in the queue, and is taken back for another way', async (t) => {
    const { approved, author, desk, read } = await aNotificationDesk(t);
    const { digest, reference } = await approved();
    const sending = await author.api.submitNotification({
      ...params(reference),
      body: { way: 'mail', digest },
    });
    assert.equal(sending.state, 'sending');
    const back = await author.api.stopSendingNotification(params(reference));
    assert.equal(back.state, 'approved');
    assert.notEqual(back.failure, null);
    const [mail] = await desk.query<{ state: string; text: string }>(
      `SELECT state, text FROM mail WHERE purpose = 'notification'`,
    );
    assert.deepEqual([mail?.state, mail?.text], ['skipped', '']);
    assert.equal((await desk.query('SELECT FROM stage_moment')).length, 0);
    const at = new Date().toISOString();
    const filed = await author.api.submitNotification({ ...params(reference), body: { way: 'portal', at } });
    assert.equal(filed.state, 'submitted');
    assert.equal((await read(reference)).submittedAt, at);
  });

  it('mail refused by the server: approved as before with the reason, and may go another way', async (t) => {
    const refusing = await aRefusingMailServer(t);
    const { approved, author, desk, read } = await aNotificationDesk(t, {
      configuration: { smtpUrl: refusing },
    });
    const { digest, reference } = await approved();
    await author.api.submitNotification({ ...params(reference), body: { way: 'mail', digest } });
    const back = await untilNotification(
      () => read(reference),
      ({ failure }) => failure !== null,
    );
    assert.equal(back.state, 'approved');
    assert.equal(back.submittedAt, null);
    assert.match(back.failure ?? '', /No such mailbox/);
    assert.equal((await desk.query('SELECT FROM stage_moment')).length, 0);
    const again = await author.api.submitNotification({
      ...params(reference),
      body: { way: 'mail', digest },
    });
    assert.equal(again.state, 'sending');
  });

  // Danger: the authority never got it, everybody believes it did, and the clock is still.
  it('mail that came back: who sent it, who approved it and who owes it hear so, and withdrawing runs the clock', async (t) => {
    const server = await aMailServer(t);
    const { approved, approver, author, desk, read } = await aNotificationDesk(t, {
      configuration: { smtpUrl: server.url },
    });
    const { digest, reference } = await approved();
    await author.api.submitNotification({ ...params(reference), body: { way: 'mail', digest } });
    await untilNotification(
      () => read(reference),
      ({ state }) => state === 'submitted',
    );
    const [mail] = await desk.query<{ id: string; incident_id: string }>(
      `SELECT id, incident_id FROM mail WHERE purpose = 'notification'`,
    );
    assert.ok(mail);
    const returned = {
      id: mail.id,
      purpose: 'notification',
      incidentId: mail.incident_id,
      reportId: null,
      feedbackId: null,
      error: '5.1.1 No such mailbox',
    };
    const reach = mailFateReachesWriters(() => desk.address);
    await desk.database.change(systemActor('test'), (changing) => reach(changing, returned));
    const back = await read(reference);
    assert.deepEqual([back.state, back.failure], ['submitted', '5.1.1 No such mailbox']);
    const letters = await desk.query<{ to_address: string; text: string }>(
      `SELECT to_address, text FROM mail WHERE purpose = 'alert' ORDER BY to_address`,
    );
    assert.deepEqual(
      letters.map(({ to_address }) => to_address),
      [author.email, approver.email].sort(),
    );
    assert.ok(
      letters.every(({ text }) => text.includes('5.1.1 No such mailbox') && text.includes(reference)),
    );
    assert.ok(letters.every(({ text }) => !text.includes('Mailbox taken over')));
    await author.api.withdrawNotification({ ...params(reference), body: { reason: 'It came back' } });
    assert.equal((await read(reference)).state, 'withdrawn');
    assert.equal((await desk.query('SELECT FROM stage_moment WHERE withdrawn_at IS NULL')).length, 0);
  });

  it('mail that may be with a server is not taken back', async (t) => {
    const { approved, author, desk } = await aNotificationDesk(t);
    const { digest, reference } = await approved();
    await author.api.submitNotification({ ...params(reference), body: { way: 'mail', digest } });
    await desk.query(
      `UPDATE mail SET attempts = 1, next_attempt_at = now() + interval '2 minutes' WHERE purpose = 'notification'`,
    );
    await assert.rejects(
      author.api.stopSendingNotification(params(reference)),
      refusesWith('notification.mail_under_way'),
    );
  });

  it('the book has another address since: what was approved does not go there', async (t) => {
    const { approved, author, desk } = await aNotificationDesk(t);
    const { digest, reference } = await approved();
    await desk.query(
      `UPDATE authority SET channels = '[{"kind": "mail", "value": "evil@example.net", "note": ""}]' WHERE name = 'Data Protection Authority'`,
    );
    await assert.rejects(
      author.api.submitNotification({ ...params(reference), body: { way: 'mail', digest } }),
      refusesWith('notification.changed_meanwhile'),
    );
  });

  it('TLP:RED does not go by mail', async (t) => {
    const { approve, author, begin, fill, propose } = await aNotificationDesk(t);
    const filled = await fill(await begin());
    const red = await author.api.changeNotification({
      ...params(filled.reference),
      body: { version: filled.version, tlp: 'TLP:RED' },
    });
    const { digest, reference } = await approve(await propose(red));
    await assert.rejects(
      author.api.submitNotification({ ...params(reference), body: { way: 'mail', digest } }),
      refusesWith('notification.way_not_suitable'),
    );
  });
});

describe('submission recorded by hand', () => {
  it('refuses a moment in the future and a proof of another incident', async (t) => {
    const { approved, author } = await aNotificationDesk(t);
    const { reference } = await approved();
    const record = (at: string, proofs: string[] = []) =>
      author.api.submitNotification({ ...params(reference), body: { way: 'portal', at, proofs } });
    await assert.rejects(
      record(new Date(Date.now() + 3_600_000).toISOString()),
      refusesWith('notification.moment_not_possible'),
    );
    await assert.rejects(
      record(new Date().toISOString(), ['00000000-0000-4000-8000-000000000000']),
      refusesWith('notification.proof_unknown'),
    );
  });

  it('withdrawn: the submission did not happen after all, and another draft may be begun', async (t) => {
    const { approved, author, begin, desk } = await aNotificationDesk(t);
    const { reference } = await approved();
    await author.api.submitNotification({
      ...params(reference),
      body: { way: 'portal', at: new Date().toISOString() },
    });
    const withdrawn = await author.api.withdrawNotification({
      ...params(reference),
      body: { reason: 'The portal lost it' },
    });
    assert.equal(withdrawn.state, 'withdrawn');
    const [moment] = await desk.query<{ withdrawn_at: Date | null }>('SELECT withdrawn_at FROM stage_moment');
    assert.notEqual(moment?.withdrawn_at, null);
    assert.notEqual((await begin()).reference, reference);
  });
});

describe('who may', () => {
  it('nothing leaves without an authorised person: a handler drafts, and neither approves nor submits', async (t) => {
    const { approve, approved, desk, begin } = await aNotificationDesk(t);
    const handler = await desk.as('handler');
    const helpdesk = await desk.as('helpdesk');
    await assert.rejects(begin(helpdesk), refusesWith('permission.missing'));
    assert.equal((await begin(handler)).state, 'draft');
    const done = await approved();
    await assert.rejects(approve(done, handler), refusesWith('permission.missing'));
    await assert.rejects(
      handler.api.submitNotification({
        ...params(done.reference),
        body: { way: 'mail', digest: done.digest },
      }),
      refusesWith('permission.missing'),
    );
  });

  it('a restricted incident hides its notifications from everybody else, whatever the role', async (t) => {
    const { approved, approver, author, incident } = await aNotificationDesk(t);
    const { digest, reference } = await approved();
    await author.api.changeIncident({ ...params(incident.reference), body: { restricted: true } });
    const refused = refusesWith('notification.not_found');
    const at = params(reference);
    await assert.rejects(approver.api.readNotification(at), refused);
    await assert.rejects(approver.api.readLeaving({ ...at, query: {} }), refused);
    await assert.rejects(approver.api.submitNotification({ ...at, body: { way: 'mail', digest } }), refused);
    await assert.rejects(approver.api.withdrawNotification({ ...at, body: { reason: 'x' } }), refused);
    await assert.rejects(approver.api.commentNotification({ ...at, body: { text: 'x' } }), refused);
    assert.deepEqual((await approver.api.listNotifications({ query: {} })).items, []);
    assert.equal((await author.api.listNotifications({ query: {} })).items.length, 1);
  });
});
