// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Refusal, refuse, type SubmissionWay } from '@belfry/contract';
import { jsonDigest } from '@belfry/ledger';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { queueMail, takeBackMail } from '../platform/mail/index.ts';
import { about } from './draft-steps.ts';
import {
  type NotificationLineState,
  reasonNotByMail,
  reasonNotPossible,
  reasonNotProven,
  whatLeaves,
} from './notification.ts';
import { leavingOf } from './notification-letter.ts';
import type { NotificationParts } from './notification-parts.ts';
import {
  areOfIncident,
  lockNotification,
  lockNotificationOfMail,
  writeNotification,
} from './notification-store.ts';
import { examine, lockedIn, notFound } from './present-notification.ts';
import type { Returned } from './return-letter.ts';

type ChangingPerson = Changing & { readonly actor: PersonActor };

export type SubmissionAsked =
  | { readonly way: 'mail'; readonly digest: string; readonly note: string }
  | {
      readonly way: Exclude<SubmissionWay, 'mail'>;
      readonly at: string;
      readonly reference: string;
      readonly note: string;
      readonly proofs: readonly string[];
    };

type NotSubmitted =
  | 'notification.not_found'
  | 'notification.not_approved'
  | 'notification.changed_meanwhile'
  | 'notification.way_not_suitable'
  | 'notification.moment_not_possible'
  | 'notification.proof_unknown'
  | 'notification.proof_needed'
  | 'authority.address_missing';

/** Sends what was approved, or records that it was filed. Nothing that nobody approved gets here. */
export async function submitNotification(
  changing: ChangingPerson,
  parts: NotificationParts,
  reference: string,
  asked: SubmissionAsked,
): Promise<null | Refusal<NotSubmitted>> {
  const notification = await lockNotification(changing.sql, reference);
  if (notification === null) return notFound(reference);
  if (notification.state !== 'approved') {
    return refuse('notification.not_approved', `${reference} is ${notification.state}`);
  }
  return asked.way === 'mail'
    ? sendByMail(changing, parts, notification, asked)
    : recordFiling(changing, parts, notification, asked);
}

/**
 * Hands it to the mail queue, in this transaction: it goes out if and only if the change stands. It counts as
 * submitted once a mail server took it. The words are wiped from the queue then, so that nobody sends them a second
 * time past the notification.
 */
async function sendByMail(
  changing: ChangingPerson,
  parts: NotificationParts,
  notification: NotificationLineState,
  asked: SubmissionAsked & { readonly way: 'mail' },
): Promise<null | Refusal<NotSubmitted>> {
  const { actor, now, sql } = changing;
  const { addressee } = await examine(sql, parts, notification);
  const refused = reasonNotByMail(notification, addressee);
  if (refused !== null) return refused;
  const to = addressee?.mailAddress;
  if (to == null) return refuse('authority.address_missing');
  const digest = jsonDigest(whatLeaves(notification, addressee));
  // The book may have another address since: what goes there is not what was approved.
  if (digest !== notification.approvedDigest || digest !== asked.digest) {
    return refuse(
      'notification.changed_meanwhile',
      'What would leave is not what was approved: send it back',
    );
  }
  const { plainSubject, text } = leavingOf(notification, addressee, 'mail');
  const mailId = await queueMail(changing, {
    to,
    subject: plainSubject,
    text,
    language: notification.language,
    purpose: 'notification',
    tlp: notification.tlp,
    incidentId: notification.incidentId,
    writtenBy: actor.id,
    isSecret: true,
    attachments: await parts.documentsOf(sql, notification.id, digest),
  });
  await writeNotification(sql, notification.id, {
    state: 'sending',
    way: 'mail',
    mail_id: mailId,
    failure: null,
    submitted_by: actor.id,
    submission: { to, note: asked.note, proofs: [], by: actor.id, recordedAt: now.toISOString() },
  });
  changing.record({
    event: 'notification.queued',
    ...about(notification),
    changes: [
      { field: 'state', from: 'approved', to: 'sending' },
      { field: 'to', from: null, to },
      { field: 'digest', from: null, to: digest },
    ],
  });
  return null;
}

/** Records what was done elsewhere: the moment it happened counts, not the one it is written down. */
async function recordFiling(
  changing: ChangingPerson,
  parts: NotificationParts,
  notification: NotificationLineState,
  asked: SubmissionAsked & {
    readonly at: string;
    readonly proofs: readonly string[];
    readonly reference: string;
  },
): Promise<null | Refusal<NotSubmitted>> {
  const { actor, now, sql } = changing;
  const at = new Date(asked.at);
  const { approvedAt } = notification;
  const refused =
    reasonNotPossible(at, now) ??
    reasonNotProven({ at, approvedAt, note: asked.note, proofs: asked.proofs.length });
  if (refused !== null) return refused;
  if (!(await areOfIncident(sql, notification.incidentId, asked.proofs))) {
    return refuse(
      'notification.proof_unknown',
      `Looked among the attachments of ${notification.incidentReference}`,
    );
  }
  const submission = {
    to: null,
    note: asked.note,
    proofs: asked.proofs,
    by: actor.id,
    recordedAt: now.toISOString(),
  };
  await writeNotification(sql, notification.id, {
    submitted_by: actor.id,
    submission,
    failure: null,
    ...(asked.reference === '' ? {} : { authority_reference: asked.reference }),
  });
  await isSubmitted(changing, parts, notification, { way: asked.way, at, proofs: asked.proofs });
  return null;
}

