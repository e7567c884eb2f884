// SPDX-License-Identifier: Apache-2.0
import type { GuideContent } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';

export interface Draft {
  readonly content: GuideContent;
  readonly basedOn: number;
  readonly version: number;
  readonly changedAt: Date;
  readonly changedBy: string;
}

export interface Published {
  readonly version: number;
  readonly content: GuideContent;
  readonly note: string;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly securityExpiresAt: Date | null;
}

/** Two who save or publish at once follow each other: the second sees what the first left. */
export async function lockGuide(trx: Sql): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(hashtext('report guide'))`.execute(trx);
}

export async function findDraft(trx: Sql): Promise<Draft | null> {
  const row = await trx
    .selectFrom('report_guide_draft')
    .innerJoin('person', 'person.id', 'report_guide_draft.changed_by')
    .select(['content', 'based_on', 'version', 'changed_at', 'person.name'])
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        content: row.content as unknown as GuideContent,
        basedOn: row.based_on,
        version: row.version,
        changedAt: row.changed_at,
        changedBy: row.name,
      };
}

export async function putDraft(
  trx: Sql,
  draft: { content: GuideContent; basedOn: number; version: number; changedAt: Date; changedBy: string },
): Promise<void> {
  const columns = {
    content: JSON.stringify(draft.content),
    based_on: draft.basedOn,
    version: draft.version,
    changed_at: draft.changedAt,
    changed_by: draft.changedBy,
  };
  await trx
    .insertInto('report_guide_draft')
    .values(columns)
    .onConflict((on) => on.column('only_one').doUpdateSet(columns))
    .execute();
}

export async function deleteDraft(trx: Sql): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('report_guide_draft').executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Published versions, newest first: all of them, the newest, or one. */
export async function listPublished(
  trx: Sql,
  only: { version?: number; newest?: boolean } = {},
): Promise<Published[]> {
  let query = trx.selectFrom('report_guide_version').selectAll().orderBy('version', 'desc');
  if (only.version !== undefined) {
    query = query.where('version', '=', only.version);
  }
  if (only.newest === true) {
    query = query.limit(1);
  }
  return (await query.execute()).map((row) => ({
    version: row.version,
    content: row.content as unknown as GuideContent,
    note: row.note,
    publishedAt: row.published_at,
    publishedBy: row.published_by_name,
    securityExpiresAt: row.security_expires_at,
  }));
}

export async function findCurrent(trx: Sql): Promise<Published | null> {
  const [newest] = await listPublished(trx, { newest: true });
  return newest ?? null;
}

export async function insertPublished(trx: Sql, published: Published, publishedBy: string): Promise<void> {
  await trx
    .insertInto('report_guide_version')
    .values({
      version: published.version,
      content: JSON.stringify(published.content),
      note: published.note,
      published_at: published.publishedAt,
      published_by: publishedBy,
      published_by_name: published.publishedBy,
      security_expires_at: published.securityExpiresAt,
    })
    .execute();
}

/** Addresses people may write to, as strangers may know them. Those for whistle-blowers are told elsewhere. */
export async function publicMailboxes(trx: Sql): Promise<{ address: string; purpose: string }[]> {
  return trx
    .selectFrom('mailbox')
    .select(['address', 'purpose'])
    .where('is_active', '=', true)
    .where('purpose', 'in', ['incidents', 'vulnerabilities'])
    .orderBy('created_at')
    .orderBy('address')
    .execute();
}

export async function deskLanguages(trx: Sql): Promise<{ languages: string[]; mail: string }> {
  const row = await trx.selectFrom('organisation').select(['languages', 'helpdesk_mail']).executeTakeFirst();
  return { languages: row?.languages ?? [], mail: row?.helpdesk_mail ?? '' };
}
