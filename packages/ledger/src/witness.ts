// SPDX-License-Identifier: Apache-2.0
import { areEqual, base64Bytes, base64OfBytes, countOf } from './bytes.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { reasonNotConsistent } from './consistency.ts';
import { type Fault, fault, isFault } from './fault.ts';
import { formatNote, type Note, type NoteVerifier, parseNote } from './note.ts';
import type { Sha256 } from './sha256.ts';
import { sha256 } from './sha256.ts';
import { HASH_BYTES } from './tree.ts';

/** The most consistency hashes a log may send (C2SP tlog-witness). */
const HASHES_MAX = 63;

/** What a log asks a witness: to cosign a checkpoint that continues the last one it cosigned. */
export interface AddCheckpoint {
  /** Size of the log at the checkpoint the witness cosigned last; 0 for the first. */
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Note;
}

/**
 * The body of `POST /add-checkpoint`.
 *
 * @example
 * ```ts
 * const checkpoint = { text: 'example.org/log\n0\n\n', signatures: [] };
 * formatAddCheckpoint({ old: 0, proof: [], checkpoint }).split('\n')[0]; // 'old 0'
 * ```
 */
export function formatAddCheckpoint({ checkpoint, old, proof }: AddCheckpoint): string {
  return `${[`old ${old}`, ...proof.map(base64OfBytes)].join('\n')}\n\n${formatNote(checkpoint)}`;
}

/**
 * Reads the body of `POST /add-checkpoint`.
 *
 * @example
 * ```ts
 * parseAddCheckpoint('old -1\n\n'); // { fault: 'witness.malformed', … }
 * ```
 */
export function parseAddCheckpoint(body: string): AddCheckpoint | Fault {
  const split = body.indexOf('\n\n');
  const [first = '', ...lines] = body.slice(0, Math.max(split, 0)).split('\n');
  const [, count = ''] = /^old (\d+)$/.exec(first) ?? [];
  const old = countOf(count);
  if (old === null || lines.length > HASHES_MAX) {
    return fault('witness.malformed', 'it names no old size, or more hashes than a tree has levels');
  }
  const proof: Uint8Array[] = [];
  for (const line of lines) {
    const hash = base64Bytes(line);
    if (isFault(hash) || hash.length !== HASH_BYTES) {
      return fault('witness.malformed', `hash ${proof.length + 1} is no SHA-256 in base64`);
    }
    proof.push(hash);
  }
  const checkpoint = parseNote(body.slice(split + 2));
  return isFault(checkpoint) ? checkpoint : { old, proof, checkpoint };
}

/** What a witness answers, as an HTTP status of C2SP tlog-witness; 200 means: record it, then cosign. */
export type WitnessAnswer =
  | { readonly status: 200; readonly checkpoint: Checkpoint }
  | { readonly status: 400 | 403 | 422; readonly reason: Fault }
  /** The size the witness cosigned last; its log has to prove from there. */
  | { readonly status: 409; readonly size: number };

/**
 * Decides on a checkpoint that a log wants to have cosigned. The record has to be read and written in one step with
 * this decision: two checkpoints at once would otherwise cosign a fork.
 *
 * @param last the checkpoint of this log that was cosigned last, or null
 * @param verifiers the keys of the log
 */
export async function witnessAnswer(
  asked: AddCheckpoint,
  origin: string,
  last: Checkpoint | null,
  verifiers: readonly NoteVerifier[],
  hash: Sha256 = sha256,
): Promise<WitnessAnswer> {
  const checkpoint = await openCheckpoint(asked.checkpoint, origin, verifiers);
  if (isFault(checkpoint)) {
    return { status: 403, reason: checkpoint };
  }
  const { root, size } = checkpoint;
  if (asked.old > size) {
    return {
      status: 400,
      reason: fault('range.beyond_tree', `old size ${asked.old} is beyond size ${size}`),
    };
  }
  const lastSize = last?.size ?? 0;
  if (asked.old !== lastSize || (last !== null && last.size === size && !areEqual(last.root, root))) {
    return { status: 409, size: lastSize };
  }
  const reason =
    last === null
      ? asked.proof.length > 0
        ? fault('proof.wrong_length', 'the first checkpoint needs no proof')
        : null
      : reasonNotConsistent({ old: last.size, oldRoot: last.root, size, root, proof: asked.proof }, hash);
  return reason === null ? { status: 200, checkpoint: { origin, size, root } } : { status: 422, reason };
}
