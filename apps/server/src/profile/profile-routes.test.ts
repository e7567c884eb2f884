// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { type Clock, systemClock } from '../platform/clock/clock.ts';
import { latestProfile, profileAt } from './profile-store.ts';

const DAY_MS = 24 * 3_600_000;
const bank = { 'org.is_dora_entity': true, 'org.member_states': ['BE'] };

describe('the profile of the organisation', () => {
  it('saveProfile() keeps every version, tells old and new, and profileAt() finds each', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('dpo');
    const empty = await api.readProfile();
    assert.deepEqual([empty.version, empty.isReviewDue], [null, true]);
    const first = await api.saveProfile({ body: { answers: bank, reason: 'First look', seen: null } });
    const second = await api.saveProfile({
      body: { answers: { 'org.is_dora_entity': false }, reason: 'Licence given back', seen: first.id },
    });
    const { items } = await api.listProfileVersions({});
    assert.deepEqual(
      items.map(({ changes, reason }) => [reason, changes.map(({ field }) => field).sort()]),
      [
        ['Licence given back', ['org.is_dora_entity', 'org.member_states']],
        ['First look', ['org.is_dora_entity', 'org.member_states']],
      ],
    );
    const paged = await api.listProfileVersions({ query: { limit: 1 } });
    assert.deepEqual(paged.items[0]?.changes.length, 2);
    const rest = await api.listProfileVersions({ query: { limit: 1, cursor: paged.next ?? '' } });
    assert.deepEqual([rest.items[0]?.id, rest.next], [first.id, null]);
    await desk.database.read(systemActor('test'), async ({ sql }) => {
      assert.deepEqual((await profileAt(sql, first.id)).answers, bank);
      assert.deepEqual(await latestProfile(sql), { id: second.id, answers: { 'org.is_dora_entity': false } });
    });
  });

  // Danger: two people answer at once, and what one of them said is gone.
  it('saveProfile() refuses a version written over one that was not seen', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('dpo');
    const both = await Promise.allSettled([
      api.saveProfile({ body: { answers: bank, seen: null } }),
      api.saveProfile({ body: { answers: { 'org.is_controller': true }, seen: null } }),
    ]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await assert.rejects(
      api.saveProfile({ body: { answers: bank, seen: null } }),
      refusesWith('profile.changed_meanwhile'),
    );
  });

  it('the yearly look: due after a year, and the same answers again are a version that says so', async (t) => {
    let aheadMs = 0;
    const clock: Clock = { now: () => new Date(systemClock.now().getTime() + aheadMs) };
    const desk = await openTestDesk(t, { clock });
    const { api } = await desk.as('dpo');
    const first = await api.saveProfile({ body: { answers: bank, seen: null } });
    assert.equal((await api.readProfile()).isReviewDue, false);
    aheadMs = 367 * DAY_MS;
    const later = (await desk.another('Dora DPO', 'dpo')).api;
    assert.equal((await later.readProfile()).isReviewDue, true);
    await later.saveProfile({ body: { answers: bank, seen: first.id } });
    assert.equal((await later.readProfile()).isReviewDue, false);
    const history = await (await desk.another('Odo Auditor', 'auditor')).api.listHistory({
      query: { subject: 'profile:only' },
    });
    assert.deepEqual(
      history.items.map(({ kind }) => kind),
      ['profile.reviewed', 'profile.answered'],
    );
  });

  it('what the organisation holds and earns is read by those it concerns, and changed by those who may', async (t) => {
    const desk = await openTestDesk(t);
    const refused = refusesWith('permission.missing');
    const helpdesk = (await desk.as('helpdesk')).api;
    await assert.rejects(helpdesk.saveProfile({ body: { answers: bank, seen: null } }), refused);
    assert.equal((await helpdesk.readProfile()).version, null);
    const outsider = (await desk.as('department_representative')).api;
    await assert.rejects(outsider.readProfile(), refused);
    await assert.rejects(outsider.listProfileVersions({}), refused);
  });

  it('tryProfile() judges answers and keeps nothing', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('dpo');
    const standing = await api.tryProfile({ body: { answers: bank } });
    assert.equal(standing.regimes.find(({ regimeId }) => regimeId === 'dora')?.truth, 'yes');
    assert.equal((await api.readProfile()).version, null);
    await assert.rejects(
      api.tryProfile({ body: { answers: { 'org.is_dora_entity': 'perhaps' } } }),
      refusesWith('profile.answer_not_valid'),
    );
  });
});
