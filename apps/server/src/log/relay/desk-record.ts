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

/** What an entry of the log says of itself; null when it is none of the desk's record. */
export function relayedOf(canonical: string): Relayed | null {
  try {
    const { position, id } = JSON.parse(canonical) as { position?: unknown; id?: unknown };
    return typeof position === 'number' && typeof id === 'string' ? { position, id } : null;
  } catch {
    return null;
  }
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
