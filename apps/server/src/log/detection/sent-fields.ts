// SPDX-License-Identifier: Apache-2.0
import { fieldsOfEvent, fieldsOfLine, fieldsOfQuestion } from '@belfry/sigma';
import {
  applianceFormat,
  attributesOf,
  auditdStart,
  eachApplianceField,
  eachJournalField,
  eachPair,
  eventInXml,
  headerOf,
  isObject,
  type JsonObject,
  looksLikePairs,
  objectIn,
  plainOf,
  type ReadHints,
} from '../normal-form/index.ts';

/** What an entry says under the names its sender gave, or those its format has for them. Ours to add to. */
export type SentFields = Record<string, unknown>;

/** How often a message may hold an entry that holds a message. */
const levelsMax = 3;

const none = (): SentFields => Object.create(null) as SentFields;

/** Sets a name whatever it is: `__proto__` reaches no prototype. */
function set(fields: SentFields, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true });
  } else fields[name] = value;
}

/** Puts beneath: what stands there already stays. */
function addBeneath(fields: SentFields, more: Readonly<Record<string, unknown>>): void {
  for (const name in more) {
    if (Object.hasOwn(more, name) && !Object.hasOwn(fields, name)) set(fields, name, more[name]);
  }
}

/** Reads a line of text: what its form holds, and what its header says beneath it. */
export function fieldsOfText(text: string, hints: ReadHints, level = 0): SentFields {
  const object = text.charCodeAt(0) === 123 ? objectIn(text) : null;
  if (object !== null) return fieldsOfDocument(object, hints, level);
  const header = headerOf(text, hints);
  if (header === null) return fieldsOfBody(text, hints, level) ?? plain(text);
  const fields = fieldsOfBody(header.body, hints, level) ?? innerLine(header.body, hints, level);
  return withHeader(fields, header.app, header.host);
}

/** A message that is nothing but text, whose header was read already. */
export function fieldsOfPlain(body: string, app: string | null, host: string | null): SentFields {
  return withHeader(looksLikePairs(body) ? pairsIn(body) : plain(body), app, host);
}

/** What stood in the structured part of a header was sent, under names that are the sender's. */
export function addStructured(fields: SentFields, attributes: Readonly<Record<string, unknown>>): void {
  for (const id in attributes) {
    const element = attributes[id];
    if (isObject(element)) addBeneath(fields, element);
  }
}

/** Programs that answer questions for names. */
const nameServers: ReadonlySet<string> = new Set(['named', 'unbound', 'dnsmasq', 'pihole-FTL', 'coredns']);

function withHeader(fields: SentFields, app: string | null, host: string | null): SentFields {
  if (app !== null && nameServers.has(app) && typeof fields['message'] === 'string') {
    addBeneath(fields, fieldsOfQuestion(fields['message']) ?? {});
  }
  if (app !== null && !Object.hasOwn(fields, 'program')) fields['program'] = app;
  if (host !== null && !Object.hasOwn(fields, 'host')) fields['host'] = host;
  return fields;
}

function plain(body: string): SentFields {
  const fields = none();
  fields['message'] = body;
  return fields;
}

/** A shipper of files sends each line, header and all, as the message of a line of its own. */
function innerLine(body: string, hints: ReadHints, level: number): SentFields {
  const first = body.charCodeAt(0);
  const mayBeHeader = first === 60 || (first >= 48 && first <= 57) || (first >= 65 && first <= 83);
  const inner = mayBeHeader && level < levelsMax ? headerOf(body, hints) : null;
  if (inner === null) return plain(body);
  const fields = fieldsOfBody(inner.body, hints, level + 1) ?? plain(inner.body);
  return withHeader(fields, inner.app, inner.host);
}

/** Cookies before the object of a message that holds JSON. */
const beforeJson = /^@(?:cee|json): ?/;
const accessTime = /^ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:/;
const squidTime = /^\d{9,11}\.\d{3} /;

/** Reads a message whose form shows at its start; null when it is plain text. */
function fieldsOfBody(body: string, hints: ReadHints, level: number): SentFields | null {
  const first = body.charCodeAt(0);
  if (first === 123 || first === 64) {
    const object = objectIn(body.replace(beforeJson, ''));
    if (object !== null) return fieldsOfDocument(object, hints, level + 1);
  }
  if (first === 60) return fieldsOfXml(body);
  if (applianceFormat(body, 0) !== null) return fieldsOfAppliance(body);
  if (auditdStart(body, 0) >= 0) {
    const fields = fieldsOfLine(body.startsWith('audit: ') ? body.slice(7) : body);
    if (fields !== null) return Object.assign(none(), fields);
  }
  const bracket = body.indexOf(' [');
  const isAccess = bracket > 0 && bracket < 512 && accessTime.test(body.slice(bracket, bracket + 16));
  if (isAccess || (first >= 48 && first <= 57 && squidTime.test(body))) {
    const fields = fieldsOfLine(body);
    if (fields !== null) return Object.assign(none(), fields);
  }
  return looksLikePairs(body) ? pairsIn(body) : null;
}

/** Names a line of pairs may have, as a count: a line of a megabyte is no reason for more. */
const pairsMax = 1_000;

function pairsIn(body: string): SentFields {
  const fields = plain(body);
  let left = pairsMax;
  eachPair(body, 0, (name, value) => {
    left -= 1;
    if (left > 0 && !Object.hasOwn(fields, name)) set(fields, name, value);
  });
  return fields;
}

