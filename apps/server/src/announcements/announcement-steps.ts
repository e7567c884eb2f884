// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits, type Refusal, refuse } from '@belfry/contract';
import type { Json } from '@belfry/ledger';
import type { Changing, Sql } from '../platform/database/database.ts';
import {
  type AnnouncementStep,
  boundTo,
  digestOf,
  gapsOf,
  type Leaving,
  reasonStepNotAllowed,
} from './announcement.ts';
import {
  type AnnouncementLine,
  areFilesOf,
  leavingOf,
  lockAnnouncement,
  writeAnnouncement,
} from './announcement-store.ts';
import { lastSentAt, listAgain } from './recipient-store.ts';

type NotHere = Refusal<'announcement.not_found' | 'announcement.state_does_not_allow'>;

/** The announcement for a step: there, and in a state that allows it. */
export async function forStep(
  changing: Changing,
  reference: string,
  step: AnnouncementStep,
): Promise<AnnouncementLine | NotHere> {
  const line = await lockAnnouncement(changing.sql, reference);
  if (line === null) return refuse('announcement.not_found', `Looked for ${reference}`);
  const reason = reasonStepNotAllowed(step, line);
  return reason === null ? line : refuse('announcement.state_does_not_allow', reason);
}

/** The same, as the caller saw it. */
export async function forStepAsSeen(
  changing: Changing,
  reference: string,
  step: AnnouncementStep,
  version: number,
): Promise<AnnouncementLine | NotHere | Refusal<'announcement.changed_meanwhile'>> {
  const line = await forStep(changing, reference, step);
  return isRefusal(line) || line.version === version
    ? line
    : refuse('announcement.changed_meanwhile', `It is at version ${line.version}, not ${version}`);
}

export function about(line: AnnouncementLine) {
  return {
    subject: { kind: 'announcement', id: line.id, reference: line.reference },
    incident: { id: line.incidentId, reference: line.incidentReference },
  };
}

/** What was proposed or approved is a draft again once a word, the way or a recipient changes. */
export const asDraft = { state: 'draft', proposed: null, approved: null } as const;

export function reasonNotReady(leaving: Leaving): Refusal<'announcement.not_ready'> | null {
  const gaps = gapsOf(leaving);
  return gaps.length === 0 ? null : refuse('announcement.not_ready', gaps.join(', '));
}

export interface Approving {
  readonly reference: string;
  readonly digest: string;
  readonly reassertionId: string;
}

type ProveAnew = (
  changing: Changing,
  proof: { id: string; act: 'announcement.approve'; subject: string; shown: Json },
) => Promise<{ id: string } | Refusal<'reassertion.needed'>>;

/** Four eyes: who wrote or proposed it, or chose whom it goes to, does not approve it, and what is approved is exactly what was shown. */
export async function approve(
  changing: Changing,
  { reference, digest, reassertionId }: Approving,
  proveAnew: ProveAnew,
): Promise<
  | AnnouncementLine
  | NotHere
  | Refusal<
      | 'announcement.changed_meanwhile'
      | 'announcement.not_ready'
      | 'announcement.own_words'
      | 'reassertion.needed'
    >
> {
  const line = await forStep(changing, reference, 'approve');
  if (isRefusal(line)) return line;
  const { actor, now, sql } = changing;
  const by = actor.kind === 'person' ? actor.id : '';
  if ([line.changedById, line.listedById, line.proposedById].some((id) => id === by)) {
    return refuse(
      'announcement.own_words',
      `${reference} is by ${line.proposedByName ?? line.changedByName}`,
    );
  }
  const leaving = await leavingOf(sql, line);
  const notReady = reasonNotReady(leaving);
  if (notReady !== null) return notReady;
  if (digestOf(leaving) !== digest) {
    return refuse('announcement.changed_meanwhile', 'What would leave is not what was shown');
  }
  const proof = await proveAnew(changing, {
    id: reassertionId,
    act: 'announcement.approve',
    subject: reference,
    shown: boundTo(leaving),
  });
  if (isRefusal(proof)) return proof;
  const approved = { at: now, by, reassertionId: proof.id, digest };
  await writeAnnouncement(sql, line.id, { state: 'approved', approved });
  changing.record({
    event: 'announcement.approved',
    ...about(line),
    changes: [
      { field: 'state', from: line.state, to: 'approved' },
      { field: 'digest', from: null, to: digest },
    ],
  });
  return line;
}

