// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkingCalendar } from './arithmetic.ts';
import type { IncidentFacts } from './clocks.ts';
import { type Obligation, obligationsOf, versionsOn } from './obligations.ts';
import { momentNames, type Regime } from './regime.ts';
import { regimes } from './regimes.ts';

const at = (text: string) => Temporal.Instant.from(text);
const brussels: WorkingCalendar = { timeZone: 'Europe/Brussels', isHoliday: () => false };

const hospital: IncidentFacts = {
  profile: {
    'org.member_states': ['BE'],
    'org.nis2_class': 'essential',
    'org.is_dora_entity': false,
    'org.nis2_entity_types': ['none'],
    'org.is_controller': true,
    'org.is_processor': false,
  },
  answers: {},
  decisions: [],
  moments: {
    awareness_of_significance: at('2026-11-19T08:00Z'),
    awareness_of_breach: at('2026-11-19T10:00Z'),
  },
  submissions: [],
  requests: [],
  lawAsOf: Temporal.PlainDate.from('2026-11-19'),
  now: at('2026-11-19T12:00Z'),
};
const significant = {
  regimeId: 'nis2-be',
  outcomeId: 'significant',
  is: true,
  decidedAt: at('2026-11-19T09:00Z'),
};
const sent = (stageId: string, instant: string, regimeId = 'nis2-be') => ({
  regimeId,
  stageId,
  at: at(instant),
});

function one(id: string, change: Partial<IncidentFacts>): Obligation {
  const found = obligationsOf(regimes, { ...hospital, ...change }, brussels).find((each) => each.id === id);
  assert.ok(found, id);
  return found;
}

const told = ({ state, dueAt, why }: Obligation) => [
  state,
  dueAt?.toString() ?? null,
  why.map(({ code }) => code),
];

// Danger: a clock that starts by itself is a legal statement nobody made.
test('obligationsOf() starts no NIS2 clock while significance is undecided, whatever the answers say', () => {
  const answers = { 'inc.severe_disruption': true, 'inc.hits_annex_service': true, 'inc.death': true };
  const early = one('nis2-be.early_warning', { answers });
  assert.deepEqual(told(early), ['undecided', null, ['undecided']]);
  assert.deepEqual(early.why[0]?.names, ['significant']);
  for (const each of obligationsOf(regimes, { ...hospital, answers }, brussels))
    assert.equal(each.dueAt, null);
});

test('obligationsOf() says why not: regime, date of the law, decision', () => {
  assert.deepEqual(told(one('nis2-fi.early_warning', {})), ['not_owed', null, ['regime_does_not_apply']]);
  const lawAsOf = Temporal.PlainDate.from('2024-10-17');
  assert.deepEqual(told(one('nis2-be.early_warning', { lawAsOf })), ['not_owed', null, ['not_in_force']]);
  const profile = { ...hospital.profile, 'org.nis2_class': null };
  const unknown = one('nis2-be.early_warning', { profile });
  assert.deepEqual(told(unknown), ['undecided', null, ['profile_unknown']]);
  assert.deepEqual(unknown.why[0]?.names, ['org.nis2_class']);
  const decisions = [significant, { ...significant, is: false, decidedAt: at('2026-11-19T11:00Z') }];
  assert.deepEqual(told(one('nis2-be.early_warning', { decisions })), ['not_owed', null, ['decided_no']]);
});

test('obligationsOf() runs, waits, meets and misses', () => {
  const decisions = [significant];
  const due = '2026-11-20T08:00:00Z';
  const early = one('nis2-be.early_warning', { decisions });
  assert.deepEqual(told(early), ['running', due, []]);
  assert.deepEqual(early.startedBy?.at.toString(), '2026-11-19T08:00:00Z');
  const submissions = (instant: string) => [sent('early_warning', instant)];
  const table: readonly (readonly [Partial<IncidentFacts>, string])[] = [
    [{ now: at('2026-11-20T08:00Z') }, 'running'],
    [{ now: at('2026-11-20T08:00:00.001Z') }, 'overdue'],
    [{ submissions: submissions('2026-11-20T08:00Z') }, 'met'],
    [{ submissions: submissions('2026-11-20T08:00:01Z') }, 'met_late'],
    [{ moments: {} }, 'waiting'],
  ];
  for (const [change, state] of table) {
    assert.equal(one('nis2-be.early_warning', { decisions, ...change }).state, state, JSON.stringify(change));
  }
  assert.equal(one('nis2-be.final', { decisions }).state, 'waiting');
  assert.deepEqual(one('nis2-be.final', { decisions }).why[0]?.names, ['submission:notification']);
});

