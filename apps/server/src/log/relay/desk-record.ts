// SPDX-License-Identifier: Apache-2.0
import type { Batch, Origin } from '../batch.ts';

/** The source of the desk's own record: the same in every house, so that a log tells whose it is without a database. */
export const DESK_SOURCE_ID = '00000000-0000-8000-8000-6465736b0000';

const deskOrigin: Origin = {
  sourceId: DESK_SOURCE_ID,
  stream: 'desk',
  retentionClass: 'audit',
  transport: 'outbox',
  peer: 'desk',
};

/** An entry of the outbox, in its canonical bytes. */
export interface RecordRow {
  readonly position: number;
  readonly canonical: string;
}

/** Where the relay stands: the last entry of the record that the log holds. */
export interface Relayed {
  readonly position: number;
  /** Identifier of that entry: a database that was restored may have another one at the same position. */
  readonly id: string;
}

/**
 * What tells in the log that a restored database goes on from an earlier position: entries that were sealed after it
 * stay, and the next ones take their positions again.
 */
const GOES_ON = 'record.goes_on';

/** What a document of the desk in the log says of itself. */
export type Told = Relayed & { readonly kind: 'entry' | 'goes_on' };

/** Reads a document of the desk; null when it is neither an entry of its record nor says where that goes on. */
export function readTold(canonical: string): Told | null {
  try {
    const { event, id, position } = JSON.parse(canonical) as Record<string, unknown>;
    if (typeof position !== 'number' || typeof id !== 'string') return null;
    return { kind: event === GOES_ON ? 'goes_on' : 'entry', position, id };
  } catch {
    return null;
  }
}

/** Says that the record goes on after an entry, where the log holds later ones that the database lost. */
export function goesOnAfter({ id, position }: Relayed, sealed: number): RecordRow {
  return { position, canonical: JSON.stringify({ event: GOES_ON, id, position, sealed }) };
}

/** @returns the first position that does not follow the one before it; null when all do */
export function firstGap(last: number, rows: readonly RecordRow[]): number | null {
  const at = rows.findIndex((row, index) => row.position !== last + 1 + index);
  return at === -1 ? null : last + 1 + at;
}

/** Entries of the record as one batch, byte for byte. */
export function batchOf(rows: readonly RecordRow[]): Batch {
  const bounds: number[] = [];
  let length = 0;
  const pieces = rows.map((row) => {
    const bytes = Buffer.from(row.canonical);
    bounds.push(length, length + bytes.length);
    length += bytes.length;
    return bytes;
  });
  return { origin: deskOrigin, bytes: Buffer.concat(pieces), bounds };
}

/**
 * The last position at which log and database hold the same entry. They agree up to some position and never after
 * it, so half of what is left can be put aside with each question.
 *
 * @param isSame whether both hold the same entry at a position
 */
export async function lastCommon(
  last: number,
  isSame: (position: number) => Promise<boolean>,
): Promise<number> {
  let [agreed, differs] = [0, last + 1];
  while (differs - agreed > 1) {
    const middle = Math.floor((agreed + differs) / 2);
    if (await isSame(middle)) agreed = middle;
    else differs = middle;
  }
  return agreed;
}
