// SPDX-License-Identifier: Apache-2.0
import { isUtf8 } from 'node:buffer';
import { type LogAlarmKind, logAlarmKinds, type SealedLine } from '@belfry/contract';
import { setBeside } from '@belfry/sigma';
import type { LineRead } from '../index/row.ts';
import { isObject, type NormalForm, objectIn, type ReadHints } from '../normal-form/index.ts';
import type { EntryEvent } from './detection.ts';
import { LocalHours } from './local-hours.ts';
import { deskRoute, routeOfForm } from './own-logsources.ts';
import {
  addStructured,
  fieldsOfJournal,
  fieldsOfPlain,
  fieldsOfText,
  type SentFields,
} from './sent-fields.ts';

/** Claims before 1990 are of a clock that was never set. */
const earliestMs = Date.UTC(1990, 0, 1);
const utcHours = new LocalHours();

/**
 * A sealed entry in the names rules use: what its sender wrote under its own names, and beneath that what we read of
 * it. Never throws, and takes time in proportion to its length: whoever sends a line decides what is in it.
 *
 * @param local where the organisation is, for rules about its hours
 * @returns null for what is no event: a later part of a long entry, and what the relay of our record says of itself
 */
export function eventOfEntry(read: LineRead, local: LocalHours = utcHours): EntryEvent | null {
  const { fields: form, line } = read;
  if ((line.part?.[0] ?? 1) > 1) return null;
  const receivedMs = Math.floor(read.receivedUs / 1_000);
  if (form === null) return deskEvent(line, receivedMs, local);
  const fields = sentFields(line, form, read.receivedUs);
  addOurs(fields, form, line);
  const claimedMs = form.time === null ? Number.NaN : Math.floor(form.time / 1_000);
  const isTaken = claimedMs >= earliestMs && claimedMs <= receivedMs;
  return timed(fields, isTaken ? claimedMs : receivedMs, receivedMs, line, local);
}

/** The hour is ours to tell, as the source is: it decides whether somebody worked at night. */
function timed(
  fields: SentFields,
  atMs: number,
  receivedMs: number,
  { source }: SealedLine,
  local: LocalHours,
): EntryEvent {
  const { day, hour } = local.at(atMs);
  fields['local_hour'] = hour;
  fields['local_day'] = day;
  return { fields, atMs, receivedMs, source };
}

function sentFields(line: SealedLine, form: NormalForm, receivedUs: number): SentFields {
  const hints: ReadHints = { transport: line.transport, receivedUs, timeZone: null };
  if (line.transport === 'journal')
    return fieldsOfJournal(
      Buffer.from(line.raw64 ?? line.raw ?? '', line.raw64 === undefined ? 'utf8' : 'base64'),
      hints,
    );
  const text = line.raw ?? textIn(line.raw64 ?? '');
  if (!isPlain(line, form, text)) return fieldsOfText(text, hints);
  const fields = fieldsOfPlain(form.message as string, form.app, form.host);
  if (line.format === 'rfc5424') addStructured(fields, form.attributes);
  return fields;
}

function textIn(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
}

