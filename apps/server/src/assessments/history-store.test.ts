// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';

it('readHistoryPage() goes through everything once, newest first', async (t) => {
  const desk = await openTestDesk(t);
  const { api } = await desk.as('dpo');
  const { reference } = await api.declareIncident({ body: { title: 'Ransomware' } });
  const params = { reference };
  for (const value of [true, false, null, true]) {
    await api.answerAssessment({ params, body: { answers: [{ question: 'inc.death', value }] } });
  }
  const crisis = { regime: 'crisis', outcome: 'crisis', isSo: false, reason: 'One ward only' };
  await api.decideOutcome({ params, body: crisis });
  const seen: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.readAssessmentHistory({
      params,
      query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) },
    });
    seen.push(...page.items.map(({ kind, value }) => `${kind} ${value}`));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(seen, ['decision false', 'answer true', 'answer null', 'answer false', 'answer true']);
});
