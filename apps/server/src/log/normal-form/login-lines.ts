// SPDX-License-Identifier: Apache-2.0
import type { EntryStatus, LogEventClass } from '@belfry/contract';
import { readAccountLine } from './account-lines.ts';
import { addressIn } from './address.ts';
import { cutText, newAllowance } from './attributes.ts';
import { takePair } from './json-fields.ts';
import type { Draft, ReadHints } from './normal-form.ts';
import { eachPair } from './pairs.ts';
import { readSystemLine } from './system-lines.ts';
import { take } from './take.ts';

/** Longest name of a user or host that is looked for. */
const wordCharactersMax = 256;

/** The word from `at` up to a blank, without what may close it. */
function wordAt(text: string, at: number): string {
  const end = text.indexOf(' ', at);
  const word = cutText(text.slice(at, end < 0 ? undefined : end), wordCharactersMax);
  return /[,;:)\]]$/.test(word) ? word.slice(0, -1) : word;
}

function wordAfter(text: string, phrase: string, from = 0): string | null {
  const at = text.indexOf(phrase, from);
  const word = at < 0 ? '' : wordAt(text, at + phrase.length);
  return word === '' ? null : word;
}

function set(form: Draft, eventClass: LogEventClass, activity: string, status: EntryStatus | null): void {
  form.eventClass = eventClass;
  form.activity = activity;
  form.status = status;
}

/** `… from 192.0.2.7 port 51422 …`. */
function setFrom(form: Draft, text: string, from: number): void {
  const source = wordAfter(text, ' from ', from);
  if (source === null) return;
  const address = addressIn(source);
  if (address === null) form.srcHost = source;
  else form.srcIp = address;
  const port = Number(wordAfter(text, ' port ', from) ?? Number.NaN);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) form.srcPort = port;
}

/** The user of `… for invalid user NAME from …`, empty names and names with blanks included. */
function userBetween(text: string, from: number): string | null {
  const at = text.startsWith('invalid user ', from) ? from + 13 : from;
  const end = text.lastIndexOf(' from ');
  const name = end > at ? cutText(text.slice(at, end), wordCharactersMax) : end < 0 ? wordAt(text, at) : '';
  return name === '' ? null : name;
}

function readSshd(text: string, form: Draft): void {
  const repeated = /^message repeated (\d{1,9}) times: \[ /.exec(text);
  if (repeated !== null) form.attributes['repeated'] = Number(repeated[1]);
  const at = repeated?.[0].length ?? 0;
  const method = text.startsWith('Accepted ', at) ? 9 : text.startsWith('Failed ', at) ? 7 : 0;
  if (method > 0) {
    const forAt = text.indexOf(' for ', at);
    set(form, 'authentication', 'logon', method === 9 ? 'success' : 'failure');
    if (method === 7)
      form.cause = text.startsWith('invalid user', forAt + 5) ? 'invalid user' : 'wrong credentials';
    form.attributes['method'] = cutText(
      text.slice(at + method, forAt < 0 ? undefined : forAt),
      wordCharactersMax,
    );
    if (forAt >= 0) form.user = userBetween(text, forAt + 5);
    setFrom(form, text, Math.max(text.lastIndexOf(' from '), 0));
  } else if (text.startsWith('Invalid user ')) {
    set(form, 'authentication', 'logon', 'failure');
    form.cause = 'invalid user';
    form.user = userBetween(text, 13);
    setFrom(form, text, Math.max(text.lastIndexOf(' from '), 0));
  } else if (text.includes('maximum authentication attempts exceeded')) {
    set(form, 'authentication', 'logon', 'failure');
    form.cause = 'too many attempts';
    const forAt = text.indexOf(' for ');
    if (forAt >= 0) form.user = userBetween(text, forAt + 5);
    setFrom(form, text, Math.max(text.lastIndexOf(' from '), 0));
  } else if (/^(Connection (closed|reset|from)|Disconnect|Received disconnect|Did not receive)/.test(text)) {
    set(form, 'ssh', text.startsWith('Connection from') ? 'open' : 'close', null);
    readPeer(text, form);
  }
}

/** Peers of a connection: after `from`, or at the end of `Connection closed by [invalid user NAME] ADDRESS port N`. */
function readPeer(text: string, form: Draft): void {
  if (text.includes(' from ')) setFrom(form, text, 0);
  const named =
    /^(?:Disconnected from|Connection (?:closed|reset) by) (?:(?:invalid|authenticating) )?user (\S{1,256})/.exec(
      text,
    );
  if (named !== null) form.user = named[1] ?? null;
  const portAt = text.indexOf(' port ');
  if (portAt < 0) return;
  const before = text.slice(text.lastIndexOf(' ', portAt - 1) + 1, portAt);
  const address = addressIn(before);
  if (address !== null) form.srcIp = address;
  const port = Number(wordAt(text, portAt + 6).split(':')[0]);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) form.srcPort = port;
}

