// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { insertAlert } from '../alerts/index.ts';
import {
  type NamedReport,
  type ReportedFinding,
  type ReportSetting,
  reportOf,
  sourceNamesOf,
} from '../findings/index.ts';
import { findOrganisation } from '../organisation/index.ts';
import { beyondTheWall, type Changing, enterReport, type Sql } from '../platform/database/database.ts';
import { type ReceiveReport, writeOccurrences } from '../reports/index.ts';

/**
 * A finding becomes a report like any other, by the one door. One that a rule calls critical rings at once: nobody has
 * to look at a list first (policy 2.5[2]).
 */
export function findingOpensReport(parts: {
  readonly receive: ReceiveReport;
  readonly publicUrl: () => string;
  /** Looks for due alerts at once; what it misses, the next look finds. */
  readonly wake: () => void;
}) {
  return async (changing: Changing, finding: ReportedFinding): Promise<NamedReport> => {
    const { ids, now, record, sql } = changing;
    const id = ids.uuid();
    const setting = await settingOf(sql, finding, parts.publicUrl());
    const { reference } = await parts.receive(changing, {
      id,
      channel: 'detection',
      content: reportOf(finding, setting),
      receiptHash: null,
      reporterId: null,
      cameThrough: finding.rule.title,
    });
    await beyondTheWall(sql, () => writeOccurrences(sql, id, finding.count));
    // A rule that calls it critical rings; a person who tells triage has seen it, and rings nobody.
    const rings = finding.level === 'critical' && finding.byHand === null;
    if (rings && !(await isRung(sql, finding.id))) {
      const alertId = ids.uuid();
      await beyondTheWall(sql, () => insertAlert(sql, alertId, { reportId: id }, now));
      record({
        event: 'alert.raised',
        subject: { kind: 'alert', id: alertId, reference },
        reportId: id,
        text: finding.rule.title,
      });
      changing.afterCommit(parts.wake);
    }
    await enterReport(sql, '');
    return { id, reference };
  };
}

/**
 * Whether people are being rung already: for this rule, or for so many that one more is not heard. Whoever may send
 * lines of log could otherwise have everybody's mailbox filled. An alert that is answered, or has given up, rings no more.
 */
async function isRung(sql: Sql, findingId: string): Promise<boolean> {
  const { rows } = await beyondTheWall(sql, () =>
    raw<{ ringing: number; same: number }>`
      SELECT count(*) AS ringing, count(*) FILTER (WHERE of_rule.rule_id = found.rule_id) AS same
      FROM alert JOIN finding of_rule ON of_rule.report_id = alert.report_id
      JOIN finding found ON found.id = ${findingId}
      WHERE alert.state = 'waiting' AND alert.next_at IS NOT NULL`.execute(sql),
  );
  const { ringing, same } = rows[0] ?? { ringing: 0, same: 0 };
  return same > 0 || ringing >= limits.findingAlertsMax;
}

/** How the organisation wants to read of its own machines. */
export async function settingOf(
  sql: Sql,
  finding: Pick<ReportedFinding, 'key'>,
  publicUrl: string,
): Promise<ReportSetting> {
  const organisation = await findOrganisation(sql);
  return {
    language: organisation?.languages[0] ?? 'en',
    timeZone: organisation?.timeZone ?? 'UTC',
    publicUrl,
    sourceNames: await sourceNamesOf(sql, [finding.key]),
  };
}
