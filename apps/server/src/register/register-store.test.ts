// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { anybody, type PersonActor, systemActor } from '../platform/authorization/actor.ts';
import { readEntries } from './register-store.ts';

const aReader: PersonActor = {
  kind: 'person',
  id: randomUUID(),
  name: 'Reader',
  email: 'reader@example.org',
  language: 'en',
  roles: ['auditor'],
  permissions: new Set(['incidents.read', 'register.export']),
  via: { kind: 'session', id: randomUUID() },
};

describe('readEntries', () => {
  it('keeps the order asked for, and names no incident behind the wall', async (t) => {
    const { database, query } = await openTestDatabase(t);
    const [open, restricted, merged] = [randomUUID(), randomUUID(), randomUUID()];
    for (const [id, reference, isRestricted, into] of [
      [open, 'INC-2026-0001', false, null],
      [restricted, 'INC-2026-0002', true, null],
      [merged, 'INC-2026-0003', false, restricted],
    ]) {
      await query(
        `INSERT INTO incident (id, reference, title, status, tlp, personal_data, restricted, merged_into, moments, declared_at, updated_at)
         VALUES ($1, $2, 'T', 'closed', 'TLP:AMBER', 'no', $3, $4, '{"occurred":{"at":"2026-01-01T00:00:00+01:00"}}', now(), now())`,
        [id, reference, isRestricted, into],
      );
    }
    const ids = [merged, restricted, open];
    const seen = await database.read(aReader, ({ sql }) => readEntries(sql, ids));
    assert.deepEqual(
      seen.map((entry) => [entry.number, entry.merged_into, entry.occurred_at]),
      [
        ['INC-2026-0003', null, '2025-12-31T23:00:00.000Z'],
        ['INC-2026-0001', null, '2025-12-31T23:00:00.000Z'],
      ],
    );
    const all = await database.read(systemActor('test'), ({ sql }) => readEntries(sql, ids));
    assert.equal(all[0]?.merged_into, 'INC-2026-0002');
    assert.deepEqual(await database.read(anybody, ({ sql }) => readEntries(sql, ids)), []);
  });
});
