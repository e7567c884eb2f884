// SPDX-License-Identifier: Apache-2.0
import {
  type EventName,
  type IncidentStatus,
  isRefusal,
  type MomentName,
  type Refusal,
  refuse,
  type Severity,
  type Transition,
} from '@belfry/contract';
import type { Updateable } from 'kysely';
import { may, shown } from '../platform/authorization/actor.ts';
import { type Changing, enterIncident } from '../platform/database/database.ts';
import { nextReference } from '../platform/database/next-reference.ts';
import type { DB } from '../platform/database/rows.generated.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { type IncidentState, type Moment, momentFacts, reasonChangedMeanwhile } from './incident.ts';
import type { ChangedIncident, IncidentHooks } from './incident-hooks.ts';
import { reasonNotAllowed, statusAfter } from './incident-status.ts';
import { insertIncident, lockIncident, updateIncident } from './incident-store.ts';
import { putParticipant } from './participant-store.ts';

export interface Declaration {
  readonly title: string;
  readonly severity?: Severity | undefined;
  readonly summary?: string | undefined;
  readonly restricted?: boolean | undefined;
  /** When we were first told; the moment of declaring when nobody reported it. */
  readonly reportedAt?: Date | undefined;
}

/** How the record names an incident. */
export function subjectOf(incident: { id: string; reference: string }) {
  const { id, reference } = incident;
  return { subject: { kind: 'incident', id, reference }, incident: { id, reference } };
}

export function momentBy(
  changing: Changing,
  at: Date,
  reason: string | null,
  certainty: Moment['certainty'] = 'certain',
): Moment {
  return {
    at: at.toISOString(),
    certainty,
    setBy: shown(changing.actor).name,
    setAt: changing.now.toISOString(),
    reason,
  };
}

/** Declares an incident. Restricting it from the start makes whoever declares it its first participant. */
export async function declare(
  changing: Changing,
  wanted: Declaration,
  hooks: IncidentHooks,
): Promise<{ id: string; reference: string } | Refusal<'permission.missing'>> {
  const { actor, ids, now, sql } = changing;
  const { restricted = false, severity = null, summary = null, title } = wanted;
  if (actor.kind === 'person' && !may(actor, 'incidents.declare')) {
    return refuse('permission.missing', 'This needs the permission "incidents.declare"');
  }
  if (restricted && !may(actor, 'incidents.restrict')) {
    return refuse('permission.missing', 'To restrict an incident needs the permission "incidents.restrict"');
  }
  // Nobody loses sight of what they just declared, a token that may do nothing else included.
  const needsPart = restricted || !may(actor, 'incidents.read');
  const firstParticipant = needsPart && actor.kind === 'person' ? actor.id : null;
  const reported = momentBy(
    changing,
    wanted.reportedAt ?? now,
    wanted.reportedAt ? 'first report' : 'declared',
  );
  const reference = await nextReference(sql, 'INC', now);
  const incident = { id: ids.uuid(), reference };
  await enterIncident(sql, incident.id);
  await insertIncident(
    sql,
    { ...incident, title, summary, severity, restricted, firstParticipant, moments: { reported } },
    now,
  );
  changing.record({
    event: 'incident.declared',
    ...subjectOf(incident),
    changes: changesBetween(
      {},
      {
        title,
        status: 'pending',
        severity,
        summary,
        ...(restricted ? { restricted } : {}),
        'moments.reported': reported.at,
      },
    ),
  });
  if (firstParticipant !== null) {
    await putParticipant(changing, incident, firstParticipant, 'participant', null);
  }
  if (severity !== null) {
    const changed = {
      ...incident,
      title,
      severity,
      restricted,
      status: 'pending',
      mergedInto: null,
    } as const;
    await hooks.whenSeverityChanged(changing, { incident: changed, from: null, to: severity });
  }
  return incident;
}

/** The incident somebody names in a change of something else, locked until commit. */
export async function incidentForChange(
  changing: Changing,
  reference: string,
): Promise<
  { id: string; reference: string; status: IncidentStatus; title: string } | Refusal<'incident.not_found'>
> {
  const incident = await lockIncident(changing.sql, reference);
  if (isRefusal(incident)) {
    return incident;
  }
  const { id, status, title } = incident;
  return { id, reference, status, title };
}

/** An incident after a step: what steps move, and what the record names it by. The rest stands in its row alone. */
export type Stepped = ChangedIncident & Pick<IncidentState, 'moments' | 'version'>;

