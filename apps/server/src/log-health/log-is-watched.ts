// SPDX-License-Identifier: Apache-2.0
import { clearAlarm, raiseAlarm } from '../log/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { isLogReady } from '../platform/log-link/ask-log.ts';
import type { LogLink } from '../platform/log-link/log-link.ts';

export interface WatchParts {
  readonly database: Database;
  readonly log: LogLink;
  readonly now: () => Date;
}

const watches = systemActor('log-process-is-watched');
const KIND = 'log_stopped';
const SUBJECT = 'log process';
/** A start, and a start after a crash, take less. */
const DOWN_MS_MAX = 30_000;

/** Who rings when the log process itself is gone: the desk. */
export function logProcessIsWatched(parts: WatchParts): DueWork {
  const watch = watchLog(parts);
  return { name: watches.process, lookEveryMs: 5_000, doBatch: watch };
}

/** @returns what looks once; it never has more to do */
export function watchLog({ database, log, now }: WatchParts): () => Promise<boolean> {
  let downSince: Date | null = null;
  let isRaised = true;
  return async () => {
    const at = now();
    if (await isLogReady(log)) {
      downSince = null;
      // At the start nobody knows whether the desk before left it open.
      if (isRaised) {
        await database.change(watches, (changing) =>
          clearAlarm(changing, { kind: KIND, subject: SUBJECT, at }),
        );
      }
      isRaised = false;
      return false;
    }
    downSince ??= at;
    if (at.getTime() - downSince.getTime() < DOWN_MS_MAX) return false;
    const raisedAt = downSince;
    const alarm = { kind: KIND, subject: SUBJECT, facts: {}, raisedAt, lastSeenAt: at } as const;
    await database.change(watches, (changing) => raiseAlarm(changing, alarm));
    isRaised = true;
    return false;
  };
}
