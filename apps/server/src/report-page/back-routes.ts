// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits } from '@belfry/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { systemActor } from '../platform/authorization/actor.ts';
import { isLocal, networkOf } from '../platform/http/rate-limit.ts';
import {
  addOwnFiles,
  attachmentsOf,
  findReportById,
  hearReporter,
  messagesOf,
  readReceipt,
  reportOfReceipt,
  withdrawReport,
} from '../reports/index.ts';
import { type Mine, minePage, receiptPage, ticketPath, withdrawPage } from './back-pages.ts';
import { type FieldProblem, problemsOfText } from './draft.ts';
import { fileProblems } from './draft-routes.ts';
import { at, type PageContext } from './page.ts';
import {
  field,
  goTo,
  queryOf,
  type ReportPageParts,
  readPublicUpload,
  reporterOf,
  sendPage,
  served,
  tooManyAnswer,
} from './report-page-parts.ts';

/** Tells which report a receipt opens, and nothing else of it. */
const exchangingReceipts = systemActor('receipt-opens-report');

interface MineCall {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly context: PageContext;
  readonly reportId: string;
}

/** Coming back with a receipt: state, messages both ways, more files, withdrawing. */
export function serveBack(pages: FastifyInstance, parts: ReportPageParts): void {
  const withReport = (handler: (call: MineCall) => Promise<FastifyReply>) =>
    served(parts, async ({ context, reply, request }) => {
      const { ticket } = request.params as { ticket: string };
      const reportId = parts.receipts.readTicket(ticket, context.now);
      if (reportId === null) {
        const unsent = field(request.body, 'message');
        const shown = { typed: '', isOver: true, unsent };
        return sendPage(reply, receiptPage({ ...context, path: '/report/back', problems: [] }, shown));
      }
      return handler({ context, reply, request, reportId });
    });
  pages.get(
    '/back',
    served(parts, async ({ context, reply }) =>
      sendPage(reply, receiptPage({ ...context, problems: [] }, { typed: '', isOver: false, unsent: '' })),
    ),
  );
  pages.post(
    '/back',
    served(parts, (call) => exchange(parts, call)),
  );
  pages.get(
    '/back/:ticket',
    withReport((call) => showMine(parts, call, [], '')),
  );
  pages.post(
    '/back/:ticket/message',
    withReport((call) => takeMessage(parts, call)),
  );
  pages.post(
    '/back/:ticket/files',
    withReport((call) => takeFiles(parts, call)),
  );
  pages.get(
    '/back/:ticket/withdraw',
    withReport(async ({ context, reply, reportId }) =>
      sendPage(reply, withdrawPage(context, newTicket(parts, context, reportId))),
    ),
  );
  pages.post(
    '/back/:ticket/withdraw',
    withReport((call) => withdraw(parts, call)),
  );
}

function newTicket(parts: ReportPageParts, context: PageContext, reportId: string): string {
  return parts.receipts.ticket(reportId, new Date(context.now.getTime() + limits.reportTicketAgeMsMax));
}

async function exchange(
  parts: ReportPageParts,
  call: { request: FastifyRequest; reply: FastifyReply; context: PageContext },
): Promise<FastifyReply> {
  const { context, reply, request } = call;
  const key = isLocal(request.ip) ? null : networkOf(request.ip);
  const seconds = key === null ? null : parts.wrongReceipts.waits(key, limits.receiptAttemptsMax);
  if (seconds !== null) {
    return tooManyAnswer(reply, context, seconds);
  }
  const typed = field(request.body, 'receipt').trim().slice(0, 100);
  const receipt = readReceipt(typed);
  const again = (message: string) =>
    sendPage(
      reply,
      receiptPage(
        { ...context, problems: [{ field: 'receipt', message }] },
        { typed, isOver: false, unsent: '' },
      ),
      422,
    );
  if (receipt === null) {
    return again('problem.receipt.form');
  }
  const hash = await parts.receipts.hash(receipt);
  const reportId = await parts.database.read(exchangingReceipts, ({ sql }) => reportOfReceipt(sql, hash));
  if (reportId === null) {
    if (key !== null) {
      parts.wrongReceipts.take(key, limits.receiptAttemptsMax);
    }
    return again('problem.receipt.unknown');
  }
  return goTo(reply, at(context, ticketPath(newTicket(parts, context, reportId))));
}

