// SPDX-License-Identifier: Apache-2.0
import { copyInto, cutText, newAllowance } from './attributes.ts';
import { isObject, type JsonObject, objectIn } from './json-fields.ts';
import { readMoment } from './moment.ts';
import type { Draft, ReadHints } from './normal-form.ts';
import { setSeverity, severityOfWindows } from './severity.ts';
import { type Target, take } from './take.ts';
import { classify } from './windows-events.ts';
import { eventInXml } from './windows-xml.ts';

/** An event of Windows, whatever tool turned it into JSON. */
export interface WindowsEvent {
  readonly id: unknown;
  readonly channel: unknown;
  readonly provider: unknown;
  readonly computer: unknown;
  readonly time: unknown;
  readonly level: unknown;
  readonly message: unknown;
  /** Names of the event itself: what it says happened. */
  readonly said: JsonObject;
  /** What the tool adds, and the names of it that fields took. */
  readonly rest: JsonObject;
  readonly own: ReadonlySet<string>;
}

const at = (object: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    object,
  );

/** A value that some tools write as `{"#text": 4624, "#attributes": …}`. */
const plain = (value: unknown): unknown => (isObject(value) ? (value['#text'] ?? value['Value']) : value);

/** The event in an object of JSON; null when it is none of Windows. */
export function windowsEventIn(object: JsonObject): WindowsEvent | null {
  if (isObject(object['winlog'])) return ofWinlogbeat(object, object['winlog']);
  if (isObject(at(object, 'Event', 'System'))) return ofEvtxDump(object);
  if (isObject(object['System']) && 'EventID' in object['System']) return ofEvtxDump({ Event: object });
  if (typeof object['channel'] === 'string' && isObject(object['event_id'])) return ofOtelCollector(object);
  const id = object['EventID'] ?? object['EventId'];
  const hasChannel = typeof object['Channel'] === 'string' || typeof object['EventLog'] === 'string';
  if (hasChannel && (id !== undefined || object['EventData'] !== undefined)) return ofFlat(object, id);
  const isForwarded = object['Provider'] !== undefined || object['SourceName'] !== undefined;
  return id !== undefined && isForwarded && (object['Computer'] ?? object['Hostname']) !== undefined
    ? ofFlat(object, id)
    : null;
}

const none: ReadonlySet<string> = new Set();
const ownOfWinlogbeat: ReadonlySet<string> = new Set(['message', '@timestamp']);
const ownOfFlat: ReadonlySet<string> = new Set(
  'EventData Message message Hostname Computer TimeCreated Channel EventID EventId Severity Level'.split(' '),
);

function ofWinlogbeat(object: JsonObject, winlog: JsonObject): WindowsEvent {
  const said = isObject(winlog['event_data'])
    ? winlog['event_data']
    : isObject(winlog['user_data'])
      ? winlog['user_data']
      : {};
  return {
    id: winlog['event_id'] ?? at(object, 'event', 'code'),
    channel: winlog['channel'],
    provider: winlog['provider_name'],
    computer: winlog['computer_name'],
    time: object['@timestamp'],
    level: at(object, 'log', 'level'),
    message: object['message'],
    said,
    rest: { ...object, winlog: { ...winlog, event_data: null, user_data: null } },
    own: ownOfWinlogbeat,
  };
}

function ofEvtxDump(object: JsonObject): WindowsEvent {
  const event = object['Event'];
  const system = at(event, 'System') as JsonObject;
  const said = [at(event, 'EventData'), ...Object.values(userSaid(event))].find(isObject) ?? {};
  const moment = system['TimeCreated'];
  return {
    id: plain(system['EventID']),
    channel: plain(system['Channel']),
    provider: at(system, 'Provider', '#attributes', 'Name') ?? at(system, 'Provider', 'Name'),
    computer: plain(system['Computer']),
    time: at(moment, '#attributes', 'SystemTime') ?? at(moment, 'SystemTime') ?? moment,
    level: plain(system['Level']),
    message: at(event, 'RenderingInfo', 'Message') ?? object['message'],
    said,
    rest: { System: system },
    own: none,
  };
}

/** `UserData` holds one element of any name, which holds the values. */
function userSaid(event: unknown): JsonObject {
  const held = at(event, 'UserData');
  return isObject(held) ? held : {};
}

/** As the collector of OpenTelemetry reads it; its data are a map, or a list of maps of one name each. */
function ofOtelCollector(object: JsonObject): WindowsEvent {
  const data = at(object, 'event_data', 'data');
  const said = Array.isArray(data) ? Object.assign({}, ...data.filter(isObject)) : object['event_data'];
  return {
    id: at(object, 'event_id', 'id'),
    channel: object['channel'],
    provider: at(object, 'provider', 'name'),
    computer: object['computer'],
    time: object['system_time'],
    level: object['level'],
    message: object['message'],
    said: isObject(said) ? said : {},
    rest: { keywords: object['keywords'], task: object['task'], record_id: object['record_id'] },
    own: none,
  };
}

