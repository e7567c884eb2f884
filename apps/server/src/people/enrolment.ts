// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, refuse } from '@belfry/contract';
import type { SessionFound } from '../platform/authentication/authenticator.ts';
import type { RecoveryCodes } from '../platform/authentication/recovery-code.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { readCredentials, replaceRecoveryCodes } from './credential-store.ts';
import { personSubject } from './person.ts';
import { completeSession, endEnrolments } from './session-store.ts';

export type ProofMissing = Refusal<'session.required' | 'account.session_needed' | 'account.proof_needed'>;

/** Changing how one signs in asks for a browser session with a recent proof: a stolen open laptop is not enough. */
export function reasonNotProved(
  found: SessionFound | null,
  callsWithToken: boolean,
  now: Date,
): ProofMissing | null {
  if (callsWithToken) {
    return refuse('account.session_needed');
  }
  if (found === null) {
    return refuse('session.required');
  }
  const age = now.getTime() - found.provedAt.getTime();
  return age > limits.proofAgeMsMax ? refuse('account.proof_needed') : null;
}

/** Whether recovery codes are due: somebody with a password and a second factor who has none left. */
async function codesDue(changing: Changing, personId: string): Promise<boolean> {
  const { password, recovery } = await readCredentials(changing.sql, personId);
  return password !== null && recovery === null;
}

export async function keepRecoveryCodes(
  { sql, now, record }: Changing,
  actor: PersonActor,
  made: RecoveryCodes,
): Promise<void> {
  await replaceRecoveryCodes(sql, actor.id, made, now);
  record({ event: 'person.recovery_codes_made', subject: personSubject(actor) });
}

/** What a new factor brings along: recovery codes where there were none, and a session that is whole. */
export async function finishFactor(
  changing: Changing,
  found: SessionFound,
  codes: RecoveryCodes,
): Promise<{ recoveryCodes: string[] | null; secret: string | null }> {
  const due = await codesDue(changing, found.actor.id);
  if (due) {
    await keepRecoveryCodes(changing, found.actor, codes);
  }
  // Whoever else came in by the password alone, while there was no second factor, may not add one of their own now.
  await endEnrolments(changing.sql, found.actor.id, found.actor.via.id, changing.now);
  let secret: string | null = null;
  if (found.stage === 'enrolment') {
    secret = changing.ids.secret();
    await completeSession(changing.sql, found.actor.via.id, secret, changing.now);
  }
  return { recoveryCodes: due ? [...codes.codes] : null, secret };
}