async function showMine(
  parts: ReportPageParts,
  call: MineCall,
  problems: readonly FieldProblem[],
  typed: string,
): Promise<FastifyReply> {
  const { context, reply, reportId, request } = call;
  const found = await parts.database.read(reporterOf(reportId), async ({ sql }) => {
    const report = await findReportById(sql, reportId);
    if (report === undefined) {
      return null;
    }
    const files = await attachmentsOf(sql, reportId);
    return { report, files, messages: await messagesOf(sql, reportId) };
  });
  if (found === null) {
    const shown = { typed: '', isOver: true, unsent: typed };
    return sendPage(reply, receiptPage({ ...context, problems: [] }, shown), 404);
  }
  // Each page renews the ticket: the hour counts from the last one.
  const ticket = newTicket(parts, context, reportId);
  const mine: Mine = {
    ticket,
    report: found.report,
    files: found.files.map(({ id, name, size_bytes: sizeBytes }) => ({ id, name, sizeBytes })),
    messages: found.messages,
    said: saidOf(queryOf(request, 'said')),
    typed,
  };
  const path = ticketPath(ticket);
  const shown = [...problems, ...fileProblems(request), ...withdrawProblems(request)];
  return sendPage(
    reply,
    minePage({ ...context, path, problems: shown }, mine),
    problems.length > 0 ? 422 : 200,
  );
}

function withdrawProblems(request: FastifyRequest): FieldProblem[] {
  return queryOf(request, 'withdraw') === 'late' ? [{ field: 'content', message: 'problem.withdraw' }] : [];
}

function saidOf(text: string): Mine['said'] {
  return text === 'message' || text === 'files' || text === 'withdrawn' ? text : null;
}

function onTo(parts: ReportPageParts, call: MineCall, query: Record<string, string>): FastifyReply {
  const { context, reply, reportId } = call;
  return goTo(reply, at(context, ticketPath(newTicket(parts, context, reportId)), query));
}

async function takeMessage(parts: ReportPageParts, call: MineCall): Promise<FastifyReply> {
  const text = field(call.request.body, 'message').trim();
  const problems = problemsOfText(text, 'message');
  if (problems.length > 0) {
    return showMine(parts, call, problems, text);
  }
  const heard = await parts.database.change(reporterOf(call.reportId), (changing) =>
    hearReporter(changing, call.reportId, text),
  );
  return isRefusal(heard) ? showMine(parts, call, [], text) : onTo(parts, call, { said: 'message' });
}

async function takeFiles(parts: ReportPageParts, call: MineCall): Promise<FastifyReply> {
  const upload = await readPublicUpload(parts, call.request);
  if (typeof upload === 'number') {
    return tooManyAnswer(call.reply, call.context, upload);
  }
  if (isRefusal(upload)) {
    return onTo(parts, call, { many: '1' });
  }
  if (upload.files.length === 0) {
    const count = String(upload.tooLarge.length);
    return onTo(parts, call, upload.tooLarge.length > 0 ? { large: count } : { none: '1' });
  }
  const left = await parts.database.change(reporterOf(call.reportId), async (changing) => {
    const room = limits.attachmentsPerReportMax - (await attachmentsOf(changing.sql, call.reportId)).length;
    const taken = upload.files.slice(0, Math.max(0, room));
    if (taken.length > 0) {
      await addOwnFiles(changing, call.reportId, taken);
    }
    return upload.files.length - taken.length;
  });
  return onTo(parts, call, {
    ...(left < upload.files.length ? { said: 'files' } : {}),
    ...(upload.tooLarge.length > 0 ? { large: String(upload.tooLarge.length) } : {}),
    ...(left > 0 ? { many: String(left) } : {}),
  });
}

async function withdraw(parts: ReportPageParts, call: MineCall): Promise<FastifyReply> {
  const done = await parts.database.change(reporterOf(call.reportId), (changing) =>
    withdrawReport(changing, call.reportId),
  );
  return onTo(parts, call, isRefusal(done) ? { withdraw: 'late' } : { said: 'withdrawn' });
}