/** All names beside each other, as NXLog and the agents of Azure write them. */
function ofFlat(object: JsonObject, id: unknown): WindowsEvent {
  const held = object['EventData'];
  const inside = typeof held === 'string' ? (objectIn(held) ?? eventInXml(held)?.said ?? {}) : held;
  const said = isObject(inside) ? inside : {};
  const isNested = Object.keys(said).length > 0;
  return {
    id,
    channel: object['Channel'] ?? object['EventLog'],
    provider:
      object['SourceName'] ??
      object['Provider_Name'] ??
      object['ProviderName'] ??
      object['Provider'] ??
      object['EventSourceName'],
    computer: object['Hostname'] ?? object['Computer'],
    time:
      object['TimeCreated'] ??
      object['EventTime'] ??
      object['TimeCreated_SystemTime'] ??
      object['TimeGenerated'] ??
      object['@timestamp'],
    level: object['Severity'] ?? object['Level'] ?? object['EventLevel'],
    message: object['Message'] ?? object['message'],
    // Flat events mix what happened with what the tool adds.
    said: isNested ? said : object,
    rest: object,
    own: ownOfFlat,
  };
}

/** Values of events by the field they fill, first those that name it best. */
const saidKeys: readonly (readonly [string, Target])[] = [
  ['SubjectUserName', 'user'],
  ['User', 'user'],
  ['SourceUser', 'user'],
  ['UserName', 'user'],
  ['AccountName', 'user'],
  ['SubjectDomainName', 'userDomain'],
  ['SubjectUserSid', 'userId'],
  ['TargetUserName', 'targetUser'],
  ['TargetUser', 'targetUser'],
  ['MemberName', 'targetUser'],
  ['SubjectLogonId', 'session'],
  ['LogonId', 'session'],
  ['IpAddress', 'srcIp'],
  ['SourceIp', 'srcIp'],
  ['SourceAddress', 'srcIp'],
  ['ClientAddress', 'srcIp'],
  ['IpPort', 'srcPort'],
  ['SourcePort', 'srcPort'],
  ['WorkstationName', 'srcHost'],
  ['Workstation', 'srcHost'],
  ['SourceHostname', 'srcHost'],
  ['DestinationIp', 'dstIp'],
  ['DestAddress', 'dstIp'],
  ['DestinationPort', 'dstPort'],
  ['DestPort', 'dstPort'],
  ['DestinationHostname', 'dstHost'],
  ['TargetServerName', 'dstHost'],
  ['Protocol', 'protocol'],
  ['QueryName', 'dnsName'],
  ['NewProcessName', 'process'],
  ['Image', 'process'],
  ['SourceImage', 'process'],
  ['ProcessName', 'process'],
  ['Application', 'process'],
  ['NewProcessId', 'pid'],
  ['ProcessId', 'pid'],
  ['ProcessID', 'pid'],
  ['SourceProcessId', 'pid'],
  ['CommandLine', 'commandLine'],
  ['HostApplication', 'commandLine'],
  ['ScriptBlockText', 'commandLine'],
  ['ImagePath', 'commandLine'],
  ['ParentImage', 'parentProcess'],
  ['ParentProcessName', 'parentProcess'],
  ['TargetFilename', 'file'],
  ['TargetObject', 'file'],
  ['ObjectName', 'file'],
  ['ImageLoaded', 'file'],
  ['TargetImage', 'file'],
  ['RelativeTargetName', 'file'],
  ['ShareName', 'file'],
  ['Hashes', 'hash'],
  ['FailureReason', 'cause'],
];

/** Fills the form from an event; what the event says and the tool adds stays in the attributes. */
export function takeWindows(event: WindowsEvent, form: Draft, hints: ReadHints): void {
  const moment = readMoment(event.time, hints.timeZone, hints.receivedUs);
  if (moment !== null) {
    form.time = moment.us;
    form.timeQuality = moment.quality;
  }
  form.msgid = null;
  take(form, 'msgid', plain(event.id), hints);
  if (hints.wants === 'state') return;
  const severity = severityOfWindows(event.level);
  if (severity !== null) setSeverity(form, severity);
  form.product = 'Windows';
  form.vendor = 'Microsoft';
  if (typeof event.computer === 'string' && event.computer !== '') form.host = cutText(event.computer);
  if (typeof event.provider === 'string') form.app = cutText(event.provider);
  take(form, 'channel', event.channel, hints);
  form.message = typeof event.message === 'string' ? event.message : null;
  classify(form, event.said);
  const taken = new Set(event.own);
  for (const [name, target] of saidKeys) {
    if (Object.hasOwn(event.said, name) && take(form, target, event.said[name], hints)) taken.add(name);
  }
  // Whoever logs on is the account the event is about: the subject is the machine that let them in.
  if (form.eventClass === 'authentication' && form.targetUser !== null && isMachine(form.user)) {
    form.user = form.targetUser;
    if (typeof event.said['TargetDomainName'] === 'string') {
      form.userDomain = cutText(event.said['TargetDomainName']);
    }
  }
  // What the relay said of itself, such as structured data, is not part of the event.
  const allowance = newAllowance();
  copyInto(form.attributes, event.said, taken, allowance);
  if (event.rest !== event.said) copyInto(form.attributes, event.rest, event.own, allowance);
}

function isMachine(user: string | null): boolean {
  return user === null || user.endsWith('$') || user === 'SYSTEM';
}