/** What a step needs besides its name. */
export interface Step {
  readonly transition: Transition;
  readonly event: EventName;
  readonly reason?: string | undefined;
  readonly version?: number | undefined;
  /** Columns that change with the status, and the same by the names of the API. */
  readonly columns?: Updateable<DB['incident']>;
  readonly facts?: { before: Record<string, unknown>; after: Record<string, unknown> };
}

/** What every step may be asked with. */
export interface Asked {
  readonly reason?: string | undefined;
  readonly version?: number | undefined;
}

export type StepRefusal = Refusal<'incident.status_does_not_allow' | 'incident.changed_meanwhile'>;

/** Takes a step with an incident that is locked: asks whether it may, writes it, records it, tells who follows. */
export async function takeStep(
  changing: Changing,
  incident: IncidentState,
  step: Step,
  hooks: IncidentHooks,
): Promise<Stepped | StepRefusal> {
  const refusal =
    reasonChangedMeanwhile(incident, step.version) ?? reasonNotAllowed(incident.status, step.transition);
  if (refusal !== null) {
    return refusal;
  }
  const to = statusAfter(incident.status, step.transition, incident.statusBeforeMerge);
  await updateIncident(changing.sql, incident, { ...step.columns, status: to }, changing.now);
  changing.record({
    event: step.event,
    ...subjectOf(incident),
    changes: changesBetween(
      { status: incident.status, ...step.facts?.before },
      { status: to, ...step.facts?.after },
    ),
    reason: step.reason,
  });
  const { id, moments, reference, restricted, severity, title } = incident;
  const after: Stepped = {
    id,
    reference,
    title,
    status: to,
    severity,
    restricted,
    moments,
    version: incident.version + 1,
    mergedInto: step.columns?.merged_into === undefined ? incident.mergedInto : step.columns.merged_into,
  };
  await hooks.whenStatusChanged(changing, { incident: after, from: incident.status, to });
  return after;
}

/** Sets a moment, or corrects it: the one before stays in the record. The incident is locked. */
export async function putMoment(
  changing: Changing,
  incident: Stepped,
  name: MomentName,
  moment: Moment,
): Promise<Stepped> {
  const moments = { ...incident.moments, [name]: moment };
  await updateIncident(changing.sql, incident, { moments: JSON.stringify(moments) }, changing.now);
  changing.record({
    event: 'incident.moment_set',
    ...subjectOf(incident),
    changes: changesBetween(momentFacts(name, incident.moments[name]), momentFacts(name, moment)),
    reason: moment.reason ?? undefined,
  });
  return { ...incident, moments, version: incident.version + 1 };
}

/**
 * Confirms an incident. From here the organisation is aware with reasonable certainty, unless a person said that
 * it was so earlier: NIS2 Art. 23(4) and GDPR Art. 33(1) count from that moment.
 */
export async function confirm(
  changing: Changing,
  incident: IncidentState,
  wanted: Asked & { severity?: Severity | undefined },
  hooks: IncidentHooks,
): Promise<Stepped | StepRefusal> {
  const severity = wanted.severity ?? incident.severity;
  const confirmed = await takeStep(
    changing,
    { ...incident, severity },
    {
      transition: 'confirm',
      event: 'incident.confirmed',
      reason: wanted.reason,
      version: wanted.version,
      columns: { severity },
      facts: { before: { severity: incident.severity }, after: { severity } },
    },
    hooks,
  );
  if (isRefusal(confirmed)) {
    return confirmed;
  }
  if (severity !== incident.severity) {
    await hooks.whenSeverityChanged(changing, { incident: confirmed, from: incident.severity, to: severity });
  }
  if (confirmed.moments.aware !== undefined) {
    return confirmed;
  }
  const aware = await putMoment(changing, confirmed, 'aware', momentBy(changing, changing.now, 'confirmed'));
  await hooks.whenMomentSet(changing, aware);
  return aware;
}

/** Dismisses an incident: it was none. */
export async function dismiss(
  changing: Changing,
  incident: IncidentState,
  wanted: Asked,
  hooks: IncidentHooks,
): Promise<Stepped | StepRefusal> {
  return takeStep(
    changing,
    incident,
    {
      transition: 'dismiss',
      event: 'incident.dismissed',
      reason: wanted.reason,
      version: wanted.version,
      columns: { dismissal_reason: wanted.reason ?? null },
    },
    hooks,
  );
}

