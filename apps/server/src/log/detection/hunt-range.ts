// SPDX-License-Identifier: Apache-2.0
import type { ReadableLog } from '../sealing/index.ts';
import { SEGMENT_ENTRIES, segmentOf } from '../sealing/segment-file.ts';
import { type LogsToFollow, lineOf, type Places } from './follow-entries.ts';

/** Where a period of receipt stands in the logs. */
export interface HuntRange {
  /** Index of the first line of each log. */
  readonly from: Places;
  /** The logs, as long as the period goes. */
  readonly logs: LogsToFollow;
  /** Lines, as a count. */
  readonly total: number;
}

/**
 * Finds a period by halving: numbers and moments of receipt grow within a log, but for a clock that was set back. It
 * never finds too little: a line that cannot be read widens it.
 */
export async function rangeOf(logs: LogsToFollow, fromMs: number, untilMs: number): Promise<HuntRange> {
  const from: Record<string, number> = {};
  const ends = new Map<string, number>();
  let total = 0;
  for (const name of await logs.names()) {
    const log = logs.open(name);
    const size = (await log.checkpoint())?.size ?? 0;
    const start = await startOf(log, size, fromMs);
    const end = await endOf(log, start, size, untilMs);
    from[name] = start;
    ends.set(name, end);
    total += end - start;
  }
  return { from, total, logs: cutAt(logs, ends) };
}

/** What is sealed while somebody reads is behind the period. */
function cutAt(logs: LogsToFollow, ends: ReadonlyMap<string, number>): LogsToFollow {
  return {
    names: async () => [...ends.keys()],
    open: (name) => {
      const log = logs.open(name);
      const checkpoint = async () => {
        const published = await log.checkpoint();
        return published === null ? null : { ...published, size: ends.get(name) ?? 0 };
      };
      return { ...log, checkpoint };
    },
  };
}

async function startOf(log: ReadableLog, size: number, fromMs: number): Promise<number> {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await nextReadable(log, middle, high);
    if (found !== null && found.receivedMs < fromMs) low = found.index + 1;
    else high = middle;
  }
  return low;
}

async function endOf(log: ReadableLog, start: number, size: number, untilMs: number): Promise<number> {
  let low = start;
  let high = size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await nextReadable(log, middle, high);
    if (found === null || found.receivedMs < untilMs) low = (found?.index ?? middle) + 1;
    else high = found.index;
  }
  return low;
}

interface ReadableLine {
  readonly index: number;
  readonly receivedMs: number;
}

/** The line itself, or the first of a later segment that is there. */
async function nextReadable(log: ReadableLog, from: number, before: number): Promise<ReadableLine | null> {
  for (let index = from; index < before; index = segmentOf(index) + SEGMENT_ENTRIES) {
    const bytes = await readOrNull(log, index);
    const receivedMs = Date.parse((bytes === null ? null : lineOf(bytes))?.received ?? '');
    if (!Number.isNaN(receivedMs)) return { index, receivedMs };
  }
  return null;
}

async function readOrNull(log: ReadableLog, index: number): Promise<Buffer | null> {
  try {
    return await log.line(index);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'log.unreadable') return null;
    throw error;
  }
}
