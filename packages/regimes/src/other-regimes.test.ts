// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cer } from './cer.ts';
import { classified } from './classified.ts';
import { cra, craStewards } from './cra.ts';
import { eidas } from './eidas.ts';
import { norway } from './norway.ts';
import { publicDuties } from './public-duties.ts';
import { isUnverified, type Regime } from './regime.ts';
import { judge } from './rule.ts';
import { voluntary } from './voluntary.ts';
import { inShort, workedOut } from './worked-example.ts';

const named = (among: readonly Regime[], id: string): Regime => {
  const found = among.find((regime) => regime.id === id);
  assert.ok(found, id);
  return found;
};
const maker = { 'org.makes_digital_products': true };
const proposes = (regime: Regime, outcomeId: string, answers: Parameters<typeof judge>[1]) => {
  const outcome = regime.outcomes.find(({ id }) => id === outcomeId);
  assert.ok(outcome, outcomeId);
  return judge(outcome.rule, answers, regime.criteria).truth;
};

test('cra runs the clocks of a vulnerability from awareness, and the last from the fix', () => {
  const stages = inShort({
    regime: cra,
    profile: maker,
    decided: { exploited_vulnerability: '2026-10-12T12:00Z' },
    moments: { awareness_of_vulnerability: '2026-10-12T10:00Z', fix_availability: '2026-10-20T10:00Z' },
    now: '2026-10-12T12:00Z',
  });
  assert.deepEqual(stages, {
    v_early_warning: '2026-10-13T10:00:00Z',
    v_notification: '2026-10-15T10:00:00Z',
    v_intermediate: 'on_request',
    // Fourteen days by the clock on the wall, which goes back on 25 October.
    v_final: '2026-11-03T11:00:00Z',
    v_users: 'at once',
    i_early_warning: 'undecided',
    i_notification: 'undecided',
    i_intermediate: 'undecided',
    i_final: 'undecided',
    i_users: 'undecided',
  });
  const unfixed = workedOut({
    regime: cra,
    profile: maker,
    decided: { exploited_vulnerability: '2026-10-12T12:00Z' },
    moments: { awareness_of_vulnerability: '2026-10-12T10:00Z' },
  })['v_final'];
  assert.deepEqual([unfixed?.state, unfixed?.why[0]?.names], ['waiting', ['fix_availability']]);
});

test('cra counts the last report of an incident from the notification that was sent', () => {
  const stages = inShort({
    regime: cra,
    profile: maker,
    decided: { severe_incident: '2026-10-12T12:00Z', '!exploited_vulnerability': '2026-10-12T12:00Z' },
    moments: { awareness_of_severe_incident: '2026-10-12T10:00Z', fix_availability: '2026-10-13T10:00Z' },
    sent: [['i_notification', '2026-10-14T08:00Z']],
    asked: [['i_intermediate', '2026-10-16T08:00Z']],
  });
  assert.deepEqual(stages, {
    v_early_warning: 'not_owed',
    v_notification: 'not_owed',
    v_intermediate: 'not_owed',
    v_final: 'not_owed',
    v_users: 'not_owed',
    i_early_warning: '2026-10-13T10:00:00Z',
    i_notification: '2026-10-15T10:00:00Z',
    i_intermediate: 'at once',
    i_final: '2026-11-14T09:00:00Z',
    i_users: 'at once',
  });
});

test('cra is law from 11 September 2026, and for stewards from 11 December 2027', () => {
  const due = (regime: Regime, lawAsOf: string) =>
    inShort({
      regime,
      profile: { 'org.makes_digital_products': regime === cra, 'org.is_open_source_steward': true },
      decided: { severe_incident: '2026-09-10T12:00Z' },
      moments: { awareness_of_severe_incident: '2026-09-10T12:00Z' },
      lawAsOf,
    })['i_early_warning'];
  assert.equal(due(cra, '2026-09-10'), 'not_owed');
  assert.equal(due(cra, '2026-09-11'), '2026-09-11T12:00:00Z');
  assert.equal(due(craStewards, '2027-12-10'), 'not_owed');
  assert.equal(due(craStewards, '2027-12-11'), '2026-09-11T12:00:00Z');
});

