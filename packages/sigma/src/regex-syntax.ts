// SPDX-License-Identifier: Apache-2.0
import { folded, rarityOf } from './pattern.ts';

/** A regular expression, taken apart. */
export type RegexNode =
  /** `point` names the one character it takes, whatever its case; absent for a class. */
  | { readonly kind: 'take'; readonly takes: (point: number) => boolean; readonly point?: number }
  | { readonly kind: 'at'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'sequence' | 'either'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly of: RegexNode; readonly min: number; readonly max: number };

export class RegexRefused extends Error {
  readonly why: 'not_valid' | 'not_supported';
  constructor(why: 'not_valid' | 'not_supported', detail: string) {
    super(detail);
    this.why = why;
  }
}

const NESTING_MAX = 100;
const SOURCE_CHARACTERS_MAX = 10_000;
const REPEATS_MAX = 1_000;

const isDigit = (point: number) => point >= 48 && point <= 57;
const isWord = (point: number) =>
  isDigit(point) || (point >= 65 && point <= 90) || (point >= 97 && point <= 122) || point === 95;
const isSpace = (point: number) => /\s/u.test(String.fromCodePoint(point));
const isBreak = (point: number) => point === 10 || point === 13 || point === 0x2028 || point === 0x2029;
const not = (takes: (point: number) => boolean) => (point: number) => !takes(point);
const classes: Readonly<Record<string, (point: number) => boolean>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
};
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0, a: 7, e: 27 };

const wordAt = (text: string, at: number) => at >= 0 && at < text.length && isWord(text.charCodeAt(at));
const isBoundary = (text: string, at: number) => wordAt(text, at - 1) !== wordAt(text, at);

/**
 * Takes an expression apart: the subset of PCRE that Sigma names, plus lazy quantifiers and named groups, which ask
 * the same of a text. Look-around and back-references are refused: no linear engine has them.
 *
 * @param flags of `i`, `m` and `s`
 * @throws RegexRefused
 */
export function parseRegex(source: string, flags: string): RegexNode {
  if (source.length > SOURCE_CHARACTERS_MAX) {
    throw new RegexRefused(
      'not_supported',
      `${source.length} characters are more than ${SOURCE_CHARACTERS_MAX}`,
    );
  }
  const reader = new RegexReader(source, flags);
  const tree = reader.alternatives(0);
  if (!reader.isDone()) {
    throw new RegexRefused('not_valid', `")" at ${reader.place()} closes nothing`);
  }
  return tree;
}

class RegexReader {
  readonly #source: string;
  readonly #ignoresCase: boolean;
  readonly #isMultiline: boolean;
  readonly #dotTakesAll: boolean;
  #at = 0;
  constructor(source: string, flags: string) {
    this.#source = source;
    this.#ignoresCase = flags.includes('i');
    this.#isMultiline = flags.includes('m');
    this.#dotTakesAll = flags.includes('s');
  }

  isDone(): boolean {
    return this.#at >= this.#source.length;
  }

  place(): number {
    return this.#at;
  }

