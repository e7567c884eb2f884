// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { type AnswerValue, type Assessment, isRefusal, ProblemError } from '@belfry/contract';
import { openTestDesk, type Somebody, type TestDesk } from '../../test/desk.ts';
import { nobodyByForm } from '../../test/law.ts';

const hospital = {
  ...nobodyByForm,
  'org.member_states': ['BE'],
  'org.nis2_class': 'essential',
  'org.is_controller': true,
};
const bank = {
  ...nobodyByForm,
  'org.member_states': ['BE'],
  'org.is_dora_entity': true,
  'org.dora_entity_types': ['credit_institution'],
};

interface Scene {
  readonly desk: TestDesk;
  /** Answers, and decides. */
  readonly dpo: Somebody;
  readonly reference: string;
  readonly params: { reference: string };
}

/** An organisation that said what it is, and an incident at it. */
async function anIncidentAt(
  t: TestContext,
  answers: Record<string, AnswerValue>,
  now?: () => Date,
): Promise<Scene> {
  const desk = await openTestDesk(t, now === undefined ? {} : { clock: { now } });
  await saveProfile(desk, answers, null);
  const dpo = await desk.as('dpo');
  const { reference } = await dpo.api.declareIncident({ body: { title: 'Ransomware' } });
  return { desk, dpo, reference, params: { reference } };
}

async function saveProfile(desk: TestDesk, answers: Record<string, AnswerValue>, seen: string | null) {
  const manager = await desk.as('it_responsible');
  return manager.api.saveProfile({ body: { answers, seen } });
}

const one = (question: string, value: AnswerValue, more: object = {}) => ({
  body: { answers: [{ question, value, ...more }] },
});

function outcomeOf({ regimes: asked }: Assessment, regime: string, outcome: string) {
  const outcomes = asked.find((each) => each.regime === regime)?.outcomes;
  const found = outcomes?.find((each) => each.outcome === outcome);
  assert.ok(found, `${regime}/${outcome} is asked`);
  return found;
}

function answerOf({ questions }: Assessment, question: string) {
  const found = questions.find((each) => each.question === question);
  assert.ok(found, `${question} is asked`);
  return found;
}

/** The code a call was refused with, or `done`. */
const refused = (call: Promise<unknown>): Promise<string> =>
  call.then(
    (value) => (isRefusal(value) ? value.refused : 'done'),
    (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error)),
  );

it('assessments.read asks only what applying regimes need, each question once', async (t) => {
  const { dpo, params } = await anIncidentAt(t, hospital);
  const assessment = await dpo.api.readAssessment({ params });
  assert.equal(assessment.begunAt, null);
  assert.deepEqual(
    assessment.regimes.map(({ applies, regime }) => [regime, applies]),
    [
      ['nis2-be', 'yes'],
      ['gdpr', 'yes'],
      ['crisis', 'yes'],
    ],
  );
  const ids = assessment.questions.map(({ question }) => question);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.includes('inc.severe_disruption') && ids.includes('inc.personal_data_breached'));
  assert.ok(!ids.some((id) => id.includes('clients')), 'a hospital is not asked what a bank is');
});

it('assessments.read says where the profile leaves it open, instead of asking nothing', async (t) => {
  const desk = await openTestDesk(t);
  const dpo = await desk.as('dpo');
  const { reference } = await dpo.api.declareIncident({ body: { title: 'Anything' } });
  const assessment = await dpo.api.readAssessment({ params: { reference } });
  assert.deepEqual([assessment.profile.id, assessment.undecidedCount], [null, 1]);
  const gdpr = assessment.regimes.find(({ regime }) => regime === 'gdpr');
  assert.deepEqual([gdpr?.applies, gdpr?.why], ['unknown', ['org.is_controller', 'org.is_processor']]);
});

