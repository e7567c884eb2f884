// SPDX-License-Identifier: Apache-2.0
import { instantOfLocalField, localFieldOf } from '../ui/instants.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Words of all four languages at once: a helpdesk writes in the caller's or in its own. */
const numbers: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  een: 1,
  één: 1,
  un: 1,
  une: 1,
  ein: 1,
  eine: 1,
  einer: 1,
  einem: 1,
  half: 0.5,
  halve: 0.5,
  halben: 0.5,
  'half an': 0.5,
  'half a': 0.5,
  'een half': 0.5,
  'een halve': 0.5,
  'une demi': 0.5,
  'einer halben': 0.5,
};
const units: readonly (readonly [RegExp, number])[] = [
  [/^(?:min|mins|minuut|minuten|minute|minutes|minuutje)$/, MINUTE_MS],
  [/^(?:h|hr|hrs|hour|hours|uur|uren|u|uurtje|heure|heures|stunde|stunden|std)$/, 60 * MINUTE_MS],
  [/^(?:day|days|dag|dagen|jour|jours|tag|tage|tagen)$/, DAY_MS],
  [/^(?:week|weeks|weken|semaine|semaines|woche|wochen)$/, 7 * DAY_MS],
];
const days: readonly (readonly [RegExp, number])[] = [
  [/^(?:day before yesterday|eergisteren|avant-hier|vorgestern)\b/, -2],
  [/^(?:yesterday|gisteren|hier|gestern)\b/, -1],
  [/^(?:today|vandaag|aujourd['’]hui|heute)\b/, 0],
  [/^(?:tomorrow|morgen|demain)\b/, 1],
];
const NOW = /^(?:now|just now|nu|net|zonet|zojuist|maintenant|à l['’]instant|jetzt|gerade|gerade eben)$/;
const PAST = /^(?:il y a (?<fr>.+)|vor (?<de>.+)|(?<en>.+) ago|(?<nl>.+) geleden)$/;
const FUTURE = /^(?:in|over|binnen|dans) (?<span>.+)$/;
/** 14:05, 14u05, 14h, 14 h 05, 14.05, 14 Uhr, 2 pm; the hour alone needs a word or sign that it is one. */
const TIME =
  /^(?:at |om |à |a |um |vers |rond |gegen )?(?<hour>\d{1,2})(?: ?(?::|\.|h|u|uur|uhr|heures?) ?(?<minute>\d{2})?)?(?: ?uhr)?(?: ?(?<half>am|pm))?$/;
const DATE =
  /^(?:(?<year>\d{4})-(?<m1>\d{1,2})-(?<d1>\d{1,2})|(?<d2>\d{1,2})[/.](?<m2>\d{1,2})(?:[/.](?<y2>\d{4}))?)(?:,? +)(?<time>.+)$/;

/** Which way a bare hour points: somebody noticed in the past, and is called back in the future. */
export type Direction = 'past' | 'future';

/** The instant somebody means by a few words, in a zone; undefined where they say none. */
export function spokenMoment(
  typed: string,
  now: number,
  zone: string,
  direction: Direction,
): string | undefined {
  const words = typed.trim().toLowerCase().replace(/\s+/g, ' ');
  if (words === '') {
    return undefined;
  }
  if (NOW.test(words)) {
    return wholeMinute(now);
  }
  const span = spanOf(words);
  if (span !== undefined) {
    return wholeMinute(now + span);
  }
  return dated(words, now, zone) ?? ofDay(words, now, zone, direction);
}

/** To the minute: what people say is no more exact than that. */
function wholeMinute(at: number): string | undefined {
  const whole = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  return Math.abs(whole) > 8e15 ? undefined : new Date(whole).toISOString();
}

/** "10 minutes ago", "over een half uur", "il y a 2 heures". */
function spanOf(words: string): number | undefined {
  const past = PAST.exec(words)?.groups;
  const future = FUTURE.exec(words)?.groups;
  const said = past?.['fr'] ?? past?.['de'] ?? past?.['en'] ?? past?.['nl'] ?? future?.['span'];
  const parts = /^(?<count>.+?)[ -]?(?<unit>[a-zé]+)$/.exec(said ?? '')?.groups;
  if (parts === undefined) {
    return undefined;
  }
  const count = countOf((parts['count'] ?? '').trim());
  const unit = units.find(([form]) => form.test(parts['unit'] ?? ''))?.[1];
  return count === undefined || unit === undefined ? undefined : (past === undefined ? 1 : -1) * count * unit;
}

function countOf(said: string): number | undefined {
  if (Object.hasOwn(numbers, said)) {
    return numbers[said];
  }
  return /^\d{1,4}$/.test(said) ? Number(said) : undefined;
}

function timeOf(words: string): string | undefined {
  const found = TIME.exec(words)?.groups;
  // A number alone is no hour: "14" could be a day, a count, a floor.
  if (found === undefined || /^\d+$/.test(words)) {
    return undefined;
  }
  const half = found['half'];
  const said = Number(found['hour']);
  if (half !== undefined && (said < 1 || said > 12)) {
    return undefined;
  }
  const hour = half === undefined ? said : (said % 12) + (half === 'pm' ? 12 : 0);
  const minute = Number(found['minute'] ?? '0');
  return hour > 23 || minute > 59 ? undefined : `${pad(hour)}:${pad(minute)}`;
}

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

/** "20/11 14:00", "2026-11-20 14u". Without a year it is this one. */
function dated(words: string, now: number, zone: string): string | undefined {
  const found = DATE.exec(words)?.groups;
  const time = timeOf(found?.['time'] ?? '');
  if (found === undefined || time === undefined) {
    return undefined;
  }
  const thisYear = localFieldOf(new Date(now).toISOString(), zone).slice(0, 4);
  const day = `${found['year'] ?? found['y2'] ?? thisYear}-${pad(Number(found['m1'] ?? found['m2']))}-${pad(Number(found['d1'] ?? found['d2']))}`;
  // 31 February is a day of no calendar, and Date would make one of March.
  const civil = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(civil.getTime()) || !civil.toISOString().startsWith(day)
    ? undefined
    : instantOfLocalField(`${day}T${time}`, zone);
}

/** "yesterday 14:00", "demain 9h", or an hour alone. */
function ofDay(words: string, now: number, zone: string, direction: Direction): string | undefined {
  const named = days.find(([form]) => form.test(words));
  const rest = named === undefined ? words : words.replace(named[0], '').replace(/^,? */, '');
  const time = timeOf(rest);
  if (time === undefined) {
    return undefined;
  }
  const at = (offset: number) => {
    const day = localFieldOf(new Date(now).toISOString(), zone).slice(0, 10);
    const civil = new Date(Date.parse(`${day}T00:00:00Z`) + offset * DAY_MS).toISOString().slice(0, 10);
    return instantOfLocalField(`${civil}T${time}`, zone);
  };
  if (named !== undefined) {
    return at(named[1]);
  }
  const today = at(0);
  if (today === undefined) {
    return undefined;
  }
  if (direction === 'past') {
    return Date.parse(today) > now ? at(-1) : today;
  }
  return Date.parse(today) < now ? at(1) : today;
}
