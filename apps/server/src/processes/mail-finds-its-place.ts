// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import {
  type incomingMailNatures,
  isRefusal,
  type MailReading,
  type mailboxPurposes,
} from '@belfry/contract';
import {
  acknowledgement,
  acknowledging,
  conversationOf,
  conversationsAnswered,
  conversationsRelated,
  decideMail,
  isAnswerOfProgram,
  isMadeReport,
  lockThreads,
  type MailDecision,
  mailReturned,
  messageOf,
  ownAddressesOf,
  partiesOf,
  type ReplyAddresses,
  receiptsLately,
  reportOf,
  sameMail,
  signedFor,
  speakerOf,
  writeFindings,
} from '../correspondence/index.ts';
import { type ReceivedMail, settleReceivedMail } from '../mailboxes/index.ts';
import { beyondTheWall, type Changing, enterReport, type Sql } from '../platform/database/database.ts';
import {
  asMessageId,
  bounceMail,
  mailInRecord,
  queueMail,
  type SettledMail,
  skipMail,
  withoutAddress,
} from '../platform/mail/index.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import {
  addOwnFiles,
  hearReporter,
  type KeptFile,
  type ReceiveReport,
  type ReportContent,
} from '../reports/index.ts';
import { incidentGainsFiles } from './incident-gains-files.ts';

/** A received mail, read apart, with its files kept. */
export interface MailAtHand {
  readonly mail: ReceivedMail;
  readonly reading: MailReading;
  readonly raw: Uint8Array;
  /** Its files, and the mail itself as the last. */
  readonly files: readonly KeptFile[];
  /** Files that stay in the mail only. */
  readonly leftFiles: number;
  readonly isUnreadable: boolean;
}

export interface PlaceParts {
  readonly receive: ReceiveReport;
  readonly addresses: ReplyAddresses;
  /** Tells whoever waits for the fate of a mail that it came back. */
  readonly whenReturned: (changing: Changing, mail: SettledMail) => Promise<void>;
}

/** Another process has the mail now: everything of this transaction is rolled back. */
export class LeaseLost extends Error {
  readonly code = 'mail.lease_lost';
}

/** What the mail turned out to be is an act of the desk and not of a reporter: it is done again as such. */
export class NeedsSystem extends Error {
  readonly code = 'mail.needs_system';
}

/** Where a mail ended up, for settling it. */
interface Place {
  readonly state: 'taken' | 'set_aside';
  readonly nature: (typeof incomingMailNatures)[number];
  readonly reportId?: string | undefined;
  readonly incidentId?: string | undefined;
  readonly reportMessageId?: string | undefined;
  readonly error?: string | undefined;
}

const kinds = {
  incidents: 'incident',
  vulnerabilities: 'weakness',
  whistleblowing: 'whistleblowing',
} as const satisfies Record<(typeof mailboxPurposes)[number], ReportContent['kind']>;

/**
 * Finds the place of a mail and puts it there, all in the transaction that settles it.
 *
 * @throws LeaseLost when another process took the mail over
 * @throws NeedsSystem when it is not a reporter's act, and the actor is one
 */
export async function takeMailIn(parts: PlaceParts, changing: Changing, hand: MailAtHand): Promise<void> {
  const { sql } = changing;
  const { mail, reading } = hand;
  const messageId = asMessageId(reading.mails[0]?.messageId);
  const refersTo = reading.refersTo.map(asMessageId).filter((id): id is string => id !== null);
  const bodySha256 = digestOfBody(hand.raw);
  const found = await beyondTheWall(sql, async () => {
    await lockThreads(sql);
    const own = await ownAddressesOf(sql);
    return { own, decision: await decide(parts, sql, hand, { messageId, refersTo, bodySha256 }) };
  });
  const place = await put(parts, changing, hand, found);
  await beyondTheWall(sql, async () => {
    const isOurs = await settleReceivedMail(changing, mail, {
      state: place.state,
      nature: place.nature,
      messageId,
      refersTo,
      reading,
      reportId: place.reportId ?? null,
      reportMessageId: place.reportMessageId ?? null,
      error: place.error ?? null,
    });
    if (!isOurs) {
      throw new LeaseLost('Another process has this mail now');
    }
    await writeFindings(sql, mail.id, {
      bodySha256,
      // A delivery report names whoever did not get a mail: that makes them no part of a conversation.
      parties: place.nature === 'person' ? partiesOf(reading, found.own) : [],
      incidentId: place.incidentId ?? null,
    });
  });
}

