// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dora } from './dora.ts';
import { type Answers, judge } from './rule.ts';
import { type Example, inShort, workedOut } from './worked-example.ts';

const insurer: Answers = {
  'org.is_dora_entity': true,
  'org.is_dora_small': false,
  'org.dora_entity_types': ['other'],
  'org.nis2_class': 'none',
  'org.is_dora_shift_withdrawn': false,
};
const bank: Answers = { ...insurer, 'org.dora_entity_types': ['credit_institution'] };

/** Wednesday: aware at 08:00, classified at 11:00 Brussels time. */
const example = (change: Partial<Example> = {}): Example => ({
  regime: dora,
  profile: insurer,
  answers: { 'inc.hits_clients_financial_interests': true },
  decided: { major: '2026-11-04T11:00+01:00' },
  moments: { awareness: '2026-11-04T08:00+01:00' },
  now: '2026-11-04T12:00+01:00',
  ...change,
});
const due = (stage: string, change: Partial<Example>) => inShort(example(change))[stage];
const utc = (text: string) => Temporal.Instant.from(text).toString();

test('dora counts each stage from its own moment', () => {
  const whole = inShort(
    example({
      sent: [
        ['initial', '2026-11-04T14:00+01:00'],
        ['intermediate', '2026-11-05T10:00+01:00'],
      ],
      answers: { 'inc.hits_clients_financial_interests': true, 'inc.final_report_will_be_late': true },
      decided: { major: '2026-11-04T11:00+01:00', significant_threat: '2026-11-04T11:00+01:00' },
      moments: { awareness: '2026-11-04T08:00+01:00', recovery: '2026-11-04T20:00+01:00' },
    }),
  );
  assert.deepEqual(whole, {
    initial: utc('2026-11-04T15:00+01:00'),
    // 72 hours after Wednesday 14:00 is Saturday 14:00: an insurer has until Monday noon.
    intermediate: utc('2026-11-09T12:00+01:00'),
    intermediate_update: 'at once',
    // A month after Thursday 5 November is Saturday 5 December.
    final: utc('2026-12-07T12:00+01:00'),
    delay_of_initial: 'undecided',
    delay_of_intermediate: 'undecided',
    // Before the limit it is about.
    delay_of_final: utc('2026-12-07T12:00+01:00'),
    reclassification: 'undecided',
    reporter_announced: 'undecided',
    management_body: 'at once',
    acknowledgement: 'at once',
    clients: 'at once',
    threat_to_clients: 'at once',
    threat: 'voluntary',
  });
});

// RTS 2025/301 art. 5(1)(a), 5(2).
test('dora takes the earlier of four hours and a day, and the four hours alone after a late classification', () => {
  const table: readonly (readonly [classified: string, wanted: string])[] = [
    ['2026-11-04T11:00+01:00', '2026-11-04T15:00+01:00'],
    ['2026-11-05T05:00+01:00', '2026-11-05T08:00+01:00'],
    ['2026-11-05T08:00+01:00', '2026-11-05T08:00+01:00'],
    ['2026-11-05T08:00:01+01:00', '2026-11-05T12:00:01+01:00'],
    ['2026-11-05T17:00+01:00', '2026-11-05T21:00+01:00'],
  ];
  for (const [classified, wanted] of table) {
    assert.equal(due('initial', { decided: { major: classified } }), utc(wanted), classified);
  }
  // Without a moment of awareness the four hours bind, and what is missing is said.
  const unaware = workedOut(example({ moments: {} }))['initial'];
  assert.equal(`${unaware?.dueAt}`, utc('2026-11-04T15:00+01:00'));
  assert.deepEqual(unaware?.why[0]?.names, ['awareness']);
});

// Danger: an insurer that files on Saturday night because nobody said which answer would have given it Monday.
test('dora says which open answer keeps a limit on a day off', () => {
  const initial = (profile: Answers) =>
    workedOut(example({ ...christmas, profile }))['initial']?.why.map(({ code, names }) => [code, ...names]);
  assert.deepEqual(initial({ ...insurer, 'org.nis2_class': null }), [
    ['stricter_while_unknown', 'org.nis2_class'],
  ]);
  assert.deepEqual(initial(insurer), []);
  // A bank has no leniency to gain, and on a working day nobody has.
  assert.deepEqual(initial({ ...bank, 'org.nis2_class': null }), []);
  const weekday = workedOut(example({ profile: { ...insurer, 'org.nis2_class': null } }))['initial'];
  assert.deepEqual(weekday?.why, []);
});

// A long weekend: Friday 25 December 2026 is Christmas, Monday is the 28th.
const christmas = {
  decided: { major: '2026-12-24T23:00+01:00' },
  moments: { awareness: '2026-12-24T22:00+01:00' },
  holidays: ['2026-12-25', '2027-01-01'],
} as const;

