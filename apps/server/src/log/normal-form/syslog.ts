// SPDX-License-Identifier: Apache-2.0
import type { LineFormat, ParseState } from '@belfry/contract';
import { cutText, newAllowance } from './attributes.ts';
import { type Moment, readBsdTime, readIsoTime } from './moment.ts';
import type { Draft, ReadHints } from './normal-form.ts';
import { setSeverity } from './severity.ts';
import { readStructured } from './structured.ts';

/** What stands before the message, and where the message starts. */
export interface Header {
  readonly format: LineFormat;
  readonly parse: ParseState;
  readonly bodyAt: number;
}

const space = 32;
const colon = 58;

/**
 * Reads the header of a syslog line: RFC 5424, RFC 3164 and what is really sent between them. Null when the line starts
 * with neither a priority nor a time, which makes it no syslog line.
 */
export function readSyslogHeader(text: string, form: Draft, hints: ReadHints): Header | null {
  const at = readPriority(text, form);
  if (at === 0) return readUnprioritised(text, form, hints);
  if (text.charCodeAt(at) === 49 && text.charCodeAt(at + 1) === space) {
    const whole = readRfc5424(text, at + 2, form, hints);
    if (whole !== null) return whole;
  }
  return readOldHeader(text, at, form, hints, true);
}

/** Lines out of a file have lost their priority: a time at the start says they are syslog. */
function readUnprioritised(text: string, form: Draft, hints: ReadHints): Header | null {
  return startsWithTime(text, hints) ? readOldHeader(text, 0, form, hints, false) : null;
}

/** Whether a text starts as a line of a log file does. */
export function startsWithTime(text: string, hints: ReadHints): boolean {
  const first = text.charCodeAt(0);
  // A letter of a month, or a digit of a year.
  if (!(first >= 65 && first <= 83) && !(first >= 48 && first <= 57)) return false;
  const moment =
    readBsdTime(text, 0, hints.timeZone, hints.receivedUs) ?? readIsoTime(text, 0, hints.timeZone);
  return moment !== null && text.charCodeAt(moment.end) === space;
}

/** `<PRI>`; @returns where it ends, 0 when there is none. */
function readPriority(text: string, form: Draft): number {
  if (text.charCodeAt(0) !== 60) return 0;
  let priority = 0;
  for (let at = 1; at <= 4; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 62 && at > 1) {
      if (priority > 191) return 0;
      form.facility = priority >> 3;
      setSeverity(form, priority & 7);
      return at + 1;
    }
    if (!(code >= 48 && code <= 57)) return 0;
    priority = priority * 10 + code - 48;
  }
  return 0;
}

/** Lengths RFC 5424 allows; longer ones are read all the same, as partly understood. */
const hostCharactersMax = 255;
const appCharactersMax = 48;
const procidCharactersMax = 128;
const msgidCharactersMax = 32;

function readRfc5424(text: string, from: number, form: Draft, hints: ReadHints): Header | null {
  const timeEnd = endOfToken(text, from);
  const hostEnd = endOfToken(text, timeEnd + 1);
  const appEnd = endOfToken(text, hostEnd + 1);
  const procidEnd = endOfToken(text, appEnd + 1);
  const msgidEnd = endOfToken(text, procidEnd + 1);
  if (timeEnd === from || msgidEnd >= text.length || hostEnd > timeEnd + 4 * hostCharactersMax) return null;
  let isStrict =
    hostEnd - timeEnd - 1 <= hostCharactersMax &&
    appEnd - hostEnd - 1 <= appCharactersMax &&
    procidEnd - appEnd - 1 <= procidCharactersMax &&
    msgidEnd - procidEnd - 1 <= msgidCharactersMax;
  if (timeEnd !== from + 1 || text.charCodeAt(from) !== 45) {
    const moment = readIsoTime(text, from, hints.timeZone);
    if (moment === null || moment.end !== timeEnd) return null;
    setTime(form, moment);
    if (moment.quality !== 'stated') isStrict = false;
  }
  form.host = token(text, timeEnd + 1, hostEnd);
  form.app = token(text, hostEnd + 1, appEnd);
  form.procid = token(text, appEnd + 1, procidEnd);
  form.msgid = token(text, procidEnd + 1, msgidEnd);
  const structured = readStructured(text, msgidEnd + 1, form, hints, newAllowance());
  if (structured === null) return { format: 'rfc5424', parse: 'partial', bodyAt: msgidEnd + 1 };
  let bodyAt = structured;
  if (text.charCodeAt(bodyAt) === space) bodyAt += 1;
  if (text.charCodeAt(bodyAt) === 0xfeff) bodyAt += 1;
  return { format: 'rfc5424', parse: isStrict ? 'ok' : 'partial', bodyAt };
}

function endOfToken(text: string, from: number): number {
  if (from > text.length) return text.length;
  const end = text.indexOf(' ', from);
  return end < 0 ? text.length : end;
}

/** Text of a token; the NIL value of RFC 5424 is none. */
function token(text: string, from: number, end: number): string | null {
  if (end <= from || (end === from + 1 && text.charCodeAt(from) === 45)) return null;
  return cutText(text.slice(from, end), 1_024);
}

