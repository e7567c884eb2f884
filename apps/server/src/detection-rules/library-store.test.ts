// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ruleSelectionLine } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { aRule } from '../../test/rules.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { systemClock, systemIds } from '../platform/clock/clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import { currentLines, decideAnew, insertRules, onlySet, removeRules } from './library-store.ts';
import { readDocument } from './rule-document.ts';

it('decideAnew() marks what runs, and the first selection is one the contract knows', async (t) => {
  const opened = await openTestDatabase(t);
  const database = openDatabase(opened.application, systemClock, systemIds);
  opened.closeFirst(() => database.close());
  const actor = systemActor('test');
  const id = systemIds.uuid();
  await database.change(actor, async ({ now, sql }) => {
    const { lines } = await currentLines(sql);
    assert.ok(lines.every((line) => ruleSelectionLine.safeParse(line).success));
    const setId = await onlySet(sql, 'own', { id: systemIds.uuid(), name: 'Own', at: now });
    assert.equal(await onlySet(sql, 'own', { id: systemIds.uuid(), name: 'Own', at: now }), setId);
    await insertRules(sql, [{ id, setId, document: readDocument(aRule(), 'a.yml', {}), samples: null }], now);
    await decideAnew(sql);
  });
  const runs = () => opened.query<{ is_active: boolean }>('SELECT is_active FROM detection_rule');
  assert.deepEqual(await runs(), [{ is_active: true }]);
  await database.change(actor, ({ now, sql }) => removeRules(sql, [id], now));
  assert.deepEqual(await runs(), [{ is_active: false }]);
});