// Two people work one incident at once: what the first wrote must not be lost, and the second must hear of it.
it('assessments.answer() loses nothing when two people answer at once', async (t) => {
  const { desk, dpo, params } = await anIncidentAt(t, hospital);
  const handler = await desk.as('handler');
  const seen = { seen: null };
  const both = await Promise.all([
    refused(dpo.api.answerAssessment({ params, ...one('inc.severe_disruption', true, seen) })),
    refused(handler.api.answerAssessment({ params, ...one('inc.severe_disruption', false, seen) })),
    refused(handler.api.answerAssessment({ params, ...one('inc.personal_data_breached', true, seen) })),
    refused(dpo.api.answerAssessment({ params, ...one('inc.risk_to_people', null, seen) })),
  ]);
  assert.deepEqual(both.slice(0, 2).sort(), ['assessment.changed_meanwhile', 'done']);
  assert.deepEqual(both.slice(2), ['done', 'done']);
  const after = await dpo.api.readAssessment({ params });
  const kept = answerOf(after, 'inc.severe_disruption').answer;
  assert.equal(kept?.value, both[0] === 'done');
  assert.equal(answerOf(after, 'inc.personal_data_breached').answer?.value, true);
  // "Not known" is an answer: somebody looked.
  assert.deepEqual(answerOf(after, 'inc.risk_to_people').answer?.value, null);
  // Whoever came second sees what stands, and says theirs on top of it: both stay.
  const again = one('inc.severe_disruption', both[0] !== 'done', { seen: kept?.id });
  await handler.api.answerAssessment({ params, ...again });
  const { items } = await dpo.api.readAssessmentHistory({
    params,
    query: { name: 'inc.severe_disruption' },
  });
  assert.deepEqual(
    items.map(({ isStanding, value }) => [value, isStanding]),
    [
      [both[0] !== 'done', true],
      [both[0] === 'done', false],
    ],
  );
});

it('assessments.answer() keeps nothing that does not fit its question', async (t) => {
  const { dpo, params } = await anIncidentAt(t, bank);
  const call = (question: string, value: AnswerValue) =>
    refused(dpo.api.answerAssessment({ params, ...one(question, value) }));
  assert.equal(await call('inc.clients_affected_count', true), 'assessment.answer_not_fitting');
  assert.equal(await call('inc.hits_critical_functions', 3), 'assessment.answer_not_fitting');
  assert.equal(await call('inc.no_such_thing', true), 'assessment.question_unknown');
  assert.equal(await call('org.is_dora_entity', false), 'assessment.question_unknown');
  assert.equal((await dpo.api.readAssessment({ params })).begunAt, null);
});

// A decision that quietly follows the facts is nobody's; one that is lost was never signed.
it('assessments.decide() keeps the old decision and asks again when facts changed', async (t) => {
  const { dpo, params, reference } = await anIncidentAt(t, hospital);
  const body = { regime: 'nis2-be', outcome: 'significant', isSo: true };
  await dpo.api.answerAssessment({ params, ...one('inc.hits_annex_service', true) });
  await dpo.api.answerAssessment({ params, ...one('inc.severe_disruption', true, { isEstimate: true }) });
  const decided = outcomeOf(await dpo.api.decideOutcome({ params, body }), 'nis2-be', 'significant');
  assert.deepEqual(
    [decided.decision?.isSo, decided.decision?.proposed, decided.isToReassess],
    [true, 'yes', false],
  );
  assert.deepEqual(decided.decision?.basis.met, ['be.disruption']);
  const used = decided.decision?.basis.facts.find(({ question }) => question === 'inc.severe_disruption');
  assert.deepEqual([used?.value, used?.isEstimate, used?.from], [true, true, 'incident']);

  const withdrawn = await dpo.api.answerAssessment({
    params,
    body: {
      answers: [
        { question: 'inc.hits_annex_service', value: false },
        { question: 'inc.severe_disruption', value: false },
      ],
    },
  });
  const turned = outcomeOf(withdrawn, 'nis2-be', 'significant');
  assert.deepEqual(
    [turned.proposed, turned.isToReassess, turned.decision?.id],
    ['no', true, decided.decision?.id],
  );
  assert.ok(
    turned.changed.some(
      ({ before, now, question }) => question === 'inc.severe_disruption' && before === true && now === false,
    ),
  );
  const due = await dpo.api.listAssessmentsDue();
  assert.deepEqual(
    due.items.map((each) => [each.incident, each.reassessCount]),
    [[reference, 1]],
  );
  // What is owed stands on the decision, not on the rule.
  const owed = await dpo.api.listIncidentObligations({ params });
  assert.ok(JSON.stringify(owed).includes('early_warning'));

  const no = { ...body, isSo: false };
  assert.equal(await refused(dpo.api.decideOutcome({ params, body: no })), 'assessment.reason_required');
  const signed = await dpo.api.decideOutcome({ params, body: { ...no, reason: 'The ward was never down' } });
  assert.equal(signed.reassessCount, 0);
  const { items } = await dpo.api.readAssessmentHistory({ params, query: { name: 'nis2-be/significant' } });
  assert.deepEqual(
    items.map(({ isStanding, proposed, value }) => [value, proposed, isStanding]),
    [
      [false, 'no', true],
      [true, 'yes', false],
    ],
  );
});