/** Begins to send, or sends again to those whom no mail reached. What is on the status page or done elsewhere needs no mail. */
export async function beginSending(
  changing: Changing,
  reference: string,
): Promise<AnnouncementLine | NotHere> {
  const line = await forStep(changing, reference, 'send');
  if (isRefusal(line)) return line;
  if (line.way !== 'mail') {
    return refuse('announcement.state_does_not_allow', `${reference} is not told by mail but by ${line.way}`);
  }
  if (line.state === 'told' && (await listAgain(changing.sql, line.id)) === 0) {
    return refuse('announcement.state_does_not_allow', `${reference} reached everybody on its list`);
  }
  await writeAnnouncement(changing.sql, line.id, { state: 'sending' });
  changing.record({
    event: 'announcement.sending',
    ...about(line),
    changes: [{ field: 'state', from: line.state, to: 'sending' }],
  });
  return line;
}

/** What counts as told: the obligation it answers is done at that moment. */
export type WhenTold = (
  changing: Changing,
  told: { incidentId: string; obligationId: string; at: Date },
) => Promise<void>;

/** People were told. Of mail: when the last of them was taken by a mail server. */
export async function settleTold(
  changing: Changing,
  line: AnnouncementLine,
  at: Date,
  whenTold: WhenTold,
): Promise<void> {
  const isFirst = line.toldAt === null;
  await writeAnnouncement(changing.sql, line.id, { state: 'told', ...(isFirst ? { toldAt: at } : {}) });
  changing.record({
    event: 'announcement.told',
    ...about(line),
    changes: [{ field: 'state', from: line.state, to: 'told' }],
    occurredAt: at,
  });
  if (isFirst && line.obligationId !== null) {
    await whenTold(changing, { incidentId: line.incidentId, obligationId: line.obligationId, at });
  }
}

/** Shows what was approved on the status page: from then on anybody can read it, so they were told. */
export async function settleShown(
  changing: Changing,
  reference: string,
  whenTold: WhenTold,
): Promise<AnnouncementLine | NotHere> {
  const line = await forStep(changing, reference, 'show');
  if (isRefusal(line)) return line;
  if (line.way !== 'status_page') {
    return refuse('announcement.state_does_not_allow', `${reference} is told by ${line.way}`);
  }
  await settleTold(changing, line, changing.now, whenTold);
  return line;
}

/** Every mail found its fate: told if one arrived, approved again if none did. */
export async function settleMailed(
  changing: Changing,
  line: AnnouncementLine,
  whenTold: WhenTold,
): Promise<void> {
  const at = await lastSentAt(changing.sql, line.id);
  if (at !== null) return settleTold(changing, line, at, whenTold);
  await listAgain(changing.sql, line.id);
  await writeAnnouncement(changing.sql, line.id, { state: 'approved' });
  changing.record({
    event: 'announcement.failed',
    ...about(line),
    changes: [{ field: 'state', from: line.state, to: 'approved' }],
  });
}

/**
 * The moment of an approval is the machine's, that of a telling elsewhere a person's word: what is said to lie before
 * the approval comes with a file of the incident that shows it.
 */
export async function reasonNotShown(
  sql: Sql,
  { approvedAt, incidentId }: Pick<AnnouncementLine, 'approvedAt' | 'incidentId'>,
  { at, proofs }: { readonly at: Date; readonly proofs: readonly string[] },
): Promise<Refusal<'notification.proof_unknown' | 'announcement.proof_needed'> | null> {
  if (!(await areFilesOf(sql, incidentId, proofs))) return refuse('notification.proof_unknown');
  const isBefore = approvedAt !== null && at.getTime() + limits.filingAheadMsMax < approvedAt.getTime();
  return isBefore && proofs.length === 0
    ? refuse(
        'announcement.proof_needed',
        `${at.toISOString()} is before the approval at ${approvedAt.toISOString()}`,
      )
    : null;
}
