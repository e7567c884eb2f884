// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { someEntries } from '../../../test/log-entries.ts';
import { openTestSealing } from '../../../test/sealing.ts';
import { type VerifyOptions, verifyPath } from './index.ts';

const nobody: VerifyOptions = { logKeys: [], witnesses: [], authorities: [], pinned: [] };

describe('verifyPath()', () => {
  // journald's verifier is not to be relied on while a file is written: ours has no right to ask for silence.
  it('verifies a log that is sealed, and whose segment is closed, while it reads', async (t) => {
    const house = openTestSealing(t);
    const sealer = await house.open();
    t.after(() => sealer.close());
    let seq = 1;
    const grow = async (count: number) => {
      await sealer.take(someEntries(seq, count));
      seq += count;
      await sealer.publishAll();
    };
    await grow(60_000);
    let isGrowing = true;
    const growing = (async () => {
      for (let round = 0; round < 40; round += 1) {
        await grow(300);
        await new Promise((resolve) => setImmediate(resolve));
      }
      isGrowing = false;
    })();
    do {
      const [log] = (await verifyPath(house.root, nobody)).logs;
      const wrong = log?.report.findings.filter(({ weight }) => weight !== 'told');
      assert.deepEqual([log?.report.verdict, wrong], ['unanchored', []]);
    } while (isGrowing);
    await growing;
    const [log] = (await verifyPath(house.root, nobody)).logs;
    assert.deepEqual([log?.report.size, log?.report.findings], [72_000, []]);
  });
});
