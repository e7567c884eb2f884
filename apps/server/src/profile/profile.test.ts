// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { regimes } from '@belfry/regimes';
import { reasonNotAnswers, reviewDayAfter, settled, standingOf, suggestedBy } from './profile.ts';

const today = Temporal.PlainDate.from('2026-11-22');
const codeOf = (answers: Parameters<typeof reasonNotAnswers>[0]) =>
  reasonNotAnswers(answers)?.errors?.[0]?.code ?? null;

describe('answers of the profile', () => {
  it('reasonNotAnswers() wants each answer of the kind of its question', () => {
    assert.equal(codeOf({ 'org.is_controller': true, 'org.annual_turnover_eur': 0 }), null);
    assert.equal(codeOf({ 'org.is_controller': null }), null);
    assert.equal(codeOf({ 'org.is_controller': 'yes' }), 'not_yes_or_no');
    assert.equal(codeOf({ 'org.annual_turnover_eur': 1.5 }), 'not_a_number');
    assert.equal(codeOf({ 'org.nis2_class': 'large' }), 'not_a_choice');
    assert.equal(codeOf({ 'org.member_states': ['BE', 'US'] }), 'not_a_choice');
    assert.equal(codeOf({ 'org.classified_owners': ['BE', 'none'] }), 'none_and_another');
    assert.equal(codeOf({ 'inc.death': true }), 'unknown_question');
    assert.equal(codeOf(JSON.parse('{"__proto__": true}') as never), 'unknown_question');
  });

  // Danger: "none of these" is kept as not known, and the stricter limit of NIS2 runs.
  it('reasonNotAnswers() asks which of none and not known an empty list is', () => {
    assert.equal(codeOf({ 'org.nis2_entity_types': [] }), 'none_or_null');
    assert.equal(codeOf({ 'org.member_states': [] }), 'empty');
    assert.equal(codeOf({ 'org.nis2_entity_types': ['none'] }), null);
    assert.deepEqual(settled({ 'org.nis2_entity_types': ['none'] }), { 'org.nis2_entity_types': ['none'] });
  });

  it('settled() keeps what is known, in one order', () => {
    const one = settled({ 'org.is_controller': false, 'org.member_states': ['NL', 'BE', 'NL'] });
    const other = settled({
      'org.member_states': ['BE', 'NL'],
      'org.is_controller': false,
      'org.is_processor': null,
      'org.classified_owners': null,
    });
    assert.equal(JSON.stringify(one), JSON.stringify(other));
  });

  it('suggestedBy() takes over what the settings say, and no sector that is none', () => {
    assert.deepEqual(suggestedBy({ country: 'BE', sector: 'other' }), { 'org.member_states': ['BE'] });
    assert.deepEqual(suggestedBy({ country: 'GB', sector: '' }), {});
  });

  it('reviewDayAfter() is a year later, clamped on a leap day', () => {
    assert.equal(reviewDayAfter(Temporal.PlainDate.from('2028-02-29')), '2029-02-28');
  });
});

describe('which regimes reach an organisation', () => {
  const truthsOf = (answers: Parameters<typeof standingOf>[1], day = today) =>
    new Map(standingOf(regimes, answers, day).regimes.map(({ regimeId, truth }) => [regimeId, truth]));

  it('standingOf() says unknown of everything while nothing is answered, and what would decide', () => {
    const { open, regimes: all } = standingOf(regimes, {}, today);
    assert.ok(open.includes('org.member_states') && open.includes('org.is_controller'));
    assert.ok(
      all.filter(({ regimeId }) => regimeId.startsWith('nis2')).every(({ truth }) => truth === 'unknown'),
    );
  });

  it('standingOf() tells a Belgian hospital of NIS2 of its state and of GDPR, with the facts', () => {
    const hospital = {
      'org.member_states': ['BE'],
      'org.nis2_class': 'essential',
      'org.is_dora_entity': false,
      'org.is_controller': true,
    } as const;
    const truths = truthsOf(hospital);
    assert.deepEqual(
      ['nis2-be', 'nis2-fi', 'gdpr', 'dora'].map((id) => truths.get(id)),
      ['yes', 'no', 'yes', 'no'],
    );
    const gdpr = standingOf(regimes, hospital, today).regimes.find(({ regimeId }) => regimeId === 'gdpr');
    assert.deepEqual(gdpr?.facts, ['org.is_controller']);
  });

  // Danger: a law to come is taken for law.
  it('standingOf() tells what is to come apart from what is in force', () => {
    const steward = { 'org.is_open_source_steward': true, 'org.makes_digital_products': false };
    const { regimes: all } = standingOf(regimes, steward, today);
    const stewards = all.find(({ regimeId }) => regimeId === 'cra-stewards');
    assert.deepEqual([stewards?.truth, stewards?.isInForce], ['yes', false]);
  });
});
