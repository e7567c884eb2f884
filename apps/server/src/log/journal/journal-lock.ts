// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { JournalFailed } from './journal-failure.ts';

const TRY_AGAIN_MS = 100;

/**
 * One writer a journal. The lock is a socket name, which the system lets go of in the moment its process dies, however:
 * an orphan of a killed server still writes for as long as it holds it.
 *
 * @returns lets go
 */
export async function lockJournal(directory: string, waitMsMax: number): Promise<() => Promise<void>> {
  const name = `belfry-journal-${createHash('sha256')
    .update(await realpath(directory))
    .digest('hex')
    .slice(0, 24)}`;
  for (let waited = 0; ; waited += TRY_AGAIN_MS) {
    const release = await taken(name);
    if (release !== null) return release;
    if (waited >= waitMsMax) {
      throw new JournalFailed(
        'journal.in_use',
        `Cannot open the journal ${directory}: another process writes it: stop that process`,
      );
    }
    await delay(TRY_AGAIN_MS);
  }
}

async function taken(name: string): Promise<(() => Promise<void>) | null> {
  // Linux has names that are no files; elsewhere the file of a socket is left behind by a kill and taken over.
  const isAbstract = process.platform === 'linux';
  const socket = isAbstract ? `\0${name}` : path.join(tmpdir(), name);
  const server = createServer((connection) => connection.destroy());
  server.unref();
  if (!isAbstract) await rm(socket, { force: true });
  return await new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(socket, () =>
      resolve(() => new Promise<void>((closed) => void server.close(() => closed()))),
    );
  });
}