/** Resolves an incident. What was done may follow later: it stays among what is still unknown. */
export async function resolve(
  changing: Changing,
  incident: IncidentState,
  wanted: Asked & { whatWasDone?: string | undefined },
  hooks: IncidentHooks,
): Promise<Stepped | StepRefusal> {
  const whatWasDone = wanted.whatWasDone ?? incident.whatWasDone;
  return takeStep(
    changing,
    incident,
    {
      transition: 'resolve',
      event: 'incident.resolved',
      reason: wanted.reason,
      version: wanted.version,
      columns: { what_was_done: whatWasDone, resolved_at: changing.now },
      facts: { before: { whatWasDone: incident.whatWasDone }, after: { whatWasDone } },
    },
    hooks,
  );
}

/** Closes an incident with what was learned. */
export async function close(
  changing: Changing,
  incident: IncidentState,
  wanted: Asked & {
    rootCauseClass?: IncidentState['rootCauseClass'] | undefined;
    rootCause?: string | undefined;
    lessons?: string | undefined;
  },
  hooks: IncidentHooks,
): Promise<Stepped | StepRefusal> {
  const { lessons, rootCause, rootCauseClass } = incident;
  const after = {
    rootCauseClass: wanted.rootCauseClass ?? rootCauseClass,
    rootCause: wanted.rootCause ?? rootCause,
    lessons: wanted.lessons ?? lessons,
  };
  return takeStep(
    changing,
    incident,
    {
      transition: 'close',
      event: 'incident.closed',
      reason: wanted.reason,
      version: wanted.version,
      columns: {
        root_cause_class: after.rootCauseClass,
        root_cause: after.rootCause,
        lessons: after.lessons,
        closed_at: changing.now,
      },
      facts: { before: { lessons, rootCause, rootCauseClass }, after },
    },
    hooks,
  );
}

/** Opens an incident again. What was said when it was resolved or dismissed stays in the record. */
export async function reopen(
  changing: Changing,
  incident: IncidentState,
  wanted: Asked,
  hooks: IncidentHooks,
): Promise<Stepped | StepRefusal> {
  return takeStep(
    changing,
    incident,
    {
      transition: 'reopen',
      event: 'incident.reopened',
      reason: wanted.reason,
      version: wanted.version,
      columns: { resolved_at: null, closed_at: null, dismissal_reason: null },
    },
    hooks,
  );
}

/**
 * Tells the incident about a report that came earlier than what it counts as its first: the moment it was
 * reported follows, unless a person set it.
 */
export async function noteFirstReport(
  changing: Changing,
  incident: Stepped,
  reportedAt: Date,
): Promise<Stepped> {
  const { reported } = incident.moments;
  const isOurs =
    reported === undefined || reported.reason === 'declared' || reported.reason === 'first report';
  const isEarlier = reported === undefined || reportedAt.getTime() < Date.parse(reported.at);
  return isOurs && isEarlier
    ? putMoment(changing, incident, 'reported', momentBy(changing, reportedAt, 'first report'))
    : incident;
}

type DoorRefusal = StepRefusal | Refusal<'incident.not_found'>;

/** A step asked for from outside the slice, on an incident known by its reference. */
async function stepByReference(
  changing: Changing,
  reference: string,
  step: (incident: IncidentState) => Promise<Stepped | StepRefusal>,
): Promise<Stepped | DoorRefusal> {
  const incident = await lockIncident(changing.sql, reference);
  return isRefusal(incident) ? incident : step(incident);
}

/** Confirms an incident by its reference; call it after its reports are in, so that their reporters hear of it. */
export function confirmByReference(
  changing: Changing,
  reference: string,
  wanted: Parameters<typeof confirm>[2],
  hooks: IncidentHooks,
): Promise<Stepped | DoorRefusal> {
  return stepByReference(changing, reference, (incident) => confirm(changing, incident, wanted, hooks));
}

/** Dismisses an incident by its reference. */
export function dismissByReference(
  changing: Changing,
  reference: string,
  wanted: Parameters<typeof dismiss>[2],
  hooks: IncidentHooks,
): Promise<Stepped | DoorRefusal> {
  return stepByReference(changing, reference, (incident) => dismiss(changing, incident, wanted, hooks));
}

/** Tells an incident that a report was accepted into it: it may be earlier than the first it knew. */
export async function noteReportArrived(
  changing: Changing,
  reference: string,
  reportedAt: Date,
): Promise<Stepped | Refusal<'incident.not_found'>> {
  const incident = await lockIncident(changing.sql, reference);
  return isRefusal(incident) ? incident : noteFirstReport(changing, incident, reportedAt);
}
