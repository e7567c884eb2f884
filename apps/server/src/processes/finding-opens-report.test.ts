// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { limits } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { hitsTaken, insertHits, insertRule } from '../../test/findings.ts';

const hosts = (ruleId: string, names: readonly string[]) =>
  names.map((name) => ({ ruleId, key: [['host', name]] as const }));

// Danger: somebody who may send a line of log has everybody's mailbox filled, once for each host they invent.
it('findingOpensReport() rings once for a rule until somebody answers, and for so many rules', async (t) => {
  const desk = await openTestDesk(t);
  const alerts = async () =>
    (await desk.query<{ count: number }>('SELECT count(*)::int AS count FROM alert'))[0]?.count;
  const critical = await insertRule(desk, { level: 'critical' });
  await insertHits(desk, hosts(critical, ['a', 'b', 'c', 'd', 'e']));
  await hitsTaken(desk);
  const [reports] = await desk.query<{ count: number }>('SELECT count(*)::int AS count FROM report');
  assert.deepEqual([reports?.count, await alerts()], [5, 1]);

  // Neither an alert that was answered nor one that has given up keeps the next one from ringing.
  await desk.query(`UPDATE alert SET state = 'acknowledged', next_at = NULL`);
  await insertHits(desk, hosts(critical, ['f', 'g']));
  await hitsTaken(desk);
  assert.equal(await alerts(), 2);
  await desk.query(`UPDATE alert SET next_at = NULL`);
  await insertHits(desk, hosts(critical, ['h', 'i']));
  await hitsTaken(desk);
  assert.equal(await alerts(), 3);

  for (let rule = 0; rule < limits.findingAlertsMax + 3; rule += 1) {
    await insertHits(desk, hosts(await insertRule(desk, { level: 'critical' }), ['a', 'b']));
  }
  await hitsTaken(desk);
  assert.equal(await alerts(), 2 + limits.findingAlertsMax);
});
