// SPDX-License-Identifier: Apache-2.0
import {
  asLanguage,
  imapSetting,
  type Mailbox,
  type MailboxSecretName,
  mailboxSecretNames,
} from '@belfry/contract';
import { sql as raw, type Selectable } from 'kysely';
import { beyondTheWall, type Sql } from '../platform/database/database.ts';
import type { DB } from '../platform/database/rows.generated.ts';
import type { MailboxKept } from './mailbox.ts';
import type { SealedSecrets } from './mailbox-secrets.ts';

type Row = Selectable<DB['mailbox']>;

/** A mailbox with what nobody is shown: its sealed secrets, and where fetching stands. */
export interface MailboxRow {
  readonly mailbox: MailboxKept;
  readonly sealed: SealedSecrets;
  readonly uidValidity: number | null;
  readonly uidLast: number | null;
  readonly checkedAt: Date | null;
  readonly lastError: string | null;
}

export async function listMailboxRows(sql: Sql): Promise<MailboxRow[]> {
  const rows = await sql.selectFrom('mailbox').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(fromRow);
}

export async function findMailbox(sql: Sql, id: string, lock = false): Promise<MailboxRow | null> {
  const query = sql.selectFrom('mailbox').selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Mailboxes our own receiver takes mail for now. */
export async function findReceiving(sql: Sql): Promise<MailboxKept[]> {
  const rows = await sql
    .selectFrom('mailbox')
    .selectAll()
    .where('way', '=', 'smtp')
    .where('is_active', '=', true)
    .execute();
  return rows.map((row) => fromRow(row).mailbox);
}

export async function findFetched(sql: Sql): Promise<MailboxRow[]> {
  const rows = await sql
    .selectFrom('mailbox')
    .selectAll()
    .where('way', '=', 'imap')
    .where('is_active', '=', true)
    .execute();
  return rows.map(fromRow);
}

/** @returns false when another mailbox has the address */
export async function insertMailbox(sql: Sql, mailbox: MailboxKept, sealed: SealedSecrets): Promise<boolean> {
  const result = await sql
    .insertInto('mailbox')
    .values({
      ...columnsOf(mailbox),
      id: mailbox.id,
      way: mailbox.way,
      imap_secrets: JSON.stringify(sealed),
      created_at: mailbox.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function isAddressTaken(sql: Sql, address: string, exceptId: string): Promise<boolean> {
  const row = await sql
    .selectFrom('mailbox')
    .select('id')
    .where(raw<string>`lower(address)`, '=', address.toLowerCase())
    .where('id', '<>', exceptId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether any mail came, whoever may see it. It decides, and is told to nobody. */
export async function hasReceived(sql: Sql, id: string): Promise<boolean> {
  const { rows } = await beyondTheWall(sql, () =>
    raw<{ is: boolean }>`SELECT EXISTS (SELECT FROM incoming_mail WHERE mailbox_id = ${id}) AS is`.execute(
      sql,
    ),
  );
  return rows[0]?.is === true;
}

/** @param startAgain forgets where fetching stood: everything is looked at anew, and digests keep it single */
export async function updateMailbox(
  sql: Sql,
  mailbox: MailboxKept,
  sealed: SealedSecrets,
  startAgain: boolean,
): Promise<void> {
  await sql
    .updateTable('mailbox')
    .set({
      ...columnsOf(mailbox),
      imap_secrets: JSON.stringify(sealed),
      last_error: null,
      ...(startAgain ? { uid_validity: null, uid_last: null } : {}),
    })
    .where('id', '=', mailbox.id)
    .execute();
}

/** Keeps a secret that the token endpoint gave anew; nothing else of the mailbox changes. */
export async function updateSecrets(sql: Sql, id: string, sealed: SealedSecrets): Promise<void> {
  await sql
    .updateTable('mailbox')
    .set({ imap_secrets: raw`imap_secrets || ${JSON.stringify(sealed)}::jsonb` })
    .where('id', '=', id)
    .execute();
}

/** The mail server answered: everything up to this identifier is here. */
export async function markFetched(
  sql: Sql,
  id: string,
  now: Date,
  at: { readonly uidValidity: number; readonly uidLast: number },
): Promise<void> {
  await sql
    .updateTable('mailbox')
    .set({ checked_at: now, last_error: null, uid_validity: at.uidValidity, uid_last: at.uidLast })
    .where('id', '=', id)
    .execute();
}

export async function markFailed(sql: Sql, id: string, error: string): Promise<void> {
  await sql.updateTable('mailbox').set({ last_error: error }).where('id', '=', id).execute();
}

export async function presentMailboxes(sql: Sql, rows: readonly MailboxRow[]): Promise<Mailbox[]> {
  const { rows: traffic } = await raw<{ mailbox_id: string; received_count: number; last_received_at: Date }>`
    SELECT mailbox_id, received_count, last_received_at FROM mailbox_traffic()`.execute(sql);
  const byId = new Map(traffic.map((row) => [row.mailbox_id, row]));
  return rows.map(({ mailbox, sealed, checkedAt, lastError }) => {
    const seen = byId.get(mailbox.id);
    return {
      ...mailbox,
      secretsSet: secretNamesOf(sealed),
      state: {
        checkedAt: checkedAt?.toISOString() ?? null,
        lastError,
        receivedCount: seen?.received_count ?? 0,
        lastReceivedAt: seen?.last_received_at.toISOString() ?? null,
      },
      createdAt: mailbox.createdAt.toISOString(),
    };
  });
}

export function secretNamesOf(sealed: SealedSecrets): MailboxSecretName[] {
  return mailboxSecretNames.filter((name) => sealed[name] !== undefined);
}

function columnsOf(mailbox: MailboxKept) {
  return {
    name: mailbox.name,
    address: mailbox.address,
    purpose: mailbox.purpose,
    language: mailbox.language,
    is_active: mailbox.isActive,
    plus_addressing: mailbox.plusAddressing,
    acknowledges: mailbox.acknowledges,
    imap: mailbox.imap === null ? null : JSON.stringify(mailbox.imap),
  };
}

function fromRow(row: Row): MailboxRow {
  return {
    mailbox: {
      id: row.id,
      name: row.name,
      address: row.address,
      purpose: row.purpose as Mailbox['purpose'],
      language: asLanguage(row.language),
      way: row.way as Mailbox['way'],
      isActive: row.is_active,
      plusAddressing: row.plus_addressing,
      acknowledges: row.acknowledges,
      imap: row.imap === null ? null : imapSetting.parse(row.imap),
      createdAt: row.created_at,
    },
    sealed: row.imap_secrets as SealedSecrets,
    uidValidity: row.uid_validity,
    uidLast: row.uid_last,
    checkedAt: row.checked_at,
    lastError: row.last_error,
  };
}
