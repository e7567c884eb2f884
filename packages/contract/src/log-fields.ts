// SPDX-License-Identifier: Apache-2.0

/** How far the moment a sender claims can be trusted: whole, without zone, without year, or not claimed at all. */
export const timeQualities = ['stated', 'zone_assumed', 'year_assumed', 'none'] as const;
export type TimeQuality = (typeof timeQualities)[number];

/** How it ended, for whoever asks what the effect was (LM-05) or whether a consultation was allowed (LM-34). */
export const entryStatuses = ['success', 'failure'] as const;
export type EntryStatus = (typeof entryStatuses)[number];

/** Severities of syslog, by number: what most senders state and people search by. */
export const syslogSeverities = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'informational',
  'debug',
] as const;

/** Kinds of event that are known, with the number OCSF gives the class. What no reader recognises has none. */
export const logEventClasses = {
  file: 1001,
  kernel_extension: 1002,
  kernel: 1003,
  memory: 1004,
  module: 1005,
  scheduled_job: 1006,
  process: 1007,
  event_log: 1008,
  script: 1009,
  registry_key: 201001,
  registry_value: 201002,
  service: 201004,
  finding: 2004,
  account_change: 3001,
  authentication: 3002,
  authorize_session: 3003,
  entity_management: 3004,
  user_access: 3005,
  group_management: 3006,
  network: 4001,
  http: 4002,
  dns: 4003,
  dhcp: 4004,
  rdp: 4005,
  smb: 4006,
  ssh: 4007,
  ftp: 4008,
  email: 4009,
  web_resource: 6001,
  application_lifecycle: 6002,
  api: 6003,
  datastore: 6005,
} as const;
export type LogEventClass = keyof typeof logEventClasses;

/** What may be asked of a field: words in it, the whole of it, an order, an address in a network, a moment. */
export type LogFieldKind = 'text' | 'word' | 'number' | 'address' | 'time';

/** A field of the normal form. */
export interface LogField {
  /** Its name in the normal form, in the index and in a query. */
  readonly name: string;
  /** Other names it answers to in a query. */
  readonly also: readonly string[];
  /** Its attribute in the Open Cybersecurity Schema Framework; null where that has none. */
  readonly ocsf: string | null;
  readonly kind: LogFieldKind;
}

/**
 * The normal form: the fields every entry can be searched by, whoever sent it. Type of event, where, when, cause,
 * effect and accounts are those LM-05 asks; person, time, workstation or location, application, data subject, purpose
 * and result those LM-34 asks of each access to personal data. What fits none of them stays in `attributes` under the
 * name its sender gave it.
 */
