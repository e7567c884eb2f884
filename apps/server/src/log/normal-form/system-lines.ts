// SPDX-License-Identifier: Apache-2.0
import type { EntryStatus, LogEventClass } from '@belfry/contract';
import { cutText } from './attributes.ts';
import type { Draft } from './normal-form.ts';

type Wording = readonly [pattern: RegExp, activity: string, status: EntryStatus | null];

/** Longest text that is looked into: what daemons say of themselves is short. */
const lineCharactersMax = 1_024;

/**
 * What services say of logging itself, by the words they begin with: started, stopped, lost or cleared entries. Nobody
 * notices a log that is no longer written, so these lines are the ones to know (LM-06, LM-30).
 */
const logWordings: Readonly<Record<string, readonly Wording[]>> = {
  'systemd-journald': [
    [/^Journal started/, 'start', 'success'],
    [/^(?:Journal stopped|Received SIG(?:TERM|INT) from PID )/, 'stop', 'success'],
    [
      /^(?:Suppressed \d{1,12} messages|Missed \d{1,12} kernel messages|Forwarding to syslog missed )/,
      'lose',
      null,
    ],
    [/^(?:Vacuuming done|Deleted archived journal|Vacuumed )/, 'delete', 'success'],
    [
      /^Failed to (?:write entry|open runtime journal|create new (?:system|runtime) journal)/,
      'write',
      'failure',
    ],
  ],
  rsyslogd: [
    [/^(?:\[origin [^\]]{1,512}\] )?start(?:$| )/, 'start', 'success'],
    [/^(?:\[origin [^\]]{1,512}\] )?exiting on signal \d{1,3}/, 'stop', 'success'],
    [/\b(?:begin to drop messages|lost \d{1,12} messages|messages lost due to rate-limiting)/, 'lose', null],
    [/^(?:file '[^']{1,512}'.{0,64}write error|action '[^']{1,256}' suspended)/, 'write', 'failure'],
  ],
  'syslog-ng': [
    [/^syslog-ng starting up/, 'start', 'success'],
    [/^syslog-ng shutting down/, 'stop', 'success'],
  ],
  auditd: [
    [/^Init complete, auditd [\d.]{1,16} listening/, 'start', 'success'],
    [/^The audit daemon is exiting/, 'stop', 'success'],
    [/^Audit daemon (?:is suspending logging|has no space left)/, 'write', 'failure'],
  ],
  kernel: [
    [/\baudit: (?:audit_lost=|backlog limit exceeded|rate limit exceeded)/, 'lose', null],
    [/\baudit: error in audit_log_/, 'write', 'failure'],
  ],
};

