// SPDX-License-Identifier: Apache-2.0

/** A place of a template that a person has to fill: what it asks for, and where it stands. */
export interface Blank {
  readonly asks: string;
  readonly from: number;
  readonly to: number;
}

/** Every `[[...]]` of a text, in its order, and every half one. Words that still hold one never leave the house. */
export function blanksOf(text: string): readonly Blank[] {
  return [...text.matchAll(/\[\[(.*?)\]\]|\[\[|\]\]/gs)].map((found) => ({
    asks: found[1] ?? found[0],
    from: found.index,
    to: found.index + found[0].length,
  }));
}
