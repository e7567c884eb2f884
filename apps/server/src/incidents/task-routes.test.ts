// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

describe('tasks of an incident', () => {
  it('a task goes from open to done by its owner, who needs no other permission', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const owner = await desk.as('communicator');
    const other = await desk.as('auditor');
    const { reference } = await api.declareIncident({ body: { title: 'Press calls' } });
    const added = await api.addTask({
      params: { reference },
      body: {
        title: 'Answer the press',
        owner: owner.id,
        informed: [other.id],
        dueAt: '2026-12-01T09:00:00Z',
      },
    });
    assert.equal(added.owner?.id, owner.id);
    const mine = await owner.api.listTasks({ query: { owner: 'me' } });
    assert.deepEqual(
      mine.items.map((task) => task.id),
      [added.id],
    );
    await assert.rejects(
      other.api.changeTask({ params: { task: added.id }, body: { state: 'done' } }),
      refusesWith('permission.missing'),
    );
    const done = await owner.api.changeTask({ params: { task: added.id }, body: { state: 'done' } });
    assert.ok(done.doneAt !== null);
    const page = await api.readIncident({ params: { reference } });
    assert.equal(page.openTasks, 0);
    assert.equal(page.tasks[0]?.state, 'done');
  });

  it('keeps every part of the RACI line, old to new', async (t) => {
    const desk = await openTestDesk(t);
    const { api, id } = await desk.as('handler');
    const other = await desk.another('Ot Her', 'handler');
    const { reference } = await api.declareIncident({ body: { title: 'RACI' } });
    const { id: task } = await api.addTask({
      params: { reference },
      body: { title: 'Do', accountable: id, consulted: [other.id] },
    });
    const changed = await api.changeTask({
      params: { task },
      body: { owner: other.id, consulted: [], dueAt: '2026-12-24T12:00:00+01:00', reason: 'Holiday' },
    });
    assert.deepEqual(
      [changed.owner?.name, changed.accountable?.id, changed.consulted, changed.dueAt],
      ['Ot Her', id, [], '2026-12-24T11:00:00.000Z'],
    );
    const dropped = await api.changeTask({ params: { task }, body: { state: 'dropped', dueAt: null } });
    assert.ok(dropped.doneAt !== null && dropped.dueAt === null);
    const open = await api.changeTask({ params: { task }, body: { state: 'open' } });
    assert.equal(open.doneAt, null);
    const entry = (await api.readTimeline({ params: { reference } })).items.find(
      ({ kind, reason }) => kind === 'task.changed' && reason === 'Holiday',
    );
    assert.deepEqual(entry?.changes, [
      { field: 'owner', from: null, to: other.id },
      { field: 'consulted', from: [other.id], to: [] },
      { field: 'dueAt', from: null, to: '2026-12-24T11:00:00.000Z' },
    ]);
  });
});