const headed: ReadonlySet<string> = new Set(['rfc5424', 'rfc3164', 'syslog-iso']);
/** What starts another line or form inside of a message: `<`, `{`, `@`, digits, capitals of a month. */
const telling = /^(?:[<{@0-9]|[A-S][a-z]{2} |CEF:|LEEF:|audit: |node=|type=)/;

/** Nearly all lines: a header, and words behind it that were read already and are no form of their own. */
function isPlain(line: SealedLine, form: NormalForm, text: string): boolean {
  const { message } = form;
  return (
    headed.has(line.format) && message !== null && !telling.test(message) && text.trimEnd().endsWith(message)
  );
}

/** Our names by the field of the normal form they tell. The message stands under its own name always. */
const ourNames: readonly (readonly [name: string, field: keyof NormalForm])[] = [
  ['message', 'message'],
  ['host', 'host'],
  ['event_class', 'eventClass'],
  ['activity', 'activity'],
  ['outcome', 'status'],
  ['cause', 'cause'],
  ['effect', 'effect'],
  ['app', 'app'],
  ['msgid', 'msgid'],
  ['channel', 'channel'],
  ['product', 'product'],
  ['vendor', 'vendor'],
  ['severity', 'severity'],
  ['facility', 'facility'],
  ['user', 'user'],
  ['user_id', 'userId'],
  ['user_domain', 'userDomain'],
  ['target_user', 'targetUser'],
  ['session', 'session'],
  ['src_ip', 'srcIp'],
  ['src_port', 'srcPort'],
  ['src_host', 'srcHost'],
  ['dst_ip', 'dstIp'],
  ['dst_port', 'dstPort'],
  ['dst_host', 'dstHost'],
  ['protocol', 'protocol'],
  ['http_method', 'httpMethod'],
  ['url', 'url'],
  ['http_status', 'httpStatus'],
  ['user_agent', 'userAgent'],
  ['referrer', 'referrer'],
  ['bytes', 'bytes'],
  ['dns_name', 'dnsName'],
  ['process', 'process'],
  ['pid', 'pid'],
  ['command_line', 'commandLine'],
  ['parent_process', 'parentProcess'],
  ['file', 'file'],
  ['hash', 'hash'],
  ['location', 'location'],
  ['data_subject', 'dataSubject'],
  ['data_category', 'dataCategory'],
  ['purpose', 'purpose'],
];

/** Adds what we read and know beneath what was sent. A map that stands in the way moves to names with dots. */
function addOurs(fields: SentFields, form: NormalForm, line: SealedLine): void {
  for (const [name, field] of ourNames)
    if (form[field] !== null && isObject(fields[name])) spread(fields, name);
  if (fields['source'] !== undefined) setAside(fields, 'source');
  const sentNames = Object.keys(fields).length;
  for (const [name, field] of ourNames) {
    const value = form[field];
    if (value !== null && value !== '' && fields[name] === undefined) fields[name] = value;
  }
  for (const name in form.attributes) {
    if (!Object.hasOwn(fields, name) && name !== '__proto__') fields[name] = form.attributes[name];
  }
  // A source is ours to tell, whatever a sender calls by that name.
  fields['source'] = line.source;
  fields['stream'] = line.stream;
  setBeside(fields, { route: routeOfForm(form, line), sentNames });
}

const spreadDepthMax = 4;

/** `{"user": {"name": "x"}}` becomes `user.name`: rules find it by the same name as before. */
function spread(fields: SentFields, name: string): void {
  const value = fields[name];
  delete fields[name];
  spreadInto(fields, name, value, 0);
}

function spreadInto(fields: SentFields, path: string, value: unknown, depth: number): void {
  if (!isObject(value) || depth === spreadDepthMax) {
    if (!Object.hasOwn(fields, path)) fields[path] = value;
    return;
  }
  for (const name in value) {
    if (Object.hasOwn(value, name)) spreadInto(fields, `${path}.${name}`, value[name], depth + 1);
  }
}

function setAside(fields: SentFields, name: string): void {
  if (isObject(fields[name])) {
    spread(fields, name);
    return;
  }
  fields[`${name}.original`] = fields[name];
  delete fields[name];
}

/**
 * An entry of our own record, reduced: nothing of its words, changes or references. Of an alarm also its kind and what
 * it is about. What is of a report or an incident is no event at all: that somebody did something to one that nobody
 * else sees, and when, tells who works on it, and who reported (Directive (EU) 2019/1937 Art. 16).
 */
function deskEvent(line: SealedLine, receivedMs: number, local: LocalHours): EntryEvent | null {
  const record = objectIn(line.raw ?? textIn(line.raw64 ?? ''));
  const event = record?.['event'];
  if (record === null || typeof event !== 'string' || typeof record['recordedAt'] !== 'string') return null;
  const isOfCase = record['incident'] !== undefined || record['report'] !== undefined;
  if (isOfCase || event.startsWith('whistleblowing.')) return null;
  const actor = isObject(record['actor']) ? record['actor'] : {};
  const subject = isObject(record['subject']) ? record['subject'] : {};
  const occurred = typeof record['occurredAt'] === 'string' ? record['occurredAt'] : record['recordedAt'];
  const fields: SentFields = Object.assign(Object.create(null), {
    event,
    'actor.kind': actor['kind'],
    'actor.id': actor['id'],
    'subject.kind': subject['kind'],
    occurred,
    ...alarmOf(subject),
  });
  const sentNames = Object.keys(fields).length;
  fields['source'] = line.source;
  fields['stream'] = line.stream;
  fields['host'] = 'belfry';
  setBeside(fields, { route: deskRoute, sentNames });
  const atMs = Date.parse(occurred);
  const isTaken = atMs >= earliestMs && atMs <= receivedMs;
  return timed(fields, isTaken ? atMs : receivedMs, receivedMs, line, local);
}

function alarmOf(subject: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const reference = subject['reference'];
  if (subject['kind'] !== 'log_alarm' || typeof reference !== 'string') return {};
  const colon = reference.indexOf(': ');
  const alarm = reference.slice(0, colon);
  return logAlarmKinds.includes(alarm as LogAlarmKind) ? { alarm, about: reference.slice(colon + 2) } : {};
}
