// SPDX-License-Identifier: Apache-2.0
import {
  type Incident,
  type IncidentStatus,
  type MomentName,
  type Permission,
  type Refusal,
  type RsitClass,
  type RsitType,
  refuse,
  rsitClassOf,
  type Severity,
  type Tlp,
  transitions,
} from '@belfry/contract';
import { reasonNotAllowed } from './incident-status.ts';

/** A moment as kept: who set it and when stays with it; the ones before are in the record. */
export type Moment = NonNullable<Incident['moments'][MomentName]>;
export type Moments = Partial<Record<MomentName, Moment>>;

/** An incident as the desk decides about it: one row, in the words of the contract. */
export interface IncidentState {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly summary: string | null;
  readonly status: IncidentStatus;
  readonly statusBeforeMerge: IncidentStatus | null;
  readonly mergedInto: string | null;
  readonly severity: Severity | null;
  readonly class: RsitClass | null;
  readonly type: RsitType | null;
  readonly functions: readonly string[];
  readonly tlp: Tlp;
  readonly personalData: Incident['personalData'];
  readonly restricted: boolean;
  readonly participantIds: readonly string[];
  readonly leadId: string | null;
  readonly moments: Moments;
  readonly whatWasDone: string | null;
  readonly resolvedAt: Date | null;
  readonly rootCauseClass: NonNullable<Incident['rootCause']>['class'];
  readonly rootCause: string | null;
  readonly lessons: string | null;
  readonly dismissalReason: string | null;
  readonly declaredAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

/** The facts of an incident a person can change, by the names of the API. */
export type Facts = Pick<
  IncidentState,
  | 'title'
  | 'summary'
  | 'severity'
  | 'class'
  | 'type'
  | 'functions'
  | 'tlp'
  | 'personalData'
  | 'restricted'
  | 'rootCauseClass'
  | 'rootCause'
  | 'lessons'
>;
export type FactsWanted = { readonly [Name in keyof Facts]?: Facts[Name] | undefined };

export function factsOf(incident: IncidentState): Facts {
  const { title, summary, severity, type, functions, tlp, personalData, restricted } = incident;
  const { rootCauseClass, rootCause, lessons } = incident;
  return {
    title,
    summary,
    severity,
    class: incident.class,
    type,
    functions,
    tlp,
    personalData,
    restricted,
    rootCauseClass,
    rootCause,
    lessons,
  };
}

/**
 * The facts after a change. Only what is named changes; a type brings its RSIT class along, because every type
 * stands under exactly one, and a class drops a type that stands under another.
 */
export function factsAfter(before: Facts, wanted: FactsWanted): Facts | Refusal<'request.not_valid'> {
  const named = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  const after: Facts = { ...before, ...named };
  if (after.type === null || rsitClassOf(after.type) === after.class) {
    return after;
  }
  if (wanted.class === undefined) {
    return { ...after, class: rsitClassOf(after.type) };
  }
  if (wanted.type === undefined) {
    return { ...after, type: null };
  }
  const detail = `RSIT type "${after.type}" stands under "${rsitClassOf(after.type)}", not under "${after.class ?? 'no class'}"`;
  return refuse('request.not_valid', detail, [{ pointer: '/type', code: 'type_of_other_class', detail }]);
}

/** Why the change cannot be made on this version, or null. No version given means the newest is meant. */
export function reasonChangedMeanwhile(
  incident: IncidentState,
  version: number | undefined,
): Refusal<'incident.changed_meanwhile'> | null {
  return version === undefined || version === incident.version
    ? null
    : refuse(
        'incident.changed_meanwhile',
        `The change was made on version ${version}; the incident has version ${incident.version}`,
      );
}

/** Every step with whether this reader can take it now: the button's words, the API's answer and the test agree. */
export function possibleSteps(
  status: IncidentStatus,
  permissions: ReadonlySet<Permission>,
): Incident['possible'] {
  return transitions.map((transition) => {
    const refusal = permissions.has('incidents.work')
      ? reasonNotAllowed(status, transition)
      : refuse('permission.missing');
    return { transition, allowed: refusal === null, reason: refusal?.refused ?? null };
  });
}

const isEmpty = (value: unknown) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Names of the facts nobody has filled in, of those the status already asks for. */
export function stillUnknown(incident: IncidentState): string[] {
  const { status } = incident;
  const isOver = status === 'resolved' || status === 'closed';
  const asked: [string, boolean][] = [
    ['severity', isEmpty(incident.severity)],
    ['summary', isEmpty(incident.summary)],
    ['class', isEmpty(incident.class)],
    ['type', isEmpty(incident.type)],
    ['functions', isEmpty(incident.functions)],
    ['personalData', incident.personalData === 'unknown'],
    ['lead', isEmpty(incident.leadId)],
    ['moments.occurred', incident.moments.occurred === undefined],
    ['moments.detected', incident.moments.detected === undefined],
    ['moments.aware', status !== 'pending' && incident.moments.aware === undefined],
    ['whatWasDone', isOver && isEmpty(incident.whatWasDone)],
    ['rootCauseClass', isOver && isEmpty(incident.rootCauseClass)],
    ['rootCause', isOver && isEmpty(incident.rootCause)],
    ['lessons', isOver && isEmpty(incident.lessons)],
  ];
  if (status === 'dismissed') {
    return isEmpty(incident.dismissalReason) ? ['dismissal.reason'] : [];
  }
  return status === 'merged' ? [] : asked.filter(([, unknown]) => unknown).map(([name]) => name);
}

/**
 * Why a moment is not set so. Legal clocks run from these: none may start from what has not come, and one that is set
 * moves by a name with a reason.
 */
export function reasonNotMoment(
  wanted: { readonly at: Date; readonly before: Moment | undefined; readonly reason: string | null },
  now: Date,
): Refusal<'assessment.moment_in_future' | 'assessment.reason_required'> | null {
  const { at, before, reason } = wanted;
  if (at > now) {
    return refuse('assessment.moment_in_future', `${at.toISOString()} is after ${now.toISOString()}`);
  }
  const isMoved = before !== undefined && Date.parse(before.at) !== at.getTime();
  return isMoved && reason === null
    ? refuse('assessment.reason_required', `It is set at ${before.at} already`)
    : null;
}

/** A moment as the record tells it, old to new. */
export function momentFacts(name: MomentName, moment: Moment | undefined): Record<string, unknown> {
  return {
    [`moments.${name}`]: moment?.at ?? null,
    [`moments.${name}.certainty`]: moment?.certainty ?? null,
  };
}
