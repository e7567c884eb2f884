// SPDX-License-Identifier: Apache-2.0
import { areEqual, hexOfBytes, utf8Bytes } from './bytes.ts';
import type { LogFiles, SegmentFile } from './segment-lines.ts';
import type { Findings } from './verify-report.ts';

/** SHA-256 of bytes that come a piece at a time. The platform's own fits. */
export interface RunningSha256 {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** Read at once of a segment. */
const CHUNK_BYTES = 4_194_304;
/** A digest file has 92 bytes; whatever is longer is none. */
const DIGEST_FILE_BYTES_MAX = 256;

/** Where the digest of a closed segment lies. */
export const digestPath = (segmentPath: string): string => `${segmentPath}.sha256`;

/**
 * What the digest file of a segment holds: a line `sha256sum --check` reads in the directory of the segment.
 *
 * @example
 * ```ts
 * digestLine('segments/000000000000.ndjson.zst', new Uint8Array(32)).endsWith('  000000000000.ndjson.zst\n'); // true
 * ```
 */
export function digestLine(segmentPath: string, digest: Uint8Array): string {
  return `${hexOfBytes(digest)}  ${segmentPath.slice(segmentPath.lastIndexOf('/') + 1)}\n`;
}

/**
 * Compares closed segments with the digests that were written beside them. The tree covers lines, not how they are
 * compressed: a byte of a frame that changes and still reads the same is seen by this alone. Whoever can change both
 * files can make them agree, and then has changed no line.
 */
export async function checkDigests(parts: {
  readonly files: LogFiles;
  readonly segments: readonly SegmentFile[];
  readonly findings: Findings;
  readonly startSha256: () => RunningSha256;
}): Promise<void> {
  const { files, findings, segments, startSha256 } = parts;
  let absent = 0;
  for (const { isClosed, path } of segments) {
    if (!isClosed) continue;
    const file = digestPath(path);
    const found = await files.read(file, 0, DIGEST_FILE_BYTES_MAX);
    if (found === null) {
      absent += 1;
      continue;
    }
    const running = startSha256();
    let size = 0;
    for (let read = await pieceAt(files, path, 0); read.length > 0; read = await pieceAt(files, path, size)) {
      running.update(read);
      size += read.length;
    }
    const digest = running.digest();
    if (areEqual(found, utf8Bytes(digestLine(path, digest)))) continue;
    findings.add({
      code: 'segment.digest_differs',
      weight: 'altered',
      file: path,
      bytes: [0, size],
      found: hexOfBytes(digest),
      words: `${path} is not the file that was written, or ${file} was changed; the entries are judged apart from it`,
    });
  }
  if (absent > 0) {
    const words = `${absent} closed segments have no digest beside them: their entries are verified, how they are compressed is not`;
    findings.add({ code: 'segment.digest_absent', weight: 'told', file: 'segments', words });
  }
}

const pieceAt = async (files: LogFiles, path: string, at: number): Promise<Uint8Array> =>
  (await files.read(path, at, at + CHUNK_BYTES)) ?? new Uint8Array(0);
