// SPDX-License-Identifier: Apache-2.0
import type { LineFormat, ParseState } from '@belfry/contract';
import { readAccessLog } from './access-log.ts';
import { applianceFormat, readCef, readLeef } from './appliance.ts';
import { auditdStart, readAuditd } from './auditd.ts';
import { isObject, type JsonObject, objectIn, takeObject } from './json-fields.ts';
import { fromNanoseconds } from './moment.ts';
import type { Draft, ReadHints } from './normal-form.ts';
import { readOtlp } from './otlp-record.ts';
import { readPairs } from './pairs.ts';
import { take } from './take.ts';
import { takeWindows, windowsEventIn } from './windows.ts';
import { eventInXml } from './windows-xml.ts';

/** Which form a message has, and whether it was read whole. */
interface Found {
  readonly format: LineFormat;
  readonly parse: ParseState;
}

/** What may stand before the object of a message that holds JSON: a cookie, or the mark of a relay. */
const beforeJson = ['@cee:', '@json:'];

/** Reads a message whose form shows at its start. Null when it is plain text. */
export function readBody(body: string, form: Draft, hints: ReadHints): Found | null {
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
    return readJsonBody(object, form, hints);
  }
  if (readAccessLog(body, 0, form, hints)) return { format: 'access-log', parse: 'ok' };
  if (readWindowsXml(body, form, hints)) return { format: 'windows', parse: 'ok' };
  readPairs(body, form, hints);
  return null;
}

/** Reads an object of JSON: an event of Windows, a record of OTLP, an envelope around something, or any document. */
export function readJsonBody(object: JsonObject, form: Draft, hints: ReadHints): Found {
  if (hints.transport === 'otlp') return { format: 'otlp', parse: readOtlp(object, form, hints) };
  const windows = windowsEventIn(object);
  if (windows !== null) {
    takeWindows(windows, form, hints);
    return { format: 'windows', parse: form.msgid === null ? 'partial' : 'ok' };
  }
  if (hints.transport === 'hec' && 'event' in object) return readHecEvent(object, form, hints);
  if (hints.transport === 'loki' && typeof object['line'] === 'string')
    return readLokiLine(object, form, hints);
  takeObject(form, object, hints);
  const inner = form.message === null ? null : readInner(form.message, form, hints);
  return { format: inner?.format ?? 'json', parse: 'ok' };
}

/** Documents of shippers hold the line they read as their message: what it says is read as well. */
function readInner(message: string, form: Draft, hints: ReadHints): Found | null {
  const found = readBody(message, form, { ...hints, transport: 'ndjson' });
  // A document inside a document is still a document: only what is more than JSON says what it is.
  return found === null || found.format === 'json' ? null : found;
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
function readHecEvent(object: JsonObject, form: Draft, hints: ReadHints): Found {
  take(form, 'time', object['time'], hints);
  take(form, 'host', object['host'], hints);
  take(form, 'channel', object['sourcetype'], hints);
  const event = object['event'];
  const { event: _, time: _time, host: _host, sourcetype: _type, fields, ...rest } = object;
  if (isObject(fields)) takeObject(form, fields, hints);
  takeObject(form, rest, hints);
  if (isObject(event)) return readJsonBody(event, form, { ...hints, transport: 'ndjson' });
  form.message = typeof event === 'string' ? event : JSON.stringify(event);
  return readInner(form.message, form, hints) ?? { format: 'json', parse: 'ok' };
}

/** A line of Loki with its labels and its structured metadata. */
function readLokiLine(object: JsonObject, form: Draft, hints: ReadHints): Found {
  const us = fromNanoseconds(object['ts'] ?? object['timestamp']);
  if (us !== null) {
    form.time = us;
    form.timeQuality = 'stated';
  }
  const labels = object['stream'];
  if (isObject(labels)) takeObject(form, labels, hints);
  const metadata = object['metadata'];
  if (isObject(metadata)) takeObject(form, metadata, hints);
  form.message = String(object['line']);
  return readInner(form.message, form, hints) ?? { format: 'json', parse: 'ok' };
}
