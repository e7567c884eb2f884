// SPDX-License-Identifier: Apache-2.0
import type { LogEventClass } from '@belfry/contract';
import { type Allowance, cutText, newAllowance, setAttribute, takeName } from './attributes.ts';
import { digits } from './moment.ts';
import type { Draft, ReadHints } from './normal-form.ts';
import { eachPair } from './pairs.ts';
import { type Target, take } from './take.ts';

/** Fields of the audit system by the field of the normal form they fill. */
const keys: Readonly<Record<string, Target>> = {
  node: 'host',
  exe: 'process',
  proctitle: 'commandLine',
  cmd: 'commandLine',
  cmdline: 'commandLine',
  pid: 'pid',
  ses: 'session',
  addr: 'srcIp',
  hostname: 'srcHost',
  acct: 'targetUser',
  name: 'file',
  path: 'file',
  op: 'activity',
  res: 'status',
  success: 'status',
  AUID: 'user',
  audit_user: 'user',
  auid: 'userId',
};

/** Values the kernel writes in hexadecimal when they hold a blank or worse. */
const encoded = new Set(
  'proctitle cmd cmdline comm exe name cwd path acct key dir data ocomm old new vm new-disk'.split(' '),
);

const classOfType: readonly (readonly [RegExp, LogEventClass, string])[] = [
  [/^USER_(LOGIN|AUTH)$/, 'authentication', 'logon'],
  [/^USER_(START|END|LOGOUT)$|^LOGIN$|^CRED_/, 'authorize_session', 'session'],
  [/^(ADD|DEL)_USER$|^USER_CHAUTHTOK$|^USER_MGMT$|^ACCT_/, 'account_change', 'change'],
  [/^(ADD|DEL)_GROUP$|^GRP_/, 'group_management', 'change'],
  [/^USER_CMD$|EXECVE$|^PROCTITLE$|^SYSCALL$/, 'process', 'launch'],
  [/^PATH$|^CWD$/, 'file', 'access'],
  [/^SOCKADDR$/, 'network', 'open'],
  [/^CONFIG_CHANGE$|^DAEMON_|^SERVICE_/, 'service', 'change'],
  [/^AVC$|^ANOM_|^SECCOMP$/, 'finding', 'create'],
];

/** Where a record of the audit system starts in a text; -1 when the text is none. */
export function auditdStart(text: string, at: number): number {
  const from = text.startsWith('audit: ', at) ? at + 7 : at;
  if (text.startsWith('type=', from)) return from;
  if (!text.startsWith('node=', from)) return -1;
  const blank = text.indexOf(' ', from);
  return blank > 0 && blank - from < 300 && text.startsWith('type=', blank + 1) ? from : -1;
}

/** `type=SYSCALL msg=audit(1364481363.243:24287): …`; false when the moment and serial are missing. */
export function readAuditd(text: string, from: number, form: Draft, hints: ReadHints): boolean {
  const stampAt = text.indexOf('audit(', from);
  const stampEnd = stampAt < 0 ? -1 : text.indexOf(')', stampAt);
  const typeAt = text.indexOf('type=', from);
  if (stampEnd < 0 || typeAt < 0 || stampEnd - stampAt > 64 || typeAt > stampAt) return false;
  const colon = text.indexOf(':', stampAt);
  if (colon < 0 || colon > stampEnd || !readStamp(text, stampAt + 6, colon, form)) return false;
  const allowance = newAllowance();
  if (text.startsWith('node=', from))
    takeField(form, 'node', text.slice(from + 5, typeAt - 1), 34, hints, allowance);
  const type = cutText(text.slice(typeAt + 5, text.indexOf(' ', typeAt)), 64);
  form.msgid = type;
  form.attributes['type'] = type;
  form.attributes['serial'] = cutText(text.slice(colon + 1, stampEnd), 32);
  form.app ??= 'auditd';
  const isExecve = type.endsWith('EXECVE');
  const onPair = (name: string, value: string, quote: number) => {
    // Records of programs hold a whole list of fields in the single quotes of `msg`.
    if (name === 'msg' && quote === 39) {
      eachPair(value, 0, (inner, held, mark) => takeField(form, inner, held, mark, hints, allowance));
    } else takeField(form, name, value, quote, hints, allowance, isExecve);
  };
  eachPair(text, stampEnd + 1, onPair);
  const known = classOfType.find(([pattern]) => pattern.test(type));
  form.eventClass = known?.[1] ?? null;
  form.activity ??= known?.[2] ?? null;
  return true;
}

/** Seconds, a dot and milliseconds since 1970. */
function readStamp(text: string, at: number, colon: number, form: Draft): boolean {
  const dot = text.indexOf('.', at);
  if (dot < at + 1 || dot > at + 11 || dot > colon) return false;
  const seconds = digits(text, at, dot - at);
  const milliseconds = digits(text, dot + 1, Math.min(3, colon - dot - 1));
  if (seconds < 0 || milliseconds < 0 || colon - dot - 1 < 1) return false;
  const us = seconds * 1_000_000 + milliseconds * 1000;
  if (!Number.isSafeInteger(us)) return false;
  form.time = us;
  form.timeQuality = 'stated';
  return true;
}

function takeField(
  form: Draft,
  name: string,
  value: string,
  quote: number,
  hints: ReadHints,
  allowance: Allowance,
  isExecve = false,
): void {
  if (value === '' || value === '?' || value === '(null)') return;
  const isEncoded = encoded.has(name) || (isExecve && /^a\d{1,4}$/.test(name));
  const decoded = isEncoded && quote === 0 ? decodedHex(value) : null;
  const target = Object.hasOwn(keys, name) ? keys[name] : undefined;
  const isTaken = target !== undefined && take(form, target, decoded ?? value, hints);
  if (isTaken && decoded === null && target !== 'status') return;
  if (!takeName(allowance)) return;
  setAttribute(form.attributes, name, cutText(value));
  if (decoded !== null) setAttribute(form.attributes, `${name}_decoded`, cutText(decoded));
}

/** Text of a value in hexadecimal; parts of a command line are separated by NUL. Null when it is none. */
function decodedHex(value: string): string | null {
  if (value.length < 2 || value.length % 2 !== 0 || !/^[0-9A-Fa-f]+$/.test(value)) return null;
  return Buffer.from(value, 'hex').toString('utf8').replaceAll('\0', ' ').trimEnd();
}
