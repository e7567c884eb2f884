// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import {
  countShown,
  findNotes,
  insertNote,
  isPageOn,
  lockNote,
  shownNotes,
  switchPage,
  writeEnd,
} from './status-note-store.ts';

const system = systemActor('test');
const now = new Date('2026-03-02T09:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
const texts = { en: { subject: 'Down', text: 'Fails.' } };

async function aNote(t: TestContext) {
  const desk = await openTestDesk(t);
  const handler = await desk.as('handler');
  const incident = await handler.api.declareIncident({ body: { title: 'Outage' } });
  const announcement = async () =>
    (
      await handler.api.beginAnnouncement({
        params: { reference: incident.reference },
        body: { audience: 'public' },
      })
    ).id;
  const insert = async (updatesId: string | null, at: Date) => {
    const id = crypto.randomUUID();
    const note = { id, incidentId: incident.id, announcementId: await announcement(), updatesId, texts };
    await desk.database.change(system, ({ sql }) => insertNote(sql, note, at));
    return id;
  };
  return { desk, handler, incident, id: await insert(null, now), insert };
}

describe('status-note-store', () => {
  it('shownNotes() is null while the page is off, and tells updates with their note', async (t) => {
    const { desk, id, insert } = await aNote(t);
    await insert(id, later(1));
    assert.equal(await desk.database.read(system, ({ sql }) => shownNotes(sql, later(2), 10)), null);
    assert.equal(await desk.database.change(system, ({ sql }) => switchPage(sql, true)), true);
    assert.equal(await desk.database.change(system, ({ sql }) => switchPage(sql, true)), false);
    assert.equal(await desk.database.read(system, ({ sql }) => isPageOn(sql)), true);
    const notes = await desk.database.read(system, ({ sql }) => shownNotes(sql, later(2), 10));
    assert.deepEqual(
      notes?.map((note) => [note.id, note.updates.length, note.texts.en?.subject]),
      [[id, 1, 'Down']],
    );
  });

  it('writeEnd() keeps a note to be read for seven days', async (t) => {
    const { desk, handler, id, incident } = await aNote(t);
    await desk.database.change(system, ({ sql }) => writeEnd(sql, id, handler.id, later(1)));
    const count = (at: Date) => desk.database.read(system, ({ sql }) => countShown(sql, at));
    assert.equal(await count(later(7.9)), 1);
    assert.equal(await count(later(8)), 0);
    const [note] = await desk.database.read(system, ({ sql }) =>
      findNotes(sql, { incidentIds: [incident.id] }),
    );
    assert.deepEqual([note?.endedAt, note?.endedBy?.id], [later(1).toISOString(), handler.id]);
  });

  it('lockNote() finds first notes only: an update has no end of its own', async (t) => {
    const { desk, id, incident, insert } = await aNote(t);
    const update = await insert(id, later(1));
    const [first, second] = await desk.database.change(system, async ({ sql }) => [
      await lockNote(sql, id),
      await lockNote(sql, update),
    ]);
    assert.equal(first?.incidentReference, incident.reference);
    assert.equal(second, null);
  });

  // Danger: who may not see an incident reads in the desk what the page says of it.
  it('findNotes() shows nobody the notes of an incident they cannot see', async (t) => {
    const { desk, handler, incident } = await aNote(t);
    await handler.api.changeIncident({
      params: { reference: incident.reference },
      body: { restricted: true },
    });
    const other = await desk.as('helpdesk');
    await assert.rejects(
      other.api.listStatusNotes({ params: { reference: incident.reference } }),
      refusesWith('incident.not_found'),
    );
  });
});
