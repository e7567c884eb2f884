// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { pino } from 'pino';
import { followRingingRows, type RingingRowsParts } from './ringing-rows.ts';

// Danger: a row that another version made and that rang is right once its month is read again, and rings for ever.
test('rows that ring are compared again with each month that is read again, and when all are', async (t) => {
  const logDir = await mkdtemp(join(tmpdir(), 'belfry-ringing-'));
  t.after(() => rm(logDir, { recursive: true, force: true, maxRetries: 10 }));
  let state = { isRebuilding: false, mended: 0, rebuilds: 0, takenOut: 0, toReadAgain: 0 };
  let compared = 0;
  let act: () => void = () => undefined;
  const stop = followRingingRows({
    alarms: {
      ringing: async () => {
        compared += 1;
        return [];
      },
      raise: () => undefined,
      clear: () => undefined,
    },
    index: {
      engine: () => ({}),
      get state() {
        return state;
      },
    } as unknown as RingingRowsParts['index'],
    logDir,
    logger: pino({ level: 'silent' }),
    timer: {
      after: (_, then) => {
        act = then;
        return () => undefined;
      },
    },
  });
  t.after(stop);
  const comparedAfter = async (change: Partial<typeof state>) => {
    state = { ...state, ...change };
    for (let look = 0; look < 2; look += 1) {
      act();
      await soon();
    }
    return compared;
  };
  assert.equal(await comparedAfter({}), 1);
  assert.equal(await comparedAfter({ toReadAgain: 2 }), 2);
  assert.equal(await comparedAfter({ takenOut: 1 }), 3);
  assert.equal(await comparedAfter({ takenOut: 2, toReadAgain: 1 }), 4);
  assert.equal(await comparedAfter({ toReadAgain: 0 }), 5);
  // All of it between two looks.
  assert.equal(await comparedAfter({ takenOut: 3 }), 6);
});
