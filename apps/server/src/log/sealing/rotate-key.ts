// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { openLogFiles } from './log-files.ts';
import { noteRotation } from './rotation-record.ts';
import {
  KEY_FILE,
  PREVIOUS_KEY_FILE,
  PUBLIC_KEYS_FILE,
  publicKeysFile,
  readPublicKeys,
  seedIn,
  vkeysOfSeed,
} from './signing-keys.ts';

/** A rotation that cannot begin or end; the message says what to do. */
export class RotationRefused extends Error {
  readonly code = 'log.rotation_refused';
}

/**
 * Gives the logs a new signing key. The old one signs beside it until `endRotation`, so that whoever trusts either can
 * check every checkpoint meanwhile. May be done while the server runs; a crash in between leaves the old key in force,
 * and it may be done again.
 *
 * @param keysDirectory `DATA/keys`
 * @param by the account of the machine that does it; stands in the entry of the audit log
 * @returns the new verifier keys of each log
 */
export function rotateKey(keysDirectory: string, by: string): Readonly<Record<string, readonly string[]>> {
  const files = openLogFiles(keysDirectory);
  const known = readPublicKeys(files);
  const current = seedIn(files, KEY_FILE);
  if (known === null || current === null) {
    throw new RotationRefused('Cannot rotate the signing key: nothing was signed yet: start the server once');
  }
  const previous = seedIn(files, PREVIOUS_KEY_FILE);
  if (previous !== null && !previous.equals(current)) {
    throw new RotationRefused(
      'Cannot rotate the signing key: a rotation is under way: end it first with --end',
    );
  }
  const next = randomBytes(current.length);
  const fresh = Object.fromEntries(
    Object.keys(known.logs).map((log) => [log, vkeysOfSeed(next, `${known.origin}/${log}`)]),
  );
  const logs = Object.fromEntries(
    Object.entries(known.logs).map(([log, vkeys]) => [log, [...(fresh[log] ?? []), ...vkeys]]),
  );
  // Public before it signs, and the old key put aside before it is replaced. The server notices a rotation by the file
  // of public keys, which is therefore written again at the end.
  noteRotation(files, 'signing_key.rotated', by, fresh);
  files.writeDurably(PUBLIC_KEYS_FILE, publicKeysFile({ ...known, logs }));
  files.writeDurably(PREVIOUS_KEY_FILE, current);
  files.writeDurably(KEY_FILE, next);
  files.writeDurably(PUBLIC_KEYS_FILE, publicKeysFile({ ...known, logs }));
  return fresh;
}

/** Lets the old key go: from here on only the new one signs. What the old one signed stays verifiable. */
export function endRotation(keysDirectory: string, by: string): void {
  const files = openLogFiles(keysDirectory);
  const known = readPublicKeys(files);
  const previous = seedIn(files, PREVIOUS_KEY_FILE);
  if (known === null || previous === null) {
    throw new RotationRefused('Cannot end the rotation: none is under way');
  }
  const gone = Object.keys(known.logs).map((log) => [log, vkeysOfSeed(previous, `${known.origin}/${log}`)]);
  noteRotation(files, 'signing_key.rotation_ended', by, Object.fromEntries(gone));
  files.remove(PREVIOUS_KEY_FILE);
  files.writeDurably(PUBLIC_KEYS_FILE, publicKeysFile(known));
}
