// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aTakingDesk, insertRule, keyOf } from '../../test/findings.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

describe('not telling again', () => {
  it('keeps a key away until a moment, counts what it kept away, and lets it be told again', async (t) => {
    const { desk, handler, list, take } = await aTakingDesk(t);
    const ruleId = await insertRule(desk, { level: 'low' });
    await take({ ruleId, key: keyOf('a') });
    const params = { reference: (await list())[0]?.reference ?? '' };
    const body = { verdict: 'benign', reason: 'Backup at night', expiresAt: inDays(30) } as const;
    const late = await handler.inject({
      method: 'POST',
      url: `/api/v1/findings/${params.reference}/suppression`,
      payload: { ...body, expiresAt: inDays(400) },
    });
    assert.equal(late.json<{ code: string }>().code, 'suppression.too_long');
    const made = await handler.api.suppressKey({ params, body });
    await take({ ruleId, key: keyOf('a'), count: 5 }, { ruleId, key: keyOf('b') });
    const states = (await list()).map(({ count, state }) => [state, count]).sort();
    assert.deepEqual(states, [
      ['dismissed', 1],
      ['open', 1],
    ]);
    const [suppression] = (await handler.api.listSuppressions({ query: {} })).items;
    assert.equal(suppression?.count, 5);
    await handler.api.endSuppression({ params: { id: made.id }, body: { reason: 'Moved' } });
    assert.deepEqual((await handler.api.listSuppressions({ query: {} })).items, []);
    assert.equal((await handler.api.listSuppressions({ query: { state: 'over' } })).items.length, 1);
  });

  it('writes a filter of Sigma, saves it among the rules, and takes it out when it ends', async (t) => {
    const { desk, handler, list, take } = await aTakingDesk(t);
    await take({ ruleId: await insertRule(desk), key: keyOf('weird *?\\" host') });
    const params = { reference: (await list())[0]?.reference ?? '' };
    const { yaml } = await handler.api.draftFilter({ params, body: { fields: ['host'] } });
    assert.match(yaml, /condition: not selection/);
    const body = {
      fields: ['host'] as string[],
      verdict: 'false_positive',
      reason: 'Scanner',
      expiresAt: inDays(10),
    } as const;
    const made = await handler.api.suppressByFilter({ params, body });
    const active = () =>
      desk.query('SELECT 1 FROM detection_rule WHERE id = $1 AND is_active AND removed_at IS NULL', [
        made.filterRuleId,
      ]);
    assert.equal((await active()).length, 1);
    await desk.query(`UPDATE suppression SET expires_at = now() - interval '1 second'`);
    for (let look = 0; look < 4_000 && (await active()).length > 0; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal((await active()).length, 0);
    const [ended] = (await handler.api.listSuppressions({ query: { state: 'over' } })).items;
    assert.equal(ended?.endedBy, null);
    assert.ok(ended?.endedAt);
  });
});
