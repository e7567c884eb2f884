// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

/** Reads a calendar by the rules of RFC 5545: unfolds, and takes every content line apart. */
export function parse(text: string): [name: string, value: string][] {
  assert.ok(text.endsWith('\r\n'));
  assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/, 'a line break that is none (3.1)');
  for (const line of text.split('\r\n')) {
    assert.ok(Buffer.byteLength(line) <= 75, `a line of more than 75 octets (3.1): ${line}`);
    assert.ok(!line.includes('\uFFFD'), 'a character cut in two');
  }
  const unfolded = text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
  return unfolded.map((line) => {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[A-Z-]+=[^:;]+)*:(.*)$/u.exec(line) ?? [];
    assert.notEqual(name, '', `no content line: ${line}`);
    // Printable and nothing else: CONTROL is forbidden in every value (3.1).
    assert.doesNotMatch(value, /\p{Cc}/u);
    return [name, value];
  });
}

export const countOf = (lines: [string, string][], name: string, value?: string) =>
  lines.filter(([n, v]) => n === name && (value === undefined || v === value)).length;

/** What RFC 5545 asks of every calendar and event (3.6, 3.6.1, 3.6.6). */
export function assertSound(lines: [string, string][]): void {
  assert.deepEqual(lines[0], ['BEGIN', 'VCALENDAR']);
  assert.deepEqual(lines.at(-1), ['END', 'VCALENDAR']);
  assert.equal(countOf(lines, 'VERSION', '2.0'), 1);
  assert.equal(countOf(lines, 'PRODID'), 1);
  const open: string[] = [];
  for (const [name, value] of lines) {
    if (name === 'BEGIN') open.push(value);
    if (name === 'END') assert.equal(open.pop(), value);
  }
  const events = countOf(lines, 'BEGIN', 'VEVENT');
  for (const name of ['UID', 'DTSTAMP', 'DTSTART', 'SEQUENCE', 'SUMMARY']) {
    assert.equal(countOf(lines, name), events, `one ${name} an event`);
  }
  assert.equal(countOf(lines, 'TRIGGER'), countOf(lines, 'BEGIN', 'VALARM'));
  const uids = lines.filter(([name]) => name === 'UID').map(([, value]) => value);
  assert.equal(new Set(uids).size, uids.length);
  for (const [name, value] of lines) {
    if (name.startsWith('DT')) assert.match(value, /^\d{8}T\d{6}Z$/);
  }
}
