// SPDX-License-Identifier: Apache-2.0
import { isMap } from './is-map.ts';

type Fields = Record<string, unknown>;

/**
 * The fields of an event of Windows, from the ways tools write it in JSON: flat (NXLog), flat with its data beside
 * (agents of Azure), `winlog` (Beats and Elastic Agent, also with dotted names), evtx, and OpenTelemetry's collector;
 * and those of Linux's audit system as one document.
 *
 * @returns null for what is none, or has those names already
 */
export function windowsFields(raw: Fields): Fields | null {
  const { channel, Event: event, event_id: id, System: system, winlog } = raw;
  if (isMap(event) && isMap(event['System'])) return fromEvtx(event);
  if (isMap(winlog)) return fromBeats(raw, winlog);
  if (isMap(system) && system['EventID'] !== undefined) return fromEvtx(raw);
  if (typeof channel === 'string' && isMap(id)) return fromCollector(raw, id);
  if (raw['winlog.channel'] !== undefined) return fromDotted(raw);
  return fromLaurel(raw) ?? fromAgent(raw);
}

/** Data of an event that stand in a map of their own, or in a text that holds one. */
function fromAgent(raw: Fields): Fields | null {
  const { Channel, EventID, EventLog, LogName } = raw;
  const channel = Channel ?? EventLog ?? LogName;
  if (typeof channel !== 'string') return null;
  const inside = mapIn(raw['EventData']) ?? mapIn(raw['UserData']);
  if (inside === null && Channel !== undefined && EventID !== undefined) return null;
  const fields: Fields = Object.assign(Object.create(null), raw);
  fields['Channel'] = channel;
  fields['EventID'] = EventID ?? raw['EventId'] ?? raw['Id'];
  if (inside === null) return fields;
  for (const [name, value] of Object.entries(inside)) {
    if (!Object.hasOwn(fields, name)) set(fields, name, value);
  }
  return fields;
}

/** The records of one event of Linux's audit system as one document: its arguments are a list. */
function fromLaurel(raw: Fields): Fields | null {
  const { EXECVE: started } = raw;
  const words = isMap(started) ? started['argv'] : undefined;
  if (!Array.isArray(words) || raw['CommandLine'] !== undefined) return null;
  return Object.assign(Object.create(null), raw, { CommandLine: words.join(' ') });
}

function mapIn(value: unknown): Fields | null {
  if (isMap(value)) return value;
  if (typeof value !== 'string' || !value.startsWith('{')) return null;
  try {
    const inside: unknown = JSON.parse(value);
    return isMap(inside) ? inside : null;
  } catch {
    return null;
  }
}

/** Documents whose names were flattened on the way. */
function fromDotted(raw: Fields): Fields {
  const winlog: Fields = Object.create(null);
  const data: Fields = Object.create(null);
  for (const [name, value] of Object.entries(raw)) {
    if (name.startsWith('winlog.event_data.')) data[name.slice(18)] = value;
    else if (name.startsWith('winlog.')) winlog[name.slice(7)] = value;
  }
  return fromBeats(raw, { ...winlog, event_data: data });
}

/** An event as the collector of OpenTelemetry reads it; its data are a map, or a list of maps of one name each. */
function fromCollector(raw: Fields, id: Fields): Fields {
  const fields: Fields = Object.create(null);
  const { computer, event_data: data, level, message, provider, record_id: record, system_time: time } = raw;
  const list = isMap(data) && Array.isArray(data['data']) ? data['data'] : [data];
  for (const each of list) liftNamed(fields, each);
  return Object.assign(fields, {
    Channel: raw['channel'],
    EventID: id['id'],
    Computer: computer,
    EventRecordID: record,
    Level: level,
    TimeCreated: time,
    ...(isMap(provider) ? { Provider_Name: provider['name'], Provider_Guid: provider['guid'] } : {}),
    ...(message === undefined ? {} : { Message: message }),
  });
}

/** Lifts what stands in wrappers; attributes are joined to their element's name with an underscore. */
function fromEvtx(event: Fields): Fields {
  const fields: Fields = Object.create(null);
  for (const [name, value] of Object.entries(event['System'] as Fields)) {
    lift(fields, name, value);
  }
  liftNamed(fields, event['EventData']);
  // UserData wraps everything in one element of its provider.
  const user = event['UserData'];
  if (isMap(user)) {
    for (const [name, value] of Object.entries(user)) {
      if (isMap(value)) liftNamed(fields, value);
      else set(fields, name, value);
    }
  }
  return fields;
}

function liftNamed(fields: Fields, data: unknown): void {
  if (!isMap(data)) return;
  for (const [name, value] of Object.entries(data)) {
    if (name === 'Data' && Array.isArray(value)) {
      for (const [index, each] of value.entries()) liftOne(fields, each, index);
    } else if (!name.startsWith('#')) {
      lift(fields, name, value);
    }
  }
}

/** `<Data Name="x">value</Data>` as converters write it. */
function liftOne(fields: Fields, datum: unknown, index: number): void {
  const attributes = isMap(datum) ? datum['#attributes'] : undefined;
  const name = isMap(attributes) ? attributes['Name'] : isMap(datum) ? datum['@Name'] : undefined;
  const value = isMap(datum) ? (datum['#text'] ?? datum['Value'] ?? null) : datum;
  set(fields, typeof name === 'string' ? name : `Data_${index}`, value);
}

function lift(fields: Fields, name: string, value: unknown): void {
  const attributes = isMap(value) ? value['#attributes'] : undefined;
  if (isMap(attributes)) {
    for (const [attribute, of] of Object.entries(attributes)) set(fields, `${name}_${attribute}`, of);
    const text = (value as Fields)['#text'];
    if (text !== undefined) set(fields, name, text);
  } else {
    set(fields, name, value);
  }
}

function set(fields: Fields, name: string, value: unknown): void {
  fields[name.replaceAll(' ', '')] = value;
}

/** Names of Beats outside of `event_data` -> names of the event itself. */
const beatsNames: Readonly<Record<string, string>> = {
  channel: 'Channel',
  event_id: 'EventID',
  provider_name: 'Provider_Name',
  provider_guid: 'Provider_Guid',
  computer_name: 'Computer',
  record_id: 'EventRecordID',
  task: 'Task',
  opcode: 'Opcode',
};

function fromBeats(raw: Fields, winlog: Fields): Fields {
  const fields: Fields = Object.create(null);
  for (const [name, value] of Object.entries(raw)) {
    if (name !== 'winlog') set(fields, name, value);
  }
  for (const [name, value] of Object.entries(winlog)) {
    const known = Object.hasOwn(beatsNames, name) ? beatsNames[name] : undefined;
    if (known !== undefined) fields[known] = value;
    else if (name === 'event_data' || name === 'user_data') liftNamed(fields, value);
  }
  return fields;
}
