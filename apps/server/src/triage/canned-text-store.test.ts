// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { countUse, insertCannedText, listCannedTextRows } from './canned-text-store.ts';

const words = { name: 'Which mail', purposes: ['ask' as const], texts: { en: 'Which?' } };

// Danger: two people send with the same text at once, and one of both is not counted.
it('countUse() counts everybody, never beyond what a number holds, and lists the most used first', async (t) => {
  const desk = await openTestDatabase(t);
  const actor = systemActor('test');
  const ids = ['10000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000002'];
  for (const id of ids) {
    await desk.database.change(actor, ({ now, sql }) => insertCannedText(sql, id, words, now));
  }
  const use = (times: number) =>
    desk.database.change(actor, ({ now, sql }) => countUse(sql, ids[1] ?? '', times, now));
  await Promise.all([1, 2, 3, 4].map(use));
  const rows = await desk.database.read(actor, ({ sql }) => listCannedTextRows(sql));
  assert.deepEqual(
    rows.map(({ id, times_used }) => [id, times_used]),
    [
      [ids[1], 10],
      [ids[0], 0],
    ],
  );
  await desk.query('UPDATE canned_text SET times_used = 2147483647');
  assert.equal(await use(200), true);
});
