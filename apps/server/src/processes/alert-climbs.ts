// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import {
  type AlertLimits,
  type AlertStep,
  activePeople,
  audienceAgain,
  audienceOf,
  claimDueAlerts,
  type DueAlert,
  keptQuietUntil,
  nextAt,
  nextLimitRing,
  nextRing,
  type Recipient,
  stepOf,
  type WrittenStep,
  writeSteps,
} from '../alerts/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { onDutyAt } from '../rosters/index.ts';
import { type AlertCall, callPeople } from './alert-calls-people.ts';

export interface ClimbParts {
  readonly database: Database;
  readonly limits: AlertLimits;
  readonly publicUrl: () => string;
}

const climbs = systemActor('alert-climbs');
const events = { send: 'alert.sent', repeat: 'alert.repeated', climb: 'alert.climbed' } as const;

/** An alert goes out, repeats, and climbs to deputies and handlers until somebody answers. */
export function alertClimbs(parts: ClimbParts): DueWork {
  return { name: climbs.process, lookEveryMs: 1_000, doBatch: () => takeDueStep(parts) };
}

/**
 * Takes the steps of due alerts. The steps, their mails and their entries are one transaction: a crash leaves the
 * alerts due, and nobody is told half. Together, so that a storm calls a person once and says how many.
 */
export async function takeDueStep(parts: ClimbParts): Promise<boolean> {
  return parts.database.change(climbs, async (changing) => {
    const { now, sql } = changing;
    const due = await claimDueAlerts(sql, now, limits.alertsPerBatchMax);
    if (due.length === 0) return false;
    const around: Around = { active: await activePeople(sql), duties: await onDutyAt(sql, now) };
    const taken = due.map((alert) => takeStep(changing, alert, around, parts));
    await writeSteps(
      sql,
      taken.map(({ written }) => written),
    );
    const calls = taken.flatMap(({ call }) => (call === null ? [] : [call]));
    await callPeople(changing, calls, parts.publicUrl());
    return true;
  });
}

/** Who could be called at this moment. */
interface Around {
  readonly active: readonly Recipient[];
  readonly duties: readonly { readonly rosterId: string; readonly personId: string }[];
}

interface Taken {
  readonly written: WrittenStep;
  /** Whom to call; null where everybody sleeps. */
  readonly call: AlertCall | null;
}

function takeStep(changing: Changing, alert: DueAlert, { active, duties }: Around, parts: ClimbParts): Taken {
  const step = stepOf(alert, parts.limits);
  const reached = active.filter((person) => alert.alertedIds.includes(person.id));
  const keptUntil = (person: Recipient) => keptQuietUntil(person, alert, changing.now);
  // Whoever is reached first is waited for; a climb passes over whoever sleeps.
  const isFirst = alert.alertedIds.length === 0;
  const candidates = isFirst
    ? active
    : active.filter((person) => reached.includes(person) || keptUntil(person) === null);
  const ring = step === 'repeat' ? [] : ringOf(duties, alert, candidates);
  const ends = [...reached, ...ring].map(keptUntil);
  if (ends.length > 0 && ends.every((end) => end !== null)) {
    const until = new Date(Math.min(...ends.map(Number)));
    return { written: putOff(changing, alert, until, [...reached, ...ring]), call: null };
  }
  const awake = (people: readonly Recipient[]) => people.filter((person) => keptUntil(person) === null);
  return call(changing, alert, parts, { step, reached, again: awake(reached), ring: awake(ring) });
}

/** Whom the alert reaches besides those it reached. */
function ringOf(duties: Around['duties'], alert: DueAlert, candidates: readonly Recipient[]): Recipient[] {
  const onDutyIds = duties.map(({ personId }) => personId);
  if (alert.kind === 'test') {
    const called = duties.filter(({ rosterId }) => rosterId === alert.rosterId);
    return candidates.filter(({ id }) => called.some(({ personId }) => personId === id));
  }
  if (alert.kind === 'limit') {
    const { leadId, ownerId } = alert;
    return nextLimitRing(candidates, alert.alertedIds, { ownerId, leadId, onDutyIds });
  }
  return nextRing(candidates, alert.alertedIds, alert.leadId === null ? onDutyIds : []);
}

/** Everybody it would call sleeps: it waits for the first of them to wake, and says so. */
function putOff(changing: Changing, alert: DueAlert, until: Date, people: readonly Recipient[]): WrittenStep {
  const { alertedIds, id, repeats } = alert;
  changing.record({
    event: 'alert.put_off',
    ...recorded(alert),
    changes: [
      { field: 'alerted', from: null, to: people.map(({ name }) => name) },
      { field: 'quiet_until', from: null, to: until.toISOString() },
    ],
  });
  return { id, repeats, nextAt: until, alertedIds, quietUntil: until };
}

/** A test call ends soon; the reminder of a duty without a number is one call, and the next one comes tomorrow. */
function boundsOf({ kind, percent }: DueAlert, usual: AlertLimits): AlertLimits {
  if (kind === 'test') return { ...usual, alertRepeatsMax: limits.testCallRepeatsMax };
  return kind === 'limit' && percent === null ? { ...usual, alertRepeatsMax: 0 } : usual;
}

interface Step {
  readonly step: AlertStep;
  readonly reached: readonly Recipient[];
  /** Of those who were reached, who is called once more. */
  readonly again: readonly Recipient[];
  readonly ring: readonly Recipient[];
}

function call(
  changing: Changing,
  alert: DueAlert,
  parts: ClimbParts,
  { again: whom, reached, ring, step }: Step,
): Taken {
  const again = audienceAgain(whom, alert.about);
  const fresh = audienceOf(ring, alert.about);
  // The first sending is no repeat, unless there was nobody to send to.
  const repeats = step === 'send' && ring.length > 0 ? alert.repeats : alert.repeats + 1;
  const audience = { told: [...again.told, ...fresh.told], blind: [...again.blind, ...fresh.blind] };
  const joined = [...fresh.told, ...fresh.blind];
  const bounds = boundsOf(alert, parts.limits);
  changing.record({
    event: step === 'climb' && joined.length === 0 ? events.repeat : events[step],
    ...recorded(alert),
    changes: [
      {
        field: 'alerted',
        from: reached.map((person) => person.name),
        to: [...reached, ...joined].map((person) => person.name),
      },
      { field: 'repeats', from: alert.repeats, to: repeats },
    ],
    ...(audience.told.length + audience.blind.length === 0
      ? { reason: 'nobody is active who could be alerted' }
      : {}),
  });
  const alertedIds = [...alert.alertedIds, ...joined.map((person) => person.id)];
  return {
    written: { id: alert.id, repeats, nextAt: nextAt(changing.now, repeats, bounds), alertedIds },
    call: { alert, audience, repeats },
  };
}

function recorded({ about, id }: DueAlert) {
  const subject = { kind: 'alert', id, reference: about.reference };
  if (about.kind === 'roster') return { subject };
  return about.kind === 'incident'
    ? { subject, incident: { id: about.id, reference: about.reference } }
    : { subject, reportId: about.id };
}
