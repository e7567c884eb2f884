// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { hitsTaken, insertHits, insertRule } from '../../test/findings.ts';

interface Decided {
  state: string;
  verdict: string | null;
  reason: string | null;
  decided_by: string | null;
  report_id: string | null;
}

// Danger: what was decided stays behind in a finding that is looked over again, and counts for its rule.
it('writeDismissal() keeps who decided what, writeReopened() leaves nothing of it, writeTeller() says who told', async (t) => {
  const desk = await openTestDesk(t);
  const { api, id: by } = await desk.as('handler');
  await insertHits(desk, [{ ruleId: await insertRule(desk, { level: 'low' }), key: [['host', 'dc1']] }]);
  await hitsTaken(desk);
  const reference = (await api.listFindings({ query: {} })).items[0]?.reference ?? '';
  const decide = (decision: Parameters<typeof api.decideFindings>[0]['body']['decision']) =>
    api.decideFindings({ body: { references: [reference], decision } });
  const read = async () => {
    const [row] = await desk.query<Decided>(
      'SELECT state, verdict, reason, decided_by, report_id FROM finding WHERE reference = $1',
      [reference],
    );
    return row;
  };
  const blank = { verdict: null, reason: null, decided_by: null, report_id: null };
  await decide({ verb: 'dismiss', verdict: 'benign', reason: 'Planned' });
  assert.deepEqual(await read(), {
    ...blank,
    ...{ state: 'dismissed', verdict: 'benign', reason: 'Planned', decided_by: by },
  });
  await decide({ verb: 'reopen' });
  assert.deepEqual(await read(), { ...blank, state: 'open' });
  await decide({ verb: 'report', note: 'Look' });
  const told = await read();
  assert.deepEqual([told?.state, told?.reason, told?.decided_by], ['reported', 'Look', by]);
  assert.notEqual(told?.report_id, null);
});
