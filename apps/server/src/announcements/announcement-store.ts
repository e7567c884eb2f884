// SPDX-License-Identifier: Apache-2.0
import type {
  Announcement,
  AnnouncementListed,
  AnnouncementTexts,
  AnnouncementWay,
  Language,
  PersonId,
} from '@belfry/contract';
import { jsonDigest } from '@belfry/ledger';
import { sql as raw } from 'kysely';
import { type Sql, theRow } from '../platform/database/database.ts';
import {
  type AnnouncementState,
  type Audience,
  digestOf,
  type Gap,
  gapsOf,
  type Leaving,
} from './announcement.ts';

interface Told {
  readonly how: string;
  readonly whom: string;
  readonly at: string;
  readonly proofs: string[];
}

export interface AnnouncementLine {
  readonly id: string;
  readonly reference: string;
  readonly incidentId: string;
  readonly incidentReference: string;
  readonly obligationId: string | null;
  readonly regimeId: string | null;
  readonly stageId: string | null;
  readonly audience: Audience;
  readonly state: AnnouncementState;
  readonly texts: AnnouncementTexts;
  readonly way: AnnouncementWay | null;
  readonly elsewhere: Told | null;
  readonly begunAt: Date;
  readonly begunById: PersonId | null;
  readonly begunByName: string | null;
  readonly changedById: PersonId | null;
  readonly changedByName: string | null;
  readonly listedById: PersonId | null;
  readonly listedByName: string | null;
  readonly proposedById: PersonId | null;
  readonly proposedByName: string | null;
  readonly approvedAt: Date | null;
  readonly approvedById: PersonId | null;
  readonly approvedByName: string | null;
  readonly approvedDigest: string | null;
  readonly toldAt: Date | null;
  readonly version: number;
}

/** Announcements of incidents the reader can see, oldest first. */
export async function findAnnouncements(
  trx: Sql,
  wanted: { reference: string } | { id: string } | { incidentIds: readonly string[] },
): Promise<AnnouncementLine[]> {
  const chosen =
    'incidentIds' in wanted
      ? raw`a.incident_id = ANY (${wanted.incidentIds as string[]}::uuid[])`
      : 'id' in wanted
        ? raw`a.id = ${wanted.id}`
        : raw`a.reference = ${wanted.reference}`;
  const { rows } = await raw<AnnouncementLine>`
    SELECT a.id, a.reference, a.incident_id AS "incidentId", i.reference AS "incidentReference",
      a.obligation_id AS "obligationId", o.regime_id AS "regimeId", o.stage_id AS "stageId", a.audience, a.state,
      a.texts, a.way, a.elsewhere, a.begun_at AS "begunAt", a.begun_by AS "begunById", b.name AS "begunByName",
      a.changed_by AS "changedById", c.name AS "changedByName", a.listed_by AS "listedById",
      l.name AS "listedByName", a.proposed_by AS "proposedById", p.name AS "proposedByName", a.approved_at AS "approvedAt", a.approved_by AS "approvedById",
      y.name AS "approvedByName", a.approved_digest AS "approvedDigest", a.told_at AS "toldAt", a.version
    FROM announcement a JOIN incident i ON i.id = a.incident_id
      LEFT JOIN obligation o ON o.id = a.obligation_id
      LEFT JOIN person b ON b.id = a.begun_by LEFT JOIN person c ON c.id = a.changed_by
      LEFT JOIN person l ON l.id = a.listed_by
      LEFT JOIN person p ON p.id = a.proposed_by LEFT JOIN person y ON y.id = a.approved_by
    WHERE ${chosen} ORDER BY a.begun_at, a.id`.execute(trx);
  return rows;
}

/** One announcement, locked until commit. */
export async function lockAnnouncement(trx: Sql, reference: string): Promise<AnnouncementLine | null> {
  const locked = await trx
    .selectFrom('announcement')
    .select('id')
    .where('reference', '=', reference)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined ? null : ((await findAnnouncements(trx, { id: locked.id }))[0] ?? null);
}

/** Whether all of these are files of the incident. */
export async function areFilesOf(trx: Sql, incidentId: string, ids: readonly string[]): Promise<boolean> {
  const { rows } = await raw<{ count: number }>`
    SELECT count(*)::integer AS count FROM attachment
    WHERE incident_id = ${incidentId} AND id = ANY (${[...ids]}::uuid[])`.execute(trx);
  return theRow(rows).count === new Set(ids).size;
}

export interface NewAnnouncement {
  readonly id: string;
  readonly reference: string;
  readonly incidentId: string;
  readonly obligationId: string | null;
  readonly audience: Audience;
  readonly texts: AnnouncementTexts;
  readonly begunBy: string;
}

export async function insertAnnouncement(trx: Sql, begun: NewAnnouncement, now: Date): Promise<void> {
  await trx
    .insertInto('announcement')
    .values({
      id: begun.id,
      reference: begun.reference,
      incident_id: begun.incidentId,
      obligation_id: begun.obligationId,
      audience: begun.audience,
      state: 'draft',
      texts: JSON.stringify(begun.texts),
      begun_at: now,
      begun_by: begun.begunBy,
      changed_by: begun.begunBy,
    })
    .execute();
}

export interface AnnouncementChange {
  readonly state?: AnnouncementState;
  readonly texts?: AnnouncementTexts;
  readonly way?: AnnouncementWay;
  readonly elsewhere?: Told;
  readonly changedBy?: string;
  readonly listedBy?: string;
  readonly proposed?: { readonly at: Date; readonly by: string } | null;
  readonly approved?: {
    readonly at: Date;
    readonly by: string;
    readonly reassertionId: string;
    readonly digest: string;
  } | null;
  readonly toldAt?: Date;
}

