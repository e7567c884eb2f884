// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';

// A clock that is set back must not put what somebody wrote later before what it corrects: the old would stand again.
it('standingAnswers() takes what was written last, even when the clock went back', async (t) => {
  let now = new Date('2026-11-22T10:00:00Z');
  const desk = await openTestDesk(t, { clock: { now: () => now } });
  const { api } = await desk.as('dpo');
  const { reference } = await api.declareIncident({ body: { title: 'Ransomware' } });
  const params = { reference };
  const say = (value: boolean) =>
    api.answerAssessment({ params, body: { answers: [{ question: 'inc.death', value }] } });
  await say(true);
  now = new Date('2026-11-22T09:00:00Z');
  const after = await say(false);
  const kept = after.questions.find(({ question }) => question === 'inc.death')?.answer;
  assert.deepEqual([kept?.value, kept?.recordedAt], [false, '2026-11-22T10:00:00.001Z']);
});

it('a correction is a new row: the tables of answers, moments and decisions take no change', async (t) => {
  const desk = await openTestDesk(t);
  const rows = (await desk.query(
    `SELECT table_name, privilege_type FROM information_schema.role_table_grants
     WHERE grantee = 'belfry_app' AND table_name IN ('assessment_answer', 'legal_moment', 'assessment_decision')`,
  )) as { privilege_type: string }[];
  assert.deepEqual([...new Set(rows.map((row) => row.privilege_type))].sort(), ['INSERT', 'SELECT']);
});