export const logFields = [
  { name: 'time', also: ['ts', 'when'], ocsf: 'time', kind: 'time' },
  { name: 'timeQuality', also: [], ocsf: null, kind: 'word' },
  { name: 'severity', also: ['level', 'sev'], ocsf: 'severity', kind: 'number' },
  { name: 'severityId', also: [], ocsf: 'severity_id', kind: 'number' },
  { name: 'facility', also: [], ocsf: null, kind: 'number' },
  { name: 'host', also: ['device', 'hostname', 'computer'], ocsf: 'device.hostname', kind: 'word' },
  { name: 'app', also: ['application', 'program'], ocsf: 'actor.app_name', kind: 'word' },
  { name: 'procid', also: [], ocsf: 'actor.process.pid', kind: 'word' },
  { name: 'msgid', also: ['eventid', 'code'], ocsf: 'metadata.event_code', kind: 'word' },
  { name: 'channel', also: ['unit', 'log'], ocsf: 'metadata.log_name', kind: 'word' },
  { name: 'product', also: [], ocsf: 'metadata.product.name', kind: 'word' },
  { name: 'vendor', also: [], ocsf: 'metadata.product.vendor_name', kind: 'word' },
  { name: 'message', also: ['msg', 'body'], ocsf: 'message', kind: 'text' },
  { name: 'eventClass', also: ['class', 'type'], ocsf: 'class_name', kind: 'word' },
  { name: 'activity', also: ['action'], ocsf: 'activity_name', kind: 'word' },
  { name: 'status', also: ['outcome', 'result'], ocsf: 'status', kind: 'word' },
  { name: 'cause', also: ['reason'], ocsf: 'status_detail', kind: 'text' },
  { name: 'effect', also: [], ocsf: 'disposition', kind: 'text' },
  { name: 'user', also: ['person', 'account'], ocsf: 'actor.user.name', kind: 'word' },
  { name: 'userId', also: ['uid'], ocsf: 'actor.user.uid', kind: 'word' },
  { name: 'userDomain', also: [], ocsf: 'actor.user.domain', kind: 'word' },
  { name: 'targetUser', also: ['target'], ocsf: 'user.name', kind: 'word' },
  { name: 'session', also: [], ocsf: 'actor.session.uid', kind: 'word' },
  { name: 'srcIp', also: ['src', 'client'], ocsf: 'src_endpoint.ip', kind: 'address' },
  { name: 'srcPort', also: [], ocsf: 'src_endpoint.port', kind: 'number' },
  { name: 'srcHost', also: ['workstation'], ocsf: 'src_endpoint.hostname', kind: 'word' },
  { name: 'dstIp', also: ['dst', 'server'], ocsf: 'dst_endpoint.ip', kind: 'address' },
  { name: 'dstPort', also: ['port'], ocsf: 'dst_endpoint.port', kind: 'number' },
  { name: 'dstHost', also: [], ocsf: 'dst_endpoint.hostname', kind: 'word' },
  { name: 'protocol', also: ['proto'], ocsf: 'connection_info.protocol_name', kind: 'word' },
  { name: 'httpMethod', also: ['method'], ocsf: 'http_request.http_method', kind: 'word' },
  { name: 'url', also: [], ocsf: 'http_request.url.url_string', kind: 'text' },
  { name: 'httpStatus', also: [], ocsf: 'http_response.code', kind: 'number' },
  { name: 'userAgent', also: ['agent'], ocsf: 'http_request.user_agent', kind: 'text' },
  { name: 'referrer', also: ['referer'], ocsf: 'http_request.referrer', kind: 'text' },
  { name: 'bytes', also: [], ocsf: 'traffic.bytes', kind: 'number' },
  { name: 'dnsName', also: ['dns'], ocsf: 'query.hostname', kind: 'word' },
  { name: 'process', also: ['image'], ocsf: 'process.file.path', kind: 'word' },
  { name: 'pid', also: [], ocsf: 'process.pid', kind: 'number' },
  { name: 'commandLine', also: ['cmd'], ocsf: 'process.cmd_line', kind: 'text' },
  { name: 'parentProcess', also: ['parent'], ocsf: 'process.parent_process.file.path', kind: 'word' },
  { name: 'file', also: ['path'], ocsf: 'file.path', kind: 'word' },
  { name: 'hash', also: [], ocsf: 'file.hashes.value', kind: 'word' },
  { name: 'location', also: ['where'], ocsf: 'device.location.desc', kind: 'word' },
  { name: 'dataSubject', also: ['subject'], ocsf: null, kind: 'word' },
  { name: 'dataCategory', also: ['data'], ocsf: null, kind: 'word' },
  { name: 'purpose', also: [], ocsf: null, kind: 'text' },
  { name: 'trace', also: [], ocsf: 'trace.uid', kind: 'word' },
  { name: 'span', also: [], ocsf: 'trace.span.uid', kind: 'word' },
] as const satisfies readonly LogField[];
export type LogFieldName = (typeof logFields)[number]['name'];

/**
 * Fields as a person reads them: the questions LM-05 asks first, then those of LM-34, then the details. The message
 * stands above them, and `severityId` says again what `severity` says.
 */
export const logFieldGroups = [
  { group: 'what', fields: ['eventClass', 'activity', 'status', 'cause', 'effect', 'severity', 'msgid'] },
  { group: 'when', fields: ['time', 'timeQuality'] },
  {
    group: 'where',
    fields: ['host', 'location', 'app', 'channel', 'procid', 'product', 'vendor', 'facility'],
  },
  { group: 'who', fields: ['user', 'userId', 'userDomain', 'targetUser', 'session'] },
  { group: 'personalData', fields: ['dataSubject', 'dataCategory', 'purpose'] },
  {
    group: 'network',
    fields: ['srcIp', 'srcPort', 'srcHost', 'dstIp', 'dstPort', 'dstHost', 'protocol', 'bytes', 'dnsName'],
  },
  { group: 'web', fields: ['httpMethod', 'url', 'httpStatus', 'userAgent', 'referrer'] },
  { group: 'process', fields: ['process', 'pid', 'commandLine', 'parentProcess', 'file', 'hash'] },
  { group: 'trace', fields: ['trace', 'span'] },
] as const satisfies readonly { readonly group: string; readonly fields: readonly LogFieldName[] }[];
