// SPDX-License-Identifier: Apache-2.0
import type { MailReading } from '@belfry/contract';
import { withoutTag } from '../platform/mail/index.ts';
import type { Answered, ReplyAddresses } from './reply-address.ts';

/** A conversation a mail may belong to, as the desk knows it. */
export interface Conversation extends Answered {
  /** Whether it is a whistle-blower's: such a conversation and every other one never flow into each other. */
  readonly isApart: boolean;
  /** How the new report may name it; null for one behind a wall. */
  readonly nameable: string | null;
  /** Addresses of the reporter and of whoever wrote or was written to, lower-case. */
  readonly parties: readonly string[];
  /** Address of the reporter, lower-case, who reads what is written there; null for an incident, and for nobody. */
  readonly reporter: string | null;
}

/** What the desk knows about a mail that came, nothing of it decided. */
export interface MailFacts {
  readonly nature: MailReading['nature'];
  /** A program answered a mail, as RFC 3834 says it: auto-replied, or an automatic mail that refers to another. */
  readonly isAnswerOfProgram: boolean;
  /** Somebody decided that it becomes a report in any case. */
  readonly isMadeReport: boolean;
  /** Whether it came to the mailbox for whistle-blowers. */
  readonly isApart: boolean;
  /** Address in From, lower-case; null when there is none. */
  readonly sender: string | null;
  /** Addresses in To and Cc, lower-case. */
  readonly recipients: readonly string[];
  /** What the signed address it was sent to belongs to. */
  readonly signed: Conversation | null;
  /** Conversations in which we sent a mail it refers to, nearest first. */
  readonly answers: readonly Conversation[];
  /** Conversations with a received mail it refers to, that refers to it, or that refers to the same as it; oldest first. */
  readonly related: readonly Conversation[];
  /** The same mail, as it came through another mailbox on the same side of the wall. */
  readonly sameAs: Answered | null;
  /** The mail of ours that came back. */
  readonly returned: { readonly mailId: string } | null;
}

export type MailDecision =
  | { readonly becomes: 'report'; readonly refersTo: string | null }
  | { readonly becomes: 'message'; readonly of: Conversation; readonly isAutomatic: boolean }
  | { readonly becomes: 'repeat'; readonly of: Answered }
  | { readonly becomes: 'bounce'; readonly mailId: string }
  | { readonly becomes: 'nothing'; readonly why: string };

const unknownBounce = 'it says that a mail came back, and names none that this desk sent';
const unknownAnswer = 'a program answered by itself, and to no mail that this desk knows';

/**
 * What a received mail becomes. In doubt a report: a person reads it, and nothing is lost. Nobody gets into a
 * conversation by naming a mail of it alone; they have its signed address, answer what the desk wrote, or are in it.
 */
export function decideMail(facts: MailFacts): MailDecision {
  if (facts.isMadeReport) {
    return { becomes: 'report', refersTo: null };
  }
  if (facts.nature === 'bounce') {
    return facts.returned === null
      ? asideOrReport(facts, unknownBounce)
      : { becomes: 'bounce', mailId: facts.returned.mailId };
  }
  if (facts.sameAs !== null) {
    return { becomes: 'repeat', of: facts.sameAs };
  }
  const isOpen = (conversation: Conversation) => !facts.isApart || conversation.isApart;
  const isIn = ({ parties }: Conversation) => facts.sender !== null && parties.includes(facts.sender);
  // Whoever opened a conversation chose who is named in it and which mails it refers to: a phisher who reports their
  // own mail must not become the reader of the victim who forwards it. What joins was written by the reporter, or to.
  const isForReporter = ({ reporter }: Conversation) =>
    reporter === null || reporter === facts.sender || facts.recipients.includes(reporter);
  const of =
    (facts.signed !== null && isOpen(facts.signed) ? facts.signed : undefined) ??
    facts.answers.find(isOpen) ??
    facts.related.find((each) => isOpen(each) && isIn(each) && isForReporter(each));
  if (of !== undefined) {
    return { becomes: 'message', of, isAutomatic: facts.nature === 'automatic_reply' };
  }
  if (facts.isAnswerOfProgram) {
    return asideOrReport(facts, unknownAnswer);
  }
  const named = facts.related.find(({ nameable }) => nameable !== null);
  return { becomes: 'report', refersTo: named?.nameable ?? null };
}

/**
 * Who keeps mail going sees no mail to confidential handlers, and those see no queue of mail: what would be set aside
 * there, nobody would ever find. So it is theirs to look at.
 */
function asideOrReport({ isApart }: MailFacts, why: string): MailDecision {
  return isApart ? { becomes: 'report', refersTo: null } : { becomes: 'nothing', why };
}

/** What the signed address a mail was sent to belongs to: the envelope knows best, then the headers. */
export function signedFor(
  addresses: ReplyAddresses,
  envelopeTo: readonly string[],
  reading: MailReading,
): Answered | null {
  const [mail] = reading.mails;
  const delivered = (mail?.headers ?? [])
    .filter(({ name }) => /^(?:delivered-to|x-original-to|envelope-to)$/i.test(name))
    .map(({ value }) => value.trim().replace(/^<|>$/g, ''));
  const named = [...(mail?.to ?? []), ...(mail?.cc ?? [])].map(({ address }) => address);
  for (const address of [...envelopeTo, ...delivered, ...named]) {
    const answered = addresses.read(address);
    if (answered !== null) {
      return answered;
    }
  }
  return null;
}

/** Whether a program answered something. A machine that writes by itself, such as a monitor, is none of these. */
export function isAnswerOfProgram(reading: MailReading): boolean {
  const says = (reading.mails[0]?.headers ?? [])
    .filter(({ name }) => name.toLowerCase() === 'auto-submitted')
    .some(({ value }) => /^\s*auto-replied/i.test(value));
  return reading.nature === 'automatic_reply' && (says || reading.refersTo.length > 0);
}

/** Addresses of whoever wrote a mail and to whom, without our own mailboxes. */
export function partiesOf(reading: MailReading, ownAddresses: ReadonlySet<string>): string[] {
  const [mail] = reading.mails;
  const named = [...(mail?.from ?? []), ...(mail?.to ?? []), ...(mail?.cc ?? [])];
  const addresses = named.map(({ address }) => address.toLowerCase());
  return [...new Set(addresses)].filter(
    (address) => !ownAddresses.has(withoutTag(address)) && address !== '',
  );
}
