// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Refusal, refuse, type Webhook, type webhookRoutes } from '@belfry/contract';
import { z } from 'zod';
import type { Ids } from '../platform/clock/clock.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import { fileInMemory } from '../platform/files/in-memory.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { sendFile } from '../reports/index.ts';
import { kindOf, kinds } from './kinds.ts';
import { listOccurrenceRows, presentOccurrence } from './occurrence-store.ts';
import { findDeliveryOf, findRepeated } from './repeated-store.ts';
import { tryOn } from './try-mapping.ts';
import { defaultSignatureHeader, type WebhookSecrets } from './webhook-secret.ts';
import {
  countsReceived,
  findWebhook,
  insertWebhook,
  lastPayload,
  listWebhookRows,
  type Received,
  updateWebhook,
  type WebhookRow,
} from './webhook-store.ts';

export interface WebhookParts {
  readonly database: Database;
  readonly ids: Ids;
  readonly secrets: WebhookSecrets;
  readonly publicUrl: () => string;
}

type Routes = typeof webhookRoutes;
const cursorKey = z.tuple([z.number().int()]);

export function webhookHandlers(parts: WebhookParts): Handlers<Routes> {
  const { database, publicUrl } = parts;
  const present = async (sql: Sql, row: WebhookRow) =>
    presentWebhook(row, (await countsReceived(sql)).get(row.id), publicUrl());
  return {
    listWebhooks: ({ actor }) =>
      database.read(actor, async ({ sql }) => {
        const [rows, counts] = [await listWebhookRows(sql), await countsReceived(sql)];
        return { items: rows.map((row) => presentWebhook(row, counts.get(row.id), publicUrl())) };
      }),
    listWebhookKinds: async () => ({ items: [...kinds] }),
    addWebhook: add(parts),
    changeWebhook: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const before = await findWebhook(changing.sql, params.id, true);
        if (isRefusal(before)) {
          return before;
        }
        const after = { ...before, ...given(body) };
        const wrong = reasonNotMapping(after);
        return wrong ?? (await present(changing.sql, await keep(changing, before, after, 'webhook.changed')));
      }),
    makeWebhookSecret: ({ actor, params }) =>
      database.change(actor, async (changing) => {
        const before = await findWebhook(changing.sql, params.id, true);
        if (isRefusal(before)) {
          return before;
        }
        const after = { ...before, secretSalt: changing.ids.uuid(), secretMadeAt: changing.now };
        const kept = await keep(changing, before, after, 'webhook.secret_made');
        return { webhook: await present(changing.sql, kept), secret: parts.secrets.secretOf(kept) };
      }),
    readLastDelivery: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const row = await findWebhook(sql, params.id);
        return isRefusal(row) ? row : { payload: await lastPayload(sql, row.id) };
      }),
    tryMapping: async ({ body }) => tryOn(body.payload, body.mapping),
    listOccurrences: list(parts),
    readOccurrence: read(parts),
  };
}

function add({ database, publicUrl, secrets }: WebhookParts): Handler<Routes['addWebhook']> {
  return ({ actor, body }) =>
    database.change(actor, async (changing) => {
      const { ids, now, record, sql } = changing;
      const made = kindOf(body.kind);
      const row: WebhookRow = withSignatureHeader({
        id: ids.uuid(),
        name: body.name,
        kind: body.kind,
        mapping: body.mapping ?? made.mapping,
        secretWay: body.secretWay ?? made.secretWay,
        signatureHeader: body.signatureHeader ?? null,
        secretSalt: ids.uuid(),
        secretMadeAt: now,
        silenceMinutes: body.silenceMinutes ?? made.silenceMinutes,
        language: body.language,
        isActive: true,
        createdAt: now,
      });
      const wrong = reasonNotMapping(row);
      if (wrong !== null) {
        return wrong;
      }
      await insertWebhook(sql, row);
      record({
        event: 'webhook.added',
        subject: { kind: 'webhook', id: row.id, reference: row.name },
        changes: changesBetween({}, { ...settingsOf(row), kind: row.kind }),
      });
      return { webhook: presentWebhook(row, undefined, publicUrl()), secret: secrets.secretOf(row) };
    });
}

