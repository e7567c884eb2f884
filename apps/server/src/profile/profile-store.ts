// SPDX-License-Identifier: Apache-2.0
import type { PersonId, ProfileVersion } from '@belfry/contract';
import type { Answers } from '@belfry/regimes';
import type { Sql } from '../platform/database/database.ts';

/** What the organisation says of itself, as the law asks. */
export interface Profile {
  /** The version; null while nobody has answered. */
  readonly id: string | null;
  readonly answers: Answers;
}

function selectVersions(sql: Sql) {
  return sql
    .selectFrom('profile')
    .leftJoin('person', 'person.id', 'profile.recorded_by')
    .selectAll('profile')
    .select('person.name as recorded_by_name')
    .orderBy('profile.recorded_at', 'desc')
    .orderBy('profile.id', 'desc');
}

type VersionRow = Awaited<ReturnType<ReturnType<typeof selectVersions>['execute']>>[number];

function presentVersion(row: VersionRow): ProfileVersion {
  return {
    id: row.id,
    answers: row.answers as ProfileVersion['answers'],
    reason: row.reason,
    recordedAt: row.recorded_at.toISOString(),
    recordedBy:
      row.recorded_by === null ? null : { id: row.recorded_by as PersonId, name: row.recorded_by_name ?? '' },
    reviewDueOn: row.review_due_on,
  };
}

export async function latestVersion(sql: Sql): Promise<ProfileVersion | null> {
  const row = await selectVersions(sql).limit(1).executeTakeFirst();
  return row === undefined ? null : presentVersion(row);
}

/** Versions from where a page ended, newest first. */
export async function listVersions(
  sql: Sql,
  after: readonly [string, string] | null,
  countMax: number,
): Promise<ProfileVersion[]> {
  let query = selectVersions(sql).limit(countMax);
  if (after !== null) {
    const [at, id] = after;
    query = query.where((where) =>
      where(where.refTuple('profile.recorded_at', 'profile.id'), '<', where.tuple(new Date(at), id)),
    );
  }
  return (await query.execute()).map(presentVersion);
}

/** That version, or the latest where none is named. No version at all: nothing is known. */
export async function profileAt(sql: Sql, profileId: string | null): Promise<Profile> {
  const query = selectVersions(sql).limit(1);
  const row = await (profileId === null
    ? query
    : query.where('profile.id', '=', profileId)
  ).executeTakeFirst();
  return row === undefined
    ? { id: null, answers: {} }
    : { id: row.id, answers: presentVersion(row).answers as Answers };
}

export const latestProfile = (sql: Sql): Promise<Profile> => profileAt(sql, null);

/** One version at a time is written: the second of two people begins from what the first one left. */
export async function lockProfile(sql: Sql): Promise<ProfileVersion | null> {
  await sql.selectFrom('organisation').select('name').forUpdate().execute();
  return latestVersion(sql);
}

export interface NewVersion {
  readonly id: string;
  readonly answers: Answers;
  readonly reason: string | null;
  readonly recordedAt: Date;
  readonly recordedBy: string | null;
  readonly reviewDueOn: string;
}

export async function insertVersion(sql: Sql, version: NewVersion): Promise<void> {
  await sql
    .insertInto('profile')
    .values({
      id: version.id,
      answers: JSON.stringify(version.answers),
      reason: version.reason,
      recorded_at: version.recordedAt,
      recorded_by: version.recordedBy,
      review_due_on: version.reviewDueOn,
    })
    .execute();
}
