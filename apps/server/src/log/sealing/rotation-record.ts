// SPDX-License-Identifier: Apache-2.0
import { isFault, parseVkey } from '@belfry/ledger';
import type { LogFiles } from './log-files.ts';

/** Files of `DATA/keys` that tell of a rotation until its entry is in the journal. */
const NOTE_FILE = /^log-rotation-(?:begun|ended)-[0-9a-f]{8}\.json$/;

export type RotationEvent = 'signing_key.rotated' | 'signing_key.rotation_ended';

/**
 * Puts down that the signing key was rotated, before it is: the command that rotates may run while no server does, so
 * that the server makes the entry when it is there. A rotation that failed behind this is told too, and done again.
 *
 * @param by the account of the machine that did it
 */
export function noteRotation(
  files: LogFiles,
  event: RotationEvent,
  by: string,
  vkeys: Readonly<Record<string, readonly string[]>>,
): void {
  const keys = Object.fromEntries(
    Object.entries(vkeys).map(([log, own]) => [log, own.map((vkey) => keyIdIn(vkey))]),
  );
  const [first = '00000000'] = Object.values(keys).flat();
  const kind = event === 'signing_key.rotated' ? 'begun' : 'ended';
  files.writeDurably(`log-rotation-${kind}-${first}.json`, Buffer.from(JSON.stringify({ event, by, keys })));
}

function keyIdIn(vkey: string): string {
  const key = parseVkey(vkey);
  return isFault(key) ? '00000000' : key.keyId;
}

/**
 * Gives each rotation that was put down to the audit log. Its note goes once the entry is durable: a crash in between
 * makes the entry twice, never not at all.
 */
export async function tellRotations(
  files: LogFiles,
  append: (entry: Buffer) => Promise<unknown>,
): Promise<void> {
  for (const name of files
    .list('.')
    .filter((each) => NOTE_FILE.test(each))
    .sort()) {
    const entry = files.read(name);
    if (entry !== null) await append(entry);
    files.remove(name);
  }
}
