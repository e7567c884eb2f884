// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { insertSchedule, lockDueSchedule, moveSchedule, readersAmong } from './report-store.ts';

test('lockDueSchedule() gives what is due, and nothing once it was moved', async (t) => {
  const desk = await openTestDesk(t);
  const { id: reader } = await desk.as('organisation_responsible');
  const { id: other } = await desk.as('helpdesk');
  const now = new Date();
  await desk.database.change(systemActor('test'), async ({ sql }) => {
    const id = randomUUID();
    await insertSchedule(sql, {
      id,
      every: 'year',
      language: 'de',
      recipients: [reader, other],
      madeBy: reader,
      nextAt: now,
    });
    const due = await lockDueSchedule(sql, now);
    assert.deepEqual([due?.id, due?.every, due?.recipients.length], [id, 'year', 2]);
    await moveSchedule(sql, id, new Date(now.getTime() + 1_000));
    assert.equal(await lockDueSchedule(sql, now), undefined);
    const readers = await readersAmong(sql, [reader, other], ['organisation_responsible']);
    assert.deepEqual(
      readers.map((one) => one.id),
      [reader],
    );
  });
});
