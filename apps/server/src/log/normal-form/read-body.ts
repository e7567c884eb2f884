// SPDX-License-Identifier: Apache-2.0
import type { LineFormat, ParseState } from '@belfry/contract';
import { readAccessLog } from './access-log.ts';
import { applianceFormat, readCef, readLeef } from './appliance.ts';
import { copyInto, newAllowance } from './attributes.ts';
import { auditdStart, readAuditd } from './auditd.ts';
import { isObject, type JsonObject, objectIn, takeObject } from './json-fields.ts';
import { readLoginLine } from './login-lines.ts';
import { fromNanoseconds } from './moment.ts';
import { type Draft, emptyForm, type ReadHints } from './normal-form.ts';
import { readOtlp } from './otlp-record.ts';
import { readPairs } from './pairs.ts';
import { readSyslogHeader, startsWithTime } from './syslog.ts';
import { take } from './take.ts';
import { takeWindows, windowsEventIn } from './windows.ts';
import { eventInXml } from './windows-xml.ts';

/** Which form a message has, and whether it was read whole. */
interface Found {
  readonly format: LineFormat;
  readonly parse: ParseState;
}

/** Whether only the state is wanted, and plain text can no longer change it: its time, the one thing left, is known. */
export const isSettled = (form: Draft, hints: ReadHints) => hints.wants === 'state' && form.time !== null;

/** Reads a line of text: what stands before the message, and the message. */
export function readLine(text: string, form: Draft, hints: ReadHints, level = 0): Found {
  if (text.charCodeAt(0) === 123) {
    const object = objectIn(text);
    if (object !== null) return readJsonBody(object, form, hints, level);
  }
  const header = readSyslogHeader(text, form, hints);
  const bodyAt = header?.bodyAt ?? 0;
  // A tag leaves a second blank before the text it stands before.
  const at = header !== null && text.charCodeAt(bodyAt) === 32 ? bodyAt + 1 : bodyAt;
  const body = at === 0 ? text : text.slice(at);
  form.message = body;
  const inner = readBody(body, form, hints, level);
  if (header === null) return inner ?? { format: 'text', parse: 'raw' };
  if (inner === null) {
    if (isSettled(form, hints)) return header;
    readLoginLine(form, hints);
    // A shipper of files sends each line, time and all, as the message of a line of its own.
    if (startsWithTime(body, hints)) readInner(form, hints, level);
    return header;
  }
  return { format: inner.format, parse: header.parse === 'partial' ? 'partial' : inner.parse };
}

/** What stands before the message of a line of syslog, and the message; null when the line has no header. */
export function headerOf(
  text: string,
  hints: ReadHints,
): { readonly app: string | null; readonly host: string | null; readonly body: string } | null {
  const form = emptyForm();
  const header = readSyslogHeader(text, form, hints);
  if (header === null) return null;
  const at = text.charCodeAt(header.bodyAt) === 32 ? header.bodyAt + 1 : header.bodyAt;
  return { app: form.app, host: form.host, body: text.slice(at) };
}

/** What may stand before the object of a message that holds JSON: a cookie, or the mark of a relay. */
const beforeJson = ['@cee:', '@json:'];

/** Reads a message whose form shows at its start. Null when it is plain text. */
function readBody(body: string, form: Draft, hints: ReadHints, level: number): Found | null {
  const appliance = applianceFormat(body, 0);
  if (appliance !== null) {
    form.message = null;
    const parse = appliance === 'cef' ? readCef(body, 0, form, hints) : readLeef(body, 0, form, hints);
    form.message ??= body;
    return { format: appliance, parse };
  }
  const audit = auditdStart(body, 0);
  if (audit >= 0 && readAuditd(body, audit, form, hints)) return { format: 'auditd', parse: 'ok' };
  const cookie = beforeJson.find((mark) => body.startsWith(mark))?.length ?? 0;
  const object = body.charCodeAt(cookie) === 123 || cookie > 0 ? objectIn(body.slice(cookie)) : null;
  if (object !== null) {
    form.message = null;
    return readJsonBody(object, form, hints, level);
  }
  if (readAccessLog(body, 0, form, hints)) return { format: 'access-log', parse: 'ok' };
  if (readWindowsXml(body, form, hints)) return { format: 'windows', parse: 'ok' };
  if (!isSettled(form, hints)) readPairs(body, form, hints);
  return null;
}

