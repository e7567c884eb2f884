// SPDX-License-Identifier: Apache-2.0
import type { Mail, MailShelf } from '@belfry/contract';
import { type RawBuilder, sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { MailRow } from '../platform/mail/index.ts';
import { type MailLine, shelves } from './mails.ts';

/** Where a page of mails ended. */
export interface MailPlace {
  readonly at: Date;
  readonly id: string;
}

interface Page {
  readonly limit: number;
  readonly after: MailPlace | null;
}

const TEXT_CHARACTERS_MAX = 50_000;

/** What is sent, as far as the reader may see: a reporter's address is for whoever sees the report. */
const sentColumns = raw`m.id, 'out' AS direction, m.state, m.purpose,
  CASE WHEN m.report_id IS NULL OR r.id IS NOT NULL THEN m.to_address END AS address,
  m.subject, m.text,
  CASE WHEN m.report_id IS NULL OR r.id IS NOT NULL THEN m.last_error
    ELSE replace(m.last_error, m.to_address, '…') END AS reason,
  m.queued_at AS at, m.sent_at AS "settledAt",
  CASE WHEN m.state = 'queued' THEN m.next_attempt_at END AS "nextAttemptAt", m.attempts,
  m.is_secret AS "isSecret", m.report_id IS NOT NULL AS "hasReport", false AS "isAutomatic",
  i.reference AS incident, r.reference AS report, p.id AS "writerId", p.name AS "writerName"`;
const sentTables = raw`mail m LEFT JOIN incident i ON i.id = m.incident_id LEFT JOIN report r ON r.id = m.report_id
  LEFT JOIN person p ON p.id = m.written_by`;

const receivedColumns = raw`m.id, 'in' AS direction, m.state, NULL AS purpose,
  coalesce(nullif(m.reading -> 'mails' -> 0 -> 'from' -> 0 ->> 'address', ''), m.envelope_from) AS address,
  m.reading -> 'mails' -> 0 ->> 'subject' AS subject,
  left(m.reading -> 'mails' -> 0 ->> 'text', ${raw.lit(TEXT_CHARACTERS_MAX)}) AS text, m.last_error AS reason,
  m.received_at AS at, m.settled_at AS "settledAt",
  CASE WHEN m.state = 'received' THEN m.next_attempt_at END AS "nextAttemptAt", m.attempts,
  false AS "isSecret", m.report_id IS NOT NULL AS "hasReport",
  coalesce(m.nature IN ('automatic_reply', 'bounce'), false) AS "isAutomatic",
  i.reference AS incident, r.reference AS report, NULL::uuid AS "writerId", NULL AS "writerName"`;
const receivedTables = raw`incoming_mail m LEFT JOIN incident i ON i.id = m.incident_id LEFT JOIN report r ON r.id = m.report_id`;

/** Mail of incidents and of their reports, newest first; one more than the page, to tell whether another follows. */
export async function mailsOfIncidents(
  trx: Sql,
  incidentIds: readonly string[],
  { after, limit }: Page,
): Promise<MailLine[]> {
  const ids = raw`${[...incidentIds]}::uuid[]`;
  const mine = raw`(m.incident_id = ANY (${ids}) OR m.report_id IN (SELECT id FROM report WHERE incident_id = ANY (${ids})))`;
  const before = (at: RawBuilder<unknown>) =>
    after === null ? raw`true` : raw`(${at}, m.id) < (${after.at}::timestamptz, ${after.id}::uuid)`;
  const { rows } = await raw<MailLine>`
    (SELECT ${sentColumns} FROM ${sentTables} WHERE ${mine} AND ${before(raw`m.queued_at`)}
      ORDER BY m.queued_at DESC, m.id DESC LIMIT ${limit + 1})
    UNION ALL
    (SELECT ${receivedColumns} FROM ${receivedTables} WHERE ${mine} AND ${before(raw`m.received_at`)}
      ORDER BY m.received_at DESC, m.id DESC LIMIT ${limit + 1})
    ORDER BY at DESC, id DESC LIMIT ${limit + 1}`.execute(trx);
  return rows;
}

/** A mail the reader sees, sent or received. */
export async function findMail(trx: Sql, id: string): Promise<MailLine | null> {
  const { rows } = await raw<MailLine>`
    SELECT ${sentColumns} FROM ${sentTables} WHERE m.id = ${id}
    UNION ALL
    SELECT ${receivedColumns} FROM ${receivedTables} WHERE m.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

/** A part of the queue for whoever keeps mail going; words only of mail they may see. */
export function managedMails(trx: Sql, shelf: MailShelf, page: Page): Promise<MailLine[]> {
  return readManaged(trx, shelves[shelf], null, page);
}

export async function findManagedMail(trx: Sql, id: string): Promise<MailLine | null> {
  const [line] = await readManaged(trx, Object.values(shelves).flat(), id, { limit: 1, after: null });
  return line ?? null;
}

async function readManaged(
  trx: Sql,
  states: readonly Mail['state'][],
  id: string | null,
  { after, limit }: Page,
): Promise<MailLine[]> {
  const { rows } = await raw<MailLine>`
    SELECT f.id, f.direction, f.state, f.purpose, f.address, f.reason, f.at,
      coalesce(m.subject, n.reading -> 'mails' -> 0 ->> 'subject') AS subject,
      coalesce(m.text, left(n.reading -> 'mails' -> 0 ->> 'text', ${raw.lit(TEXT_CHARACTERS_MAX)})) AS text,
      f.settled_at AS "settledAt",
      CASE WHEN f.state IN ('queued', 'received') THEN f.next_attempt_at END AS "nextAttemptAt", f.attempts,
      f.is_secret AS "isSecret", f.has_report AS "hasReport",
      coalesce(n.nature IN ('automatic_reply', 'bounce'), false) AS "isAutomatic",
      i.reference AS incident, r.reference AS report, p.id AS "writerId", p.name AS "writerName"
    FROM managed_mails(${[...states]}::text[], ${id}::uuid, ${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid, ${limit + 1}) f
    LEFT JOIN mail m ON f.direction = 'out' AND m.id = f.id
    LEFT JOIN incoming_mail n ON f.direction = 'in' AND n.id = f.id
    LEFT JOIN incident i ON i.id = coalesce(m.incident_id, n.incident_id)
    LEFT JOIN report r ON r.id = coalesce(m.report_id, n.report_id)
    LEFT JOIN person p ON p.id = m.written_by
    ORDER BY f.at DESC, f.id DESC`.execute(trx);
  return rows;
}

export async function countManaged(trx: Sql): Promise<Record<MailShelf, number>> {
  const { rows } = await raw<{ state: string; count: number }>`SELECT * FROM managed_mail_counts()`.execute(
    trx,
  );
  const of = (shelf: MailShelf) =>
    rows
      .filter(({ state }) => shelves[shelf].some((known) => known === state))
      .reduce((sum, { count }) => sum + count, 0);
  return { waiting: of('waiting'), failed: of('failed'), skipped: of('skipped'), set_aside: of('set_aside') };
}

/** When the oldest mail came that still waits to be taken in; null when none does. */
export async function oldestReceivedAt(trx: Sql): Promise<Date | null> {
  const { rows } = await raw<{
    at: Date | null;
  }>`SELECT oldest_at AS at FROM received_mail_waiting()`.execute(trx);
  return rows[0]?.at ?? null;
}

/** Puts a received mail that was set aside back among those that wait. @returns false when it is not set aside */
export async function lookAgain(
  trx: Sql,
  mailId: string,
  now: Date,
  madeReportBy: string | null,
): Promise<{ state: string } | null> {
  const before = await trx
    .selectFrom('incoming_mail')
    .select('state')
    .where('id', '=', mailId)
    .forUpdate()
    .executeTakeFirst();
  if (before?.state === 'set_aside') {
    await trx
      .updateTable('incoming_mail')
      .set({
        state: 'received',
        attempts: 0,
        last_error: null,
        settled_at: null,
        next_attempt_at: now,
        made_report_by: madeReportBy,
      })
      .where('id', '=', mailId)
      .execute();
  }
  return before ?? null;
}

/** What a mail from an incident is written with, where the writer sees it. */
export function incidentToWriteFrom(trx: Sql, reference: string) {
  return trx
    .selectFrom('incident')
    .select(['id', 'reference', 'title', 'restricted', 'tlp'])
    .where('reference', '=', reference)
    .executeTakeFirst();
}

export function lockMail(trx: Sql, id: string): Promise<MailRow> {
  return trx.selectFrom('mail').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
}

/** Mail that was given up and still has its words, oldest first; and whether it is to or about a whistle-blower. */
export function lockFailedMails(
  trx: Sql,
  countMax: number,
): Promise<(MailRow & { readonly isApart: boolean })[]> {
  return trx
    .selectFrom('mail')
    .selectAll()
    .select(
      raw<boolean>`EXISTS (SELECT FROM report r WHERE r.id = mail.report_id AND r.kind = 'whistleblowing')`.as(
        'isApart',
      ),
    )
    .where('state', '=', 'failed')
    .where('text', '<>', '')
    .orderBy('queued_at')
    .limit(countMax)
    .forUpdate()
    .execute();
}
