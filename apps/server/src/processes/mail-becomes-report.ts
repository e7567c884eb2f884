// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits, type MailReading } from '@belfry/contract';
import { type MailTakenApart, readMailApart } from '../mail-reading/index.ts';
import {
  claimReceivedMail,
  postponeReceivedMail,
  type ReceivedMail,
  settleReceivedMail,
} from '../mailboxes/index.ts';
import { anybody, systemActor } from '../platform/authorization/actor.ts';
import type { Ids } from '../platform/clock/clock.ts';
import { type Database, DatabaseUnavailable } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import { inOnePiece, readWhole } from '../platform/files/in-memory.ts';
import type { DueWork, WorkerLog } from '../platform/jobs/index.ts';
import { nextAttemptAt } from '../platform/mail/index.ts';
import { type KeptFile, storableMediaType, storableName } from '../reports/index.ts';
import {
  LeaseLost,
  type MailAtHand,
  NeedsSystem,
  type PlaceParts,
  recordSetAside,
  takeMailIn,
} from './mail-finds-its-place.ts';

export interface IntakeParts extends PlaceParts {
  readonly database: Database;
  readonly files: FileStore;
  readonly ids: Ids;
  readonly log: WorkerLog;
  /** Tests hand in one that fails. */
  readonly readApart?: (raw: Uint8Array) => Promise<MailTakenApart>;
}

const BATCH_MAX = 8;
/** A mail up to this long is prepared while those before it find their place; longer ones are in memory one at a time. */
const AHEAD_BYTES_MAX = 1_048_576;
/** Files of a mail that become attachments; the mail itself, which holds them all, is one of them. */
const FILES_MAX = limits.attachmentsPerReportMax - 1;
const becomesReport = systemActor('mail-becomes-report');

/**
 * Received mail becomes a report, or part of the conversation it belongs to. Its files are durable before the
 * transaction that settles it, so a crash at any moment leaves it due as it was: taken once, or not yet.
 */
export function mailBecomesReport(parts: IntakeParts): DueWork {
  return { name: becomesReport.process, lookEveryMs: 500, doBatch: () => takeDueMail(parts) };
}

export async function takeDueMail(parts: IntakeParts): Promise<boolean> {
  const claimed = await parts.database.change(becomesReport, ({ now, sql }) =>
    claimReceivedMail(sql, now, BATCH_MAX),
  );
  const works = claimed.map((mail) => ({ mail, ahead: prepareAhead(parts, mail) }));
  // One after the other, oldest first: only one at a time finds its place anyway.
  for (const { ahead, mail } of works) {
    await takeOrPostpone(parts, mail, ahead);
  }
  return claimed.length === BATCH_MAX;
}

function prepareAhead(parts: IntakeParts, mail: ReceivedMail): Promise<MailAtHand> | null {
  // One that was tried before may be what brings the desk down: it does so alone.
  if (mail.rawBytes > AHEAD_BYTES_MAX || mail.attempts > 1) {
    return null;
  }
  const ahead = prepare(parts, mail);
  // A failure is dealt with when the turn of this mail comes.
  ahead.catch(() => undefined);
  return ahead;
}

async function takeOrPostpone(
  parts: IntakeParts,
  mail: ReceivedMail,
  ahead: Promise<MailAtHand> | null,
): Promise<void> {
  try {
    // A mail that brings the desk down with it would otherwise do so for ever.
    if (mail.attempts > limits.incomingMailAttemptsMax) {
      await giveUp(parts, mail, `it could not be taken in ${limits.incomingMailAttemptsMax} times`);
      return;
    }
    await take(parts, await (ahead ?? prepare(parts, mail)));
  } catch (error) {
    if (error instanceof LeaseLost) {
      return;
    }
    if (error instanceof DatabaseUnavailable) {
      throw error;
    }
    parts.log.error({ err: error, mail: mail.id }, 'Cannot take a received mail in: it is tried again later');
    const why = error instanceof Error ? error.message : String(error);
    if (mail.attempts >= limits.incomingMailAttemptsMax) {
      await giveUp(parts, mail, why);
      return;
    }
    const chance = Number(parts.ids.digits(3)) / 1_000;
    await parts.database.change(becomesReport, ({ now, sql }) =>
      postponeReceivedMail(sql, mail, why, nextAttemptAt(now, mail.attempts, chance)),
    );
  }
}

