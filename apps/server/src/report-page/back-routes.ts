// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits } from '@belfry/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { systemActor } from '../platform/authorization/actor.ts';
import { isLocal, networkOf } from '../platform/http/rate-limit.ts';
import {
  addOwnFiles,
  answerIdentity,
  attachmentsOf,
  hearReporter,
  markSeen,
  readOwnReport,
  readReceipt,
  reportOfReceipt,
  withdrawIdentity,
  withdrawReport,
} from '../reports/index.ts';
import { leftPage, type Mine, minePage, receiptPage, saids, ticketPath, withdrawPage } from './back-pages.ts';
import { type FieldProblem, problemsOfText } from './draft.ts';
import { fileProblems } from './draft-routes.ts';
import {
  type IdentityTyped,
  nothingTyped,
  problemsOfIdentity,
  withdrawIdentityPage,
} from './identity-pages.ts';
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
      const opened = parts.receipts.readTicket(ticket, context.now);
      if (opened === null || parts.left.isLeft(opened.reportId, opened.until)) {
        const unsent = field(request.body, 'message');
        const shown = { typed: '', isOver: true, unsent };
        return sendPage(reply, receiptPage({ ...context, path: '/report/back', problems: [] }, shown));
      }
      return handler({ context, reply, request, reportId: opened.reportId });
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
    withReport((call) => showMine(parts, call)),
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
  pages.post(
    '/back/:ticket/identity',
    withReport((call) => takeIdentity(parts, call)),
  );
  pages.get(
    '/back/:ticket/identity/withdraw',
    withReport(async ({ context, reply, reportId }) => {
      const ticket = newTicket(parts, context, reportId);
      const address = ticketPath(ticket, 'identity/withdraw');
      return sendPage(reply, withdrawIdentityPage(context, ticketPath(ticket), address));
    }),
  );
  pages.post(
    '/back/:ticket/identity/withdraw',
    withReport(async (call) => {
      const done = await parts.database.change(reporterOf(call.reportId), (changing) =>
        withdrawIdentity(changing, call.reportId),
      );
      return onTo(parts, call, isRefusal(done) ? { identity: 'late' } : { said: 'identity_withdrawn' });
    }),
  );
  serveLeaving(pages, parts, withReport);
}

type WithReport = (
  handler: (call: MineCall) => Promise<FastifyReply>,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

function serveLeaving(pages: FastifyInstance, parts: ReportPageParts, withReport: WithReport): void {
  pages.post(
    '/back/:ticket/leave',
    withReport(async ({ context, reply, reportId }) => {
      parts.left.leave(reportId, context.now);
      return goTo(reply, at(context, '/report/back/left'));
    }),
  );
  pages.get(
    '/back/left',
    served(parts, async ({ context, reply, request }) => {
      // Whoever carries a cookie is signed in to the desk in this browser, and stays so: only the cache is theirs to lose.
      const cleared = request.headers.cookie === undefined ? '"cache", "cookies", "storage"' : '"cache"';
      return sendPage(reply.header('clear-site-data', cleared), leftPage(context));
    }),
  );
}

export function newTicket(parts: ReportPageParts, context: PageContext, reportId: string): string {
  return parts.receipts.ticket(reportId, new Date(context.now.getTime() + limits.reportTicketAgeMsMax));
}

/** Not a network: counts the wrong receipts of all of them together. */
const EVERYWHERE = 'everywhere';

/**
 * How many wrong receipts one network may try. While guesses rain in from everywhere each network may still try a
 * few: a botnet then cannot lock everybody out, and 3 guesses in 10^16 from each of its machines win it nothing.
 * See docs/decisions/0011-guessed-receipts-slow-everybody-and-stop-nobody.md.
 */
function attemptsMax(parts: ReportPageParts): number {
  const isFlood = parts.wrongReceipts.waits(EVERYWHERE, limits.receiptAttemptsEverywhereMax) !== null;
  return isFlood ? limits.receiptAttemptsInFloodMax : limits.receiptAttemptsMax;
}

async function exchange(
  parts: ReportPageParts,
  call: { request: FastifyRequest; reply: FastifyReply; context: PageContext },
): Promise<FastifyReply> {
  const { context, reply, request } = call;
  const key = isLocal(request.ip) ? null : networkOf(request.ip);
  const seconds = key === null ? null : parts.wrongReceipts.waits(key, attemptsMax(parts));
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
      parts.wrongReceipts.take(EVERYWHERE, limits.receiptAttemptsEverywhereMax);
    }
    return again('problem.receipt.unknown');
  }
  return goTo(reply, at(context, ticketPath(newTicket(parts, context, reportId))));
}

