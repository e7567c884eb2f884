// SPDX-License-Identifier: Apache-2.0
import { type FindingState, type ProblemCode, type Refusal, refuse } from '@belfry/contract';
import { may, type PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { writeReopened } from './decision-store.ts';
import { type FindingRow, subjectOf } from './finding-row.ts';

export interface DecidedFinding {
  readonly reference: string;
  readonly state: FindingState;
  readonly report: string | null;
}

/** How what was made of a finding is taken back where it stands, in the same transaction; null once it is. */
export interface TakingBackParts {
  readonly withdrawReport: (
    changing: Changing,
    report: string,
    finding: string,
  ) => Promise<Refusal<'report.not_found' | 'report.already_decided'> | null>;
  readonly withdrawEntry: (
    changing: Changing,
    at: { readonly reference: string; readonly position: number },
    finding: string,
  ) => Promise<Refusal<'incident.not_found' | 'timeline.entry_not_found'> | null>;
}

/** Takes back what somebody decided on a finding: it is looked over again, and the record keeps both. */
export async function takeBack(
  changing: Changing,
  actor: PersonActor,
  row: FindingRow,
  parts: TakingBackParts,
): Promise<DecidedFinding | Refusal<ProblemCode>> {
  const { record, sql } = changing;
  // What a rule sent to triage by its level nobody decided here: triage does.
  if (row.state !== 'dismissed' && (row.state !== 'reported' || row.decided_by === null)) {
    return refuse('finding.not_decided', `${row.reference} is ${row.state}`);
  }
  const refusal = row.state === 'reported' ? await withdrawn(changing, actor, row, parts) : null;
  if (refusal !== null) return refusal;
  const state: FindingState = row.level === 'informational' ? 'context' : 'open';
  await writeReopened(sql, row.id, state);
  const incident =
    row.incident_id === null || row.incident_reference === null
      ? null
      : { id: row.incident_id, reference: row.incident_reference };
  record({
    event: 'finding.reopened',
    ...subjectOf(row),
    // Behind the wall of what it is no longer part of.
    ...(row.report_id === null ? {} : { reportId: row.report_id }),
    ...(incident === null ? {} : { incident }),
    changes: changesBetween(
      { state: row.state, verdict: row.verdict, report: row.report_reference, incident: incident?.reference },
      { state, verdict: null, report: null, incident: null },
    ),
  });
  return { reference: row.reference, state, report: null };
}

/** Takes the report or the entry of a timeline back. @returns why that cannot be */
async function withdrawn(
  changing: Changing,
  actor: PersonActor,
  row: FindingRow,
  parts: TakingBackParts,
): Promise<Refusal<ProblemCode> | null> {
  if (row.report_id !== null) {
    return row.report_reference === null
      ? refuse('report.not_found')
      : parts.withdrawReport(changing, row.report_reference, row.reference);
  }
  if (!may(actor, 'incidents.work')) {
    return refuse('permission.missing', 'This needs the permission "incidents.work"');
  }
  const { incident_reference: reference, timeline_position: position } = row;
  return reference === null || position === null
    ? refuse('incident.not_found')
    : parts.withdrawEntry(changing, { reference, position }, row.reference);
}
