// SPDX-License-Identifier: Apache-2.0
import { open } from 'node:fs/promises';

/** A name survives a crash of the machine only once the directory that holds it is on disk. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
