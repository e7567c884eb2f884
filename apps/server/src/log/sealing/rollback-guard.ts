// SPDX-License-Identifier: Apache-2.0
import { type Checkpoint, isFault, type NoteVerifier, openCheckpoint, parseNote } from '@belfry/ledger';

/** A checkpoint one of the two memories holds: the file in the log's directory, or the row in PostgreSQL. */
export interface HeldCheckpoint extends Checkpoint {
  /** The signed note, byte for byte. */
  readonly content: string;
}

/** Why a log must not be signed: going on would state a second history. */
export type RefusedToSign =
  /** A memory holds something that is no checkpoint of this log under a key of ours. */
  | 'foreign_checkpoint'
  /** The directory holds fewer entries than were signed, or more closed ones than anybody signed. */
  | 'directory_behind'
  /** The directory holds so many entries, and others than were signed. */
  | 'root_differs';

export type GuardDecision =
  | {
      readonly goOn: true;
      /** Entries to go on from. */
      readonly size: number;
      /** What both memories have to hold; null for a log without a checkpoint. */
      readonly checkpoint: HeldCheckpoint | null;
      readonly isFileBehind: boolean;
      readonly isDatabaseBehind: boolean;
    }
  | { readonly goOn: false; readonly refused: RefusedToSign; readonly detail: string };

/**
 * Reads a checkpoint one memory holds.
 *
 * @returns null when no key of ours signed it for this log
 */
export async function readHeld(
  content: string,
  origin: string,
  verifiers: readonly NoteVerifier[],
): Promise<HeldCheckpoint | null> {
  const note = parseNote(content);
  const opened = isFault(note) ? note : await openCheckpoint(note, origin, verifiers);
  return isFault(opened) ? null : { origin, size: opened.size, root: opened.root, content };
}

const refuse = (refused: RefusedToSign, detail: string): GuardDecision => ({ goOn: false, refused, detail });

/**
 * Compares the two memories of a log with its directory. A directory or a database that was restored from an older
 * copy is told from a crash between two writes: the crash leaves both on one history, of which the directory holds
 * the longer part.
 *
 * @param rootOf root over the first entries of the directory; null when it does not hold so many
 */
export function guardDecision(
  file: HeldCheckpoint | null,
  database: HeldCheckpoint | null,
  rootOf: (size: number) => Uint8Array | null,
): GuardDecision {
  for (const held of [file, database]) {
    if (held === null) continue;
    const root = rootOf(held.size);
    const where = held === file ? 'the checkpoint in the directory' : 'the checkpoint in the database';
    if (root === null) {
      return refuse(
        'directory_behind',
        `${where} covers ${held.size} entries, and the directory lacks some of them`,
      );
    }
    if (!Buffer.from(root).equals(held.root)) {
      return refuse('root_differs', `${where} has another root over ${held.size} entries than the directory`);
    }
  }
  const newest = (file?.size ?? -1) >= (database?.size ?? -1) ? file : database;
  if (newest === null)
    return { goOn: true, size: 0, checkpoint: null, isFileBehind: false, isDatabaseBehind: false };
  return {
    goOn: true,
    size: newest.size,
    checkpoint: newest,
    isFileBehind: file === null || file.size < newest.size,
    isDatabaseBehind: database === null || database.size < newest.size,
  };
}
