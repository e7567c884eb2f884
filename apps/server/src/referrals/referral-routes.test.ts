// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { jsonDigest } from '@belfry/ledger';
import { openTestDesk } from '../../test/desk.ts';
import { aProof } from '../../test/reassertion.ts';
import { refusesWith } from '../../test/refuses-with.ts';

async function aCase(t: TestContext) {
  const desk = await openTestDesk(t);
  const it = await desk.as('it_responsible');
  const incident = await it.api.declareIncident({ body: { title: 'Extortion' } });
  const params = { reference: incident.reference };
  const police = await it.api.addAuthority({
    body: {
      name: 'Federal Computer Crime Unit',
      country: 'BE',
      kinds: ['police'],
      channels: [],
      languages: ['nl'],
      formLink: '',
      notes: '',
    },
  });
  const shown = { authority: police.id, isReferred: true, reason: 'Extortion is a crime' };
  const prove = (words: object, by = it.id) =>
    aProof(desk, by, {
      act: 'referral.decide',
      subject: incident.reference,
      digest: jsonDigest({ ...shown, ...words }),
    });
  return { desk, it, params, police, shown, prove };
}

describe('referrals', () => {
  it('a referral is decided on proof, handed over once, and its receipt names the bytes', async (t) => {
    const { it, params, shown, prove } = await aCase(t);
    const decided = await it.api.decideReferral({
      params,
      body: { ...shown, reassertionId: await prove({}) },
    });
    assert.match(decided.reference, /^REF-\d{4}-0001$/);
    assert.equal(decided.authority?.name, 'Federal Computer Crime Unit');
    assert.equal(decided.handOver, null);
    const file = await addFile(it, params.reference);
    const body = { at: new Date().toISOString(), place: 'Brugge', to: 'Insp. Maes', attachments: [file.id] };
    const handed = await it.api.handOverReferral({ params: { referral: decided.id }, body });
    assert.deepEqual(handed.handOver?.items, [{ name: 'image.txt', sha256: file.sha256, sizeBytes: 4 }]);
    await assert.rejects(
      it.api.handOverReferral({ params: { referral: decided.id }, body }),
      refusesWith('referral.not_to_hand_over'),
    );
    const { items } = await it.api.readTimeline({ params, query: {} });
    const told = items.map(({ kind }) => kind);
    assert.ok(told.includes('referral.decided') && told.includes('referral.handed_over'));
  });

  it('not to refer is a decision as well, and nothing is handed over then', async (t) => {
    const { it, params, prove } = await aCase(t);
    const words = { authority: null, isReferred: false, reason: 'An outage, no crime' };
    const decided = await it.api.decideReferral({
      params,
      body: { ...words, reassertionId: await prove(words) },
    });
    const body = { at: new Date().toISOString(), place: 'Brugge', to: 'Insp. Maes' };
    await assert.rejects(
      it.api.handOverReferral({ params: { referral: decided.id }, body }),
      refusesWith('referral.not_to_hand_over'),
    );
  });

  it('what is decided is what was shown: another word, a used proof or none is refused', async (t) => {
    const { it, params, shown, prove } = await aCase(t);
    const proof = await prove({});
    const decide = (body: object) =>
      it.api.decideReferral({ params, body: { ...shown, reassertionId: proof, ...body } });
    await assert.rejects(decide({ reason: 'Something else' }), refusesWith('reassertion.needed'));
    await assert.rejects(decide({ isReferred: false }), refusesWith('reassertion.needed'));
    await decide({});
    await assert.rejects(decide({}), refusesWith('reassertion.needed'));
    const { items } = await it.api.listReferrals({ params });
    assert.equal(items.length, 1);
  });

  it('refuses nobody to go to, an authority and a file that are not there, and the future', async (t) => {
    const { it, params, shown, prove } = await aCase(t);
    const nobody = { authority: null };
    await assert.rejects(
      it.api.decideReferral({ params, body: { ...shown, ...nobody, reassertionId: await prove(nobody) } }),
      refusesWith('referral.authority_missing'),
    );
    const unknown = { authority: crypto.randomUUID() };
    await assert.rejects(
      it.api.decideReferral({ params, body: { ...shown, ...unknown, reassertionId: await prove(unknown) } }),
      refusesWith('authority.not_found'),
    );
    const decided = await it.api.decideReferral({
      params,
      body: { ...shown, reassertionId: await prove({}) },
    });
    const body = { at: new Date().toISOString(), place: 'Brugge', to: 'Insp. Maes' };
    const call = (more: object) =>
      it.api.handOverReferral({ params: { referral: decided.id }, body: { ...body, ...more } });
    await assert.rejects(call({ attachments: [crypto.randomUUID()] }), refusesWith('referral.file_unknown'));
    await assert.rejects(
      call({ at: new Date(Date.now() + 60_000).toISOString() }),
      refusesWith('referral.in_the_future'),
    );
  });

  it('whoever does not see the incident learns nothing of its referral; a handler decides none', async (t) => {
    const { desk, it, params, shown, prove } = await aCase(t);
    const decided = await it.api.decideReferral({
      params,
      body: { ...shown, reassertionId: await prove({}) },
    });
    const handler = await desk.as('handler');
    await assert.rejects(
      handler.api.decideReferral({ params, body: { ...shown, reassertionId: await prove({}, handler.id) } }),
      refusesWith('permission.missing'),
    );
    await it.api.changeIncident({ params, body: { restricted: true } });
    const dpo = await desk.as('dpo');
    await assert.rejects(dpo.api.listReferrals({ params }), refusesWith('incident.not_found'));
    const body = { at: new Date().toISOString(), place: 'Brugge', to: 'Insp. Maes' };
    await assert.rejects(
      dpo.api.handOverReferral({ params: { referral: decided.id }, body }),
      refusesWith('referral.not_found'),
    );
  });
});

type Case = Awaited<ReturnType<typeof aCase>>;

async function addFile(who: Case['it'], reference: string): Promise<{ id: string; sha256: string }> {
  const answer = await who.inject({
    method: 'POST',
    url: `/api/v1/incidents/${reference}/attachments`,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload:
      '--x\r\ncontent-disposition: form-data; name="f"; filename="image.txt"\r\ncontent-type: text/plain\r\n\r\ndisk\r\n--x--\r\n',
  });
  return answer.json().items[0];
}