// Danger: an update of a notification must not buy another month.
test('obligationsOf() counts the final report from the first notification', () => {
  const decisions = [significant];
  const submissions = [sent('notification', '2026-11-25T10:00Z'), sent('notification', '2026-11-21T10:00Z')];
  assert.equal(`${one('nis2-be.final', { decisions, submissions }).dueAt}`, '2026-12-21T10:00:00Z');
});

test('obligationsOf() turns the final report into a progress report while handling goes on', () => {
  const decisions = [significant];
  const submissions = [sent('notification', '2026-11-21T10:00Z')];
  const states = (change: Partial<IncidentFacts>) =>
    ['final', 'progress', 'final_after_progress'].map((stage) => {
      const { state, dueAt } = one(`nis2-be.${stage}`, { decisions, submissions, ...change });
      return `${state} ${dueAt}`;
    });
  const due = '2026-12-21T10:00:00Z';
  assert.deepEqual(states({}), [`running ${due}`, `conditional ${due}`, 'conditional null']);
  const ended = (instant: string) => ({ moments: { ...hospital.moments, end_of_handling: at(instant) } });
  assert.deepEqual(states(ended('2026-12-21T10:00Z')), [`running ${due}`, 'not_owed null', 'not_owed null']);
  const later = { ...ended('2027-01-31T10:00Z'), now: at('2027-02-01T10:00Z') };
  assert.deepEqual(states(later), ['not_owed null', `overdue ${due}`, 'running 2027-02-28T10:00:00Z']);
  const now = at('2026-12-21T10:00:01Z');
  assert.deepEqual(states({ now }), ['not_owed null', `overdue ${due}`, 'waiting null']);
  const progress = [...submissions, sent('progress', '2026-12-20T10:00Z')];
  assert.deepEqual(states({ submissions: progress }), ['not_owed null', `met ${due}`, 'waiting null']);
  const final = [...submissions, sent('final', '2026-12-20T10:00Z')];
  assert.deepEqual(states({ submissions: final }), [`met ${due}`, 'not_owed null', 'not_owed null']);
});

test('obligationsOf() owes an answer to every request, and takes nothing sent before it for one', () => {
  const decisions = [significant];
  const id = 'nis2-be.intermediate';
  assert.equal(one(id, { decisions }).state, 'on_request');
  const requests = [sent('intermediate', '2026-11-19T11:00Z'), sent('intermediate', '2026-11-22T11:00Z')];
  const submissions = [sent('intermediate', '2026-11-19T12:00Z')];
  assert.equal(one(id, { decisions, requests, submissions }).state, 'met');
  const second = one(`${id}.2`, { decisions, requests, submissions });
  assert.deepEqual([second.state, second.isWithoutUndueDelay, second.occurrence], ['running', true, 2]);
});

test('obligationsOf() expects the answer of the authority within 24 hours of the early warning', () => {
  const decisions = [significant];
  const submissions = [sent('early_warning', '2026-11-19T20:00Z')];
  const feedback = one('nis2-be.authority_feedback', { decisions, submissions });
  assert.deepEqual(told(feedback), ['running', '2026-11-20T20:00:00Z', []]);
  assert.equal(feedback.duty, 'expected');
});

test('obligationsOf() lets confirming a decision move nothing', () => {
  const state = { ...significant, regimeId: 'nis2-cz' };
  const profile = { ...hospital.profile, 'org.member_states': ['CZ'] };
  const decisions = [state, { ...state, decidedAt: at('2026-11-19T11:00Z') }];
  assert.equal(`${one('nis2-cz.early_warning', { profile, decisions }).dueAt}`, '2026-11-20T09:00:00Z');
});

// Digital Omnibus: 96 hours instead of 72 must be a version of the data, and never reach an incident of before.
test('versionsOn() takes the law of the day when a regime ends and another takes its place', () => {
  const [gdpr] = regimes.filter(({ id }) => id === 'gdpr');
  assert.ok(gdpr);
  const later: Regime = {
    ...gdpr,
    version: 2,
    validFrom: '2027-07-01',
    stages: gdpr.stages.map((stage) =>
      stage.id === 'authority'
        ? {
            ...stage,
            due: [{ from: { kind: 'moment', moment: 'awareness_of_breach' }, plus: { hours: 96 } }],
          }
        : stage,
    ),
  };
  const both = [later, { ...gdpr, validUntil: '2027-06-30' }];
  const on = (day: string) => Temporal.PlainDate.from(day);
  const versions = (day: string, among = both) => versionsOn(among, on(day)).map(({ version }) => version);
  assert.deepEqual(
    ['2010-01-01', '2027-06-30', '2027-07-01', '2099-01-01'].map((day) => versions(day)),
    [[1], [1], [2], [2]],
  );
  // Between two laws the next one is told, after the last the last: each says itself that it is not in force.
  const apart = [
    { ...gdpr, validUntil: '2027-01-31' },
    { ...later, validUntil: '2028-01-31' },
  ];
  assert.deepEqual([versions('2027-03-01', apart), versions('2030-01-01', apart)], [[2], [2]]);
  const authorityOn = (day: string) =>
    obligationsOf(
      both,
      {
        ...hospital,
        lawAsOf: on(day),
        decisions: [{ ...significant, regimeId: 'gdpr', outcomeId: 'breach' }],
      },
      brussels,
    ).filter(({ id }) => id === 'gdpr.authority');
  // The decision stands, whichever version reads it.
  assert.deepEqual(
    ['2027-06-30', '2027-07-01'].map((day) => authorityOn(day).map(({ dueAt }) => `${dueAt}`)),
    [['2026-11-22T10:00:00Z'], ['2026-11-23T10:00:00Z']],
  );
});