interface Typed {
  readonly message?: string;
  readonly identity?: IdentityTyped;
}

async function showMine(
  parts: ReportPageParts,
  call: MineCall,
  problems: readonly FieldProblem[] = [],
  typed: Typed = {},
): Promise<FastifyReply> {
  const { context, reply, reportId, request } = call;
  const own = await parts.database.read(reporterOf(reportId), ({ sql }) => readOwnReport(sql, reportId));
  if (own === null) {
    const shown = { typed: '', isOver: true, unsent: typed.message ?? '' };
    return sendPage(reply, receiptPage({ ...context, path: '/report/back', problems: [] }, shown), 404);
  }
  if (own.unread > 0) {
    const count = own.messages.filter(({ isOurs }) => isOurs).length;
    await parts.database.change(reporterOf(reportId), ({ sql }) => markSeen(sql, reportId, count));
  }
  // Each page renews the ticket: the hour counts from the last one.
  const ticket = newTicket(parts, context, reportId);
  const mine: Mine = {
    ticket,
    own,
    said: saids.find((said) => said === queryOf(request, 'said')) ?? null,
    typed: { message: typed.message ?? '', identity: typed.identity ?? nothingTyped },
  };
  const path = ticketPath(ticket);
  const shown = [...problems, ...fileProblems(request), ...lateProblems(request)];
  return sendPage(
    reply,
    minePage({ ...context, path, problems: shown }, mine),
    problems.length > 0 ? 422 : 200,
  );
}

/** What was decided elsewhere between looking and pressing. */
function lateProblems(request: FastifyRequest): FieldProblem[] {
  return [
    ...(queryOf(request, 'withdraw') === 'late' ? [{ field: 'content', message: 'problem.withdraw' }] : []),
    ...(queryOf(request, 'identity') === 'late'
      ? [{ field: 'content', message: 'problem.identity.late' }]
      : []),
  ];
}

async function takeIdentity(parts: ReportPageParts, call: MineCall): Promise<FastifyReply> {
  const { body } = call.request;
  const isGiven = field(body, 'action') !== 'refuse';
  const typed = {
    name: field(body, 'name').trim(),
    contact: field(body, 'contact').trim(),
    note: field(body, 'note').trim(),
  };
  const problems = isGiven ? problemsOfIdentity(typed) : [];
  if (problems.length > 0) {
    return showMine(parts, call, problems, { identity: typed });
  }
  const answered = await parts.database.change(reporterOf(call.reportId), (changing) =>
    answerIdentity(changing, parts.sealing, call.reportId, isGiven ? typed : null),
  );
  const said = isGiven ? 'identity_given' : 'identity_refused';
  return onTo(parts, call, isRefusal(answered) ? { identity: 'late' } : { said });
}

function onTo(parts: ReportPageParts, call: MineCall, query: Record<string, string>): FastifyReply {
  const { context, reply, reportId } = call;
  return goTo(reply, at(context, ticketPath(newTicket(parts, context, reportId)), query));
}

async function takeMessage(parts: ReportPageParts, call: MineCall): Promise<FastifyReply> {
  const text = field(call.request.body, 'message').trim();
  const problems = problemsOfText(text, 'message');
  if (problems.length > 0) {
    return showMine(parts, call, problems, { message: text });
  }
  const heard = await parts.database.change(reporterOf(call.reportId), (changing) =>
    hearReporter(changing, call.reportId, text),
  );
  return isRefusal(heard)
    ? showMine(parts, call, [], { message: text })
    : onTo(parts, call, { said: 'message' });
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
