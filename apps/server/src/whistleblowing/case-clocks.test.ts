// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acknowledgementDueAt, type ClockFacts, clocksOf, feedbackDueAt } from './case-clocks.ts';

const BRUSSELS = 'Europe/Brussels';
const at = (text: string) => new Date(text);
const iso = (date: Date) => date.toISOString();

describe('clocks of Directive (EU) 2019/1937', () => {
  it('acknowledgementDueAt() is the end of the seventh civil day, the day of receipt not counted', () => {
    assert.equal(iso(acknowledgementDueAt(at('2026-11-21T13:05:00Z'), BRUSSELS)), '2026-11-28T22:59:59.999Z');
    // Five minutes before midnight in Brussels, and five after.
    assert.equal(iso(acknowledgementDueAt(at('2026-11-21T22:55:00Z'), BRUSSELS)), '2026-11-28T22:59:59.999Z');
    assert.equal(iso(acknowledgementDueAt(at('2026-11-21T23:05:00Z'), BRUSSELS)), '2026-11-29T22:59:59.999Z');
  });

  it('acknowledgementDueAt() keeps the civil day when summer time begins or ends in between', () => {
    assert.equal(iso(acknowledgementDueAt(at('2026-03-25T11:00:00Z'), BRUSSELS)), '2026-04-01T21:59:59.999Z');
    assert.equal(iso(acknowledgementDueAt(at('2026-10-20T11:00:00Z'), BRUSSELS)), '2026-10-27T22:59:59.999Z');
  });

  it('feedbackDueAt() clamps to the last day of a shorter month', () => {
    const due = (acknowledged: string) =>
      iso(feedbackDueAt(at(acknowledged), at(acknowledged), 'UTC')).slice(0, 10);
    assert.equal(due('2026-08-31T09:00:00Z'), '2026-11-30');
    assert.equal(due('2026-11-30T09:00:00Z'), '2027-02-28');
    assert.equal(due('2027-11-30T09:00:00Z'), '2028-02-29');
    assert.equal(due('2028-02-29T09:00:00Z'), '2028-05-29');
  });

  it('feedbackDueAt() counts from the expiry of the seven days where nobody acknowledged', () => {
    assert.equal(iso(feedbackDueAt(at('2026-11-21T13:05:00Z'), null, BRUSSELS)), '2027-02-28T22:59:59.999Z');
  });

  // Danger: whoever acknowledges late gets more time for feedback than whoever never does.
  it('feedbackDueAt() is not moved by a late acknowledgement', () => {
    const received = at('2026-11-21T13:05:00Z');
    assert.deepEqual(
      feedbackDueAt(received, at('2027-01-15T10:00:00Z'), BRUSSELS),
      feedbackDueAt(received, null, BRUSSELS),
    );
  });

  it('holds for every day of nine years in zones with and without summer time', () => {
    for (const timeZone of [
      BRUSSELS,
      'UTC',
      'America/Sao_Paulo',
      'Pacific/Auckland',
      'Australia/Lord_Howe',
    ]) {
      const dayOf = (date: Date) =>
        Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(timeZone);
      for (let day = 0; day < 9 * 365; day += 3) {
        const received = new Date(Date.UTC(2010, 0, 1, 3) + day * 86_400_000 + day * 61_000);
        const due = acknowledgementDueAt(received, timeZone);
        const civil = dayOf(received).toPlainDate().until(dayOf(due).toPlainDate()).days;
        assert.equal(civil, 7, `${timeZone} ${iso(received)}`);
        const next = dayOf(new Date(due.getTime() + 1));
        assert.equal(next.toPlainDate().toString(), dayOf(due).toPlainDate().add({ days: 1 }).toString());
        const feedback = feedbackDueAt(received, received, timeZone);
        const months = dayOf(received).toPlainDate().add({ months: 3 });
        assert.equal(dayOf(feedback).toPlainDate().toString(), months.toString(), timeZone);
        assert.ok(feedbackDueAt(received, null, timeZone) >= feedback, 'being silent is never shorter');
      }
    }
  });

  it('clocksOf() says running, soon, on its way, met, met late and missed', () => {
    const facts: ClockFacts = {
      receivedAt: at('2026-11-01T10:00:00Z'),
      acknowledgementDueAt: at('2026-11-08T22:59:59.999Z'),
      acknowledgedAt: null,
      acknowledgementMessageId: null,
      feedbackDueAt: at('2027-02-08T22:59:59.999Z'),
      feedbackAt: null,
      feedbackMessageId: null,
    };
    const state = (changed: Partial<ClockFacts>, now: string) =>
      clocksOf({ ...facts, ...changed }, at(now)).map((clock) => clock.state);
    assert.deepEqual(state({}, '2026-11-02T10:00:00Z'), ['running', 'running']);
    assert.deepEqual(state({}, '2026-11-07T10:00:00Z'), ['soon', 'running']);
    assert.deepEqual(state({}, '2026-11-09T10:00:00Z'), ['missed', 'running']);
    const written = { acknowledgementMessageId: 'a' };
    assert.deepEqual(state(written, '2026-11-07T10:00:00Z'), ['on_its_way', 'running']);
    assert.deepEqual(state(written, '2026-11-09T10:00:00Z'), ['missed', 'running']);
    const met = { ...written, acknowledgedAt: at('2026-11-08T22:59:59.999Z') };
    assert.deepEqual(state(met, '2027-03-01T10:00:00Z'), ['met', 'missed']);
    const late = { ...written, acknowledgedAt: at('2026-11-08T23:00:00Z') };
    assert.deepEqual(state(late, '2026-11-09T10:00:00Z'), ['met_late', 'running']);
    assert.equal(clocksOf({ ...facts, ...late }, at('2026-11-09T10:00:00Z'))[1]?.startedBy, 'expiry');
  });
});