test('cra proposes its outcomes by either limb', () => {
  assert.equal(proposes(cra, 'severe_incident', {}), 'unknown');
  assert.equal(proposes(cra, 'severe_incident', { 'inc.product_protection_hurt': true }), 'yes');
  assert.equal(proposes(cra, 'severe_incident', { 'inc.product_carries_malicious_code': true }), 'yes');
  assert.equal(
    proposes(cra, 'exploited_vulnerability', { 'inc.product_vulnerability_exploited': true }),
    'yes',
  );
});

test('eidas gives 24 hours, and qualified providers the earlier of awareness and incident', () => {
  const stages = (kind: string) =>
    inShort({
      regime: eidas,
      profile: { 'org.trust_service': kind },
      answers: { 'inc.affected_people_identifiable': true, 'inc.telling_public_is_in_its_interest': true },
      decided: { significant: '2026-11-03T12:00Z' },
      moments: { awareness_of_trust_breach: '2026-11-03T10:00Z', occurrence: '2026-11-02T18:00Z' },
    });
  assert.deepEqual(stages('non_qualified'), {
    non_qualified: '2026-11-04T10:00:00Z',
    qualified: 'not_owed',
    affected_people: '2026-11-04T10:00:00Z',
    public: '2026-11-04T10:00:00Z',
    public_by_request: 'not_owed',
  });
  assert.deepEqual(stages('qualified'), {
    non_qualified: 'not_owed',
    qualified: '2026-11-03T18:00:00Z',
    affected_people: '2026-11-03T18:00:00Z',
    public: 'not_owed',
    public_by_request: 'on_request',
  });
  for (const stage of ['qualified', 'affected_people']) {
    const line = eidas.stages.find(({ id }) => id === stage)?.legal;
    assert.ok(line !== undefined && isUnverified(line), stage);
  }
});

test('cer owes a notification in 24 hours and, where relevant, a report in a month', () => {
  const stages = (relevant: boolean | null) =>
    inShort({
      regime: cer,
      profile: { 'org.is_critical_entity': true },
      answers: { 'inc.detailed_report_is_relevant': relevant },
      decided: { significant: '2027-01-31T12:00Z' },
      moments: { awareness: '2027-01-31T10:00Z' },
      sent: [['initial', '2027-02-01T09:00Z']],
    });
  assert.deepEqual(stages(true), { initial: '2027-02-01T10:00:00Z', detailed: '2027-02-28T10:00:00Z' });
  assert.equal(stages(false)['detailed'], 'not_owed');
  assert.equal(stages(null)['detailed'], 'undecided');
});

test('norway counts the report from the first warning, the rest from knowledge', () => {
  const regime = named(norway, 'no-digital-security');
  const stages = inShort({
    regime,
    profile: { 'org.is_under_norwegian_digital_security_act': true },
    decided: { significant: '2026-11-03T12:00Z' },
    moments: { awareness: '2026-11-03T10:00Z' },
    sent: [
      ['warning', '2026-11-03T15:00Z'],
      ['update', '2026-11-05T15:00Z'],
    ],
    timeZone: 'Europe/Oslo',
  });
  assert.deepEqual(stages, {
    warning: '2026-11-04T10:00:00Z',
    update: '2026-11-06T10:00:00Z',
    report: '2026-12-03T15:00:00Z',
  });
});

test('norway takes security-threatening activity at once, and trust services from level 3', () => {
  const security = named(norway, 'no-security');
  const notified = inShort({
    regime: security,
    profile: { 'org.is_under_norwegian_security_act': true },
    decided: { notifiable: '2026-11-03T12:00Z' },
    moments: { awareness: '2026-11-03T10:00Z' },
  });
  assert.deepEqual(notified, { notification: 'at once' });
  assert.equal(proposes(security, 'notifiable', { 'inc.serious_breach_of_security_act': true }), 'yes');
  const trust = named(norway, 'no-trust');
  const profile = { 'org.member_states': ['NO'], 'org.trust_service': 'qualified' };
  const moments = { awareness: '2026-11-03T10:00Z' };
  const decided = { level_3: '2026-11-03T12:00Z' };
  assert.deepEqual(inShort({ regime: trust, profile, decided, moments }), {
    notification: '2026-11-04T10:00:00Z',
  });
  assert.equal(proposes(trust, 'level_3', { 'inc.nkom_level': '2' }), 'no');
  assert.equal(proposes(trust, 'level_3', { 'inc.nkom_level': '3' }), 'yes');
});

