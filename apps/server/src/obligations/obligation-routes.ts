// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Obligation, type obligationRoutes, type Refusal, refuse } from '@belfry/contract';
import type { Database, Reading, Sql } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { isReasonAsked, takesReason } from './obligation.ts';
import { countRooms, readObligationPage } from './obligation-list-store.ts';
import { computeObligations, type FollowParts, subjectOf } from './obligation-steps.ts';
import {
  incidentShown,
  isActive,
  keptFromRow,
  lockIncidentOf,
  type ObligationRow,
  obligationById,
  obligationsOfIncidents,
  writeOwner,
  writeReason,
} from './obligation-store.ts';
import { presentComputed, presentObligations } from './present-obligations.ts';

type Routes = Omit<typeof obligationRoutes, 'readCalendarFeed' | 'makeCalendarFeed' | 'revokeCalendarFeed'>;

export interface ObligationParts {
  readonly database: Database;
  readonly follow: FollowParts;
  /** The incident and those merged into it, as far as the reader sees. */
  familyOf(sql: Sql, reference: string): Promise<readonly string[] | Refusal<'incident.not_found'>>;
}

export function obligationHandlers(parts: ObligationParts): Handlers<Routes> {
  const { database } = parts;
  return {
    listObligations: ({ actor, query }) =>
      database.read(actor, (reading) => readObligationPage(reading, query)),
    countObligations: ({ actor, query }) => database.read(actor, (reading) => countRooms(reading, query)),
    listIncidentObligations: ({ actor, params }) =>
      database.read(actor, (reading) => readAll(reading, params.reference, parts)),
    readObligation: ({ actor, params }) =>
      database.read(actor, ({ now, sql }) => theObligation(sql, params.obligation, now)),
    assignObligation: assign(parts),
    explainLateness: explain(parts),
  };
}

async function theObligation(
  trx: Sql,
  id: string,
  now: Date,
): Promise<Obligation | Refusal<'obligation.not_found'>> {
  const row = await obligationById(trx, id);
  const [shown] = row === null ? [] : await presentObligations(trx, [row], now);
  return shown ?? refuse('obligation.not_found', `Looked for ${id}`);
}

/** Everything: what has a row, and what is computed to be not owed, with why. */
async function readAll(
  { now, sql: trx }: Reading,
  reference: string,
  parts: ObligationParts,
): Promise<{ isAssessed: boolean; items: Obligation[] } | Refusal<'incident.not_found'>> {
  const family = await parts.familyOf(trx, reference);
  if (isRefusal(family)) return family;
  const rows = await obligationsOfIncidents(trx, family);
  const shown = await presentObligations(trx, rows, now);
  const incident = await incidentShown(trx, reference);
  if (incident === null) return refuse('incident.not_found', `Looked for ${reference}`);
  const computed = await computeObligations(trx, incident.id, now, parts.follow.factsOf);
  const own = rows.filter((row) => row.incident_id === incident.id).map(keptFromRow);
  const named = { reference: incident.reference, title: incident.title };
  return {
    isAssessed: computed !== null,
    items: [...shown, ...presentComputed(computed ?? [], own, named, now)],
  };
}

async function lockForChange(
  trx: Sql,
  id: string,
): Promise<{ row: ObligationRow; incident: { id: string; reference: string } } | null> {
  const found = await obligationById(trx, id);
  if (found === null) return null;
  // The incident first, as following facts does: two changes of one obligation cannot wait for each other.
  const incident = await lockIncidentOf(trx, found.incident_id);
  const row = await obligationById(trx, id);
  return row === null || incident === null ? null : { row, incident };
}

function assign({ database, follow }: ObligationParts): Handler<Routes['assignObligation']> {
  return ({ actor, body, params }) =>
    database.change(actor, async (changing) => {
      const { now, sql: trx } = changing;
      const locked = await lockForChange(trx, params.obligation);
      if (locked === null) return refuse('obligation.not_found', `Looked for ${params.obligation}`);
      const { incident, row } = locked;
      if (body.owner !== null && !(await isActive(trx, body.owner))) {
        return refuse('incident.participant_unknown', `Not active here: ${body.owner}`);
      }
      if (row.owner_id !== body.owner) {
        await writeOwner(trx, row.id, body.owner, now);
        changing.record({
          event: 'obligation.assigned',
          ...subjectOf(row.id, keptFromRow(row), incident),
          changes: changesBetween({ owner: row.owner_id }, { owner: body.owner }),
          reason: body.reason,
        });
        await follow.marksFollow(changing, {
          obligationId: row.id,
          startedAt: row.started_at,
          dueAt: row.due_at,
          ownerId: body.owner,
          state: row.state,
        });
      }
      return theObligation(trx, row.id, now);
    });
}

function explain({ database }: ObligationParts): Handler<Routes['explainLateness']> {
  return ({ actor, body, params }) =>
    database.change(actor, async (changing) => {
      const locked = await lockForChange(changing.sql, params.obligation);
      if (locked === null) return refuse('obligation.not_found', `Looked for ${params.obligation}`);
      const kept = keptFromRow(locked.row);
      if (!takesReason(kept)) return refuse('obligation.reason_not_asked', `It is ${kept.state}`);
      const by = actor.kind === 'person' ? actor.id : null;
      await writeReason(changing.sql, locked.row.id, { text: body.text, by }, changing.now);
      changing.record({
        event: 'obligation.lateness_explained',
        ...subjectOf(locked.row.id, kept, locked.incident),
        changes: changesBetween(
          { lateReason: locked.row.late_reason },
          {
            lateReason: body.text,
            isLate: isReasonAsked({ ...kept, lateRule: 'reasons_required' }, changing.now),
          },
        ),
      });
      return theObligation(changing.sql, locked.row.id, changing.now);
    });
}
