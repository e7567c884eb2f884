// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';

export interface LimitNote {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  /** What the comment above it says; a comment holds for the lines under it up to the next one. */
  readonly note: string;
}

const units: readonly (readonly [RegExp, string])[] = [
  [/Bytes(Max|Min)?$/, 'bytes'],
  [/Characters(Max|Min)?$/, 'characters'],
  [/Ms(Max|Min)?$/, 'milliseconds'],
  [/Days(Max|Min|Default)?$/, 'days'],
  [/Depth(Max)?$/, 'levels'],
];

/** The unit stands in the name; what has none is a count. */
export function unitOf(name: string): string {
  return units.find(([pattern]) => pattern.test(name))?.[1] ?? 'count';
}

/** The limits with the words written above them in `limits.ts`. */
export function describeLimits(source: string): LimitNote[] {
  const values: Readonly<Record<string, number>> = limits;
  const found: LimitNote[] = [];
  let note = '';
  for (const [, comment, name] of source.matchAll(/\/\*\*([\s\S]*?)\*\/|^ {2}(\w+):/gm)) {
    if (comment !== undefined) {
      note = comment
        .replace(/^\s*\*? ?/gm, '')
        .replace(/\s+/g, ' ')
        .trim();
    }
    const value = name === undefined ? undefined : values[name];
    if (name !== undefined && value !== undefined) {
      found.push({ name, value: value.toLocaleString('en-GB'), unit: unitOf(name), note });
    }
  }
  return found;
}
