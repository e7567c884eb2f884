// SPDX-License-Identifier: Apache-2.0
import {
  asLanguage,
  type DocumentFormat,
  type DocumentKind,
  type DocumentListed,
  limits,
  personId,
  type Tlp,
} from '@belfry/contract';
import { type RawBuilder, sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';

interface DocumentRow {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly format: DocumentFormat;
  readonly name: string;
  readonly language: string | null;
  readonly tlp: Tlp;
  readonly is_final: boolean;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly left_out: string[];
  readonly made_at: Date;
  readonly incident: string | null;
  readonly notification: string | null;
  readonly made_by_id: string | null;
  readonly made_by_name: string | null;
}

async function selectDocuments(sql: Sql, where: RawBuilder<unknown>): Promise<DocumentListed[]> {
  const { rows } = await raw<DocumentRow>`
    SELECT d.id, d.kind, d.format, d.name, d.language, d.tlp, d.is_final, d.size_bytes, d.sha256, d.left_out, d.made_at,
      i.reference AS incident, n.reference AS notification, p.id AS made_by_id, p.name AS made_by_name
    FROM document d
    LEFT JOIN incident i ON i.id = d.incident_id
    LEFT JOIN notification n ON n.id = d.notification_id
    LEFT JOIN person p ON p.id = d.made_by
    WHERE ${where} ORDER BY d.made_at DESC, d.id DESC LIMIT ${limits.pageSizeMax}`.execute(sql);
  return rows.map(present);
}

function present(row: DocumentRow): DocumentListed {
  const { made_by_id: id, made_by_name: name } = row;
  return {
    id: row.id,
    kind: row.kind,
    format: row.format,
    name: row.name,
    language: row.language === null ? null : asLanguage(row.language),
    tlp: row.tlp,
    isFinal: row.is_final,
    incident: row.incident,
    notification: row.notification,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    leftOut: row.left_out,
    madeAt: row.made_at.toISOString(),
    madeBy: id === null || name === null ? null : { id: personId.parse(id), name },
  };
}

/** Documents of an incident, of a notification, or of everything the asker sees. */
export function listDocuments(
  sql: Sql,
  { incident, notification }: { incident?: string | undefined; notification?: string | undefined },
): Promise<DocumentListed[]> {
  return selectDocuments(
    sql,
    raw`(${incident ?? null}::text IS NULL OR i.reference = ${incident ?? null})
      AND (${notification ?? null}::text IS NULL OR n.reference = ${notification ?? null})`,
  );
}

export async function findDocument(sql: Sql, id: string): Promise<DocumentListed | undefined> {
  return (await selectDocuments(sql, raw`d.id = ${id}::uuid`))[0];
}

/** What was made of exactly this approved content, to leave with it: the PDF first. */
export function finalDocumentsOf(
  sql: Sql,
  notificationId: string,
  contentSha256: string,
): Promise<DocumentListed[]> {
  return selectDocuments(
    sql,
    raw`d.notification_id = ${notificationId}::uuid AND d.content_sha256 = ${contentSha256} AND d.is_final`,
  );
}

export interface NewDocument {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly format: DocumentFormat;
  readonly name: string;
  readonly language: string | null;
  readonly tlp: Tlp;
  readonly isFinal: boolean;
  readonly incidentId: string | null;
  readonly notificationId: string | null;
  readonly contentSha256: string | null;
  readonly leftOut: readonly string[];
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly madeAt: Date;
  readonly madeBy: string | null;
}

/** @returns whether it is new: what was approved is made once, by whoever came first */
export async function insertDocument(sql: Sql, made: NewDocument): Promise<boolean> {
  const result = await sql
    .insertInto('document')
    .values({
      ...{ id: made.id, kind: made.kind, format: made.format, name: made.name, language: made.language },
      ...{ tlp: made.tlp, is_final: made.isFinal, incident_id: made.incidentId },
      ...{ notification_id: made.notificationId, content_sha256: made.contentSha256 },
      ...{ left_out: [...made.leftOut], size_bytes: made.sizeBytes, sha256: made.sha256 },
      ...{ made_at: made.madeAt, made_by: made.madeBy },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The entry of the record that names a document and its digest. */
export async function entryOf(
  sql: Sql,
  documentId: string,
): Promise<{ id: string; position: number } | undefined> {
  return sql
    .selectFrom('outbox')
    .select(['id', 'position'])
    .where('subject', '=', `document:${documentId}`)
    .orderBy('position')
    .executeTakeFirst();
}
