// SPDX-License-Identifier: Apache-2.0
import {
  type ActorShown,
  type Attachment,
  type Language,
  limits,
  type PersonId,
  type QueueShown,
  type Refusal,
  type Report,
  type ReportState,
  type ReportWhole,
  refuse,
} from '@belfry/contract';
import { type Insertable, sql as raw, type Selectable } from 'kysely';
import { type Sql, theRow } from '../platform/database/database.ts';
import { takingReference } from '../platform/database/next-reference.ts';
import type { AttachmentTable, ReportTable } from '../platform/database/rows.generated.ts';
import type { DeclineReason, KeptFile, OngoingAnswer, ReportChannel, ReportKind } from './report.ts';
import type { BeforeDecision } from './report-state.ts';

/** A report with the references of what it belongs to. Those beyond the wall are null, like those not there. */
export type ReportRow = Selectable<ReportTable> & {
  incident_reference: string | null;
  duplicate_reference: string | null;
  attachment_count: number;
  queue: QueueShown | null;
  handler_name: string | null;
};

/** What a list shows of a report: the description only as far as `limits.excerptCharactersMax`, and one character more. */
export type ReportLineRow = Pick<ReportRow, (typeof lineColumns)[number] | Beside>;
type Beside = Exclude<keyof ReportRow, keyof ReportTable> | 'description';

const lineColumns = [
  'id',
  'reference',
  'state',
  'kind',
  'channel',
  'category',
  'qualification',
  'summary',
  'noticed_at',
  'ongoing',
  'anonymous',
  'language',
  'reporter_name',
  'reporter_email',
  'reporter_phone',
  'reported_at',
  'snoozed_until',
  'decline_reason',
  'decline_note',
  'decided_at',
  'unread_from_reporter',
  'occurrences',
  'queue_id',
  'handler_id',
  'routing',
  'before_move',
  'first_answered_at',
] as const satisfies readonly (keyof ReportTable)[];

/** The suggestion of a routing rule, as `report.routing` keeps it. */
export interface KeptRouting {
  readonly rule: string;
  readonly version: number;
  readonly name: string;
  readonly queueId: string;
  readonly handlerId: string | null;
}

/** Columns whose parameters PostgreSQL would not read as text. */
const columnTypes: Readonly<Record<string, string>> = {
  id: 'uuid',
  reporter_id: 'uuid',
  noticed_at: 'timestamptz',
  reported_at: 'timestamptz',
  anonymous: 'boolean',
  queue_id: 'uuid',
  handler_id: 'uuid',
  routing: 'jsonb',
};

/** Numbers a report and writes it, in one statement: whoever reports next waits for no round trip in between. */
export async function insertReport(
  trx: Sql,
  now: Date,
  row: Omit<Insertable<ReportTable>, 'reference'>,
): Promise<string> {
  const entries = Object.entries(row);
  const { rows } = await raw<{ reference: string }>`
    WITH taken AS (${takingReference(row.kind === 'whistleblowing' ? 'WB' : 'REP', now)})
    INSERT INTO report (reference, ${raw.join(entries.map(([name]) => raw.ref(name)))})
    SELECT reference, ${raw.join(entries.map(([name, value]) => raw`${value}::${raw.raw(columnTypes[name] ?? 'text')}`))}
    FROM taken RETURNING reference`.execute(trx);
  return theRow(rows).reference;
}

function selectReports(trx: Sql) {
  return trx.selectFrom('report').selectAll('report').select(besides());
}

/** For lists: a page of long mails stays light, because a description is not read further than it is shown. */
export function selectReportLines(trx: Sql) {
  return trx
    .selectFrom('report')
    .select(lineColumns.map((name) => `report.${name}` as const))
    .select(
      raw<string | null>`left(report.description, ${raw.lit(limits.excerptCharactersMax + 1)})`.as(
        'description',
      ),
    )
    .select(besides());
}

