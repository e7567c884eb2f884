// SPDX-License-Identifier: Apache-2.0
import { limits, type MailReading } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { asMessageId } from '../platform/mail/index.ts';
import type { Conversation } from './mail-thread.ts';
import type { Answered } from './reply-address.ts';

/** Conversations a mail is compared with, as a count: whoever names a thousand is not answering one. */
const RELATED_MAX = 20;
const THREAD_LOCK = 7_403_118;

/**
 * One mail at a time finds its place: two of one thread that arrive together would each open a report. Held until
 * commit.
 */
export async function lockThreads(trx: Sql): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(${THREAD_LOCK})`.execute(trx);
}

/** Addresses of our own mailboxes, lower-case. */
export async function ownAddressesOf(trx: Sql): Promise<Set<string>> {
  const rows = await trx.selectFrom('mailbox').select('address').execute();
  return new Set(rows.map(({ address }) => address.toLowerCase()));
}

/** What belongs to a report or an incident, to know whether a mail may join it. Null when it is not there. */
export async function conversationOf(trx: Sql, answered: Answered): Promise<Conversation | null> {
  const { id, kind } = answered;
  const { rows } =
    kind === 'report'
      ? await raw<Omit<Conversation, keyof Answered>>`
          SELECT r.kind = 'whistleblowing' AS "isApart",
            CASE WHEN r.kind = 'whistleblowing' OR r.restricted THEN NULL ELSE r.reference END AS nameable,
            lower(r.reporter_email) AS reporter,
            array_remove(array_append(coalesce((SELECT array_agg(DISTINCT p) FROM incoming_mail m, unnest(m.parties) p
              WHERE m.report_id = r.id), '{}'), lower(r.reporter_email)), NULL) AS parties
          FROM report r WHERE r.id = ${id}`.execute(trx)
      : await raw<Omit<Conversation, keyof Answered>>`
          SELECT false AS "isApart", NULL AS nameable, NULL AS reporter,
            (SELECT coalesce(array_agg(DISTINCT p), '{}') FROM (
              SELECT unnest(m.parties) AS p FROM incoming_mail m WHERE m.incident_id = i.id
              UNION SELECT lower(o.to_address) FROM mail o WHERE o.incident_id = i.id AND o.purpose = 'written') named) AS parties
          FROM incident i WHERE i.id = ${id}`.execute(trx);
  const [row] = rows;
  return row === undefined ? null : { kind, id, ...row };
}

interface Found {
  readonly report_id: string | null;
  readonly incident_id: string | null;
}

async function conversationsOf(trx: Sql, found: readonly Found[]): Promise<Conversation[]> {
  const conversations: Conversation[] = [];
  for (const answered of distinct(found)) {
    const conversation = await conversationOf(trx, answered);
    if (conversation !== null) {
      conversations.push(conversation);
    }
  }
  return conversations;
}

function answeredOf({ incident_id, report_id }: Found): Answered | null {
  if (report_id !== null) {
    return { kind: 'report', id: report_id };
  }
  return incident_id === null ? null : { kind: 'incident', id: incident_id };
}

function distinct(found: readonly Found[]): Answered[] {
  const known = new Map<string, Answered>();
  for (const answered of found.map(answeredOf)) {
    if (answered !== null && !known.has(answered.id)) {
      known.set(answered.id, answered);
    }
  }
  return [...known.values()];
}

/** Conversations in which we sent a mail it refers to, nearest first. */
export async function conversationsAnswered(trx: Sql, refersTo: readonly string[]): Promise<Conversation[]> {
  // Most mails begin a conversation, and the wall around `mail` alone takes milliseconds to plan.
  if (refersTo.length === 0) {
    return [];
  }
  const { rows } = await raw<Found>`
    SELECT m.report_id, m.incident_id FROM mail m WHERE m.message_id = ANY (${[...refersTo]}::text[])
    ORDER BY array_position(${[...refersTo]}::text[], m.message_id) LIMIT ${RELATED_MAX}`.execute(trx);
  return conversationsOf(trx, rows);
}

/** Conversations with a received mail it refers to, that refers to it, or that refers to the same; oldest first. */
export async function conversationsRelated(
  trx: Sql,
  messageId: string | null,
  refersTo: readonly string[],
): Promise<Conversation[]> {
  const { rows } = await raw<Found>`
    SELECT report_id, incident_id
    FROM mails_related(${messageId}::text, ${[...refersTo]}::text[], ${RELATED_MAX}::integer)`.execute(trx);
  return conversationsOf(trx, rows);
}

/** The same mail, taken from another mailbox on the same side of the wall: same Message-ID, same body. */
export async function sameMail(
  trx: Sql,
  mail: { id: string; messageId: string | null; bodySha256: string; isApart: boolean },
): Promise<Answered | null> {
  if (mail.messageId === null) {
    return null;
  }
  const { rows } = await raw<Found>`
    SELECT m.report_id, m.incident_id FROM incoming_mail m JOIN mailbox b ON b.id = m.mailbox_id
    WHERE m.message_id = ${mail.messageId} AND m.body_sha256 = ${mail.bodySha256} AND m.id <> ${mail.id}
      AND m.state = 'taken' AND (b.purpose = 'whistleblowing') = ${mail.isApart}
      AND (m.report_id IS NOT NULL OR m.incident_id IS NOT NULL)
    ORDER BY m.received_at, m.id LIMIT 1`.execute(trx);
  return rows[0] === undefined ? null : answeredOf(rows[0]);
}

/** The mail of ours that a delivery report is about: by its own word, or by what it refers to. */
export async function mailReturned(trx: Sql, reading: MailReading): Promise<string | null> {
  const named = [reading.bounce?.messageId, ...reading.refersTo]
    .map(asMessageId)
    .filter((id): id is string => id !== null);
  const { rows } = await raw<{ id: string }>`
    SELECT id FROM mail WHERE message_id = ANY (${named}::text[])
    ORDER BY array_position(${named}::text[], message_id) LIMIT 1`.execute(trx);
  return rows[0]?.id ?? null;
}

/** What only this process knows of a received mail, beside what settles it. */
export async function writeFindings(
  trx: Sql,
  mailId: string,
  findings: { bodySha256: string | null; parties: readonly string[]; incidentId: string | null },
): Promise<void> {
  await trx
    .updateTable('incoming_mail')
    .set({
      body_sha256: findings.bodySha256,
      parties: [...findings.parties],
      incident_id: findings.incidentId,
    })
    .where('id', '=', mailId)
    .execute();
}

export async function isMadeReport(trx: Sql, mailId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('incoming_mail')
    .select('made_report_by')
    .where('id', '=', mailId)
    .executeTakeFirst();
  return row !== undefined && row.made_report_by !== null;
}

/** Receipts by mail that went to an address lately, those skipped left out. */
export async function receiptsLately(trx: Sql, address: string, now: Date): Promise<number> {
  const since = new Date(now.getTime() - limits.mailReceiptsWindowMs);
  const { rows } = await raw<{ count: number }>`
    SELECT receipts_since(${address}, ${since}) AS count`.execute(trx);
  return rows[0]?.count ?? 0;
}

export async function speakerOf(trx: Sql): Promise<{ name: string; phone: string }> {
  const row = await trx.selectFrom('organisation').select(['name', 'helpdesk_phone']).executeTakeFirst();
  return { name: row?.name ?? '', phone: row?.helpdesk_phone ?? '' };
}
