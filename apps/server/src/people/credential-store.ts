// SPDX-License-Identifier: Apache-2.0
import type { Passkey } from '../platform/authentication/passkey.ts';
import type { RecoveryCodes } from '../platform/authentication/recovery-code.ts';
import type { Sql } from '../platform/database/database.ts';

/** Every way a person has to prove who they are. */
export interface Credentials {
  readonly password: { hash: string; setAt: Date } | null;
  readonly totp: { secret: string; setAt: Date; lastStep: number } | null;
  readonly pendingTotpSecret: string | null;
  readonly recovery: { salt: string; left: number } | null;
  readonly passkeyCount: number;
  readonly singleSignOn: boolean;
}

export interface PasskeyRow extends Passkey {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly addedAt: Date;
  readonly lastUsedAt: Date | null;
}

export async function readCredentials(sql: Sql, personId: string): Promise<Credentials> {
  const password = await sql
    .selectFrom('person_password')
    .select(['hash', 'set_at'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  const totp = await sql
    .selectFrom('person_totp')
    .select(['secret', 'pending_secret', 'confirmed_at', 'last_step'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  const codes = await sql
    .selectFrom('recovery_code')
    .select('salt')
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .execute();
  const passkeys = await sql.selectFrom('passkey').select('id').where('person_id', '=', personId).execute();
  const linked = await sql
    .selectFrom('single_sign_on')
    .select('issuer')
    .where('person_id', '=', personId)
    .execute();
  return {
    password: password === undefined ? null : { hash: password.hash, setAt: password.set_at },
    totp:
      totp === undefined || totp.secret === null
        ? null
        : { secret: totp.secret, setAt: totp.confirmed_at ?? new Date(0), lastStep: totp.last_step },
    pendingTotpSecret: totp?.pending_secret ?? null,
    recovery: codes[0] === undefined ? null : { salt: codes[0].salt, left: codes.length },
    passkeyCount: passkeys.length,
    singleSignOn: linked.length > 0,
  };
}

/** Keeps a secret that waits for its first code, beside the one that works. */
export async function startTotp(sql: Sql, personId: string, secret: string): Promise<void> {
  await sql
    .insertInto('person_totp')
    .values({ person_id: personId, pending_secret: secret })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ pending_secret: secret }))
    .execute();
}

/** The pending secret takes the place of the old one. @returns false when it is not pending any more */
export async function confirmTotp(
  sql: Sql,
  personId: string,
  secret: string,
  step: number,
  now: Date,
): Promise<boolean> {
  const row = await sql
    .updateTable('person_totp')
    .set({ secret, pending_secret: null, confirmed_at: now, last_step: step })
    .where('person_id', '=', personId)
    .where('pending_secret', '=', secret)
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Marks a time step as used. @returns false when another sign-in used it, or a later one, in the meantime */
export async function spendTotpStep(sql: Sql, personId: string, step: number): Promise<boolean> {
  const row = await sql
    .updateTable('person_totp')
    .set({ last_step: step })
    .where('person_id', '=', personId)
    .where('secret', 'is not', null)
    .where('last_step', '<', step)
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns false when there is no such code, or it was used */
export async function spendRecoveryCode(
  sql: Sql,
  personId: string,
  hash: string,
  now: Date,
): Promise<boolean> {
  const row = await sql
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('person_id', '=', personId)
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function replaceRecoveryCodes(
  sql: Sql,
  personId: string,
  made: RecoveryCodes,
  now: Date,
): Promise<void> {
  await sql.deleteFrom('recovery_code').where('person_id', '=', personId).execute();
  const rows = made.hashes.map((hash) => ({ person_id: personId, hash, salt: made.salt, made_at: now }));
  await sql.insertInto('recovery_code').values(rows).execute();
}

export async function insertPasskey(
  sql: Sql,
  id: string,
  personId: string,
  passkey: Passkey & { name: string },
  now: Date,
): Promise<boolean> {
  const row = await sql
    .insertInto('passkey')
    .values({
      id,
      person_id: personId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: [...passkey.transports],
      backed_up: passkey.isBackedUp,
      name: passkey.name,
      added_at: now,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function listPasskeys(sql: Sql, personId: string): Promise<PasskeyRow[]> {
  const rows = await sql
    .selectFrom('passkey')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('added_at')
    .execute();
  return rows.map(passkeyFromRow);
}

export async function findPasskey(sql: Sql, credentialId: string): Promise<PasskeyRow | null> {
  const row = await sql
    .selectFrom('passkey')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  return row === undefined ? null : passkeyFromRow(row);
}

function passkeyFromRow(row: {
  id: string;
  person_id: string;
  credential_id: string;
  public_key: string;
  counter: number;
  transports: string[];
  backed_up: boolean;
  name: string;
  added_at: Date;
  last_used_at: Date | null;
}): PasskeyRow {
  return {
    id: row.id,
    personId: row.person_id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: row.transports,
    isBackedUp: row.backed_up,
    name: row.name,
    addedAt: row.added_at,
    lastUsedAt: row.last_used_at,
  };
}

/** Notes a use. @returns false when another use moved the counter in the meantime: one of the two is a copy */
export async function notePasskeyUse(
  sql: Sql,
  passkey: PasskeyRow,
  counter: number,
  now: Date,
): Promise<boolean> {
  const row = await sql
    .updateTable('passkey')
    .set({ counter, last_used_at: now })
    .where('id', '=', passkey.id)
    .where('counter', '=', passkey.counter)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function renamePasskey(
  sql: Sql,
  personId: string,
  id: string,
  name: string,
): Promise<string | null> {
  const before = await sql
    .selectFrom('passkey')
    .select('name')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  await sql
    .updateTable('passkey')
    .set({ name })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .execute();
  return before?.name ?? null;
}

export async function deletePasskey(sql: Sql, personId: string, id: string): Promise<string | null> {
  const row = await sql
    .deleteFrom('passkey')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}

/** Takes every way to sign in away; the caller gives a new one in the same transaction. */
export async function forgetCredentials(sql: Sql, personId: string): Promise<void> {
  const tables = ['person_password', 'person_totp', 'recovery_code', 'passkey', 'single_sign_on'] as const;
  for (const table of tables) {
    await sql.deleteFrom(table).where('person_id', '=', personId).execute();
  }
}

export async function findLinkedPerson(sql: Sql, issuer: string, subject: string): Promise<string | null> {
  const row = await sql
    .selectFrom('single_sign_on')
    .select('person_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/** @returns false when this person is somebody else at that provider already */
export async function linkPerson(
  sql: Sql,
  personId: string,
  issuer: string,
  subject: string,
  now: Date,
): Promise<boolean> {
  const row = await sql
    .insertInto('single_sign_on')
    .values({ person_id: personId, issuer, subject, linked_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}
