// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { ask, hitsOf } from '../../test/hunts.ts';

test('listHuntRows() pages newest first', async (t) => {
  const desk = await openTestDesk(t);
  const hunter = await desk.as('log_owner');
  const ids: string[] = [];
  for (let hunt = 0; hunt < 3; hunt += 1) ids.unshift(await ask(hunter));
  const first = await hunter.api.listHunts({ query: { limit: 2 } });
  const second = await hunter.api.listHunts({ query: { limit: 2, cursor: first.next ?? '' } });
  assert.deepEqual(
    [...first.items, ...second.items].map(({ id }) => id),
    ids,
  );
  assert.equal(second.next, null);
});

test('presentHits() names the source of a key, and pages by number', async (t) => {
  const desk = await openTestDesk(t);
  const hunter = await desk.as('log_owner');
  const id = await ask(hunter);
  const source = '7f1f7b0e-7c87-4a8b-8a4c-0f6a5b8f0001';
  await desk.query(
    `INSERT INTO log_source (id, name, state, stream, retention_class, created_at, changed_at)
     VALUES ($1, 'Front door', 'active', 'technical', 'technical', now(), now())`,
    [source],
  );
  await desk.query(
    `INSERT INTO hunt_hit SELECT $1, n, 'Rule', jsonb_build_array(jsonb_build_array('source', $2::text)), 10 - n, now(),
       now(), '[]' FROM generate_series(1, 3) AS n`,
    [id, source],
  );
  const [first] = await hitsOf(hunter, id);
  assert.deepEqual(first?.key, [{ field: 'source', value: source, name: 'Front door' }]);
  const page = await hunter.api.listHuntHits({ params: { id }, query: { limit: 2 } });
  const rest = await hunter.api.listHuntHits({
    params: { id },
    query: { limit: 2, cursor: page.next ?? '' },
  });
  assert.deepEqual(
    [...page.items, ...rest.items].map(({ number }) => number),
    [1, 2, 3],
  );
});

// Danger: what was found is rewritten afterwards, by whoever reaches the database as the application.
test('what a hunt found stays as it was written', async (t) => {
  const desk = await openTestDesk(t);
  const changing = desk.database.change({ kind: 'system', process: 'test' }, ({ sql }) =>
    sql.updateTable('hunt_hit').set({ hit_count: 0 }).execute(),
  );
  await assert.rejects(changing, /permission denied/);
});
