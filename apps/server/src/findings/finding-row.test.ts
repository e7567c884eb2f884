// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { hitsTaken, insertHits, insertRule } from '../../test/findings.ts';

// Danger: a finding is told in the words of what its rule became, not of what it was when it found something.
it('presentFinding() has the titles of its rule in other languages, as long as they are of the title it had then', async (t) => {
  const desk = await openTestDesk(t);
  const handler = await desk.as('handler');
  const ruleId = await insertRule(desk, { title: 'Log cleared' });
  await desk.query(`UPDATE detection_rule SET titles = '{"nl": "Logboek gewist"}' WHERE id = $1`, [ruleId]);
  await insertHits(desk, [{ ruleId, key: [['host', 'dc1']] }]);
  await hitsTaken(desk);
  const found = async (q: string) => (await handler.api.listFindings({ query: { q } })).items;
  const [finding] = await found('logboek');
  assert.deepEqual(finding?.rule, {
    id: ruleId,
    title: 'Log cleared',
    titles: { nl: 'Logboek gewist' },
  });
  await desk.query(`UPDATE detection_rule SET title = 'Log cleared by hand' WHERE id = $1`, [ruleId]);
  const [later] = await found('log cleared');
  assert.deepEqual(later?.rule, { id: ruleId, title: 'Log cleared', titles: {} });
});