function fieldsOfAppliance(body: string): SentFields {
  const fields = plain(body);
  let left = pairsMax;
  eachApplianceField(body, (name, value) => {
    left -= 1;
    if (left > 0 && !Object.hasOwn(fields, name)) set(fields, name, value);
  });
  // `cs1Label=Rule cs1=deny all` says what the value is called.
  for (const name of Object.keys(fields)) {
    const label = name.endsWith('Label') ? fields[name] : undefined;
    const value = label === undefined ? undefined : fields[name.slice(0, -5)];
    if (typeof label === 'string' && value !== undefined && !Object.hasOwn(fields, label))
      set(fields, label, value);
  }
  return fields;
}

/** The event of Windows, and of Sysmon on Linux, in XML. */
function fieldsOfXml(body: string): SentFields | null {
  const event = eventInXml(body);
  if (event?.system['EventID'] === undefined) return null;
  const fields = none();
  const { Provider, TimeCreated, ...system } = event.system;
  for (const name in system) set(fields, name, system[name]);
  if (Provider !== undefined) fields['Provider_Name'] = Provider;
  if (TimeCreated !== undefined) fields['TimeCreated_SystemTime'] = TimeCreated;
  for (const name in event.said) set(fields, name.replaceAll(' ', ''), event.said[name]);
  if (fields['Channel'] === undefined && Provider === 'Linux-Sysmon')
    fields['Channel'] = 'Linux-Sysmon/Operational';
  return fields;
}

/** Where documents hold the line they were made of. */
const messageNames = ['message', 'log', 'MESSAGE', 'msg', 'line', 'body', '_raw', 'Message'] as const;

/** Reads an object of JSON: the envelope of a way to send, an event of Windows, or any document. */
function fieldsOfDocument(object: JsonObject, hints: ReadHints, level: number): SentFields {
  if (hints.transport === 'otlp' && isObject(object['logRecord'])) return fieldsOfOtlp(object, hints, level);
  if (level === 0 && hints.transport === 'hec' && 'event' in object) {
    const { event, fields, ...rest } = object;
    return fieldsOfEnvelope(event, [isObject(fields) ? fields : {}, rest], hints, level);
  }
  if (level === 0 && hints.transport === 'loki' && typeof object['line'] === 'string') {
    const { line, metadata, stream, ts: _ts, ...rest } = object;
    const more = [metadata, stream, rest].filter(isObject);
    return fieldsOfEnvelope(line, more, hints, level);
  }
  const fields = fieldsOfEvent(withSaid(object)) as SentFields;
  const isWindows = fields['Channel'] !== undefined && fields['EventID'] !== undefined;
  if (!isWindows && level < levelsMax) addInner(fields, hints, level);
  return fields;
}

function fieldsOfEnvelope(
  event: unknown,
  more: readonly JsonObject[],
  hints: ReadHints,
  level: number,
): SentFields {
  const within = { ...hints, transport: 'ndjson' as const };
  const fields = isObject(event)
    ? fieldsOfDocument(event, within, level)
    : fieldsOfText(typeof event === 'string' ? event : JSON.stringify(event), within, level + 1);
  for (const each of more) addBeneath(fields, each);
  return fields;
}

/** What the line inside of a document says that the document does not say itself. */
function addInner(fields: SentFields, hints: ReadHints, level: number): void {
  const name = messageNames.find((each) => Object.hasOwn(fields, each) && typeof fields[each] === 'string');
  const event = fields['event'];
  const original = isObject(event) ? event['original'] : fields['event.original'];
  const text = name === undefined ? original : fields[name];
  if (typeof text !== 'string' || text === '') return;
  const inner = fieldsOfText(text, { ...hints, transport: 'ndjson' }, level + 1);
  addBeneath(fields, inner);
}

/** Data of an event of Windows that came as XML inside of JSON, as agents of Azure write them. */
function withSaid(object: JsonObject): JsonObject {
  const { EventData: data } = object;
  if (typeof data !== 'string' || data.charCodeAt(0) !== 60) return object;
  const said = eventInXml(`<Event>${data}`)?.said;
  return said === undefined ? object : { ...object, EventData: said };
}

/** `{resource, scope, logRecord}`: what the record says first, then what it belongs to. */
function fieldsOfOtlp(object: JsonObject, hints: ReadHints, level: number): SentFields {
  const record = object['logRecord'] as JsonObject;
  const within = { ...hints, transport: 'ndjson' as const };
  const body = plainOf(record['body']);
  const attributes = attributesOf(record['attributes']);
  const isText = typeof body === 'string';
  // What stands beside a text may be the event itself, and the text only its words.
  const said = isObject(body)
    ? fieldsOfDocument(body, within, level)
    : fieldsOfDocument(isText ? { ...attributes, message: body } : attributes, within, level);
  const fields = isText && body.charCodeAt(0) === 123 ? fieldsOfText(body, within, level + 1) : said;
  addBeneath(fields, said);
  addBeneath(fields, attributes);
  const resource = object['resource'];
  if (isObject(resource)) addBeneath(fields, attributesOf(resource['attributes']));
  return fields;
}

/** An entry of the journal of systemd: its names, and `message` and `program` as everywhere. */
export function fieldsOfJournal(raw: Buffer, hints: ReadHints): SentFields {
  const fields = none();
  let left = pairsMax;
  eachJournalField(raw, (name, value) => {
    left -= 1;
    if (left > 0 && !Object.hasOwn(fields, name)) set(fields, name, value);
  });
  const { MESSAGE: message, SYSLOG_IDENTIFIER: identifier, _COMM: comm, _HOSTNAME: host } = fields;
  if (typeof message === 'string') {
    const inner = fieldsOfBody(message, hints, 1) ?? plain(message);
    addBeneath(fields, inner);
  }
  const program = identifier ?? comm;
  return withHeader(
    fields,
    typeof program === 'string' ? program : null,
    typeof host === 'string' ? host : null,
  );
}
