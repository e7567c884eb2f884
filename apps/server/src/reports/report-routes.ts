// SPDX-License-Identifier: Apache-2.0
import {
  type Answer,
  type Decision,
  type decideReports,
  isRefusal,
  type Language,
  limits,
  refuse,
  type reportRoutes,
  sendReport,
} from '@belfry/contract';
import { z } from 'zod';
import { type PersonActor, type ReporterActor, shown } from '../platform/authorization/actor.ts';
import type { Ids } from '../platform/clock/clock.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Database } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { answerOnce, onceOf, readIdempotencyKey } from '../platform/idempotency/idempotency.ts';
import { reasonNotCategory } from '../vocabularies/index.ts';
import { readUploadWhole, sendFile } from './attachment-transfer.ts';
import { addFiles, writeToReporter } from './correspondence.ts';
import { moveReports, type WhenTaken } from './move-report.ts';
import { RECEIPT_DIGITS, type Receipts } from './receipt.ts';
import type { ReceiveReport } from './receive-report.ts';
import { languageOf, type ReportContent } from './report.ts';
import { alike, countQueue, listReportRows } from './report-search-store.ts';
import {
  attachmentsOf,
  findAttachment,
  findReport,
  messagesOf,
  presentAttachment,
  presentMessage,
  presentReport,
} from './report-store.ts';

export type Outcomes = Answer<typeof decideReports>['outcomes'];

export interface ReportParts {
  readonly database: Database;
  readonly files: FileStore;
  readonly receipts: Receipts;
  readonly ids: Ids;
  readonly receive: ReceiveReport;
  /** Whether somebody reads whistle-blowers' reports; nothing is taken in that nobody may read. */
  readonly isConfidentialManned: () => Promise<boolean>;
  /** Decides on many; accepting one takes an incident, so the process above both slices does it. */
  readonly decide: (
    actor: PersonActor,
    references: readonly string[],
    decision: Decision,
  ) => Promise<Outcomes>;
  readonly whenTaken: WhenTaken;
}

type Routes = typeof reportRoutes;
const cursorKey = z.tuple([z.iso.datetime(), z.uuid()]);

export function reportHandlers(parts: ReportParts): Handlers<Routes> {
  const { database } = parts;
  return {
    sendReport: send(parts),
    listReports: ({ actor, query }) =>
      database.read(actor, async ({ now, sql }) => {
        const start = readCursor(query.cursor, cursorKey);
        if (isRefusal(start)) {
          return start;
        }
        const handler = query.handler === 'me' ? actor.id : query.handler;
        const rows = await listReportRows(sql, { ...query, handler }, start, query.limit, now);
        return pageOfRows(rows, query.limit, (row) => [row.reported_at.toISOString(), row.id], presentReport);
      }),
    countReports: ({ actor }) =>
      database.read(actor, async ({ now, sql }) => {
        const count = await countQueue(sql, now);
        const { asked, open, snoozed } = count;
        return { open, asked, snoozed, oldestAt: count.oldest_at?.toISOString() ?? null };
      }),
    readReport: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const row = await findReport(sql, params.reference);
        if (isRefusal(row)) {
          return row;
        }
        const attachments = (await attachmentsOf(sql, row.id)).map(presentAttachment);
        const messages = (await messagesOf(sql, row.id)).map(presentMessage);
        const { description } = row;
        const whole = { ...presentReport(row), description, isDescriptionCut: false };
        return { ...whole, attachments, messages, contentSha256: row.content_sha256 };
      }),
    listSimilar: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const row = await findReport(sql, params.reference);
        if (isRefusal(row)) {
          return row;
        }
        const found = await alike(sql, row);
        return {
          reports: found.reports.map((each) => ({
            report: presentReport(each.row),
            similarity: each.likeness,
          })),
          incidents: found.incidents.map(({ likeness, reference, status, title }) => ({
            reference,
            title,
            status,
            similarity: likeness,
          })),
        };
      }),
    decideReports: async ({ actor, body }) => ({
      outcomes: await parts.decide(actor, [...new Set(body.references)], body.decision),
    }),
    moveReports: ({ actor, body }) => moveReports(parts, actor, body),
    writeReportMessage: ({ actor, body, params }) =>
      database.change(actor, (changing) => writeToReporter(changing, params.reference, body.text)),
    addReportAttachment: attach(parts),
    readReportAttachment: readAttachment(parts),
  };
}

