// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ProblemCode, ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';

const refusesWith =
  (code: ProblemCode, words = /./) =>
  (error: unknown) =>
    error instanceof ProblemError &&
    error.problem.code === code &&
    words.test(error.problem.detail ?? 'no detail');

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
