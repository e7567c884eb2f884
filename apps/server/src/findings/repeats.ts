// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { writeOccurrences } from '../reports/index.ts';
import { type CurrentFinding, lockUncounted, markCounted } from './taking-store.ts';

const BATCH_MAX = 100;
const LOOK_EVERY_MS = 60_000;

/** Tells the record how often a finding repeated since the last time, and its report with it. */
export async function recordRepeats({ now, record, sql }: Changing, finding: CurrentFinding): Promise<void> {
  const { count, id, incident, recordedCount, reference, report } = finding;
  record({
    event: 'finding.repeated',
    subject: { kind: 'finding', id, reference },
    changes: changesBetween({ hits: recordedCount }, { hits: count }),
  });
  if (report !== null) {
    record({
      event: 'report.repeated',
      subject: { kind: 'report', ...report },
      reportId: report.id,
      ...(incident === null ? {} : { incident }),
      changes: changesBetween({ occurrences: recordedCount }, { occurrences: count }),
    });
    await writeOccurrences(sql, report.id, count);
  }
  await markCounted(sql, id, count, now);
}

/** Counts what came after the last entry, once the storm gave it no new one. */
export function findingsAreCounted(database: Database): DueWork {
  const name = 'findings-are-counted';
  return {
    name,
    lookEveryMs: LOOK_EVERY_MS,
    doBatch: () =>
      database.change(systemActor(name), async (changing) => {
        const before = new Date(changing.now.getTime() - limits.repeatsCountedAfterMs);
        const findings = await lockUncounted(changing.sql, before, BATCH_MAX);
        for (const finding of findings) {
          await recordRepeats(changing, finding);
        }
        return findings.length === BATCH_MAX;
      }),
  };
}
