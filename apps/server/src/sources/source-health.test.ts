// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { HOUR_MS, healthOf, hoursOfNormal, type SourceFigures } from './source-health.ts';

const now = Date.parse('2026-11-22T10:30:00Z');
const DAY_MS = 24 * HOUR_MS;
const hour = Date.parse('2026-11-22T10:00:00Z');

const figures = (change: Partial<SourceFigures> = {}): SourceFigures => ({
  state: 'active',
  createdMs: now - 60 * DAY_MS,
  changedMs: now - 60 * DAY_MS,
  silenceMinutesMax: 30,
  identityCount: 1,
  lastMs: now - 60_000,
  firstHourMs: hour - 40 * DAY_MS,
  hours: new Map(hoursOfNormal(now).map((at) => [at, { entries: 100, notRead: 0 }])),
  lastHour: 100,
  clockOffsetMs: -800,
  ...change,
});
const troubles = (change: Partial<SourceFigures>) => healthOf(figures(change), now).troubles;

it('healthOf() knows what is normal at this hour of the week, and needs two weeks for it', () => {
  assert.equal(healthOf(figures(), now).normalPerHour, 100);
  assert.deepEqual(troubles({}), []);
  assert.equal(healthOf(figures({ firstHourMs: hour - 8 * DAY_MS }), now).normalPerHour, null);
});

it('healthOf() marks far more and far less than normal, and not what is small anyway', () => {
  assert.deepEqual(troubles({ lastHour: 20 }), ['far_less']);
  assert.deepEqual(troubles({ lastHour: 400 }), ['far_more']);
  assert.deepEqual(troubles({ lastHour: 40 }), []);
  const quiet = new Map(hoursOfNormal(now).map((at) => [at, { entries: 5, notRead: 0 }]));
  assert.deepEqual(troubles({ hours: quiet, lastHour: 0 }), []);
});

it('healthOf() calls a source silent beyond its limit, counted anew from a change of it', () => {
  assert.deepEqual(troubles({ lastMs: now - 31 * 60_000 }), ['silent']);
  assert.deepEqual(troubles({ lastMs: now - 31 * 60_000, changedMs: now - 60_000 }), []);
  assert.deepEqual(troubles({ lastMs: now - DAY_MS, silenceMinutesMax: null }), []);
  assert.deepEqual(troubles({ lastMs: null, silenceMinutesMax: null }), ['never_sent']);
});

it('healthOf() sees a clock that is off, and one that sends though it is retired', () => {
  assert.deepEqual(troubles({ clockOffsetMs: 3_600_000 }), ['clock_off']);
  assert.deepEqual(troubles({ state: 'retired', changedMs: now - DAY_MS }), ['sends_though_retired']);
});
