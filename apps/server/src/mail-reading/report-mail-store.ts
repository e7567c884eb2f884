// SPDX-License-Identifier: Apache-2.0
import { type MailReading, type Refusal, type ReportMail, refuse } from '@belfry/contract';
import type { Sql } from '../platform/database/database.ts';

/** The mails of a report. The wall of `incoming_mail` decides which of them the caller sees. */
export async function mailsOfReport(
  sql: Sql,
  reference: string,
): Promise<ReportMail[] | Refusal<'report.not_found'>> {
  const report = await sql
    .selectFrom('report')
    .select('id')
    .where('reference', '=', reference)
    .executeTakeFirst();
  if (report === undefined) {
    return refuse('report.not_found', `No report "${reference}"`);
  }
  const rows = await selectMails(sql)
    .where('incoming_mail.report_id', '=', report.id)
    .orderBy('received_at')
    .orderBy('incoming_mail.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    receivedAt: row.received_at.toISOString(),
    mailbox: row.address,
    envelopeFrom: row.envelope_from,
    rawSha256: row.raw_sha256,
    rawBytes: Number(row.raw_bytes),
    nature: row.nature as ReportMail['nature'],
    // Written by `readMail` alone, in the shape of the contract.
    reading: row.reading as MailReading | null,
  }));
}

export interface MailNamed {
  readonly reference: string;
  readonly mail: string;
}

export interface KeptMail {
  readonly rawSha256: string;
  readonly rawBytes: number;
  readonly reading: MailReading | null;
}

export async function findMailOfReport(
  sql: Sql,
  { mail, reference }: MailNamed,
): Promise<KeptMail | Refusal<'mail.not_found'>> {
  const row = await selectMails(sql)
    .innerJoin('report', 'report.id', 'incoming_mail.report_id')
    .where('incoming_mail.id', '=', mail)
    .where('report.reference', '=', reference)
    .executeTakeFirst();
  return row === undefined
    ? refuse('mail.not_found', `No such mail on "${reference}"`)
    : {
        rawSha256: row.raw_sha256,
        rawBytes: Number(row.raw_bytes),
        reading: row.reading as MailReading | null,
      };
}

function selectMails(sql: Sql) {
  return sql
    .selectFrom('incoming_mail')
    .innerJoin('mailbox', 'mailbox.id', 'incoming_mail.mailbox_id')
    .select([
      'incoming_mail.id',
      'incoming_mail.received_at',
      'incoming_mail.envelope_from',
      'incoming_mail.raw_sha256',
      'incoming_mail.raw_bytes',
      'incoming_mail.nature',
      'incoming_mail.reading',
      'mailbox.address',
    ]);
}
