// SPDX-License-Identifier: Apache-2.0
import {
  type AlertKind,
  type IncidentStatus,
  type Permission,
  permissionsOf,
  type Role,
  roleNames,
  type Severity,
} from '@belfry/contract';
import { type QuietHours, quietUntil } from './quiet-hours.ts';

/** How an alert insists; handed in, so that a test walks through a day of it. */
export interface AlertLimits {
  readonly alertRepeatAfterMs: number;
  readonly alertClimbAfterRepeats: number;
  readonly alertRepeatsMax: number;
}

/** Somebody an alert can reach. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly roles: readonly string[];
  readonly deputyId: string | null;
  /** When what can wait does not call them; absent where they set none. */
  readonly quiet?: QuietHours | null;
}

/** What an alert is about, as far as need-to-know asks. */
export interface AlertedThing {
  readonly restricted: boolean;
  readonly participantIds: readonly string[];
  /** What opens one that is not restricted; null where anybody who is called may know. */
  readonly readWith: Permission | null;
}

/** An incident, as far as ringing for it asks. */
export interface AlertedIncident {
  readonly status: IncidentStatus;
  readonly severity: Severity | null;
}

/** Policy 2.5[2]: a critical incident goes to both responsibles at once, confirmed or not. */
export function isAlarming(incident: AlertedIncident): boolean {
  return (
    incident.severity === 'critical' && (incident.status === 'pending' || incident.status === 'confirmed')
  );
}

const rolesThatReceive = roleNames.filter((role) => permissionsOf([role]).has('alerts.receive'));
/** Whom an alert reaches when nobody named before answers: whoever works incidents, nearest to the work first. */
const rolesLast: readonly (readonly Role[])[] = [['handler'], ['helpdesk'], ['administrator']];

const holdsAny = (person: Recipient, roles: readonly string[]) =>
  person.roles.some((role) => roles.includes(role));

/**
 * Whom the alert reaches next, besides those it reached before: first whoever must be alerted, then their
 * deputies, then any handler. Empty when everybody was reached.
 *
 * @param active everybody who is active here
 * @param onDutyIds who is on duty, where nobody leads what it is about
 */
export function nextRing(
  active: readonly Recipient[],
  alertedIds: readonly string[],
  onDutyIds: readonly string[] = [],
): Recipient[] {
  const fresh = active.filter((person) => !alertedIds.includes(person.id));
  const first = fresh.filter((person) => holdsAny(person, rolesThatReceive) || onDutyIds.includes(person.id));
  // Once somebody was reached, those left out of the first ring were left out for need-to-know.
  if (alertedIds.length === 0 && first.length > 0) {
    return first;
  }
  const deputyIds = active
    .filter((person) => alertedIds.includes(person.id))
    .map((person) => person.deputyId);
  const deputies = fresh.filter((person) => deputyIds.includes(person.id));
  if (deputies.length > 0) {
    return deputies;
  }
  return (
    rolesLast
      .map((roles) => fresh.filter((person) => holdsAny(person, roles)))
      .find((ring) => ring.length > 0) ?? []
  );
}

/** Whom the page of a limit goes to. */
export interface LimitLine {
  readonly ownerId: string | null;
  readonly leadId: string | null;
  readonly onDutyIds: readonly string[];
}

/**
 * Whom the page of a limit reaches next: its owner, else whoever leads, else whoever is on duty; then deputies, one
 * after the other, whoever is on duty, and the responsible of the organisation; then whom any alert reaches.
 */
export function nextLimitRing(
  active: readonly Recipient[],
  alertedIds: readonly string[],
  line: LimitLine,
): Recipient[] {
  const fresh = active.filter((person) => !alertedIds.includes(person.id));
  const named = (ids: readonly (string | null)[]) => fresh.filter(({ id }) => ids.includes(id));
  const deputyIds = active.filter(({ id }) => alertedIds.includes(id)).map(({ deputyId }) => deputyId);
  const first = [named([line.ownerId]), named([line.leadId])];
  const up = [
    named(deputyIds),
    named(line.onDutyIds),
    fresh.filter((person) => holdsAny(person, ['organisation_responsible'])),
  ];
  const rings = alertedIds.length === 0 ? [...first, ...up] : up;
  return rings.find((ring) => ring.length > 0) ?? nextRing(active, alertedIds);
}

/** What of an alert decides whether it waits for the end of quiet hours. */
export interface Urgency {
  readonly kind: AlertKind;
  readonly percent: number | null;
  readonly dueAt: Date | null;
}

/**
 * Until when somebody is not called; null where nothing keeps the call. What is critical, missed or a test rings
 * through, and so does a limit that would pass while they sleep.
 */
export function keptQuietUntil(person: Recipient, alert: Urgency, now: Date): Date | null {
  if (alert.kind !== 'limit' || alert.percent === 100 || person.quiet == null) {
    return null;
  }
  const until = quietUntil(person.quiet, now);
  return until === null || (alert.dueAt !== null && until >= alert.dueAt) ? null : until;
}

/** Who of a ring is told what. Blind: that a critical incident waits, and not which. */
export interface Audience {
  readonly told: readonly Recipient[];
  readonly blind: readonly Recipient[];
}

/**
 * Need-to-know: a restricted incident alerts only its participants among the ring. When none of them is one,
 * all are told blindly, because a critical incident that nobody hears of is worse. So is whoever is in the ring as a
 * deputy or an administrator and may read no incidents.
 */
export function audienceOf(ring: readonly Recipient[], about: AlertedThing): Audience {
  const told = ring.filter((person) => maySee(person, about));
  const blind = ring.filter((person) => !maySee(person, about));
  return about.restricted && told.length > 0 ? { told, blind: [] } : { told, blind };
}

const maySee = (person: Recipient, about: AlertedThing) =>
  about.participantIds.includes(person.id) ||
  (!about.restricted &&
    (about.readWith === null || permissionsOf(person.roles as Role[]).has(about.readWith)));

/** Those reached before, once more. Whoever was told before the incident was restricted hears no more than blind. */
export function audienceAgain(reached: readonly Recipient[], about: AlertedThing): Audience {
  return {
    told: reached.filter((person) => maySee(person, about)),
    blind: reached.filter((person) => !maySee(person, about)),
  };
}

export type AlertStep = 'send' | 'repeat' | 'climb';

/** What a due alert does now. */
export function stepOf(
  alert: { repeats: number; alertedIds: readonly string[] },
  limits: AlertLimits,
): AlertStep {
  if (alert.alertedIds.length === 0) {
    return 'send';
  }
  return (alert.repeats + 1) % limits.alertClimbAfterRepeats === 0 ? 'climb' : 'repeat';
}

/** When it is due again; null once it insisted as often as it may. It then waits on the screens, unanswered. */
export function nextAt(now: Date, repeats: number, limits: AlertLimits): Date | null {
  return repeats >= limits.alertRepeatsMax ? null : new Date(now.getTime() + limits.alertRepeatAfterMs);
}
