// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { raiseAlarm } from '../log/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';

test('nobody without the permission sees the health of the log or takes its alarms', async (t) => {
  const desk = await openTestDesk(t, {});
  const helper = await desk.as('helpdesk');
  for (const url of ['/api/v1/log/health', '/api/v1/log/alarms']) {
    assert.equal((await helper.inject({ url })).statusCode, 403);
  }
  const post = await helper.inject({ method: 'POST', url: '/api/v1/log/verification', payload: {} });
  assert.equal(post.statusCode, 403);
});

test('a desk without a log says that it does not answer, and shows the alarms it has', async (t) => {
  const desk = await openTestDesk(t, {});
  const owner = await desk.as('log_owner');
  const now = new Date();
  for (const subject of ['w1', 'w2', 'w3']) {
    const alarm = { kind: 'witness', subject, facts: {}, raisedAt: now, lastSeenAt: now } as const;
    await desk.database.change(systemActor('test'), (changing) => raiseAlarm(changing, alarm));
  }
  const health = await owner.api.readLogHealth();
  assert.deepEqual([health.figures, health.isSound, health.openAlarms], [null, false, 3]);
  const first = await owner.api.listLogAlarms({ query: { limit: 2 } });
  const rest = await owner.api.listLogAlarms({ query: { limit: 2, cursor: first.next ?? undefined } });
  assert.deepEqual([...first.items, ...rest.items].map(({ subject }) => subject).sort(), ['w1', 'w2', 'w3']);
  await assert.rejects(owner.api.verifyLog({ body: {} }), refusesWith('log.not_running'));
});

test('an alarm is taken once, by a person, and the record has it with the note', async (t) => {
  const desk = await openTestDesk(t, {});
  const owner = await desk.as('log_owner');
  const now = new Date();
  const alarm = { kind: 'clock', subject: 'c', facts: {}, raisedAt: now, lastSeenAt: now } as const;
  await desk.database.change(systemActor('test'), (changing) => raiseAlarm(changing, alarm));
  const [open] = (await owner.api.listLogAlarms({ query: { state: 'waiting' } })).items;
  const params = { alarm: open?.id ?? assert.fail('it waits') };
  await owner.api.acknowledgeLogAlarm({ params, body: { note: 'On it' } });
  await assert.rejects(
    owner.api.acknowledgeLogAlarm({ params, body: {} }),
    refusesWith('log_alarm.already_taken'),
  );
  const nobodys = { alarm: '00000000-0000-4000-8000-000000000000' };
  await assert.rejects(
    owner.api.acknowledgeLogAlarm({ params: nobodys, body: {} }),
    refusesWith('log_alarm.not_found'),
  );
  assert.deepEqual((await owner.api.listLogAlarms({ query: { state: 'waiting' } })).items, []);
  const rows = await desk.query<{ canonical: string }>(
    "SELECT canonical FROM outbox WHERE event = 'log_alarm.acknowledged'",
  );
  assert.match(rows[0]?.canonical ?? '', /On it/);
});

test('whoever chooses not to be told is not, and sees so', async (t) => {
  const desk = await openTestDesk(t, {});
  const owner = await desk.as('log_owner');
  assert.equal((await owner.api.readLogHealth()).isTold, true);
  await owner.api.tellLogAlarms({ body: { isTold: false } });
  assert.equal((await owner.api.readLogHealth()).isTold, false);
  const auditor = await desk.as('auditor');
  assert.equal((await auditor.api.readLogHealth()).isTold, false);
});
