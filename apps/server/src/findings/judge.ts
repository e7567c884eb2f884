// SPDX-License-Identifier: Apache-2.0
import type { declineReasons, FindingVerdict, IncidentStatus } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { beyondTheWall, type Changing } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';

/**
 * What a declined report says of the rule behind it. That somebody could not tell says nothing; neither does a reason
 * of their own.
 */
const verdictOfDecline: Readonly<Record<(typeof declineReasons)[number], FindingVerdict | null>> = {
  not_security: 'benign',
  no_incident: 'benign',
  test: 'benign',
  spam: 'false_positive',
  insufficient_information: null,
  other: null,
};

/** What became of what a rule sent: triage, then the work on the incident, say whether it was right. */
export type Outcome =
  | { readonly reportState: 'accepted' }
  | { readonly reportState: 'declined'; readonly reason: (typeof declineReasons)[number] }
  | { readonly reportState: 'waiting' }
  | { readonly incidentStatus: IncidentStatus };

/** @returns undefined where the verdict stays as it is */
export function verdictOf(outcome: Outcome): FindingVerdict | null | undefined {
  if ('reportState' in outcome) {
    switch (outcome.reportState) {
      case 'accepted':
        return 'true_positive';
      case 'declined':
        return verdictOfDecline[outcome.reason];
      case 'waiting':
        return null;
    }
  }
  switch (outcome.incidentStatus) {
    case 'dismissed':
      return 'benign';
    case 'pending':
    case 'confirmed':
      return 'true_positive';
    case 'resolved':
    case 'closed':
    case 'merged':
      return undefined;
  }
}

/** Writes what became of findings behind a report or an incident, for the precision of their rules. */
export async function judgeFindings(
  changing: Changing,
  of:
    | { readonly reportId: string }
    | { readonly incident: { readonly id: string; readonly reference: string } },
  outcome: Outcome,
): Promise<void> {
  const verdict = verdictOf(outcome);
  if (verdict === undefined) return;
  const which =
    'reportId' in of
      ? raw`f.report_id = ${of.reportId}`
      : raw`(f.incident_id = ${of.incident.id} OR f.report_id IN (SELECT id FROM report WHERE incident_id = ${of.incident.id}))`;
  // Whoever decides on reports or incidents need not see findings: their decision counts all the same.
  const judged = await beyondTheWall(changing.sql, async () => {
    const { rows } = await raw<{
      id: string;
      reference: string;
      report_id: string | null;
      before: string | null;
    }>`
      WITH before AS (
        SELECT f.id, f.verdict FROM finding f WHERE ${which} AND f.verdict IS DISTINCT FROM ${verdict}::text
        ORDER BY f.id FOR NO KEY UPDATE
      )
      UPDATE finding f SET verdict = ${verdict}::text FROM before WHERE f.id = before.id
      RETURNING f.id, f.reference, f.report_id, before.verdict AS before`.execute(changing.sql);
    return rows;
  });
  for (const { before, id, reference, report_id: reportId } of judged) {
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
