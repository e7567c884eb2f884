// SPDX-License-Identifier: Apache-2.0
const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a5e;
const SEEKABLE_MAGIC = 0x8f92eab1;
const SEEK_FOOTER_BYTES = 9;
const SKIPPABLE_HEADER_BYTES = 8;

/** What begins at a place of a zstd file: a frame or the seek table up to `end`, more bytes needed, or nothing known. */
export type ZstdPiece = { readonly kind: 'frame' | 'seekTable'; readonly end: number } | 'cut' | 'malformed';

const uint32At = (bytes: Uint8Array, at: number) =>
  ((bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)) >>>
  0;

/** Bytes of a frame's header behind its magic number (RFC 8878 section 3.1.1.1). */
function headerBytes(descriptor: number): number {
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
  const contentFlag = descriptor >> 6;
  const content = contentFlag === 0 ? (isSingle ? 1 : 0) : 2 ** contentFlag;
  return 1 + (isSingle ? 0 : 1) + dictionary + content;
}

/**
 * Where the piece that begins here ends, by the sizes its blocks state (RFC 8878 section 3.1): a closed segment is
 * read without believing its seek table.
 *
 * @example
 * ```ts
 * zstdPieceAt(Uint8Array.of(0x28, 0xb5), 0); // 'cut'
 * zstdPieceAt(Uint8Array.of(1, 2, 3, 4), 0); // 'malformed'
 * ```
 */
export function zstdPieceAt(bytes: Uint8Array, at: number): ZstdPiece {
  if (at + 4 > bytes.length) return 'cut';
  const magic = uint32At(bytes, at);
  if (magic === SKIPPABLE_MAGIC) {
    if (at + SKIPPABLE_HEADER_BYTES > bytes.length) return 'cut';
    const end = at + SKIPPABLE_HEADER_BYTES + uint32At(bytes, at + 4);
    return end > bytes.length ? 'cut' : { kind: 'seekTable', end };
  }
  if (magic !== FRAME_MAGIC) return 'malformed';
  if (at + 5 > bytes.length) return 'cut';
  const descriptor = bytes[at + 4] as number;
  // Bit 3 is reserved and bit 4 unused: a frame that sets them was not written by us.
  if ((descriptor & 0x18) !== 0) return 'malformed';
  let next = at + 4 + headerBytes(descriptor);
  for (let isLast = false; !isLast; ) {
    if (next + 3 > bytes.length) return 'cut';
    const header =
      (bytes[next] as number) | ((bytes[next + 1] as number) << 8) | ((bytes[next + 2] as number) << 16);
    const type = (header >> 1) & 3;
    if (type === 3) return 'malformed';
    // A block that repeats one byte (type 1) holds only that byte.
    next += 3 + (type === 1 ? 1 : header >> 3);
    isLast = (header & 1) === 1;
  }
  const end = next + ((descriptor & 4) !== 0 ? 4 : 0);
  return end > bytes.length ? 'cut' : { kind: 'frame', end };
}

/** Sizes of a frame: as it lies in the file, and as it reads. */
export type FrameSizes = readonly [compressed: number, content: number];

/**
 * Whether a seek table (zstd seekable format) says what the frames are.
 *
 * @example
 * ```ts
 * isSeekTableOf(Uint8Array.of(0x5e, 0x2a, 0x4d, 0x18, 0, 0, 0, 0), []); // false
 * ```
 */
export function isSeekTableOf(table: Uint8Array, frames: readonly FrameSizes[]): boolean {
  const size = SKIPPABLE_HEADER_BYTES + frames.length * 8 + SEEK_FOOTER_BYTES;
  if (table.length !== size) return false;
  const footer = size - SEEK_FOOTER_BYTES;
  return (
    uint32At(table, footer) === frames.length &&
    table[footer + 4] === 0 &&
    uint32At(table, footer + 5) === SEEKABLE_MAGIC &&
    frames.every(([compressed, content], index) => {
      const at = SKIPPABLE_HEADER_BYTES + index * 8;
      return uint32At(table, at) === compressed && uint32At(table, at + 4) === content;
    })
  );
}
