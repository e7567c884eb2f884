// SPDX-License-Identifier: Apache-2.0
import { type EntryStatus, type LogEventClass, logEventClasses } from '@belfry/contract';
import { logLimits } from '../log-limits.ts';
import { addressIn } from './address.ts';
import { cutText } from './attributes.ts';
import { readMoment } from './moment.ts';
import type { Draft, NumberField, ReadHints, TextField } from './normal-form.ts';
import { setSeverity, severityOf } from './severity.ts';

/** Fields a sender's value can fill. */
export type Target =
  | Exclude<TextField, 'eventClass'>
  | Exclude<NumberField, 'time' | 'severityId'>
  | 'time'
  | 'eventClass'
  | 'status';

const portMax = 65_535;

/**
 * Fills a field with what a sender states, when the field is still empty and the value can be one: what is not taken
 * stays an attribute.
 */
export function take(form: Draft, target: Target, value: unknown, hints: ReadHints): boolean {
  if (value === null || value === undefined || value === '' || value === '-') return false;
  switch (target) {
    case 'time':
      return takeTime(form, value, hints);
    case 'severity':
      return takeSeverity(form, value);
    case 'status':
      // A status of three digits is that of HTTP: what it says of the outcome is derived from it.
      return takeStatus(form, value) || (isHttpStatus(value) && takeNumber(form, 'httpStatus', value, 599));
    case 'eventClass':
      return takeClass(form, value);
    case 'srcIp':
    case 'dstIp':
      return takeAddress(form, target, value);
    case 'user':
    case 'targetUser':
      return takeUser(form, target, value);
    case 'srcPort':
    case 'dstPort':
      return takeNumber(form, target, value, portMax);
    case 'facility':
      return takeNumber(form, target, value, 23);
    case 'httpStatus':
      return takeNumber(form, target, value, 999);
    case 'pid':
    case 'bytes':
      return takeNumber(form, target, value, Number.MAX_SAFE_INTEGER);
    default:
      return takeText(form, target, value);
  }
}

function takeTime(form: Draft, value: unknown, hints: ReadHints): boolean {
  if (form.time !== null) return false;
  const moment = readMoment(value, hints.timeZone, hints.receivedUs);
  if (moment === null) return false;
  form.time = moment.us;
  form.timeQuality = moment.quality;
  return true;
}

function takeSeverity(form: Draft, value: unknown): boolean {
  const severity = form.severity === null ? severityOf(value) : null;
  if (severity === null) return false;
  setSeverity(form, severity);
  return true;
}

function takeText(
  form: Draft,
  target: Exclude<TextField, 'eventClass' | 'status' | 'timeQuality'>,
  value: unknown,
) {
  if (form[target] !== null) return false;
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const text = String(value);
  form[target] = target === 'message' ? text : cutText(text, logLimits.fieldCharactersMax);
  return true;
}

function takeNumber(form: Draft, target: Exclude<NumberField, 'time'>, value: unknown, max: number): boolean {
  if (form[target] !== null) return false;
  const number = wholeNumber(value);
  if (number === null || number > max) return false;
  form[target] = number;
  return true;
}

/** A count in decimal, or in hexadecimal as Windows writes its process numbers. */
function wholeNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? value : null;
  if (typeof value !== 'string' || value.length > 18 || !/^(\d{1,16}|0x[0-9a-f]{1,13})$/i.test(value))
    return null;
  return Number(value);
}

/** An address, or the name some senders put in its place. */
function takeAddress(form: Draft, target: 'srcIp' | 'dstIp', value: unknown): boolean {
  if (typeof value !== 'string' || form[target] !== null) return false;
  const address = addressIn(value);
  if (address === null) return takeText(form, target === 'srcIp' ? 'srcHost' : 'dstHost', value);
  form[target] = address;
  return true;
}

/** `DOMAIN\name` is the account `name` of that domain. */
function takeUser(form: Draft, target: 'user' | 'targetUser', value: unknown): boolean {
  if (typeof value !== 'string') return takeText(form, target, value);
  const slash = value.indexOf('\\');
  if (slash <= 0 || slash === value.length - 1) return takeText(form, target, value);
  if (!takeText(form, target, value.slice(slash + 1))) return false;
  if (target === 'user') takeText(form, 'userDomain', value.slice(0, slash));
  return true;
}

const successes = new Set(
  'success successful succeeded ok pass passed accepted allow allowed granted permitted yes true audit_success'.split(
    ' ',
  ),
);
const failures = new Set(
  'failure failed fail nok not_ok denied deny error rejected blocked refused invalid no false audit_failure'.split(
    ' ',
  ),
);

/** Whether a sender's word for how it ended means it succeeded. */
function statusOf(value: unknown): EntryStatus | null {
  if (typeof value === 'boolean') return value ? 'success' : 'failure';
  if (typeof value !== 'string' || value.length > 16) return null;
  const word = value.toLowerCase().replace(/[ -]/g, '_');
  return successes.has(word) ? 'success' : failures.has(word) ? 'failure' : null;
}

const isHttpStatus = (value: unknown) =>
  (typeof value === 'number' && value >= 100) || (typeof value === 'string' && /^[1-5]\d\d$/.test(value));

function takeStatus(form: Draft, value: unknown): boolean {
  const status = form.status === null ? statusOf(value) : null;
  if (status === null) return false;
  form.status = status;
  return true;
}

const classOfNumber = new Map<number, LogEventClass>(
  Object.entries(logEventClasses).map(([name, uid]) => [uid, name as LogEventClass]),
);

/** Words of ECS, OCSF and our own for the class of an event. */
const classOfWord = new Map<string, LogEventClass>([
  ...Object.keys(logEventClasses).map((name) => [name, name as LogEventClass] as const),
  ['session', 'authorize_session'],
  ['iam', 'account_change'],
  ['web', 'http'],
  ['registry', 'registry_value'],
  ['driver', 'kernel_extension'],
  ['library', 'module'],
  ['database', 'datastore'],
  ['intrusion_detection', 'finding'],
  ['malware', 'finding'],
]);

function takeClass(form: Draft, value: unknown): boolean {
  if (form.eventClass !== null) return false;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const known =
    typeof first === 'number'
      ? classOfNumber.get(first)
      : typeof first === 'string'
        ? classOfWord.get(first.toLowerCase())
        : undefined;
  if (known === undefined) return false;
  form.eventClass = known;
  // A list is kept whole among the attributes as well.
  return first === value;
}
