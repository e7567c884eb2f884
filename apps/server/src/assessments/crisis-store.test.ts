// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { crisisCriteria } from './assessment-store.ts';
import { insertCriterion, placeCriterion, removeCriteria } from './crisis-store.ts';

it('removeCriteria() keeps every row, so that old answers still name their question', async (t) => {
  const { database } = await openTestDatabase(t);
  await database.change(systemActor('test'), async ({ ids, now, sql }) => {
    const [first] = await crisisCriteria(sql);
    await removeCriteria(sql, now);
    assert.deepEqual(await crisisCriteria(sql), []);
    await insertCriterion(sql, { id: ids.uuid(), text: 'Is the theatre closed?', position: 1 });
    await placeCriterion(sql, first?.id ?? '', 0);
    const after = await crisisCriteria(sql);
    assert.deepEqual(
      after.map(({ code, text }) => code ?? text),
      [first?.code, 'Is the theatre closed?'],
    );
    assert.equal((await crisisCriteria(sql, 'removed')).length, 5);
  });
});
