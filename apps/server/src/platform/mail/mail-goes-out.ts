// SPDX-License-Identifier: Apache-2.0
import { asLanguage, limits } from '@belfry/contract';
import { systemActor } from '../authorization/actor.ts';
import type { Ids } from '../clock/clock.ts';
import type { Changing, Database, Sql } from '../database/database.ts';
import type { FileStore } from '../files/file-store.ts';
import type { DueWork } from '../jobs/index.ts';
import type { Entry } from '../outbox/outbox.ts';
import {
  asHeaderText,
  htmlOf,
  isAddress,
  type MailAttachment,
  nextAttemptAt,
  noMailServer,
  noSender,
  withoutAddress,
} from './mail.ts';
import {
  claimDueMail,
  type MailOutcome,
  type MailRow,
  type MailThread,
  sayWhyMailWaits,
  settleMail,
  writeThread,
} from './mail-store.ts';
import { MailNotTaken, type MailTransport, type OutgoingMail } from './smtp.ts';

/** A mail whose fate is known: sent, or given up with a reason. */
export interface SettledMail {
  readonly id: string;
  readonly purpose: string;
  readonly incidentId: string | null;
  readonly reportId: string | null;
  readonly feedbackId: string | null;
  readonly error: string | null;
}

export interface MailParts {
  readonly database: Database;
  /** Null when no mail server is configured: mail then waits and says so. */
  readonly transport: MailTransport | null;
  readonly mailFrom: string | null;
  /** The right side of every Message-ID: the host under which people reach this desk. */
  readonly host: () => string;
  readonly ids: Ids;
  /** Where files that leave with a mail are kept. */
  readonly files?: Pick<FileStore, 'open'>;
  /** The words as they leave, where a kept mail leaves something out that only its recipient may hold. */
  readonly wordsOf?: (mail: Pick<MailRow, 'to_address' | 'text' | 'report_id'>) => Promise<string>;
  /** Which conversation a mail belongs to; asked when it leaves, because mail arrives meanwhile. */
  readonly threadOf?: (trx: Sql, mail: MailRow) => Promise<MailThread>;
  /** Runs in the transaction that settles a mail, for whoever waits for its fate. */
  readonly whenSettled?: (changing: Changing, mail: SettledMail) => Promise<void>;
}

const BATCH_MAX = 10;
const MARKED_PER_BATCH_MAX = 500;
const goesOut = systemActor('mail-goes-out');

/** Mail leaves the queue: at most a second after the change that wrote it. */
export function mailGoesOut(parts: MailParts): DueWork {
  return { name: goesOut.process, lookEveryMs: 500, doBatch: () => sendDueMail(parts) };
}

/**
 * Sends one batch of due mail. The lease is committed before the mail server hears of a mail, its fate after: a
 * crash between the two sends it a second time, under the same Message-ID. It is never lost.
 */
export async function sendDueMail(parts: MailParts): Promise<boolean> {
  const { transport } = parts;
  const from =
    transport === null ? noMailServer : await parts.database.read(goesOut, ({ sql }) => senderOf(sql, parts));
  if (transport === null || typeof from === 'string') {
    const why = typeof from === 'string' ? from : noMailServer;
    const marked = await parts.database.change(goesOut, ({ sql, now }) =>
      sayWhyMailWaits(sql, now, why, MARKED_PER_BATCH_MAX),
    );
    return marked === MARKED_PER_BATCH_MAX;
  }
  const { claimed, now } = await parts.database.change(goesOut, async (changing) => ({
    claimed: await claimInThreads(changing.sql, changing.now, parts),
    now: changing.now,
  }));
  await Promise.all(
    claimed.map(async (mail) => settle(parts, mail, await attempt(parts, transport, from.from, mail, now))),
  );
  return claimed.length === BATCH_MAX;
}

type ClaimedMail = MailRow & { readonly thread: MailThread };

async function claimInThreads(trx: Sql, now: Date, parts: MailParts): Promise<ClaimedMail[]> {
  const claimed: ClaimedMail[] = [];
  for (const row of await claimDueMail(trx, now, BATCH_MAX, parts.host())) {
    const thread = (await parts.threadOf?.(trx, row)) ?? { replyTo: null, answersTo: [] };
    await writeThread(trx, row.id, thread);
    claimed.push({ ...row, thread });
  }
  return claimed;
}

/** A person's words are no automatic mail, though a program carries them. */
function automaticOf(row: MailRow): OutgoingMail['automatic'] {
  if (row.written_by !== null) {
    return null;
  }
  return row.is_reply ? 'auto-replied' : 'auto-generated';
}

