// SPDX-License-Identifier: Apache-2.0
import type { Batch } from '../batch.ts';

/**
 * Cuts a batch where it would be too much for one frame: a body of sixteen megabytes may be eight million empty lines,
 * and a frame keeps more of each entry than its bytes. The parts share the buffer.
 */
export function splitBatch(batch: Batch, entriesMax: number, bytesMax: number): Batch[] {
  const { bounds } = batch;
  const parts: Batch[] = [];
  let from = 0;
  let bytes = 0;
  for (let index = 0; index < bounds.length / 2; index += 1) {
    const size = (bounds[2 * index + 1] ?? 0) - (bounds[2 * index] ?? 0);
    if (index > from && (index - from === entriesMax || bytes + size > bytesMax)) {
      parts.push(partOf(batch, from, index));
      from = index;
      bytes = 0;
    }
    bytes += size;
  }
  if (from === 0) return [batch];
  parts.push(partOf(batch, from, bounds.length / 2));
  return parts;
}

function partOf({ bounds, bytes, cut, origin }: Batch, from: number, to: number): Batch {
  const part = { origin, bytes, bounds: bounds.slice(2 * from, 2 * to) };
  if (cut === undefined) return part;
  const own = [...cut].filter(([index]) => index >= from && index < to);
  return { ...part, cut: new Map(own.map(([index, meant]) => [index - from, meant])) };
}
