// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { noHooks } from './incident-hooks.ts';
import { declare } from './incident-steps.ts';
import { putParticipant, readParticipants, reasonNotActive } from './participant-store.ts';

const people = ['1', '2', '3'].map((n) => `00000000-0000-4000-8000-00000000000${n}`);

it('putParticipant() keeps one lead, and records nothing when nothing changes', async (t) => {
  const { database, query } = await openTestDatabase(t);
  await query(
    `INSERT INTO person (id, name, email, language, roles, state, created_at)
     SELECT id, 'Person ' || n, n || '@example.org', 'en', '{}', CASE n WHEN 3 THEN 'blocked' ELSE 'active' END, now()
     FROM unnest($1::uuid[]) WITH ORDINALITY AS each (id, n)`,
    [people],
  );
  const [one = '', two = '', three = ''] = people;
  const roles = await database.change(systemActor('test'), async (changing) => {
    const incident = await declare(changing, { title: 'Lead' }, noHooks);
    assert.ok(!isRefusal(incident));
    await putParticipant(changing, incident, one, 'lead', null);
    await putParticipant(changing, incident, two, 'lead', 'Night shift');
    await putParticipant(changing, incident, two, 'lead', 'Again');
    assert.equal(await reasonNotActive(changing.sql, [one, two, null, undefined]), null);
    assert.match((await reasonNotActive(changing.sql, [one, three]))?.detail ?? '', new RegExp(three));
    return (await readParticipants(changing.sql, incident.id)).map((part) => [part.person.id, part.role]);
  });
  assert.deepEqual(roles, [
    [one, 'deputy'],
    [two, 'lead'],
  ]);
  const [kept] = await query<{ lead_id: string; participant_ids: string[] }>(
    'SELECT lead_id, participant_ids FROM incident',
  );
  assert.deepEqual(kept, { lead_id: two, participant_ids: [one, two] });
  const recorded = await query(`SELECT FROM outbox WHERE event = 'incident.participant_set'`);
  assert.equal(recorded.length, 3);
});
