// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogLink } from '../src/platform/log-link/log-link.ts';
import { openTestDesk } from './desk.ts';
import { failedLogin } from './detection.ts';
import { ask, hitsOf, untilHunt } from './hunts.ts';
import { testLogConfiguration } from './log.ts';
import { type LogChild, startLogChild } from './log-child.ts';

const LINES = 40_000;
const KILLS = 3;

// Danger: a hunt that was under way when the process died shows what it had found as if that were all, or hangs.
test(`${KILLS} kill -9 of the log process in the middle of a hunt: it is begun again, and finds the whole`, async (t) => {
  let log: LogChild | null = null;
  const link = createLogLink(() => (log === null ? null : { port: log.httpPort, secret: log.secret }));
  const desk = await openTestDesk(t, { log: link });
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-hunt-kills-'));
  const configuration = testLogConfiguration(dataDir, { clickhouseUrl: 'http://127.0.0.1:9' });
  const start = async () => {
    log = await startLogChild(configuration, desk.application);
    return log;
  };
  const kill = async () => {
    const running = log;
    log = null;
    running?.process.kill('SIGKILL');
    await running?.ended;
  };
  desk.closeFirst(async () => {
    await kill();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });
  const socket = connect((await start()).portOf('syslog-tcp'), '127.0.0.1');
  const lines = Array.from({ length: LINES }, (_, at) =>
    failedLogin({ ip: `192.0.2.${at % 10}`, port: at + 1 }),
  );
  socket.end(`${lines.join('\n')}\n`);
  await once(socket, 'close');
  for (let entries = 0; entries < LINES; await delay(100)) {
    const answer = await link.call('/inside/metrics', null);
    const text = 'status' in answer ? String(answer.body) : '';
    entries = Number(/^belfry_log_sealed_entries (\d+)$/m.exec(text)?.[1] ?? 0);
  }
  const hunter = await desk.as('log_owner');
  const id = await ask(hunter);
  let last = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const begun = await untilHunt(
      hunter,
      id,
      ({ attempt, endedAt, total }) => endedAt !== null || (attempt > last && total !== null),
    );
    if (begun.endedAt !== null) break;
    last = begun.attempt;
    await kill();
    const left = await hunter.api.readHunt({ params: { id } });
    assert.deepEqual([left.state, left.isLogAway], ['running', true]);
    assert.deepEqual(await hitsOf(hunter, id), [], 'half of it is not shown');
    await start();
  }
  const done = await untilHunt(hunter, id);
  assert.equal(done.state, 'done');
  assert.equal(done.hits, LINES);
  assert.deepEqual(
    (await hitsOf(hunter, id)).map(({ count }) => count),
    Array.from({ length: 10 }, () => LINES / 10),
  );
  t.diagnostic(`begun ${done.attempt} times`);
  assert.ok(done.attempt > 1, 'it was killed in the middle at least once');
});
