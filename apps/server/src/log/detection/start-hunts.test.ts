// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pino } from 'pino';
import { openTestDesk } from '../../../test/desk.ts';
import { ask, untilHunt } from '../../../test/hunts.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { systemTimer } from '../../platform/jobs/index.ts';
import { type HuntsParts, startHunts } from './start-hunts.ts';

/** A desk, and what a log process gives hunts: an empty logbook that may be as busy as a test wants. */
async function aHouse(t: TestContext) {
  const logDir = await mkdtemp(join(tmpdir(), 'belfry-hunts-'));
  t.after(() => rm(logDir, { recursive: true, force: true, maxRetries: 10 }));
  const desk = await openTestDesk(t);
  const hunter = await desk.as('log_owner');
  const house = { behind: 0, sealedSeq: 0, durableSeq: 0 };
  const start = (more: Partial<HuntsParts> = {}) => {
    const hunts = startHunts({
      ...{ logDir, database: desk.database, connection: () => desk.application, clock: systemClock },
      ...{ logger: pino({ level: 'silent' }), timer: systemTimer, sources: { zones: [] } },
      sealing: {
        get state() {
          return { sealedSeq: house.sealedSeq } as HuntsParts['sealing']['state'];
        },
      },
      journal: {
        get durableSeq() {
          return house.durableSeq;
        },
      },
      detection: {
        get behind() {
          return house.behind;
        },
        delayMs: () => 0,
      },
      ...more,
    });
    let stopping: Promise<void> | null = null;
    const stop = () => {
      stopping ??= hunts.stop();
      return stopping;
    };
    desk.closeFirst(stop);
    return { stop };
  };
  return { desk, hunter, house, start };
}

const isHeld = (hunt: { isHeld: boolean }) => hunt.isHeld;

// Danger: a hunt that nobody needs any more goes on, and the ones behind it wait for it.
test('a hunt that is cancelled while it runs stops, keeps nothing, and the next one begins', async (t) => {
  const { desk, house, hunter, start } = await aHouse(t);
  house.behind = 1_000_000;
  start();
  const first = await ask(hunter);
  const held = await untilHunt(hunter, first, isHeld);
  assert.equal(held.state, 'running');
  const second = await ask(hunter);
  assert.equal((await hunter.api.readHunt({ params: { id: second } })).ahead, 1);
  const begunMs = performance.now();
  await hunter.api.cancelHunt({ params: { id: first } });
  const next = await untilHunt(hunter, second, ({ state }) => state === 'running');
  t.diagnostic(`the next one ran ${Math.round(performance.now() - begunMs)} ms after the cancel`);
  assert.equal(next.attempt, 1);
  house.behind = 0;
  assert.equal((await untilHunt(hunter, second)).state, 'done');
  assert.equal((await hunter.api.readHunt({ params: { id: first } })).state, 'cancelled');
  assert.deepEqual(await desk.query('SELECT * FROM hunt_hit'), []);
});

test('a hunt is laid back when its process ends in good order, and begun again by the next', async (t) => {
  const { house, hunter, start } = await aHouse(t);
  house.behind = 1_000_000;
  const { stop } = start();
  const id = await ask(hunter);
  await untilHunt(hunter, id, isHeld);
  await stop();
  assert.equal((await hunter.api.readHunt({ params: { id } })).state, 'waiting');
  house.behind = 0;
  start();
  const done = await untilHunt(hunter, id);
  assert.deepEqual([done.state, done.attempt], ['done', 2]);
});

test('a hunt waits until what came in before it is sealed', async (t) => {
  const { house, hunter, start } = await aHouse(t);
  house.durableSeq = 10;
  start();
  const id = await ask(hunter);
  const running = await untilHunt(hunter, id, ({ state }) => state === 'running');
  assert.equal(running.total, null);
  house.sealedSeq = 10;
  assert.equal((await untilHunt(hunter, id)).state, 'done');
});

// Danger: a rule that stalls its thread, or takes the process along, is begun again for ever, and nobody else's turn comes.
test('a hostile hunt fails: silent for too long, or left behind too often', async (t) => {
  const { desk, house, hunter, start } = await aHouse(t);
  const broken = await ask(hunter);
  await desk.query(`UPDATE hunt SET state = 'running', lost_count = 3`);
  let now = Date.now();
  // A clock that runs: whatever the thread says, it was silent for longer than it may.
  const clock = {
    now: () => {
      now += 61_000;
      return new Date(now);
    },
  };
  house.behind = 1_000_000;
  const stuck = await ask(hunter);
  start({ clock });
  assert.equal((await untilHunt(hunter, broken)).problem, 'kept_breaking');
  assert.equal((await untilHunt(hunter, stuck)).problem, 'stuck');
  const told = await desk.query<{ event: string }>(`SELECT event FROM outbox WHERE event = 'hunt.ended'`);
  assert.equal(told.length, 2);
});
