// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';

export interface NoticedTyped {
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly time: string;
}

export type NoticedProblem = 'not_a_date' | 'not_a_time' | 'in_the_future';

/**
 * The moment somebody means by the parts of a date and perhaps a time, in the civil time of the organisation.
 * Takes any reasonable way of writing it: `3`, `03`, `March`, `26`, `2026`, `14:05`, `14.05`, `14u05`, `2 pm`.
 */
export function readNoticedAt(
  typed: NoticedTyped,
  language: Language,
  timeZone: string,
  now: Date,
): Date | { problem: NoticedProblem } {
  const day = digits(typed.day);
  const month = digits(typed.month) ?? monthNamed(typed.month, language);
  const year = fullYear(digits(typed.year));
  if (day === null || month === null || year === null) {
    return { problem: 'not_a_date' };
  }
  if (!isDate(year, month, day)) {
    return { problem: 'not_a_date' };
  }
  const time = typed.time.trim() === '' ? { hour: 0, minute: 0 } : readTime(typed.time);
  if (time === null) {
    return { problem: 'not_a_time' };
  }
  // An hour that a change to summer time skips is read as the hour after.
  const civil = Temporal.ZonedDateTime.from({ day, month, year, ...time, timeZone });
  const at = new Date(civil.epochMilliseconds);
  return at > now ? { problem: 'in_the_future' } : at;
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function digits(text: string): number | null {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : null;
}

function fullYear(year: number | null): number | null {
  if (year === null || year >= 10_000) {
    return null;
  }
  if (year < 100) {
    return 2_000 + year;
  }
  return year >= 1_900 ? year : null;
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f.\s]/g, '')
    .toLowerCase();
}

/** A month by its name or the beginning of it, where that names one only. */
function monthNamed(text: string, language: Language): number | null {
  const wanted = plain(text);
  if (wanted.length < 3) {
    return null;
  }
  const names = Array.from({ length: 12 }, (_, index) =>
    plain(
      new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, index, 1)),
    ),
  );
  const matches = names.flatMap((name, index) => (name.startsWith(wanted) ? [index + 1] : []));
  return matches.length === 1 ? (matches[0] ?? null) : null;
}

function readTime(text: string): { hour: number; minute: number } | null {
  const match =
    /^(\d{1,2})(?:[:.hu ]?\s*(\d{2}))?\s*(?:h|u|uur|uhr|heures?)?\s*(am|pm|a\.m\.|p\.m\.)?$/i.exec(
      text.trim(),
    );
  if (match === null) {
    return null;
  }
  const [, hours = '', minutes = '0', half] = match;
  const isAfternoon = half?.toLowerCase().startsWith('p') ?? false;
  const typed = Number(hours);
  if (half !== undefined && (typed < 1 || typed > 12)) {
    return null;
  }
  const hour = half === undefined ? typed : (typed % 12) + (isAfternoon ? 12 : 0);
  const minute = Number(minutes);
  return hour < 24 && minute < 60 ? { hour, minute } : null;
}
