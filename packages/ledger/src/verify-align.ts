// SPDX-License-Identifier: Apache-2.0
import { hexOfBytes } from './bytes.ts';

/** What became of the lines of a segment, told by place. */
export type Displacement =
  | { readonly kind: 'altered' | 'unknown'; readonly entry: number; readonly line: number }
  | { readonly kind: 'inserted'; readonly before: number; readonly line: number }
  | { readonly kind: 'moved'; readonly entry: number; readonly line: number }
  | { readonly kind: 'missing'; readonly entry: number };

/**
 * Compares the hashes of lines with the hashes that were sealed, so that one line too many or too few does not make
 * every line behind it look altered. Every line has a salt: no two have the same hash.
 *
 * @param sealed hashes that hold under the root, by place; null where none is known
 *
 * @example
 * ```ts
 * const [a, b, c] = ['a', 'b', 'c'].map((text) => leafHash(utf8Bytes(text)));
 * displacements([a, c], [a, b, c])[0].kind; // 'missing'
 * displacements([a, b, b, c], [a, b, c])[0].kind; // 'moved'
 * ```
 */
export function displacements(
  lines: readonly Uint8Array[],
  sealed: readonly (Uint8Array | null)[],
): Displacement[] {
  const places = new Map<string, number>();
  for (const [place, hash] of sealed.entries()) {
    if (hash !== null) places.set(hexOfBytes(hash), place);
  }
  const at = lines.map((hash) => places.get(hexOfBytes(hash)) ?? -1);
  const present = new Set(at);
  const found: Displacement[] = [];
  const isGone = (entry: number) => sealed[entry] !== null && !present.has(entry);
  let next = 0;
  for (const [line, place] of at.entries()) {
    if (place >= 0 && place < next) {
      found.push({ kind: 'moved', entry: place, line });
    } else if (place >= 0) {
      for (let entry = next; entry < place; entry += 1) {
        if (isGone(entry)) found.push({ kind: 'missing', entry });
      }
      next = place + 1;
    } else if (next < sealed.length && (sealed[next] === null || isGone(next))) {
      found.push({ kind: sealed[next] === null ? 'unknown' : 'altered', entry: next, line });
      next += 1;
    } else {
      found.push({ kind: 'inserted', before: next, line });
    }
  }
  for (let entry = next; entry < sealed.length; entry += 1) {
    if (isGone(entry)) found.push({ kind: 'missing', entry });
  }
  return found;
}
