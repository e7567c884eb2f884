// SPDX-License-Identifier: Apache-2.0
import type { TimeQuality } from '@belfry/contract';

/** A moment a sender states, and where in its text the reading ended. */
export interface Moment {
  /** Microseconds since 1970, UTC. */
  readonly us: number;
  readonly quality: TimeQuality;
  readonly end: number;
}

const secondUs = 1_000_000;
const dayS = 86_400;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Outside these years a moment is no claim but a mistake, and microseconds no longer fit a number exactly. */
const firstYear = 1900;
const lastYear = 2254;
/** Between 1896 and 1904 there is no leap year. */
const leapYearsApartMax = 8;

/** Digits `count` of `text` from `at` as a number; -1 when one of them is none. */
export function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Days since 1970 of a date of the Gregorian calendar. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function yearOfDays(days: number): number {
  let year = 1970 + Math.floor(days / 365.2425);
  if (daysSince1970(year, 1, 1) > days) year -= 1;
  if (daysSince1970(year + 1, 1, 1) <= days) year += 1;
  return year;
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Seconds since 1970 of a date and clock time taken as UTC; null when there is no such date. Second 60 is a leap second. */
function secondsOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1) return null;
  const length = month === 2 && isLeap(year) ? 29 : (monthDays[month - 1] ?? 0);
  if (day > length || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return null;
  return daysSince1970(year, month, day) * dayS + hour * 3600 + minute * 60 + second;
}

/** What is known of a zone: its offset on days it has one, NaN for days on which the clock changes. */
interface Zone {
  readonly format: Intl.DateTimeFormat | null;
  readonly offsetOfDay: Map<number, number>;
}
/** Zones looked up so far: asking the platform takes longer than reading a line. */
const zones = new Map<string, Zone>();
const zonesMax = 700;
const daysMax = 4_096;

/** Seconds a zone is ahead of UTC at a moment. An unknown zone is UTC: an entry is never lost over it. */
export function zoneOffsetS(timeZone: string, utcS: number): number {
  let zone = zones.get(timeZone);
  if (zone === undefined) {
    if (zones.size >= zonesMax) zones.clear();
    zone = { format: offsetFormat(timeZone), offsetOfDay: new Map() };
    zones.set(timeZone, zone);
  }
  if (zone.format === null) return 0;
  const day = Math.floor(utcS / dayS);
  let offset = zone.offsetOfDay.get(day);
  if (offset === undefined) {
    if (zone.offsetOfDay.size >= daysMax) zone.offsetOfDay.clear();
    const first = offsetOf(zone.format, day * dayS);
    offset = first === offsetOf(zone.format, (day + 1) * dayS) ? first : Number.NaN;
    zone.offsetOfDay.set(day, offset);
  }
  return Number.isNaN(offset) ? offsetOf(zone.format, utcS) : offset;
}

function offsetFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
}

function offsetOf(format: Intl.DateTimeFormat, utcS: number): number {
  const name = format.formatToParts(utcS * 1000).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  const ahead = Number(hours) * 3600 + Number(minutes) * 60;
  return sign === '-' ? -ahead : ahead;
}

/** UTC seconds of a clock time in a zone. Where the clock is set back the first of the two moments is meant. */
function fromZone(localS: number, timeZone: string | null): number {
  if (timeZone === null || timeZone === 'UTC') return localS;
  const guess = localS - zoneOffsetS(timeZone, localS);
  const settled = localS - zoneOffsetS(timeZone, guess);
  return Math.min(guess, settled) === guess && localS - zoneOffsetS(timeZone, guess) === guess
    ? guess
    : settled;
}

/** Fraction after a clock time, `.123456` or `,123`: its microseconds and its end. */
function fraction(text: string, at: number): { us: number; end: number } {
  const mark = text.charCodeAt(at);
  if (mark !== 46 && mark !== 44) return { us: 0, end: at };
  let end = at + 1;
  let us = 0;
  let unit = 100_000;
  for (; end - at <= 12; end += 1) {
    const digit = text.charCodeAt(end) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    us += digit * unit;
    unit = unit >= 10 ? unit / 10 : 0;
  }
  return end === at + 1 ? { us: 0, end: at } : { us, end };
}

