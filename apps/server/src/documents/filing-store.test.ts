// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { findFiling, forgetFailure, nextFilingWithoutDocuments, writeFailure } from './filing-store.ts';

const actor = systemActor('test');

// Danger: one that cannot be printed is tried without end, and holds up those behind it.
test('nextFilingWithoutDocuments() waits with one that failed, and takes it again when it is time', async (t) => {
  const desk = await openTestDesk(t);
  const { api, id: approver } = await desk.as('handler');
  const { reference } = await api.declareIncident({ body: { title: 'Ransomware' } });
  const id = randomUUID();
  const now = new Date();
  const later = new Date(now.getTime() + 60_000);
  await desk.database.change(actor, async ({ sql }) => {
    const incident = await sql
      .selectFrom('incident')
      .select('id')
      .where('reference', '=', reference)
      .executeTakeFirstOrThrow();
    await sql
      .insertInto('notification')
      .values({
        ...{
          id,
          reference: 'NOT-2026-0001',
          incident_id: incident.id,
          regime_id: 'gdpr',
          stage_id: 'authority',
        },
        ...{ occurrence: 1, state: 'approved', language: 'fr', tlp: 'TLP:GREEN', content: '{}' },
        ...{ begun_at: now, changed_at: now, approved_at: now, approved_by: approver, approved_digest: 'c1' },
      })
      .execute();
    const due = await nextFilingWithoutDocuments(sql, now);
    assert.deepEqual(due, { id, contentSha256: 'c1', attempts: 0 });
    await writeFailure(sql, { id, contentSha256: 'c1', attempts: 0 }, 'no paper', later);
    assert.equal(await nextFilingWithoutDocuments(sql, now), undefined);
    assert.equal((await nextFilingWithoutDocuments(sql, later))?.attempts, 1);
    await forgetFailure(sql, id);
    const found = await findFiling(sql, { id });
    assert.equal(found?.filing.language, 'fr');
    assert.equal(found?.filing.contentSha256, 'c1');
    assert.deepEqual(found?.filing.organisation.ownDomains.slice(0, 1), ['example.org']);
  });
});