/** The moment that counts: it freezes lateness and starts other clocks. */
async function isSubmitted(
  changing: Changing,
  parts: Pick<NotificationParts, 'recordSubmission'>,
  notification: NotificationLineState,
  { at, proofs, way }: { way: SubmissionWay; at: Date; proofs: readonly string[] },
): Promise<void> {
  const { incidentId, regimeId, stageId } = notification;
  const sent = { incidentId, regimeId, stageId, at };
  const moment = await parts.recordSubmission(changing, sent, 'notification.submitted');
  await writeNotification(changing.sql, notification.id, {
    state: 'submitted',
    way,
    submitted_at: at,
    stage_moment_id: moment.id,
  });
  changing.record({
    event: 'notification.submitted',
    ...about(notification),
    changes: [
      { field: 'state', from: notification.state, to: 'submitted' },
      { field: 'way', from: null, to: way },
      { field: 'digest', from: null, to: notification.approvedDigest },
      { field: 'proofs', from: null, to: [...proofs] },
    ],
    occurredAt: at,
  });
}

/**
 * What became of the mail that carries a notification. Taken by a mail server: submitted, at that moment. Given up:
 * approved as before, with the reason, to be sent again or another way. Come back after that: it says so.
 */
export async function mailSettled(
  changing: Changing,
  parts: Pick<NotificationParts, 'recordSubmission'>,
  mail: { readonly id: string; readonly error: string | null },
): Promise<Returned | null> {
  const { now, sql } = changing;
  const notification = await lockNotificationOfMail(sql, mail.id);
  if (notification === null) return null;
  if (mail.error === null) {
    if (notification.state === 'sending') {
      await isSubmitted(changing, parts, notification, { way: 'mail', at: now, proofs: [] });
    }
    return null;
  }
  const isUnderWay = notification.state === 'sending';
  await writeNotification(sql, notification.id, {
    failure: mail.error,
    ...(isUnderWay ? { state: 'approved', way: null } : {}),
  });
  changing.record({
    event: 'notification.not_sent',
    ...about(notification),
    changes: isUnderWay ? [{ field: 'state', from: 'sending', to: 'approved' }] : [],
    reason: mail.error,
  });
  return { notification, wasSubmitted: !isUnderWay, error: mail.error };
}

/** Takes its mail out of the queue, while it is certain that no mail server has it. */
export async function stopSending(
  changing: ChangingPerson,
  reference: string,
): Promise<null | Refusal<
  'notification.not_found' | 'notification.state_does_not_allow' | 'notification.mail_under_way'
>> {
  const { sql } = changing;
  const notification = await lockedIn(sql, reference, ['sending']);
  if (isRefusal(notification)) return notification;
  const why = 'taken out of the queue';
  const isTaken = notification.mailId !== null && (await takeBackMail(changing, notification.mailId, why));
  if (!isTaken) return refuse('notification.mail_under_way', `${reference} may be with a mail server`);
  await writeNotification(sql, notification.id, { state: 'approved', way: null, failure: why });
  changing.record({
    event: 'notification.not_sent',
    ...about(notification),
    changes: [{ field: 'state', from: 'sending', to: 'approved' }],
    reason: why,
  });
  return null;
}

const WITHDRAWABLE = ['draft', 'proposed', 'approved', 'submitted', 'acknowledged'] as const;

/**
 * Withdraws it. One that was recorded as submitted did not happen after all; one that left by mail did, and only a
 * mail that came back can be withdrawn.
 */
export async function withdrawNotification(
  changing: ChangingPerson,
  parts: NotificationParts,
  reference: string,
  reason: string,
): Promise<null | Refusal<'notification.not_found' | 'notification.state_does_not_allow'>> {
  const { sql } = changing;
  const notification = await lockedIn(sql, reference, WITHDRAWABLE);
  if (isRefusal(notification)) return notification;
  const { failure, stageMomentId, state, way } = notification;
  const isOut = way === 'mail' && failure === null && (state === 'submitted' || state === 'acknowledged');
  if (isOut) {
    return refuse('notification.state_does_not_allow', `${reference} left by mail: write to the authority`);
  }
  await writeNotification(sql, notification.id, { state: 'withdrawn', stage_moment_id: null });
  changing.record({
    event: 'notification.withdrawn',
    ...about(notification),
    changes: [{ field: 'state', from: state, to: 'withdrawn' }],
    reason,
  });
  if (stageMomentId !== null) {
    await parts.withdrawSubmission(changing, stageMomentId, 'notification.withdrawn');
  }
  return null;
}
