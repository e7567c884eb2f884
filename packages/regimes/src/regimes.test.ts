// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { primary, recalled, secondary, unsettled } from './legal-lines.ts';
import { questions } from './questions.ts';
import { type Anchor, type Legal, momentNames, type Regime } from './regime.ts';
import { applicabilityOf, incidentQuestionsOf, profileQuestionsOf, proposalsOf, regimes } from './regimes.ts';
import { type Answers, factsOf, type Rule } from './rule.ts';

const rulesOf = (regime: Regime): Rule[] => [
  regime.applies.rule,
  ...regime.criteria.map(({ rule }) => rule),
  ...regime.outcomes.map(({ rule }) => rule),
  ...regime.stages.flatMap(({ condition, exception, shift, due }) => [
    ...(condition === undefined ? [] : [condition]),
    ...(exception === undefined ? [] : [exception]),
    ...(shift === undefined ? [] : [shift.unless]),
    ...due.flatMap(({ onlyFor }) => (onlyFor === undefined ? [] : [onlyFor])),
  ]),
];

const linesOf = (regime: Regime): Legal[] => [
  regime.legal,
  regime.applies.legal,
  ...regime.criteria.map(({ legal }) => legal),
  ...regime.outcomes.map(({ legal }) => legal),
  ...regime.stages.flatMap(({ legal, shift }) => (shift === undefined ? [legal] : [legal, shift.legal])),
];

const isUnique = (ids: readonly string[]) => assert.equal(new Set(ids).size, ids.length, `twice in ${ids}`);

test('regimes have ids that are theirs alone, days in order, and an article in every line', () => {
  isUnique(regimes.map(({ id, version }) => `${id} ${version}`));
  for (const regime of regimes) {
    // Versions of one regime follow each other: on no day are two of them law.
    for (const other of regimes.filter(({ id, version }) => id === regime.id && version > regime.version)) {
      assert.ok(regime.validUntil !== null && regime.validUntil < other.validFrom, regime.id);
    }
    isUnique(regime.stages.map(({ id }) => id));
    isUnique(regime.criteria.map(({ id }) => id));
    isUnique(regime.outcomes.map(({ id }) => id));
    assert.match(regime.validFrom, /^\d{4}-\d\d-\d\d$/);
    assert.ok(regime.validUntil === null || regime.validUntil >= regime.validFrom);
    for (const { cite } of linesOf(regime)) assert.ok(cite.length > 3, regime.id);
  }
});

// Danger: a misspelt fact is never answered, and what hangs on it is undecided for ever.
test('regimes read only questions that are asked, and ask none that nobody reads', () => {
  const asked = new Map(questions.map((question) => [question.id, question]));
  isUnique(questions.map(({ id }) => id));
  const read = new Set<string>();
  for (const regime of regimes) {
    for (const rule of rulesOf(regime)) {
      for (const fact of factsOf(rule, regime.criteria)) {
        assert.ok(asked.has(fact), `${regime.id} reads "${fact}", which is no question`);
        read.add(fact);
      }
    }
  }
  assert.deepEqual(
    questions.filter(({ id }) => !read.has(id) && !PROFILE_ONLY.has(id)).map(({ id }) => id),
    [],
  );
});
/** Asked to help a person answer another one: from the sectors follows the class. */
const PROFILE_ONLY = new Set(['org.nis2_sectors']);

test('regimes compare each question as what it is, and choose only what is offered', () => {
  const asked = new Map(questions.map((question) => [question.id, question]));
  const walk = (rule: Rule): void => {
    if ('yes' in rule) assert.equal(asked.get(rule.yes)?.answer, 'yes_no', rule.yes);
    else if ('isOneOf' in rule) {
      for (const choice of rule.isOneOf) {
        assert.ok(asked.get(rule.fact)?.choices?.includes(choice), `${rule.fact} offers no "${choice}"`);
      }
    } else if ('fact' in rule) {
      assert.equal(asked.get(rule.fact)?.answer, 'count', rule.fact);
      assert.match(rule.fact, /_(count|minutes|eur|permille|hours)$/);
      if ('ofFact' in rule) assert.equal(asked.get(rule.ofFact)?.answer, 'count', rule.ofFact);
    } else if ('all' in rule) rule.all.forEach(walk);
    else if ('any' in rule) rule.any.forEach(walk);
    else if ('of' in rule) rule.of.forEach(walk);
    else if ('not' in rule) walk(rule.not);
  };
  for (const regime of regimes) rulesOf(regime).forEach(walk);
});