/** Zone after a clock time: `Z`, `+02:00`, `+0200`, also after a space. Null when none is stated. */
function statedZone(text: string, at: number): { offsetS: number; end: number } | null {
  const from = text.charCodeAt(at) === 32 ? at + 1 : at;
  const mark = text.charCodeAt(from);
  if ((mark === 90 || mark === 122) && from === at) return { offsetS: 0, end: from + 1 };
  if (mark !== 43 && mark !== 45) return null;
  const hours = digits(text, from + 1, 2);
  const colon = text.charCodeAt(from + 3) === 58 ? 1 : 0;
  const minutes = digits(text, from + 3 + colon, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return null;
  const ahead = hours * 3600 + minutes * 60;
  return { offsetS: mark === 45 ? -ahead : ahead, end: from + 5 + colon };
}

const clockAt = (text: string, at: number) =>
  text.charCodeAt(at + 2) === 58 && text.charCodeAt(at + 5) === 58 ? at : -1;

/** `2026-11-22T01:24:40.123456+01:00` and what people write like it: a space for T, a comma, no zone. */
export function readIsoTime(text: string, at: number, timeZone: string | null): Moment | null {
  if (text.charCodeAt(at + 4) !== 45 || text.charCodeAt(at + 7) !== 45 || clockAt(text, at + 11) < 0)
    return null;
  const between = text.charCodeAt(at + 10);
  if (between !== 84 && between !== 32 && between !== 116) return null;
  const seconds = secondsOf(
    digits(text, at, 4),
    digits(text, at + 5, 2),
    digits(text, at + 8, 2),
    digits(text, at + 11, 2),
    digits(text, at + 14, 2),
    digits(text, at + 17, 2),
  );
  if (seconds === null) return null;
  const part = fraction(text, at + 19);
  const zone = statedZone(text, part.end);
  return zone === null
    ? { us: fromZone(seconds, timeZone) * secondUs + part.us, quality: 'zone_assumed', end: part.end }
    : { us: (seconds - zone.offsetS) * secondUs + part.us, quality: 'stated', end: zone.end };
}

/**
 * `Nov 22 01:24:40` of RFC 3164, also with a year, a fraction and a zone as network equipment writes it. A year that
 * is not stated is the one nearest to the receipt: a line of 31 December that comes on 1 January is one day old.
 */
export function readBsdTime(
  text: string,
  at: number,
  timeZone: string | null,
  receivedUs: number,
): Moment | null {
  const month = months.indexOf(text.slice(at, at + 3)) + 1;
  if (month === 0 || text.charCodeAt(at + 3) !== 32) return null;
  // ` 5`, `05` and a single `5` are all seen.
  let dayAt = at + 4;
  if (text.charCodeAt(dayAt) === 32) dayAt += 1;
  const dayDigits = digits(text, dayAt, 2) >= 0 ? 2 : 1;
  const day = digits(text, dayAt, dayDigits);
  let next = dayAt + dayDigits + 1;
  if (day < 1 || text.charCodeAt(next - 1) !== 32) return null;
  let year = digits(text, next, 4);
  if (year >= 0 && text.charCodeAt(next + 4) === 32) next += 5;
  else year = -1;
  const hour = digits(text, next, 2);
  if (hour < 0 || clockAt(text, next) < 0) return null;
  const minute = digits(text, next + 3, 2);
  const second = digits(text, next + 6, 2);
  const part = fraction(text, next + 8);
  const zone = bsdZone(text, part.end);
  const within = (candidate: number) => secondsOf(candidate, month, day, hour, minute, second);
  const local = year >= 0 ? within(year) : nearest(receivedUs / secondUs, within);
  if (local === null) return null;
  const us = (zone === null ? fromZone(local, timeZone) : local - zone.offsetS) * secondUs + part.us;
  const quality = year < 0 ? 'year_assumed' : zone === null ? 'zone_assumed' : 'stated';
  return { us, quality, end: zone?.end ?? part.end };
}

/** `UTC`, `GMT` or an offset; names such as CET mean different things in different places and are not taken. */
function bsdZone(text: string, at: number): { offsetS: number; end: number } | null {
  if (text.startsWith(' UTC', at) || text.startsWith(' GMT', at)) return { offsetS: 0, end: at + 4 };
  return statedZone(text, at);
}

/**
 * Seconds of the year in which they are nearest to the receipt. 29 February is looked for in the leap years around, so
 * that whether a line can be read never depends on when it comes.
 */
function nearest(receivedS: number, within: (year: number) => number | null): number | null {
  const year = yearOfDays(Math.floor(receivedS / dayS));
  return (
    nearestWithin(receivedS, year, 1, within) ?? nearestWithin(receivedS, year, leapYearsApartMax, within)
  );
}

function nearestWithin(
  receivedS: number,
  year: number,
  yearsMax: number,
  within: (year: number) => number | null,
): number | null {
  let best: number | null = null;
  for (let candidate = year - yearsMax; candidate <= year + yearsMax; candidate += 1) {
    const seconds = within(candidate);
    if (seconds === null) continue;
    if (best === null || Math.abs(seconds - receivedS) < Math.abs(best - receivedS)) best = seconds;
  }
  return best;
}

/** `22/Nov/2026:01:24:40 +0100` of access logs. */
export function readAccessTime(text: string, at: number, timeZone: string | null): Moment | null {
  if (text.charCodeAt(at + 2) !== 47 || text.charCodeAt(at + 6) !== 47 || clockAt(text, at + 12) < 0)
    return null;
  const seconds = secondsOf(
    digits(text, at + 7, 4),
    months.indexOf(text.slice(at + 3, at + 6)) + 1,
    digits(text, at, 2),
    digits(text, at + 12, 2),
    digits(text, at + 15, 2),
    digits(text, at + 18, 2),
  );
  if (seconds === null) return null;
  const zone = statedZone(text, at + 20);
  return zone === null
    ? { us: fromZone(seconds, timeZone) * secondUs, quality: 'zone_assumed', end: at + 20 }
    : { us: (seconds - zone.offsetS) * secondUs, quality: 'stated', end: zone.end };
}

/** Microseconds of a count since 1970 in seconds, milli-, micro- or nanoseconds: its size tells which. */
function fromEpoch(value: number): number | null {
  if (!(value > 0)) return null;
  const us = value < 1e11 ? value * 1e6 : value < 1e14 ? value * 1000 : value < 1e17 ? value : value / 1000;
  const whole = Math.round(us);
  return Number.isSafeInteger(whole) ? whole : null;
}

/** Microseconds of the count of nanoseconds OTLP and Loki state, whose last digits a number would lose. */
export function fromNanoseconds(value: unknown): number | null {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length < 4 || value.length > 19) return null;
  const us = digits(value, 0, value.length - 3);
  return us > 0 && Number.isSafeInteger(us) ? us : null;
}

/** A moment in whatever way a field of JSON states it. */
export function readMoment(value: unknown, timeZone: string | null, receivedUs: number): Moment | null {
  if (typeof value === 'number') {
    const us = fromEpoch(value);
    return us === null ? null : { us, quality: 'stated', end: 0 };
  }
  if (typeof value !== 'string' || value.length > 64) return null;
  const iso = readIsoTime(value, 0, timeZone) ?? readAccessTime(value, 0, timeZone);
  if (iso !== null) return iso;
  if (value.length >= 18 && value.length <= 19) {
    const us = fromNanoseconds(value);
    if (us !== null) return { us, quality: 'stated', end: 0 };
  }
  const count = value.length >= 9 ? Number(value) : Number.NaN;
  if (!Number.isNaN(count)) {
    const us = fromEpoch(count);
    return us === null ? null : { us, quality: 'stated', end: 0 };
  }
  return readBsdTime(value, 0, timeZone, receivedUs);
}
