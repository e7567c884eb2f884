// SPDX-License-Identifier: Apache-2.0
import { type Obligation as Computed, obligationsOf, regimes, workingCalendarOf } from '@belfry/regimes';
import { beyondTheWall, type Changing, type Sql } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { type AssessedFacts, type Because, type Move, movesOf } from './obligation.ts';
import {
  insertPastDue,
  keptOf,
  lockIncidentOf,
  placeOf,
  stopLooking,
  writeMove,
} from './obligation-store.ts';
import {
  insertStageMoment,
  type NewStageMoment,
  stageMomentsOf,
  withdrawStageMoment,
} from './stage-moment-store.ts';

/** What a clock tells whoever rings at its marks. */
export interface ClockMoved {
  readonly obligationId: string;
  readonly startedAt: Date | null;
  readonly dueAt: Date | null;
  readonly ownerId: string | null;
  readonly state: string;
}

/** What following facts needs of others; a process hands it in. */
export interface FollowParts {
  /** What is known and decided; null while nobody began an assessment. */
  factsOf(sql: Sql, incidentId: string): Promise<AssessedFacts | null>;
  marksFollow(changing: Changing, clock: ClockMoved): Promise<void>;
}

/** Every stage of every regime, computed from what stands now; null while nobody began an assessment. */
export async function computeObligations(
  sql: Sql,
  incidentId: string,
  now: Date,
  factsOf: FollowParts['factsOf'],
): Promise<readonly Computed[] | null> {
  const facts = await factsOf(sql, incidentId);
  if (facts === null) return null;
  const { country, timeZone } = await placeOf(sql);
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const whole = { ...facts, ...(await stageMomentsOf(sql, incidentId)), now: instant };
  return obligationsOf(regimes, whole, workingCalendarOf(country, timeZone));
}

/**
 * Computes what is owed from what people recorded and decided, and writes what changed, in the transaction of the
 * change. Whoever changed a fact need not see the incident's every row: a consequence goes beyond the wall.
 */
export async function followFacts(
  changing: Changing,
  incidentId: string,
  because: Because,
  parts: FollowParts,
): Promise<void> {
  const { now, sql } = changing;
  await beyondTheWall(sql, async () => {
    const incident = await lockIncidentOf(sql, incidentId);
    if (incident === null) return;
    const computed = await computeObligations(sql, incidentId, now, parts.factsOf);
    if (computed === null) {
      await stopLooking(sql, incidentId);
      return;
    }
    for (const move of movesOf(computed, await keptOf(sql, incidentId), now)) {
      await take(changing, incident, move, because, parts);
    }
  });
}

async function take(
  changing: Changing,
  incident: { id: string; reference: string },
  move: Move,
  because: Because,
  parts: FollowParts,
): Promise<void> {
  const { ids, now, sql } = changing;
  const { after, before, event, pastDue } = move;
  const id = await writeMove(sql, incident.id, move, () => ids.uuid(), now);
  if (pastDue !== null) {
    await insertPastDue(sql, { id: ids.uuid(), obligationId: id, dueAt: pastDue, because }, now);
  }
  if (event !== null) {
    changing.record({
      event,
      ...subjectOf(id, after, incident),
      changes: changesBetween(before === null ? {} : told(before), { ...told(after), because }),
    });
  }
  if (after.state !== 'running' && before?.state !== 'running') return;
  await parts.marksFollow(changing, {
    obligationId: id,
    startedAt: after.startedBy === null ? null : new Date(after.startedBy.at),
    dueAt: after.dueAt,
    ownerId: before?.ownerId ?? null,
    state: after.state,
  });
}

/** How the record names an obligation. */
export function subjectOf(
  id: string,
  stage: { regimeId: string; stageId: string; occurrence: number },
  incident: { id: string; reference: string },
) {
  const again = stage.occurrence === 1 ? '' : `.${stage.occurrence}`;
  return {
    subject: { kind: 'obligation', id, reference: `${stage.regimeId}.${stage.stageId}${again}` },
    incident,
  };
}

const told = ({ dueAt, metAt, startedBy, state, why }: Move['after']) => ({
  state,
  dueAt,
  startedBy: startedBy === null ? null : [startedBy.kind, ...startedBy.names].join(' '),
  startedAt: startedBy?.at ?? null,
  metAt,
  ...(state === 'not_owed' ? { why: why.map(({ code }) => code) } : {}),
});

export type StageEvent = Omit<NewStageMoment, 'id' | 'kind'>;

/** A notice was submitted, or what was owed was done: lateness freezes, and other clocks start from it. */
export async function recordSubmission(
  changing: Changing,
  sent: StageEvent,
  because: Because,
  parts: FollowParts,
): Promise<{ id: string }> {
  return recordMoment(changing, { ...sent, kind: 'submission' }, because, parts);
}

/** The authority asked for a stage: every request has a clock of its own. */
export async function recordRequest(
  changing: Changing,
  asked: StageEvent,
  because: Because,
  parts: FollowParts,
): Promise<{ id: string }> {
  return recordMoment(changing, { ...asked, kind: 'request' }, because, parts);
}

async function recordMoment(
  changing: Changing,
  moment: Omit<NewStageMoment, 'id'>,
  because: Because,
  parts: FollowParts,
): Promise<{ id: string }> {
  const id = changing.ids.uuid();
  await beyondTheWall(changing.sql, () => insertStageMoment(changing.sql, { ...moment, id }, changing.now));
  await followFacts(changing, moment.incidentId, because, parts);
  return { id };
}

/** A submission or a request did not happen after all. */
export async function withdrawSubmission(
  changing: Changing,
  stageMomentId: string,
  because: Because,
  parts: FollowParts,
): Promise<void> {
  const incidentId = await beyondTheWall(changing.sql, () =>
    withdrawStageMoment(changing.sql, stageMomentId, changing.now),
  );
  if (incidentId !== null) await followFacts(changing, incidentId, because, parts);
}
