// SPDX-License-Identifier: Apache-2.0
import type { dismissVerdicts, FindingState } from '@belfry/contract';
import type { Sql } from '../platform/database/database.ts';

/** Who decided, and when. */
interface Decider {
  readonly by: string;
  readonly at: Date;
}

/** Why a finding is nothing to act on. */
export interface Dismissal {
  readonly verdict: (typeof dismissVerdicts)[number];
  readonly reason: string;
}

/** @param suppressionId what keeps it from being told again; null where nothing does */
export async function writeDismissal(
  trx: Sql,
  id: string,
  { reason, verdict }: Dismissal,
  { at, by }: Decider,
  suppressionId: string | null,
): Promise<void> {
  await trx
    .updateTable('finding')
    .set({
      state: 'dismissed',
      verdict,
      reason,
      decided_at: at,
      decided_by: by,
      suppression_id: suppressionId,
    })
    .where('id', '=', id)
    .execute();
}

/** Notes who told triage of a finding, and what they said. */
export async function writeTeller(
  trx: Sql,
  id: string,
  { at, by }: Decider,
  note: string | null,
): Promise<void> {
  await trx
    .updateTable('finding')
    .set({ decided_at: at, decided_by: by, reason: note })
    .where('id', '=', id)
    .execute();
}

/** Forgets what was decided, and what came of it: the record keeps that. */
export async function writeReopened(trx: Sql, id: string, state: FindingState): Promise<void> {
  await trx
    .updateTable('finding')
    .set({
      state,
      verdict: null,
      reason: null,
      decided_at: null,
      decided_by: null,
      suppression_id: null,
      report_id: null,
      incident_id: null,
      timeline_position: null,
    })
    .where('id', '=', id)
    .execute();
}

/** Notes what keeps the likes of a finding from being told again; nothing else of it changes. */
export async function writeSuppressedBy(trx: Sql, id: string, suppressionId: string): Promise<void> {
  await trx.updateTable('finding').set({ suppression_id: suppressionId }).where('id', '=', id).execute();
}

/** Joins a finding to an incident whose timeline tells it. */
export async function writeIncident(
  trx: Sql,
  id: string,
  put: { readonly incidentId: string; readonly position: number; readonly by: string; readonly at: Date },
): Promise<void> {
  await trx
    .updateTable('finding')
    .set({
      state: 'reported',
      verdict: 'true_positive',
      incident_id: put.incidentId,
      timeline_position: put.position,
      decided_at: put.at,
      decided_by: put.by,
    })
    .where('id', '=', id)
    .execute();
}
