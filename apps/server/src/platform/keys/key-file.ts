// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isAbsent } from '../files/is-absent.ts';
import { writeDurably } from '../files/write-whole.ts';

const KEY_BYTES = 32;

/**
 * Opens a key file of this instance, making it on first use. The file is complete or absent, whenever the machine
 * stops.
 *
 * @param name such as `receipt.key`; one file a purpose, so that one can be kept apart from the others
 * @throws when the file is there and is no key: with another one, what stands under it would be lost in silence
 */
export async function openKeyFile(keysDirectory: string, name: string): Promise<Buffer> {
  const file = path.join(keysDirectory, name);
  const present = await readFile(file).catch((error: unknown) => {
    if (isAbsent(error)) {
      return null;
    }
    throw error;
  });
  if (present !== null) {
    if (present.byteLength !== KEY_BYTES) {
      throw new Error(
        `Cannot use key "${file}": it has ${present.byteLength} bytes instead of ${KEY_BYTES}: restore it from a backup`,
      );
    }
    return present;
  }
  await mkdir(keysDirectory, { recursive: true, mode: 0o700 });
  const key = randomBytes(KEY_BYTES);
  await writeDurably(file, key);
  return key;
}