test('dora moves a limit over weekend and holidays to noon, except for whom and what art. 5(5) and 5(6) name', () => {
  const strict = utc('2026-12-25T03:00+01:00');
  const moved = utc('2026-12-28T12:00+01:00');
  const table: readonly (readonly [string, Answers, string])[] = [
    ['insurer', insurer, moved],
    ['bank', bank, strict],
    ['counterparty', { ...insurer, 'org.dora_entity_types': ['central_counterparty'] }, strict],
    ['venue', { ...insurer, 'org.dora_entity_types': ['trading_venue'] }, strict],
    ['essential', { ...insurer, 'org.nis2_class': 'essential' }, strict],
    ['important', { ...insurer, 'org.nis2_class': 'important' }, strict],
    ['withdrawn', { ...insurer, 'org.is_dora_shift_withdrawn': true }, strict],
    // A leniency that is not certain is not taken.
    ['unknown', { ...insurer, 'org.nis2_class': null }, strict],
  ];
  for (const [name, profile, wanted] of table) {
    const initial = workedOut(example({ ...christmas, profile }))['initial'];
    assert.equal(`${initial?.dueAt}`, wanted, name);
    assert.equal(initial?.dueAtBeforeShift?.toString() ?? null, wanted === moved ? strict : null, name);
  }
});

test('dora lets the final report of a bank shift, and nothing of who lost the rule', () => {
  const sent = [
    ['initial', '2026-12-01T10:00+01:00'],
    ['intermediate', '2026-12-02T10:00+01:00'],
  ] as const;
  // 2 January 2027 is a Saturday.
  assert.equal(due('final', { profile: bank, sent }), utc('2027-01-04T12:00+01:00'));
  const withdrawn = { ...bank, 'org.is_dora_shift_withdrawn': true };
  assert.equal(due('final', { profile: withdrawn, sent }), utc('2027-01-02T10:00+01:00'));
});

test('dora counts the final report from the latest update, and freezes it when it is sent', () => {
  const sent: Example['sent'] = [
    ['initial', '2026-11-04T14:00+01:00'],
    ['intermediate', '2026-11-05T10:00+01:00'],
    ['intermediate_update', '2026-11-10T10:00+01:00'],
  ];
  assert.equal(due('final', { sent }), utc('2026-12-10T10:00+01:00'));
  const after: Example['sent'] = [
    ...sent,
    ['final', '2026-12-11T10:00+01:00'],
    ['intermediate_update', '2026-12-12T10:00+01:00'],
  ];
  const final = workedOut(example({ sent: after }))['final'];
  assert.deepEqual([final?.state, `${final?.dueAt}`], ['met_late', utc('2026-12-10T10:00+01:00')]);
});

test('dora owes an update for the recovery and for every request, each answered by itself', () => {
  const all = workedOut(
    example({
      moments: { awareness: '2026-11-04T08:00+01:00', recovery: '2026-11-06T08:00+01:00' },
      asked: [['intermediate_update', '2026-11-05T08:00+01:00']],
      sent: [['intermediate_update', '2026-11-05T09:00+01:00']],
    }),
  );
  assert.equal(all['intermediate_update']?.state, 'met');
  assert.equal(all['intermediate_update.2']?.state, 'running');
  assert.equal(workedOut(example())['intermediate_update']?.state, 'waiting');
});

test('dora tells of a delay before the limit, and reclassifies what never was major', () => {
  const late = (value: boolean) => ({ 'inc.initial_report_will_be_late': value });
  assert.equal(due('delay_of_initial', { answers: late(true) }), utc('2026-11-04T15:00+01:00'));
  assert.equal(due('delay_of_initial', { answers: late(false) }), 'not_owed');
  const decided = { '!major': '2026-11-05T11:00+01:00', never_major: '2026-11-05T11:00+01:00' };
  const after = inShort(example({ decided }));
  assert.deepEqual(
    [after['reclassification'], after['initial'], after['final']],
    ['at once', 'not_owed', 'not_owed'],
  );
});

// Danger: the late report that comes at last washes away that nobody was told.
test('dora keeps a notice of delay that never came overdue, and needs none where the report came in time', () => {
  const notice = (sent: NonNullable<Example['sent']>) => {
    const answers = { 'inc.initial_report_will_be_late': true };
    const given = workedOut(example({ answers, sent, now: '2026-11-06T12:00+01:00' }))['delay_of_initial'];
    return [given?.state, given?.why[0]?.code];
  };
  const at15 = '2026-11-04T15:00+01:00';
  assert.deepEqual(notice([['initial', at15]]), ['not_owed', 'limit_kept']);
  assert.deepEqual(notice([['initial', '2026-11-04T15:00:01+01:00']]), ['overdue', undefined]);
  assert.deepEqual(notice([['delay_of_initial', at15]]), ['met', undefined]);
  const lateNotice = ['delay_of_initial', '2026-11-04T18:00+01:00'] as const;
  assert.deepEqual(notice([lateNotice, ['initial', '2026-11-04T19:00+01:00']]), ['met_late', undefined]);
});

