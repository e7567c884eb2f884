// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { jsonDigest } from '@belfry/ledger';
import { openTestDesk } from '../../test/desk.ts';
import { aProof } from '../../test/reassertion.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { assistanceEnds } from './assistance-request-routes.ts';

const HOUR_MS = 3_600_000;

async function aRequest(t: TestContext) {
  let now = new Date('2026-11-22T08:00:00Z');
  const desk = await openTestDesk(t, { clock: { now: () => now } });
  const handler = await desk.as('handler');
  const incident = await handler.api.declareIncident({ body: { title: 'Ransomware' } });
  const params = { reference: incident.reference };
  const body = {
    purpose: 'Find out how they came in',
    scope: 'Logs of the domain controllers',
    systems: ['dc1'],
    from: now.toISOString(),
    until: new Date(now.getTime() + HOUR_MS).toISOString(),
  };
  const asked = await handler.api.askAssistance({ params, body });
  const it = await desk.as('it_responsible');
  const { purpose, scope, systems, copiesAllowed, from, until } = asked;
  const shown = { purpose, scope, systems, copiesAllowed, from, until };
  const prove = (words: object = {}) =>
    aProof(
      desk,
      it.id,
      { act: 'assistance.grant', subject: asked.reference, digest: jsonDigest({ ...shown, ...words }) },
      now,
    );
  const pass = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  const stateNow = async () => (await it.api.listAssistanceRequests({ params })).items[0]?.state;
  return { desk, handler, it, params, body, asked, prove, pass, stateNow };
}

describe('assistance requests', () => {
  it('asking opens nothing; consent does, and ends by itself, on record', async (t) => {
    const { desk, it, asked, params, prove, pass, stateNow } = await aRequest(t);
    assert.equal(asked.state, 'asked');
    const call = { params: { request: asked.id } };
    const granted = await it.api.grantAssistance({ ...call, body: { reassertionId: await prove() } });
    assert.deepEqual([granted.state, granted.grantedBy?.id], ['active', it.id]);
    pass(HOUR_MS);
    assert.equal(await stateNow(), 'expired');
    const ending = assistanceEnds(desk.database);
    assert.equal(await ending.doBatch(), true);
    assert.equal(await ending.doBatch(), false);
    const { items } = await it.api.readTimeline({ params, query: {} });
    assert.equal(items.filter(({ kind }) => kind === 'assistance.expired').length, 1);
  });

  it('a consent is to the very words: others, a used proof or none open nothing', async (t) => {
    const { it, asked, prove, stateNow } = await aRequest(t);
    const grant = (reassertionId: string) =>
      it.api.grantAssistance({ params: { request: asked.id }, body: { reassertionId } });
    await assert.rejects(grant(crypto.randomUUID()), refusesWith('reassertion.needed'));
    await assert.rejects(
      grant(await prove({ scope: 'Everything', copiesAllowed: true })),
      refusesWith('reassertion.needed'),
    );
    assert.equal(await stateNow(), 'asked');
    await grant(await prove());
    await assert.rejects(grant(await prove()), refusesWith('assistance.state_does_not_allow'));
  });

  it('a consent is taken back at once, by anybody who works on the incident', async (t) => {
    const { handler, it, asked, prove, stateNow } = await aRequest(t);
    const call = { params: { request: asked.id } };
    await it.api.grantAssistance({ ...call, body: { reassertionId: await prove() } });
    const revoke = () => handler.api.revokeAssistance({ ...call, body: { reason: 'They are done' } });
    assert.equal((await revoke()).state, 'revoked');
    assert.equal(await stateNow(), 'revoked');
    await assert.rejects(revoke(), refusesWith('assistance.state_does_not_allow'));
  });

  it('refuses a period that is no period, and a handler who consents', async (t) => {
    const { handler, params, body, asked, prove } = await aRequest(t);
    const turned = { from: body.until, until: body.from };
    await assert.rejects(
      handler.api.askAssistance({ params, body: { ...body, ...turned } }),
      refusesWith('assistance.period_not_valid', /before it begins/),
    );
    await assert.rejects(
      handler.api.grantAssistance({
        params: { request: asked.id },
        body: { reassertionId: await prove() },
      }),
      refusesWith('permission.missing'),
    );
  });

  it('whoever does not see the incident learns nothing of the help', async (t) => {
    const { handler, desk, params, asked } = await aRequest(t);
    await handler.api.changeIncident({ params, body: { restricted: true } });
    const dpo = await desk.as('dpo');
    await assert.rejects(dpo.api.listAssistanceRequests({ params }), refusesWith('incident.not_found'));
    await assert.rejects(
      dpo.api.revokeAssistance({ params: { request: asked.id }, body: { reason: 'x' } }),
      refusesWith('assistance.not_found'),
    );
  });
});
