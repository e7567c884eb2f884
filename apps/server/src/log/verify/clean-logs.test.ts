// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { someEntries } from '../../../test/log-entries.ts';
import { openTestSealing } from '../../../test/sealing.ts';
import { type VerifyOptions, verifyPath } from './index.ts';

/** Logs sealed: `BELFRY_CLEAN` is how many the ledger verifies, and a fiftieth of them are sealed here. */
const LOGS = Math.ceil(Number(process.env['BELFRY_CLEAN'] ?? 1_500) / 50);
const nobody: VerifyOptions = { logKeys: [], witnesses: [], authorities: [], pinned: [] };

// R7, with the sealer that runs: whatever batches, restarts and times are, its logs verify after each checkpoint.
test(`0 false alarms in ${LOGS} logs of the sealer, each verified as it grows`, async (t) => {
  const someStep = fc.record({
    count: fc.integer({ min: 1, max: 300 }),
    bytes: fc.constantFrom(0, 1, 300, 300, 100_000),
    passMs: fc.constantFrom(10, 2_500, 300_000),
    restart: fc.boolean(),
  });
  let verified = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(someStep, { minLength: 1, maxLength: 8 }), async (steps) => {
      const house = openTestSealing(t);
      let sealer = await house.open();
      let seq = 1;
      for (const { bytes, count, passMs, restart } of steps) {
        const size = bytes > 300 ? Math.min(count, 3) : count;
        await sealer.take(someEntries(seq, size, { raw: Buffer.alloc(bytes, 0xe9) }));
        seq += size;
        house.pass(passMs);
        await sealer.publishAll();
        if (restart) {
          sealer.close();
          sealer = await house.open();
        }
        const [log] = (await verifyPath(house.root, nobody)).logs;
        const wrong = log?.report.findings.filter(({ weight }) => weight !== 'told');
        assert.deepEqual([log?.report.verdict, wrong], ['unanchored', []]);
        verified += 1;
      }
      sealer.close();
    }),
    { numRuns: LOGS },
  );
  assert.ok(verified >= LOGS);
});
