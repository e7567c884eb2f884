// SPDX-License-Identifier: Apache-2.0
import type { Changing } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { type Outcome, verdictOf } from './judge.ts';
import { type Decided, writeVerdict } from './judge-store.ts';

/** Writes what became of findings behind a report or an incident, for the precision of their rules. */
export async function judgeFindings(changing: Changing, of: Decided, outcome: Outcome): Promise<void> {
  const verdict = verdictOf(outcome);
  if (verdict === undefined) return;
  for (const { before, id, reference, report_id: reportId } of await writeVerdict(
    changing.sql,
    of,
    verdict,
  )) {
    changing.record({
      event: 'finding.judged',
      subject: { kind: 'finding', id, reference },
      // Behind the wall of what it follows from.
      ...('incident' in of ? { incident: of.incident } : {}),
      ...(reportId === null ? {} : { reportId }),
      changes: changesBetween({ verdict: before }, { verdict }),
    });
  }
}
