// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { aMovingClock, beginAssessment, type Told, tellAndFollow } from '../../test/law.ts';
import { type CalendarEvent, calendarText } from './calendar.ts';

const event: CalendarEvent = {
  uid: '0b3c4d5e-0000-4000-8000-000000000001',
  at: new Date('2026-11-24T13:00:00Z'),
  revision: 3,
  changedAt: new Date('2026-11-22T08:00:00Z'),
  summary: 'Frühwarnung (nis2-be) fällig, INC-2026-0001',
  description: 'Zeile; mit, allem\\ und\nUmbruch \u0007 🦊',
  url: 'https://desk.example.org/incidents/INC-2026-0001',
  isCancelled: false,
  alarmHours: [24, 1],
};

/** Reads a calendar by the rules of RFC 5545: unfolds, and takes every content line apart. */
function parse(text: string): [name: string, value: string][] {
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

const countOf = (lines: [string, string][], name: string, value?: string) =>
  lines.filter(([n, v]) => n === name && (value === undefined || v === value)).length;

/** What RFC 5545 asks of every calendar and event (3.6, 3.6.1, 3.6.6). */
function assertSound(lines: [string, string][]): void {
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

describe('calendarText()', () => {
  it('is RFC 5545: lines folded at 75 octets and never inside a character, texts escaped', () => {
    const long = { ...event, uid: 'b', description: `${'ü🦊'.repeat(400)}\r\nend` };
    const text = calendarText({ name: 'Was wir schulden', language: 'de', events: [event, long] });
    const lines = parse(text);
    assertSound(lines);
    assert.ok(lines.some(([, value]) => value === 'Zeile\\; mit\\, allem\\\\ und\\nUmbruch   🦊'));
    assert.ok(lines.some(([, value]) => value === `${'ü🦊'.repeat(400)}\\nend`));
    assert.equal(countOf(lines, 'TRIGGER', '-PT24H'), 2);
  });

  it('is the same bytes for the same obligations, and says what was cancelled', () => {
    const calendar = {
      name: 'What we owe',
      language: 'en',
      events: [{ ...event, isCancelled: true, alarmHours: [] }],
    };
    assert.equal(calendarText(calendar), calendarText(calendar));
    assert.equal(countOf(parse(calendarText(calendar)), 'STATUS', 'CANCELLED'), 1);
  });
});

describe('the private address of a calendar', () => {
  const breach: Told = {
    decided: { 'gdpr.breach': '2026-11-20T10:00:00Z', '!gdpr.high_risk': '2026-11-20T10:00:00Z' },
    moments: { awareness_of_breach: '2026-11-20T10:00:00Z' },
  };

  it('shows limits, moves with them, keeps titles of TLP:RED inside, and ends with the person', async (t) => {
    const clock = aMovingClock('2026-11-20T12:00:00Z');
    const desk = await openTestDesk(t, { clock });
    const dpo = await desk.as('dpo');
    const { id, reference } = await dpo.api.declareIncident({ body: { title: 'Payroll on a lost stick' } });
    await beginAssessment(desk, id, { 'org.member_states': ['BE'], 'org.is_controller': true }, clock.now());
    await tellAndFollow(desk, id, breach, clock.now());
    assert.equal((await dpo.api.readCalendarFeed()).madeAt, null);
    const { url } = await dpo.api.makeCalendarFeed();
    const read = async (address = url) => await desk.app.inject({ url: new URL(address).pathname });
    const first = await read();
    assert.equal(first.statusCode, 200);
    assert.match(String(first.headers['content-type']), /^text\/calendar/);
    const lines = parse(first.body);
    assertSound(lines);
    assert.equal(countOf(lines, 'DTSTART', '20261123T100000Z'), 1);
    assert.match(first.body.replaceAll('\r\n ', ''), /Payroll on a lost stick/);
    const [uid] = lines.filter(([name]) => name === 'UID').map(([, value]) => value);

    clock.moveTo('2026-11-20T12:01:00Z');
    await tellAndFollow(desk, id, { moments: { awareness_of_breach: '2026-11-20T08:00:00Z' } }, clock.now());
    await dpo.api.changeIncident({ params: { reference }, body: { tlp: 'TLP:RED' } });
    const moved = parse((await read()).body);
    assert.ok(moved.some(([name, value]) => name === 'UID' && value === uid));
    assert.equal(countOf(moved, 'SEQUENCE', '1'), 1);
    assert.equal(countOf(moved, 'DTSTART', '20261123T080000Z'), 1);
    assert.ok(!moved.some(([, value]) => value.includes('Payroll')));

    // What a signed no ended is cancelled, not left out: programs keep what they are not told about.
    clock.moveTo('2026-11-20T12:02:00Z');
    await tellAndFollow(desk, id, { decided: { '!gdpr.breach': '2026-11-20T12:02:00Z' } }, clock.now());
    assert.equal(countOf(parse((await read()).body), 'STATUS', 'CANCELLED'), 1);

    // Only a digest is kept; a new address ends the old one; a revoked one and a guess are answered alike.
    const secret = new URL(url).pathname.replace(/^.*\/|\.ics$/g, '');
    const kept = await desk.query<{ secret_sha256: string }>('SELECT secret_sha256 FROM calendar_feed');
    assert.ok(!JSON.stringify(kept).includes(secret));
    const renewed = await dpo.api.makeCalendarFeed();
    assert.equal((await read()).statusCode, 404);
    assert.equal((await read(renewed.url)).statusCode, 200);
    const boss = await desk.as('administrator');
    await desk.query(`UPDATE person SET state = 'blocked' WHERE id = $1`, [dpo.id]);
    assert.equal((await read(renewed.url)).statusCode, 404);
    assert.equal((await read(`http://x/calendar/${'A'.repeat(43)}.ics`)).statusCode, 404);
    assert.ok(boss.id);
  });
});
