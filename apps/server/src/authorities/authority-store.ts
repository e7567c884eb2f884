// SPDX-License-Identifier: Apache-2.0
import type { Authority, AuthorityChannel, AuthorityKind, LawEvidence, PersonId } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';

export type AuthorityFields = Pick<
  Authority,
  'name' | 'country' | 'kinds' | 'channels' | 'languages' | 'formLink' | 'notes'
>;

function selectAuthorities(sql: Sql) {
  return sql
    .selectFrom('authority')
    .leftJoin('person', 'person.id', 'authority.verified_by')
    .selectAll('authority')
    .select('person.name as verified_by_name');
}

export type AuthorityRow = Awaited<ReturnType<ReturnType<typeof selectAuthorities>['execute']>>[number];

/** Ways a notice can go. A website is read, and takes nothing. */
const takesNotices = ({ kind, value }: AuthorityChannel) => kind !== 'website' && value.trim() !== '';

/** Whether a notice could reach it at all. */
const hasAddress = ({ channels, formLink }: Pick<AuthorityFields, 'channels' | 'formLink'>): boolean =>
  formLink.trim() !== '' || channels.some(takesNotices);

export function presentAuthority(row: AuthorityRow): Authority {
  const channels = row.channels as unknown as AuthorityChannel[];
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    country: row.country,
    kinds: row.kinds as AuthorityKind[],
    channels,
    languages: row.languages,
    formLink: row.form_link,
    notes: row.notes,
    evidence: row.evidence as LawEvidence,
    hasAddress: hasAddress({ channels, formLink: row.form_link }),
    verifiedAt: row.verified_at?.toISOString() ?? null,
    verifiedBy:
      row.verified_by === null ? null : { id: row.verified_by as PersonId, name: row.verified_by_name ?? '' },
    archivedAt: row.archived_at?.toISOString() ?? null,
    version: row.version,
  };
}

export interface AuthorityFilter {
  readonly q?: string | undefined;
  readonly country?: string | undefined;
  readonly kind?: AuthorityKind | undefined;
  readonly isArchived: boolean;
}

export async function listAuthorityRows(
  sql: Sql,
  { country, isArchived, kind, q = '' }: AuthorityFilter,
  countMax: number,
): Promise<AuthorityRow[]> {
  let query = selectAuthorities(sql)
    .where('authority.archived_at', isArchived ? 'is not' : 'is', null)
    .orderBy('authority.country')
    .orderBy(raw`lower(authority.name)`)
    .orderBy('authority.id')
    .limit(countMax);
  if (country !== undefined) query = query.where('authority.country', '=', country);
  if (kind !== undefined) query = query.where(raw<boolean>`${kind} = ANY (authority.kinds)`);
  const words = q.trim();
  if (words !== '') {
    query = query.where(raw<boolean>`position(lower(${words}) in lower(authority.name)) > 0`);
  }
  return query.execute();
}

export async function countriesOfAuthorities(sql: Sql): Promise<string[]> {
  const rows = await sql
    .selectFrom('authority')
    .select('country')
    .distinct()
    .where('archived_at', 'is', null)
    .orderBy('country')
    .execute();
  return rows.map(({ country }) => country);
}

const findAuthorityRow = (sql: Sql, id: string): Promise<AuthorityRow | undefined> =>
  selectAuthorities(sql).where('authority.id', '=', id).executeTakeFirst();

/** An authority, put away ones too: what was sent to one still says whom. */
export async function authorityById(sql: Sql, id: string): Promise<Authority | null> {
  const row = await findAuthorityRow(sql, id);
  return row === undefined ? null : presentAuthority(row);
}

export async function lockAuthority(sql: Sql, id: string): Promise<AuthorityRow | undefined> {
  const locked = await sql
    .selectFrom('authority')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined ? undefined : findAuthorityRow(sql, id);
}

export const columnsOf = (fields: AuthorityFields) => ({
  name: fields.name,
  country: fields.country,
  kinds: [...fields.kinds],
  channels: JSON.stringify(fields.channels),
  languages: [...fields.languages],
  form_link: fields.formLink,
  notes: fields.notes,
});

/** One of our own: who wrote it down knew it. */
export async function insertAuthority(
  sql: Sql,
  fields: AuthorityFields,
  by: { readonly id: string; readonly personId: string; readonly now: Date },
): Promise<void> {
  await sql
    .insertInto('authority')
    .values({
      id: by.id,
      ...columnsOf(fields),
      evidence: 'secondary',
      verified_at: by.now,
      verified_by: by.personId,
      touched_at: by.now,
      changed_at: by.now,
    })
    .execute();
}

export async function updateAuthority(
  sql: Sql,
  row: AuthorityRow,
  fields: AuthorityFields,
  states: {
    readonly now: Date;
    readonly archivedAt: Date | null;
    /** Absent: as it was. Null: what was checked is not what stands there now. */
    readonly verified?: { readonly at: Date; readonly by: string } | null | undefined;
  },
): Promise<void> {
  const { archivedAt, now, verified } = states;
  await sql
    .updateTable('authority')
    .set({
      ...columnsOf(fields),
      archived_at: archivedAt,
      touched_at: now,
      changed_at: now,
      version: row.version + 1,
      ...(verified === undefined
        ? {}
        : { verified_at: verified?.at ?? null, verified_by: verified?.by ?? null }),
    })
    .where('id', '=', row.id)
    .execute();
}

/** Chooses an authority for a stage, or for a whole regime; null goes back to the proposed one. @returns the name of the one before */
export async function keepChoice(
  sql: Sql,
  choice: { readonly regimeId: string; readonly stageId: string; readonly authorityId: string | null },
): Promise<string | null> {
  const { authorityId, regimeId, stageId } = choice;
  const before = await sql
    .selectFrom('authority_choice')
    .innerJoin('authority', 'authority.id', 'authority_choice.authority_id')
    .select('authority.name')
    .where('regime_id', '=', regimeId)
    .where('stage_id', '=', stageId)
    .executeTakeFirst();
  if (authorityId === null) {
    await sql
      .deleteFrom('authority_choice')
      .where('regime_id', '=', regimeId)
      .where('stage_id', '=', stageId)
      .execute();
  } else {
    await sql
      .insertInto('authority_choice')
      .values({ regime_id: regimeId, stage_id: stageId, authority_id: authorityId })
      .onConflict((conflict) =>
        conflict.columns(['regime_id', 'stage_id']).doUpdateSet({ authority_id: authorityId }),
      )
      .execute();
  }
  return before?.name ?? null;
}