async function decide(
  parts: PlaceParts,
  sql: Sql,
  { mail, reading }: MailAtHand,
  ids: { messageId: string | null; refersTo: readonly string[]; bodySha256: string },
): Promise<MailDecision> {
  const isApart = mail.purpose === 'whistleblowing';
  const signed = signedFor(parts.addresses, mail.envelopeTo, reading);
  const returned = reading.nature === 'bounce' ? await mailReturned(sql, reading) : null;
  return decideMail({
    nature: reading.nature,
    isAnswerOfProgram: isAnswerOfProgram(reading),
    isMadeReport: await isMadeReport(sql, mail.id),
    isApart,
    sender: senderOf(reading),
    recipients: recipientsOf(reading),
    signed: signed === null ? null : await conversationOf(sql, signed),
    answers: await conversationsAnswered(sql, ids.refersTo),
    related: await conversationsRelated(sql, ids.messageId, ids.refersTo),
    sameAs: await sameMail(sql, { id: mail.id, isApart, ...ids }),
    returned: returned === null ? null : { mailId: returned },
  });
}

async function put(
  parts: PlaceParts,
  changing: Changing,
  hand: MailAtHand,
  found: { decision: MailDecision; own: ReadonlySet<string> },
): Promise<Place> {
  const { decision } = found;
  const isReporters =
    decision.becomes === 'report' || (decision.becomes === 'message' && decision.of.kind === 'report');
  if (!isReporters && changing.actor.kind !== 'system') {
    throw new NeedsSystem('Not an act of a reporter');
  }
  switch (decision.becomes) {
    case 'report':
      return openReport(parts, changing, hand, decision.refersTo, found.own);
    case 'message':
      return decision.of.kind === 'report'
        ? joinReport(changing, hand, decision.of.id, decision.isAutomatic)
        : joinIncident(changing, hand, decision.of.id, decision.isAutomatic);
    case 'repeat':
      return {
        state: 'taken',
        nature: 'repeated',
        ...(decision.of.kind === 'report' ? { reportId: decision.of.id } : { incidentId: decision.of.id }),
      };
    case 'bounce':
      return noteReturned(parts, changing, hand, decision.mailId);
    case 'nothing':
      recordSetAside(changing, hand.mail, decision.why);
      return {
        state: 'set_aside',
        nature: hand.reading.nature === 'bounce' ? 'bounce' : 'automatic_reply',
        error: decision.why,
      };
  }
}

async function openReport(
  parts: PlaceParts,
  changing: Changing,
  hand: MailAtHand,
  refersTo: string | null,
  ownAddresses: ReadonlySet<string>,
): Promise<Place> {
  const { files, isUnreadable, leftFiles, mail, reading } = hand;
  const content = reportOf(reading, {
    language: mail.language,
    refersTo,
    isUnreadable,
    leftFiles,
    ownAddresses,
  });
  const id = changing.ids.uuid();
  const received = await parts.receive(changing, {
    id,
    channel: 'mail',
    receiptHash: null,
    reporterId: null,
    cameThrough: mail.address,
    content: {
      ...content,
      kind: kinds[mail.purpose],
      category: null,
      noticedAt: null,
      ongoing: 'unknown',
      anonymous: false,
      files,
    },
  });
  await acknowledge(
    changing,
    hand,
    { id, reference: received.reference, language: content.language },
    content.reporter?.email ?? null,
  );
  return { state: 'taken', nature: natureOf(hand), reportId: id };
}

async function acknowledge(
  changing: Changing,
  { isUnreadable, mail, reading }: MailAtHand,
  report: Parameters<typeof acknowledgement>[1],
  to: string | null,
): Promise<void> {
  const { now, sql } = changing;
  const [sentLately, speaker] = await beyondTheWall(sql, async () => [
    to === null ? 0 : await receiptsLately(sql, to, now),
    await speakerOf(sql),
  ]);
  const answer = acknowledging({
    acknowledges: mail.acknowledges,
    nature: reading.nature,
    isUnreadable,
    // Fetched mail has no envelope: the server that delivered it wrote it into the mail (RFC 5321 section 4.4).
    envelopeFrom: mail.envelopeFrom ?? reading.mails[0]?.returnPath ?? null,
    to,
    sentLately,
  });
  if (answer === 'silent' || to === null) {
    return;
  }
  const isApart = mail.purpose === 'whistleblowing';
  const letter = acknowledgement(to, { ...report, isApart }, speaker);
  await (answer === 'send' ? queueMail(changing, letter) : skipMail(changing, letter, answer.skip));
}