test('dora knows each threshold on both sides', () => {
  const met = (answers: Answers) =>
    dora.criteria
      .filter(({ rule }) => judge(rule, { ...insurer, ...answers }, dora.criteria).truth === 'yes')
      .map(({ id }) => id.slice('dora.'.length))
      .join(' ');
  const of = (fact: string, affected: number, whole: string) => ({ [fact]: affected, [whole]: 1000 });
  const threat = { 'inc.threat_hits_critical_functions': true, 'inc.threat_is_probable': true };
  const recurring = {
    'inc.recurrences_6_months_count': 2,
    'inc.recurrences_share_root_cause': true,
    'inc.recurrences_major_together': true,
  };
  const table: readonly (readonly [Answers, string])[] = [
    [{ 'inc.hits_critical_functions': true }, '6'],
    [{ 'inc.hits_authorised_services': true }, '6'],
    [{ 'inc.malicious_access': true }, '6'],
    [of('inc.clients_affected_count', 100, 'inc.service_clients_count'), ''],
    [of('inc.clients_affected_count', 101, 'inc.service_clients_count'), '9.1.a 9.1'],
    [{ 'inc.clients_affected_count': 100_000 }, ''],
    [{ 'inc.clients_affected_count': 100_001 }, '9.1.b 9.1'],
    [of('inc.counterparts_affected_count', 300, 'inc.counterparts_count'), ''],
    [of('inc.counterparts_affected_count', 301, 'inc.counterparts_count'), '9.1.c 9.1'],
    [of('inc.transactions_affected_count', 100, 'inc.transactions_daily_count'), ''],
    [of('inc.transactions_affected_count', 101, 'inc.transactions_daily_count'), '9.1.d 9.1'],
    [of('inc.transactions_affected_eur', 101, 'inc.transactions_daily_eur'), '9.1.e 9.1'],
    [{ 'inc.relevant_client_affected': true }, '9.1.f 9.1'],
    [{ 'inc.is_in_media': true }, '9.2'],
    [{ 'inc.repetitive_complaints': true }, '9.2'],
    [{ 'inc.regulatory_requirements_not_met': true }, '9.2'],
    [{ 'inc.clients_lost_materially': true }, '9.2'],
    [{ 'inc.duration_minutes': 1440 }, ''],
    [{ 'inc.duration_minutes': 1441 }, '9.3.a 9.3'],
    [{ 'inc.downtime_minutes': 121 }, ''],
    [{ 'inc.hits_critical_functions': true, 'inc.downtime_minutes': 120 }, '6'],
    [{ 'inc.hits_critical_functions': true, 'inc.downtime_minutes': 121 }, '6 9.3.b 9.3'],
    [{ 'inc.member_states_hit_count': 1 }, ''],
    [{ 'inc.member_states_hit_count': 2 }, '9.4'],
    [{ 'inc.data_loss_hurts_business': true }, '9.5.a'],
    [{ 'inc.malicious_access': true, 'inc.access_may_lose_data': true }, '6 9.5.b'],
    [{ 'inc.gross_costs_eur': 100_000 }, ''],
    [{ 'inc.gross_costs_eur': 100_001 }, '9.6'],
    [recurring, '8.2'],
    [{ ...recurring, 'org.is_dora_small': true }, ''],
    [threat, ''],
    [{ ...threat, 'inc.threat_would_meet_criteria': true }, '10'],
  ];
  for (const [answers, wanted] of table) assert.equal(met(answers), wanted, JSON.stringify(answers));
});

// RTS 2024/1772 art. 8(1): reputation alone is not enough, malicious access with data at risk is.
test('dora proposes major with critical services and two thresholds, or with malicious access alone', () => {
  const [major] = dora.outcomes;
  assert.ok(major);
  const nothing = Object.fromEntries(
    dora.criteria
      .flatMap(({ rule }) => judge(rule, insurer, dora.criteria).open)
      .map((fact) => [
        fact,
        fact.endsWith('_count') || fact.endsWith('_eur') || fact.endsWith('_minutes') ? 0 : false,
      ]),
  );
  const verdict = (answers: Answers) =>
    judge(major.rule, { ...nothing, ...insurer, ...answers }, dora.criteria).truth;
  const critical = { 'inc.hits_critical_functions': true };
  assert.equal(verdict({}), 'no');
  assert.equal(verdict(critical), 'no');
  assert.equal(verdict({ ...critical, 'inc.is_in_media': true }), 'no');
  assert.equal(verdict({ ...critical, 'inc.is_in_media': true, 'inc.gross_costs_eur': 100_001 }), 'yes');
  assert.equal(verdict({ 'inc.is_in_media': true, 'inc.gross_costs_eur': 100_001 }), 'no');
  assert.equal(verdict({ 'inc.malicious_access': true, 'inc.access_may_lose_data': true }), 'yes');
  // 9(5)(a) is one of the two, never both of them.
  assert.equal(verdict({ ...critical, 'inc.data_loss_hurts_business': true }), 'no');
  assert.equal(verdict({ ...critical, 'inc.is_in_media': true, 'inc.gross_costs_eur': null }), 'unknown');
});
