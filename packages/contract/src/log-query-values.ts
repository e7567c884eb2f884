// SPDX-License-Identifier: Apache-2.0
import type { Match, Piece, QueryMistake } from './log-query.ts';
import { attributePrefix, type QueryField, severityNumber } from './log-query-fields.ts';

export type Order = '<' | '<=' | '>' | '>=';
type MistakeCode = QueryMistake['code'];

/** Whether a field has an order to ask for: numbers, moments, and what senders gave, which may be numbers. */
export function comparable(field: QueryField): boolean {
  return field.kind === 'number' || field.kind === 'time' || field.name.startsWith(attributePrefix);
}

/** What `field:value` asks; a code when the value is none the field can have. */
export function readMatch(field: QueryField, piece: Piece): Match | MistakeCode {
  const { text } = piece;
  if (field.kind === 'address') return readAddressMatch(piece);
  if (piece.hasStar) {
    return field.kind === 'number' || field.kind === 'time'
      ? 'order_impossible'
      : { is: 'prefix', value: text };
  }
  if (field.kind === 'time') return readMoment(text);
  if (field.kind === 'number') {
    const value = readNumber(field, text);
    return value === null ? 'number_expected' : { is: 'equal', value };
  }
  if (field.values === undefined) return { is: 'equal', value: text };
  const known = field.values.find((value) => value.toLowerCase() === text.toLowerCase());
  return known === undefined ? 'value_unknown' : { is: 'equal', value: known };
}

/** What `field>=value` asks. */
export function readRange(field: QueryField, operator: string, text: string): Match | MistakeCode {
  const order: Order = operator === '<' || operator === '<=' || operator === '>' ? operator : '>=';
  if (field.kind === 'time') {
    const moment = readSpan(text);
    if (moment === null) return 'time_expected';
    const value = order === '<' || order === '>=' ? moment.from : moment.to;
    return { is: 'compare', order, value };
  }
  const value = readNumber(field, text);
  if (value === null) return 'number_expected';
  // A smaller number of syslog is a more severe one: "at least a warning" means up to its number.
  if (field.name === 'severity' && severityNumber(text) !== null) {
    return { is: 'compare', order: turned[order], value };
  }
  return { is: 'compare', order, value };
}

const turned: Readonly<Record<Order, Order>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function readNumber(field: QueryField, text: string): number | null {
  if (field.name === 'severity') {
    const named = severityNumber(text);
    if (named !== null) return named;
  }
  if (!/^-?\d{1,15}(\.\d{1,9})?$/.test(text)) return null;
  const value = Number(text);
  // Minus zero prints as zero.
  return value === 0 ? 0 : value;
}

const dateTime =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const minuteUs = 60_000_000;

/** First and last microsecond a written moment means: a day, a minute, a second or less; UTC unless it says otherwise. */
function readSpan(text: string): { readonly from: number; readonly to: number } | null {
  const found = dateTime.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = found;
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  );
  const date = new Date(ms);
  const isReal =
    // What the index can hold, whatever the zone.
    Number(year) > 1900 &&
    Number(year) < 2299 &&
    date.getUTCMonth() === Number(month) - 1 &&
    date.getUTCDate() === Number(day) &&
    Number(hour ?? 0) < 24 &&
    Number(minute ?? 0) < 60 &&
    Number(second ?? 0) < 60;
  if (!isReal) return null;
  const from = ms * 1000 + Number((fraction ?? '').padEnd(6, '0').slice(0, 6)) - zoneUs(zone);
  if (!Number.isSafeInteger(from)) return null;
  const lasts =
    fraction !== undefined
      ? 1
      : second !== undefined
        ? 1_000_000
        : hour !== undefined
          ? minuteUs
          : 1_440 * minuteUs;
  return { from, to: from + lasts - 1 };
}

function zoneUs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * minuteUs;
}

function readMoment(text: string): Match | MistakeCode {
  const moment = readSpan(text);
  return moment === null ? 'time_expected' : { is: 'range', from: moment.from, to: moment.to };
}

const v4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Whether a text is an address, strictly as RFC 4291 and dotted IPv4 write it. */
function addressVersion(text: string): 4 | 6 | null {
  if (v4.test(text)) return 4;
  if (text.length > 45 || !/^[0-9A-Fa-f:.]+$/.test(text)) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const hasV4 = last.includes('.');
  if (hasV4 && !v4.test(last)) return null;
  const count = groups.length + (hasV4 ? 1 : 0);
  const plain = hasV4 ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return null;
  return (halves.length === 2 ? count <= 7 : count === 8) ? 6 : null;
}

/** `10.0.0.1`, `10.0.0.0/8`, `10.0.*`, and the same of IPv6. */
function readAddressMatch(piece: Piece): Match | MistakeCode {
  const { text } = piece;
  if (piece.hasStar) {
    const bytes = /^((?:\d{1,3}\.){1,3})$/.exec(text)?.[1]?.split('.').slice(0, -1) ?? [];
    const network = [...bytes, '0', '0', '0', '0'].slice(0, 4).join('.');
    return bytes.length > 0 && v4.test(network)
      ? { is: 'network', value: `${network}/${bytes.length * 8}` }
      : 'address_expected';
  }
  const [address = '', bits, more] = text.split('/');
  const version = addressVersion(address);
  if (version === null || more !== undefined) return 'address_expected';
  if (bits === undefined) return { is: 'equal', value: address.toLowerCase() };
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128)) return 'address_expected';
  return { is: 'network', value: `${address.toLowerCase()}/${Number(bits)}` };
}
