// SPDX-License-Identifier: Apache-2.0
import { systemActor } from '../../platform/authorization/actor.ts';
import { type Database, DatabaseUnavailable } from '../../platform/database/database.ts';
import { type GuardRow, type NextCheckpoint, readGuards, swapGuard } from './checkpoint-store.ts';

/** The memory of checkpoints beside the files: what keeps a restored directory from being signed into a fork. */
export interface CheckpointGuard {
  rows(): Promise<GuardRow[]>;
  /**
   * Puts a checkpoint in the place of the one that is known.
   *
   * @throws CheckpointRefused when another one is there
   * @throws DatabaseUnavailable when it is not known whether it is there now: the same move may be asked again
   */
  move(known: string | null, next: NextCheckpoint): Promise<void>;
}

/** Somebody else signs this log, or the database was restored while we ran: nothing more is signed. */
export class CheckpointRefused extends Error {
  readonly code = 'log.checkpoint_refused';
}

const sealing = systemActor('log is sealed');

export function openCheckpointGuard(database: Database): CheckpointGuard {
  return {
    rows: () => database.read(sealing, ({ sql }) => readGuards(sql)),
    move: async (known, next) => {
      const isMoved = await database.change(sealing, async ({ sql }) => {
        if (await swapGuard(sql, known, next)) return true;
        // An earlier try may have been committed while its answer was lost.
        const row = (await readGuards(sql)).find(({ log }) => log === next.log);
        return row?.note === next.note;
      });
      if (!isMoved) {
        throw new CheckpointRefused(
          `Cannot publish checkpoint ${next.size} of log "${next.log}": the database holds another one than this process left there`,
        );
      }
    },
  };
}

/**
 * Waits for a database that is away: sealing stands still, the journal goes on. A move is asked again with the same
 * note, so that one whose answer was lost is recognised.
 *
 * @param wait resolves after a while, and throws once sealing is to stop
 * @param tell hears for how many milliseconds the database has been away; 0 once it answers
 */
export function patientGuard(
  guard: CheckpointGuard,
  wait: () => Promise<number>,
  tell: (awayMs: number) => void,
): CheckpointGuard {
  const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (let awayMs = 0; ; ) {
      try {
        const answer = await ask();
        if (awayMs > 0) tell(0);
        return answer;
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable)) throw error;
        awayMs += await wait();
        tell(awayMs);
      }
    }
  };
  return {
    rows: () => patiently(() => guard.rows()),
    move: (known, next) => patiently(() => guard.move(known, next)),
  };
}
