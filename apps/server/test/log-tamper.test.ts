// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

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

// R7 whole: the same tests as in the ledger, with a bit flipped in each byte instead of in some, on two cores.
test('one bit flipped in every byte of every file of a 64 KiB log is found, open and closed', async () => {
  for (const { code, said } of await Promise.all([flipShare('0/2'), flipShare('1/2')])) {
    assert.equal(code, 0, said.slice(-2_000));
    assert.match(said, /pass 2\b/);
  }
});