async function attempt(
  parts: MailParts,
  transport: MailTransport,
  from: OutgoingMail['from'],
  row: ClaimedMail,
  now: Date,
): Promise<MailOutcome> {
  if (now.getTime() - row.queued_at.getTime() > limits.mailAgeMsMax) {
    return { state: 'failed', error: `Not sent in time: ${row.last_error ?? 'the desk was not running'}` };
  }
  const language = asLanguage(row.language);
  const text = (await parts.wordsOf?.(row)) ?? row.text;
  try {
    await transport.send({
      messageId: row.message_id ?? `<${row.id}@${parts.host()}>`,
      from,
      to: row.to_address,
      subject: row.subject,
      text,
      html: htmlOf(text, language),
      language,
      replyTo: row.thread.replyTo,
      answersTo: row.thread.answersTo,
      automatic: automaticOf(row),
      attachments: await filesOf(parts, row),
    });
    return { state: 'sent' };
  } catch (error) {
    if (!(error instanceof MailNotTaken)) throw error;
    const said = row.report_id === null ? error.message : withoutAddress(error.message, row.to_address);
    if (error.isFinal || row.attempts >= limits.mailAttemptsMax) {
      return { state: 'failed', error: said };
    }
    const chance = Number(parts.ids.digits(3)) / 1_000;
    return { state: 'queued', error: said, nextAttemptAt: nextAttemptAt(now, row.attempts, chance) };
  }
}

/** Files of a mail. One that is missing or altered fails the attempt: a filing without its document is another one. */
async function filesOf({ files }: MailParts, row: MailRow) {
  const named = row.attachments as unknown as readonly MailAttachment[];
  return Promise.all(
    named.map(async ({ mediaType, name, sha256 }) => {
      if (files === undefined) {
        throw new Error('Cannot send a mail with files: no file store was handed in');
      }
      const chunks: Uint8Array[] = [];
      try {
        for await (const chunk of (await files.open(sha256)).content) chunks.push(chunk);
      } catch (error) {
        throw new MailNotTaken(error, false);
      }
      return { filename: name, contentType: mediaType, content: Buffer.concat(chunks) };
    }),
  );
}

async function settle(parts: MailParts, row: MailRow, outcome: MailOutcome): Promise<void> {
  await parts.database.change(goesOut, async (changing) => {
    const isOurs = await settleMail(changing.sql, row, outcome, changing.now);
    if (!isOurs || outcome.state === 'queued') {
      return;
    }
    await recordFate(changing, row, outcome);
    await parts.whenSettled?.(changing, {
      id: row.id,
      purpose: row.purpose,
      incidentId: row.incident_id,
      reportId: row.report_id,
      feedbackId: row.feedback_id,
      error: outcome.state === 'failed' ? outcome.error : null,
    });
  });
}

async function recordFate(changing: Changing, row: MailRow, outcome: MailOutcome): Promise<void> {
  changing.record({
    event: outcome.state === 'sent' ? 'mail.sent' : 'mail.failed',
    ...(await mailInRecord(changing.sql, row)),
    // A reporter's address stands in the report and is not copied into the record.
    ...(row.report_id === null ? { changes: [{ field: 'to', from: null, to: row.to_address }] } : {}),
    ...(outcome.state === 'failed' ? { reason: outcome.error } : {}),
  });
}

/** How the record names a mail. */
export async function mailInRecord(
  trx: Sql,
  row: MailRow,
): Promise<Pick<Entry, 'subject' | 'incident' | 'reportId'>> {
  const incident =
    row.incident_id === null
      ? undefined
      : await trx
          .selectFrom('incident')
          .select(['id', 'reference'])
          .where('id', '=', row.incident_id)
          .executeTakeFirst();
  return {
    subject: { kind: 'mail', id: row.id, reference: row.purpose },
    incident,
    reportId: row.report_id ?? undefined,
  };
}

/** Why no mail leaves this desk, in words; null when it can. */
export async function reasonNotSending(
  trx: Sql,
  parts: Pick<MailParts, 'mailFrom'> & { readonly canMail: boolean },
): Promise<string | null> {
  if (!parts.canMail) {
    return noMailServer;
  }
  const from = await senderOf(trx, parts);
  return typeof from === 'string' ? from : null;
}

async function senderOf(
  trx: Sql,
  parts: Pick<MailParts, 'mailFrom'>,
): Promise<{ from: OutgoingMail['from'] } | string> {
  if (parts.mailFrom !== null) {
    return { from: asHeaderText(parts.mailFrom) };
  }
  const organisation = await trx
    .selectFrom('organisation')
    .select(['name', 'helpdesk_mail'])
    .executeTakeFirst();
  if (organisation === undefined || !isAddress(organisation.helpdesk_mail)) {
    return noSender;
  }
  return { from: { name: asHeaderText(organisation.name), address: organisation.helpdesk_mail } };
}
