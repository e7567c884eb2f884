// SPDX-License-Identifier: Apache-2.0
import { type Refusal, refuse } from '@belfry/contract';
import type { z } from 'zod';

/** Where a page ended: the sort key and what breaks ties, as an opaque text. */
export function writeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

/**
 * Reads a cursor back. The caller controls it: it is parsed against the shape of this very list, and never
 * decides what may be seen.
 */
export function readCursor<Key extends z.ZodType>(
  cursor: string | undefined,
  key: Key,
): z.output<Key> | null | Refusal<'request.not_valid'> {
  if (cursor === undefined) {
    return null;
  }
  try {
    const parsed = key.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (parsed.success) {
      return parsed.data;
    }
  } catch {
    // Not JSON: answered like a key of another list.
  }
  return refuse('request.not_valid', 'The cursor is not one this list gave for this sort', [
    {
      pointer: '/query/cursor',
      code: 'cursor_unknown',
      detail: 'Take "next" of the page before, with the same sort and filters',
    },
  ]);
}

/** One row more than the page was asked for: it is there only to tell whether another page follows. */
export function pageOfRows<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number | null)[],
  present: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(present),
    next: rows.length > limit && last !== undefined ? writeCursor(keyOf(last)) : null,
  };
}
