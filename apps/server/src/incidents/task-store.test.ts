// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { readTaskPage } from './task-store.ts';

// What is due first must stand first, and what has no date must not vanish between two pages.
it('readTaskPage() walks all tasks once, soonest due first, those without a date last', async (t) => {
  const desk = await openTestDatabase(t);
  await desk.query(
    `INSERT INTO incident (id, reference, title, status, tlp, personal_data, restricted, declared_at, updated_at)
     VALUES ('10000000-0000-4000-8000-000000000001', 'INC-2026-0001', 'One', 'pending', 'TLP:AMBER', 'no', false, now(), now())`,
  );
  await desk.query(
    `INSERT INTO task (id, incident_id, title, state, due_at, created_at)
     SELECT gen_random_uuid(), '10000000-0000-4000-8000-000000000001', 'Number ' || n, 'open',
       CASE WHEN n <= 10 THEN timestamptz '2026-12-01' + n / 2 * interval '1 day' END, now() FROM generate_series(1, 17) n`,
  );
  const seen: string[] = [];
  const due: (string | null)[] = [];
  let cursor: string | undefined;
  do {
    const page = await desk.database.read(systemActor('test'), (reading) =>
      readTaskPage(reading, { limit: 4, state: 'open', cursor }),
    );
    assert.ok(!isRefusal(page));
    seen.push(...page.items.map((item) => item.id));
    due.push(...page.items.map((item) => item.dueAt));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  assert.equal(new Set(seen).size, 17);
  assert.equal(seen.length, 17);
  const dated = due.slice(0, 10);
  assert.deepEqual(dated, dated.toSorted());
  assert.ok(dated.every((each) => each !== null) && due.slice(10).every((each) => each === null));
});