test('regimes count each clock from a stage and an outcome that are there, and never in a circle', () => {
  for (const regime of regimes) {
    const stages = new Map(regime.stages.map((stage) => [stage.id, stage]));
    const outcomes = new Set(regime.outcomes.map(({ id }) => id));
    const stagesOf = (anchor: Anchor) =>
      anchor.kind === 'submission' || anchor.kind === 'limit' ? anchor.of : [];
    const walk = (id: string, path: readonly string[]): void => {
      assert.ok(!path.includes(id), `${regime.id}: ${[...path, id].join(' -> ')}`);
      const stage = stages.get(id);
      assert.ok(stage, `${regime.id} has no stage "${id}"`);
      for (const { from } of stage.due) for (const next of stagesOf(from)) walk(next, [...path, id]);
    };
    for (const stage of regime.stages) {
      walk(stage.id, []);
      for (const { from } of stage.due) {
        if (from.kind === 'classification') assert.ok(outcomes.has(from.outcome), `${regime.id}.${stage.id}`);
      }
      for (const outcome of [...stage.owedWhen, ...(stage.unlessNot ?? [])]) {
        assert.ok(outcomes.has(outcome), `${regime.id}.${stage.id} waits for "${outcome}"`);
      }
      if (stage.whileOngoing !== undefined) assert.ok(stages.has(stage.whileOngoing.instead));
      if (stage.afterOngoing !== undefined) assert.ok(stages.get(stage.afterOngoing)?.whileOngoing);
      assert.equal(
        stage.isOnRequest === true,
        stage.due.every(({ from }) => from.kind === 'request') && stage.due.length > 0,
      );
    }
  }
});

// Danger: a regime that needs code of its own is one that only its author can check.
test('regimes are data alone: written down and read back they are the same', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(regimes)), regimes);
});

// Danger: a moment that people are asked to record, and that no clock reads.
test('regimes count from every moment there is', () => {
  const used = new Set(
    regimes.flatMap(({ stages }) =>
      stages.flatMap(({ due }) => due.flatMap(({ from }) => (from.kind === 'moment' ? [from.moment] : []))),
    ),
  );
  assert.deepEqual(
    momentNames.filter((each) => !used.has(each)),
    [],
  );
});

test('primary() to unsettled() carry how well a line is known', () => {
  const lines = [primary('art. 1'), secondary('art. 1'), recalled('art. 1'), unsettled('art. 1', 'why')];
  assert.deepEqual(
    lines.map(({ evidence }) => evidence),
    ['primary', 'secondary', 'recalled', 'unsettled'],
  );
  assert.deepEqual(lines[3], { cite: 'art. 1', evidence: 'unsettled', note: 'why' });
});

test('profileQuestionsOf() and incidentQuestionsOf() ask every question once, about its own subject', () => {
  const profile = profileQuestionsOf(regimes);
  const incident = incidentQuestionsOf(regimes, {});
  isUnique([...profile, ...incident].map(({ id }) => id));
  assert.ok(profile.every(({ about }) => about === 'organisation'));
  assert.ok(incident.every(({ about }) => about === 'incident'));
  assert.equal(profile.length + incident.length, questions.length - PROFILE_ONLY.size);
});

test('applicabilityOf() says which regimes reach an organisation, and which facts say so', () => {
  const hospital = {
    'org.member_states': ['BE'],
    'org.nis2_class': 'essential',
    'org.is_dora_entity': false,
    'org.is_controller': true,
  };
  const found = (profile: Answers) =>
    new Map(
      applicabilityOf(regimes, profile, Temporal.PlainDate.from('2026-11-21')).map((each) => [
        each.regime.id,
        each,
      ]),
    );
  const known = found(hospital);
  assert.deepEqual(
    ['nis2-be', 'nis2', 'gdpr', 'dora', 'cra'].map((id) => known.get(id)?.truth),
    ['yes', 'no', 'yes', 'no', 'unknown'],
  );
  assert.deepEqual(known.get('cra')?.why, ['org.makes_digital_products']);
  assert.deepEqual(known.get('nis2-be')?.why, ['org.member_states', 'org.nis2_class', 'org.is_dora_entity']);
  assert.equal(known.get('cra-stewards')?.isInForce, false);
});

test('proposalsOf() proposes with the lines that hold and the questions that are open', () => {
  const [regime] = regimes.filter(({ id }) => id === 'gdpr');
  assert.ok(regime);
  const [breach, risk] = proposalsOf(regime, {}, { 'inc.personal_data_breached': true });
  assert.deepEqual([breach?.truth, breach?.used], ['yes', ['inc.personal_data_breached']]);
  assert.deepEqual([risk?.truth, risk?.open], ['unknown', ['inc.risk_to_people']]);
  const [dora] = regimes.filter(({ id }) => id === 'dora');
  assert.ok(dora);
  const [major] = proposalsOf(dora, {}, { 'inc.malicious_access': true, 'inc.access_may_lose_data': true });
  assert.deepEqual(
    major?.metCriteria.map(({ id, legal }) => [id, legal.evidence]),
    [
      ['dora.6', 'primary'],
      ['dora.9.5.b', 'primary'],
    ],
  );
});
