// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openCluster } from '../apps/server/src/platform/database/cluster.ts';
import { migrate } from '../apps/server/src/platform/database/migrate.ts';
import { generateReference } from './generate-reference.ts';
import { generateRows } from './generate-rows.ts';
import { ratchetFile } from './tidy/house.ts';
import { shrunkRatchet } from './tidy/shrink.ts';

const root = new URL('../', import.meta.url);
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Every generated file: path from the root -> its text as it should be. */
export async function generateAll(): Promise<Map<string, string>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-generate-'));
  const cluster = await openCluster({ dataDir, mode: 'serve', log: quiet, settings: { fsync: 'off' } });
  try {
    await migrate(cluster.connection('owner'));
    const client = new pg.Client(cluster.connection('owner'));
    await client.connect();
    try {
      return new Map([
        ['apps/server/src/platform/database/rows.generated.ts', await generateRows(client)],
        ...(await generateReference()),
      ]);
    } finally {
      await client.end();
    }
  } finally {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  for (const [path, content] of await generateAll()) {
    await mkdir(new URL('./', new URL(path, root)), { recursive: true });
    await writeFile(new URL(path, root), content);
  }
  // Read after the rest is written: the checks read it too.
  await writeFile(ratchetFile, shrunkRatchet());
}
