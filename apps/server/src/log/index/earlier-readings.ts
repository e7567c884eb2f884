// SPDX-License-Identifier: Apache-2.0
import { READING_VERSION } from '../normal-form/index.ts';
import type { Engine, EngineLimits } from './engine.ts';
import type { Gap } from './indexed-ranges.ts';
import { dropPartition, ENTRY_TABLE } from './table.ts';

/** A month of a log with rows that another version of the readers made. */
export interface EarlierMonth {
  readonly log: string;
  readonly period: number;
  readonly first: number;
  readonly last: number;
}

/** It reads two columns of the whole table, once a start. */
const limits: EngineLimits = { secondsMax: 600, rowsReadMax: 0, resultBytesMax: 1_048_576 };

/** The newest last, so that taking from the end begins with what people search most. */
export function monthsReadEarlier(engine: Engine): Promise<EarlierMonth[]> {
  return engine.rows<EarlierMonth>(
    {
      sql: `SELECT \`log\`, \`period\`, min(\`index\`) AS first, max(\`index\`) AS last FROM ${ENTRY_TABLE}
GROUP BY \`log\`, \`period\` HAVING countIf(\`reading\` != {reading:UInt16}) > 0 ORDER BY \`period\`, \`log\``,
      parameters: { reading: READING_VERSION },
    },
    limits,
  );
}

/**
 * Takes a month out of the table. A whole partition goes in an instant, where deleting its rows would write all others
 * again; what is missing then is read from the segments like what a loss of power took, also by a process after a crash.
 *
 * @returns the range to be read again, in which entries of other months may stand
 */
export async function takeOut(engine: Engine, { log, period, ...known }: EarlierMonth): Promise<Gap> {
  // Asked now: what came or was mended since the months were listed lies in the same partition and goes with it.
  const [range = known] = await engine.rows<{ first: number; last: number }>(
    {
      sql: `SELECT min(\`index\`) AS first, max(\`index\`) AS last FROM ${ENTRY_TABLE}
WHERE \`log\` = {log:String} AND \`period\` = {period:UInt32} HAVING count() > 0`,
      parameters: { log, period },
    },
    limits,
  );
  // The segments have it all: the guard against dropping much by mistake is for tables that are the only copy.
  await engine.command(`${dropPartition(log, period)} SETTINGS max_partition_size_to_drop = 0`);
  return { log, from: range.first, to: range.last + 1 };
}
