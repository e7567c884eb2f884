// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { callAnswers } from '@belfry/contract';
import { openTestDesk, type Somebody } from '../../test/desk.ts';
import { type PersonActor, systemActor } from '../platform/authorization/actor.ts';
import { answersOf, beginCall, deleteOverCalls, findCall, listCallRows, setDiscarded } from './call-store.ts';

const actorOf = ({ email, id }: Somebody): PersonActor => ({
  kind: 'person',
  id,
  name: 'Somebody',
  email,
  language: 'en',
  roles: ['helpdesk'],
  permissions: new Set(['reports.enter', 'reports.read']),
  via: { kind: 'token', id: 't' },
});

describe('calls in the database', () => {
  it('beginCall() takes no identifier of somebody else, and shows them nothing', async (t) => {
    const desk = await openTestDesk(t);
    const ann = actorOf(await desk.another('Ann', 'helpdesk'));
    const bob = actorOf(await desk.another('Bob', 'helpdesk'));
    const id = randomUUID();
    const answers = callAnswers.parse({ summary: 'Secret' });
    const begin = (by: PersonActor) =>
      desk.database.change(by, ({ now, sql }) => beginCall(sql, { id, ownerId: by.id, answers, now }));
    assert.equal(await begin(ann), true);
    assert.equal(await begin(bob), false);
    assert.equal(await desk.database.read(bob, ({ sql }) => findCall(sql, id)), undefined);
    // Asked for by the owner's name, it stays out of reach.
    assert.deepEqual(await desk.database.read(bob, ({ sql }) => listCallRows(sql, ann.id)), []);
    const own = await desk.database.read(ann, ({ sql }) => findCall(sql, id));
    assert.equal(own === undefined ? '' : answersOf(own).summary, 'Secret');
  });

  it('deleteOverCalls() forgets what was thrown away, and nothing that is being written', async (t) => {
    const desk = await openTestDesk(t);
    const ann = actorOf(await desk.another('Ann', 'helpdesk'));
    const [away, open] = [randomUUID(), randomUUID()];
    await desk.database.change(ann, async ({ now, sql }) => {
      for (const id of [away, open]) {
        await beginCall(sql, { id, ownerId: ann.id, answers: callAnswers.parse({}), now });
      }
      await setDiscarded(sql, away, now);
    });
    const later = new Date(Date.now() + 60_000);
    const forgotten = await desk.database.change(systemActor('test'), ({ sql }) =>
      deleteOverCalls(sql, { sent: later, discarded: later }, 10),
    );
    assert.equal(forgotten, 1);
    const left = await desk.database.read(ann, ({ sql }) => listCallRows(sql, ann.id));
    assert.deepEqual(
      left.map(({ id }) => id),
      [open],
    );
  });
});
