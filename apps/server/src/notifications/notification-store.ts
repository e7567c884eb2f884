// SPDX-License-Identifier: Apache-2.0
import { asLanguage, limits, type NotificationState, type SubmissionWay, type Tlp } from '@belfry/contract';
import { sql as raw, type Updateable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { DB } from '../platform/database/rows.generated.ts';
import type { Content, NotificationLineState, SubmissionKept } from './notification.ts';
import type { Neighbours, Other } from './notification-facts.ts';

function selectNotifications(sql: Sql) {
  return sql
    .selectFrom('notification')
    .innerJoin('incident', 'incident.id', 'notification.incident_id')
    .leftJoin('authority', 'authority.id', 'notification.authority_id')
    .selectAll('notification')
    .select([
      'incident.reference as incident_reference',
      'incident.title as incident_title',
      'incident.tlp as incident_tlp',
      'authority.name as authority_name',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectNotifications>['execute']>>[number];

/** Words of the table are those of the contract: the CHECK constraints and a test keep them so. */
function fromRow(row: Row): NotificationLineState {
  return {
    id: row.id,
    reference: row.reference,
    incidentId: row.incident_id,
    incidentReference: row.incident_reference,
    incidentTitle: row.incident_title,
    incidentTlp: row.incident_tlp as Tlp,
    obligationId: row.obligation_id,
    regimeId: row.regime_id,
    stageId: row.stage_id,
    occurrence: row.occurrence,
    authorityId: row.authority_id,
    authorityName: row.authority_name,
    state: row.state as NotificationState,
    language: asLanguage(row.language),
    tlp: row.tlp as Tlp,
    content: row.content as unknown as Content,
    begunAt: row.begun_at,
    begunBy: row.begun_by,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    proposedBy: row.proposed_by,
    approvedAt: row.approved_at,
    approvedBy: row.approved_by,
    approvedDigest: row.approved_digest,
    submittedAt: row.submitted_at,
    way: row.way as SubmissionWay | null,
    submission: row.submission as SubmissionKept | null,
    mailId: row.mail_id,
    stageMomentId: row.stage_moment_id,
    failure: row.failure,
    authorityReference: row.authority_reference,
    version: row.version,
  };
}

export async function findNotification(sql: Sql, reference: string): Promise<NotificationLineState | null> {
  const row = await selectNotifications(sql)
    .where('notification.reference', '=', reference)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Locked until commit, so that two changes of one notification follow each other. */
export async function lockNotification(sql: Sql, reference: string): Promise<NotificationLineState | null> {
  const locked = await sql
    .selectFrom('notification')
    .select('id')
    .where('reference', '=', reference)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined ? null : findNotification(sql, reference);
}

/** The notification a mail carries. */
export async function lockNotificationOfMail(
  sql: Sql,
  mailId: string,
): Promise<NotificationLineState | null> {
  const row = await sql
    .selectFrom('notification')
    .select('reference')
    .where('mail_id', '=', mailId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : findNotification(sql, row.reference);
}

export async function findOpen(
  sql: Sql,
  incidentId: string,
  stage: { regimeId: string; stageId: string; occurrence: number },
): Promise<NotificationLineState | null> {
  const row = await selectNotifications(sql)
    .where('notification.incident_id', '=', incidentId)
    .where('notification.regime_id', '=', stage.regimeId)
    .where('notification.stage_id', '=', stage.stageId)
    .where('notification.occurrence', '=', stage.occurrence)
    .where('notification.state', 'in', ['draft', 'proposed', 'approved', 'sending'])
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Of these incidents, oldest first. */
export async function notificationsOf(
  sql: Sql,
  incidentIds: readonly string[],
): Promise<NotificationLineState[]> {
  const rows = await selectNotifications(sql)
    .where('notification.incident_id', 'in', [...incidentIds])
    .orderBy('notification.begun_at')
    .orderBy('notification.reference')
    .limit(limits.pageSizeMax * 10)
    .execute();
  return rows.map(fromRow);
}

const OPEN: readonly NotificationState[] = ['draft', 'proposed', 'approved', 'sending'];

/** Of every incident the reader sees; those that wait longest first. */
export async function notificationsIn(
  sql: Sql,
  state: NotificationState | undefined,
): Promise<NotificationLineState[]> {
  const rows = await selectNotifications(sql)
    .where('notification.state', 'in', state === undefined ? [...OPEN] : [state])
    .orderBy('notification.changed_at')
    .orderBy('notification.reference')
    .limit(limits.pageSizeMax)
    .execute();
  return rows.map(fromRow);
}

export interface NewNotification {
  readonly id: string;
  readonly reference: string;
  readonly incidentId: string;
  readonly obligationId: string | null;
  readonly regimeId: string;
  readonly stageId: string;
  readonly occurrence: number;
  readonly authorityId: string | null;
  readonly language: string;
  readonly tlp: Tlp;
  readonly content: Content;
  readonly begunBy: string | null;
}

export async function insertNotification(sql: Sql, begun: NewNotification, now: Date): Promise<void> {
  await sql
    .insertInto('notification')
    .values({
      id: begun.id,
      reference: begun.reference,
      incident_id: begun.incidentId,
      obligation_id: begun.obligationId,
      regime_id: begun.regimeId,
      stage_id: begun.stageId,
      occurrence: begun.occurrence,
      authority_id: begun.authorityId,
      state: 'draft',
      language: begun.language,
      tlp: begun.tlp,
      content: JSON.stringify(begun.content),
      begun_at: now,
      begun_by: begun.begunBy,
      changed_at: now,
      changed_by: begun.begunBy,
    })
    .execute();
}

/** Writes columns of a notification that is locked; its version grows. */
export async function writeNotification(
  sql: Sql,
  id: string,
  columns: Omit<Updateable<DB['notification']>, 'content' | 'submission'> & {
    readonly content?: Content;
    readonly submission?: SubmissionKept | null;
  },
): Promise<void> {
  const { content, submission, ...rest } = columns;
  await sql
    .updateTable('notification')
    .set({
      ...rest,
      ...(content === undefined ? {} : { content: JSON.stringify(content) }),
      ...(submission === undefined
        ? {}
        : { submission: submission === null ? null : JSON.stringify(submission) }),
      version: raw<number>`version + 1`,
    })
    .where('id', '=', id)
    .execute();
}

const NEIGHBOURS_READ_MAX = 50;
const HOUSE_READ_MAX = 20;

function asOther(row: Row): Other & { readonly stateKept: NotificationState } {
  const { authorityReference, content, reference, regimeId, stageId, state } = fromRow(row);
  return { reference, regimeId, stageId, state, stateKept: state, authorityReference, content };
}

export type NeighbourOf = ReturnType<typeof asOther>;

/** What was told of this incident, and lately of others, as far as the reader sees. */
export async function neighboursOf(
  sql: Sql,
  incidentId: string,
  withoutId: string | null,
): Promise<Neighbours & { readonly ofIncident: readonly NeighbourOf[] }> {
  const others = selectNotifications(sql)
    .where('notification.state', '<>', 'withdrawn')
    .orderBy('notification.begun_at', 'desc')
    .orderBy('notification.reference', 'desc');
  const ofIncident = await others
    .where('notification.incident_id', '=', incidentId)
    .$if(withoutId !== null, (query) => query.where('notification.id', '<>', withoutId ?? ''))
    .limit(NEIGHBOURS_READ_MAX)
    .execute();
  const ofHouse = await others
    .where('notification.incident_id', '<>', incidentId)
    .where('notification.state', 'in', ['submitted', 'acknowledged'])
    .limit(HOUSE_READ_MAX)
    .execute();
  return { ofIncident: ofIncident.map(asOther), ofHouse: ofHouse.map(asOther) };
}

/** Names of people, as far as they are shown anywhere. */
export async function namesOf(sql: Sql, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await sql.selectFrom('person').select(['id', 'name']).where('id', 'in', wanted).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Whether all of these are attachments of the incident that the reader sees. */
export async function areOfIncident(sql: Sql, incidentId: string, ids: readonly string[]): Promise<boolean> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return true;
  const rows = await sql
    .selectFrom('attachment')
    .select('id')
    .where('incident_id', '=', incidentId)
    .where('id', 'in', wanted)
    .execute();
  return rows.length === wanted.length;
}

/** The obligation of a stage, and the reasons somebody gave for its delay. */
export async function obligationOf(
  sql: Sql,
  incidentId: string,
  stage: { regimeId: string; stageId: string; occurrence: number },
): Promise<{ id: string; lateReason: string | null } | null> {
  const row = await sql
    .selectFrom('obligation')
    .select(['id', 'late_reason'])
    .where('incident_id', '=', incidentId)
    .where('regime_id', '=', stage.regimeId)
    .where('stage_id', '=', stage.stageId)
    .where('occurrence', '=', stage.occurrence)
    .executeTakeFirst();
  return row === undefined ? null : { id: row.id, lateReason: row.late_reason };
}