/** What says that a clock was set, stepped or left alone. Moments in a record are worth what the clock is (LM-09). */
const clockWordings: Readonly<Record<string, readonly Wording[]>> = {
  chronyd: [
    [/^System clock was stepped by (?<by>-?\d{1,12}(?:\.\d{1,12})?) seconds/, 'clock step', 'success'],
    [/^System clock wrong by (?<by>-?\d{1,12}(?:\.\d{1,12})?) seconds/, 'clock wrong', null],
    [/^Can't synchronise: /, 'clock synchronise', 'failure'],
    [/^chronyd exiting/, 'clock service stop', 'success'],
  ],
  ntpd: [
    [/^time (?:reset|stepped by) (?<by>[-+]?\d{1,12}(?:\.\d{1,12})?)/, 'clock step', 'success'],
    [/^(?:\d{4}-\S{1,32} )?ntpd exiting on signal/, 'clock service stop', 'success'],
    [/^no servers (?:reachable|found)/, 'clock synchronise', 'failure'],
  ],
  ntpdate: [
    [/^step time server \S{1,256} offset (?<by>[-+]?\d{1,12}(?:\.\d{1,12})?) sec/, 'clock step', 'success'],
  ],
  'systemd-timedated': [
    [/^Changed local time to /, 'clock set', 'success'],
    [/^Changed time ?zone to /, 'clock zone change', 'success'],
    [/^Set NTP to disabled/, 'clock service stop', 'success'],
  ],
  'systemd-timesyncd': [[/^Timed out waiting for reply from /, 'clock synchronise', 'failure']],
};

function firstOf(wordings: readonly Wording[] | undefined, text: string): [RegExpExecArray, Wording] | null {
  for (const wording of wordings ?? []) {
    const found = wording[0].exec(text);
    if (found !== null) return [found, wording];
  }
  return null;
}

const classed = (
  form: Draft,
  eventClass: LogEventClass | null,
  activity: string,
  status: EntryStatus | null,
) => {
  form.eventClass = eventClass;
  form.activity = activity;
  form.status = status;
};

/** `Stopped rsyslog.service - System Logging Service.`; older systemd names the service by its description only. */
const unitLine = /^(?<verb>Started|Stopped|Failed to start) (?<unit>[^\n]{1,256}?)\.?$/;
const verbs: Readonly<Record<string, readonly [activity: string, status: EntryStatus]>> = {
  Started: ['start', 'success'],
  Stopped: ['stop', 'success'],
  'Failed to start': ['start', 'failure'],
};
/** `auditd.service: Main process exited, code=killed, status=9/KILL`. */
const unitEnd =
  /^(?<unit>[\w@.\\:-]{1,256}\.service): Main process exited, code=(?<code>\w{1,32}), status=(?<result>\S{1,64})/;

function readSystemd(text: string, form: Draft): void {
  if (/^Time has been changed/.test(text)) {
    classed(form, null, 'clock set', 'success');
    return;
  }
  const line = unitLine.exec(text)?.groups;
  if (line !== undefined) {
    const [activity, status] = verbs[line['verb'] ?? ''] ?? ['change', 'success'];
    classed(form, 'service', activity, status);
    form.attributes['unit'] = cutText((line['unit'] ?? '').split(' - ')[0] ?? '', 256);
    return;
  }
  const end = unitEnd.exec(text)?.groups;
  if (end === undefined) return;
  classed(
    form,
    'service',
    'stop',
    end['code'] === 'exited' && end['result']?.startsWith('0') ? 'success' : 'failure',
  );
  form.attributes['unit'] = end['unit'] ?? null;
  form.cause = `code=${end['code']}, status=${end['result']}`;
}

/** `(root) REPLACE (jan)` of crontab, `(jan) RELOAD (crontabs/jan)` of cron. */
const crontabLine =
  /^\((?<user>[^)\n]{1,256})\) (?<verb>REPLACE|DELETE|BEGIN EDIT|END EDIT|LIST) \((?<target>[^)\n]{1,256})\)/;
const crontabVerbs: Readonly<Record<string, string>> = {
  REPLACE: 'update',
  DELETE: 'delete',
  'BEGIN EDIT': 'edit',
  'END EDIT': 'edit',
  LIST: 'list',
};

function readCrontab(text: string, form: Draft): void {
  const named = crontabLine.exec(text)?.groups;
  if (named === undefined) return;
  classed(form, 'scheduled_job', crontabVerbs[named['verb'] ?? ''] ?? 'update', 'success');
  form.user = named['user'] ?? null;
  form.targetUser = named['target'] ?? null;
}

/** Reads what the system says of its services, its logging, its clock and its tables of jobs. */
export function readSystemLine(app: string, whole: string, form: Draft): void {
  const text = whole.length > lineCharactersMax ? whole.slice(0, lineCharactersMax) : whole;
  if (app === 'systemd') readSystemd(text, form);
  else if (app === 'crontab') readCrontab(text, form);
  else readDaemon(app, text, form);
}

function readDaemon(app: string, text: string, form: Draft): void {
  const logs = Object.hasOwn(logWordings, app) ? logWordings[app] : undefined;
  const clocks = Object.hasOwn(clockWordings, app) ? clockWordings[app] : undefined;
  const ofLog = firstOf(logs, text);
  if (ofLog !== null) {
    classed(form, 'event_log', ofLog[1][1], ofLog[1][2]);
    return;
  }
  const ofClock = firstOf(clocks, text);
  if (ofClock === null) return;
  classed(form, null, ofClock[1][1], ofClock[1][2]);
  const by = Number(ofClock[0].groups?.['by'] ?? Number.NaN);
  if (Number.isFinite(by)) form.attributes['seconds'] = by;
}
