// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { isAbsent } from '../platform/files/is-absent.ts';

/** Why a demonstration does not go into this directory: invented people must not stand beside real ones. */
export async function reasonNotNew(dataDir: string): Promise<string | null> {
  const names = await readdir(dataDir).catch((error: unknown) => {
    if (isAbsent(error)) {
      return [];
    }
    throw error;
  });
  return names.length === 0
    ? null
    : `Cannot fill "${dataDir}" with the demonstration: ${names.length} files are in it: name a new directory with --data`;
}
