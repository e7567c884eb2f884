// SPDX-License-Identifier: Apache-2.0
import type { Refusal, Role, Session } from '@belfry/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findOrganisation } from '../organisation/index.ts';
import type { Authenticator } from '../platform/authentication/authenticator.ts';
import type { PasskeySite } from '../platform/authentication/passkey.ts';
import { setSessionCookie } from '../platform/authentication/session-cookie.ts';
import type { SingleSignOn } from '../platform/authentication/single-sign-on.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Ids } from '../platform/clock/clock.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { Visitor } from './session-store.ts';

/** What the people slice is built from. */
export interface PeopleParts {
  readonly database: Database;
  readonly authenticator: Authenticator;
  readonly ids: Ids;
  /** This moment; sessions and codes depend on it. */
  readonly now: () => Date;
  /** The address people use, without a slash at the end. Passkeys and cookies are bound to it. */
  readonly publicUrl: () => string;
  readonly singleSignOn: SingleSignOn | null;
  /** Whether mail leaves this desk; without it an invitation is only shown to copy. */
  readonly canMail: boolean;
  /** What follows from somebody holding other roles, in the transaction of the change; may refuse it. */
  readonly whenRolesChanged: (
    changing: Changing,
    change: {
      readonly person: { readonly id: string; readonly name: string };
      readonly before: readonly Role[];
      readonly after: readonly Role[];
    },
  ) => Promise<Refusal<'person.role_not_for_oneself'> | null>;
}

const DEVICE_CHARACTERS_MAX = 300;

export function isHttps(parts: Pick<PeopleParts, 'publicUrl'>): boolean {
  return parts.publicUrl().startsWith('https:');
}

export function visitorOf(request: FastifyRequest): Visitor {
  // The browser's own words: kept to be recognised by their owner, bounded, and shown as text only.
  const device = (request.headers['user-agent'] ?? '').slice(0, DEVICE_CHARACTERS_MAX);
  return { address: request.ip, device };
}

export function giveCookie(parts: PeopleParts, reply: FastifyReply, secret: string): void {
  void reply.header('set-cookie', setSessionCookie(secret, isHttps(parts)));
}

export async function siteOf(parts: PeopleParts, sql: Sql): Promise<PasskeySite> {
  const organisation = await findOrganisation(sql);
  return { publicUrl: parts.publicUrl(), organisation: organisation?.name ?? 'Belfry' };
}

/** The session as the web shows it. */
export async function presentSession(
  sql: Sql,
  actor: PersonActor,
  stage: Session['stage'],
  provedAt: Date | null,
): Promise<Session> {
  const organisation = await findOrganisation(sql);
  if (organisation === null) {
    throw new Error('Expected an organisation: somebody is signed in');
  }
  const { publicUrl: _, ...shown } = organisation;
  return {
    person: {
      id: actor.id as Session['person']['id'],
      name: actor.name,
      email: actor.email,
      language: actor.language as Session['person']['language'],
      roles: [...actor.roles],
    },
    permissions: [...actor.permissions],
    stage,
    provedAt: provedAt === null ? null : provedAt.toISOString(),
    organisation: shown,
  };
}
