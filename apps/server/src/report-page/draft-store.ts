// SPDX-License-Identifier: Apache-2.0
import { sql as raw } from 'kysely';
import type { Ids } from '../platform/clock/clock.ts';
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

/** @returns the digests that lost a name */
export async function deleteDraftFile(trx: Sql, draftId: string, fileId: string): Promise<string[]> {
  const rows = await trx
    .deleteFrom('report_draft_file')
    .where('draft_id', '=', draftId)
    // Compared as text: what stands in the form is the sender's, and need not be an identifier at all.
    .where(raw<string>`id::text`, '=', fileId)
    .returning('sha256')
    .execute();
  return rows.map(({ sha256 }) => sha256);
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

/** Notes contents that may be named by nothing: `discardOrphans` asks a while later. */
export async function noteLeftFiles(
  trx: Sql,
  ids: Pick<Ids, 'uuid'>,
  digests: readonly string[],
  leftAt: Date,
): Promise<void> {
  const rows = digests.map((sha256) => ({ id: ids.uuid(), sha256, left_at: leftAt }));
  if (rows.length > 0) {
    await trx.insertInto('left_file').values(rows).execute();
  }
}

/** Takes the oldest notes of contents left before a moment. @returns their digests */
export async function takeLeftFiles(trx: Sql, leftBefore: Date, countMax: number): Promise<string[]> {
  const oldest = trx
    .selectFrom('left_file')
    .select('id')
    .where('left_at', '<', leftBefore)
    .orderBy('left_at')
    .limit(countMax);
  const rows = await trx.deleteFrom('left_file').where('id', 'in', oldest).returning('sha256').execute();
  return rows.map(({ sha256 }) => sha256);
}

/** Of these contents, those that no report, incident, draft or received mail names. */
export async function unnamedAmong(trx: Sql, digests: readonly string[]): Promise<string[]> {
  const { rows } = await raw<{ sha256: string }>`
    SELECT DISTINCT sha256 FROM unnest(${digests as string[]}::text[]) AS asked (sha256)
    WHERE NOT EXISTS (SELECT FROM attachment a WHERE a.sha256 = asked.sha256)
      AND NOT EXISTS (SELECT FROM report_draft_file f WHERE f.sha256 = asked.sha256)
      AND NOT EXISTS (SELECT FROM incoming_mail m WHERE m.raw_sha256 = asked.sha256)`.execute(trx);
  return rows.map(({ sha256 }) => sha256);
}

/**
 * Removes contents that nothing names any more. Run it once the deletion of the names is committed.
 *
 * @returns those that were spared because they were kept again lately
 */
export async function discardOrphans(
  files: FileStore,
  unnamed: readonly string[],
  keptBefore: Date,
): Promise<string[]> {
  const spared: string[] = [];
  for (const sha256 of unnamed) {
    if (!(await files.discard(sha256, keptBefore))) {
      spared.push(sha256);
    }
  }
  return spared;
}