async function keep(
  { record, sql }: Changing,
  before: WebhookRow,
  wanted: WebhookRow,
  event: 'webhook.changed' | 'webhook.secret_made',
): Promise<WebhookRow> {
  const after = withSignatureHeader(wanted);
  const changes = changesBetween(settingsOf(before), settingsOf(after));
  if (changes.length > 0) {
    await updateWebhook(sql, after);
    record({ event, subject: { kind: 'webhook', id: after.id, reference: after.name }, changes });
  }
  return after;
}

/** A signature needs a header to stand in; what the sender cannot choose has a default. */
function withSignatureHeader(row: WebhookRow): WebhookRow {
  const isSigned = row.secretWay === 'signature';
  return { ...row, signatureHeader: isSigned ? (row.signatureHeader ?? defaultSignatureHeader) : null };
}

/** What people set. The salt stays out of the record. */
function settingsOf(row: WebhookRow) {
  const { isActive, language, mapping, name, secretMadeAt, secretWay, signatureHeader, silenceMinutes } = row;
  return {
    ...{ name, mapping, secretWay, signatureHeader, silenceMinutes, language, isActive },
    secretMadeAt: secretMadeAt.toISOString(),
  };
}

function given<T extends object>(body: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as never;
}

/** Without a title every alert would be one the mapping cannot read. */
function reasonNotMapping({ mapping }: Pick<WebhookRow, 'mapping'>): Refusal<'request.not_valid'> | null {
  if (mapping.title.length > 0) {
    return null;
  }
  const detail = 'A report needs first words: write one template at least';
  return refuse('request.not_valid', detail, [{ pointer: '/mapping/title', code: 'too_small', detail }]);
}

function presentWebhook(row: WebhookRow, received: Received | undefined, publicUrl: string): Webhook {
  const { secretSalt: _salt, createdAt, secretMadeAt, ...shown } = row;
  return {
    ...shown,
    url: `${publicUrl.replace(/\/$/, '')}/hooks/${row.id}`,
    createdAt: createdAt.toISOString(),
    secretMadeAt: secretMadeAt.toISOString(),
    lastReceivedAt: received?.lastReceivedAt?.toISOString() ?? null,
    receivedCount: received?.receivedCount ?? 0,
    unmappedCount: received?.unmappedCount ?? 0,
    lastProblem: received?.lastProblem ?? null,
  };
}

function list({ database }: WebhookParts): Handler<Routes['listOccurrences']> {
  return ({ actor, params, query }) =>
    database.read(actor, async ({ sql }) => {
      const start = readCursor(query.cursor, cursorKey);
      if (isRefusal(start)) {
        return start;
      }
      const repeated = await findRepeated(sql, params.reference);
      if (isRefusal(repeated)) {
        return repeated;
      }
      const { reportId, ...about } = repeated;
      // One more than pageOfRows() needs tells what the last of the page differs from.
      const rows = await listOccurrenceRows(sql, reportId, start?.[0] ?? null, query.limit + 1);
      const before = new Map(rows.map((row, index) => [row.id, rows[index + 1]]));
      const page = pageOfRows(
        rows,
        query.limit,
        (row) => [row.number],
        (row) => presentOccurrence(row, before.get(row.id)),
      );
      return { ...page, ...about };
    });
}

function read({ database }: WebhookParts): Handler<Routes['readOccurrence']> {
  return async ({ actor, params, reply }) => {
    const delivery = await database.read(actor, ({ sql }) =>
      findDeliveryOf(sql, params.reference, params.occurrence),
    );
    if (isRefusal(delivery)) {
      return delivery;
    }
    const { content, mediaType, number } = delivery;
    const name = `${params.reference}-${number}.${extensionOf(mediaType)}`;
    return sendFile(reply, fileInMemory(content), { name, media_type: mediaType, sha256: '' });
  };
}

function extensionOf(mediaType: string): 'json' | 'txt' {
  return /json/i.test(mediaType) ? 'json' : 'txt';
}
