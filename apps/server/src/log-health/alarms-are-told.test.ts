// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { aClock } from '../../test/form-visitor.ts';
import { clearAlarm, raiseAlarm } from '../log/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { tellOne } from './alarms-are-told.ts';

test('an alarm is told at once, after 15 minutes, after an hour and every four hours, then once that it is over', async (t) => {
  const clock = aClock();
  const desk = await openTestDesk(t, { clock });
  const owner = await desk.as('log_owner');
  await owner.api.tellLogAlarms({ body: { isTold: true } });
  const alarm = { kind: 'witness', subject: 'w1', facts: { reason: 'it does not answer' } } as const;
  const raised = { ...alarm, raisedAt: clock.now(), lastSeenAt: clock.now() };
  await desk.database.change(systemActor('test'), (changing) => raiseAlarm(changing, raised));
  const tellAll = async () => {
    while (await tellOne({ database: desk.database, publicUrl: () => 'https://desk.example.org' })) {
      // One alarm at a time.
    }
    const mails = await desk.query<{ subject: string }>(
      'SELECT subject FROM mail WHERE to_address = $1 ORDER BY queued_at',
      [owner.email],
    );
    return mails.map(({ subject }) => subject);
  };
  const words = 'Logbook alarm: A witness does not answer';
  assert.deepEqual(await tellAll(), [words]);
  const toldAfter = async (minutes: number) => {
    clock.pass(minutes * 60_000);
    return (await tellAll()).length;
  };
  assert.equal(await toldAfter(14), 1);
  assert.equal(await toldAfter(1), 2);
  assert.equal(await toldAfter(45), 3);
  assert.equal(await toldAfter(239), 3);
  assert.equal(await toldAfter(1), 4);
  await desk.database.change(systemActor('test'), (changing) =>
    clearAlarm(changing, { kind: 'witness', subject: 'w1', at: clock.now() }),
  );
  assert.equal(await toldAfter(1), 5);
  assert.equal((await tellAll()).at(-1), 'Logbook alarm over: A witness does not answer');
  assert.equal(await toldAfter(1_000), 5);
});
