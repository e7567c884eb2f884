// SPDX-License-Identifier: Apache-2.0
import { systemActor } from '../../platform/authorization/actor.ts';
import type { DueWork } from '../../platform/jobs/index.ts';
import type { LogHouse } from '../house.ts';
import { batchOf, firstGap, lastCommon, type Relayed } from './desk-record.ts';
import { isRecorded, readRecordAfter } from './relay-store.ts';

const relay = systemActor('desk record is sealed');
const LOOK_EVERY_MS = 1_000;
const ROWS_MAX = 500;

export class RelayFailure extends Error {
  readonly code = 'log.record_has_gap';
}

/** Where the log itself says the relay stands; nothing beside it could disagree. */
export interface RelayedRecord {
  /** The newest entry of the record in the log; null when it holds none. */
  last(): Promise<Relayed | null>;
  /** The entry it holds at a position, the latest one where there are several. */
  at(position: number): Promise<Relayed | null>;
}

/**
 * Brings the record of the desk into the log, each entry once and in order. Where it stands is read from the log at
 * the start, so a crash between two batches repeats nothing and leaves nothing out.
 */
export function recordIsSealed(
  { database, journal, alarms, logger }: Pick<LogHouse, 'database' | 'journal' | 'alarms' | 'logger'>,
  relayed: RelayedRecord,
): DueWork {
  let position: number | null = null;

  const whereWeStand = async () => {
    const last = await relayed.last();
    if (last === null) return 0;
    const isSame = async (at: number) => {
      const ours = at === last.position ? last : await relayed.at(at);
      return ours !== null && (await database.read(relay, ({ sql }) => isRecorded(sql, at, ours.id)));
    };
    if (await isSame(last.position)) return last.position;
    const common = await lastCommon(last.position, isSame);
    alarms.raise('rollback', 'desk', { sealed: last.position, common });
    logger.error(
      { sealed: last.position, common },
      'The database is older than the log: it was restored. The log keeps what was sealed and goes on from where both agree',
    );
    return common;
  };

  return {
    name: 'desk record is sealed',
    lookEveryMs: LOOK_EVERY_MS,
    doBatch: async () => {
      const from: number = position ?? (await whereWeStand());
      const rows = await database.read(relay, ({ sql }) => readRecordAfter(sql, from, ROWS_MAX));
      const gap = firstGap(from, rows);
      if (gap !== null) {
        alarms.raise('verification_failed', 'desk', { position: gap });
        throw new RelayFailure(
          `Cannot seal the record of the desk: position ${gap} is missing: restore the database, then start again`,
        );
      }
      if (rows.length > 0) await journal.append(batchOf(rows));
      position = from + rows.length;
      return rows.length === ROWS_MAX;
    },
  };
}
