// SPDX-License-Identifier: Apache-2.0

/** One step of a compiled expression. */
export type Step =
  | { readonly kind: 'take'; readonly takes: (point: number) => boolean; next: number }
  | { readonly kind: 'split'; next: number; other: number }
  | { readonly kind: 'at'; readonly holds: (text: string, at: number) => boolean; next: number }
  | { readonly kind: 'found' };

/** All the places of an expression a text has led to, and where each kind of character leads from there. */
interface State {
  /** Steps not yet followed: what takes no character is followed once the next character is known. */
  readonly places: Int32Array;
  /** A character like the one before, as far as anchors can tell; empty at the beginning. */
  readonly before: string;
  readonly next: (State | typeof FOUND)[];
}

const FOUND = null;
/** Kind of the end of a text. */
const END = 0;
const ASCII = 128;
/** Places remembered in all states of one expression, and letters whose kind is: what is over is worked out anew. */
const PLACES_MAX = 50_000;
const STATES_MAX = 2_000;
const LETTERS_MAX = 4_096;

const isWordLike = (point: number) => point < ASCII && /\w/.test(String.fromCharCode(point));
const isBreakLike = (point: number) => /[\n\r\u2028\u2029]/.test(String.fromCodePoint(point));

/**
 * Runs the steps over a text, all places at the same time (Thompson's construction). What a set of places and a kind
 * of character lead to is remembered: most characters cost one look. Linear in the text, whatever the expression.
 */
export class RegexStates {
  readonly #steps: readonly Step[];
  readonly #start: number;
  readonly #takes: readonly ((point: number) => boolean)[];
  readonly #hasAnchors: boolean;
  readonly #ascii = new Int16Array(ASCII).fill(-1);
  readonly #others = new Map<number, number>();
  readonly #kinds = new Map<string, number>();
  /** A character of each kind. */
  readonly #likes: string[] = [''];
  readonly #states = new Map<string, State>();
  readonly #marks: Uint32Array;
  #mark = 0;
  #room = PLACES_MAX;
  #first: State;

  constructor(steps: readonly Step[], start: number) {
    this.#steps = steps;
    this.#start = start;
    this.#takes = [...new Set(steps.flatMap((step) => (step.kind === 'take' ? [step.takes] : [])))];
    this.#hasAnchors = steps.some(({ kind }) => kind === 'at');
    this.#marks = new Uint32Array(steps.length);
    this.#first = this.#stateOf([], '');
  }

  finds(text: string): boolean {
    let state = this.#first;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      let kind = unit < ASCII ? (this.#ascii[unit] as number) : -1;
      if (kind === -1) {
        const point = text.codePointAt(at) as number;
        if (point > 0xffff) at += 1;
        kind = this.#kindOf(point);
      }
      const known = state.next[kind];
      const next = known === undefined ? this.#go(state, kind) : known;
      if (next === FOUND) return true;
      state = next;
    }
    const known = state.next[END];
    return (known === undefined ? this.#go(state, END) : known) === FOUND;
  }

  /** Characters are of one kind when no step and no anchor tells them apart. */
  #kindOf(point: number): number {
    const known = this.#others.get(point);
    if (known !== undefined) return known;
    const like = String.fromCodePoint(point);
    const takes = this.#takes.map((take) => (take(point) ? '1' : '0')).join('');
    const key = `${takes}${isWordLike(point)}${isBreakLike(point)}`;
    let kind = this.#kinds.get(key);
    if (kind === undefined) {
      kind = this.#likes.push(like) - 1;
      this.#kinds.set(key, kind);
    }
    if (point < ASCII) this.#ascii[point] = kind;
    else {
      if (this.#others.size >= LETTERS_MAX) this.#others.clear();
      this.#others.set(point, kind);
    }
    return kind;
  }

  #go(state: State, kind: number): State | typeof FOUND {
    const like = this.#likes[kind] as string;
    const point = like.codePointAt(0) ?? -1;
    // Anchors look at the neighbours of a place only: two characters stand for the text.
    const around = state.before + like;
    const reached = this.#reached(state.places, around, state.before.length);
    let next: State | typeof FOUND = FOUND;
    if (reached !== null) {
      const after: number[] = [];
      this.#mark += 1;
      for (const place of reached) {
        const step = this.#steps[place] as Step & { kind: 'take' };
        if (point < 0 || !step.takes(point) || this.#marks[step.next] === this.#mark) continue;
        this.#marks[step.next] = this.#mark;
        after.push(step.next);
      }
      const before = !this.#hasAnchors
        ? ''
        : isWordLike(point)
          ? 'a'
          : isBreakLike(Math.max(0, point))
            ? '\n'
            : ' ';
      next = this.#stateOf(
        after.sort((one, other) => one - other),
        before,
      );
    }
    state.next[kind] = next;
    return next;
  }

  /** Follows everything that takes no character. @returns the steps that take one; null when the end is reached */
  #reached(places: Int32Array, around: string, at: number): number[] | null {
    if (this.#mark > 0xffff_fff0) {
      this.#mark = 0;
      this.#marks.fill(0);
    }
    this.#mark += 1;
    const taking: number[] = [];
    const stack = [...places, this.#start];
    for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
      if (this.#marks[place] === this.#mark) continue;
      this.#marks[place] = this.#mark;
      const step = this.#steps[place] as Step;
      if (step.kind === 'found') return null;
      if (step.kind === 'take') taking.push(place);
      else if (step.kind === 'split') stack.push(step.other, step.next);
      else if (step.holds(around, at)) stack.push(step.next);
    }
    return taking;
  }

  #stateOf(places: readonly number[], before: string): State {
    const key = `${before}:${places.join()}`;
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    if (this.#states.size >= STATES_MAX || this.#room < places.length) {
      // An expression with more states than this is worked out as it goes: slower, and bounded.
      this.#states.clear();
      this.#room = PLACES_MAX;
      this.#first = { places: new Int32Array(0), before: '', next: [] };
      this.#states.set(':', this.#first);
    }
    this.#room -= places.length;
    const state: State = { places: Int32Array.from(places), before, next: [] };
    this.#states.set(key, state);
    return state;
  }
}
