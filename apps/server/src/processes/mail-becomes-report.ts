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

const BATCH_MAX = 4;
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
  // One after the other, oldest first: only one at a time finds its place anyway.
  for (const mail of claimed) {
    await takeOrPostpone(parts, mail);
  }
  return claimed.length === BATCH_MAX;
}

async function takeOrPostpone(parts: IntakeParts, mail: ReceivedMail): Promise<void> {
  try {
    // A mail that brings the desk down with it would otherwise do so for ever.
    if (mail.attempts > limits.incomingMailAttemptsMax) {
      await setAside(parts, mail, `it could not be taken in ${limits.incomingMailAttemptsMax} times`);
      return;
    }
    await take(parts, await prepare(parts, mail));
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
      await setAside(parts, mail, why);
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
  kept.push({
    name: 'message.eml',
    mediaType: 'message/rfc822',
    sizeBytes: mail.rawBytes,
    sha256: mail.rawSha256,
  });
  return {
    mail,
    reading,
    files: kept,
    leftFiles: (reading.mails[0]?.files.length ?? 0) - (kept.length - 1),
    raw,
    isUnreadable: mail.isCut || isUnreadable(reading),
  };
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
