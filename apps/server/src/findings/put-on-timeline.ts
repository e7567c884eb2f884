// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Refusal } from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { reasonNotDecided } from './decide-finding.ts';
import { writeIncident } from './decision-store.ts';
import { type FindingRow, subjectOf } from './finding-row.ts';
import { findRow, presentOne } from './finding-store.ts';

/** How a finding is told on the timeline of an incident. */
interface TimelineWords {
  readonly text: string | null;
  readonly side: 'ours' | 'attacker' | 'other';
  readonly inAccount: boolean;
}

export interface TimelineParts {
  /** Puts a finding on the timeline of an incident, in the same transaction. @returns the incident */
  readonly tellIncident: (
    changing: Changing,
    incident: string,
    finding: FindingRow,
    words: TimelineWords,
  ) => Promise<
    | { readonly id: string; readonly reference: string; readonly position: number }
    | Refusal<'incident.not_found' | 'incident.status_does_not_allow'>
  >;
}

/** Makes a finding part of an incident that somebody works on: it is told on its timeline, and was right. */
export async function putOnTimeline(
  changing: Changing,
  actor: PersonActor,
  reference: string,
  body: { incident: string; text?: string | undefined } & Omit<TimelineWords, 'text'>,
  parts: TimelineParts,
) {
  const { now, record, sql } = changing;
  const row = await findRow(sql, reference, 'locked');
  if (isRefusal(row)) return row;
  const refusal = reasonNotDecided(row);
  if (refusal !== null) return refusal;
  const words = { text: body.text ?? null, side: body.side, inAccount: body.inAccount };
  const told = await parts.tellIncident(changing, body.incident, row, words);
  if (isRefusal(told)) return told;
  const { position, ...incident } = told;
  await writeIncident(sql, row.id, { incidentId: incident.id, position, by: actor.id, at: now });
  // Behind the wall of the incident: who may not see it is told of no link to it.
  record({
    event: 'finding.put_on_timeline',
    ...subjectOf(row),
    incident,
    text: row.title,
    changes: [{ field: 'incident', from: null, to: incident.reference }],
  });
  const after = await findRow(sql, reference);
  return isRefusal(after) ? after : presentOne(sql, after);
}