test('obligationsOf() notes the lenient reading of acts of the Union only, and counts by the strict one', () => {
  const decisions = [significant, { ...significant, regimeId: 'gdpr', outcomeId: 'breach' }];
  const noted = (id: string) => {
    const { dueAt, dueAtByLenientReading } = one(id, { decisions });
    return [`${dueAt}`, `${dueAtByLenientReading}`];
  };
  assert.deepEqual(noted('gdpr.authority'), ['2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z']);
  assert.deepEqual(noted('nis2-be.early_warning'), ['2026-11-20T08:00:00Z', 'null']);
  assert.deepEqual(noted('gdpr.register'), ['null', 'null']);
});

test('obligationsOf() keeps what was sent, also where nothing is owed', () => {
  const submissions = [sent('incident', '2026-11-19T11:00Z', 'voluntary-nis2')];
  const incident = one('voluntary-nis2.incident', { submissions });
  assert.deepEqual([incident.state, `${incident.metAt}`], ['voluntary', '2026-11-19T11:00:00Z']);
  assert.equal(
    `${one('nis2-be.early_warning', { submissions: [sent('early_warning', '2026-11-19T11:00Z')] }).metAt}`,
    '2026-11-19T11:00:00Z',
  );
});

const everywhere: IncidentFacts['profile'] = {
  'org.member_states': ['BE', 'FI', 'LV', 'IT', 'SK', 'SI', 'CZ', 'PT', 'HR', 'NL', 'PL', 'NO'],
  'org.nis2_class': 'essential',
  'org.is_dora_entity': false,
  'org.nis2_entity_types': ['cloud', 'trust_service'],
  'org.is_controller': true,
  'org.is_processor': true,
  'org.makes_digital_products': true,
  'org.trust_service': 'qualified',
  'org.is_critical_entity': true,
  'org.is_public_authority': true,
  'org.is_in_social_security': true,
  'org.is_under_norwegian_digital_security_act': true,
  'org.is_under_norwegian_security_act': true,
  'org.classified_owners': ['BE', 'FI', 'EU'],
};

/** Every outcome of every regime decided with yes, and every moment recorded, `later` hours on. */
function everything(later: number): IncidentFacts {
  const moved = (text: string) => at(text).add({ hours: later });
  return {
    ...hospital,
    profile: everywhere,
    decisions: regimes.flatMap((regime) =>
      regime.outcomes.map(({ id }) => ({
        regimeId: regime.id,
        outcomeId: id,
        is: true,
        decidedAt: moved('2026-11-19T09:00Z'),
      })),
    ),
    moments: Object.fromEntries(momentNames.map((name) => [name, moved('2026-11-19T08:00Z')])),
  };
}

test('obligationsOf() never lets a later incident be due earlier, nor forgets a stage', () => {
  const dues = (later: number) =>
    new Map(obligationsOf(regimes, everything(later), brussels).map((each) => [each.id, each]));
  const stageCount = regimes.reduce((sum, { stages }) => sum + stages.length, 0);
  let before = dues(0);
  assert.equal(before.size, stageCount);
  // A year of days and some hours, over both changes of the clock and the short months' ends.
  for (let later = 25; later < 366 * 24; later += 25 * 7) {
    const after = dues(later);
    assert.equal(after.size, stageCount);
    for (const [id, { dueAt, state }] of after) {
      const earlier = before.get(id);
      assert.equal(dueAt === null, earlier?.dueAt === null, id);
      if (dueAt !== null && earlier?.dueAt)
        assert.ok(Temporal.Instant.compare(earlier.dueAt, dueAt) <= 0, id);
      if (dueAt !== null) assert.ok(['running', 'conditional'].includes(state), `${id} ${state}`);
    }
    before = after;
  }
});
