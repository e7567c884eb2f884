// SPDX-License-Identifier: Apache-2.0
import { type Problem, ProblemError } from '@belfry/contract';
import { UnreachableError } from '../api.ts';
import type { Session } from './session.ts';

/** Asks who is signed in; nobody is an answer, not an error. */
export async function readSession(): Promise<Session | null> {
  const answer = await fetch('/api/v1/session', { credentials: 'same-origin' }).catch((error: unknown) => {
    throw new UnreachableError(error);
  });
  if (answer.status === 401) {
    return null;
  }
  const body: unknown = await answer.json();
  if (!answer.ok) {
    throw new ProblemError(body as Problem);
  }
  return body as Session;
}
