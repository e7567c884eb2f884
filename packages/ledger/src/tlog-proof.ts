// SPDX-License-Identifier: Apache-2.0
import { base64Bytes, base64OfBytes, countOf } from './bytes.ts';
import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import { type Fault, fault, isFault } from './fault.ts';
import { reasonNotIncluded } from './inclusion.ts';
import { formatNote, type Note, type NoteVerifier, parseNote } from './note.ts';
import type { Sha256 } from './sha256.ts';
import { sha256 } from './sha256.ts';
import { HASH_BYTES, leafHash } from './tree.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^63 entries has so many levels. */
const HASHES_MAX = 63;

/** A proof in a file: that an entry stands in a log, to be verified offline (C2SP tlog-proof, `.tlog-proof`). */
export interface TlogProof {
  /** Bytes for the application, which nothing authenticates; null when there are none. */
  readonly extra: Uint8Array | null;
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint, with its cosignatures. */
  readonly checkpoint: Note;
}

/**
 * Writes a proof as its file.
 *
 * @example
 * ```ts
 * const checkpoint = { text: 'example.org/log\n0\n\n', signatures: [] };
 * formatTlogProof({ extra: null, index: 0, hashes: [], checkpoint }).split('\n')[1]; // 'index 0'
 * ```
 */
export function formatTlogProof({ checkpoint, extra, hashes, index }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra === null ? [] : [`extra ${base64OfBytes(extra)}`]),
    `index ${index}`,
    ...hashes.map(base64OfBytes),
  ];
  return `${lines.join('\n')}\n\n${formatNote(checkpoint)}`;
}

/**
 * Reads a proof. Reads only: `reasonNotProven` verifies it.
 *
 * @example
 * ```ts
 * parseTlogProof('no proof'); // { fault: 'proof.malformed', … }
 * ```
 */
export function parseTlogProof(content: string): TlogProof | Fault {
  const split = content.indexOf('\n\n');
  const [header, ...lines] = content.slice(0, Math.max(split, 0)).split('\n');
  if (header !== HEADER) {
    return fault('proof.malformed', `its first line is not "${HEADER}"`);
  }
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined;
  const extra = extraLine === undefined ? null : base64Bytes(extraLine.slice('extra '.length));
  const [, count = ''] = /^index (\d+)$/.exec(lines.shift() ?? '') ?? [];
  const index = countOf(count);
  if (isFault(extra) || index === null || lines.length > HASHES_MAX) {
    return fault(
      'proof.malformed',
      'it names no index, has broken extra bytes, or more hashes than a tree has levels',
    );
  }
  const hashes: Uint8Array[] = [];
  for (const line of lines) {
    const hash = base64Bytes(line);
    if (isFault(hash) || hash.length !== HASH_BYTES) {
      return fault('proof.malformed', `hash ${hashes.length + 1} is no SHA-256 in base64`);
    }
    hashes.push(hash);
  }
  const checkpoint = parseNote(content.slice(split + 2));
  return isFault(checkpoint) ? checkpoint : { extra, index, hashes, checkpoint };
}

/** A proof that held: the entry stands at this place in the log of this checkpoint. */
export interface Proven {
  readonly index: number;
  readonly checkpoint: OpenedCheckpoint;
}

/**
 * Verifies that an entry stands in a log.
 *
 * @param entry the entry's bytes, as they were sealed
 * @param origin name of the log
 * @param verifiers the keys that are trusted: the log's own, and its witnesses'
 */
export async function openTlogProof(
  proof: TlogProof,
  entry: Uint8Array,
  origin: string,
  verifiers: readonly NoteVerifier[],
  hash: Sha256 = sha256,
): Promise<Proven | Fault> {
  const checkpoint = await openCheckpoint(proof.checkpoint, origin, verifiers);
  if (isFault(checkpoint)) {
    return checkpoint;
  }
  const reason = reasonNotIncluded(
    {
      leaf: leafHash(entry, hash),
      index: proof.index,
      size: checkpoint.size,
      proof: proof.hashes,
      root: checkpoint.root,
    },
    hash,
  );
  return reason ?? { index: proof.index, checkpoint };
}
