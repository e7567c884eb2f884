// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import {
  type AlertLimits,
  type AlertStep,
  type AlertSubject,
  type AlertWords,
  activePeople,
  audienceAgain,
  audienceOf,
  blindLetter,
  blindWords,
  claimDueAlert,
  type DueAlert,
  keptQuietUntil,
  nextAt,
  nextLimitRing,
  nextRing,
  type Recipient,
  stepOf,
  toldLetter,
  toldWords,
  writeStep,
} from '../alerts/index.ts';
import { queueCalls, type WebhookBody } from '../channel-deliveries/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { isAddress, queueMail } from '../platform/mail/index.ts';
import { onDutyAt } from '../rosters/index.ts';

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
 * Takes the step of one due alert. The step, its mails and its entry are one transaction: a crash leaves the
 * alert due, and nobody is told half.
 */
export async function takeDueStep(parts: ClimbParts): Promise<boolean> {
  return parts.database.change(climbs, async (changing) => {
    const alert = await claimDueAlert(changing.sql, changing.now);
    if (alert !== null) {
      await takeStep(changing, alert, parts);
    }
    return alert !== null;
  });
}

async function takeStep(changing: Changing, alert: DueAlert, parts: ClimbParts): Promise<void> {
  const active = await activePeople(changing.sql);
  const step = stepOf(alert, parts.limits);
  const reached = active.filter((person) => alert.alertedIds.includes(person.id));
  const keptUntil = (person: Recipient) => keptQuietUntil(person, alert, changing.now);
  // Whoever is reached first is waited for; a climb passes over whoever sleeps.
  const isFirst = alert.alertedIds.length === 0;
  const candidates = isFirst
    ? active
    : active.filter((person) => reached.includes(person) || keptUntil(person) === null);
  const ring = step === 'repeat' ? [] : await ringOf(changing, alert, candidates);
  const ends = [...reached, ...ring].map(keptUntil);
  if (ends.length > 0 && ends.every((end) => end !== null)) {
    await putOff(changing, alert, new Date(Math.min(...ends.map(Number))), [...reached, ...ring]);
    return;
  }
  const awake = (people: readonly Recipient[]) => people.filter((person) => keptUntil(person) === null);
  await call(changing, alert, parts, { step, reached, again: awake(reached), ring: awake(ring) });
}

/** Whom the alert reaches besides those it reached. */
async function ringOf(
  { now, sql }: Changing,
  alert: DueAlert,
  candidates: readonly Recipient[],
): Promise<Recipient[]> {
  const duties = await onDutyAt(sql, now);
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
async function putOff(
  changing: Changing,
  alert: DueAlert,
  until: Date,
  people: readonly Recipient[],
): Promise<void> {
  const { alertedIds, repeats } = alert;
  await writeStep(changing.sql, alert.id, { repeats, nextAt: until, alertedIds, quietUntil: until });
  changing.record({
    event: 'alert.put_off',
    ...recorded(alert),
    changes: [
      { field: 'alerted', from: null, to: people.map(({ name }) => name) },
      { field: 'quiet_until', from: null, to: until.toISOString() },
    ],
  });
}

interface Step {
  readonly step: AlertStep;
  readonly reached: readonly Recipient[];
  /** Of those who were reached, who is called once more. */
  readonly again: readonly Recipient[];
  readonly ring: readonly Recipient[];
}

async function call(
  changing: Changing,
  alert: DueAlert,
  parts: ClimbParts,
  { again: whom, reached, ring, step }: Step,
): Promise<void> {
  const again = audienceAgain(whom, alert.about);
  const fresh = audienceOf(ring, alert.about);
  // The first sending is no repeat, unless there was nobody to send to.
  const repeats = step === 'send' && ring.length > 0 ? alert.repeats : alert.repeats + 1;
  const audience = { told: [...again.told, ...fresh.told], blind: [...again.blind, ...fresh.blind] };
  const letters = await tell(
    changing,
    alert,
    { ...alert.about, ...subjectOf(alert), repeats },
    audience,
    parts,
  );
  const joined = [...fresh.told, ...fresh.blind];
  const bounds =
    alert.kind === 'test' ? { ...parts.limits, alertRepeatsMax: limits.testCallRepeatsMax } : parts.limits;
  await writeStep(changing.sql, alert.id, {
    repeats,
    nextAt: nextAt(changing.now, repeats, bounds),
    alertedIds: [...alert.alertedIds, ...joined.map((person) => person.id)],
  });
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
    ...(letters === 0 ? { reason: 'nobody is active who could be alerted' } : {}),
  });
}

/** By mail, to their devices, and to whoever listens outside. @returns how many people are called */
async function tell(
  changing: Changing,
  alert: DueAlert,
  about: AlertSubject,
  audience: { told: readonly Recipient[]; blind: readonly Recipient[] },
  { publicUrl }: ClimbParts,
): Promise<number> {
  const url = publicUrl();
  const letters = [
    ...audience.told.map((person) => toldLetter(person, about, url)),
    ...audience.blind.map((person) => blindLetter(person, about, url)),
  ];
  for (const letter of letters.filter((letter) => isAddress(letter.to))) {
    await queueMail(changing, { ...letter, alertId: alert.id });
  }
  if (letters.length === 0) return 0;
  const push = (words: AlertWords) => ({
    title: words.subject,
    body: showsTitle(about) ? about.title : '',
    url: alert.kind === 'critical' ? words.link : `${url}/alerts/${alert.id}`,
    tag: alert.id,
  });
  await queueCalls(changing, {
    alertId: alert.id,
    kind: alert.kind,
    pushes: [
      ...audience.told.map(({ id, language }) => ({
        personId: id,
        body: push(toldWords(language, about, url)),
      })),
      ...audience.blind.map(({ id, language }) => ({
        personId: id,
        body: { ...push(blindWords(language, about, url)), body: '' },
      })),
    ],
    webhook: (language) => webhookBody(changing, alert, about, toldWords(language, about, url)),
  });
  return letters.length;
}

/** The title of what is restricted, or for named eyes only (TLP 2.0), leaves by no channel but mail to participants. */
const showsTitle = (about: AlertSubject) =>
  !about.restricted && about.tlp !== 'TLP:RED' && about.kind !== 'roster';

function webhookBody(
  { now }: Changing,
  alert: DueAlert,
  about: AlertSubject,
  words: AlertWords,
): WebhookBody {
  return {
    type: `alert.${alert.kind}`,
    timestamp: now.toISOString(),
    data: {
      alert: alert.id,
      reference: about.reference,
      subject: words.subject,
      text: showsTitle(about) ? `${words.subject}: ${about.title}` : words.subject,
      link: words.link,
      urgent: alert.kind === 'critical' || alert.percent === 100,
      percent: alert.percent,
      dueAt: alert.dueAt?.toISOString() ?? null,
      regime: alert.duty?.regimeId ?? null,
      repeats: about.repeats,
    },
  };
}

/** What of the alert a letter tells beside what it is about. */
function subjectOf(alert: DueAlert): Pick<AlertSubject, 'limit' | 'testId'> {
  const { dueAt, duty, id, percent, timeZone } = alert;
  if (alert.kind === 'test') return { testId: id };
  return duty === null ? {} : { limit: { alertId: id, percent, dueAt, timeZone, ...duty } };
}

function recorded({ about, id }: DueAlert) {
  const subject = { kind: 'alert', id, reference: about.reference };
  if (about.kind === 'roster') return { subject };
  return about.kind === 'incident'
    ? { subject, incident: { id: about.id, reference: about.reference } }
    : { subject, reportId: about.id };
}
