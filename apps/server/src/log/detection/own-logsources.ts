// SPDX-License-Identifier: Apache-2.0
import type { LogEventClass, SealedLine } from '@belfry/contract';
import type { Route } from '@belfry/sigma';
import type { NormalForm } from '../normal-form/index.ts';

/** Entries of the desk's own record. */
export const deskRoute: Route = { product: 'belfry', services: ['desk'], categories: [], aliases: [] };

/** What rules call a class of the normal form, and the names Sigma's own categories have for our fields. */
const categoryOfClass: Readonly<Partial<Record<LogEventClass, readonly string[]>>> = {
  authentication: ['authentication'],
  authorize_session: ['session'],
  account_change: ['account_change'],
  group_management: ['account_change', 'group_change'],
  entity_management: ['directory_change'],
  service: ['service_change'],
  scheduled_job: ['scheduled_job'],
  event_log: ['log_tampering'],
  process: ['program_start'],
  script: ['program_start'],
  file: ['file_change'],
  http: ['web_request'],
  web_resource: ['web_request'],
  api: ['web_request'],
  dns: ['dns'],
  network: ['network_flow'],
  email: ['mail'],
  datastore: ['data_access'],
  finding: ['alarm'],
};

const aliasesOfCategory: Readonly<Record<string, Route['aliases']>> = {
  dns: [
    ['query', 'dns_name'],
    ['QueryName', 'dns_name'],
  ],
  web_request: [
    ['cs-method', 'http_method'],
    ['c-uri', 'url'],
    ['cs-uri-stem', 'url'],
    ['sc-status', 'http_status'],
    ['cs-user-agent', 'user_agent'],
    ['c-useragent', 'user_agent'],
    ['cs-referer', 'referrer'],
    ['c-ip', 'src_ip'],
    ['cs-username', 'user'],
  ],
  network_flow: [
    ['SourceIp', 'src_ip'],
    ['DestinationIp', 'dst_ip'],
    ['DestinationPort', 'dst_port'],
  ],
};

/** Programs that tell of power, temperature, water and the like; makers put a number or a place behind the name. */
const environmentProgram =
  /^(?:apcupsd|ups(?:d|mon|sched)?$|nut-|ipmi|idrac|ilo|imm\d?$|cimc|bmc|sensord?s?$|snmptrapd|netbotz|geist|akcp|pdu|powerchute|pcns|hwmon|envmon|thermald|mcelog)/;
/** Programs that set clocks. */
const clockPrograms: ReadonlySet<string> = new Set([
  ...[
    'chronyd',
    'ntpd',
    'ntpdate',
    'systemd-timesyncd',
    'systemd-timedated',
    'openntpd',
    'ptp4l',
    'phc2sys',
    'ntpsec',
    'w32time',
  ],
]);
/** Programs that keep logs: what they say of starting and stopping is said of the record itself. */
const logPrograms: ReadonlySet<string> = new Set([
  ...[
    'rsyslogd',
    'syslog-ng',
    'syslogd',
    'systemd-journald',
    'auditd',
    'audisp-syslog',
    'augenrules',
    'auditctl',
    'logrotate',
    'journalctl',
    'nxlog',
    'filebeat',
    'winlogbeat',
    'fluentd',
    'fluent-bit',
    'vector',
  ],
]);
/** Programs only switches, routers and firewalls run. */
const networkPrograms: ReadonlySet<string> = new Set(['mgd', 'rpd', 'chassisd', 'dcd', 'rt_flow', 'hostapd']);
/** `SYS-5-CONFIG_I`: what their makers call a kind of message. */
const mnemonic = /^[A-Z][A-Z0-9_]{1,40}-\d-[A-Z0-9_]{1,60}$/;
/** The same where it stands in the text only, and the numbers Fortinet gives its kinds. */
const mnemonicText = /^(?:: )?%[A-Z]/;
const tenDigits = /^\d{10}$/;
/** Records of the audit system that are about the audit system. */
const auditOfAudit = /^(?:DAEMON_|CONFIG_CHANGE$|AUDIT_)/;
/** Events of Windows about its clock: security log, and the kernel. */
const clockEvents: ReadonlySet<string> = new Set([
  'security 4616',
  'system 1',
  'system 52',
  'system 35',
  'system 37',
]);

const routes = new Map<string, Route>();
/** Every set of categories there is, and more: an origin is one object for all entries from there. */
const ROUTES_MAX = 1_000;
const nowhere: Route = { product: null, services: [], categories: [], aliases: [] };

/** The log sources of ours an entry belongs to, by what was read of it. */
export function routeOfForm(form: NormalForm, line: SealedLine): Route {
  const app = form.app === null ? '' : form.app.toLowerCase();
  const isPersonal = line.stream === 'privacy-access' || form.dataSubject !== null;
  const extra =
    (isPersonal ? 'p' : '') +
    (isEnvironment(app) ? 'e' : '') +
    (isClock(form, app) ? 'c' : '') +
    (isNetworkDevice(form, app) ? 'n' : '') +
    (isOfLogs(form, app) ? 'l' : '');
  const key = `${form.eventClass ?? ''} ${extra}`;
  const known = routes.get(key);
  if (known !== undefined) return known;
  const categories = [...((form.eventClass === null ? null : categoryOfClass[form.eventClass]) ?? [])];
  if (extra.includes('p')) categories.push('personal_data');
  if (extra.includes('e')) categories.push('environment');
  if (extra.includes('c')) categories.push('clock');
  if (extra.includes('n')) categories.push('network_device');
  if (extra.includes('l') && !categories.includes('log_tampering')) categories.push('log_tampering');
  const route: Route =
    categories.length === 0
      ? nowhere
      : { ...nowhere, categories, aliases: categories.flatMap((each) => aliasesOfCategory[each] ?? []) };
  if (routes.size < ROUTES_MAX) routes.set(key, route);
  return route;
}

/** Programs met so far: most senders say the same few all day. */
const met = new Map<string, boolean>();
const MET_MAX = 4_096;

function isEnvironment(app: string): boolean {
  const known = met.get(app);
  if (known !== undefined) return known;
  const is = environmentProgram.test(app);
  if (met.size >= MET_MAX) met.clear();
  if (app.length <= 64) met.set(app, is);
  return is;
}

const isClock = (form: NormalForm, app: string): boolean =>
  clockPrograms.has(app) ||
  // Waking from sleep has the number of a clock that changed, and a provider of its own.
  (form.product === 'Windows' &&
    !app.includes('power') &&
    clockEvents.has(`${form.channel?.toLowerCase()} ${form.msgid}`));

const isNetworkDevice = (form: NormalForm, app: string): boolean =>
  networkPrograms.has(app) ||
  (form.msgid !== null &&
    (mnemonic.test(form.msgid) ||
      (form.attributes['subtype'] !== undefined && tenDigits.test(form.msgid)))) ||
  (form.message !== null && mnemonicText.test(form.message));

function isOfLogs(form: NormalForm, app: string): boolean {
  // A record of the audit system comes from a program that keeps logs, and is about something else.
  const isRecord = form.attributes['serial'] !== undefined && form.attributes['type'] === form.msgid;
  return isRecord ? auditOfAudit.test(form.msgid ?? '') : logPrograms.has(app);
}