/** Reads the mail apart and keeps its files. */
async function prepare(parts: IntakeParts, mail: ReceivedMail): Promise<MailAtHand> {
  const raw = await readWhole(parts.files, mail.rawSha256);
  const { files, reading } = await (parts.readApart ?? readMailApart)(raw);
  const content = new Map(files.map((file) => [file.part, file.content]));
  const named = (reading.mails[0]?.files ?? []).filter(({ part }) => content.has(part));
  const kept: KeptFile[] = [];
  for (const file of named.slice(0, FILES_MAX)) {
    const stored = await parts.files.keep(
      inOnePiece(content.get(file.part) ?? new Uint8Array()),
      limits.mailReadBytesMax,
    );
    if (isRefusal(stored)) {
      throw new Error(`Cannot keep file ${file.part} of a mail: ${stored.refused}`);
    }
    kept.push({
      name: storableName(file.name),
      mediaType: storableMediaType(file.mediaType),
      sizeBytes: stored.sizeBytes,
      sha256: stored.sha256,
    });
  }
  kept.push(mailItself(mail));
  return {
    mail,
    reading,
    files: kept,
    leftFiles: (reading.mails[0]?.files.length ?? 0) - (kept.length - 1),
    raw,
    isUnreadable: mail.isCut || isUnreadable(reading),
  };
}

function mailItself({ rawBytes, rawSha256 }: ReceivedMail): KeptFile {
  return { name: 'message.eml', mediaType: 'message/rfc822', sizeBytes: rawBytes, sha256: rawSha256 };
}

function isUnreadable({ mails, oddities }: MailReading): boolean {
  return mails.length === 0 || oddities.includes('unreadable') || oddities.includes('too_large_to_read');
}

/** Whoever writes about a report is its reporter on record; what concerns the desk's own mail is the desk's act. */
async function take(parts: IntakeParts, hand: MailAtHand): Promise<void> {
  try {
    await parts.database.change(anybody, (changing) => takeMailIn(parts, changing, hand));
  } catch (error) {
    if (!(error instanceof NeedsSystem)) {
      throw error;
    }
    await parts.database.change(becomesReport, (changing) => takeMailIn(parts, changing, hand));
  }
}

/**
 * Tries no longer. Mail that was set aside is seen by whoever keeps mail going, who sees none to confidential handlers:
 * those get it as a report of a mail that nobody read, and the mail itself is attached.
 */
async function giveUp(parts: IntakeParts, mail: ReceivedMail, why: string): Promise<void> {
  if (mail.purpose !== 'whistleblowing' || !(await takeUnread(parts, mail))) {
    await setAside(parts, mail, why);
  }
}

/** @returns false when that fails too: a mail that breaks everything must not hold up those behind it */
async function takeUnread(parts: IntakeParts, mail: ReceivedMail): Promise<boolean> {
  const nothing: MailReading = {
    nature: 'person',
    refersTo: [],
    mails: [],
    bounce: null,
    oddities: ['unreadable'],
  };
  const [files, raw] = [[mailItself(mail)], new Uint8Array()];
  try {
    await take(parts, { mail, reading: nothing, files, leftFiles: 0, raw, isUnreadable: true });
    return true;
  } catch (error) {
    if (error instanceof DatabaseUnavailable) {
      throw error;
    }
    parts.log.error({ err: error, mail: mail.id }, 'Cannot make a report of a mail that cannot be read');
    return error instanceof LeaseLost;
  }
}

/** Gives a mail to a person to look at: it stays in the queue with its reason. */
async function setAside(parts: IntakeParts, mail: ReceivedMail, why: string): Promise<void> {
  await parts.database.change(becomesReport, async (changing) => {
    const isOurs = await settleReceivedMail(changing, mail, {
      state: 'set_aside',
      nature: 'unreadable',
      messageId: null,
      refersTo: [],
      reading: null,
      reportId: null,
      reportMessageId: null,
      error: why,
    });
    if (isOurs) {
      recordSetAside(changing, mail, why);
    }
  });
}
