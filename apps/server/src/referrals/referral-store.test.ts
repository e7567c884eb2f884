// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { aProof } from '../../test/reassertion.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import {
  filesOf,
  findReferrals,
  insertReferral,
  lockReferral,
  presentReferral,
  writeHandOver,
} from './referral-store.ts';

const system = systemActor('test');
const now = new Date('2026-03-02T09:00:00Z');

async function aReferral(t: TestContext) {
  const desk = await openTestDesk(t);
  const it = await desk.as('it_responsible');
  const incident = await it.api.declareIncident({ body: { title: 'Extortion' } });
  const proof = { act: 'referral.decide', subject: incident.reference, digest: '0'.repeat(64) } as const;
  const row = {
    id: crypto.randomUUID(),
    reference: 'REF-2026-0001',
    incidentId: incident.id,
    authorityId: null,
    isReferred: true,
    reason: 'A crime',
    decidedBy: it.id,
    reassertionId: await aProof(desk, it.id, proof),
  };
  await desk.database.change(system, ({ sql }) => insertReferral(sql, row, now));
  return { desk, it, incident, row };
}

describe('referral-store', () => {
  it('findReferrals() tells what was decided, by whom, of just the incidents asked for', async (t) => {
    const { desk, it: decider, incident, row } = await aReferral(t);
    const other = await decider.api.declareIncident({ body: { title: 'Outage' } });
    const [of, ofOther] = await desk.database.read(system, async ({ sql }) => [
      await findReferrals(sql, { incidentIds: [incident.id] }),
      await findReferrals(sql, { incidentIds: [other.id] }),
    ]);
    assert.deepEqual(ofOther, []);
    assert.equal(of?.length, 1);
    const [line] = of ?? [];
    assert.ok(line);
    const told = presentReferral(line);
    assert.deepEqual(
      [told.id, told.incident, told.authority, told.isReferred, told.decidedAt, told.decidedBy.id],
      [row.id, incident.reference, null, true, now.toISOString(), decider.id],
    );
    assert.equal(told.handOver, null);
  });

  it('lockReferral() finds none where there is none, and what was handed over once it was', async (t) => {
    const { desk, row } = await aReferral(t);
    const line = await desk.database.change(system, ({ sql }) => lockReferral(sql, row.id));
    assert.ok(line);
    const what = { items: [], caseNumber: 'BR.12.F1', note: null };
    const recordedBy = presentReferral(line).decidedBy;
    const handOver = { at: now.toISOString(), place: 'Brugge', to: 'Insp. Maes', ...what, recordedBy };
    const [none, handed] = await desk.database.change(system, async ({ sql }) => {
      await writeHandOver(sql, row.id, handOver);
      return [await lockReferral(sql, crypto.randomUUID()), await lockReferral(sql, row.id)];
    });
    assert.equal(none, null);
    assert.deepEqual(handed?.handOver, handOver);
  });

  // Danger: a receipt names bytes of another incident, which nobody handed over.
  it('filesOf() leaves out what is not of the incident', async (t) => {
    const { desk, row } = await aReferral(t);
    const [named, unnamed] = await desk.database.read(system, async ({ sql }) => [
      await filesOf(sql, row.incidentId, [crypto.randomUUID()]),
      await filesOf(sql, row.incidentId, []),
    ]);
    assert.deepEqual([named, unnamed], [[], []]);
  });
});