/** Reads an object of JSON: an event of Windows, a record of OTLP, an envelope around something, or any document. */
function readJsonBody(object: JsonObject, form: Draft, hints: ReadHints, level: number): Found {
  if (hints.transport === 'otlp') {
    const parse = readOtlp(object, form, hints);
    readInner(form, hints, level);
    return { format: 'otlp', parse };
  }
  const windows = windowsEventIn(object);
  if (windows !== null) {
    takeWindows(windows, form, hints);
    return { format: 'windows', parse: form.msgid === null ? 'partial' : 'ok' };
  }
  if (hints.transport === 'hec' && 'event' in object) return readHecEvent(object, form, hints, level);
  if (hints.transport === 'loki' && typeof object['line'] === 'string') {
    return readLokiLine(object, form, hints, level);
  }
  takeObject(form, object, hints);
  return readInner(form, hints, level) ?? { format: 'json', parse: 'ok' };
}

/** How often a message may hold an entry that holds a message. */
const levelsMax = 3;
/** Forms that say more than that the message stood in a document. */
const tellingFormats: ReadonlySet<LineFormat> = new Set(['cef', 'leef', 'auditd', 'windows', 'access-log']);

/**
 * Shippers send the line they read as the message of a document: what that line says fills the fields the document
 * leaves empty. The message stays whole, and what the document itself says stands.
 */
function readInner(form: Draft, hints: ReadHints, level: number): Found | null {
  if (form.message === null || level >= levelsMax) return null;
  const inner = emptyForm();
  const found = readLine(form.message, inner, { ...hints, transport: 'ndjson' }, level + 1);
  fillEmpty(form, inner);
  return tellingFormats.has(found.format) ? found : null;
}

const none: ReadonlySet<string> = new Set();

function fillEmpty(form: Draft, inner: Draft): void {
  const { message, time, timeQuality, severity, attributes } = form;
  const fields: Record<string, unknown> = form;
  for (const name in inner) {
    if (fields[name] === null) fields[name] = inner[name as keyof Draft];
  }
  form.message = message;
  form.timeQuality = time === null ? inner.timeQuality : timeQuality;
  if (severity === null) form.severityId = inner.severityId;
  copyInto(attributes, inner.attributes, none, newAllowance());
}

function readWindowsXml(body: string, form: Draft, hints: ReadHints): boolean {
  const event = eventInXml(body);
  if (event === null || event.system['EventID'] === undefined) return false;
  takeWindows(
    {
      id: event.system['EventID'],
      channel: event.system['Channel'],
      provider: event.system['Provider'],
      computer: event.system['Computer'],
      time: event.system['TimeCreated'],
      level: event.system['Level'],
      message: null,
      said: event.said,
      rest: {},
      own: new Set(),
    },
    form,
    hints,
  );
  return true;
}

/** The envelope of a HEC event: `{time, host, source, sourcetype, index, event, fields}`. */
function readHecEvent(object: JsonObject, form: Draft, hints: ReadHints, level: number): Found {
  take(form, 'time', object['time'], hints);
  take(form, 'host', object['host'], hints);
  take(form, 'channel', object['sourcetype'], hints);
  const { event, time: _time, host: _host, sourcetype: _type, fields, ...rest } = object;
  if (isObject(fields)) takeObject(form, fields, hints);
  takeObject(form, rest, hints);
  if (isObject(event)) return readJsonBody(event, form, { ...hints, transport: 'ndjson' }, level);
  form.message = typeof event === 'string' ? event : JSON.stringify(event);
  return readInner(form, hints, level) ?? { format: 'json', parse: 'ok' };
}

/** A line of Loki with its labels, its structured metadata and the tenant it was sent for. */
function readLokiLine(object: JsonObject, form: Draft, hints: ReadHints, level: number): Found {
  const us = fromNanoseconds(object['ts']);
  if (us !== null) {
    form.time = us;
    form.timeQuality = 'stated';
  }
  const { line, ts: _ts, stream: labels, metadata, ...rest } = object;
  if (isObject(labels)) takeObject(form, labels, hints);
  if (isObject(metadata)) takeObject(form, metadata, hints);
  takeObject(form, rest, hints);
  form.message = String(line);
  return readInner(form, hints, level) ?? { format: 'json', parse: 'ok' };
}
