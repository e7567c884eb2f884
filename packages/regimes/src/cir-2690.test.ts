// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cirCriteria, cirEntityTypes, isSignificantByCir } from './cir-2690.ts';
import { nis2 } from './nis2.ts';
import { incidentQuestionsOf } from './regimes.ts';
import { type Answers, judge } from './rule.ts';

const profile = (type: string): Answers => ({
  'org.nis2_entity_types': [type],
  'org.annual_turnover_eur': 4_000_000,
  'org.service_users_count': 10_000,
  'org.domain_names_count': 50_000,
});
const metBy = (type: string, answers: Answers) =>
  cirCriteria
    .filter(({ rule }) => judge(rule, { ...profile(type), ...answers }).truth === 'yes')
    .map(({ id }) => id)
    .join(' ');

test('cirCriteria hold each threshold on both sides', () => {
  const malicious = { 'inc.cia_compromised': true, 'inc.is_suspected_malicious': true };
  const limited = (users: number, minutes: number) => ({
    'inc.limited_users_count': users,
    'inc.limited_minutes': minutes,
  });
  const misconfigured = (names: number) => ({
    'inc.dns_records_compromised': true,
    'inc.is_misconfiguration': true,
    'inc.domain_names_affected_count': names,
  });
  const volume = (users: number) => ({ 'inc.cia_compromised': true, 'inc.cia_users_count': users });
  const table: readonly (readonly [type: string, answers: Answers, met: string])[] = [
    // 5 % of EUR 4 000 000 is lower than EUR 500 000.
    ['cloud', { 'inc.direct_loss_eur': 200_000 }, ''],
    ['cloud', { 'inc.direct_loss_eur': 200_001 }, 'cir.3.1.a'],
    ['cloud', { 'org.annual_turnover_eur': 100_000_000, 'inc.direct_loss_eur': 500_000 }, ''],
    ['cloud', { 'org.annual_turnover_eur': 100_000_000, 'inc.direct_loss_eur': 500_001 }, 'cir.3.1.a'],
    ['cloud', { 'inc.trade_secrets_exfiltrated': true }, 'cir.3.1.b'],
    ['cloud', { 'inc.death': true }, 'cir.3.1.c'],
    ['cloud', { 'inc.considerable_health_damage': true }, 'cir.3.1.d'],
    ['cloud', { 'inc.malicious_access': true, 'inc.severe_disruption': true }, 'cir.3.1.e'],
    ['cloud', { 'inc.malicious_access': true, 'inc.severe_disruption': false }, ''],
    [
      'cloud',
      {
        'inc.recurrences_6_months_count': 2,
        'inc.recurrences_share_root_cause': true,
        'inc.recurrences_loss_eur': 200_001,
      },
      'cir.3.1.f',
    ],
    ['dns', { 'inc.outage_minutes': 30 }, ''],
    ['dns', { 'inc.outage_minutes': 31 }, 'cir.5.outage'],
    ['dns', { 'inc.response_above_10_s_minutes': 60 }, ''],
    ['dns', { 'inc.response_above_10_s_minutes': 61 }, 'cir.5.slow'],
    ['dns', { 'inc.dns_records_compromised': true, 'inc.is_misconfiguration': false }, 'cir.5.compromise'],
    // 500 names are 1 % of 50 000.
    ['dns', misconfigured(500), ''],
    ['dns', misconfigured(501), 'cir.5.compromise'],
    ['dns', { ...misconfigured(999), 'org.domain_names_count': 1_000_000 }, ''],
    ['dns', { ...misconfigured(1000), 'org.domain_names_count': 1_000_000 }, 'cir.5.compromise'],
    ['tld', { 'inc.outage_minutes': 1 }, 'cir.6.outage'],
    ['tld', { 'inc.response_above_10_s_minutes': 61 }, 'cir.6.slow'],
    ['tld', misconfigured(1), 'cir.6.compromise'],
    ...(
      [
        ['cloud', 7],
        ['cdn', 9],
        ['msp', 10],
        ['mssp', 10],
      ] as const
    ).flatMap(([type, article]) => [
      [type, { 'inc.outage_minutes': 30 }, ''] as const,
      [type, { 'inc.outage_minutes': 31 }, `cir.${article}.outage`] as const,
      [type, limited(500, 61), ''] as const,
      [type, limited(501, 60), ''] as const,
      [type, limited(501, 61), `cir.${article}.limited`] as const,
      [type, malicious, `cir.${article}.malicious`] as const,
      [type, volume(500), ''] as const,
      [type, volume(501), `cir.${article}.volume`] as const,
      [
        type,
        { ...volume(1_000_001), 'org.service_users_count': 30_000_000 },
        `cir.${article}.volume`,
      ] as const,
    ]),
    ['data_centre', { 'inc.outage_minutes': 1 }, 'cir.8.outage'],
    ['data_centre', { 'inc.limited_minutes': 60 }, ''],
    ['data_centre', { 'inc.limited_minutes': 61 }, 'cir.8.limited'],
    ['data_centre', malicious, 'cir.8.malicious'],
    ['data_centre', { 'inc.physical_access_compromised': true }, 'cir.8.physical'],
    ...(
      [
        ['marketplace', 11],
        ['search_engine', 12],
        ['social_network', 13],
      ] as const
    ).flatMap(([type, article]) => [
      [type, { 'inc.outage_minutes': 500, 'inc.outage_users_count': 500 }, ''] as const,
      [type, { 'inc.outage_users_count': 501 }, `cir.${article}.outage`] as const,
      [type, limited(501, 1), `cir.${article}.limited`] as const,
      [type, malicious, `cir.${article}.malicious`] as const,
      [type, volume(501), `cir.${article}.volume`] as const,
    ]),
    ['trust_service', { 'inc.outage_minutes': 20 }, ''],
    ['trust_service', { 'inc.outage_minutes': 21 }, 'cir.14.outage'],
    ['trust_service', { 'inc.unavailable_in_week_minutes': 61 }, 'cir.14.week'],
    ['trust_service', { 'inc.limited_users_count': 100 }, ''],
    ['trust_service', { 'inc.limited_users_count': 101 }, 'cir.14.limited'],
    ['trust_service', volume(10), ''],
    ['trust_service', volume(11), 'cir.14.volume'],
    ['trust_service', { ...volume(101), 'org.service_users_count': 1_000_000 }, 'cir.14.volume'],
    ['trust_service', { 'inc.physical_access_compromised': true }, 'cir.14.physical'],
    ['trust_service', malicious, ''],
  ];
  for (const [type, answers, met] of table)
    assert.equal(metBy(type, answers), met, `${type} ${JSON.stringify(answers)}`);
});

test('isSignificantByCir leaves out planned maintenance, and says no only when every figure is known', () => {
  const truth = (answers: Answers) =>
    judge(isSignificantByCir, { ...profile('cdn'), ...answers }, cirCriteria).truth;
  assert.equal(truth({ 'inc.outage_minutes': 600, 'inc.is_planned_maintenance': true }), 'no');
  assert.equal(truth({ 'inc.outage_minutes': 600, 'inc.is_planned_maintenance': false }), 'yes');
  assert.equal(truth({ 'inc.outage_minutes': 5, 'inc.is_planned_maintenance': false }), 'unknown');
});

test('incidentQuestionsOf() asks each kind of entity only what its thresholds need', () => {
  const asked = (type: string) => incidentQuestionsOf([nis2], profile(type)).map(({ id }) => id);
  assert.ok(asked('dns').includes('inc.domain_names_affected_count'));
  assert.ok(!asked('cloud').includes('inc.domain_names_affected_count'));
  assert.ok(!asked('cloud').includes('inc.considerable_damage_to_others'));
  assert.ok(!asked('none').includes('inc.outage_minutes'));
  for (const type of cirEntityTypes) assert.equal(new Set(asked(type)).size, asked(type).length);
});
