// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IncidentFacts } from './clocks.ts';
import { gdpr } from './gdpr.ts';
import { obligationsOf } from './obligations.ts';

const at = (text: string) => Temporal.Instant.from(text);
const decided = (outcomeId: string, is: boolean) => ({
  regimeId: 'gdpr',
  outcomeId,
  is,
  decidedAt: at('2026-11-19T11:00Z'),
});
const controller: IncidentFacts = {
  profile: { 'org.is_controller': true, 'org.is_processor': false },
  answers: {},
  decisions: [decided('breach', true)],
  moments: { awareness_of_breach: at('2026-11-19T10:00Z') },
  submissions: [],
  requests: [],
  lawAsOf: Temporal.PlainDate.from('2026-11-19'),
  now: at('2026-11-19T12:00Z'),
};
const statesOf = (change: Partial<IncidentFacts>) =>
  Object.fromEntries(
    obligationsOf(
      [gdpr],
      { ...controller, ...change },
      { timeZone: 'Europe/Brussels', isHoliday: () => false },
    ).map(({ stageId, state, dueAt }) => [stageId, dueAt === null ? state : `${state} ${dueAt}`]),
  );

// GDPR art. 33(1): the duty stands unless a risk is unlikely; nobody has to decide that there is one.
test('gdpr runs 72 hours from awareness of the breach until a person decides that a risk is unlikely', () => {
  assert.equal(statesOf({})['authority'], 'running 2026-11-22T10:00:00Z');
  assert.equal(statesOf({ decisions: [] })['authority'], 'undecided');
  assert.equal(statesOf({ decisions: [decided('breach', false)] })['authority'], 'not_owed');
  const unlikely = statesOf({ decisions: [decided('breach', true), decided('risk', false)] });
  assert.equal(unlikely['authority'], 'not_owed');
  assert.equal(unlikely['register'], 'running');
});

/** EDPB Guidelines 01/2021: number of the case, whether the authority is told, whether the people are. */
const edpbCases: readonly (readonly [number, boolean, boolean])[] = [
  [1, false, false],
  [2, true, false],
  [3, true, true],
  [4, true, true],
  [5, true, true],
  [6, false, false],
  [7, true, true],
  [8, true, false],
  [9, false, false],
  [10, false, false],
  [11, true, true],
  [12, true, true],
  [13, false, false],
  [14, true, true],
  [15, false, false],
  [16, true, false],
  [17, true, true],
  [18, true, true],
];

test('gdpr owes in each of the 18 EDPB cases what the guidelines say, and the register always', () => {
  for (const [number, toAuthority, toPeople] of edpbCases) {
    const decisions = [decided('breach', true), decided('risk', toAuthority), decided('high_risk', toPeople)];
    const states = statesOf({ decisions });
    assert.equal(states['authority']?.startsWith('running'), toAuthority, `case ${number}: authority`);
    assert.equal(states['data_subjects'], toPeople ? 'running' : 'not_owed', `case ${number}: people`);
    assert.equal(states['register'], 'running', `case ${number}: register`);
  }
});

test('gdpr takes an exception of art. 34(3) only where somebody has shown it', () => {
  const decisions = [decided('breach', true), decided('high_risk', true)];
  const told = (answers: IncidentFacts['answers']) => {
    const { data_subjects, public_instead } = statesOf({ decisions, answers });
    return [data_subjects, public_instead];
  };
  assert.deepEqual(told({}), ['running', 'undecided']);
  assert.deepEqual(told({ 'inc.personal_data_unintelligible': true }), ['not_owed', 'not_owed']);
  assert.deepEqual(told({ 'inc.high_risk_removed': true, 'inc.telling_disproportionate': false }), [
    'not_owed',
    'not_owed',
  ]);
  assert.deepEqual(told({ 'inc.telling_disproportionate': true }), ['not_owed', 'running']);
  assert.deepEqual(told({ 'inc.telling_disproportionate': false }), ['running', 'not_owed']);
});

test('gdpr has a processor tell the controllers without a number, and a controller nobody', () => {
  const answers = { 'inc.hits_data_of_controllers': true };
  const profile = { 'org.is_controller': false, 'org.is_processor': true };
  const processor = statesOf({ profile, answers });
  assert.deepEqual([processor['controller'], processor['authority']], ['running', 'not_owed']);
  assert.equal(statesOf({ answers })['controller'], 'not_owed');
});

test('gdpr tells people when the authority orders it, whatever was decided about the risk', () => {
  const decisions = [decided('breach', true), decided('high_risk', false)];
  const requests = [{ regimeId: 'gdpr', stageId: 'data_subjects_by_order', at: at('2026-11-20T10:00Z') }];
  assert.equal(statesOf({ decisions })['data_subjects_by_order'], 'on_request');
  assert.equal(statesOf({ decisions, requests })['data_subjects_by_order'], 'running');
});
