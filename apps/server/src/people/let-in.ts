// SPDX-License-Identifier: Apache-2.0
import { isRefusal } from '@belfry/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { systemActor } from '../platform/authorization/actor.ts';
import { giveCookie, type PeopleParts, visitorOf } from './people-parts.ts';
import { findPersonByEmail } from './person-store.ts';
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
