// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { hitsTaken, insertHits, insertRule } from '../../test/findings.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { systemClock, systemIds } from '../platform/clock/clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import { writeVerdict } from './judge-store.ts';

// Danger: a verdict is written twice, and the record tells of a change that was none.
it('writeVerdict() judges what is behind a report or an incident, once, and nothing else', async (t) => {
  const desk = await openTestDesk(t);
  const database = openDatabase(desk.application, systemClock, systemIds);
  t.after(() => database.close());
  const { api } = await desk.as('handler');
  const ruleId = await insertRule(desk, { level: 'high' });
  await insertHits(desk, [
    { ruleId, key: [['host', 'dc1']] },
    { ruleId, key: [['host', 'dc2']] },
  ]);
  await hitsTaken(desk);
  const rows = await desk.query<{ reference: string; report_id: string }>(
    'SELECT reference, report_id FROM finding ORDER BY reference',
  );
  const [first, second] = rows;
  const judge = (of: Parameters<typeof writeVerdict>[1], verdict: 'benign' | null) =>
    database.change(systemActor('test'), async ({ sql }) => ({
      judged: (await writeVerdict(sql, of, verdict)).map(({ before, reference }) => [reference, before]),
    }));
  const of = { reportId: first?.report_id ?? '' };
  assert.deepEqual(await judge(of, 'benign'), { judged: [[first?.reference, null]] });
  assert.deepEqual(await judge(of, 'benign'), { judged: [] });
  assert.deepEqual(await judge(of, null), { judged: [[first?.reference, 'benign']] });
  const other = await api.readFinding({ params: { reference: second?.reference ?? '' } });
  assert.equal(other.verdict, null);
});
