// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { aClock } from '../../test/form-visitor.ts';
import { type LogLink, noLog } from '../platform/log-link/log-link.ts';
import { watchLog } from './log-is-watched.ts';

// Danger: the one who rings is dead, and nobody rings for that.
test('the desk rings when the log process is away for half a minute, and stops when it is back', async (t) => {
  const clock = aClock();
  const desk = await openTestDesk(t, { clock });
  const owner = await desk.as('log_owner');
  let isUp = false;
  const log: LogLink = {
    ...noLog,
    call: async (...asked) => (isUp ? { status: 200, body: null } : noLog.call(...asked)),
  };
  const look = watchLog({ database: desk.database, log, now: () => clock.now() });
  const kinds = async () =>
    (await owner.api.listLogAlarms({ query: { state: 'open' } })).items.map(({ kind }) => kind);
  await look();
  clock.pass(29_000);
  await look();
  assert.deepEqual(await kinds(), []);
  clock.pass(2_000);
  await look();
  assert.deepEqual(await kinds(), ['log_stopped']);
  isUp = true;
  await look();
  assert.deepEqual(await kinds(), []);
});
