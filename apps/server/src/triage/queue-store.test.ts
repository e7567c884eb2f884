// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { aQueue } from '../../test/triage.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { countOpen, listQueueRows, orderQueues } from './queue-store.ts';

it('orderQueues() gives every queue the place it was given, and one only', async (t) => {
  const desk = await openTestDesk(t);
  const lead = await desk.as('it_responsible');
  for (const name of ['A', 'B', 'C']) {
    await aQueue(lead, name);
  }
  const [a, b, c] = (await lead.api.listQueues()).items.map(({ id }) => id);
  await desk.database.change(systemActor('test'), ({ sql }) => orderQueues(sql, [c ?? '', a ?? '', b ?? '']));
  const rows = await desk.database.read(systemActor('test'), ({ sql }) => listQueueRows(sql));
  assert.deepEqual(
    rows.map(({ name, place }) => [name, place]),
    [
      ['C', 0],
      ['A', 1],
      ['B', 2],
    ],
  );
});

// Danger: a count that promises reports the list does not show.
it('countOpen() counts what the list of the queue shows: asked only with an answer, snoozed only when due', async (t) => {
  const desk = await openTestDesk(t);
  const lead = await desk.as('it_responsible');
  const queue = await aQueue(lead, 'A');
  const states = [
    ['waiting', 0, null],
    ['asked', 0, null],
    ['asked', 1, null],
    ['snoozed', 0, '2026-01-01'],
    ['snoozed', 0, '2126-01-01'],
    ['declined', 0, null],
  ];
  for (const [index, [state, unread, until]] of states.entries()) {
    await desk.query(
      `INSERT INTO report (id, reference, state, kind, channel, summary, ongoing, anonymous, language, reported_at,
         content_sha256, queue_id, unread_from_reporter, snoozed_until)
       VALUES (gen_random_uuid(), 'REP-2026-000' || $1::int, $2, 'incident', 'form', 'x', 'no', true, 'en', now(), '', $3, $4, $5)`,
      [index, state, queue, unread, until],
    );
  }
  const listed = await lead.api.listReports({ query: { state: 'open', queue } });
  const counts = await desk.database.read(systemActor('test'), ({ now, sql }) => countOpen(sql, now));
  assert.deepEqual(
    counts.map(({ open, queueId }) => [queueId, open]),
    [[queue, 3]],
  );
  assert.equal(listed.items.length, 3);
});
