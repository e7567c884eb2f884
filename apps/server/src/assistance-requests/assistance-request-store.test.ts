// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { aProof } from '../../test/reassertion.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import {
  claimEnded,
  findAssistance,
  insertAssistance,
  lockAssistance,
  presentAssistance,
  writeExpiry,
  writeGrant,
  writeRevocation,
} from './assistance-request-store.ts';

const system = systemActor('test');
const now = new Date('2026-03-02T09:00:00Z');
const until = new Date('2026-03-05T09:00:00Z');
const after = new Date('2026-03-05T09:00:01Z');

async function aRequest(t: TestContext) {
  const desk = await openTestDesk(t);
  const asker = await desk.as('it_responsible');
  const incident = await asker.api.declareIncident({ body: { title: 'Intrusion' } });
  const id = crypto.randomUUID();
  const asked = {
    id,
    reference: 'AST-2026-0001',
    incidentId: incident.id,
    authorityId: null,
    purpose: 'Find the way in',
    scope: 'Read logs',
    systems: ['mail'],
    copiesAllowed: false,
    from: now,
    until,
    askedBy: asker.id,
  };
  await desk.database.change(system, ({ sql }) => insertAssistance(sql, asked, now));
  const proof = { act: 'assistance.grant', subject: asked.reference, digest: '0'.repeat(64) } as const;
  const grant = async () => {
    const reassertionId = await aProof(desk, asker.id, proof);
    await desk.database.change(system, ({ sql }) =>
      writeGrant(sql, id, { by: asker.id, at: now, reassertionId }),
    );
  };
  const stateAt = (at: Date) =>
    desk.database.read(system, async ({ sql }) => {
      const [line] = await findAssistance(sql, { id });
      assert.ok(line);
      return presentAssistance(line, at).state;
    });
  return { desk, asker, incident, id, grant, stateAt };
}

describe('assistance-request-store', () => {
  it('findAssistance() tells what was asked, of just the incidents asked for', async (t) => {
    const { desk, asker, incident, id } = await aRequest(t);
    const [line, ...more] = await desk.database.read(system, ({ sql }) =>
      findAssistance(sql, { incidentIds: [incident.id] }),
    );
    assert.ok(line);
    assert.deepEqual(more, []);
    const told = presentAssistance(line, now);
    assert.deepEqual(
      [told.id, told.incident, told.systems, told.from, told.until, told.askedBy.id, told.grantedBy],
      [id, incident.reference, ['mail'], now.toISOString(), until.toISOString(), asker.id, null],
    );
    assert.deepEqual(
      await desk.database.read(system, ({ sql }) => findAssistance(sql, { incidentIds: [] })),
      [],
    );
  });

  it('writeGrant() and writeRevocation() keep who and when beside each other', async (t) => {
    const { desk, asker, id, grant, stateAt } = await aRequest(t);
    const before = await stateAt(now);
    await grant();
    const granted = await stateAt(now);
    await desk.database.change(system, ({ sql }) =>
      writeRevocation(sql, id, { by: asker.id, at: now, reason: 'Found it' }),
    );
    const line = await desk.database.change(system, ({ sql }) => lockAssistance(sql, id));
    assert.deepEqual(
      [line?.grantedById, line?.revokedById, line?.revokeReason, line?.grantedAt],
      [asker.id, asker.id, 'Found it', now],
    );
    assert.equal(new Set([before, granted, await stateAt(now)]).size, 3);
    const none = await desk.database.change(system, ({ sql }) => lockAssistance(sql, crypto.randomUUID()));
    assert.equal(none, null);
  });

  // Danger: the end of a consent is told twice, or that of a consent that was taken back before.
  it('claimEnded() names a consent once it has ended, once', async (t) => {
    const { desk, asker, id, grant } = await aRequest(t);
    await grant();
    const claim = (at: Date) => desk.database.change(system, ({ sql }) => claimEnded(sql, at));
    assert.equal(await claim(now), null);
    assert.equal((await claim(after))?.id, id);
    await desk.database.change(system, ({ sql }) => writeExpiry(sql, id, after));
    assert.equal(await claim(after), null);
    const other = { by: asker.id, at: now, reason: 'No more' };
    await desk.database.change(system, ({ sql }) => writeRevocation(sql, id, other));
    assert.equal(await claim(after), null);
  });
});
