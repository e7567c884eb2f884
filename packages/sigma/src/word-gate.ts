// SPDX-License-Identifier: Apache-2.0
import { folded } from './pattern.ts';

/** Longer beginnings skip hardly further. */
const WINDOW_MAX = 8;
const WINDOW_MIN = 3;
const ASCII = 128;

/**
 * Tells of a text that it holds none of a few others, without reading all of it (Wu and Manber): two letters that
 * none of them has let it skip as many as the shortest is long. Keywords are looked for in every text of an event and
 * are nearly never there.
 */
export class WordGate {
  readonly #window: number;
  /** How far to go on after two letters; 0 where a beginning may end. */
  readonly #shifts: Uint8Array;
  readonly #byBeginning = new Map<string, string[]>();

  /** @param texts in lower case @returns null when they are too short to skip anything, or not of plain letters */
  static of(texts: readonly string[]): WordGate | null {
    const window = Math.min(WINDOW_MAX, ...texts.map(({ length }) => length));
    // Letters beyond ASCII may take another room in lower case.
    const isPlain = texts.every((text) => [...text].every((letter) => letter.charCodeAt(0) < ASCII));
    return texts.length === 0 || window < WINDOW_MIN || !isPlain ? null : new WordGate(texts, window);
  }

  private constructor(texts: readonly string[], window: number) {
    this.#window = window;
    for (const text of texts) {
      const beginning = text.slice(0, window);
      const words = this.#byBeginning.get(beginning);
      if (words === undefined) this.#byBeginning.set(beginning, [text]);
      else words.push(text);
    }
    this.#shifts = new Uint8Array(ASCII * ASCII).fill(window - 1);
    for (const beginning of this.#byBeginning.keys()) {
      for (let at = 1; at < window; at += 1) {
        const pair = beginning.charCodeAt(at - 1) * ASCII + beginning.charCodeAt(at);
        this.#shifts[pair] = Math.min(this.#shifts[pair] as number, window - 1 - at);
      }
    }
  }

  /** False only when none of the texts is in it, whatever its case. */
  mayHold(text: string): boolean {
    const [shifts, window, length] = [this.#shifts, this.#window, text.length];
    for (let at = window - 1; at < length; ) {
      let one = text.charCodeAt(at - 1);
      let other = text.charCodeAt(at);
      // What is a letter in lower case only: another walk decides.
      if (one >= ASCII || other >= ASCII) return true;
      if (one > 64 && one < 91) one += 32;
      if (other > 64 && other < 91) other += 32;
      const shift = shifts[one * ASCII + other] as number;
      if (shift > 0) {
        at += shift;
      } else {
        if (this.#isAt(text, at - window + 1)) return true;
        at += 1;
      }
    }
    return false;
  }

  #isAt(text: string, from: number): boolean {
    const words = this.#byBeginning.get(folded(text.slice(from, from + this.#window)));
    return words?.some((word) => folded(text.slice(from, from + word.length)).startsWith(word)) ?? false;
  }
}
