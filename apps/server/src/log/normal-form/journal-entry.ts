// SPDX-License-Identifier: Apache-2.0
import type { ParseState } from '@belfry/contract';
import { cutText, newAllowance, setAttribute, takeName } from './attributes.ts';
import type { Draft, ReadHints } from './normal-form.ts';
import { type Target, take } from './take.ts';

/** Fields of the journal by the field they fill; those with an underscore come from systemd, which nobody else can set. */
const keys: Readonly<Record<string, Target>> = {
  MESSAGE: 'message',
  PRIORITY: 'severity',
  SYSLOG_FACILITY: 'facility',
  _HOSTNAME: 'host',
  SYSLOG_IDENTIFIER: 'app',
  _COMM: 'app',
  SYSLOG_PID: 'procid',
  _PID: 'procid',
  MESSAGE_ID: 'msgid',
  _SYSTEMD_UNIT: 'channel',
  _UID: 'userId',
  _EXE: 'process',
  _CMDLINE: 'commandLine',
  _AUDIT_SESSION: 'session',
};

/** Times are counts of microseconds. */
const times = ['_SOURCE_REALTIME_TIMESTAMP', '__REALTIME_TIMESTAMP'];

/**
 * Walks one entry of the Journal Export Format: `NAME=value` a line, or `NAME`, a length of eight bytes, little end
 * first, and as many bytes. Read as bytes: a value may hold anything. @returns whether it was whole
 */
export function eachJournalField(raw: Buffer, tell: (name: string, value: string) => void): boolean {
  let at = 0;
  while (at < raw.length) {
    const lineEnd = raw.indexOf(10, at);
    const end = lineEnd < 0 ? raw.length : lineEnd;
    if (end === at) {
      at += 1;
      continue;
    }
    // A name is short: an equals sign beyond it belongs to a value.
    const equals = raw.subarray(at, Math.min(end, at + 256)).indexOf(61);
    if (equals > 0) {
      tell(raw.toString('latin1', at, at + equals), raw.toString('utf8', at + equals + 1, end));
      at = end + 1;
    } else {
      const length = lineEnd < 0 ? -1 : lengthAt(raw, end + 1);
      if (length < 0) return false;
      const from = end + 9;
      tell(raw.toString('latin1', at, Math.min(end, at + 256)), raw.toString('utf8', from, from + length));
      at = from + length + 1;
    }
  }
  return true;
}

/** Reads one entry of the Journal Export Format. */
export function readJournalEntry(raw: Buffer, form: Draft, hints: ReadHints): ParseState {
  const allowance = newAllowance();
  const isWhole = eachJournalField(raw, (name, value) => {
    if (times.includes(name)) {
      const us = Number(value);
      if (form.time === null && Number.isSafeInteger(us) && us > 0) {
        form.time = us;
        form.timeQuality = 'stated';
        return;
      }
    }
    const target = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (target !== undefined && take(form, target, value, hints)) return;
    if (takeName(allowance)) setAttribute(form.attributes, name, cutText(value));
  });
  return isWhole && form.message !== null ? 'ok' : 'partial';
}

/** Length of a binary value; -1 when fewer bytes follow. */
function lengthAt(raw: Buffer, at: number): number {
  if (at + 8 > raw.length) return -1;
  const high = raw.readUInt32LE(at + 4);
  const length = raw.readUInt32LE(at);
  return high === 0 && at + 8 + length <= raw.length ? length : -1;
}
