// SPDX-License-Identifier: Apache-2.0

interface Link<Group> {
  readonly key: string;
  readonly group: Group;
  before: Link<Group> | null;
  after: Link<Group> | null;
}

/**
 * Groups in the order they were last touched. A map keeps an order too, but looks for its first member among all that
 * were deleted before it: under a flood of new keys that takes longer than everything else.
 */
export class TouchedGroups<Group> {
  readonly #links = new Map<string, Link<Group>>();
  #first: Link<Group> | null = null;
  #last: Link<Group> | null = null;

  get size(): number {
    return this.#links.size;
  }

  /** The group of a key, made when there is none; from now on it is the last. */
  touch(key: string, make: () => Group): Group {
    const known = this.#links.get(key);
    if (known === undefined) {
      const link: Link<Group> = { key, group: make(), before: null, after: null };
      this.#links.set(key, link);
      this.#append(link);
      return link.group;
    }
    if (known !== this.#last) {
      this.#takeOut(known);
      this.#append(known);
    }
    return known.group;
  }

  /** The one that was not touched for longest. */
  first(): readonly [key: string, group: Group] | null {
    return this.#first === null ? null : [this.#first.key, this.#first.group];
  }

  delete(key: string): void {
    const link = this.#links.get(key);
    if (link === undefined) return;
    this.#links.delete(key);
    this.#takeOut(link);
  }

  clear(): void {
    this.#links.clear();
    this.#first = null;
    this.#last = null;
  }

  /** The first one first. The one that is given may be deleted meanwhile. */
  *[Symbol.iterator](): Generator<readonly [key: string, group: Group]> {
    for (let link = this.#first; link !== null; ) {
      const { after, group, key } = link;
      yield [key, group];
      link = after;
    }
  }

  #append(link: Link<Group>): void {
    link.before = this.#last;
    link.after = null;
    if (this.#last === null) this.#first = link;
    else this.#last.after = link;
    this.#last = link;
  }

  #takeOut({ after, before }: Link<Group>): void {
    if (before === null) this.#first = after;
    else before.after = after;
    if (after === null) this.#last = before;
    else after.before = before;
  }
}
