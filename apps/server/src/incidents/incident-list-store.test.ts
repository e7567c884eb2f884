// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { incidentSorts, isRefusal, type Permission } from '@belfry/contract';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { readIncidentPage } from './incident-list-store.ts';

function aPerson({ permissions }: { permissions: Permission[] }): PersonActor {
  return {
    kind: 'person',
    id: '00000000-0000-4000-8000-000000000001',
    name: 'Guest',
    email: 'guest@example.org',
    language: 'en',
    roles: [],
    permissions: new Set(permissions),
    via: { kind: 'session', id: '00000000-0000-4000-8000-000000000002' },
  };
}

type Query = Parameters<typeof readIncidentPage>[1];

/** Incidents in bulk, as the owner: 60 of all severities and statuses, none of them equal in every key. */
async function manyIncidents(desk: TestDatabase, count: number): Promise<void> {
  await desk.query(
    `INSERT INTO incident (id, reference, title, summary, status, severity, tlp, personal_data, restricted, declared_at, updated_at)
     SELECT gen_random_uuid(), 'INC-2026-' || lpad(n::text, greatest(4, length(n::text)), '0'), 'Title ' || n % 7,
       CASE WHEN n % 2 = 0 THEN 'common words' ELSE 'rare' || n END,
       (ARRAY['pending', 'confirmed', 'resolved', 'closed'])[1 + n % 4],
       (ARRAY['critical', 'important', 'medium', 'low', NULL])[1 + n % 5],
       'TLP:AMBER', 'unknown', n % 10 = 0, timestamptz '2026-01-01' + n / 3 * interval '1 hour', timestamptz '2026-01-01' + n * interval '1 minute'
     FROM generate_series(1, $1::integer) n`,
    [count],
  );
}

async function walk(desk: TestDatabase, actor: PersonActor, query: Partial<Query>): Promise<string[]> {
  const references: string[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 100; pages += 1) {
    const asked: Query = {
      limit: 7,
      sort: 'declared',
      order: 'desc',
      ...query,
      ...(cursor ? { cursor } : {}),
    };
    const page = await desk.database.read(actor, (reading) => readIncidentPage(reading, asked));
    assert.ok(!isRefusal(page));
    references.push(...page.items.map((line) => line.reference));
    if (page.next === null) {
      return references;
    }
    cursor = page.next;
  }
  throw new Error('The list has no end');
}

describe('readIncidentPage()', () => {
  // A page that repeats or skips a row is a case somebody never looks at.
  it('walks every sort both ways, each incident once, restricted ones never', async (t) => {
    const desk = await openTestDatabase(t);
    await manyIncidents(desk, 60);
    const actor = aPerson({ permissions: ['incidents.read'] });
    for (const sort of incidentSorts) {
      const down = await walk(desk, actor, { sort, order: 'desc' });
      const up = await walk(desk, actor, { sort, order: 'asc' });
      assert.equal(new Set(down).size, 54, sort);
      assert.equal(down.length, 54, sort);
      assert.deepEqual(up, down.toReversed(), sort);
    }
  });

  it('sorts references by number and severities by weight, unassessed ones last', async (t) => {
    const desk = await openTestDatabase(t);
    await manyIncidents(desk, 60);
    await desk.query(`UPDATE incident SET reference = 'INC-2026-10000' WHERE reference = 'INC-2026-0001'`);
    const actor = aPerson({ permissions: ['incidents.read'] });
    const byReference = await walk(desk, actor, { sort: 'reference', order: 'desc' });
    assert.equal(byReference[0], 'INC-2026-10000');
    const page = await desk.database.read(actor, (reading) =>
      readIncidentPage(reading, { limit: 60, sort: 'severity', order: 'desc' }),
    );
    assert.ok(!isRefusal(page));
    const severities = [...new Set(page.items.map((line) => line.severity))];
    assert.deepEqual(severities, ['critical', 'important', 'medium', 'low', null]);
  });

  it('finds rare words and common ones, with filters, page by page', async (t) => {
    const desk = await openTestDatabase(t);
    await manyIncidents(desk, 4_500);
    const actor = aPerson({ permissions: ['incidents.read'] });
    assert.deepEqual(await walk(desk, actor, { q: 'rare0 RARE4321' }), []);
    assert.deepEqual(await walk(desk, actor, { q: 'RARE4321 title' }), ['INC-2026-4321']);
    assert.deepEqual(await walk(desk, actor, { q: '4321' }), ['INC-2026-4321']);
    assert.deepEqual(await walk(desk, actor, { q: '%' }), []);
    const common = await desk.database.read(actor, (reading) =>
      readIncidentPage(reading, {
        limit: 200,
        sort: 'title',
        order: 'asc',
        q: 'common',
        status: 'open',
        severity: 'low',
      }),
    );
    assert.ok(!isRefusal(common));
    assert.ok(
      common.items.length > 0 &&
        common.items.every((line) => line.status === 'pending' || line.status === 'confirmed'),
    );
    const all = await walk(desk, actor, { q: 'wo', limit: 200 });
    assert.equal(all.length, 1_800);
  });

  it('refuses a cursor of another sort', async (t) => {
    const desk = await openTestDatabase(t);
    await manyIncidents(desk, 20);
    const actor = aPerson({ permissions: ['incidents.read'] });
    const first = await desk.database.read(actor, (reading) =>
      readIncidentPage(reading, { limit: 5, sort: 'title', order: 'asc' }),
    );
    assert.ok(!isRefusal(first) && first.next !== null);
    for (const cursor of [first.next, 'nonsense', '']) {
      const refused = await desk.database.read(actor, (reading) =>
        readIncidentPage(reading, { limit: 5, sort: 'declared', order: 'asc', cursor }),
      );
      assert.ok(isRefusal(refused) && refused.refused === 'request.not_valid', cursor);
    }
  });

  it('shows whoever may read no incident those they take part in', async (t) => {
    const desk = await openTestDatabase(t);
    await manyIncidents(desk, 60);
    const actor = aPerson({ permissions: [] });
    assert.deepEqual(await walk(desk, actor, {}), []);
    await desk.query(
      `INSERT INTO person (id, name, email, language, roles, state, created_at) VALUES ($1, 'Guest', 'guest@example.org', 'en', '{}', 'active', now())`,
      [actor.id],
    );
    await desk.query(
      `INSERT INTO incident_participant SELECT id, $1, 'participant', now() FROM incident WHERE reference = 'INC-2026-0010'`,
      [actor.id],
    );
    assert.deepEqual(await walk(desk, actor, {}), ['INC-2026-0010']);
    assert.deepEqual(await walk(desk, actor, { q: 'common words' }), ['INC-2026-0010']);
  });
});
