// SPDX-License-Identifier: Apache-2.0
import { type assistanceRequestRoutes, isRefusal, limits, type Refusal, refuse } from '@belfry/contract';
import type { Json } from '@belfry/ledger';
import { systemActor } from '../platform/authorization/actor.ts';
import { type Changing, type Database, type Sql, theRow } from '../platform/database/database.ts';
import { nextReference } from '../platform/database/next-reference.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { assistanceState, reasonPeriodNotValid } from './assistance-request.ts';
import {
  type AssistanceLine,
  claimEnded,
  findAssistance,
  insertAssistance,
  lockAssistance,
  presentAssistance,
  writeExpiry,
  writeGrant,
  writeRevocation,
} from './assistance-request-store.ts';

export interface AssistanceParts {
  readonly database: Database;
  /** The incident and what was merged into it, as far as the reader sees. */
  readonly familyOf: (sql: Sql, reference: string) => Promise<string[] | Refusal<'incident.not_found'>>;
  readonly incidentForChange: (
    changing: Changing,
    reference: string,
  ) => Promise<{ id: string; reference: string } | Refusal<'incident.not_found'>>;
  readonly authorityNamed: (sql: Sql, id: string) => Promise<{ id: string; name: string } | null>;
  /** Takes the proof of who consents, for this act on this subject and for these very words. */
  readonly proveAnew: (
    changing: Changing,
    proof: { id: string; act: 'assistance.grant'; subject: string; shown: Json },
  ) => Promise<{ id: string } | Refusal<'reassertion.needed'>>;
}

export function assistanceRequestHandlers(parts: AssistanceParts): Handlers<typeof assistanceRequestRoutes> {
  const { database } = parts;
  return {
    listAssistanceRequests: ({ params, actor }) =>
      database.read(actor, async ({ sql, now }) => {
        const incidentIds = await parts.familyOf(sql, params.reference);
        if (isRefusal(incidentIds)) return incidentIds;
        const lines = await findAssistance(sql, { incidentIds });
        return { items: lines.map((line) => presentAssistance(line, now)) };
      }),

    askAssistance: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const { sql, now } = changing;
        const incident = await parts.incidentForChange(changing, params.reference);
        if (isRefusal(incident)) return incident;
        const period = { from: new Date(body.from), until: new Date(body.until) };
        const wrong = reasonPeriodNotValid(period, { now, daysMax: limits.assistanceDaysMax });
        if (wrong !== null) return refuse('assistance.period_not_valid', wrong);
        const { authority: authorityId, purpose, scope, systems, copiesAllowed } = body;
        if (authorityId !== null && (await parts.authorityNamed(sql, authorityId)) === null) {
          return refuse('authority.not_found', `Looked for ${authorityId}`);
        }
        const id = changing.ids.uuid();
        const reference = await nextReference(sql, 'AST', now);
        const asked = { authorityId, purpose, scope, systems, copiesAllowed, ...period, askedBy: actor.id };
        await insertAssistance(sql, { id, reference, incidentId: incident.id, ...asked }, now);
        changing.record({
          event: 'assistance.asked',
          subject: { kind: 'assistance_request', id, reference },
          incident,
          changes: Object.entries({
            purpose,
            scope,
            systems,
            copiesAllowed,
            from: body.from,
            until: body.until,
          }).map(([field, to]) => ({ field, from: null, to })),
        });
        return reread(sql, id, now);
      }),

    grantAssistance: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const line = await answerable(changing, params.request, ['asked']);
        if (isRefusal(line)) return line;
        const proof = await parts.proveAnew(changing, {
          id: body.reassertionId,
          act: 'assistance.grant',
          subject: line.reference,
          shown: accessOf(line),
        });
        if (isRefusal(proof)) return proof;
        const { sql, now } = changing;
        await writeGrant(sql, line.id, { by: actor.id, at: now, reassertionId: proof.id });
        changing.record({ event: 'assistance.granted', ...about(line) });
        return reread(sql, line.id, now);
      }),

    revokeAssistance: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const line = await answerable(changing, params.request, ['asked', 'granted', 'active']);
        if (isRefusal(line)) return line;
        const { sql, now } = changing;
        await writeRevocation(sql, line.id, { by: actor.id, at: now, reason: body.reason });
        changing.record({ event: 'assistance.revoked', ...about(line), reason: body.reason });
        return reread(sql, line.id, now);
      }),
  };
}

/** What somebody consents to: the very words the proof is bound to. */
function accessOf({ purpose, scope, systems, copiesAllowed, from, until }: AssistanceLine) {
  return { purpose, scope, systems, copiesAllowed, from: from.toISOString(), until: until.toISOString() };
}

function about(line: AssistanceLine) {
  return {
    subject: { kind: 'assistance_request', id: line.id, reference: line.reference },
    incident: { id: line.incidentId, reference: line.incidentReference },
  };
}

async function answerable(
  { sql, now }: Changing,
  id: string,
  states: readonly string[],
): Promise<AssistanceLine | Refusal<'assistance.not_found' | 'assistance.state_does_not_allow'>> {
  const line = await lockAssistance(sql, id);
  if (line === null) return refuse('assistance.not_found', `Looked for ${id}`);
  const state = assistanceState(line, now);
  return states.includes(state)
    ? line
    : refuse(
        'assistance.state_does_not_allow',
        `${line.reference} is ${state}; this needs ${states.join(' or ')}`,
      );
}

async function reread(trx: Sql, id: string, now: Date) {
  return presentAssistance(theRow(await findAssistance(trx, { id })), now);
}

const LOOK_EVERY_MS = 30_000;

/** The consent ends by itself; the record and the screens hear of it. */
export function assistanceEnds(database: Database): DueWork {
  const name = 'assistance-ends';
  return {
    name,
    lookEveryMs: LOOK_EVERY_MS,
    doBatch: () =>
      database.change(systemActor(name), async (changing) => {
        const line = await claimEnded(changing.sql, changing.now);
        if (line === null) return false;
        await writeExpiry(changing.sql, line.id, changing.now);
        changing.record({ event: 'assistance.expired', ...about(line), occurredAt: line.until });
        return true;
      }),
  };
}
