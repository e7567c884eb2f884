// SPDX-License-Identifier: Apache-2.0
import { createHash, hash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { LogFiles } from '../src/index.ts';
import { base64OfBytes, formatNote, type NoteSigner, signNote, utf8Bytes } from '../src/index.ts';
import { naiveRoot } from './trees.ts';

/** Files of a log in memory: path -> bytes. */
export type Files = Map<string, Buffer>;

const SEGMENT = 65_536;
const sha = (bytes: Uint8Array) => hash('sha256', bytes, 'buffer');
export const leafOf = (line: Uint8Array) => sha(Buffer.concat([Buffer.of(0), line]));
const node = (left: Uint8Array, right: Uint8Array) => sha(Buffer.concat([Buffer.of(1), left, right]));

/** What the platform brings along, in Node. */
export const platform = {
  hash: (bytes: Uint8Array) => hash('sha256', bytes, 'buffer') as Uint8Array,
  startSha256: () => createHash('sha256'),
  unzstd: (frame: Uint8Array) => {
    try {
      return new Uint8Array(zstdDecompressSync(frame));
    } catch {
      return null;
    }
  },
};

export const filesOf = (files: Files): LogFiles => ({
  list: async () => [...files.keys()],
  read: async (path, begin, end) => files.get(path)?.subarray(begin, end) ?? null,
});

/** A line of a segment, as the contract has it; entry `index` of a log that received one a second. */
export function lineOf(index: number, raw: string, given: { seq?: number; ms?: number; part?: string } = {}) {
  const at = new Date(given.ms ?? Date.UTC(2026, 10, 22) + index * 1_000).toISOString().replace('Z', '000Z');
  const salt = hash('sha256', `salt ${index}`, 'buffer').subarray(0, 16).toString('base64');
  const part = given.part === undefined ? '' : `"part":${given.part},`;
  return `{"v":1,"seq":${given.seq ?? index + 1},"received":"${at}","mono":"${index}","clock":"synchronised","source":"00000000-0000-4000-8000-000000000001","stream":"technical","transport":"syslog-tls","peer":"192.0.2.7:514","format":"text","parse":"raw",${part}"salt":"${salt}","raw":${JSON.stringify(raw)}}`;
}

/** Tile paths of C2SP, written once more. */
function pathOf(level: number, index: number, width: number): string {
  const groups: string[] = [];
  for (let left = index, first = true; first || left > 0; left = Math.floor(left / 1_000), first = false) {
    groups.unshift((first ? '' : 'x') + String(left % 1_000).padStart(3, '0'));
  }
  return `tile/${level}/${groups.join('/')}${width === 256 ? '' : `.p/${width}`}`;
}

function tilesInto(files: Files, leaves: readonly Buffer[]): void {
  let hashes = leaves;
  for (let level = 0; hashes.length > 0; level += 1) {
    const above: Buffer[] = [];
    for (let begin = 0; begin < hashes.length; begin += 256) {
      const tile = hashes.slice(begin, begin + 256);
      files.set(pathOf(level, begin / 256, tile.length), Buffer.concat(tile));
      if (tile.length === 256) {
        let row = tile;
        while (row.length > 1)
          row = row.flatMap((left, at) => (at % 2 ? [] : [node(left, row[at + 1] as Buffer)]));
        above.push(row[0] as Buffer);
      }
    }
    hashes = above;
  }
}

/** One piece, however long: where its last piece is full, zlib appends an empty frame. */
const packedFrame = (content: Buffer): Buffer =>
  zstdCompressSync(content, {
    chunkSize: content.length * 2 + 1_024,
    params: { [constants.ZSTD_c_compressionLevel]: 3 },
  });

/** A closed segment: frames of 256 lines and the seek table of the zstd seekable format. */
export function closedSegment(lines: readonly string[], packFrame = packedFrame): Buffer {
  const frames: Buffer[] = [];
  const table: Buffer[] = [];
  for (let begin = 0; begin < lines.length; begin += 256) {
    const content = Buffer.from(`${lines.slice(begin, begin + 256).join('\n')}\n`);
    const frame = packFrame(content);
    const entry = Buffer.alloc(8);
    entry.writeUInt32LE(frame.length, 0);
    entry.writeUInt32LE(content.length, 4);
    frames.push(frame);
    table.push(entry);
  }
  const header = Buffer.alloc(8);
  header.writeUInt32LE(0x184d2a5e, 0);
  header.writeUInt32LE(table.length * 8 + 9, 4);
  const footer = Buffer.alloc(9);
  footer.writeUInt32LE(table.length, 0);
  footer.writeUInt32LE(0x8f92eab1, 5);
  return Buffer.concat([...frames, header, ...table, footer]);
}

/** A closed segment and, beside it, its digest as `sha256sum` prints it. */
export function setClosed(files: Files, path: string, segment: Buffer): Files {
  const name = path.slice('segments/'.length);
  return files
    .set(path, segment)
    .set(`${path}.sha256`, Buffer.from(`${sha(segment).toString('hex')}  ${name}\n`));
}

export const checkpointText = (origin: string, size: number, root: Uint8Array) =>
  `${origin}\n${size}\n${base64OfBytes(root)}\n`;

export function rootOf(lines: readonly string[]): Uint8Array {
  return naiveRoot(lines.map((line) => leafOf(Buffer.from(line))));
}

export async function signedCheckpoint(
  origin: string,
  lines: readonly string[],
  signers: readonly NoteSigner[],
): Promise<Buffer> {
  const text = checkpointText(origin, lines.length, rootOf(lines));
  return Buffer.from(utf8Bytes(formatNote(await signNote(text, signers))));
}

/** Writes a log from docs/log-directory.md alone; it shares nothing with the sealer but that document. */
export async function writeLog(given: {
  readonly origin: string;
  readonly lines: readonly string[];
  readonly signers: readonly NoteSigner[];
  /** Sizes that were kept in `timestamps/`. */
  readonly kept?: readonly number[];
  /** Lines behind the last sealed entry. */
  readonly pending?: readonly string[];
  readonly isClosed?: boolean;
  readonly packFrame?: (content: Buffer) => Buffer;
}): Promise<Files> {
  const { isClosed = false, kept = [], lines, origin, pending = [], signers } = given;
  const files: Files = new Map();
  for (let first = 0; first === 0 || first < lines.length; first += SEGMENT) {
    const segment = lines.slice(first, first + SEGMENT);
    const name = `segments/${String(first).padStart(12, '0')}.ndjson`;
    const isLast = first + SEGMENT > lines.length;
    if (segment.length === SEGMENT || isClosed) {
      setClosed(files, `${name}.zst`, closedSegment(segment, given.packFrame));
    } else
      files.set(
        name,
        Buffer.from([...segment, ...(isLast ? pending : [])].map((line) => `${line}\n`).join('')),
      );
  }
  tilesInto(
    files,
    lines.map((line) => leafOf(Buffer.from(line))),
  );
  for (const size of kept) {
    files.set(`timestamps/${size}.checkpoint`, await signedCheckpoint(origin, lines.slice(0, size), signers));
  }
  files.set('checkpoint', await signedCheckpoint(origin, lines, signers));
  return files;
}