function send(parts: ReportParts): Handler<Routes['sendReport']> {
  return async ({ actor, body, request }) => {
    const person = actor.kind === 'person' ? actor : null;
    const wrong = await parts.database.read(actor, ({ sql }) => reasonNotCategory(sql, body.category));
    if (wrong !== null) {
      return wrong;
    }
    const content: ReportContent = {
      summary: body.summary,
      description: body.description ?? null,
      kind: body.kind,
      category: body.category ?? null,
      noticedAt: body.noticedAt === undefined ? null : new Date(body.noticedAt),
      ongoing: typeof body.ongoing === 'boolean' ? (body.ongoing ? 'yes' : 'no') : body.ongoing,
      anonymous: body.anonymous,
      language:
        body.language ??
        (person?.language as Language | undefined) ??
        languageOf(request.headers['accept-language']) ??
        'en',
      reporter: body.anonymous ? null : reporterOf(body.reporter, person),
      files: [],
    };
    // Whoever is unknown, or asks to be, is told apart by the key alone; no row links it to a person.
    const isUnknown = person === null || body.anonymous || body.kind === 'whistleblowing';
    if (body.kind === 'whistleblowing' && !(await parts.isConfidentialManned())) {
      return refuse('whistleblowing.no_handler');
    }
    const key = readIdempotencyKey(request.headers['idempotency-key'], isUnknown);
    if (isRefusal(key)) {
      return key;
    }
    // The receipt of a repeated call is made anew from its key, which is kept nowhere, and from this salt, which is.
    const receiptSalt = parts.ids.uuid();
    const receiptWith = (salt: string) =>
      key === null ? parts.ids.digits(RECEIPT_DIGITS) : parts.receipts.ofDraft(`${key} ${salt}`);
    const receipt = isUnknown ? receiptWith(receiptSalt) : undefined;
    // The slow hash comes before the transaction: nobody waits for it with a lock in hand.
    const receiptHash = receipt === undefined ? null : await parts.receipts.hash(receipt);
    const id = parts.ids.uuid();
    // Whoever asks to stay unknown is unknown to the record too, signed in or not: nothing can be erased from it.
    const sender: PersonActor | ReporterActor = isUnknown ? { kind: 'reporter', reportId: id } : person;
    const once =
      key === null
        ? null
        : onceOf({
            routeId: sendReport.id,
            scope: isUnknown ? '' : person.id,
            key,
            request: JSON.parse(JSON.stringify(body)),
          });
    const answer = await parts.database.change(sender, (changing) =>
      answerOnce(changing, once, async () => {
        const received = await parts.receive(changing, {
          id,
          channel: person?.via.kind === 'session' ? 'desk' : 'api',
          content,
          receiptHash,
          reporterId: isUnknown ? null : person.id,
        });
        const { contentSha256, receivedAt, reference } = received;
        return { id, reference, receivedAt: receivedAt.toISOString(), contentSha256, receiptSalt };
      }),
    );
    if (isRefusal(answer)) {
      return answer;
    }
    const { receiptSalt: salt, ...told } = answer;
    const shownReceipt = key === null || receipt === undefined ? receipt : receiptWith(salt);
    return { ...told, ...(shownReceipt === undefined ? {} : { receipt: shownReceipt }) };
  };
}

function reporterOf(
  given: { name?: string | undefined; email?: string | undefined; phone?: string | undefined } | undefined,
  person: PersonActor | null,
): ReportContent['reporter'] {
  if (given === undefined) {
    return { name: person?.name ?? null, email: person?.email ?? null, phone: null };
  }
  return { name: given.name || null, email: given.email || null, phone: given.phone || null };
}

function attach(parts: ReportParts): Handler<Routes['addReportAttachment']> {
  return async ({ actor, params, request }) => {
    const visible = await parts.database.read(actor, ({ sql }) => findReport(sql, params.reference));
    if (isRefusal(visible)) {
      // The body is left unread: a file for a report nobody may see is not kept.
      return visible;
    }
    const files = await readUploadWhole(request, parts.files);
    if (isRefusal(files)) {
      return files;
    }
    if (visible.attachment_count + files.length > limits.attachmentsPerReportMax) {
      return refuse('request.too_large', `A report may have ${limits.attachmentsPerReportMax} files`);
    }
    return parts.database.change(actor, async (changing) => {
      const items = await addFiles(changing, params.reference, files, shown(actor));
      return isRefusal(items) ? items : { items };
    });
  };
}

function readAttachment(parts: ReportParts): Handler<Routes['readReportAttachment']> {
  return async ({ actor, params, reply }) => {
    const file = await parts.database.read(actor, ({ sql }) =>
      findAttachment(sql, params.reference, params.attachment),
    );
    return file === undefined
      ? refuse('report.not_found', `No such file on "${params.reference}"`)
      : sendFile(reply, parts.files, file);
  };
}
