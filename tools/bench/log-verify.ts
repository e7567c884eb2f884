// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLogDirectory } from '../../apps/server/src/log/sealing/index.ts';
import type { Figure } from './figures.ts';

const MS_MAX = 240_000;
const OUTPUT_BYTES_MAX = 16_777_216;
/** Intact and anchored; intact, and nobody outside vouches for when. */
const intact: readonly number[] = [0, 3];
const belfry = fileURLToPath(new URL('../../apps/cli/bin/belfry.mjs', import.meta.url));

/** `belfry verify` over logs that nobody writes to, as an auditor runs it; its start is part of the time. */
export async function measureVerify(logDir: string): Promise<Figure[]> {
  const logs = openLogDirectory(logDir);
  let entries = 0;
  for (const name of await logs.names()) entries += (await logs.open(name).checkpoint())?.size ?? 0;
  const from = performance.now();
  const code = await new Promise<number>((resolve) => {
    const child = execFile(
      process.execPath,
      [belfry, 'verify', path.dirname(logDir)],
      { timeout: MS_MAX, killSignal: 'SIGKILL', maxBuffer: OUTPUT_BYTES_MAX },
      () => undefined,
    );
    child.once('close', (ended) => resolve(ended ?? -1));
  });
  const seconds = (performance.now() - from) / 1_000;
  return [
    {
      what: 'log: verify offline',
      value: intact.includes(code) ? Math.round(entries / seconds) : 0,
      unit: 'entries/s',
      atMost: null,
      atLeast: 200_000,
      detail: `${entries} entries in ${seconds.toFixed(1)} s, its start included; ended with ${code}`,
    },
  ];
}
