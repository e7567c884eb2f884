// SPDX-License-Identifier: Apache-2.0
import { base64Bytes, base64OfBytes, countOf } from './bytes.ts';
import { type Fault, fault, isFault } from './fault.ts';
import { type Note, type NoteVerifier, type OpenedNote, openNote } from './note.ts';
import { HASH_BYTES } from './tree.ts';

/** What a log states about itself: so many entries, and this root over them (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Name of the log. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * The text of a checkpoint, ready to be signed.
 *
 * @example
 * ```ts
 * formatCheckpoint({ origin: 'example.org/log', size: 0, root: emptyRoot() }).split('\n').length; // 4
 * ```
 *
 * @throws RangeError for an origin that is empty or has more than one line
 */
export function formatCheckpoint({ origin, root, size }: Checkpoint): string {
  if (origin === '' || origin.includes('\n')) {
    throw new RangeError('Cannot write a checkpoint: its origin has to be one line');
  }
  return `${origin}\n${size}\n${base64OfBytes(root)}\n`;
}

/**
 * Reads the text of a checkpoint. Extension lines may follow and mean nothing here.
 *
 * @example
 * ```ts
 * parseCheckpoint('example.org/log\n-1\n\n'); // { fault: 'checkpoint.malformed', … }
 * ```
 */
export function parseCheckpoint(text: string): Checkpoint | Fault {
  const lines = text.split('\n');
  const [origin = '', count = '', encoded = ''] = lines;
  const size = countOf(count);
  const root = base64Bytes(encoded);
  // Every line ends in a line break, so that splitting leaves one empty piece behind the last and none before it.
  if (lines.pop() !== '' || lines.length < 3 || lines.includes('') || size === null) {
    return fault('checkpoint.malformed', 'a checkpoint has lines for its origin, its size and its root');
  }
  return isFault(root) || root.length !== HASH_BYTES
    ? fault('checkpoint.malformed', 'its root is no SHA-256 in base64')
    : { origin, size, root };
}

/** A checkpoint whose signatures were verified. */
export interface OpenedCheckpoint extends Checkpoint {
  readonly note: OpenedNote;
}

/**
 * Verifies a signed checkpoint of one log.
 *
 * @param origin the log it has to be of: a checkpoint of another log under the same key proves nothing here
 */
export async function openCheckpoint(
  note: Note,
  origin: string,
  verifiers: readonly NoteVerifier[],
): Promise<OpenedCheckpoint | Fault> {
  const opened = await openNote(note, verifiers);
  if (isFault(opened)) {
    return opened;
  }
  const checkpoint = parseCheckpoint(opened.text);
  if (isFault(checkpoint)) {
    return checkpoint;
  }
  return checkpoint.origin === origin
    ? { ...checkpoint, note: opened }
    : fault('checkpoint.malformed', `it is of log "${checkpoint.origin}", not of "${origin}"`);
}
