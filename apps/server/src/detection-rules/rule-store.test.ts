// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { aRule } from '../../test/rules.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { systemClock, systemIds } from '../platform/clock/clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import { insertRules, onlySet } from './library-store.ts';
import { readDocument } from './rule-document.ts';
import { findRuleRow, presentRule } from './rule-store.ts';

it('presentRule() tells no precision and no cost where nothing was measured', async (t) => {
  const opened = await openTestDatabase(t);
  const database = openDatabase(opened.application, systemClock, systemIds);
  opened.closeFirst(() => database.close());
  await database.change(systemActor('test'), async ({ ids, now, sql }) => {
    const setId = await onlySet(sql, 'own', { id: ids.uuid(), name: 'Own', at: now });
    const id = ids.uuid();
    await insertRules(sql, [{ id, setId, document: readDocument(aRule(), 'a.yml', {}), samples: null }], now);
    const row = await findRuleRow(sql, id);
    assert.ok(row !== undefined);
    const { figures, techniques } = presentRule(row);
    assert.deepEqual(techniques, ['T1003']);
    assert.deepEqual(figures, { hits: 0, precision: null, decided: 0, costUs: null, lastHitAt: null });
  });
});
