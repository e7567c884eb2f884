// SPDX-License-Identifier: Apache-2.0
import { type AuthorityMessage, limits, type PersonId } from '@belfry/contract';
import type { Sql } from '../platform/database/database.ts';

export interface NewAuthorityMessage {
  readonly id: string;
  readonly incidentId: string;
  readonly notificationId: string | null;
  readonly authorityId: string | null;
  readonly kind: AuthorityMessage['kind'];
  readonly text: string;
  readonly receivedAt: Date;
  readonly asksFor: { readonly regimeId: string; readonly stageId: string } | null;
  readonly answerDueAt: Date | null;
  readonly recordedBy: string;
}

export async function insertAuthorityMessage(
  sql: Sql,
  message: NewAuthorityMessage,
  now: Date,
): Promise<void> {
  await sql
    .insertInto('authority_message')
    .values({
      id: message.id,
      incident_id: message.incidentId,
      notification_id: message.notificationId,
      authority_id: message.authorityId,
      kind: message.kind,
      text: message.text,
      received_at: message.receivedAt,
      asks_regime_id: message.asksFor?.regimeId ?? null,
      asks_stage_id: message.asksFor?.stageId ?? null,
      answer_due_at: message.answerDueAt,
      answered_at: null,
      recorded_at: now,
      recorded_by: message.recordedBy,
    })
    .execute();
}

export interface AuthorityMessageLine {
  readonly incidentId: string;
  readonly shown: AuthorityMessage;
}

/** Messages of incidents the reader sees, oldest first. */
export async function authorityMessagesOf(
  sql: Sql,
  wanted: { readonly id: string } | { readonly incidentIds: readonly string[] },
): Promise<AuthorityMessageLine[]> {
  const rows = await sql
    .selectFrom('authority_message as m')
    .innerJoin('incident as i', 'i.id', 'm.incident_id')
    .leftJoin('notification as n', 'n.id', 'm.notification_id')
    .leftJoin('authority as a', 'a.id', 'm.authority_id')
    .leftJoin('person as p', 'p.id', 'm.recorded_by')
    .selectAll('m')
    .select([
      'i.reference as incident',
      'n.reference as notification',
      'a.name as authority',
      'p.name as person',
    ])
    .$if('id' in wanted, (query) => query.where('m.id', '=', 'id' in wanted ? wanted.id : ''))
    .$if('incidentIds' in wanted, (query) =>
      query.where('m.incident_id', 'in', 'incidentIds' in wanted ? [...wanted.incidentIds] : []),
    )
    .orderBy('m.received_at')
    .orderBy('m.id')
    .limit(limits.pageSizeMax * 10)
    .execute();
  return rows.map((row) => ({
    incidentId: row.incident_id,
    shown: {
      id: row.id,
      incident: row.incident,
      notification: row.notification,
      authority: row.authority,
      kind: row.kind as AuthorityMessage['kind'],
      text: row.text,
      receivedAt: row.received_at.toISOString(),
      asksFor:
        row.asks_regime_id === null || row.asks_stage_id === null
          ? null
          : { regimeId: row.asks_regime_id, stageId: row.asks_stage_id },
      answerDueAt: row.answer_due_at?.toISOString() ?? null,
      answeredAt: row.answered_at?.toISOString() ?? null,
      recordedAt: row.recorded_at.toISOString(),
      recordedBy:
        row.recorded_by === null ? null : { id: row.recorded_by as PersonId, name: row.person ?? '' },
    },
  }));
}

export async function writeAnswered(sql: Sql, id: string, at: Date): Promise<void> {
  await sql.updateTable('authority_message').set({ answered_at: at }).where('id', '=', id).execute();
}
