// SPDX-License-Identifier: Apache-2.0
import { endAlert } from '../alerts/index.ts';
import { judgeFindings, type Outcome } from '../findings/index.ts';
import type { StatusChange } from '../incidents/index.ts';
import { beyondTheWall, type Changing } from '../platform/database/database.ts';

interface DecidedReport {
  readonly id: string;
  readonly reference: string;
}

/**
 * What triage decides on a report says whether the rule behind it was right, and ends the alert it rang: somebody has
 * it now.
 *
 * @param outcome null where the decision says nothing of the rule, as of a duplicate
 */
export async function findingFollowsReport(
  changing: Changing,
  report: DecidedReport,
  outcome: Outcome | null,
): Promise<void> {
  if (outcome !== null) await judgeFindings(changing, { reportId: report.id }, outcome);
  await endAlertOf(changing, report, 'triage has decided');
}

/** Somebody who takes a report upon themselves has it: nobody else has to be woken. */
export function takenReportEndsAlert(changing: Changing, report: DecidedReport): Promise<void> {
  return endAlertOf(changing, report, 'somebody took the report');
}

async function endAlertOf(changing: Changing, report: DecidedReport, reason: string): Promise<void> {
  const ended = await beyondTheWall(changing.sql, () => endAlert(changing.sql, { reportId: report.id }));
  if (ended !== null) {
    changing.record({
      event: 'alert.ended',
      subject: { kind: 'alert', id: ended, reference: report.reference },
      reportId: report.id,
      reason,
    });
  }
}

/** What becomes of an incident says whether the rules behind its reports and on its timeline were right. */
export async function findingFollowsIncident(
  changing: Changing,
  { incident, to }: StatusChange,
): Promise<void> {
  const { id, reference } = incident;
  await judgeFindings(changing, { incident: { id, reference } }, { incidentStatus: to });
}
