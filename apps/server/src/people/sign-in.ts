// SPDX-License-Identifier: Apache-2.0
import {
  isRefusal,
  type ProblemCode,
  permissionsOf,
  type Refusal,
  refuse,
  type Session,
} from '@belfry/contract';
import { readPasskeyProof } from '../platform/authentication/passkey.ts';
import { plainRecoveryCode } from '../platform/authentication/recovery-code.ts';
import { isPassword, slowTag } from '../platform/authentication/slow-hash.ts';
import { totpStep } from '../platform/authentication/totp.ts';
import { type PersonActor, systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import { takeCeremony } from './ceremony-store.ts';
import {
  type Credentials,
  findPasskey,
  notePasskeyUse,
  type PasskeyRow,
  readCredentials,
  spendRecoveryCode,
  spendTotpStep,
} from './credential-store.ts';
import { type PeopleParts, presentSession } from './people-parts.ts';
import { personSubject } from './person.ts';
import { findPerson, findPersonByEmail, type PersonRow } from './person-store.ts';
import { openSession, type SignInWay, type Visitor } from './session-store.ts';
import { countTry, type Try } from './throttle.ts';

const signingIn = systemActor('sign-in');

export interface SignedIn {
  readonly session: Session;
  /** For the cookie, and nowhere else. */
  readonly secret: string;
}

/** A person as an actor of the session that is about to be theirs. */
export function actorOfSession(person: PersonRow, sessionId: string, stage: Session['stage']): PersonActor {
  return {
    kind: 'person',
    id: person.id,
    name: person.name,
    email: person.email,
    language: person.language,
    roles: person.roles,
    permissions: stage === 'complete' ? permissionsOf(person.roles) : new Set(),
    via: { kind: 'session', id: sessionId },
  };
}

/**
 * Opens a session for somebody who has proved who they are; `use` spends what they proved it with, in the same
 * transaction: a code that another request spent in the meantime opens nothing.
 */
export async function enter<Code extends ProblemCode = never>(
  parts: PeopleParts,
  given: { person: PersonRow; way: SignInWay; stage: Session['stage']; visitor: Visitor; text?: string },
  use: (changing: Changing) => Promise<Refusal<Code> | null>,
): Promise<SignedIn | Refusal<Code>> {
  const { person, way, stage, visitor } = given;
  const sessionId = parts.ids.uuid();
  const secret = parts.ids.secret();
  const actor = actorOfSession(person, sessionId, stage);
  return await parts.database.change(actor, async (changing) => {
    const refused = await use(changing);
    if (refused !== null) {
      return refused;
    }
    await openSession(changing, { id: sessionId, secret, personId: person.id, stage, way, visitor });
    changing.record({
      event: 'person.signed_in',
      subject: personSubject(person),
      changes: [
        { field: 'way', from: null, to: way },
        { field: 'address', from: null, to: visitor.address },
        { field: 'stage', from: null, to: stage },
      ],
      text: given.text,
    });
    return { session: await presentSession(changing.sql, actor, stage, changing.now), secret };
  });
}

/** Writes a refused sign-in down. What was typed is not: people type passwords into the wrong field. */
export async function recordRefusal(
  database: Database,
  visitor: Visitor,
  person: { readonly id: string; readonly name: string } | null,
  why: string,
): Promise<void> {
  await database.change(signingIn, async ({ record }) => {
    record({
      event: 'person.sign_in_refused',
      subject:
        person === null ? { kind: 'person', id: 'unknown', reference: 'unknown' } : personSubject(person),
      changes: [{ field: 'address', from: null, to: visitor.address }],
      reason: why,
    });
  });
}

export type PasswordOutcome =
  | { outcome: 'code_needed' }
  | (SignedIn & { outcome: 'signed_in' })
  | Refusal<'sign_in.not_accepted' | 'sign_in.too_many'>;

/** Password, then a code. Every refusal reads the same and costs the same work, whoever exists. */
export async function signInWithPassword(
  parts: PeopleParts,
  typed: { email: string; password: string; code?: string | undefined },
  visitor: Visitor,
): Promise<PasswordOutcome & { secondsToWait?: number }> {
  const { database } = parts;
  const attempt = await countTry(database, visitor, typed.email);
  const found = await database.read(signingIn, async ({ sql }) => {
    const person = await findPersonByEmail(sql, typed.email);
    return person === null ? null : { person, credentials: await readCredentials(sql, person.id) };
  });
  if (attempt.refusal !== null) {
    if (attempt.isFirstRefused) {
      await recordRefusal(database, visitor, found?.person ?? null, 'too many tries');
    }
    return { ...attempt.refusal, secondsToWait: attempt.secondsToWait };
  }
  const active = found?.person.state === 'active' ? found : null;
  const isRight = await isPassword(typed.password, active?.credentials.password?.hash ?? null);
  if (active === null || !isRight) {
    await recordRefusal(database, visitor, found?.person ?? null, 'password');
    return refuse('sign_in.not_accepted');
  }
  const { person, credentials } = active;
  // Their provider asks for more than a password: a password alone must not be the easier way to begin anew.
  if (credentials.singleSignOn && !hasSecondFactor(credentials)) {
    await recordRefusal(database, visitor, person, 'password without a second factor beside single sign-on');
    return refuse('sign_in.not_accepted');
  }
  const text = parts.singleSignOn === null ? {} : { text: 'local sign-in beside single sign-on' };
  if (!hasSecondFactor(credentials)) {
    return await settle(
      attempt,
      await enter(parts, { person, way: 'password', stage: 'enrolment', visitor, ...text }, noUse),
    );
  }
  if (typed.code === undefined) {
    return { outcome: 'code_needed' };
  }
  const factor = await readCode(credentials, typed.code, parts.now());
  const entered =
    factor === null
      ? refuse('sign_in.not_accepted')
      : await enter(
          parts,
          { person, way: factor.way, stage: 'complete', visitor, ...text },
          factor.use(person),
        );
  if (isRefusal(entered)) {
    await recordRefusal(database, visitor, person, 'code');
  }
  return await settle(attempt, entered);
}

async function settle(
  attempt: Try,
  entered: SignedIn | Refusal<'sign_in.not_accepted'>,
): Promise<PasswordOutcome> {
  if (isRefusal(entered)) {
    return entered;
  }
  await attempt.succeeded();
  return { outcome: 'signed_in', ...entered };
}

export const noUse = async (): Promise<null> => null;

/** Somebody with a passkey and a password but no code is sent to the passkey: the password alone adds no factor. */
function hasSecondFactor(credentials: Credentials): boolean {
  return credentials.totp !== null || credentials.passkeyCount > 0;
}

export interface FactorRead {
  readonly way: 'totp' | 'recovery_code';
  use(
    person: Pick<PersonRow, 'id' | 'name'>,
  ): (changing: Changing) => Promise<Refusal<'sign_in.not_accepted'> | null>;
}

export async function readCode(
  credentials: Credentials,
  typed: string,
  now: Date,
): Promise<FactorRead | null> {
  const { totp, recovery } = credentials;
  const step = totp === null ? null : totpStep(totp.secret, typed, now, totp.lastStep);
  if (step !== null) {
    return {
      way: 'totp',
      use: (person) => async (changing) =>
        (await spendTotpStep(changing.sql, person.id, step)) ? null : refuse('sign_in.not_accepted'),
    };
  }
  const plain = plainRecoveryCode(typed);
  if (plain === null || recovery === null) {
    return null;
  }
  const hash = await slowTag(plain, recovery.salt);
  return {
    way: 'recovery_code',
    use: (person) => async (changing) => {
      if (!(await spendRecoveryCode(changing.sql, person.id, hash, changing.now))) {
        return refuse('sign_in.not_accepted');
      }
      changing.record({ event: 'person.recovery_code_used', subject: personSubject(person) });
      return null;
    },
  };
}

/** Reads a proof by passkey: whose it is, and how to note its use in the transaction that lets them in. */
export async function readPasskey(
  parts: PeopleParts,
  proof: { ceremony: string; answer: { id: string } },
): Promise<{ person: PersonRow; passkey: PasskeyRow; counter: number } | null> {
  const taken = await parts.database.change(signingIn, async (changing) => {
    const ceremony = await takeCeremony(changing, 'passkey_proof', proof.ceremony);
    const passkey = await findPasskey(changing.sql, proof.answer.id);
    const person = passkey === null ? null : await findPerson(changing.sql, passkey.personId);
    return { challenge: ceremony?.content['challenge'], passkey, person };
  });
  const { challenge, passkey, person } = taken;
  if (challenge === undefined || passkey === null || person?.state !== 'active') {
    return null;
  }
  const counter = await readPasskeyProof({ publicUrl: parts.publicUrl() }, challenge, proof.answer, passkey);
  return counter === null ? null : { person, passkey, counter };
}

export async function signInWithPasskey(
  parts: PeopleParts,
  proof: { ceremony: string; answer: { id: string } },
  visitor: Visitor,
): Promise<SignedIn | Refusal<'passkey.not_accepted' | 'sign_in.too_many'>> {
  const attempt = await countTry(parts.database, visitor, null);
  if (attempt.refusal !== null) {
    return attempt.refusal;
  }
  const known = await readPasskey(parts, proof);
  const entered =
    known === null
      ? refuse('passkey.not_accepted')
      : await enter(
          parts,
          { person: known.person, way: 'passkey', stage: 'complete', visitor },
          async ({ sql, now }) =>
            (await notePasskeyUse(sql, known.passkey, known.counter, now))
              ? null
              : refuse('passkey.not_accepted'),
        );
  if (isRefusal(entered)) {
    await recordRefusal(parts.database, visitor, known?.person ?? null, 'passkey');
    return entered;
  }
  await attempt.succeeded();
  return entered;
}
