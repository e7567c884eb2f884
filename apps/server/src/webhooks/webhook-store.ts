// SPDX-License-Identifier: Apache-2.0
import {
  asLanguage,
  type Mapping,
  mapping as mappingShape,
  type Refusal,
  refuse,
  type Webhook,
  type WebhookKind,
} from '@belfry/contract';
import { sql as raw, type Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { WebhookTable } from '../platform/database/rows.generated.ts';

export interface WebhookRow {
  readonly id: string;
  readonly name: string;
  readonly kind: WebhookKind;
  readonly mapping: Mapping;
  readonly secretWay: Webhook['secretWay'];
  readonly signatureHeader: string | null;
  readonly secretSalt: string;
  readonly secretMadeAt: Date;
  readonly silenceMinutes: number;
  readonly language: Webhook['language'];
  readonly isActive: boolean;
  readonly createdAt: Date;
}

/** What came through a webhook. */
export interface Received {
  readonly lastReceivedAt: Date | null;
  readonly receivedCount: number;
  readonly unmappedCount: number;
  readonly lastProblem: string | null;
}

function fromRow(row: Selectable<WebhookTable>): WebhookRow {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as WebhookKind,
    // Parsed, so that a mapping kept by an older release has today's fields.
    mapping: mappingShape.parse(row.mapping),
    secretWay: row.secret_way as Webhook['secretWay'],
    signatureHeader: row.signature_header,
    secretSalt: row.secret_salt,
    secretMadeAt: row.secret_made_at,
    silenceMinutes: row.silence_minutes,
    language: asLanguage(row.language),
    isActive: row.is_active,
    createdAt: row.created_at,
  };
}

function toRow(row: WebhookRow) {
  return {
    name: row.name,
    mapping: JSON.stringify(row.mapping),
    secret_way: row.secretWay,
    signature_header: row.signatureHeader,
    secret_salt: row.secretSalt,
    secret_made_at: row.secretMadeAt,
    silence_minutes: row.silenceMinutes,
    language: row.language,
    is_active: row.isActive,
  };
}

export async function listWebhookRows(trx: Sql): Promise<WebhookRow[]> {
  return (await trx.selectFrom('webhook').selectAll().orderBy('name').orderBy('id').execute()).map(fromRow);
}

export async function findWebhook(
  trx: Sql,
  id: string,
  lock = false,
): Promise<WebhookRow | Refusal<'webhook.not_found'>> {
  const query = trx.selectFrom('webhook').selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? refuse('webhook.not_found') : fromRow(row);
}

export async function insertWebhook(trx: Sql, row: WebhookRow): Promise<void> {
  await trx
    .insertInto('webhook')
    .values({ id: row.id, kind: row.kind, created_at: row.createdAt, ...toRow(row) })
    .execute();
}

export async function updateWebhook(trx: Sql, row: WebhookRow): Promise<void> {
  await trx.updateTable('webhook').set(toRow(row)).where('id', '=', row.id).execute();
}

/** What came through each webhook so far; nothing for one that nothing came through. */
export async function countsReceived(trx: Sql): Promise<Map<string, Received>> {
  const { rows } = await raw<{
    webhook_id: string;
    last_received_at: Date;
    received_count: number;
    unmapped_count: number;
    last_problem: string | null;
  }>`SELECT * FROM webhook_counts()`.execute(trx);
  return new Map(
    rows.map((row) => [
      row.webhook_id,
      {
        lastReceivedAt: row.last_received_at,
        receivedCount: row.received_count,
        unmappedCount: row.unmapped_count,
        lastProblem: row.last_problem,
      },
    ]),
  );
}

/** The body that came last, as text; null where there is none, or the context may not see all it belongs to. */
export async function lastPayload(trx: Sql, id: string): Promise<string | null> {
  const row = await trx
    .selectFrom('webhook_delivery')
    .select('content')
    .where('webhook_id', '=', id)
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : new TextDecoder().decode(row.content).toWellFormed();
}