function besides() {
  return [
    raw<string | null>`(SELECT i.reference FROM incident i WHERE i.id = report.incident_id)`.as(
      'incident_reference',
    ),
    raw<string | null>`(SELECT d.reference FROM report d WHERE d.id = report.duplicate_of)`.as(
      'duplicate_reference',
    ),
    raw<number>`(SELECT count(*)::integer FROM attachment a WHERE a.report_id = report.id)`.as(
      'attachment_count',
    ),
    raw<QueueShown | null>`(SELECT json_build_object('id', q.id, 'name', q.name, 'translations', q.translations)
        FROM triage_queue q WHERE q.id = report.queue_id)`.as('queue'),
    raw<string | null>`(SELECT p.name FROM person p WHERE p.id = report.handler_id)`.as('handler_name'),
  ] as const;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** A report as lists show it. */
export function presentReport(row: ReportLineRow): Report {
  const { reporter_email: email, reporter_name: name, reporter_phone: phone } = row;
  return {
    id: row.id,
    reference: row.reference,
    state: row.state as ReportState,
    kind: row.kind as ReportKind,
    channel: row.channel as ReportChannel,
    category: row.category,
    qualification: row.qualification,
    summary: row.summary,
    ...excerptOf(row.description),
    noticedAt: iso(row.noticed_at),
    ongoing: row.ongoing as OngoingAnswer,
    anonymous: row.anonymous,
    language: row.language as Language,
    reporter: row.anonymous ? null : { name, email, phone },
    reportedAt: row.reported_at.toISOString(),
    snoozedUntil: row.state === 'snoozed' ? iso(row.snoozed_until) : null,
    incident: row.incident_reference,
    duplicateOf: row.duplicate_reference,
    decline:
      row.decline_reason === null
        ? null
        : { reason: row.decline_reason as DeclineReason, note: row.decline_note },
    decidedAt: iso(row.decided_at),
    unreadFromReporter: row.unread_from_reporter,
    attachmentCount: row.attachment_count,
    occurrences: row.occurrences,
    queue: row.queue,
    handler:
      row.handler_id === null || row.handler_name === null
        ? null
        : { id: row.handler_id as PersonId, name: row.handler_name },
    routing: presentRouting(row),
    canMoveBack: row.before_move !== null,
    firstAnsweredAt: iso(row.first_answered_at),
  };
}

function excerptOf(description: string | null): Pick<Report, 'description' | 'isDescriptionCut'> {
  // Two UTF-16 units at most make a character: no need to look at the rest.
  const characters = [...(description ?? '').slice(0, 2 * (limits.excerptCharactersMax + 1))];
  const isDescriptionCut = characters.length > limits.excerptCharactersMax;
  return {
    description: isDescriptionCut ? characters.slice(0, limits.excerptCharactersMax).join('') : description,
    isDescriptionCut,
  };
}

function presentRouting(row: ReportLineRow): Report['routing'] {
  const kept = row.routing as unknown as KeptRouting | null;
  return kept === null
    ? null
    : {
        rule: kept.rule,
        version: kept.version,
        name: kept.name,
        isFollowed: kept.queueId === row.queue_id && kept.handlerId === row.handler_id,
      };
}

export async function findReport(
  trx: Sql,
  reference: string,
): Promise<ReportRow | Refusal<'report.not_found'>> {
  const row = await selectReports(trx).where('report.reference', '=', reference).executeTakeFirst();
  return row ?? refuse('report.not_found', `No report "${reference}"`);
}

/** A report to change, locked until commit. */
export async function lockReport(
  trx: Sql,
  reference: string,
): Promise<ReportRow | Refusal<'report.not_found'>> {
  const locked = await trx
    .selectFrom('report')
    .select('id')
    .where('reference', '=', reference)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined
    ? refuse('report.not_found', `No report "${reference}"`)
    : findReport(trx, reference);
}

/** The report of the context: a reporter's own. Locked until commit. */
export async function lockOwnReport(
  trx: Sql,
  reportId: string,
): Promise<ReportRow | Refusal<'report.not_found'>> {
  const row = await trx
    .selectFrom('report')
    .select('reference')
    .where('id', '=', reportId)
    .executeTakeFirst();
  return row === undefined ? refuse('report.not_found') : lockReport(trx, row.reference);
}

export function findReportById(trx: Sql, reportId: string): Promise<ReportRow | undefined> {
  return selectReports(trx).where('report.id', '=', reportId).executeTakeFirst();
}

/** The report a receipt belongs to, or null. Asked by the exchange of a receipt alone. */
export async function reportOfReceipt(trx: Sql, receiptHash: string): Promise<string | null> {
  const row = await trx
    .selectFrom('report')
    .select('id')
    .where('receipt_hash', '=', receiptHash)
    .executeTakeFirst();
  return row?.id ?? null;
}

export function beforeDecision(row: Pick<ReportRow, 'before_decision'>): BeforeDecision | null {
  return row.before_decision as unknown as BeforeDecision | null;
}

export interface MessageRow {
  id: string;
  direction: string;
  text: string;
  written_at: Date;
  written_by: string | null;
  name: string | null;
  sender: string | null;
  is_automatic: boolean;
}

export function messagesOf(trx: Sql, reportId: string): Promise<MessageRow[]> {
  return trx
    .selectFrom('report_message')
    .leftJoin('person', 'person.id', 'report_message.written_by')
    .select([
      'report_message.id',
      'direction',
      'text',
      'written_at',
      'written_by',
      'person.name',
      'sender',
      'is_automatic',
    ])
    .where('report_id', '=', reportId)
    .orderBy('written_at')
    .orderBy('report_message.id')
    .execute();
}

export function presentMessage(row: MessageRow): ReportWhole['messages'][number] {
  const direction = row.direction === 'to_reporter' ? 'to_reporter' : 'from_reporter';
  const writtenBy: ActorShown =
    row.written_by === null
      ? { kind: 'reporter', id: null, name: 'reporter' }
      : { kind: 'person', id: row.written_by, name: row.name ?? '' };
  return {
    id: row.id,
    direction,
    text: row.text,
    writtenAt: row.written_at.toISOString(),
    writtenBy,
    sender: row.sender,
    isAutomatic: row.is_automatic,
  };
}

export async function insertMessage(
  trx: Sql,
  message: {
    id: string;
    reportId: string;
    direction: 'to_reporter' | 'from_reporter';
    text: string;
    writtenAt: Date;
    writtenBy: string | null;
    sender?: string | null;
    isAutomatic?: boolean;
  },
): Promise<void> {
  await trx
    .insertInto('report_message')
    .values({
      id: message.id,
      report_id: message.reportId,
      direction: message.direction,
      text: message.text,
      written_at: message.writtenAt,
      written_by: message.writtenBy,
      sender: message.sender ?? null,
      is_automatic: message.isAutomatic ?? false,
    })
    .execute();
}

export type AttachmentRow = Selectable<AttachmentTable>;

export function presentAttachment(row: AttachmentRow): Attachment {
  return {
    id: row.id,
    name: row.name,
    sizeBytes: row.size_bytes,
    mediaType: row.media_type,
    sha256: row.sha256,
    addedAt: row.added_at.toISOString(),
    addedBy: row.added_by as unknown as ActorShown,
  };
}

export function attachmentsOf(trx: Sql, reportId: string): Promise<AttachmentRow[]> {
  return trx
    .selectFrom('attachment')
    .selectAll()
    .where('report_id', '=', reportId)
    .orderBy('added_at')
    .orderBy('name')
    .orderBy('id')
    .execute();
}

/** A file of a report, by its identifier. */
export function findAttachment(trx: Sql, reference: string, attachmentId: string) {
  return trx
    .selectFrom('attachment')
    .innerJoin('report', 'report.id', 'attachment.report_id')
    .select(['attachment.name', 'media_type', 'sha256'])
    .where('report.reference', '=', reference)
    .where('attachment.id', '=', attachmentId)
    .executeTakeFirst();
}

export async function insertAttachments(
  trx: Sql,
  owner: { reportId: string } | { incidentId: string },
  files: readonly (KeptFile & { id: string })[],
  addedAt: Date,
  addedBy: ActorShown,
): Promise<Attachment[]> {
  const rows = files.map((file) => ({
    id: file.id,
    report_id: 'reportId' in owner ? owner.reportId : null,
    incident_id: 'incidentId' in owner ? owner.incidentId : null,
    name: file.name,
    media_type: file.mediaType,
    size_bytes: file.sizeBytes,
    sha256: file.sha256,
    added_at: addedAt,
    added_by: JSON.stringify(addedBy),
  }));
  if (rows.length > 0) {
    await trx.insertInto('attachment').values(rows).execute();
  }
  return files.map(({ id, mediaType, name, sha256, sizeBytes }) => ({
    id,
    name,
    sizeBytes,
    mediaType,
    sha256,
    addedAt: addedAt.toISOString(),
    addedBy,
  }));
}

/** How often what a report tells of was seen, its first time included. */
export async function writeOccurrences(trx: Sql, reportId: string, count: number): Promise<void> {
  await trx.updateTable('report').set({ occurrences: count }).where('id', '=', reportId).execute();
}
