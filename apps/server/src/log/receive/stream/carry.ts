// SPDX-License-Identifier: Apache-2.0

/** Memory that all connections share for frames that came in part. */
export interface CarryBudget {
  /** @returns false when there is no more: the sender that wants it loses its connection. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

/**
 * @param makeRoom asked when there is not enough left: whoever holds most gives up what it holds, so that senders who
 * fill the memory with frames they never end lose their own connections and not those of others. @returns whether
 * somebody gave up
 */
export function carryBudget(
  bytesMax: number,
  makeRoom: (wanted: number) => boolean = () => false,
): CarryBudget {
  let left = bytesMax;
  return {
    take: (bytes) => {
      while (bytes > left) if (!makeRoom(bytes)) return false;
      left -= bytes;
      return true;
    },
    give: (bytes) => {
      left += bytes;
    },
  };
}

const SMALLEST = 1_024;
const NOTHING = Buffer.alloc(0);

/**
 * The first bytes of a frame whose end has not come. Grows by doubling, so a sender that dribbles costs time in
 * proportion to its bytes, and keeps no more than a frame may have.
 */
export class Carry {
  readonly #keepMax: number;
  readonly #budget: CarryBudget;
  #buffer = NOTHING;
  #length = 0;

  constructor(keepMax: number, budget: CarryBudget) {
    this.#keepMax = keepMax;
    this.#budget = budget;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of the budget this holds. */
  get held(): number {
    return this.#buffer.length;
  }

  /** Keeps what still fits. @returns false when memory for it is not to be had. */
  keep(bytes: Buffer): boolean {
    const wanted = Math.min(this.#length + bytes.length, this.#keepMax);
    if (wanted > this.#buffer.length && !this.#grow(wanted)) return false;
    bytes.copy(this.#buffer, this.#length, 0, wanted - this.#length);
    this.#length = wanted;
    return true;
  }

  /** What is kept, with more behind it, in a buffer of its own; nothing is kept afterwards. */
  joined(more: Buffer): Buffer {
    const whole = Buffer.concat([this.#buffer.subarray(0, this.#length), more]);
    this.#length = 0;
    if (this.#buffer.length > SMALLEST) this.release();
    return whole;
  }

  release(): void {
    this.#budget.give(this.#buffer.length);
    this.#buffer = NOTHING;
    this.#length = 0;
  }

  #grow(wanted: number): boolean {
    const size = Math.min(this.#keepMax, Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(wanted))));
    if (!this.#budget.take(size - this.#buffer.length)) return false;
    const grown = Buffer.allocUnsafeSlow(size);
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
    return true;
  }
}
