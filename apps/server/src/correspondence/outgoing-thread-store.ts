// SPDX-License-Identifier: Apache-2.0
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { asMessageId, type MailRow, type MailThread } from '../platform/mail/index.ts';
import type { Answered, ReplyAddresses } from './reply-address.ts';

/** Message-IDs named in one mail: the first, and the newest. Programs need no more to show one thread. */
const NAMED_MAX = 10;

/** Mail that nobody should answer: alerts are acknowledged in the desk, invitations carry their own link. */
const unanswered: readonly string[] = ['alert', 'invitation'];

/** Which conversation a mail that leaves belongs to, and where answers to it go. */
export async function threadOfOutgoing(
  trx: Sql,
  mail: Pick<MailRow, 'report_id' | 'incident_id' | 'purpose' | 'to_address'>,
  addresses: ReplyAddresses,
): Promise<MailThread> {
  const answered: Answered | null =
    mail.report_id !== null
      ? { kind: 'report', id: mail.report_id }
      : mail.incident_id !== null
        ? { kind: 'incident', id: mail.incident_id }
        : null;
  if (answered === null || unanswered.includes(mail.purpose)) {
    return { replyTo: null, answersTo: [] };
  }
  return {
    replyTo: await replyAddress(trx, answered, addresses),
    answersTo: await mailsAnswered(trx, answered, mail.to_address),
  };
}

/**
 * The signed address of the mailbox the conversation came through, else of one for its kind. Where the mail server
 * takes no tags the bare address: the answer is then known by the mail it names.
 */
async function replyAddress(
  trx: Sql,
  { id, kind }: Answered,
  addresses: ReplyAddresses,
): Promise<string | null> {
  const { rows } = await raw<{ address: string; plus_addressing: boolean }>`
    SELECT b.address, b.plus_addressing FROM mailbox b
    LEFT JOIN report r ON ${kind} = 'report' AND r.id = ${id}
    WHERE b.is_active AND (b.purpose = 'whistleblowing') = coalesce(r.kind = 'whistleblowing', false)
    ORDER BY EXISTS (SELECT FROM incoming_mail m WHERE m.mailbox_id = b.id AND (m.report_id = ${id} OR m.incident_id = ${id})) DESC,
      b.plus_addressing DESC, (b.purpose = 'vulnerabilities') = coalesce(r.kind = 'weakness', false) DESC, b.created_at, b.id
    LIMIT 1`.execute(trx);
  const [mailbox] = rows;
  if (mailbox === undefined) {
    return null;
  }
  const signed = mailbox.plus_addressing ? addresses.of(mailbox.address, { id, kind }) : null;
  return signed ?? mailbox.address;
}

async function mailsAnswered(trx: Sql, { id, kind }: Answered, to: string): Promise<string[]> {
  const { rows } = await raw<{ message_id: string }>`
    SELECT m.message_id FROM incoming_mail m
    WHERE ${kind === 'report' ? raw`m.report_id` : raw`m.incident_id`} = ${id} AND m.nature = 'person'
      AND m.message_id IS NOT NULL AND (${kind} = 'report' OR lower(${to}) = ANY (m.parties))
    ORDER BY m.received_at, m.id LIMIT 1000`.execute(trx);
  const named = rows
    .map((row) => asMessageId(row.message_id))
    .filter((each): each is string => each !== null);
  const distinct = [...new Set(named)];
  return distinct.length <= NAMED_MAX
    ? distinct
    : [...distinct.slice(0, 1), ...distinct.slice(1 - NAMED_MAX)];
}
