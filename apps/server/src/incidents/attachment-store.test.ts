// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { attachmentsOf, findAttachment } from './attachment-store.ts';

const one = '10000000-0000-4000-8000-000000000001';
const other = '10000000-0000-4000-8000-000000000002';
const file = '20000000-0000-4000-8000-000000000001';

// Danger: a file that is served under an incident somebody sees, and belongs to one they do not.
it('findAttachment() gives a file of these incidents only', async (t) => {
  const desk = await openTestDatabase(t);
  await desk.query(
    `INSERT INTO incident (id, reference, title, status, tlp, personal_data, restricted, declared_at, updated_at)
     SELECT id::uuid, 'INC-2026-000' || n, 'Number ' || n, 'pending', 'TLP:AMBER', 'no', false, now(), now()
     FROM unnest($1::text[]) WITH ORDINALITY AS given (id, n)`,
    [[one, other]],
  );
  await desk.query(
    `INSERT INTO attachment (id, incident_id, name, media_type, size_bytes, sha256, added_at, added_by)
     VALUES ($1, $2, 'mail.eml', 'message/rfc822', 12, repeat('a', 64), now(), '{"kind":"system","id":null,"name":"test"}')`,
    [file, one],
  );
  await desk.database.read(systemActor('test'), async ({ sql }) => {
    const found = await findAttachment(sql, [one, other], file);
    assert.ok(!isRefusal(found) && found.name === 'mail.eml');
    const elsewhere = await findAttachment(sql, [other], file);
    assert.ok(isRefusal(elsewhere) && elsewhere.refused === 'route.not_found');
    assert.deepEqual(
      (await attachmentsOf(sql, [one])).map(({ id, sizeBytes }) => [id, sizeBytes]),
      [[file, 12]],
    );
    assert.deepEqual(await attachmentsOf(sql, [other]), []);
  });
});
