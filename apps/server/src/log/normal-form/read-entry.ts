// SPDX-License-Identifier: Apache-2.0
import { isUtf8 } from 'node:buffer';
import type { LineFormat, ParseState } from '@belfry/contract';
import { readJournalEntry } from './journal-entry.ts';
import { isObject, objectIn } from './json-fields.ts';
import { readLoginLine } from './login-lines.ts';
import { readIsoTime } from './moment.ts';
import { type Draft, emptyForm, type Read, type ReadHints, type ReadState } from './normal-form.ts';
import { isSettled, readLine } from './read-body.ts';

/**
 * Raised whenever an entry is read in another way than before: rows of the index that were made by other readers are
 * known by it, and are no forgery.
 */
export const READING_VERSION = 2;

/** What a reader found out: which form the entry has, and whether it was read whole. */
interface Found {
  readonly format: LineFormat;
  readonly parse: ParseState;
}

/**
 * Reads an entry. Never throws, never refuses, and takes time in proportion to its length: what nobody can read is
 * text. The bytes are only looked at.
 */
export function readEntry(raw: Uint8Array, hints: ReadHints): Read {
  const form = emptyForm();
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const found = read(bytes, form, hints);
  infer(form);
  if (form.message?.isWellFormed() === false) form.message = form.message.toWellFormed();
  return { format: found.format, parse: found.parse, fields: form };
}

/** Reads no more of an entry than its state: the same that `readEntry` finds, in about half the time. */
export function readState(raw: Uint8Array, hints: ReadHints): ReadState {
  const form = emptyForm();
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const { format, parse } = read(bytes, form, { ...hints, wants: 'state' });
  return { format, parse, time: form.time, timeQuality: form.timeQuality };
}

function read(bytes: Buffer, form: Draft, hints: ReadHints): Found {
  switch (hints.transport) {
    case 'outbox':
      return readDeskRecord(bytes, form);
    case 'journal':
      return readFromJournal(bytes, form, hints);
    default:
      return readText(bytes, form, hints);
  }
}

/** The journal keeps the same words syslog carries, and names the program beside them. */
function readFromJournal(bytes: Buffer, form: Draft, hints: ReadHints): Found {
  const parse = readJournalEntry(bytes, form, hints);
  if (!isSettled(form, hints)) readLoginLine(form, hints);
  return { format: 'journal', parse };
}

function readText(bytes: Buffer, form: Draft, hints: ReadHints): Found {
  const isText = isUtf8(bytes);
  // Old senders write Latin-1: read as that, every byte is a character and none is lost.
  const text = withoutEnd(isText ? bytes.toString('utf8') : bytes.toString('latin1'));
  const found = readLine(text, form, hints);
  return isText || found.parse !== 'ok' ? found : { format: found.format, parse: 'partial' };
}

/** A line feed, or the NUL some devices end with, belongs to the framing. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0) {
    const code = text.charCodeAt(end - 1);
    if (code !== 10 && code !== 13 && code !== 0) break;
    end -= 1;
  }
  return end === text.length ? text : text.slice(0, end);
}

/**
 * The desk's own record: which event, when, and what kind of actor. Its words are for those who may read the incident,
 * through the history of the desk, and never reach the search.
 */
function readDeskRecord(bytes: Buffer, form: Draft): Found {
  const record = objectIn(bytes.toString('utf8'));
  if (record === null) return { format: 'desk', parse: 'raw' };
  form.app = 'belfry';
  if (typeof record['event'] === 'string' && /^[a-z0-9_.]{1,64}$/.test(record['event']))
    form.msgid = record['event'];
  const moment = typeof record['recordedAt'] === 'string' ? readIsoTime(record['recordedAt'], 0, null) : null;
  form.time = moment?.us ?? null;
  form.timeQuality = moment?.quality ?? 'none';
  if (Number.isSafeInteger(record['position'])) form.attributes['position'] = record['position'] as number;
  const kind = isObject(record['actor']) ? record['actor']['kind'] : null;
  if (kind === 'person' || kind === 'reporter' || kind === 'system') form.attributes['actor'] = kind;
  return { format: 'desk', parse: form.msgid === null ? 'partial' : 'ok' };
}

/** What follows from the fields that were filled, where the sender named neither outcome nor class. */
function infer(form: Draft): void {
  if (form.status === null && form.httpStatus !== null) {
    form.status = form.httpStatus < 400 ? 'success' : 'failure';
  }
  if (form.eventClass !== null) return;
  if (form.httpMethod !== null || form.httpStatus !== null) form.eventClass = 'http';
  else if (form.dnsName !== null) form.eventClass = 'dns';
  else if (form.srcIp !== null && form.dstIp !== null) form.eventClass = 'network';
  else if (form.commandLine !== null && form.process !== null) form.eventClass = 'process';
}
