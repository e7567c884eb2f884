// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IncidentFacts } from './clocks.ts';
import { gdpr } from './gdpr.ts';
import { obligationsOf } from './obligations.ts';
import { proposalsOf } from './regimes.ts';

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

/**
 * EDPB Guidelines 01/2021: what happened, and whether the authority and the people are told. The two columns are read
 * in a record of the guidelines; the titles are recalled.
 */
const edpbCases: readonly (readonly [number, string, toAuthority: boolean, toPeople: boolean])[] = [
  [1, 'ransomware, a proper backup, nothing taken', false, false],
  [2, 'ransomware without a proper backup', true, false],
  [3, 'ransomware in a hospital, with a backup, nothing taken', true, true],
  [4, 'ransomware without a backup, and data taken', true, true],
  [5, 'job applications taken from a website', true, true],
  [6, 'hashed passwords taken from a website', false, false],
  [7, 'stolen passwords tried on a banking website', true, true],
  [8, 'business data taken by a former employee', true, false],
  [9, 'data sent by mistake to a trusted third party', false, false],
  [10, 'stolen tablets, encrypted', false, false],
  [11, 'a stolen computer, not encrypted', true, true],
  [12, 'stolen paper files with sensitive data', true, true],
  [13, 'two parcels exchanged', false, false],
  [14, 'highly confidential data mailed by mistake', true, true],
  [15, 'a list of participants mailed by mistake', false, false],
  [16, 'an insurance summary posted to somebody else', true, false],
  [17, 'a caller who passed for the customer', true, true],
  [18, 'a forwarding rule in mailboxes', true, true],
];

test('gdpr owes in each of the 18 EDPB cases what the guidelines say, and the register always', () => {
  assert.deepEqual(
    edpbCases.map(([number]) => number),
    Array.from({ length: 18 }, (_, index) => index + 1),
  );
  for (const [number, title, toAuthority, toPeople] of edpbCases) {
    const answers = {
      'inc.personal_data_breached': true,
      'inc.risk_to_people': toAuthority,
      'inc.high_risk_to_people': toPeople,
    };
    const decisions = proposalsOf(gdpr, controller.profile, answers).map(({ outcome, truth }) =>
      decided(outcome.id, truth === 'yes'),
    );
    assert.equal(decisions.length, 3);
    const states = statesOf({ decisions, answers });
    const named = `case ${number}, ${title}`;
    const authority = toAuthority ? 'running 2026-11-22T10:00:00Z' : 'not_owed';
    assert.equal(states['authority'], authority, named);
    assert.equal(states['data_subjects'], toPeople ? 'running' : 'not_owed', named);
    assert.equal(states['register'], 'running', named);
  }
});

// Encryption, or a measure taken in time, spares the people, and a risk that is left still goes to the authority.
test('gdpr lets what protects the data answer for the people, and only a decision for the authority', () => {
  const decisions = [decided('breach', true), decided('high_risk', true)];
  for (const shield of ['inc.personal_data_unintelligible', 'inc.high_risk_removed']) {
    const states = statesOf({ decisions, answers: { [shield]: true } });
    assert.deepEqual(
      [states['data_subjects'], states['authority']],
      ['not_owed', 'running 2026-11-22T10:00:00Z'],
    );
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

// GDPR art. 33(4): what was not known at first follows, and its lack holds the first notification up no longer.
test('gdpr owes what follows a notification in phases once the first part is sent', () => {
  const answers = { 'inc.breach_notified_in_phases': true };
  const submissions = [{ regimeId: 'gdpr', stageId: 'authority', at: at('2026-11-20T10:00Z') }];
  assert.equal(statesOf({ answers })['authority_follow_up'], 'waiting');
  assert.equal(statesOf({ answers, submissions })['authority_follow_up'], 'running');
  const whole = { 'inc.breach_notified_in_phases': false };
  assert.equal(statesOf({ answers: whole, submissions })['authority_follow_up'], 'not_owed');
});
