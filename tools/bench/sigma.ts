// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Figure } from './figures.ts';

const MS_MAX = 180_000;
const OUTPUT_BYTES_MAX = 1_048_576;
const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Sigma over public rules and events, where those lie beside the checkout. */
export async function measureSigma(): Promise<Figure[]> {
  const needed = ['sigma-rules/rules', 'security-datasets', 'elastic-examples'];
  if (!needed.every((folder) => existsSync(join(shared, folder)))) {
    const detail = 'needs sigma-rules, security-datasets and elastic-examples in ../shared/data';
    return [{ what: 'sigma: skipped', value: 0, unit: '', atMost: null, detail }];
  }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    // Young objects have as much room as in a server that was started by `npm start`.
    [
      '--max-semi-space-size=4',
      '--expose-gc',
      fileURLToPath(new URL('./sigma-process.ts', import.meta.url)),
      shared,
    ],
    { timeout: MS_MAX, killSignal: 'SIGKILL', maxBuffer: OUTPUT_BYTES_MAX },
  );
  return JSON.parse(stdout) as Figure[];
}
