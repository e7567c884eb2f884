// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Assessment, ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';

function crisisOf({ regimes }: Assessment) {
  const found = regimes.find(({ regime }) => regime === 'crisis')?.outcomes[0];
  assert.ok(found, 'a crisis is asked about');
  return found;
}

/** The code a call was refused with, or `done`. */
const refused = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error)),
  );

it('marks of a crisis are asked and signed like a law, and own words are another question', async (t) => {
  const desk = await openTestDesk(t);
  const dpo = await desk.as('dpo');
  const { reference } = await dpo.api.declareIncident({ body: { title: 'Ransomware' } });
  const params = { reference };
  const { items } = await dpo.api.readCrisisCriteria();
  const ids = items.map(({ id }) => id);
  const [first = '', ...rest] = ids;
  const yes = await dpo.api.answerAssessment({
    params,
    body: { answers: [{ question: `crisis.${first}`, value: true }] },
  });
  assert.equal(crisisOf(yes).proposed, 'yes');
  await dpo.api.decideOutcome({ params, body: { regime: 'crisis', outcome: 'crisis', isSo: true } });
  const manager = await desk.as('it_responsible');
  const save = (seen: string[]) =>
    manager.api.saveCrisisCriteria({
      body: {
        items: [...rest.map((id) => ({ id })), { id: null, text: 'Is the operating theatre closed?' }],
        seen,
      },
    });
  const saved = await save(ids);
  assert.deepEqual(
    [saved.items.at(-1)?.text, saved.removed.map(({ id }) => id)],
    ['Is the operating theatre closed?', [first]],
  );
  assert.equal(await refused(save(ids)), 'crisis_criteria.changed_meanwhile');
  const after = await dpo.api.readAssessment({ params });
  assert.ok(!after.questions.some(({ question }) => question === `crisis.${first}`));
  const crisis = crisisOf(after);
  assert.deepEqual([crisis.proposed, crisis.isToReassess, crisis.decision?.isSo], ['unknown', true, true]);
  assert.equal(
    await refused((await desk.as('handler')).api.saveCrisisCriteria({ body: { items: [], seen: [] } })),
    'permission.missing',
  );
});
