// SPDX-License-Identifier: Apache-2.0
import { type Mail, type MailShelf, type Refusal, refuse } from '@belfry/contract';
import { isAddress, withoutTag } from '../platform/mail/index.ts';

/** A mail as the database gives it to whoever asks; what they may not see is null. */
export interface MailLine {
  readonly id: string;
  readonly direction: Mail['direction'];
  readonly state: Mail['state'];
  readonly purpose: Mail['purpose'];
  readonly address: string | null;
  readonly subject: string | null;
  readonly text: string | null;
  readonly reason: string | null;
  readonly at: Date;
  readonly settledAt: Date | null;
  readonly nextAttemptAt: Date | null;
  readonly attempts: number;
  readonly isSecret: boolean;
  readonly hasReport: boolean;
  readonly isAutomatic: boolean;
  readonly incident: string | null;
  readonly report: string | null;
  readonly writerId: string | null;
  readonly writerName: string | null;
}

/** Mails whose recipients were approved with their words (policy 2.5): nobody chooses another one afterwards. */
const isApproved = (purpose: string | null) => purpose === 'notification' || purpose === 'announcement';

const sentAgain: readonly string[] = ['failed', 'skipped', 'bounced'];

/** The states that stand on each shelf of the queue. */
export const shelves: Readonly<Record<MailShelf, readonly Mail['state'][]>> = {
  waiting: ['queued', 'received'],
  failed: ['failed', 'bounced'],
  skipped: ['skipped'],
  set_aside: ['set_aside'],
};

function remedyFor(
  line: Pick<MailLine, 'direction' | 'state' | 'purpose' | 'isSecret' | 'hasReport' | 'text'>,
): Mail['remedy'] {
  if (line.direction === 'in') {
    return line.state === 'set_aside' ? 'make_report' : 'none';
  }
  // What is listed anew elsewhere has lost its words here.
  if (!sentAgain.includes(line.state) || line.isSecret || line.text === '') {
    return 'none';
  }
  // Words that the wall keeps from the reader go to no other address of their choice.
  return line.hasReport || line.text === null || isApproved(line.purpose) ? 'retry' : 'retry_elsewhere';
}

export function presentMail(line: MailLine): Mail {
  return {
    id: line.id,
    direction: line.direction,
    state: line.state,
    purpose: line.purpose,
    address: line.address,
    subject: line.subject,
    // A link that opens something is for its recipient alone, also while it waits.
    text: line.isSecret ? null : line.text,
    reason: line.reason,
    at: line.at.toISOString(),
    settledAt: line.settledAt?.toISOString() ?? null,
    nextAttemptAt: line.nextAttemptAt?.toISOString() ?? null,
    attempts: line.attempts,
    incident: line.incident,
    report: line.report,
    writtenBy:
      line.writerId === null
        ? null
        : { id: line.writerId as NonNullable<Mail['writtenBy']>['id'], name: line.writerName ?? '' },
    isAutomatic: line.isAutomatic,
    remedy: remedyFor(line),
  };
}

type NotAgain = Refusal<
  | 'mail.state_does_not_allow'
  | 'mail.words_gone'
  | 'mail.address_fixed'
  | 'mail.address_approved'
  | 'mail.address_not_possible'
>;

/** Why a mail cannot be sent again, to this address when one is given; null when it can. */
export function reasonNotAgain(
  mail: {
    readonly state: string;
    readonly purpose: string;
    readonly hasWords: boolean;
    readonly hasReport: boolean;
  },
  to: string | undefined,
  ownAddresses: ReadonlySet<string>,
): NotAgain | null {
  if (!sentAgain.includes(mail.state)) {
    return refuse('mail.state_does_not_allow', `It is ${mail.state}`);
  }
  if (!mail.hasWords) {
    return refuse('mail.words_gone');
  }
  if (to === undefined) {
    return null;
  }
  if (isApproved(mail.purpose)) {
    return refuse('mail.address_approved');
  }
  return mail.hasReport ? refuse('mail.address_fixed') : reasonNotAddress(to, ownAddresses);
}

/** Mail to our own mailboxes would come back in as a report about itself. */
export function reasonNotAddress(
  to: string,
  ownAddresses: ReadonlySet<string>,
): Refusal<'mail.address_not_possible'> | null {
  return isAddress(to) && !ownAddresses.has(withoutTag(to))
    ? null
    : refuse('mail.address_not_possible', `"${to}"`);
}

/** A title that only participants may read must not travel in a subject, which every server on the way can. */
export function reasonSubjectTells(
  incident: { readonly title: string; readonly restricted: boolean },
  subject: string,
): Refusal<'request.not_valid'> | null {
  const plain = (text: string) => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
  return incident.restricted && plain(subject).includes(plain(incident.title))
    ? refuse('request.not_valid', 'The incident is restricted, and the subject names it', [
        {
          pointer: '/subject',
          code: 'restricted_title',
          detail: 'Write a subject that does not hold the title of a restricted incident',
        },
      ])
    : null;
}
