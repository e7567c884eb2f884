// SPDX-License-Identifier: Apache-2.0
import { shown } from '../platform/authorization/actor.ts';
import { type Changing, enterReport } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { contentSha256, type ReportChannel, type ReportContent } from './report.ts';
import { insertAttachments, insertReport, type KeptRouting } from './report-store.ts';

export interface Arrival {
  readonly id: string;
  readonly channel: ReportChannel;
  readonly content: ReportContent;
  /** Null for somebody signed in: they come back as themselves. */
  readonly receiptHash: string | null;
  /** The person who reported or entered it; null for whoever stays unknown, and for whoever has no account. */
  readonly reporterId: string | null;
  /** Name of the mailbox or webhook it came through; routing rules may ask for it. */
  readonly cameThrough?: string | null;
}

/** Where routing rules send a report that arrives. */
export interface Routed {
  readonly queueId: string;
  readonly handlerId: string | null;
  readonly rule: string;
  readonly version: number;
  /** Name of the rule and of the queue as they read now: the report keeps them. */
  readonly name: string;
  readonly queueName: string;
}

export interface Received {
  readonly id: string;
  readonly reference: string;
  readonly receivedAt: Date;
  readonly contentSha256: string;
}

/** How a report is received, with everything that follows from it in the same transaction. */
export type ReceiveReport = (changing: Changing, arrival: Arrival) => Promise<Received>;

/**
 * Takes a report in. The number comes late: its row stays locked until commit, and every report waits for it.
 * From the commit on the report survives a crash; only then is anybody told a reference.
 */
export async function receiveReport(
  changing: Changing,
  arrival: Arrival,
  routed: Routed | null = null,
): Promise<Received> {
  const { actor, ids, now, sql } = changing;
  const { channel, content, id } = arrival;
  if (actor.kind !== 'reporter' || actor.reportId !== id) {
    await enterReport(sql, id);
  }
  const isConfidential = content.kind === 'whistleblowing';
  const digest = contentSha256(content, channel, now);
  const reporter = content.anonymous ? null : content.reporter;
  const reference = await insertReport(sql, now, {
    id,
    state: 'waiting',
    kind: content.kind,
    channel,
    category: content.category,
    summary: content.summary,
    description: content.description,
    noticed_at: content.noticedAt,
    ongoing: content.ongoing,
    anonymous: content.anonymous,
    language: content.language,
    reporter_name: reporter?.name ?? null,
    reporter_email: reporter?.email ?? null,
    reporter_phone: reporter?.phone ?? null,
    // A whistle-blower comes back with the receipt alone: no account joins them to what they told.
    reporter_id: content.anonymous || isConfidential ? null : arrival.reporterId,
    receipt_hash: arrival.receiptHash,
    reported_at: now,
    content_sha256: digest,
    came_through: arrival.cameThrough ?? null,
    queue_id: routed?.queueId ?? null,
    handler_id: routed?.handlerId ?? null,
    routing: routed === null ? null : keptRouting(routed),
  });
  const files = content.files.map((file) => ({ ...file, id: ids.uuid() }));
  await insertAttachments(sql, { reportId: id }, files, now, shown(actor));
  // Names and addresses of reporters stay out of the record, which nobody can ever erase (GDPR Art. 17); the
  // digest covers them. Of a whistle-blower's report no word goes there either (Directive (EU) 2019/1937 Art. 17).
  changing.record({
    event: 'report.received',
    subject: { kind: 'report', id, reference },
    reportId: id,
    text: isConfidential ? undefined : content.summary,
    changes: changesBetween(
      {},
      {
        state: 'waiting',
        kind: content.kind,
        channel,
        contentSha256: digest,
        files: files.length,
        ...inRecord(routed),
      },
    ),
  });
  return { id, reference, receivedAt: now, contentSha256: digest };
}

/** The suggestion as it read, whatever becomes of the rule. */
function keptRouting({ handlerId, name, queueId, rule, version }: Routed): string {
  return JSON.stringify({ rule, version, name, queueId, handlerId } satisfies KeptRouting);
}

function inRecord(routed: Routed | null): Record<string, unknown> {
  return routed === null
    ? {}
    : { queue: routed.queueName, handler: routed.handlerId, rule: `${routed.name} (${routed.version})` };
}
