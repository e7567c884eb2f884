// SPDX-License-Identifier: Apache-2.0

import { zstdDecompressSync } from 'node:zlib';
import type { SealedLine } from '@belfry/contract';
import type { LogFiles } from './log-files.ts';
import { closedPath, growingPath, linesOf, SEGMENT_ENTRIES, segmentOf } from './segment-file.ts';

/**
 * The last lines of a log, in their order: of its growing segment, and of the one before where that has too few. They
 * lie under a root that was compared, so they are ours and have our shape.
 */
export function lastLines(files: LogFiles, size: number, count: number): SealedLine[] {
  const first = segmentOf(size);
  const growing = linesOf(files.read(growingPath(first)) ?? Buffer.alloc(0)).slice(0, size - first);
  const missing = count - growing.length;
  const closed = missing > 0 && first > 0 ? files.read(closedPath(first - SEGMENT_ENTRIES)) : null;
  const before = closed === null ? [] : linesOf(zstdDecompressSync(closed)).slice(-missing);
  return [...before, ...growing].slice(-count).map((line) => JSON.parse(line.toString()) as SealedLine);
}
