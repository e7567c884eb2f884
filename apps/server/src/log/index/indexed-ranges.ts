// SPDX-License-Identifier: Apache-2.0
import { SEGMENT_ENTRIES } from '../sealing/segment-file.ts';
import type { Engine, EngineLimits } from './engine.ts';
import { ENTRY_TABLE } from './table.ts';

/** Entries of a log that should be indexed and are not. */
export interface Gap {
  readonly log: string;
  readonly from: number;
  /** Up to, and not including. */
  readonly to: number;
}

/** What the table holds. */
export interface Indexed {
  /** Behind the last row of each log. */
  readonly places: Map<string, number>;
  /** Microseconds since 1970; null while there is nothing. */
  readonly receivedUs: number | null;
  readonly gaps: Gap[];
  /** Differs each time it is asked: what is put in again is another insert than the one that was lost. */
  readonly askedAt: number;
}

/** It reads one column of the whole table, once a start. */
const limits: EngineLimits = { secondsMax: 600, rowsReadMax: 0, resultBytesMax: 268_435_456 };

interface Block {
  readonly log: string;
  readonly block: number;
  readonly count: number;
  readonly sum: number;
  readonly last: number;
  readonly received: number;
}

/**
 * Looks what is indexed, and what should be and is not. The engine does not sync what it writes: a loss of power may
 * take a range that has others behind it. That costs nothing while entries come, because the segments have them all;
 * a count and a sum of places for each segment tell here what is to be read again.
 */
export async function lookAtIndexed(engine: Engine): Promise<Indexed> {
  const blocks = await engine.rows<Block>(
    {
      sql: `SELECT \`log\`, intDiv(\`index\`, ${SEGMENT_ENTRIES}) AS block, count() AS count, sum(\`index\`) AS sum,
max(\`index\`) AS last, max(\`received\`) AS received FROM ${ENTRY_TABLE} GROUP BY \`log\`, block ORDER BY \`log\`, block`,
      parameters: {},
    },
    limits,
  );
  const [clock] = await engine.rows<{ at: number }>({
    sql: 'SELECT toUnixTimestamp64Micro(now64(6)) AS at',
    parameters: {},
  });
  const places = new Map<string, number>();
  const gaps: Gap[] = [];
  let receivedUs: number | null = null;
  for (const { block, count, last, log, received, sum } of blocks) {
    const begin = block * SEGMENT_ENTRIES;
    const before = places.get(log) ?? 0;
    // The blocks come in their order: what lies between the last row and this block is not there at all.
    if (before < begin) gaps.push({ log, from: before, to: begin });
    const wanted = last + 1 - begin;
    const isWhole = count === wanted && sum === ((begin + last) * wanted) / 2;
    if (!isWhole) gaps.push(...(await gapsIn(engine, log, begin, last + 1)));
    places.set(log, last + 1);
    receivedUs = Math.max(receivedUs ?? received, received);
  }
  return { places, receivedUs, gaps, askedAt: clock?.at ?? 0 };
}

/** Entries of a range that are not in the table. */
export async function gapsIn(engine: Engine, log: string, from: number, to: number): Promise<Gap[]> {
  const rows = await engine.rows<{ index: number }>(
    {
      sql: `SELECT DISTINCT \`index\` FROM ${ENTRY_TABLE} WHERE \`log\` = {log:String}
AND \`index\` >= {from:Int64} AND \`index\` < {to:Int64} ORDER BY \`index\``,
      parameters: { log, from, to },
    },
    limits,
  );
  const gaps: Gap[] = [];
  let next = from;
  for (const { index } of rows) {
    if (index > next) gaps.push({ log, from: next, to: index });
    next = index + 1;
  }
  if (next < to) gaps.push({ log, from: next, to });
  return gaps;
}
