// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isTorture } from './rounds.ts';

const tamper = fileURLToPath(
  new URL('../../../packages/ledger/src/verify-log-tamper.test.ts', import.meta.url),
);

/** One share of the flips, in a process of its own. */
async function flipShare(share: string): Promise<{ readonly code: unknown; readonly said: string }> {
  const environment: NodeJS.ProcessEnv = { ...process.env, BELFRY_TAMPER: share };
  // Without it, the child believes that it is run by us and reports to us.
  delete environment['NODE_TEST_CONTEXT'];
  const child = spawn(process.execPath, ['--test', '--test-name-pattern', 'one bit flipped', tamper], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, said };
}

/**
 * R7, beside the sixteenth of the bytes that the ledger's own test flips: another two that chance chooses, so that every byte has
 * its turn in some run; `npm run torture` flips a bit in each of them, on two cores.
 */
const first = randomInt(1, 15);
const shares = isTorture ? ['0/2', '1/2'] : [`${first}/16`, `${first + 1}/16`];

test('one bit flipped, in every file of a 64 KiB log, is found, open and closed', async (t) => {
  t.diagnostic(`flips bytes ${shares.join(' and ')}`);
  for (const { code, said } of await Promise.all(shares.map(flipShare))) {
    assert.equal(code, 0, said.slice(-2_000));
    assert.match(said, /pass 2\b/);
  }
});