async function joinReport(
  changing: Changing,
  { files, leftFiles, mail, reading }: MailAtHand,
  reportId: string,
  isAutomatic: boolean,
): Promise<Place> {
  await enterReport(changing.sql, reportId);
  const messageId = changing.ids.uuid();
  const heardBy = { messageId, sender: senderOf(reading), isAutomatic };
  const words = messageOf(reading, mail.language, leftFiles);
  const heard = await hearReporter(changing, reportId, words, heardBy);
  const added =
    isRefusal(heard) || isAutomatic ? heard : await addOwnFiles(changing, reportId, files, heardBy);
  if (isRefusal(added)) {
    throw new Error(`Cannot add a mail to its report: ${added.refused}`);
  }
  return {
    state: 'taken',
    nature: isAutomatic ? 'automatic_reply' : 'person',
    reportId,
    reportMessageId: messageId,
  };
}

async function joinIncident(
  changing: Changing,
  { files, leftFiles, mail, reading }: MailAtHand,
  incidentId: string,
  isAutomatic: boolean,
): Promise<Place> {
  const incident = await changing.sql
    .selectFrom('incident')
    .select(['id', 'reference'])
    .where('id', '=', incidentId)
    .executeTakeFirstOrThrow();
  changing.record({
    event: 'mail.received',
    subject: { kind: 'mail', id: mail.id, reference: mail.address },
    incident,
    changes: changesBetween({}, { from: senderOf(reading), sha256: mail.rawSha256, isAutomatic }),
    text: messageOf(reading, mail.language, leftFiles),
  });
  if (!isAutomatic) {
    await incidentGainsFiles(changing, incident, files);
  }
  return { state: 'taken', nature: isAutomatic ? 'automatic_reply' : 'person', incidentId };
}

/** A mail of ours came back: its row says so in the words of the other server. A delay changes nothing. */
async function noteReturned(
  parts: PlaceParts,
  changing: Changing,
  { reading }: MailAtHand,
  mailId: string,
): Promise<Place> {
  const { sql } = changing;
  const { bounce } = reading;
  const words = [bounce?.status, bounce?.diagnostic].filter((each) => (each ?? '') !== '').join(' ');
  const about = await sql
    .selectFrom('mail')
    .select(['report_id', 'incident_id', 'to_address'])
    .where('id', '=', mailId)
    .executeTakeFirstOrThrow();
  const told = about.report_id === null ? words : withoutAddress(words, about.to_address);
  const why = words === '' ? 'it came back without a reason' : told;
  const returned = bounce?.isFinal === false ? null : await bounceMail(sql, mailId, why);
  if (returned !== null) {
    changing.record({ event: 'mail.bounced', ...(await mailInRecord(sql, returned)), reason: why });
    await parts.whenReturned(changing, {
      id: returned.id,
      purpose: returned.purpose,
      incidentId: returned.incident_id,
      reportId: returned.report_id,
      feedbackId: returned.feedback_id,
      error: why,
    });
  }
  return {
    state: 'taken',
    nature: 'bounce',
    reportId: about.report_id ?? undefined,
    incidentId: about.report_id === null ? (about.incident_id ?? undefined) : undefined,
  };
}

function natureOf({ isUnreadable, reading }: MailAtHand): Place['nature'] {
  if (isUnreadable) {
    return 'unreadable';
  }
  // What a machine or a list writes is a report like any other; only answers and returns are told apart.
  return reading.nature === 'automatic_reply' || reading.nature === 'bounce' ? reading.nature : 'person';
}

function senderOf(reading: MailReading): string | null {
  const address = reading.mails[0]?.from[0]?.address.toLowerCase() ?? '';
  return address === '' ? null : address;
}

function recipientsOf({ mails: [mail] }: MailReading): string[] {
  return [...(mail?.to ?? []), ...(mail?.cc ?? [])].map(({ address }) => address.toLowerCase());
}

/** SHA-256 of what stands below the headers. */
function digestOfBody(raw: Uint8Array): string {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const crlf = bytes.indexOf('\r\n\r\n');
  const lf = bytes.indexOf('\n\n');
  const ends = [...(crlf < 0 ? [] : [crlf + 4]), ...(lf < 0 ? [] : [lf + 2])];
  return createHash('sha256')
    .update(ends.length === 0 ? bytes : bytes.subarray(Math.min(...ends)))
    .digest('hex');
}

/** The record tells that a mail waits for somebody to look; what it says stays out of it. */
export function recordSetAside(
  changing: Changing,
  mail: Pick<ReceivedMail, 'id' | 'purpose'>,
  reason: string,
): void {
  changing.record({
    event: 'mail.set_aside',
    subject: { kind: 'mail', id: mail.id, reference: mail.purpose },
    reason,
  });
}