/** `pam_unix(sshd:session): session opened for user jan by (uid=0)`. */
function readPam(text: string, form: Draft, hints: ReadHints): void {
  const end = text.indexOf('): ');
  if (end < 0) return;
  const body = end + 3;
  form.attributes['pam'] = cutText(text.slice(text.indexOf('(') + 1, end), wordCharactersMax);
  const isOpened = text.startsWith('session opened for user ', body);
  if (isOpened || text.startsWith('session closed for user ', body)) {
    set(form, 'authentication', isOpened ? 'session open' : 'logoff', 'success');
    const user = wordAt(text, body + 24);
    const account = user.replace(/\(uid=\d+$/, '');
    const by = isOpened ? wordAfter(text, ' by ', body) : null;
    const actor = by === null || by.startsWith('(') ? null : (by.split('(')[0] ?? null);
    form.user = actor ?? account;
    if (actor !== null) form.targetUser = account;
    return;
  }
  if (text.startsWith('authentication failure;', body)) {
    set(form, 'authentication', 'logon', 'failure');
    form.cause = 'authentication failure';
    const allowance = newAllowance();
    eachPair(text, body, (name, value) => {
      if (name === 'rhost') take(form, 'srcIp', value, hints);
      else if (name === 'ruser' || name === 'logname') form.attributes[name] = cutText(value);
      else takePair(form, name, value, hints, allowance);
    });
  } else if (text.startsWith('password changed for ', body)) {
    set(form, 'account_change', 'password change', 'success');
    form.targetUser = wordAt(text, body + 21);
  } else if (text.startsWith('check pass; user unknown', body)) {
    set(form, 'authentication', 'logon', 'failure');
    form.cause = 'user unknown';
  }
}

/** `jan : TTY=pts/0 ; PWD=/home/jan ; USER=root ; COMMAND=/usr/bin/id`, also refused. */
function readSudo(text: string, form: Draft): void {
  const line = text.trimStart();
  const mark = line.indexOf(' : ');
  if (mark < 0 || mark > wordCharactersMax) return;
  form.user = line.slice(0, mark);
  const commandAt = line.indexOf('COMMAND=');
  const isRefused = /^(command not allowed|user NOT |\d+ incorrect password|a password is required)/.exec(
    line.slice(mark + 3, mark + 64),
  );
  set(form, 'process', 'launch', isRefused === null ? 'success' : 'failure');
  if (isRefused !== null) form.cause = cutText(wordsUntil(line, mark + 3, ' ; '), wordCharactersMax);
  form.targetUser = wordAfter(line, ' USER=', mark);
  const tty = wordAfter(line, ' TTY=', mark);
  const directory = wordAfter(line, ' PWD=', mark);
  if (tty !== null) form.attributes['tty'] = tty;
  if (directory !== null) form.attributes['pwd'] = directory;
  if (commandAt >= 0) {
    form.commandLine = cutText(line.slice(commandAt + 8));
    form.process = wordAt(line, commandAt + 8);
  }
}

function wordsUntil(text: string, from: number, end: string): string {
  const at = text.indexOf(end, from);
  return text.slice(from, at < 0 ? undefined : at);
}

/** `Successful su for root by jan`, `FAILED su for root by jan`. */
function readSu(text: string, form: Draft): void {
  const forAt = text.indexOf(' su for ');
  if (forAt < 0) return;
  const isFailed = text.startsWith('FAILED');
  set(form, 'authentication', 'su', isFailed ? 'failure' : 'success');
  form.targetUser = wordAt(text, forAt + 8);
  form.user = wordAfter(text, ' by ', forAt + 8);
}

/** `(root) CMD (/usr/bin/true)` of cron. */
function readCron(text: string, form: Draft): void {
  const close = text.indexOf(') CMD (');
  if (!text.startsWith('(') || close < 0) return;
  set(form, 'scheduled_job', 'run', null);
  form.user = cutText(text.slice(1, close), wordCharactersMax);
  form.commandLine = cutText(text.slice(close + 7, text.endsWith(')') ? -1 : undefined));
}

function readLogind(text: string, form: Draft): void {
  if (text.startsWith('New session ')) {
    set(form, 'authorize_session', 'open', 'success');
    form.session = wordAt(text, 12);
    form.user = wordAfter(text, ' of user ');
    if (form.user?.endsWith('.') === true) form.user = form.user.slice(0, -1);
  } else if (text.startsWith('Removed session ')) {
    set(form, 'authorize_session', 'close', null);
    form.session = wordAt(text, 16).replace(/\.$/, '');
  }
}

type ReadLine = (text: string, form: Draft, hints: ReadHints) => void;
const ofApp = new Map<string, ReadLine>([
  ['sshd', readSshd],
  ['sshd-session', readSshd],
  ['sudo', readSudo],
  ['su', readSu],
  ['useradd', readAccountLine],
  ['userdel', readAccountLine],
  ['usermod', readAccountLine],
  ['groupadd', readAccountLine],
  ['groupdel', readAccountLine],
  ['passwd', readAccountLine],
  ['gpasswd', readAccountLine],
  ['groupmod', readAccountLine],
  ['chage', readAccountLine],
  ['chpasswd', readAccountLine],
  ['CRON', readCron],
  ['cron', readCron],
  ['crond', readCron],
  ['systemd-logind', readLogind],
]);

/** Reads what programs of Unix say of logins, accounts, services, logging and clocks. Other text stays text. */
export function readLoginLine(form: Draft, hints: ReadHints): void {
  const text = form.message;
  if (text === null || form.app === null) return;
  if (text.startsWith('pam_')) {
    readPam(text, form, hints);
    return;
  }
  const readLine = ofApp.get(form.app);
  if (readLine === undefined) readSystemLine(form.app, text, form);
  else readLine(text, form, hints);
}
