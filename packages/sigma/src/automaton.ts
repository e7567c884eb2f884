// SPDX-License-Identifier: Apache-2.0

/** Finds which of many texts occur in a text, in one walk over it (Aho and Corasick), out of typed arrays. */
export interface Automaton {
  /** Adds the number of each text that occurs, once for each search. */
  search(text: string, found: number[]): void;
}

const UNITS = 65_536;

/** The letters of the texts, numbered from 1; every other letter is 0 and leads back to the beginning. */
function classesOf(texts: readonly string[]): { classes: Uint16Array; count: number } {
  const classes = new Uint16Array(UNITS);
  let count = 1;
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (classes[unit] === 0) classes[unit] = count++;
    }
  }
  return { classes, count };
}

/** Builds the automaton. Empty texts are found nowhere. */
export function buildAutomaton(texts: readonly string[]): Automaton {
  const { classes, count } = classesOf(texts);
  const nodesMax = texts.reduce((sum, text) => sum + text.length, 1);
  let next = new Int32Array(nodesMax * count);
  const ends: number[][] = [[]];
  texts.forEach((text, number) => {
    let node = 0;
    for (let index = 0; index < text.length; index += 1) {
      const edge = node * count + (classes[text.charCodeAt(index)] as number);
      if (next[edge] === 0) next[edge] = ends.push([]) - 1;
      node = next[edge] as number;
    }
    if (text !== '') (ends[node] as number[]).push(number);
  });
  next = next.slice(0, ends.length * count);
  link(next, ends, count);
  return searcher(next, ends, classes, count, texts.length);
}

function searcher(
  next: Int32Array,
  ends: readonly (readonly number[])[],
  classes: Uint16Array,
  count: number,
  textCount: number,
): Automaton {
  // A node is known by where its edges begin, and by the complement of that where a text ends: one look a letter.
  const edges = next.map((node) => ((ends[node] as number[]).length > 0 ? ~(node * count) : node * count));
  const seen = new Uint32Array(textCount);
  let search = 0;
  return {
    search: (text, found) => {
      search = search === 0xffff_ffff ? 1 : search + 1;
      if (search === 1) seen.fill(0);
      let node = 0;
      for (let index = 0; index < text.length; index += 1) {
        node = edges[node + (classes[text.charCodeAt(index)] as number)] as number;
        if (node >= 0) continue;
        node = ~node;
        for (const number of ends[node / count] as number[]) {
          if (seen[number] !== search) {
            seen[number] = search;
            found.push(number);
          }
        }
      }
    },
  };
}

/** Turns the tree of texts into the automaton: where a text breaks off, its longest end that begins another goes on. */
function link(next: Int32Array, ends: number[][], count: number): void {
  const fallback = new Int32Array(ends.length);
  const queue: number[] = [];
  for (let letter = 0; letter < count; letter += 1) {
    const child = next[letter] as number;
    if (child !== 0) queue.push(child);
  }
  for (let at = 0; at < queue.length; at += 1) {
    const node = queue[at] as number;
    const behind = fallback[node] as number;
    (ends[node] as number[]).push(...(ends[behind] as number[]));
    for (let letter = 0; letter < count; letter += 1) {
      const edge = node * count + letter;
      const child = next[edge] as number;
      const other = next[behind * count + letter] as number;
      if (child === 0) {
        next[edge] = other;
      } else {
        fallback[child] = other;
        queue.push(child);
      }
    }
  }
}
