// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { type GroupRow, lockUncounted, markCounted } from './occurrence-store.ts';

const BATCH_MAX = 100;
const LOOK_EVERY_MS = 60_000;

/**
 * Tells the record how often a report was repeated since the last time, and where the chain of its occurrences ends:
 * the entry vouches for each of them, so ten thousand repeats are no ten thousand entries.
 */
export function recordRepeats({ record }: Pick<Changing, 'record'>, group: GroupRow): void {
  record({
    event: 'report.repeated',
    subject: { kind: 'report', id: group.reportId, reference: group.reference },
    reportId: group.reportId,
    ...(group.incident === null ? {} : { incident: group.incident }),
    changes: changesBetween(
      { occurrences: group.recordedCount, occurrenceChain: group.recordedChain },
      { occurrences: group.occurrenceCount, occurrenceChain: group.chain },
    ),
  });
}

/** Counts what came after the last entry, once the storm gave it no new one. */
export function repeatsAreCounted(database: Database): DueWork {
  const name = 'repeats-are-counted';
  return {
    name,
    lookEveryMs: LOOK_EVERY_MS,
    doBatch: () =>
      database.change(systemActor(name), async (changing) => {
        const before = new Date(changing.now.getTime() - limits.repeatsCountedAfterMs);
        const groups = await lockUncounted(changing.sql, before, BATCH_MAX);
        for (const group of groups) {
          recordRepeats(changing, group);
          await markCounted(changing.sql, group, changing.now);
        }
        return groups.length === BATCH_MAX;
      }),
  };
}
