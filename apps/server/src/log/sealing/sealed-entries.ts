// SPDX-License-Identifier: Apache-2.0
import { formatTlogProof } from '@belfry/ledger';
import type { EntryAnswer } from '../entry-shapes.ts';
import {
  type Anchor,
  openLogDirectory,
  type PublishedCheckpoint,
  type ReadableLog,
  readCheckpoint,
} from './log-directory.ts';
import { openLogFiles } from './log-files.ts';
import { readPublicKeys } from './signing-keys.ts';
import { readTimeStamp } from './time-stamp.ts';

/** Reads sealed entries with what proves them. */
export interface SealedEntries {
  /** Null where the log has no such entry yet. */
  read(log: string, index: number): Promise<EntryAnswer | null>;
}

export function openSealedEntries(parts: {
  readonly logDir: string;
  readonly keysDir: string;
  readonly witnesses: readonly string[];
}): SealedEntries {
  const directory = openLogDirectory(parts.logDir);
  const keyFiles = openLogFiles(parts.keysDir);
  return {
    read: (log, index) => {
      const vkeys = readPublicKeys(keyFiles)?.logs[log] ?? [];
      return entryAnswer(directory.open(log), index, { vkeys, witnesses: parts.witnesses });
    },
  };
}

async function entryAnswer(
  log: ReadableLog,
  index: number,
  keys: Pick<EntryAnswer, 'vkeys' | 'witnesses'>,
): Promise<EntryAnswer | null> {
  const newest = await log.checkpoint();
  const line = await log.line(index);
  if (newest === null || line === null) return null;
  const stamped = await log.firstTimeStamped(index + 1);
  const proofs: EntryAnswer['proofs'][number][] = [];
  if (stamped !== null && stamped.size < newest.size) proofs.push(await proofTo(log, index, stamped));
  const { size } = newest;
  const isStamped = stamped?.size === size;
  const newestAnchor = { size, checkpoint: newest.content, timeStamp: isStamped ? stamped.timeStamp : null };
  proofs.push(await proofTo(log, index, newestAnchor));
  return { line: line.toString(), sealedSize: size, proofs, ...keys };
}

async function proofTo(
  log: ReadableLog,
  index: number,
  anchor: Anchor,
): Promise<EntryAnswer['proofs'][number]> {
  const { note }: PublishedCheckpoint = readCheckpoint(anchor.checkpoint, log.name);
  const hashes = await log.proof(index, anchor.size);
  const stamp = anchor.timeStamp === null ? null : await readTimeStamp(anchor.timeStamp);
  const isRead = stamp !== null && !('refused' in stamp);
  return {
    content: formatTlogProof({ extra: null, index, hashes, checkpoint: note }),
    size: anchor.size,
    timeStamp:
      isRead && anchor.timeStamp !== null
        ? { at: stamp.at, authority: stamp.authority, response: anchor.timeStamp.toString('base64') }
        : null,
  };
}
