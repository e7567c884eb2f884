// SPDX-License-Identifier: Apache-2.0
import type { OpeningRole } from '@belfry/contract';
import type { Sql } from '../platform/database/database.ts';
import type { IdentityState } from './identity.ts';

export interface IdentityRow {
  id: string;
  report_id: string;
  state: IdentityState;
  asked_at: Date;
  asked_by: string;
  asker_name: string | null;
  message_id: string;
  question: string;
  answered_at: Date | null;
  sealed: string | null;
}

/** The last question about who reported this; earlier ones were refused or withdrawn. */
export async function lastIdentity(trx: Sql, reportId: string): Promise<IdentityRow | undefined> {
  const row = await trx
    .selectFrom('reporter_identity as i')
    .innerJoin('report_message as m', 'm.id', 'i.message_id')
    .leftJoin('person as p', 'p.id', 'i.asked_by')
    .select([
      'i.id',
      'i.report_id',
      'i.state',
      'i.asked_at',
      'i.asked_by',
      'p.name as asker_name',
      'i.message_id',
      'm.text as question',
      'i.answered_at',
      'i.sealed',
    ])
    .where('i.report_id', '=', reportId)
    .orderBy('i.asked_at', 'desc')
    .orderBy('i.id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, state: row.state as IdentityState };
}

export async function insertAsked(
  trx: Sql,
  asked: { id: string; reportId: string; askedAt: Date; askedBy: string; messageId: string },
): Promise<void> {
  await trx
    .insertInto('reporter_identity')
    .values({
      id: asked.id,
      report_id: asked.reportId,
      state: 'asked',
      asked_at: asked.askedAt,
      asked_by: asked.askedBy,
      message_id: asked.messageId,
    })
    .execute();
}

/** Moves an identity on. Only a given one holds anything: every other state empties it. */
export async function settleIdentity(
  trx: Sql,
  id: string,
  to: { state: Exclude<IdentityState, 'asked'>; at: Date; sealed: string | null },
): Promise<void> {
  await trx
    .updateTable('reporter_identity')
    .set({ state: to.state, answered_at: to.at, sealed: to.sealed })
    .where('id', '=', id)
    .execute();
}

export interface OpeningRow {
  opened_at: Date;
  opened_by: string;
  name: string | null;
  role: OpeningRole;
  reason: string;
}

export async function openingsOf(trx: Sql, reportId: string): Promise<OpeningRow[]> {
  const rows = await trx
    .selectFrom('reporter_identity_opening as o')
    .leftJoin('person as p', 'p.id', 'o.opened_by')
    .select(['o.opened_at', 'o.opened_by', 'p.name', 'o.role', 'o.reason'])
    .where('o.report_id', '=', reportId)
    .orderBy('o.opened_at')
    .orderBy('o.id')
    .execute();
  return rows.map((row) => ({ ...row, role: row.role as OpeningRole }));
}

export async function insertOpening(
  trx: Sql,
  opening: {
    id: string;
    reportId: string;
    identityId: string;
    openedAt: Date;
    openedBy: string;
    role: OpeningRole;
    reason: string;
  },
): Promise<void> {
  await trx
    .insertInto('reporter_identity_opening')
    .values({
      id: opening.id,
      report_id: opening.reportId,
      identity_id: opening.identityId,
      opened_at: opening.openedAt,
      opened_by: opening.openedBy,
      role: opening.role,
      reason: opening.reason,
    })
    .execute();
}
