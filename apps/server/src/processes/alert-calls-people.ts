// SPDX-License-Identifier: Apache-2.0
import { alertKinds, limits } from '@belfry/contract';
import {
  type AlertSubject,
  type AlertWords,
  blindLetter,
  blindWords,
  type DueAlert,
  manyWords,
  type Recipient,
  toldLetter,
  toldWords,
  writeCalledWith,
} from '../alerts/index.ts';
import { type PushBody, queueCalls, type WebhookBody } from '../channel-deliveries/index.ts';
import type { Changing } from '../platform/database/database.ts';
import { isAddress, type Letter, queueMail } from '../platform/mail/index.ts';

/** The step of an alert, as far as the people it calls ask. */
export interface AlertCall {
  readonly alert: DueAlert;
  readonly audience: { readonly told: readonly Recipient[]; readonly blind: readonly Recipient[] };
  readonly repeats: number;
}

/** One call to one person. */
interface Told {
  readonly call: AlertCall;
  readonly about: AlertSubject;
  readonly person: Recipient;
  readonly isBlind: boolean;
}

/**
 * By mail, to their devices, and to whoever listens outside. Beyond a few of a kind at once, a person gets one call
 * that says how many and lists them: in a storm nobody reads the hundredth. What is restricted, or for named eyes
 * only, is never listed beside others.
 */
export async function callPeople(
  changing: Changing,
  calls: readonly AlertCall[],
  publicUrl: string,
): Promise<void> {
  for (const kind of alertKinds) {
    const ofKind = calls.filter(({ alert }) => alert.kind === kind);
    const told = ofKind.flatMap((call) => callsOf(call));
    const alone: Told[] = told.filter(({ about }) => !showsTitle(about));
    for (const own of byPerson(told.filter(({ about }) => showsTitle(about)))) {
      if (own.length <= limits.callsAtOnceMax) alone.push(...own);
      else await callOnce(changing, own, publicUrl);
    }
    const outside = new Set(
      ofKind.filter(({ audience }) => audience.told.length + audience.blind.length > 0),
    );
    const listed = [...outside].filter((call) => showsTitle(subjectOf(call)));
    if (listed.length > limits.callsAtOnceMax) {
      await tellOutsideOnce(changing, listed, publicUrl);
      for (const call of listed) outside.delete(call);
    }
    const ownOf = Map.groupBy(alone, ({ call }) => call);
    for (const call of ofKind) {
      await callEach(changing, call, ownOf.get(call) ?? [], outside.has(call), publicUrl);
    }
  }
}

function callsOf(call: AlertCall): Told[] {
  const about = subjectOf(call);
  const { blind, told } = call.audience;
  return [
    ...told.map((person) => ({ call, about, person, isBlind: false })),
    ...blind.map((person) => ({ call, about, person, isBlind: true })),
  ];
}

const byPerson = (told: readonly Told[]): Told[][] => [
  ...Map.groupBy(told, (each) => each.person.id).values(),
];

const wordsOf = ({ about, isBlind, person }: Told, url: string) =>
  (isBlind ? blindWords : toldWords)(person.language, about, url);

/** One alert to each of some people, and outside. */
async function callEach(
  changing: Changing,
  { alert, repeats }: AlertCall,
  people: readonly Told[],
  tellsOutside: boolean,
  url: string,
): Promise<void> {
  for (const { about, isBlind, person } of people) {
    await mail(changing, alert.id, (isBlind ? blindLetter : toldLetter)(person, about, url));
  }
  if (people.length === 0 && !tellsOutside) return;
  const about = subjectOf({ alert, repeats });
  await queueCalls(changing, {
    alertId: alert.id,
    kind: alert.kind,
    pushes: people.map((each) => ({ personId: each.person.id, body: pushOf(each, url) })),
    webhook: tellsOutside
      ? (language) => webhookBody(changing, alert, about, toldWords(language, about, url))
      : null,
  });
}

