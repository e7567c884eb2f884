// SPDX-License-Identifier: Apache-2.0

/**
 * Finds which of many texts occur in a text, in one walk over it (Aho and Corasick). Rows of edges instead of a table:
 * a hundred thousand texts take megabytes and stay near the processor.
 */
export interface Automaton {
  /** Adds the number of each text that occurs, once for each search. */
  search(text: string, found: number[]): void;
}

/** With more letters than this the rows of single letters are looked through like all others. */
const PAIR_LETTERS_MAX = 512;

/**
 * The letters of the texts, numbered from 1; every other letter is 0 and leads back to the beginning, as all beyond the
 * table do: it ends with the last letter there is, because each field has a table and hardly any goes beyond ASCII.
 */
function classesOf(texts: readonly string[]): { classes: Uint16Array; count: number } {
  let last = 0;
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) last = Math.max(last, text.charCodeAt(index));
  }
  const classes = new Uint16Array(last + 1);
  let count = 1;
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (classes[unit] === 0) classes[unit] = count++;
    }
  }
  return { classes, count };
}

/**
 * The tree of texts, level by level: the children of a node have numbers in a row, from `first[node]` up to
 * `first[node + 1]`, and no edge needs to say where it leads.
 */
interface Tree {
  readonly first: Int32Array;
  readonly letters: Uint16Array;
  /** Number of the text that ends at a node, and 1; 0 for none. */
  readonly ends: Int32Array;
}

/** Builds the automaton. Empty texts are found nowhere; of equal ones the last is told. */
export function buildAutomaton(texts: readonly string[]): Automaton {
  const { classes, count } = classesOf(texts);
  const tree = planted(texts, classes);
  const root = new Int32Array(count);
  for (let child = tree.first[0] as number; child < (tree.first[1] as number); child += 1) {
    root[tree.letters[child] as number] = child;
  }
  return new Searcher(tree, classes, root);
}

/** Texts in their order lie together by what they begin with: a node is a stretch of them, its children parts of it. */
function planted(texts: readonly string[], classes: Uint16Array): Tree {
  const sorted = texts
    .map((text, number) => ({ text, number }))
    .sort((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : 0));
  const nodesMax = texts.reduce((sum, text) => sum + text.length, 1);
  const first = new Int32Array(nodesMax + 1);
  const letters = new Uint16Array(nodesMax);
  const ends = new Int32Array(nodesMax);
  let nodes = 1;
  let level = [{ node: 0, from: 0, to: sorted.length }];
  for (let depth = 0; level.length > 0; depth += 1) {
    const below: typeof level = [];
    for (const { from, node, to } of level) {
      first[node] = nodes;
      let at = from;
      while (at < to && (sorted[at] as { text: string }).text.length === depth) {
        if (depth > 0) ends[node] = (sorted[at] as { number: number }).number + 1;
        at += 1;
      }
      while (at < to) {
        const unit = (sorted[at] as { text: string }).text.charCodeAt(depth);
        const begun = at;
        while (at < to && (sorted[at] as { text: string }).text.charCodeAt(depth) === unit) at += 1;
        letters[nodes] = classes[unit] as number;
        below.push({ node: nodes, from: begun, to: at });
        nodes += 1;
      }
    }
    level = below;
  }
  first[nodes] = nodes;
  return { first: first.slice(0, nodes + 1), letters: letters.slice(0, nodes), ends: ends.slice(0, nodes) };
}

class Searcher implements Automaton {
  readonly #first: Int32Array;
  readonly #letters: Uint16Array;
  readonly #ends: Int32Array;
  readonly #classes: Uint16Array;
  readonly #root: Int32Array;
  readonly #count: number;
  /** Where it goes on from a node of one letter, for each letter; such nodes are where most of a text is spent. */
  readonly #pairs: Int32Array;
  /** The longest end of a node's text that begins another text. */
  readonly #fallback: Int32Array;
  /** The node itself or the nearest one behind it where a text ends; 0 for none. */
  readonly #report: Int32Array;
  readonly #told: Uint32Array;
  #round = 0;

  constructor({ ends, first, letters }: Tree, classes: Uint16Array, root: Int32Array) {
    this.#first = first;
    this.#letters = letters;
    this.#ends = ends;
    this.#classes = classes;
    this.#root = root;
    this.#count = root.length;
    this.#fallback = new Int32Array(ends.length);
    this.#report = new Int32Array(ends.length);
    this.#told = new Uint32Array(ends.length);
    this.#pairs = new Int32Array(0);
    // Level by level: what is behind a node is nearer to the beginning and known already.
    for (let node = 0; node < ends.length; node += 1) {
      const behind = this.#fallback[node] as number;
      this.#report[node] = ends[node] === 0 ? (this.#report[behind] as number) : node;
      for (let child = first[node] as number; child < (first[node + 1] as number); child += 1) {
        this.#fallback[child] = node === 0 ? 0 : this.#step(behind, letters[child] as number);
      }
    }
    this.#pairs = this.#pairsOf();
  }

  #pairsOf(): Int32Array {
    const singles = (this.#first[1] ?? 1) - 1;
    if (this.#count > PAIR_LETTERS_MAX) return new Int32Array(0);
    const pairs = new Int32Array((singles + 1) * this.#count);
    for (let node = 1; node <= singles; node += 1) {
      for (let letter = 1; letter < this.#count; letter += 1) {
        pairs[node * this.#count + letter] = this.#step(node, letter);
      }
    }
    return pairs;
  }

  #step(from: number, letter: number): number {
    let node = from;
    while (node !== 0) {
      const at = node * this.#count + letter;
      if (at < this.#pairs.length) return this.#pairs[at] as number;
      const end = this.#first[node + 1] as number;
      for (let child = this.#first[node] as number; child < end; child += 1) {
        if (this.#letters[child] === letter) return child;
      }
      node = this.#fallback[node] as number;
    }
    return this.#root[letter] as number;
  }

  search(text: string, found: number[]): void {
    this.#round = this.#round === 0xffff_ffff ? 1 : this.#round + 1;
    if (this.#round === 1) this.#told.fill(0);
    // Read once: this loop is where most of the time of an engine goes.
    const [classes, root, pairs, report, count] = [
      this.#classes,
      this.#root,
      this.#pairs,
      this.#report,
      this.#count,
    ];
    const [length, letters] = [text.length, classes.length];
    let node = 0;
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index);
      const letter = unit < letters ? (classes[unit] as number) : 0;
      if (letter === 0) {
        node = 0;
        continue;
      }
      const at = node * count + letter;
      node =
        node === 0
          ? (root[letter] as number)
          : at < pairs.length
            ? (pairs[at] as number)
            : this.#step(node, letter);
      const told = report[node] as number;
      if (told !== 0) this.#tell(told, found);
    }
  }

  /** Adds a text that ends at a node, and those that are ends of it. */
  #tell(from: number, found: number[]): void {
    // Behind one that was told everything was told.
    for (
      let at = from;
      at !== 0 && this.#told[at] !== this.#round;
      at = this.#report[this.#fallback[at] as number] as number
    ) {
      this.#told[at] = this.#round;
      found.push((this.#ends[at] as number) - 1);
    }
  }
}
