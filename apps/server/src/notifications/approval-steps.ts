// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Refusal, refuse } from '@belfry/contract';
import { jsonDigest } from '@belfry/ledger';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { insertComment } from './comment-store.ts';
import { about } from './draft-steps.ts';
import { blockersOf, whatLeaves } from './notification.ts';
import type { NotificationParts } from './notification-parts.ts';
import { writeNotification } from './notification-store.ts';
import { examine, lockedIn } from './present-notification.ts';

type ChangingPerson = Changing & { readonly actor: PersonActor };

/** Sends it back to be worked on: the words are a comment that has to be settled before anybody approves. */
export async function sendBack(
  changing: ChangingPerson,
  reference: string,
  text: string,
): Promise<null | Refusal<
  'notification.not_found' | 'notification.state_does_not_allow' | 'notification.too_many_comments'
>> {
  const { actor, ids, now, sql } = changing;
  const notification = await lockedIn(sql, reference, ['proposed', 'approved']);
  if (isRefusal(notification)) return notification;
  const comment = { id: ids.uuid(), notificationId: notification.id, field: null, text, by: actor.id };
  if (!(await insertComment(sql, comment, now))) return refuse('notification.too_many_comments');
  await writeNotification(sql, notification.id, {
    state: 'draft',
    proposed_at: null,
    proposed_by: null,
    approved_at: null,
    approved_by: null,
    approved_digest: null,
    reassertion_id: null,
  });
  changing.record({
    event: 'notification.sent_back',
    ...about(notification),
    changes: [{ field: 'state', from: notification.state, to: 'draft' }],
    reason: text,
  });
  return null;
}

/**
 * Approves exactly what was shown. Nothing leaves without an authorised person (policy 2.5), and that is never the one
 * whose words they are. The proof is bound to the digest of what leaves: it holds for nothing else.
 */
export async function approve(
  changing: ChangingPerson,
  parts: NotificationParts,
  reference: string,
  shown: { readonly digest: string; readonly reassertionId: string },
): Promise<null | Refusal<
  | 'notification.not_found'
  | 'notification.state_does_not_allow'
  | 'notification.own_proposal'
  | 'notification.approval_blocked'
  | 'notification.changed_meanwhile'
  | 'reassertion.needed'
>> {
  const { actor, now, sql } = changing;
  const notification = await lockedIn(sql, reference, ['proposed']);
  if (isRefusal(notification)) return notification;
  const examined = await examine(sql, parts, notification);
  const blockers = blockersOf(examined, actor.id);
  if (blockers.some(({ code }) => code === 'own_proposal' || code === 'own_change')) {
    return refuse('notification.own_proposal', `You proposed or last changed ${reference}`);
  }
  if (blockers.length > 0) {
    return refuse(
      'notification.approval_blocked',
      blockers.map(({ code }) => code).join(', '),
      blockers.flatMap(({ code, fields }) =>
        (fields.length === 0 ? [''] : fields).map((field) => ({
          pointer: field === '' ? '' : `/fields/${field}`,
          code,
          detail: field === '' ? code : `${code}: ${field}`,
        })),
      ),
    );
  }
  const leaves = whatLeaves(notification, examined.addressee);
  const digest = jsonDigest(leaves);
  if (digest !== shown.digest) {
    return refuse('notification.changed_meanwhile', 'What leaves now is not what was shown');
  }
  const proof = await parts.proveAnew(changing, {
    id: shown.reassertionId,
    act: 'notification.approve',
    subject: reference,
    shown: leaves,
  });
  if (isRefusal(proof)) return proof;
  await writeNotification(sql, notification.id, {
    state: 'approved',
    approved_at: now,
    approved_by: actor.id,
    approved_digest: digest,
    reassertion_id: proof.id,
    failure: null,
  });
  changing.record({
    event: 'notification.approved',
    ...about(notification),
    changes: [
      { field: 'state', from: 'proposed', to: 'approved' },
      { field: 'digest', from: null, to: digest },
      { field: 'reassertion', from: null, to: proof.id },
    ],
  });
  return null;
}
