// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertSound, countOf, parse } from '../../test/calendar.ts';
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

describe('calendarText()', () => {
  it('is RFC 5545: lines folded at 75 octets and never inside a character, texts escaped', () => {
    const long = { ...event, uid: 'b', description: `${'ü🦊'.repeat(400)}\r\nend` };
    const text = calendarText({ name: 'Unsere Pflichten', language: 'de', events: [event, long] });
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
