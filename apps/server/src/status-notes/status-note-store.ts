// SPDX-License-Identifier: Apache-2.0
import type { AnnouncementTexts, StatusNote } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { type Sql, theRow } from '../platform/database/database.ts';

const DAY_MS = 86_400_000;
/** How long what is over can still be read. */
const DAYS_AFTER_END = 7;

export async function isPageOn(trx: Sql): Promise<boolean> {
  return theRow(await trx.selectFrom('status_page').select('is_on').execute()).is_on;
}

/** @returns whether it changed */
export async function switchPage(trx: Sql, isOn: boolean): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('status_page')
    .set({ is_on: isOn })
    .where('is_on', '!=', isOn)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

interface Row {
  readonly id: string;
  readonly updatesId: string | null;
  readonly incidentId: string;
  readonly incident: string;
  readonly announcement: string;
  readonly texts: AnnouncementTexts;
  readonly shownAt: Date;
  readonly endedAt: Date | null;
  readonly endedById: string | null;
  readonly endedByName: string | null;
}

/** Notes of incidents the reader can see, each with what was added to it. */
export async function findNotes(
  trx: Sql,
  wanted: { incidentIds: readonly string[] } | { id: string },
): Promise<StatusNote[]> {
  const chosen =
    'id' in wanted
      ? raw`(n.id = ${wanted.id} OR n.updates_id = ${wanted.id})`
      : raw`n.incident_id = ANY (${wanted.incidentIds as string[]}::uuid[])`;
  const { rows } = await raw<Row>`
    SELECT n.id, n.updates_id AS "updatesId", n.incident_id AS "incidentId", i.reference AS incident,
      a.reference AS announcement, n.texts, n.shown_at AS "shownAt", n.ended_at AS "endedAt",
      n.ended_by AS "endedById", p.name AS "endedByName"
    FROM status_note n JOIN incident i ON i.id = n.incident_id JOIN announcement a ON a.id = n.announcement_id
      LEFT JOIN person p ON p.id = n.ended_by
    WHERE ${chosen} ORDER BY n.shown_at, n.id`.execute(trx);
  return rows
    .filter(({ updatesId }) => updatesId === null)
    .map((note) => ({
      id: note.id,
      incident: note.incident,
      ...partOf(note),
      updates: rows.filter(({ updatesId }) => updatesId === note.id).map(partOf),
      endedAt: note.endedAt?.toISOString() ?? null,
      endedBy: endedBy(note),
    }));
}

const partOf = ({ announcement, shownAt, texts }: Row) => ({
  announcement,
  texts,
  shownAt: shownAt.toISOString(),
});

const endedBy = ({ endedById, endedByName }: Row): StatusNote['endedBy'] =>
  endedById === null || endedByName === null
    ? null
    : { id: endedById as NonNullable<StatusNote['endedBy']>['id'], name: endedByName };

export interface LockedNote {
  readonly id: string;
  readonly incidentId: string;
  readonly incidentReference: string;
  readonly announcement: string;
  readonly endedAt: Date | null;
}

/** A first note, locked until commit. */
export async function lockNote(trx: Sql, id: string): Promise<LockedNote | null> {
  const { rows } = await raw<LockedNote>`
    SELECT n.id, n.incident_id AS "incidentId", i.reference AS "incidentReference", a.reference AS announcement,
      n.ended_at AS "endedAt"
    FROM status_note n JOIN incident i ON i.id = n.incident_id JOIN announcement a ON a.id = n.announcement_id
    WHERE n.id = ${id} AND n.updates_id IS NULL FOR UPDATE OF n`.execute(trx);
  return rows[0] ?? null;
}

export async function insertNote(
  trx: Sql,
  note: {
    readonly id: string;
    readonly incidentId: string;
    readonly announcementId: string;
    readonly updatesId: string | null;
    readonly texts: AnnouncementTexts;
  },
  now: Date,
): Promise<void> {
  await trx
    .insertInto('status_note')
    .values({
      id: note.id,
      incident_id: note.incidentId,
      announcement_id: note.announcementId,
      updates_id: note.updatesId,
      texts: JSON.stringify(note.texts),
      shown_at: now,
    })
    .execute();
}

export async function writeEnd(trx: Sql, id: string, by: string, now: Date): Promise<void> {
  await trx.updateTable('status_note').set({ ended_at: now, ended_by: by }).where('id', '=', id).execute();
}

interface ShownPart {
  readonly id: string;
  readonly texts: AnnouncementTexts;
  readonly shownAt: Date;
}
/** A note as strangers may read it: nothing of the incident, of people or of references stands in it. */
export interface ShownNote extends ShownPart {
  readonly updates: readonly ShownPart[];
  readonly endedAt: Date | null;
}

/** What the public reads, newest first; null while the page is off. It names this table and its switch, no other. */
export async function shownNotes(trx: Sql, now: Date, countMax: number): Promise<ShownNote[] | null> {
  if (!(await isPageOn(trx))) return null;
  const since = new Date(now.getTime() - DAYS_AFTER_END * DAY_MS);
  const firsts = await trx
    .selectFrom('status_note')
    .select(['id', 'texts', 'shown_at', 'ended_at'])
    .where('updates_id', 'is', null)
    .where((is) => is.or([is('ended_at', 'is', null), is('ended_at', '>', since)]))
    .orderBy('shown_at', 'desc')
    .limit(countMax)
    .execute();
  if (firsts.length === 0) return [];
  const later = await trx
    .selectFrom('status_note')
    .select(['id', 'updates_id', 'texts', 'shown_at'])
    .where(
      'updates_id',
      'in',
      firsts.map(({ id }) => id),
    )
    .orderBy('shown_at')
    .execute();
  const part = (row: { id: string; texts: unknown; shown_at: Date }): ShownPart => ({
    id: row.id,
    texts: row.texts as AnnouncementTexts,
    shownAt: row.shown_at,
  });
  return firsts.map((row) => ({
    ...part(row),
    updates: later.filter(({ updates_id }) => updates_id === row.id).map(part),
    endedAt: row.ended_at,
  }));
}

/** How many the page shows. */
export async function countShown(trx: Sql, now: Date): Promise<number> {
  const since = new Date(now.getTime() - DAYS_AFTER_END * DAY_MS);
  const { rows } = await raw<{ count: number }>`
    SELECT count(*)::integer AS count FROM status_note
    WHERE updates_id IS NULL AND (ended_at IS NULL OR ended_at > ${since})`.execute(trx);
  return theRow(rows).count;
}
