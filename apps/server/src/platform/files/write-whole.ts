// SPDX-License-Identifier: Apache-2.0
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from './sync-directory.ts';

/** Writes a file, for its owner alone, so that it is whole or as before whenever the machine stops. */
export async function writeDurably(file: string, content: Uint8Array | string): Promise<void> {
  await replace(file, content, true);
  await syncDirectory(path.dirname(file));
}

/**
 * Writes a file, for its owner alone, so that it is whole or as before when the process dies. That it reaches the disk
 * at once is not promised: for what can be done without after a loss of power.
 */
export async function writeLightly(file: string, content: Uint8Array | string): Promise<void> {
  await replace(file, content, false);
}

async function replace(file: string, content: Uint8Array | string, isDurable: boolean): Promise<void> {
  const unfinished = `${file}.new`;
  const handle = await open(unfinished, 'w', 0o600);
  try {
    await handle.writeFile(content);
    if (isDurable) await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
}