export async function writeAnnouncement(trx: Sql, id: string, change: AnnouncementChange): Promise<void> {
  const { approved, proposed } = change;
  await trx
    .updateTable('announcement')
    .set({
      version: raw<number>`version + 1`,
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.texts === undefined ? {} : { texts: JSON.stringify(change.texts) }),
      ...(change.way === undefined ? {} : { way: change.way }),
      ...(change.elsewhere === undefined ? {} : { elsewhere: JSON.stringify(change.elsewhere) }),
      ...(change.changedBy === undefined ? {} : { changed_by: change.changedBy }),
      ...(change.listedBy === undefined ? {} : { listed_by: change.listedBy }),
      ...(proposed === undefined
        ? {}
        : { proposed_at: proposed?.at ?? null, proposed_by: proposed?.by ?? null }),
      ...(approved === undefined
        ? {}
        : {
            approved_at: approved?.at ?? null,
            approved_by: approved?.by ?? null,
            reassertion_id: approved?.reassertionId ?? null,
            approved_digest: approved?.digest ?? null,
          }),
      ...(change.toldAt === undefined ? {} : { told_at: change.toldAt }),
    })
    .where('id', '=', id)
    .execute();
}

interface Counted {
  readonly listed: number;
  readonly queued: number;
  readonly sent: number;
  readonly failed: number;
}

/** How many recipients stand where. The mail's own row says what became of it: nothing is written twice. */
async function countRecipients(trx: Sql, id: string): Promise<Counted> {
  const { rows } = await raw<Counted>`
    SELECT count(*) FILTER (WHERE r.mail_id IS NULL)::integer AS listed,
      count(*) FILTER (WHERE m.state = 'queued')::integer AS queued,
      count(*) FILTER (WHERE m.state = 'sent')::integer AS sent,
      count(*) FILTER (WHERE m.state NOT IN ('queued', 'sent'))::integer AS failed
    FROM announcement_recipient r LEFT JOIN mail m ON m.id = r.mail_id
    WHERE r.announcement_id = ${id}`.execute(trx);
  return theRow(rows);
}

/** What leaves: the words, the way, and who gets them. */
export async function leavingOf(trx: Sql, line: AnnouncementLine): Promise<Leaving> {
  const { rows } = await raw<{ count: number; digest: string | null; languages: Language[] | null }>`
    SELECT count(*)::integer AS count, array_agg(DISTINCT language) AS languages,
      encode(sha256(convert_to(string_agg(lower(address) || ' ' || language, E'\n'
        ORDER BY lower(address) COLLATE "C"), 'UTF8')), 'hex') AS digest
    FROM announcement_recipient WHERE announcement_id = ${line.id}`.execute(trx);
  const { count, digest, languages } = theRow(rows);
  const { audience, texts, way } = line;
  return {
    audience,
    texts,
    way,
    recipients: { count, digest: digest ?? jsonDigest([]), languages: languages ?? [] },
  };
}

const shown = (id: PersonId | null, name: string | null) =>
  id === null || name === null ? null : { id, name };

/** How many would get it, and in which languages: what a list needs to know of ten thousand. */
async function listedFor(trx: Sql, id: string): Promise<{ count: number; languages: Language[] }> {
  const { rows } = await raw<{ count: number; languages: Language[] | null }>`
    SELECT coalesce(sum(count), 0)::integer AS count, array_agg(language ORDER BY language) AS languages
    FROM (SELECT language, count(*) FROM announcement_recipient WHERE announcement_id = ${id} GROUP BY language) AS by_language`.execute(
    trx,
  );
  const { count, languages } = theRow(rows);
  return { count, languages: languages ?? [] };
}

/** As a list shows it: nobody's address is read, sorted or digested for that. */
export async function presentListed(trx: Sql, line: AnnouncementLine): Promise<AnnouncementListed> {
  return presentLine(trx, line, gapsOf({ ...line, recipients: await listedFor(trx, line.id) }));
}

export async function presentAnnouncement(trx: Sql, line: AnnouncementLine): Promise<Announcement> {
  const leaving = await leavingOf(trx, line);
  return { ...(await presentLine(trx, line, gapsOf(leaving))), digest: digestOf(leaving) };
}

async function presentLine(
  trx: Sql,
  line: AnnouncementLine,
  gaps: readonly Gap[],
): Promise<AnnouncementListed> {
  return {
    id: line.id,
    reference: line.reference,
    incident: line.incidentReference,
    obligation: line.obligationId,
    regimeId: line.regimeId,
    stageId: line.stageId,
    audience: line.audience,
    state: line.state,
    texts: line.texts,
    way: line.way,
    elsewhere: line.elsewhere,
    counts: await countRecipients(trx, line.id),
    gaps: [...gaps],
    begunAt: line.begunAt.toISOString(),
    begunBy: shown(line.begunById, line.begunByName),
    changedBy: shown(line.changedById, line.changedByName),
    listedBy: shown(line.listedById, line.listedByName),
    proposedBy: shown(line.proposedById, line.proposedByName),
    approvedAt: line.approvedAt?.toISOString() ?? null,
    approvedBy: shown(line.approvedById, line.approvedByName),
    toldAt: line.toldAt?.toISOString() ?? null,
    version: line.version,
  };
}
