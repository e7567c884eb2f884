// SPDX-License-Identifier: Apache-2.0
import { logName } from '@belfry/contract';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import type { Timer } from '../../platform/jobs/index.ts';
import type { OpenBell } from '../alarms/index.ts';
import type { LogHouse } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import { openLogDirectory } from '../sealing/index.ts';
import type { LogIndex } from './open-index.ts';
import { ringForRow, rowState } from './row-state.ts';

export interface RingingRowsParts extends Pick<LogHouse, 'logger'> {
  readonly alarms: Pick<OpenBell, 'raise' | 'clear' | 'ringing'>;
  readonly index: LogIndex;
  readonly logDir: string;
  readonly timer: Timer;
}

/**
 * Ends the alarms of rows that are right again. A rebuild mends rows without anybody opening their entries, and one
 * with the server stopped even before this process starts: so rows that ring are compared again at the start, and
 * whenever the index was built anew, mended or read again.
 *
 * @returns stops it, after what it is doing
 */
export function followRingingRows(parts: RingingRowsParts): () => Promise<void> {
  const { index, logger, timer } = parts;
  const directory = openLogDirectory(parts.logDir);
  let comparedFor = '';
  let isStopped = false;
  let cancel: () => void = () => undefined;
  let comparing: Promise<void> = Promise.resolve();
  const look = async () => {
    const { isRebuilding, mended, rebuilds, takenOut, toReadAgain } = index.state;
    // Once more when all is read again: the row that rings may be in the last month that was.
    const mending = `${rebuilds} ${mended} ${takenOut} ${toReadAgain > 0}`;
    if (mending === comparedFor || isRebuilding || index.engine() === null) return;
    try {
      if (await compareAll(parts, directory)) comparedFor = mending;
    } catch (error) {
      if (error instanceof DatabaseUnavailable) return;
      // A row or a line that cannot be read must not take the log process along; its alarm goes on ringing.
      comparedFor = mending;
      logger.warn({ err: error }, 'Cannot compare the rows that ring');
    }
  };
  const turn = () => {
    cancel = timer.after(logLimits.ringingRowsLookMs, () => {
      comparing = look().finally(() => {
        if (!isStopped) turn();
      });
    });
  };
  turn();
  return async () => {
    isStopped = true;
    cancel();
    await comparing;
  };
}

/** @returns false when the index has not reached all of them, or went away: they have to be compared again */
async function compareAll(
  { alarms, index }: RingingRowsParts,
  directory: ReturnType<typeof openLogDirectory>,
): Promise<boolean> {
  let isDone = true;
  for (const subject of await alarms.ringing('verification_failed')) {
    const [log = '', at = ''] = subject.split('/');
    // Others ring in this kind too: whole logs, their checkpoints.
    if (!logName.safeParse(log).success || !/^\d{1,15}$/.test(at)) continue;
    const line = await directory.open(log).line(Number(at));
    if (line === null) continue;
    const state = await rowState(index, line, log, Number(at));
    ringForRow(alarms, state, log, Number(at));
    isDone &&= state.index !== 'later' && state.index !== 'away';
  }
  return isDone;
}
