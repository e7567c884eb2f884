// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { emptyRoot, leafHash, nodeHash } from '../src/index.ts';

export const entriesOf = (size: number) =>
  Array.from({ length: size }, (_, index) => leafHash(Uint8Array.of(index % 251, index >> 8)));

/** The definition of RFC 6962 section 2.1, word for word: what everything else is held against. */
export function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyRoot();
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

export const sizes = fc.integer({ min: 1, max: 700 });
export const flipped = (bytes: Uint8Array) => bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
