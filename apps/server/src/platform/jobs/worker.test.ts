// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startWorker, type Timer } from './worker.ts';

function aTimer(): Timer & { pass(): void; waiting(): number } {
  const waiting = new Set<() => void>();
  return {
    after: (_durationMs, act) => {
      waiting.add(act);
      return () => waiting.delete(act);
    },
    pass: () => {
      const acts = [...waiting];
      waiting.clear();
      for (const act of acts) act();
    },
    waiting: () => waiting.size,
  };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const silent = { error: () => {} };

describe('startWorker', () => {
  it('looks at once after a start: rows left by a crash are done by the normal path', async () => {
    let batches = 0;
    const worker = startWorker(
      { name: 'rows-are-done', lookEveryMs: 1_000, doBatch: async () => ++batches < 3 },
      { timer: aTimer(), log: silent },
    );
    await settle();
    assert.equal(batches, 3);
    await worker.stop();
  });

  // A nudge that arrives while the last batch runs may be about a row that batch did not see.
  it('looks once more when nudged in the middle of a batch', async () => {
    let batches = 0;
    let finish = () => {};
    const worker = startWorker(
      {
        name: 'rows-are-done',
        lookEveryMs: 1_000,
        doBatch: () => {
          batches += 1;
          return new Promise((resolve) => {
            finish = () => resolve(false);
          });
        },
      },
      { timer: aTimer(), log: silent },
    );
    worker.nudge();
    worker.nudge();
    finish();
    await settle();
    assert.equal(batches, 2);
    finish();
    await worker.stop();
  });

  it('goes on after a failure: an unreachable database must not end the work', async () => {
    const timer = aTimer();
    const said: string[] = [];
    let batches = 0;
    const worker = startWorker(
      {
        name: 'rows-are-done',
        lookEveryMs: 1_000,
        doBatch: async () => {
          batches += 1;
          if (batches === 1) throw new Error('the database went away');
          return false;
        },
      },
      { timer, log: { error: (_about, words) => said.push(words) } },
    );
    await settle();
    assert.equal(said.length, 1);
    timer.pass();
    await settle();
    assert.equal(batches, 2);
    await worker.stop();
  });

  it('stops after the batch under way, and never looks again', async () => {
    const timer = aTimer();
    let batches = 0;
    let finish = () => {};
    const worker = startWorker(
      {
        name: 'rows-are-done',
        lookEveryMs: 1_000,
        doBatch: () => {
          batches += 1;
          return new Promise((resolve) => {
            finish = () => resolve(true);
          });
        },
      },
      { timer, log: silent },
    );
    const stopped = worker.stop();
    finish();
    await stopped;
    worker.nudge();
    timer.pass();
    await settle();
    assert.equal(batches, 1);
    assert.equal(timer.waiting(), 0);
  });
});
