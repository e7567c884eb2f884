// SPDX-License-Identifier: Apache-2.0

/** SHA-256 of bytes. Whoever has a faster one (a platform's own) hands it in; the result is the same. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

const primes: number[] = [];
for (let candidate = 2; primes.length < 64; candidate += 1) {
  if (primes.every((prime) => candidate % prime !== 0)) {
    primes.push(candidate);
  }
}
/** The first 32 bits behind the point of a root: the constants of FIPS 180-4 sections 4.2.2 and 5.3.3. */
const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 0x1_0000_0000) | 0;
const constants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const initial = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

const turned = (word: number, bits: number) => (word >>> bits) | (word << (32 - bits));

/**
 * SHA-256 (FIPS 180-4), in plain arithmetic: the same in a browser, in Node and wherever an auditor reads this.
 *
 * @example
 * ```ts
 * hexOfBytes(sha256(utf8Bytes('abc'))); // 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
 * ```
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x2000_0000));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  const state = initial.slice();
  const words = new Int32Array(64);
  for (let offset = 0; offset < padded.length; offset += 64) {
    mixBlock(state, words, view, offset);
  }
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  for (const [index, word] of state.entries()) {
    out.setInt32(index * 4, word);
  }
  return digest;
}

function mixBlock(state: Int32Array, words: Int32Array, view: DataView, offset: number): void {
  const word = (index: number) => words[index] as number;
  for (let index = 0; index < 16; index += 1) {
    words[index] = view.getInt32(offset + index * 4);
  }
  for (let index = 16; index < 64; index += 1) {
    const near = word(index - 15);
    const late = word(index - 2);
    const small = turned(near, 7) ^ turned(near, 18) ^ (near >>> 3);
    const large = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[index] = (word(index - 16) + small + word(index - 7) + large) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let index = 0; index < 64; index += 1) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const low = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const high = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const first = (h + low + choice + (constants[index] as number) + word(index)) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + high + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, index) => {
    state[index] = ((state[index] as number) + value) | 0;
  });
}
