// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { aProof } from '../../test/reassertion.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import {
  findAnnouncements,
  insertAnnouncement,
  leavingOf,
  lockAnnouncement,
  presentAnnouncement,
  writeAnnouncement,
} from './announcement-store.ts';
import { insertRecipients } from './recipient-store.ts';

const system = systemActor('test');
const now = new Date('2026-03-02T09:00:00Z');
const texts = { nl: { subject: 'Storing', text: 'Hersteld.' } };

async function aDraft(t: TestContext) {
  const desk = await openTestDesk(t);
  const writer = await desk.as('handler');
  const incident = await writer.api.declareIncident({ body: { title: 'Outage' } });
  const begun = {
    id: crypto.randomUUID(),
    reference: 'ANN-2026-0001',
    incidentId: incident.id,
    obligationId: null,
    audience: 'clients',
    texts,
    begunBy: writer.id,
  } as const;
  await desk.database.change(system, ({ sql }) => insertAnnouncement(sql, begun, now));
  const line = () =>
    desk.database.change(system, async ({ sql }) => {
      const locked = await lockAnnouncement(sql, begun.reference);
      assert.ok(locked);
      return locked;
    });
  return { desk, writer, incident, begun, line };
}

describe('announcement-store', () => {
  it('findAnnouncements() tells words, writer and incident, of just the incidents asked for', async (t) => {
    const { desk, writer, incident, begun } = await aDraft(t);
    const told = await desk.database.read(system, async ({ sql }) => {
      assert.deepEqual(await findAnnouncements(sql, { incidentIds: [] }), []);
      const [line, ...more] = await findAnnouncements(sql, { incidentIds: [incident.id] });
      assert.ok(line);
      assert.deepEqual(more, []);
      return presentAnnouncement(sql, line);
    });
    assert.deepEqual(
      [told.id, told.incident, told.state, told.texts, told.begunBy?.id, told.changedBy?.id],
      [begun.id, incident.reference, 'draft', texts, writer.id, writer.id],
    );
    assert.deepEqual(told.counts, { listed: 0, queued: 0, sent: 0, failed: 0 });
  });

  it('writeAnnouncement() changes what is named, and takes an approval back with all of it', async (t) => {
    const { desk, writer, begun, line } = await aDraft(t);
    const proof = { act: 'announcement.approve', subject: begun.reference, digest: 'd' } as const;
    const reassertionId = await aProof(desk, writer.id, proof);
    const write = (change: Parameters<typeof writeAnnouncement>[2]) =>
      desk.database.change(system, ({ sql }) => writeAnnouncement(sql, begun.id, change));
    const { version } = await line();
    const digest = '0'.repeat(64);
    await write({
      state: 'approved',
      way: 'mail',
      approved: { at: now, by: writer.id, reassertionId, digest },
    });
    const approved = await line();
    assert.deepEqual(
      [approved.state, approved.way, approved.approvedById, approved.approvedDigest, approved.texts],
      ['approved', 'mail', writer.id, digest, texts],
    );
    assert.equal(approved.version, version + 1);
    await write({ state: 'draft', approved: null });
    const again = await line();
    assert.deepEqual([again.approvedAt, again.approvedById, again.approvedDigest], [null, null, null]);
  });

  // Danger: a recipient more after approval, and the approval still matches what leaves.
  it('leavingOf() has another digest for another recipient or language, and the same for another order', async (t) => {
    const { desk, begun, line } = await aDraft(t);
    const digestAfter = async (address: string, language: 'nl' | 'fr') => {
      const one = { name: '', address, contactId: null, language };
      await desk.database.change(system, ({ sql, ids }) => insertRecipients(sql, begun.id, [one], ids));
      const before = await line();
      return desk.database.read(system, async ({ sql }) => (await leavingOf(sql, before)).recipients);
    };
    const first = await digestAfter('An@example.org', 'nl');
    const second = await digestAfter('bob@example.org', 'fr');
    assert.notEqual(first.digest, second.digest);
    assert.deepEqual([second.count, second.languages], [2, ['fr', 'nl']]);
    await desk.query('DELETE FROM announcement_recipient');
    await digestAfter('bob@example.org', 'fr');
    assert.equal((await digestAfter('an@example.org', 'nl')).digest, second.digest);
  });
});