// What is signed must be what was seen: facts that changed under the pen are another decision.
it('assessments.decide() refuses what was seen otherwise, and a second signer who came late', async (t) => {
  const { desk, dpo, params } = await anIncidentAt(t, hospital);
  const other = await desk.as('organisation_responsible');
  const before = outcomeOf(await dpo.api.readAssessment({ params }), 'gdpr', 'breach');
  const seen = { decision: null, proposed: before.proposed, facts: before.facts };
  const body = { regime: 'gdpr', outcome: 'breach', isSo: true, seen };
  await dpo.api.answerAssessment({ params, ...one('inc.personal_data_breached', true) });
  assert.equal(await refused(dpo.api.decideOutcome({ params, body })), 'assessment.changed_meanwhile');
  const now = outcomeOf(await dpo.api.readAssessment({ params }), 'gdpr', 'breach');
  const looked = { ...body, seen: { decision: null, proposed: now.proposed, facts: now.facts } };
  const both = await Promise.all([
    refused(dpo.api.decideOutcome({ params, body: looked })),
    refused(other.api.decideOutcome({ params, body: looked })),
  ]);
  assert.deepEqual(both.sort(), ['assessment.changed_meanwhile', 'done']);
  const nonsense = { regime: 'dora', outcome: 'major', isSo: true };
  assert.equal(
    await refused(dpo.api.decideOutcome({ params, body: nonsense })),
    'assessment.outcome_unknown',
  );
});

it('assessments.set_moment() keeps moments apart, and asks why one is corrected or taken back', async (t) => {
  const { dpo, params } = await anIncidentAt(t, hospital);
  const moment = { ...params, moment: 'awareness_of_significance' as const };
  const set = (body: { at: string | null; reason?: string; seen?: string | null }) =>
    dpo.api.setLegalMoment({ params: moment, body });
  await set({ at: '2026-01-05T10:00:00Z', seen: null });
  assert.equal(await refused(set({ at: '2026-01-05T09:00:00Z' })), 'assessment.reason_required');
  assert.equal(await refused(set({ at: null })), 'assessment.reason_required');
  assert.equal(
    await refused(set({ at: '2100-01-01T00:00:00Z', reason: 'x' })),
    'assessment.moment_in_future',
  );
  const stale = { at: '2026-01-05T08:00:00Z', reason: 'the log says so', seen: null };
  assert.equal(await refused(set(stale)), 'assessment.changed_meanwhile');
  const corrected = await set({ at: '2026-01-05T09:00:00Z', reason: 'the log says so' });
  const kept = corrected.moments.find(({ name }) => name === 'awareness_of_significance');
  assert.deepEqual([kept?.at, kept?.reason], ['2026-01-05T09:00:00.000Z', 'the log says so']);
  const breach = corrected.moments.find(({ name }) => name === 'awareness_of_breach');
  assert.deepEqual([breach?.at, breach?.regimes], [null, ['gdpr']]);
  const back = await set({ at: null, reason: 'another incident' });
  assert.equal(back.moments.find(({ name }) => name === 'awareness_of_significance')?.at, null);
  const { items } = await dpo.api.readAssessmentHistory({ params });
  assert.deepEqual(
    items.map(({ value }) => value),
    [null, '2026-01-05T09:00:00.000Z', '2026-01-05T10:00:00.000Z'],
  );
});

