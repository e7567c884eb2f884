// SPDX-License-Identifier: Apache-2.0
import { type EventFields, fieldAt } from './event.ts';

/** Where events say when they happened, the most exact first: what a collector adds comes behind. */
const timeFields = [
  'UtcTime',
  'TimeCreated',
  'TimeCreated_SystemTime',
  '@timestamp',
  'TimeGenerated',
  'EventTime',
  'eventTime',
  'published',
  'CreationTime',
  'timestamp',
  'ts',
  'time',
] as const;

const iso =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(?:Z|UTC|([+-])(\d\d):?(\d\d))?$/;

/** When an event happened, in ms; null where none of the usual fields says so in a way that leaves no doubt. */
export function timeOfEvent(fields: EventFields): number | null {
  for (const name of timeFields) {
    const at = instantOf(fieldAt(fields, name));
    if (at !== null) return at;
  }
  return null;
}

/**
 * An instant in ms: ISO 8601, without a zone as UTC, a number of seconds, milli-, micro- or nanoseconds since 1970, or
 * either as .NET writes it.
 *
 * @example
 * ```ts
 * instantOf('2026-11-21 14:05:07.5'); // 1795269907500
 * ```
 */
export function instantOf(value: unknown): number | null {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string' || value.length > 64) return null;
  const text = value.trim();
  const number = /^(?:\/Date\()?(-?\d{9,19}(?:\.\d{1,9})?)(?:\)\/)?$/.exec(text)?.[1];
  return number === undefined ? fromIso(text) : fromNumber(Number(number));
}

/** The size tells the unit: each is a thousand times the one before, and events are of this century. */
function fromNumber(number: number): number | null {
  if (!Number.isFinite(number) || number < 1e8) return null;
  if (number < 1e11) return Math.round(number * 1_000);
  if (number < 1e14) return Math.round(number);
  if (number < 1e17) return Math.floor(number / 1e3);
  return number < 1e20 ? Math.floor(number / 1e6) : null;
}

function fromIso(text: string): number | null {
  const found = iso.exec(text);
  if (found === null) return null;
  const part = (index: number) => Number(found[index] ?? 0);
  const [month, day, hour, minute, second] = [part(2), part(3), part(4), part(5), part(6)];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  const fraction = Math.floor(Number(`0.${found[7] ?? 0}`) * 1_000 + 1e-6);
  const offset = (found[8] === '-' ? -1 : 1) * (part(9) * 60 + part(10));
  return Date.UTC(part(1), month - 1, day, hour, minute - offset, second, fraction);
}