async function mail(changing: Changing, alertId: string, letter: Letter): Promise<void> {
  if (isAddress(letter.to)) await queueMail(changing, { ...letter, alertId });
}

function pushOf(told: Told, url: string): PushBody {
  const { alert } = told.call;
  const words = wordsOf(told, url);
  const showsIt = !told.isBlind && showsTitle(told.about);
  return {
    title: words.subject,
    body: showsIt ? told.about.title : '',
    url: alert.kind === 'critical' ? words.link : `${url}/alerts/${alert.id}`,
    tag: alert.id,
  };
}

/** Many alerts to one person, in one call. */
async function callOnce(changing: Changing, told: readonly Told[], url: string): Promise<void> {
  const [first] = told;
  if (first === undefined) return;
  const { alert } = first.call;
  const { person } = first;
  const words = manyWords(person.language, {
    kind: alert.kind,
    count: told.length,
    isRepeat: told.every(({ call }) => call.repeats > 0),
    lines: told.slice(0, limits.callLinesMax).map((each) => wordsOf(each, url).subject),
    publicUrl: url,
  });
  await mail(changing, alert.id, { ...words.letter, to: person.email });
  const body = { title: words.subject, body: '', url: words.link, tag: alert.id };
  await queueCalls(changing, {
    alertId: alert.id,
    kind: alert.kind,
    pushes: [{ personId: person.id, body }],
    webhook: null,
  });
  await writeCalledWith(changing.sql, alert.id, idsOf(told.slice(1).map(({ call }) => call)));
}

async function tellOutsideOnce(changing: Changing, calls: readonly AlertCall[], url: string): Promise<void> {
  const [first] = calls;
  if (first === undefined) return;
  const { alert } = first;
  const isRepeat = calls.every(({ repeats }) => repeats > 0);
  await queueCalls(changing, {
    alertId: alert.id,
    kind: alert.kind,
    pushes: [],
    webhook: (language) => {
      const lines = calls
        .slice(0, limits.callLinesMax)
        .map((call) => toldWords(language, subjectOf(call), url).subject);
      const many = { kind: alert.kind, count: calls.length, isRepeat, lines, publicUrl: url };
      const { letter, link, subject } = manyWords(language, many);
      return {
        type: `alert.${alert.kind}`,
        timestamp: changing.now.toISOString(),
        data: {
          alert: alert.id,
          alerts: idsOf(calls),
          count: calls.length,
          subject,
          text: letter.text,
          link,
          urgent: calls.some((call) => isUrgent(call.alert)),
          repeats: Math.min(...calls.map(({ repeats }) => repeats)),
        },
      };
    },
  });
  await writeCalledWith(changing.sql, alert.id, idsOf(calls.slice(1)));
}

const idsOf = (calls: readonly AlertCall[]) => calls.map(({ alert }) => alert.id);
const isUrgent = (alert: DueAlert) => alert.kind === 'critical' || alert.percent === 100;

/**
 * The title of what is restricted, or for named eyes only (TLP 2.0), leaves by no channel but mail to participants.
 * Nor does its reference stand in a list: whoever keeps people sees that mail, and not every incident.
 */
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
      urgent: isUrgent(alert),
      percent: alert.percent,
      dueAt: alert.dueAt?.toISOString() ?? null,
      regime: alert.duty?.regimeId ?? null,
      repeats: about.repeats,
    },
  };
}

/** What a call tells of the alert. */
function subjectOf({ alert, repeats }: Pick<AlertCall, 'alert' | 'repeats'>): AlertSubject {
  const { about, dueAt, duty, id, percent, timeZone } = alert;
  if (alert.kind === 'test') return { ...about, repeats, testId: id };
  return duty === null
    ? { ...about, repeats }
    : { ...about, repeats, limit: { alertId: id, percent, dueAt, timeZone, ...duty } };
}
