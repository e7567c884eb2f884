// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aMovingClock, openLawDatabase, type Told } from '../../test/law.ts';
import { ringDueMarks } from '../processes/limit-pages-people.ts';
import { limitsPass } from '../processes/obligations-follow-facts.ts';

interface Case {
  readonly name: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly told: Told;
  /** When a person writes it down. */
  readonly now: string;
  readonly sent?: readonly (readonly [stage: string, at: string])[];
  /** Limits in UTC, worked out by hand. */
  readonly due: Readonly<Record<string, string>>;
}

const hospital = { 'org.member_states': ['BE'], 'org.nis2_class': 'essential' };
const insurer = { 'org.is_dora_entity': true, 'org.dora_entity_types': ['other'] };
const significant = (at: string): Told => ({
  answers: { 'inc.service_recipients_likely_affected': false, 'inc.significant_threat_to_recipients': false },
  decided: { 'nis2-be.significant': at },
  moments: { awareness_of_significance: at },
});
const major = (at: string): Told => ({ decided: { 'dora.major': at }, moments: { awareness: at } });

/** From October to October: both changes of the clock, Christmas, Easter, and the 29th of February 2028. */
const year: readonly Case[] = [
  {
    name: 'the night the clocks go back: 24 and 72 hours are hours, not the same time of day',
    profile: hospital,
    told: significant('2027-10-30T12:00:00+02:00'),
    now: '2027-10-30T13:00:00+02:00',
    due: {
      'nis2-be.early_warning': '2027-10-31T10:00:00.000Z',
      'nis2-be.notification': '2027-11-02T10:00:00.000Z',
    },
  },
  {
    name: 'Christmas: a limit on a holiday and the weekend behind it comes to noon of Monday',
    profile: insurer,
    // Friday 24 December at 23:00; four hours later it is Christmas, a Saturday.
    told: major('2027-12-24T23:00:00+01:00'),
    now: '2027-12-24T23:10:00+01:00',
    due: { 'dora.initial': '2027-12-27T11:00:00.000Z' },
  },
  {
    name: 'a month after the last of January is the leap day',
    profile: hospital,
    told: significant('2028-01-30T09:00:00+01:00'),
    now: '2028-01-30T10:00:00+01:00',
    sent: [
      ['early_warning', '2028-01-30T12:00:00+01:00'],
      ['notification', '2028-01-31T12:00:00+01:00'],
    ],
    due: { 'nis2-be.final': '2028-02-29T11:00:00.000Z' },
  },
  {
    name: 'the night the clocks go forward: 72 hours lose none',
    profile: { 'org.member_states': ['BE'], 'org.is_controller': true },
    told: {
      decided: { 'gdpr.breach': '2028-03-24T18:00:00+01:00', '!gdpr.high_risk': '2028-03-24T18:00:00+01:00' },
      moments: { awareness_of_breach: '2028-03-24T18:00:00+01:00' },
    },
    now: '2028-03-24T18:30:00+01:00',
    due: { 'gdpr.authority': '2028-03-27T17:00:00.000Z' },
  },
  {
    name: 'Easter Monday 2028 is a holiday: noon of Tuesday',
    profile: insurer,
    told: major('2028-04-16T22:30:00+02:00'),
    now: '2028-04-16T22:40:00+02:00',
    due: { 'dora.initial': '2028-04-18T10:00:00.000Z' },
  },
];

describe('a year on a clock of its own', () => {
  it('rings each mark at its minute and tells each missed limit once, and nothing in between', async (t) => {
    const clock = aMovingClock('2027-10-01T00:00:00Z');
    const law = await openLawDatabase(t, clock);
    const looks = limitsPass({ database: law.database });
    const paging = { database: law.database, wakeAlerts: () => undefined };
    const work = async () => {
      while (await looks.doBatch());
      while (await ringDueMarks(paging));
    };
    /** The next moment at which anything is due, found in the rows: whoever is started anew finds the same. */
    const next = async () => {
      const [row] = await law.query<{ at: Date | null }>(
        `SELECT least((SELECT min(look_again_at) FROM obligation),
          (SELECT min(rings_at) FROM obligation_mark WHERE rang_at IS NULL AND dropped_at IS NULL AND due_at IS NOT NULL)) AS at`,
      );
      return row?.at ?? null;
    };
    const walkTo = async (until: Date) => {
      for (let at = await next(); at !== null && at <= until; at = await next()) {
        if (at > clock.now()) clock.moveTo(at);
        await work();
      }
      clock.moveTo(until);
      await work();
    };
    for (const each of year) {
      await walkTo(new Date(each.now));
      const incidentId = await law.incident(each.name, each.profile);
      await law.tellAndFollow(incidentId, each.told);
      for (const [stageId, at] of each.sent ?? []) {
        await walkTo(new Date(at));
        await law.sent(incidentId, Object.keys(each.due)[0]?.split('.')[0] ?? '', stageId, at);
      }
      const due = await law.due(incidentId);
      for (const [stage, at] of Object.entries(each.due))
        assert.equal(due[stage], at, `${each.name}: ${stage}`);
    }
    await walkTo(new Date('2028-10-01T00:00:00Z'));

    const missed = await law.query<{ due_at: Date; recorded_at: Date; count: number }>(
      `SELECT o.due_at, min(x.recorded_at) AS recorded_at, count(*)::int AS count
       FROM outbox x JOIN obligation o ON x.subject = 'obligation:' || o.id
       WHERE x.event = 'obligation.missed' GROUP BY o.id ORDER BY o.due_at`,
    );
    const limits = year.flatMap(({ due }) => Object.values(due));
    for (const limit of limits) {
      const told = missed.filter(({ due_at }) => due_at.toISOString() === limit);
      assert.ok(told.length >= 1, `${limit} passed and nobody said so`);
      for (const { count, due_at, recorded_at } of told) {
        assert.equal(count, 1);
        assert.equal(recorded_at.getTime() - due_at.getTime(), 1);
      }
    }
    const marks = await law.query<{ obligation_id: string; percent: number; late_ms: number }>(
      `SELECT obligation_id, percent, (extract(epoch FROM rang_at - rings_at) * 1000)::int AS late_ms
       FROM obligation_mark WHERE due_at IS NOT NULL AND rang_at IS NOT NULL ORDER BY rings_at`,
    );
    assert.ok(marks.length >= limits.length * 4 - 8);
    // What was past already when the clock began rings when it is written down, once; every other at its very moment.
    assert.ok(marks.filter(({ late_ms }) => late_ms !== 0).length <= limits.length);
    const keys = marks.map(({ obligation_id, percent }) => `${obligation_id} ${percent}`);
    assert.equal(new Set(keys).size, keys.length);
    // A limit of the final report that passed while the incident went on opened what is owed instead.
    const [progress] = await law.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM obligation WHERE regime_id = 'nis2-be' AND stage_id = 'progress' AND state = 'running'`,
    );
    assert.equal(progress?.count, 1);
  });
});
