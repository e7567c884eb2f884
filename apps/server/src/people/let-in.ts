// SPDX-License-Identifier: Apache-2.0
import { isRefusal } from '@belfry/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { slowHash } from '../platform/authentication/slow-hash.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { giveCookie, type PeopleParts, visitorOf } from './people-parts.ts';
import { personSubject } from './person.ts';
import { findPersonByEmail, keepPassword } from './person-store.ts';
import { enter } from './sign-in.ts';

/**
 * Opens a whole session for somebody who proved nothing. Only a demonstration does so: its people are invented,
 * and whoever holds its link may be any of them. The record says that it was so.
 *
 * @returns false when nobody at work has this address
 */
export async function letIn(
  parts: PeopleParts,
  email: string,
  call: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<boolean> {
  const person = await parts.database.read(systemActor('demonstration'), ({ sql }) =>
    findPersonByEmail(sql, email),
  );
  if (person?.state !== 'active') {
    return false;
  }
  const entered = await enter(
    parts,
    {
      person,
      way: 'invitation',
      stage: 'complete',
      visitor: visitorOf(call.request),
      text: 'by the link of the demonstration',
    },
    async () => null,
  );
  if (isRefusal(entered)) {
    return false;
  }
  giveCookie(parts, call.reply, entered.secret);
  return true;
}

/**
 * Gives somebody of a demonstration a password, so that they can prove anew who they are before they approve what
 * leaves the house. One hash serves them all: it is the same password for everybody invented.
 */
export function passwordOfDemonstration(
  parts: PeopleParts,
  password: string,
): (email: string) => Promise<void> {
  let hash: Promise<string> | undefined;
  return async (email) => {
    hash ??= slowHash(password);
    const kept = await hash;
    await parts.database.change(systemActor('demonstration'), async ({ sql, now, record }) => {
      const person = await findPersonByEmail(sql, email);
      if (person?.state === 'active') {
        await keepPassword(sql, person.id, kept, now);
        record({ event: 'person.password_set', subject: personSubject(person) });
      }
    });
  };
}
