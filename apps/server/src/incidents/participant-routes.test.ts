// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

describe('who has a hand in an incident', () => {
  it('a new lead makes the old one a deputy', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const [ana, bob] = await Promise.all([
      desk.another('Ana Ruiz', 'handler'),
      desk.another('Bob Maes', 'handler'),
    ]);
    const { reference } = await api.declareIncident({ body: { title: 'Ransomware' } });
    const put = (person: string) =>
      api.setParticipant({ params: { reference, person }, body: { role: 'lead', reason: 'On duty' } });
    await put(ana.id);
    const page = await put(bob.id);
    assert.equal(page.lead?.name, 'Bob Maes');
    assert.deepEqual(page.participants.map(({ person, role }) => [person.name, role]).sort(), [
      ['Ana Ruiz', 'deputy'],
      ['Bob Maes', 'lead'],
    ]);
    const without = await api.removeParticipant({ params: { reference, person: bob.id } });
    assert.equal(without.lead, null);
    await assert.rejects(
      api.removeParticipant({ params: { reference, person: bob.id } }),
      refusesWith('incident.participant_unknown'),
    );
  });

  // Danger: the lead of a full incident leaves, and nobody of it can take over.
  it('a full incident takes nobody new, and still changes its lead', async (t) => {
    const desk = await openTestDesk(t);
    const { api, id } = await desk.as('handler');
    const late = await desk.another('Late Comer', 'handler');
    const { reference } = await api.declareIncident({ body: { title: 'Everybody' } });
    await desk.query(
      `INSERT INTO person (id, name, email, language, roles, state, created_at)
       SELECT gen_random_uuid(), 'Number ' || n, n || '@full.example.org', 'en', '{handler}', 'active', now() FROM generate_series(2, $1) n`,
      [limits.participantsMax],
    );
    await desk.query(
      `INSERT INTO incident_participant (incident_id, person_id, role, since)
       SELECT i.id, p.id, 'participant', now() FROM incident i, person p WHERE p.email LIKE '%@full.example.org' OR p.id = $1`,
      [id],
    );
    const put = (person: string) =>
      api.setParticipant({ params: { reference, person }, body: { role: 'lead' } });
    await assert.rejects(put(late.id), refusesWith('request.not_valid', /at most/));
    assert.equal((await put(id)).lead?.id, id);
  });

  it('takes nobody who is blocked or not here', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const blocked = await desk.another('Blocked Person', 'handler');
    await desk.query(`UPDATE person SET state = 'blocked' WHERE id = $1`, [blocked.id]);
    const { reference } = await api.declareIncident({ body: { title: 'Who' } });
    for (const person of [blocked.id, '99999999-9999-4999-8999-999999999999']) {
      await assert.rejects(
        api.setParticipant({ params: { reference, person }, body: { role: 'participant' } }),
        refusesWith('incident.participant_unknown', new RegExp(person)),
      );
    }
  });
});
