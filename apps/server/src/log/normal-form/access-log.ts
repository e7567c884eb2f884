// SPDX-License-Identifier: Apache-2.0
import { cutText } from './attributes.ts';
import { readAccessTime } from './moment.ts';
import type { Draft, ReadHints } from './normal-form.ts';
import { setSeverity } from './severity.ts';
import { take } from './take.ts';

/** Where the time of an access log may stand at the latest: after host, identity and user. */
const timeAtMax = 512;

/**
 * Reads the common and combined log formats of Apache, nginx and others like them:
 * `client identity user [time] "request" status bytes "referrer" "agent"`. False when the text is none.
 */
export function readAccessLog(text: string, at: number, form: Draft, hints: ReadHints): boolean {
  const bracket = text.indexOf(' [', at) + 1;
  if (bracket <= at || bracket - at > timeAtMax || text.charCodeAt(bracket + 3) !== 47) return false;
  const moment = readAccessTime(text, bracket + 1, hints.timeZone);
  if (moment === null || text.charCodeAt(moment.end) !== 93) return false;
  if (text.charCodeAt(moment.end + 2) !== 34) return false;
  const requestEnd = endOfQuoted(text, moment.end + 3);
  if (requestEnd < 0) return false;
  form.time = moment.us;
  form.timeQuality = moment.quality;
  if (hints.wants === 'state') return true;
  form.eventClass = 'http';
  readClient(text.slice(at, bracket - 1), form, hints);
  readRequest(text.slice(moment.end + 3, requestEnd), form);
  readAnswer(text, requestEnd + 2, form, hints);
  return true;
}

function endOfQuoted(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === 34) return at;
  }
  return -1;
}

/** `client identity user`, with the virtual host before them where it is logged; a user may hold blanks. */
function readClient(text: string, form: Draft, hints: ReadHints): void {
  const words = text.split(' ');
  const hasHost = words.length > 3 && /:\d{1,5}$/.test(words[0] ?? '');
  const [client = '', , ...user] = hasHost ? words.slice(1) : words;
  if (hasHost) take(form, 'dstHost', words[0]?.replace(/:\d+$/, ''), hints);
  take(form, 'srcIp', client, hints);
  take(form, 'user', user.join(' '), hints);
}

function readRequest(request: string, form: Draft): void {
  const methodEnd = request.indexOf(' ');
  const urlEnd = request.lastIndexOf(' ');
  if (methodEnd <= 0) {
    form.url = cutText(request);
    return;
  }
  form.httpMethod = cutText(request.slice(0, methodEnd), 64);
  form.activity = form.httpMethod.toLowerCase();
  const hasProtocol = urlEnd > methodEnd && request.startsWith('HTTP/', urlEnd + 1);
  form.url = cutText(request.slice(methodEnd + 1, hasProtocol ? urlEnd : undefined));
  if (hasProtocol) form.protocol = cutText(request.slice(urlEnd + 1), 16);
}

function readAnswer(text: string, from: number, form: Draft, hints: ReadHints): void {
  const statusEnd = text.indexOf(' ', from);
  const status = text.slice(from, statusEnd < 0 ? undefined : statusEnd);
  if (take(form, 'httpStatus', status, hints)) setOutcome(form, Number(status));
  if (statusEnd < 0) return;
  const bytesEnd = text.indexOf(' ', statusEnd + 1);
  take(form, 'bytes', text.slice(statusEnd + 1, bytesEnd < 0 ? undefined : bytesEnd), hints);
  if (bytesEnd < 0 || text.charCodeAt(bytesEnd + 1) !== 34) return;
  const referrerEnd = endOfQuoted(text, bytesEnd + 2);
  if (referrerEnd < 0) return;
  take(form, 'referrer', text.slice(bytesEnd + 2, referrerEnd), hints);
  if (text.charCodeAt(referrerEnd + 2) !== 34) return;
  const agentEnd = endOfQuoted(text, referrerEnd + 3);
  // A line that was cut off inside the agent still names most of it.
  take(form, 'userAgent', text.slice(referrerEnd + 3, agentEnd < 0 ? undefined : agentEnd), hints);
  const more = agentEnd < 0 ? '' : text.slice(agentEnd + 1).trim();
  if (more !== '') form.attributes['more'] = cutText(more);
}

/** What the answer says of how it ended: from 400 on it failed, from 500 on it was the server's fault. */
function setOutcome(form: Draft, httpStatus: number): void {
  form.status ??= httpStatus < 400 ? 'success' : 'failure';
  if (form.severity === null) setSeverity(form, httpStatus >= 500 ? 3 : httpStatus >= 400 ? 4 : 6);
}
