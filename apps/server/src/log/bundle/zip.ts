// SPDX-License-Identifier: Apache-2.0
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRawSync } from 'node:zlib';
import type { LogFiles } from '@belfry/ledger';

const deflate = promisify(deflateRaw);

/** A file that goes into an archive, whole. */
export interface ZipFile {
  readonly path: string;
  readonly content: Uint8Array;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;
/** Names are UTF-8 (APPNOTE 4.4.4, bit 11). */
const FLAGS = 0x0800;
const VERSION = 20;
const ENTRIES_MAX = 65_535;
const BYTES_MAX = 0xffff_ffff;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
/** What one file of an archive may unpack to: whoever made the archive may want to fill our memory. */
const CONTENT_BYTES_MAX = 2_147_483_648;

/** Date and time as MS-DOS counts them, in UTC. */
function dosMoment(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return date * 65_536 + time;
}

function fields(sum: number, packed: number, size: number, name: number, at: Date): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(VERSION, 0);
  bytes.writeUInt16LE(FLAGS, 2);
  bytes.writeUInt16LE(DEFLATED, 4);
  bytes.writeUInt32LE(dosMoment(at), 6);
  bytes.writeUInt32LE(sum, 10);
  bytes.writeUInt32LE(packed, 14);
  bytes.writeUInt32LE(size, 18);
  bytes.writeUInt16LE(name, 22);
  return bytes;
}

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** Writes an archive that every system opens with a double click, as a stream: one file at a time is in memory. */
export async function* writeZip(files: AsyncIterable<ZipFile>, at: Date): AsyncGenerator<Buffer> {
  const central: Buffer[] = [];
  let offset = 0;
  for await (const { content, path } of files) {
    const name = Buffer.from(path);
    const packed = await deflate(content);
    const described = fields(crc32(content), packed.length, content.length, name.length, at);
    const local = Buffer.concat([uint32(LOCAL), described, name]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([uint32(CENTRAL), Buffer.of(VERSION, 0), described, rest, name]));
    offset += local.length + packed.length;
    if (offset > BYTES_MAX || central.length > ENTRIES_MAX) {
      throw new RangeError(
        'Cannot write the archive: it would be larger than the format allows: ask for less',
      );
    }
    yield local;
    yield packed;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  yield Buffer.concat([directory, end]);
}

interface Packed {
  readonly method: number;
  readonly sum: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** The directory of an archive; null where the bytes are no archive that can be read. */
function readDirectory(tail: Buffer, tailAt: number): Map<string, Packed> | null {
  const end = tail.lastIndexOf(uint32(END));
  if (end < 0 || end + END_BYTES > tail.length) return null;
  const count = tail.readUInt16LE(end + 10);
  let at = tail.readUInt32LE(end + 16) - tailAt;
  const found = new Map<string, Packed>();
  for (let index = 0; index < count; index += 1) {
    if (at < 0 || at + 46 > tail.length || tail.readUInt32LE(at) !== CENTRAL) return null;
    const name = tail.readUInt16LE(at + 28);
    const path = tail.toString('utf8', at + 46, at + 46 + name);
    // Two files of one path, or one that climbs out: what somebody unpacks would not be what is verified here.
    if (found.has(path) || path.startsWith('/') || /\\|(^|\/)\.\.(\/|$)/.test(path)) return null;
    found.set(path, {
      method: tail.readUInt16LE(at + 10),
      sum: tail.readUInt32LE(at + 16),
      packed: tail.readUInt32LE(at + 20),
      size: tail.readUInt32LE(at + 24),
      offset: tail.readUInt32LE(at + 42),
    });
    at += 46 + name + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32);
  }
  return found;
}

/** An archive as files; null where it is none. A file whose bytes do not fit its checksum reads as if it were empty. */
export async function filesInZip(file: string): Promise<(LogFiles & AsyncDisposable) | null> {
  const handle = await open(file, 'r');
  const read = async (at: number, length: number) => {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await handle.read(bytes, 0, length, at);
    return bytes.subarray(0, bytesRead);
  };
  const { size } = await handle.stat();
  const last = await read(Math.max(0, size - END_BYTES - COMMENT_BYTES_MAX), END_BYTES + COMMENT_BYTES_MAX);
  const end = last.lastIndexOf(uint32(END));
  const begin = end < 0 || end + END_BYTES > last.length ? size : last.readUInt32LE(end + 16);
  const directory = begin < size ? readDirectory(await read(begin, size - begin), begin) : null;
  if (directory === null || !(await isLaidOut(read, directory, begin))) {
    await handle.close();
    return null;
  }
  return {
    list: async () => [...directory.keys()],
    read: async (path, from, to) => {
      const entry = directory.get(path);
      if (entry === undefined) return null;
      const local = await read(entry.offset, 30);
      if (local.length < 30) return new Uint8Array(0);
      const at = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
      const packed = await read(at, Math.min(entry.packed, size));
      return unpacked(packed, entry).subarray(from, to);
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

/**
 * Whether the files lie one behind the other, each under its own name and nothing between: there are programs that go
 * by what stands before each file, and would unpack what the directory does not list.
 */
async function isLaidOut(
  read: (at: number, length: number) => Promise<Buffer>,
  directory: ReadonlyMap<string, Packed>,
  end: number,
): Promise<boolean> {
  let at = 0;
  for (const [path, { offset, packed, size }] of directory) {
    const name = Buffer.from(path);
    const local = await read(at, 30 + name.length);
    const isSame =
      offset === at &&
      local.length === 30 + name.length &&
      local.readUInt32LE(0) === LOCAL &&
      local.readUInt32LE(18) === packed &&
      local.readUInt32LE(22) === size &&
      local.readUInt16LE(26) === name.length &&
      local.subarray(30).equals(name);
    if (!isSame) return false;
    at += local.length + local.readUInt16LE(28) + packed;
  }
  return at === end;
}

function unpacked(packed: Buffer, { method, size, sum }: Packed): Uint8Array {
  try {
    const maxOutputLength = Math.min(Math.max(size, 1), CONTENT_BYTES_MAX);
    const content = method === DEFLATED ? inflateRawSync(packed, { maxOutputLength }) : packed;
    return content.length === size && crc32(content) === sum ? content : new Uint8Array(0);
  } catch {
    return new Uint8Array(0);
  }
}
