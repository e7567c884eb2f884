// SPDX-License-Identifier: Apache-2.0
import type { LineFormat, ParseState } from '@belfry/contract';
import { logLimits } from '../log-limits.ts';
import { type Allowance, cutText, newAllowance } from './attributes.ts';
import { targetOf } from './field-names.ts';
import { takePair } from './json-fields.ts';
import type { Draft, ReadHints } from './normal-form.ts';
import { setSeverity, severityOfAppliance } from './severity.ts';
import { type Target, take } from './take.ts';

/** Keys of CEF and LEEF that mean something else, or something more, than the same name elsewhere. */
const keys: Readonly<Record<string, Target>> = {
  rt: 'time',
  start: 'time',
  devTime: 'time',
  act: 'activity',
  app: 'protocol',
  cat: 'channel',
  dvchost: 'host',
  identHostName: 'srcHost',
  filePath: 'file',
  fileHash: 'hash',
  in: 'bytes',
  out: 'bytes',
  sntdom: 'userDomain',
  suid: 'userId',
  sproc: 'process',
  spid: 'pid',
  usrName: 'user',
  domain: 'userDomain',
  identSrc: 'srcIp',
  externalId: 'session',
  requestMethod: 'httpMethod',
  name: 'message',
};

/** Parts between the bars of a header, with `\|` and `\\` undone; the last is where the extension starts. */
function headerParts(text: string, from: number, count: number): { parts: string[]; end: number } | null {
  const parts: string[] = [];
  let start = from;
  for (let at = from; at < text.length && parts.length < count; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === 124) {
      const part = text.slice(start, at);
      parts.push(part.includes('\\') ? part.replace(/\\([\\|])/g, '$1') : part);
      start = at + 1;
    }
  }
  if (parts.length === count) return { parts, end: start };
  // A header without extension may leave out its last bar.
  if (parts.length === count - 1 && start < text.length) {
    parts.push(text.slice(start));
    return { parts, end: text.length };
  }
  return null;
}

/** `CEF:0|vendor|product|version|signature|name|severity|extension`. */
export function readCef(text: string, at: number, form: Draft, hints: ReadHints): ParseState {
  const header = headerParts(text, at + 4, 7);
  if (header === null) return 'partial';
  const [, vendor = '', product = '', version = '', signature = '', name = '', severity = ''] = header.parts;
  const allowance = newAllowance();
  setProduct(form, vendor, product, version, signature);
  readSeverity(form, severity);
  eachCefKey(text, header.end, (key, value) => takeKey(form, key, value, hints, allowance));
  if (form.message === null) form.message = name;
  else form.attributes['name'] = cutText(name);
  return 'ok';
}

function setProduct(form: Draft, vendor: string, product: string, version: string, signature: string): void {
  form.vendor = cutText(vendor);
  form.product = cutText(product);
  form.msgid = cutText(signature);
  form.app ??= form.product;
  if (version !== '') form.attributes['version'] = cutText(version);
}

/** The severity of the event is nearer to what happened than that of the transport. */
function readSeverity(form: Draft, text: string): void {
  const severity = severityOfAppliance(text.trim());
  if (severity !== null) setSeverity(form, severity);
}

function takeKey(form: Draft, key: string, value: string, hints: ReadHints, allowance: Allowance): void {
  const target = Object.hasOwn(keys, key) ? keys[key] : targetOf(key);
  // The time of the event is nearer to what happened than that of the relay.
  if (target === 'time' && form.time !== null && (key === 'rt' || key === 'devTime')) {
    const relayed = { us: form.time, quality: form.timeQuality };
    form.time = null;
    if (take(form, 'time', value, hints)) return;
    form.time = relayed.us;
    form.timeQuality = relayed.quality;
  }
  if (target !== null && target !== undefined && take(form, target, value, hints)) return;
  takePair(form, key, value, hints, allowance);
}

const isKeyCode = (code: number) =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code === 46 ||
  code === 45 ||
  code === 91 ||
  code === 93;

/**
 * Values of CEF hold blanks and end where the next key starts: the last blank before an equals sign that is not
 * escaped.
 */
