// SPDX-License-Identifier: Apache-2.0
import { type Refusal, type reassertionMethods, refuse } from '@belfry/contract';
import { askForOwnPasskey, readPasskeyProof } from '../platform/authentication/passkey.ts';
import { isPassword } from '../platform/authentication/slow-hash.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing, Sql } from '../platform/database/database.ts';
import { findPasskey, listPasskeys, notePasskeyUse, readCredentials } from './credential-store.ts';
import type { PeopleParts } from './people-parts.ts';
import type { Visitor } from './session-store.ts';
import { readCode, recordRefusal } from './sign-in.ts';
import { countTry } from './throttle.ts';

export type ProvingParts = Pick<PeopleParts, 'database' | 'now' | 'publicUrl'>;
type Method = (typeof reassertionMethods)[number];
type Unproved = Refusal<'sign_in.not_accepted' | 'passkey.not_accepted' | 'sign_in.too_many'>;

/** What was typed or signed. */
export interface Given {
  readonly passkey?: { readonly id: string } | undefined;
  readonly password?: string | undefined;
  readonly code?: string | undefined;
}

/** A proof that holds: what is kept of it, and how it is spent in the transaction that relies on it. */
export interface Proof {
  readonly evidence: Record<string, unknown>;
  spend(changing: Changing): Promise<Unproved | null>;
}

/** The strongest way somebody has; null for who comes in by single sign-on alone. */
export async function strongestWay(sql: Sql, personId: string): Promise<Method | null> {
  const { password, passkeyCount, totp, recovery } = await readCredentials(sql, personId);
  if (passkeyCount > 0) {
    return 'passkey';
  }
  if (password === null) {
    return null;
  }
  return totp === null && recovery === null ? 'password' : 'password_and_code';
}

export async function askOwnPasskey(
  parts: ProvingParts,
  sql: Sql,
  personId: string,
  challenge: Uint8Array<ArrayBuffer>,
): Promise<Record<string, unknown>> {
  const own = await listPasskeys(sql, personId);
  return (await askForOwnPasskey({ publicUrl: parts.publicUrl() }, challenge, own)).options;
}

/**
 * Checks what somebody gave to prove who they are. It counts as a try to sign in: who guesses here waits as long as
 * who guesses there.
 */
export async function checkProof(
  parts: ProvingParts,
  who: { readonly actor: PersonActor; readonly visitor: Visitor },
  asked: { readonly method: Method; readonly challenge: string },
  given: Given,
): Promise<Proof | Unproved> {
  const { actor, visitor } = who;
  const attempt = await countTry(parts.database, visitor, actor.email);
  if (attempt.refusal !== null) {
    if (attempt.isFirstRefused) {
      await recordRefusal(parts.database, visitor, actor, 'too many tries');
    }
    return attempt.refusal;
  }
  const proof =
    asked.method === 'passkey'
      ? await checkPasskey(parts, actor, asked.challenge, given)
      : await checkWords(parts, actor, asked.method, given);
  if ('refused' in proof) {
    await recordRefusal(parts.database, visitor, actor, `proving anew by ${asked.method}`);
    return proof;
  }
  await attempt.succeeded();
  return proof;
}

async function checkPasskey(
  parts: ProvingParts,
  actor: PersonActor,
  challenge: string,
  { passkey: answer }: Given,
): Promise<Proof | Unproved> {
  if (answer === undefined) {
    return refuse('passkey.not_accepted', 'A passkey is asked for');
  }
  const passkey = await parts.database.read(actor, ({ sql }) => findPasskey(sql, answer.id));
  if (passkey?.personId !== actor.id) {
    return refuse('passkey.not_accepted');
  }
  const site = { publicUrl: parts.publicUrl() };
  const counter = await readPasskeyProof(site, challenge, answer, passkey);
  if (counter === null) {
    return refuse('passkey.not_accepted');
  }
  return {
    // Enough to check the signature again without this desk: key, question and answer.
    evidence: { publicKey: passkey.publicKey, passkey: passkey.id, site: site.publicUrl, challenge, answer },
    spend: async ({ sql, now }) =>
      (await notePasskeyUse(sql, passkey, counter, now)) ? null : refuse('passkey.not_accepted'),
  };
}

async function checkWords(
  parts: ProvingParts,
  actor: PersonActor,
  method: Exclude<Method, 'passkey'>,
  { password, code }: Given,
): Promise<Proof | Unproved> {
  const credentials = await parts.database.read(actor, ({ sql }) => readCredentials(sql, actor.id));
  if (!(await isPassword(password ?? '', credentials.password?.hash ?? null))) {
    return refuse('sign_in.not_accepted');
  }
  if (method === 'password') {
    // A second factor that came in the meantime is asked for: the weaker question does not outlive it.
    return credentials.totp === null && credentials.recovery === null && credentials.passkeyCount === 0
      ? { evidence: { secondFactor: 'none: this person has no second factor' }, spend: async () => null }
      : refuse('sign_in.not_accepted');
  }
  const factor = code === undefined ? null : await readCode(credentials, code, parts.now());
  return factor === null
    ? refuse('sign_in.not_accepted')
    : { evidence: { secondFactor: factor.way }, spend: factor.use(actor) };
}