it('assessments follow who may: a handler answers and signs nothing; who does not see it finds nothing', async (t) => {
  const { desk, dpo, params, reference } = await anIncidentAt(t, hospital);
  const [handler, helpdesk] = [await desk.as('handler'), await desk.as('communicator')];
  const responsible = await desk.as('it_responsible');
  const body = { regime: 'gdpr', outcome: 'breach', isSo: true };
  assert.equal(await refused(handler.api.decideOutcome({ params, body })), 'permission.missing');
  assert.equal(
    await refused(handler.api.answerAssessment({ params, ...one('inc.risk_to_people', true) })),
    'done',
  );
  assert.equal(
    await refused(helpdesk.api.answerAssessment({ params, ...one('inc.risk_to_people', true) })),
    'permission.missing',
  );
  await dpo.api.setParticipant({ params: { reference, person: dpo.id }, body: { role: 'lead' } });
  await dpo.api.changeIncident({ params, body: { restricted: true } });
  for (const call of [
    () => handler.api.readAssessment({ params }),
    () => handler.api.readAssessmentHistory({ params }),
    () => handler.api.answerAssessment({ params, ...one('inc.risk_to_people', false) }),
    () => responsible.api.decideOutcome({ params, body }),
  ]) {
    assert.equal(await refused(call()), 'incident.not_found');
  }
  assert.deepEqual((await handler.api.listAssessmentsDue()).items, []);
  assert.equal((await dpo.api.listAssessmentsDue()).total, 1);
});

it('an incident that is confirmed is assessed by itself, and proposes what it says of itself', async (t) => {
  const { dpo, params } = await anIncidentAt(t, hospital);
  await dpo.api.changeIncident({ params, body: { personalData: 'yes', class: 'intrusions' } });
  await dpo.api.confirmIncident({ params, body: {} });
  const assessment = await dpo.api.readAssessment({ params });
  assert.ok(assessment.begunAt);
  const asked = answerOf(assessment, 'inc.personal_data_breached');
  assert.deepEqual([asked.answer, asked.suggestion], [null, { value: true, from: 'personal_data' }]);
  // A proposal counts for nothing before somebody takes it.
  assert.equal(outcomeOf(assessment, 'gdpr', 'breach').proposed, 'unknown');
  const taken = await dpo.api.answerAssessment({ params, ...one('inc.personal_data_breached', true) });
  assert.equal(answerOf(taken, 'inc.personal_data_breached').suggestion, null);
  assert.equal(outcomeOf(taken, 'gdpr', 'breach').proposed, 'yes');
});

it('an assessment keeps its profile until somebody takes the new one over', async (t) => {
  const { desk, dpo, params } = await anIncidentAt(t, hospital);
  await dpo.api.answerAssessment({ params, ...one('inc.personal_data_breached', true) });
  const { profile } = await dpo.api.readAssessment({ params });
  await saveProfile(desk, { ...hospital, 'org.is_in_social_security': true }, profile.id);
  const before = await dpo.api.readAssessment({ params });
  assert.deepEqual([before.profile.id, before.profile.isLatest], [profile.id, false]);
  assert.ok(!before.regimes.some(({ regime }) => regime === 'ksz'));
  const after = await dpo.api.takeOverProfile({ params });
  assert.equal(after.profile.isLatest, true);
  assert.ok(after.regimes.some(({ regime }) => regime === 'ksz'));
});

it('the law of the day of awareness counts, where the organisation is', async (t) => {
  const { dpo, params, reference } = await anIncidentAt(t, hospital);
  const declared = await dpo.api.readAssessment({ params });
  assert.equal(declared.lawAsOfFrom, 'declaration');
  // Half past eleven in the evening in London is the next day in Brussels.
  await dpo.api.setMoment({
    params: { reference, moment: 'aware' },
    body: { at: '2026-01-31T23:30:00Z' },
  });
  const aware = await dpo.api.readAssessment({ params });
  assert.deepEqual([aware.lawAsOf, aware.lawAsOfFrom], ['2026-02-01', 'awareness']);
});
