// SPDX-License-Identifier: Apache-2.0
import type { Sql } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { KeptFile } from '../reports/index.ts';
import { type Answers, answersShape } from './draft.ts';

export interface Draft {
  readonly id: string;
  readonly answers: Answers;
  readonly startedAt: Date;
}

export interface DraftFile extends KeptFile {
  readonly id: string;
}

export async function insertDraft(
  trx: Sql,
  id: string,
  answers: Answers,
  startedAt: Date,
  expiresAt: Date,
): Promise<void> {
  await trx
    .insertInto('report_draft')
    .values({ id, answers: JSON.stringify(answers), started_at: startedAt, expires_at: expiresAt })
    .execute();
}

/** The draft of the context, or null when it was sent, is too old, or never was. */
export async function findDraft(trx: Sql, id: string, now: Date, lock = false): Promise<Draft | null> {
  const query = trx
    .selectFrom('report_draft')
    .select(['id', 'answers', 'started_at'])
    .where('id', '=', id)
    .where('expires_at', '>', now);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined
    ? null
    : { id: row.id, answers: answersShape.parse(row.answers), startedAt: row.started_at };
}

export async function updateAnswers(trx: Sql, id: string, answers: Answers): Promise<void> {
  await trx
    .updateTable('report_draft')
    .set({ answers: JSON.stringify(answers) })
    .where('id', '=', id)
    .execute();
}

export async function draftFiles(trx: Sql, draftId: string): Promise<DraftFile[]> {
  const rows = await trx
    .selectFrom('report_draft_file')
    .selectAll()
    .where('draft_id', '=', draftId)
    .orderBy('added_at')
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
  }));
}

export async function insertDraftFiles(
  trx: Sql,
  draftId: string,
  files: readonly DraftFile[],
  addedAt: Date,
): Promise<void> {
  if (files.length > 0) {
    await trx
      .insertInto('report_draft_file')
      .values(
        files.map((file) => ({
          id: file.id,
          draft_id: draftId,
          name: file.name,
          media_type: file.mediaType,
          size_bytes: file.sizeBytes,
          sha256: file.sha256,
          added_at: addedAt,
        })),
      )
      .execute();
  }
}

export async function deleteDraftFile(trx: Sql, draftId: string, fileId: string): Promise<void> {
  await trx
    .deleteFrom('report_draft_file')
    .where('draft_id', '=', draftId)
    .where('id', '=', fileId)
    .execute();
}

/** Removes a draft and the names of its files; their contents go with the next sweep, unless something needs them. */
export async function deleteDraft(trx: Sql, id: string): Promise<void> {
  await trx.deleteFrom('report_draft').where('id', '=', id).execute();
}

/** Deletes drafts that nobody sent in time. @returns how many, and the digests their files had */
export async function deleteExpiredDrafts(
  trx: Sql,
  now: Date,
  countMax: number,
): Promise<{ count: number; digests: string[] }> {
  const expired = trx
    .selectFrom('report_draft')
    .select('id')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(countMax);
  const ids = (await expired.forUpdate().skipLocked().execute()).map(({ id }) => id);
  if (ids.length === 0) {
    return { count: 0, digests: [] };
  }
  const files = await trx
    .selectFrom('report_draft_file')
    .select('sha256')
    .distinct()
    .where('draft_id', 'in', ids)
    .execute();
  await trx.deleteFrom('report_draft').where('id', 'in', ids).execute();
  return { count: ids.length, digests: files.map(({ sha256 }) => sha256) };
}

/** Removes contents that no report, incident or draft names any more. Run it once the deletion is committed. */
export async function discardOrphans(
  trx: Sql,
  files: FileStore,
  digests: readonly string[],
  keptBefore: Date,
): Promise<void> {
  for (const sha256 of digests) {
    const attached = await trx
      .selectFrom('attachment')
      .select('id')
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    const drafted = await trx
      .selectFrom('report_draft_file')
      .select('id')
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    if (attached === undefined && drafted === undefined) {
      await files.discard(sha256, keptBefore);
    }
  }
}
