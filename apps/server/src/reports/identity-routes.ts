// SPDX-License-Identifier: Apache-2.0
import { type Identity, type identityRoutes, isRefusal, type PersonId, type Refusal } from '@belfry/contract';
import type { FastifyRequest } from 'fastify';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import type { Sealing } from '../platform/keys/sealing.ts';
import { mayHandle, openingRole, reasonNotToAsk } from './identity.ts';
import { askIdentity, openIdentity } from './identity-steps.ts';
import { lastIdentity, openingsOf } from './identity-store.ts';
import { findReport, type ReportRow } from './report-store.ts';
import { reasonNotReachable } from './tell-reporter.ts';

export interface IdentityParts {
  readonly database: Database;
  readonly sealing: Sealing;
  /** Why this call carries no recent proof of who makes it, or null: a stolen open laptop opens no identity. */
  readonly reasonNotProved: (
    request: FastifyRequest,
  ) => Promise<Refusal<'session.required' | 'account.session_needed' | 'account.proof_needed'> | null>;
}

export function identityHandlers(parts: IdentityParts): Handlers<typeof identityRoutes> {
  const { database, sealing } = parts;
  return {
    readIdentity: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const row = await findReport(sql, params.reference);
        return isRefusal(row) ? row : presentIdentity(sql, actor, row);
      }),
    askIdentity: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const row = await askIdentity(changing, actor, params.reference, body.reason);
        return isRefusal(row) ? row : presentIdentity(changing.sql, actor, row);
      }),
    openIdentity: async ({ actor, body, params, request }) => {
      const notProved = await parts.reasonNotProved(request);
      if (notProved !== null) {
        return notProved;
      }
      return database.change(actor, async (changing) => {
        const opened = await openIdentity(changing, sealing, actor, params.reference, body.reason);
        return isRefusal(opened)
          ? opened
          : { given: opened.given, identity: await presentIdentity(changing.sql, actor, opened.row) };
      });
    },
  };
}

async function presentIdentity(sql: Sql, actor: PersonActor, row: ReportRow): Promise<Identity> {
  const last = await lastIdentity(sql, row.id);
  const openings = await openingsOf(sql, row.id);
  const person = (id: string, name: string | null) => ({ id: id as PersonId, name: name ?? '' });
  return {
    state: last?.state ?? 'not_asked',
    asked:
      last === undefined
        ? null
        : {
            at: last.asked_at.toISOString(),
            by: person(last.asked_by, last.asker_name),
            reason: last.question,
          },
    answeredAt: last?.answered_at?.toISOString() ?? null,
    mayAsk:
      mayHandle(actor, row) && (reasonNotToAsk(row, last?.state ?? null) ?? reasonNotReachable(row)) === null,
    mayOpen: last?.state === 'given' && openingRole(actor, row) !== null,
    openings: openings.map((opening) => ({
      at: opening.opened_at.toISOString(),
      by: person(opening.opened_by, opening.name),
      role: opening.role,
      reason: opening.reason,
    })),
  };
}