function eachCefKey(text: string, from: number, onKey: (key: string, value: string) => void): void {
  let key: string | null = null;
  let valueAt = from;
  let wordAt = from;
  let isWord = true;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) {
      at += 1;
      isWord = false;
    } else if (code === 32) {
      wordAt = at + 1;
      isWord = true;
    } else if (code === 61 && isWord && wordAt < at) {
      if (key !== null) onKey(key, cefValue(text.slice(valueAt, wordAt - 1)));
      key = text.slice(wordAt, at);
      valueAt = at + 1;
      isWord = false;
    } else if (!isKeyCode(code)) isWord = false;
  }
  if (key !== null) onKey(key, cefValue(text.slice(valueAt)));
}

/** Longest value whose escapes are undone: no field but the message is as long, and it is cut there. */
const valueCharactersMax = 32_768;

function cefValue(text: string): string {
  const value = cutText(text, valueCharactersMax).trim();
  if (!value.includes('\\')) return value;
  return value.replace(/\\([\\=nr|])/g, (_, code: string) =>
    code === 'n' ? '\n' : code === 'r' ? '\r' : code,
  );
}

/** `LEEF:1.0|vendor|product|version|event|key=value<tab>…`; LEEF 2.0 may state its delimiter after the event. */
export function readLeef(text: string, at: number, form: Draft, hints: ReadHints): ParseState {
  const header = headerParts(text, at + 5, 5);
  if (header === null) return 'partial';
  const [, vendor = '', product = '', version = '', event = ''] = header.parts;
  setProduct(form, vendor, product, version, event);
  const bar = text.startsWith('LEEF:2', at) ? text.slice(header.end, header.end + 7).indexOf('|') : -1;
  const delimiter = bar < 0 ? '\t' : delimiterOf(text.slice(header.end, header.end + bar));
  const allowance = newAllowance();
  let from = header.end + bar + 1;
  while (from < text.length) {
    const next = text.indexOf(delimiter, from);
    const end = next < 0 ? text.length : next;
    const equals = text.indexOf('=', from);
    if (equals < 0) break;
    if (equals > from && equals < end) {
      const key = text.slice(from, equals).trim();
      const value = text.slice(equals + 1, end);
      if (key === 'sev') readSeverity(form, value);
      else takeKey(form, key, value, hints, allowance);
    }
    // A pair without equals sign is passed over together with what lies before the next sign.
    from = equals >= end ? Math.max(end + 1, text.lastIndexOf(delimiter, equals) + 1) : end + 1;
  }
  form.message ??= text.slice(at);
  return 'ok';
}

/** Every name and value of a line of CEF or LEEF, the header under the names CEF gives it: what a rule asks for. */
export function eachApplianceField(text: string, tell: (name: string, value: string) => void): void {
  const isCef = text.startsWith('CEF:');
  const header = headerParts(text, isCef ? 4 : 5, isCef ? 7 : 5);
  if (header === null) return;
  const names = isCef ? cefHeader : leefHeader;
  for (const [at, part] of header.parts.entries()) {
    const name = names[at];
    if (name !== undefined && part !== '') tell(name, cutText(part));
  }
  if (isCef) {
    eachCefKey(text, header.end, tell);
    return;
  }
  const bar = text.startsWith('LEEF:2') ? text.slice(header.end, header.end + 7).indexOf('|') : -1;
  const delimiter = bar < 0 ? '\t' : delimiterOf(text.slice(header.end, header.end + bar));
  for (const pair of text.slice(header.end + bar + 1).split(delimiter, logLimits.attributeNamesMax)) {
    const equals = pair.indexOf('=');
    if (equals > 0) tell(pair.slice(0, equals).trim(), pair.slice(equals + 1));
  }
}
const cefHeader = [
  'CEFVersion',
  'DeviceVendor',
  'DeviceProduct',
  'DeviceVersion',
  'DeviceEventClassID',
  'Name',
  'Severity',
];
const leefHeader = ['LEEFVersion', 'DeviceVendor', 'DeviceProduct', 'DeviceVersion', 'EventID'];

/** One character, or its code in hexadecimal: `^`, `x5E`, `0x5E`. */
function delimiterOf(stated: string): string {
  const code = /^0?x([0-9a-f]{2,4})$/i.exec(stated)?.[1];
  if (code !== undefined) return String.fromCharCode(Number(`0x${code}`));
  return stated.length === 1 ? stated : '\t';
}

/** Where CEF or LEEF starts in a message; null when it is neither. */
export function applianceFormat(text: string, at: number): LineFormat | null {
  if (text.startsWith('CEF:', at)) return 'cef';
  return text.startsWith('LEEF:', at) ? 'leef' : null;
}