test('classified tells every owner at once, without a number, and only of what is theirs', () => {
  const wanted: Readonly<Record<string, readonly string[]>> = {
    'classified-be': ['security_officer', 'authority', 'director', 'originator', 'investigation'],
    'classified-fi': ['authority', 'originator'],
    'classified-eu': ['authority', 'originator', 'investigation'],
  };
  assert.deepEqual(
    classified.map(({ id }) => id),
    Object.keys(wanted),
  );
  for (const regime of classified) {
    const stages = inShort({
      regime,
      profile: { 'org.classified_owners': ['BE', 'FI', 'EU'] },
      decided: { compromise: '2026-11-03T12:00Z' },
      moments: { awareness: '2026-11-03T10:00Z' },
    });
    assert.deepEqual(
      stages,
      Object.fromEntries((wanted[regime.id] ?? []).map((stage) => [stage, 'at once'])),
    );
    const hit = (owner: string) => ({
      'inc.classified_endangered': true,
      'inc.classified_owners_hit': [owner],
    });
    assert.equal(proposes(regime, 'compromise', hit(regime.jurisdiction)), 'yes');
    assert.equal(proposes(regime, 'compromise', hit('NATO')), 'no');
  }
});

test('publicDuties tell the users of a Finnish authority when it starts and when it ends', () => {
  const profile = { 'org.is_public_authority': true, 'org.member_states': ['FI'] };
  const told = (moments: Parameters<typeof inShort>[0]['moments']) =>
    inShort({
      regime: named(publicDuties, 'fi-906-13a'),
      profile,
      decided: { disturbance: '2026-11-03T12:00Z' },
      moments: { awareness: '2026-11-03T10:00Z', ...moments },
      timeZone: 'Europe/Helsinki',
    });
  assert.deepEqual(told({}), { users: 'at once', users_end: 'waiting' });
  assert.deepEqual(told({ end_of_disturbance: '2026-11-04T10:00Z' }), {
    users: 'at once',
    users_end: 'at once',
  });
  const moments = { awareness: '2026-11-03T10:00Z' };
  const service = {
    regime: named(publicDuties, 'fi-306-4'),
    moments,
    decided: { break: '2026-11-03T12:00Z' },
  };
  assert.deepEqual(inShort({ ...service, profile }), { public: 'at once' });
  const belgian = { ...profile, 'org.member_states': ['BE'] };
  assert.deepEqual(inShort({ ...service, profile: belgian }), { public: 'not_owed' });
});

test('publicDuties say that the wording of the KSZ norms is unverified', () => {
  const [notification] = Object.values(
    workedOut({
      regime: named(publicDuties, 'ksz'),
      profile: { 'org.is_in_social_security': true },
      decided: { notifiable: '2026-11-03T12:00Z' },
      moments: { awareness: '2026-11-03T10:00Z' },
    }),
  );
  assert.equal(notification?.state, 'running');
  assert.ok(notification !== undefined && isUnverified(notification.legal));
});

// Danger: a voluntary notification that is shown as owed, or makes something owed, and so keeps people from sending it.
test('voluntary notifications create no duty, sent or not', () => {
  const stages = ['incident', 'cyber_threat', 'near_miss', 'vulnerability'];
  for (const regime of voluntary) {
    for (const sent of [[], stages.map((stage) => [stage, '2026-11-03T10:00Z'] as const)]) {
      for (const each of Object.values(workedOut({ regime, profile: {}, sent, now: '2030-01-01T00:00Z' }))) {
        assert.deepEqual([each.state, each.dueAt], ['voluntary', null]);
      }
    }
  }
  assert.deepEqual(
    voluntary.map(({ stages: { length } }) => length),
    [3, 4],
  );
});
