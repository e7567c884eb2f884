// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { type Assessment, isRefusal, ProblemError } from '@belfry/contract';
import { openTestDesk, type Somebody, type TestDesk } from '../../test/desk.ts';

const hospital = {
  'org.member_states': ['BE'],
  'org.nis2_sectors': ['health'],
  'org.nis2_class': 'essential',
  'org.nis2_entity_types': ['none'],
  'org.is_dora_entity': false,
  'org.is_controller': true,
  'org.is_processor': false,
  'org.makes_digital_products': false,
  'org.is_open_source_steward': false,
  'org.trust_service': 'none',
  'org.is_critical_entity': false,
  'org.is_public_authority': false,
  'org.is_in_social_security': false,
  'org.is_under_norwegian_digital_security_act': false,
  'org.is_under_norwegian_security_act': false,
  'org.classified_owners': ['none'],
};

/** A hospital that said what it is, and an incident at it. */
async function aHospital(t: TestContext): Promise<{ desk: TestDesk; handler: Somebody; reference: string }> {
  const desk = await openTestDesk(t);
  await saveProfile(desk, hospital);
  const handler = await desk.as('handler');
  const { reference } = await handler.api.declareIncident({ body: { title: 'Ransomware' } });
  return { desk, handler, reference };
}

async function saveProfile(desk: TestDesk, answers: typeof hospital, seen: string | null = null) {
  const administrator = await desk.as('administrator');
  return administrator.api.saveProfile({ body: { answers, seen } });
}

const outcomeOf = ({ regimes }: Assessment, regime: string, outcome: string) => {
  const found = regimes.find((one) => one.regime === regime)?.outcomes.find((one) => one.outcome === outcome);
  assert.ok(found, `${regime}/${outcome} is asked`);
  return found;
};

const code = (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error));
const refused = (promise: Promise<unknown>) =>
  promise.then((value) => (isRefusal(value) ? value.refused : 'done'), code);

it('assessments.read asks only what applying regimes need, each question once', async (t) => {
  const { handler, reference } = await aHospital(t);
  const assessment = await handler.api.readAssessment({ params: { reference } });
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