function setTime(form: Draft, moment: Moment): void {
  form.time = moment.us;
  form.timeQuality = moment.quality;
}

/** RFC 3164, the same with a time of RFC 3339 (as rsyslog forwards), and the dialect of network equipment. */
function readOldHeader(
  text: string,
  from: number,
  form: Draft,
  hints: ReadHints,
  hasPriority: boolean,
): Header {
  let at = skipSequence(text, from, form);
  const isCisco = at !== from;
  if (text.charCodeAt(at) === 42 || text.charCodeAt(at) === 46) {
    // An asterisk or a dot before the time: the sender says its own clock is not agreed with anything.
    form.attributes['clock'] = text.charCodeAt(at) === 42 ? 'not authoritative' : 'not synchronised';
    at += 1;
  }
  const iso = readIsoTime(text, at, hints.timeZone);
  const moment = iso ?? readBsdTime(text, at, hints.timeZone, hints.receivedUs);
  if (moment === null) return withoutTime(text, from, form);
  setTime(form, moment);
  at = moment.end;
  const format = iso === null ? 'rfc3164' : 'syslog-iso';
  if (text.charCodeAt(at) === colon) {
    // `Mar  1 18:46:11: %SYS-5-CONFIG_I: …` has no host.
    readMnemonic(text, at + 2, form);
    return { format, parse: 'ok', bodyAt: skipSpaces(text, at + 1) };
  }
  if (text.charCodeAt(at) !== space) return { format, parse: 'partial', bodyAt: at };
  at = skipSpaces(text, at);
  const bodyAt = readHostAndTag(text, at, form);
  const isWhole = form.app !== null || isCisco || form.host !== null;
  return { format, parse: isWhole || !hasPriority ? 'ok' : 'partial', bodyAt };
}

/** A priority and a text, and no time: the text may still be CEF, LEEF or JSON. */
function withoutTime(text: string, at: number, form: Draft): Header {
  // `<13>sshd[12]: text` keeps its tag.
  const bodyAt = readTag(text, at, form);
  return { format: 'rfc3164', parse: 'partial', bodyAt };
}

/** `000123: ` and `000123: router1: ` before the time. */
function skipSequence(text: string, from: number, form: Draft): number {
  let at = from;
  while (at < from + 12 && text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at += 1;
  if (at === from || text.charCodeAt(at) !== colon || text.charCodeAt(at + 1) !== space) return from;
  form.attributes['sequence'] = text.slice(from, at);
  at += 2;
  const next = text.indexOf(': ', at);
  const mark = text.charCodeAt(at);
  if (next > at && next - at <= hostCharactersMax && mark !== 42 && mark !== 46) {
    const host = text.slice(at, next);
    if (/^[\w.-]{1,255}$/.test(host)) {
      form.host = host;
      return next + 2;
    }
  }
  return at;
}

/** `%SYS-5-CONFIG_I: `: what kind of message it is. */
function readMnemonic(text: string, at: number, form: Draft): void {
  if (text.charCodeAt(at) !== 37) return;
  const end = text.indexOf(':', at);
  if (end > at && end - at <= 128 && form.msgid === null) form.msgid = text.slice(at + 1, end);
}

/** Host and tag; a line without a host has its tag where the host would be. */
function readHostAndTag(text: string, at: number, form: Draft): number {
  const end = endOfToken(text, at);
  const length = end - at;
  if (length === 0) return at;
  const last = text.charCodeAt(end - 1);
  if (
    last === colon ||
    text.charCodeAt(at) === 123 ||
    text.startsWith('CEF:', at) ||
    text.startsWith('LEEF:', at)
  ) {
    return readTag(text, at, form);
  }
  if (length > hostCharactersMax) return at;
  if (form.host === null) form.host = text.slice(at, end);
  const tagAt = skipSpaces(text, end);
  if (text.charCodeAt(tagAt) === 37) readMnemonic(text, tagAt, form);
  return readTag(text, tagAt, form);
}

/** Longest tag: RFC 3164 says 32, container names are longer. */
const tagCharactersMax = 160;

/** `app[123]: ` or `app: `; @returns where the text after it starts, `at` when there is no tag. */
function readTag(text: string, at: number, form: Draft): number {
  const limit = Math.min(text.length, at + tagCharactersMax);
  let bracket = -1;
  for (let index = at; index < limit; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 91 && bracket < 0) bracket = index;
    else if (code === colon) {
      const after = text.charCodeAt(index + 1);
      // `CEF:0` and `%ASA-6-1:` are no tags, and neither is a time or an address.
      if (index === at || text.charCodeAt(at) === 37 || (after !== space && index + 1 < text.length))
        return at;
      const isNumbered = bracket > at && text.charCodeAt(index - 1) === 93;
      form.app = text.slice(at, isNumbered ? bracket : index);
      if (isNumbered) form.procid = text.slice(bracket + 1, index - 1);
      return Math.min(text.length, index + 2);
    } else if (code === space && bracket < 0) return at;
    else if (code === 123 || code === 34 || code === 61) return at;
  }
  return at;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === space) at += 1;
  return at;
}
