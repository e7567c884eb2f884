// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { listReviews, openReview } from './recurrence-store.ts';

it('openReview() opens a period once, however often it is looked for', async (t) => {
  const { database } = await openTestDatabase(t);
  const day = (text: string) => Temporal.PlainDate.from(text);
  const period = { from: day('2026-07-01'), to: day('2026-09-30') };
  const open = () =>
    database.change(systemActor('test'), (changing) =>
      openReview(changing, 'cir-2690', period, changing.now),
    );
  assert.notEqual(await open(), null);
  assert.equal(await open(), null);
  const items = await database.read(systemActor('test'), ({ sql }) => listReviews(sql));
  assert.deepEqual(
    items.map(({ lookedBackFrom, periodTo }) => [periodTo, lookedBackFrom]),
    [['2026-09-30', '2026-04-01']],
  );
});
