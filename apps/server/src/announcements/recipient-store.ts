// SPDX-License-Identifier: Apache-2.0
import { type Language, limits, type Recipient } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Ids } from '../platform/clock/clock.ts';
import { type Sql, theRow } from '../platform/database/database.ts';
import type { NamedRecipient } from './recipient-lines.ts';

/** Addresses that stand on the list already, in lower case. */
export async function addressesOnList(trx: Sql, announcementId: string): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('announcement_recipient')
    .select(raw<string>`lower(address)`.as('address'))
    .where('announcement_id', '=', announcementId)
    .execute();
  return new Set(rows.map(({ address }) => address));
}

export async function insertRecipients(
  trx: Sql,
  announcementId: string,
  recipients: readonly (NamedRecipient & { readonly language: Language })[],
  ids: Ids,
): Promise<void> {
  for (let from = 0; from < recipients.length; from += limits.recipientsPerStatementMax) {
    await trx
      .insertInto('announcement_recipient')
      .values(
        recipients.slice(from, from + limits.recipientsPerStatementMax).map((one) => ({
          id: ids.uuid(),
          announcement_id: announcementId,
          name: one.name,
          address: one.address,
          language: one.language,
          contact_id: one.contactId,
        })),
      )
      .execute();
  }
}

/** @returns how many were taken off */
export async function deleteRecipients(
  trx: Sql,
  announcementId: string,
  ids: readonly string[] | undefined,
): Promise<number> {
  const result = await trx
    .deleteFrom('announcement_recipient')
    .where('announcement_id', '=', announcementId)
    .$if(ids !== undefined, (query) => query.where('id', 'in', [...(ids ?? []), announcementId]))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

export async function findRecipients(
  trx: Sql,
  announcementId: string,
  { state, after }: { state?: Recipient['state'] | undefined; after?: string | undefined },
): Promise<{ items: Recipient[]; next: string | null }> {
  const { rows } = await raw<Recipient>`
    SELECT * FROM (
      SELECT r.id, r.name, r.address, r.language,
        CASE WHEN r.mail_id IS NULL THEN 'listed' WHEN m.state IN ('queued', 'sent') THEN m.state ELSE 'failed' END AS state,
        CASE WHEN m.state = 'sent' THEN NULL ELSE m.last_error END AS error
      FROM announcement_recipient r LEFT JOIN mail m ON m.id = r.mail_id
      WHERE r.announcement_id = ${announcementId}
        AND (${after ?? null}::uuid IS NULL OR (lower(r.name), r.id) >
          (SELECT lower(b.name), b.id FROM announcement_recipient b WHERE b.id = ${after ?? null}))
    ) listed
    WHERE ${state ?? null}::text IS NULL OR state = ${state ?? null}
    ORDER BY lower(name), id LIMIT ${limits.pageSizeDefault + 1}`.execute(trx);
  const items = rows.slice(0, limits.pageSizeDefault);
  return { items, next: rows.length > items.length ? (items.at(-1)?.id ?? null) : null };
}

/** Contacts as recipients, by their preferred mail address; those without one by name. */
export async function contactsAsRecipients(
  trx: Sql,
  contactIds: readonly string[],
): Promise<{ recipients: NamedRecipient[]; withoutMail: string[] }> {
  if (contactIds.length === 0) return { recipients: [], withoutMail: [] };
  const { rows } = await raw<{ id: string; name: string; language: Language | null; address: string | null }>`
    SELECT c.id, c.name, c.language, (
      SELECT channel ->> 'value' FROM jsonb_array_elements(c.channels) channel
      WHERE channel ->> 'kind' = 'mail' ORDER BY (channel ->> 'isPreferred')::boolean DESC NULLS LAST LIMIT 1) AS address
    FROM contact c WHERE c.id = ANY (${contactIds as string[]}::uuid[]) AND c.archived_at IS NULL
    ORDER BY lower(c.name), c.id`.execute(trx);
  return {
    recipients: rows.flatMap(({ id, name, language, address }) =>
      address === null ? [] : [{ name, address, language, contactId: id }],
    ),
    withoutMail: rows.filter(({ address }) => address === null).map(({ name }) => name),
  };
}

export interface Waiting {
  readonly id: string;
  readonly address: string;
  readonly language: Language;
}

/** Recipients whose mail was not written yet; the announcement is locked by whoever asks. */
export async function waitingRecipients(
  trx: Sql,
  announcementId: string,
  countMax: number,
): Promise<Waiting[]> {
  return (await trx
    .selectFrom('announcement_recipient')
    .select(['id', 'address', 'language'])
    .where('announcement_id', '=', announcementId)
    .where('mail_id', 'is', null)
    .orderBy('id')
    .limit(countMax)
    .execute()) as Waiting[];
}

export async function writeMailOf(trx: Sql, recipientId: string, mailId: string): Promise<void> {
  await trx
    .updateTable('announcement_recipient')
    .set({ mail_id: mailId })
    .where('id', '=', recipientId)
    .execute();
}

/** Those whom no mail reached are listed again; the mails that failed stay on record. @returns how many */
export async function listAgain(trx: Sql, announcementId: string): Promise<number> {
  const { rows } = await raw<{ count: number }>`
    WITH listed AS (
      UPDATE announcement_recipient r SET mail_id = NULL FROM mail m
      WHERE m.id = r.mail_id AND r.announcement_id = ${announcementId} AND m.state NOT IN ('queued', 'sent')
      RETURNING m.id
    ), wiped AS (
      UPDATE mail SET text = '' WHERE id IN (SELECT id FROM listed)
    ) SELECT count(*)::integer AS count FROM listed`.execute(trx);
  return theRow(rows).count;
}

/** When the last of them was taken by a mail server. */
export async function lastSentAt(trx: Sql, announcementId: string): Promise<Date | null> {
  const { rows } = await raw<{ at: Date | null }>`
    SELECT max(m.sent_at) AS at FROM announcement_recipient r JOIN mail m ON m.id = r.mail_id
    WHERE r.announcement_id = ${announcementId} AND m.state = 'sent'`.execute(trx);
  return theRow(rows).at;
}