  alternatives(depth: number): RegexNode {
    if (depth > NESTING_MAX)
      throw new RegexRefused('not_supported', `groups nest deeper than ${NESTING_MAX}`);
    const either = [this.#sequence(depth)];
    while (this.#source[this.#at] === '|') {
      this.#at += 1;
      either.push(this.#sequence(depth));
    }
    return either.length === 1 ? (either[0] as RegexNode) : { kind: 'either', of: either };
  }

  #sequence(depth: number): RegexNode {
    const of: RegexNode[] = [];
    while (!this.isDone() && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')') {
      of.push(this.#repeated(this.#atom(depth)));
    }
    return { kind: 'sequence', of };
  }

  #repeated(node: RegexNode): RegexNode {
    const [whole, sign, least, comma, most] =
      /^(?:([*+?])|\{(\d{1,5})(,)?(\d{1,5})?\})[?+]?/.exec(this.#source.slice(this.#at, this.#at + 20)) ?? [];
    if (whole === undefined) return node;
    this.#at += whole.length;
    const min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
    const open = most === undefined ? Number.POSITIVE_INFINITY : Number(most);
    const max =
      sign === undefined ? (comma === undefined ? min : open) : sign === '?' ? 1 : Number.POSITIVE_INFINITY;
    if (node.kind === 'at' && node.holds !== isBoundary && min > 0 && max === min) return node;
    if (min > REPEATS_MAX || (Number.isFinite(max) && max > REPEATS_MAX) || max < min) {
      throw new RegexRefused('not_supported', `"${whole}" repeats more than ${REPEATS_MAX} times, or never`);
    }
    return { kind: 'repeat', of: node, min, max };
  }

  #atom(depth: number): RegexNode {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) as number);
    this.#at += character.length;
    switch (character) {
      case '(':
        return this.#group(depth);
      case '[':
        return { kind: 'take', takes: this.#set() };
      case '.':
        return { kind: 'take', takes: this.#dotTakesAll ? () => true : not(isBreak) };
      case '^':
        return {
          kind: 'at',
          holds: this.#isMultiline
            ? (text, at) => at === 0 || isBreak(text.charCodeAt(at - 1))
            : (_text, at) => at === 0,
        };
      case '$':
        return {
          kind: 'at',
          holds: this.#isMultiline
            ? (text, at) => at === text.length || isBreak(text.charCodeAt(at))
            : (text, at) => at === text.length,
        };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new RegexRefused('not_valid', `"${character}" at ${this.#at - 1} repeats nothing`);
      default:
        return this.#literal(character.codePointAt(0) as number);
    }
  }

  #group(depth: number): RegexNode {
    const [head = ''] = /^\?(?::|P?<[A-Za-z_]\w*>)/.exec(this.#source.slice(this.#at, this.#at + 80)) ?? [];
    if (head === '' && this.#source[this.#at] === '?') {
      throw new RegexRefused('not_supported', 'look-around, conditions and flags inside are not supported');
    }
    this.#at += head.length;
    const inside = this.alternatives(depth + 1);
    if (this.#source[this.#at] !== ')') throw new RegexRefused('not_valid', 'a group is not closed');
    this.#at += 1;
    return inside;
  }

  #escape(): RegexNode {
    const character = this.#source[this.#at];
    if (character === 'b' || character === 'B') {
      this.#at += 1;
      return { kind: 'at', holds: character === 'b' ? isBoundary : (text, at) => !isBoundary(text, at) };
    }
    if (character === 'A' || character === 'z' || character === 'Z') {
      this.#at += 1;
      return {
        kind: 'at',
        holds: character === 'A' ? (_text, at) => at === 0 : (text, at) => at === text.length,
      };
    }
    if (character !== undefined && /[1-9kgpPuUGKQEX]/.test(character)) {
      if (!(character === 'u' && /^u[0-9a-fA-F]{4}/.test(this.#source.slice(this.#at, this.#at + 5)))) {
        throw new RegexRefused('not_supported', `"\\${character}" is not supported`);
      }
    }
    const taken = this.#escaped();
    return typeof taken === 'number' ? this.#literal(taken) : { kind: 'take', takes: taken };
  }

  /** What stands behind a backslash: a class, or one character. */
  #escaped(): number | ((point: number) => boolean) {
    const character = this.#source[this.#at];
    if (character === undefined) throw new RegexRefused('not_valid', 'it ends in a backslash');
    const known = classes[character];
    const [hex] =
      /^(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})/.exec(this.#source.slice(this.#at, this.#at + 5)) ?? [];
    this.#at += hex?.length ?? 1;
    if (known !== undefined) return known;
    if (hex !== undefined) return Number.parseInt(hex.slice(1), 16);
    return controls[character] ?? (character.codePointAt(0) as number);
  }

  #literal(point: number): RegexNode {
    return { kind: 'take', takes: this.#one(point), point };
  }

  #one(point: number): (point: number) => boolean {
    if (!this.#ignoresCase) return (given) => given === point;
    const lower = String.fromCodePoint(point).toLowerCase();
    const upper = String.fromCodePoint(point).toUpperCase();
    return (given) => given === point || given === lower.codePointAt(0) || given === upper.codePointAt(0);
  }

  #set(): (point: number) => boolean {
    const isNegated = this.#source[this.#at] === '^';
    if (isNegated) this.#at += 1;
    const parts: ((point: number) => boolean)[] = [];
    for (let isFirst = true; this.#source[this.#at] !== ']' || isFirst; isFirst = false) {
      if (this.isDone()) throw new RegexRefused('not_valid', 'a set is not closed');
      const from = this.#member();
      const isRange = this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']';
      if (typeof from !== 'number' || !isRange) {
        parts.push(typeof from === 'number' ? this.#one(from) : from);
        continue;
      }
      this.#at += 1;
      const to = this.#member();
      if (typeof to !== 'number') {
        parts.push(this.#one(from), this.#one(45), to);
      } else {
        parts.push(this.#range(from, to));
      }
    }
    this.#at += 1;
    const takes = (point: number) => parts.some((part) => part(point));
    return isNegated ? not(takes) : takes;
  }

  #range(from: number, to: number): (point: number) => boolean {
    if (to < from) throw new RegexRefused('not_valid', 'a range in a set runs backwards');
    const isIn = (point: number) => point >= from && point <= to;
    return this.#ignoresCase
      ? (point) => {
          const character = String.fromCodePoint(point);
          return (
            isIn(point) ||
            isIn(character.toLowerCase().codePointAt(0) as number) ||
            isIn(character.toUpperCase().codePointAt(0) as number)
          );
        }
      : isIn;
  }

  #member(): number | ((point: number) => boolean) {
    const point = this.#source.codePointAt(this.#at);
    if (point === undefined) throw new RegexRefused('not_valid', 'a set is not closed');
    this.#at += point > 0xffff ? 2 : 1;
    if (point !== 92) return point;
    if (this.#source[this.#at] === 'b') {
      this.#at += 1;
      return 8;
    }
    return this.#escaped();
  }
}

/** What is less rare occurs nearly everywhere. */
const LITERAL_RARITY_MIN = 3;
const LITERALS_MAX = 200;

/**
 * Texts in lower case of which one at least stands in every text the expression describes; null when there are none
 * worth looking for.
 */
export function literalsOf(node: RegexNode): readonly string[] | null {
  switch (node.kind) {
    case 'sequence': {
      const found = [...runsOf(node.of), ...node.of.map(literalsOf)].filter((each) => each !== null);
      return found.length === 0
        ? null
        : found.reduce((best, next) => (leastRare(next) > leastRare(best) ? next : best));
    }
    case 'either': {
      const each = node.of.map(literalsOf);
      const all = each.includes(null) ? [] : (each as string[][]).flat();
      return all.length === 0 || all.length > LITERALS_MAX ? null : all;
    }
    case 'repeat':
      return node.min > 0 ? literalsOf(node.of) : null;
    default:
      return null;
  }
}

const leastRare = (texts: readonly string[]) => Math.min(...texts.map(rarityOf));

/** Characters that follow each other, each run as one text. */
function runsOf(parts: readonly RegexNode[]): string[][] {
  const runs: string[] = [''];
  for (const part of parts) {
    if (part.kind === 'take' && part.point !== undefined) {
      runs[runs.length - 1] += folded(String.fromCodePoint(part.point));
    } else if (part.kind !== 'at') {
      runs.push('');
    }
  }
  return runs.filter((run) => rarityOf(run) >= LITERAL_RARITY_MIN).map((run) => [run]);
}
