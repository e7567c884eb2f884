// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Language, limits, type Term } from '@belfry/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { anybody } from '../platform/authorization/actor.ts';
import type { Changing, Sql } from '../platform/database/database.ts';
import { findReportById } from '../reports/index.ts';
import { labelIn, listTerms, termKnown } from '../vocabularies/index.ts';
import { externalChannelsOfOurs, findExternalChannels, isManned } from '../whistleblowing/index.ts';
import { confidentialPage } from './confidential-pages.ts';
import {
  type Answers,
  contentOf,
  draftId,
  type FieldProblem,
  firstUnanswered,
  isStep,
  isSuspicious,
  isToken,
  noAnswers,
  problemsOf,
  type Setting,
  type Step,
  stepAfter,
} from './draft.ts';
import {
  type Draft,
  deleteDraft,
  deleteDraftFile,
  draftFiles,
  findDraft,
  insertDraft,
  insertDraftFiles,
  noteLeftFiles,
  updateAnswers,
} from './draft-store.ts';
import { at, type PageContext } from './page.ts';
import { gonePage, missingPage, sentPage, startPage } from './plain-pages.ts';
import {
  field,
  goTo,
  queryOf,
  type ReportPageParts,
  readPublicUpload,
  reporterOf,
  sendPage,
  served,
  tooMany,
  tooManyAnswer,
} from './report-page-parts.ts';
import { confirmPage, type StepContext, stepPage, stepPath } from './step-pages.ts';

interface DraftCall {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly context: PageContext;
  readonly token: string;
}

/** The way through the form: a draft on the server, a page a question, back and forth as the browser likes. */
export function serveDraft(pages: FastifyInstance, parts: ReportPageParts): void {
  const withToken = (handler: (call: DraftCall) => Promise<FastifyReply>) =>
    served(parts, async ({ context, reply, request }) => {
      const { token } = request.params as { token: string };
      return isToken(token)
        ? handler({ context, reply, request, token })
        : sendPage(reply, gonePage(context), 404);
    });
  pages.get(
    '/',
    served(parts, async ({ context, reply }) => sendPage(reply, startPage(context))),
  );
  pages.post(
    '/',
    served(parts, async (call) => {
      const token = await begin(parts, call, noAnswers);
      return typeof token === 'string'
        ? goTo(call.reply, at(call.context, stepPath(token, 'kind')))
        : tooManyAnswer(call.reply, call.context, token);
    }),
  );
  pages.get(
    '/whistleblowing',
    served(parts, async ({ context, reply }) => {
      const onward = { onward: { begin: true }, backTo: at(context, '/report') } as const;
      const shown = { ...(await confidentialDesk(parts, context)), ...onward };
      return sendPage(reply, confidentialPage(context, shown));
    }),
  );
  pages.post(
    '/whistleblowing',
    served(parts, async (call) => {
      if (!(await confidentialDesk(parts, call.context)).isManned) {
        return goTo(call.reply, at(call.context, '/report/whistleblowing'));
      }
      const token = await begin(parts, call, { ...noAnswers, kind: 'whistleblowing' });
      return typeof token === 'string'
        ? goTo(call.reply, at(call.context, stepPath(token, 'happened')))
        : tooManyAnswer(call.reply, call.context, token);
    }),
  );
  pages.get(
    '/draft/:token/confidential',
    withToken((call) => showConfidential(parts, call)),
  );
  pages.get(
    '/draft/:token/sent',
    withToken((call) => showSent(parts, call)),
  );
  pages.get(
    '/draft/:token/confirm',
    withToken((call) => showConfirm(parts, call)),
  );
  pages.get(
    '/draft/:token/:step',
    withToken((call) => showStep(parts, call)),
  );
  pages.post(
    '/draft/:token/check',
    withToken((call) => send(parts, call)),
  );
  pages.post(
    '/draft/:token/files',
    withToken((call) => takeFiles(parts, call)),
  );
  pages.post(
    '/draft/:token/:step',
    withToken((call) => takeAnswer(parts, call)),
  );
}

/** Begins a draft. @returns its token, or the seconds to wait */
async function begin(
  parts: ReportPageParts,
  { request }: Pick<DraftCall, 'request'>,
  answers: Answers,
): Promise<string | number> {
  const seconds = tooMany(parts, request, 'draft', limits.publicReportsPerMinuteMax);
  if (seconds !== null) {
    return seconds;
  }
  const token = parts.ids.secret();
  const id = draftId(token);
  await parts.database.change(reporterOf(id), ({ now, sql }) =>
    insertDraft(sql, id, answers, now, new Date(now.getTime() + limits.reportDraftAgeMsMax)),
  );
  return token;
}

function confidentialPath(token: string): string {
  return `/report/draft/${token}/confidential`;
}

/** Whether anybody reads what is told in confidence, and where else one can turn to. */
function confidentialDesk(parts: ReportPageParts, { language }: Pick<PageContext, 'language'>) {
  return parts.database.read(anybody, async ({ sql }) => ({
    isManned: await isManned(sql),
    external: (await findExternalChannels(sql))[language] || externalChannelsOfOurs[language],
  }));
}

async function showConfidential(parts: ReportPageParts, call: DraftCall): Promise<FastifyReply> {
  const { context, reply, request, token } = call;
  const isChange = queryOf(request, 'to') === 'check';
  const next = isChange ? 'check' : stepAfter('kind', { kind: 'whistleblowing' });
  const shown = {
    ...(await confidentialDesk(parts, context)),
    onward: { draft: at(context, stepPath(token, next)) },
    backTo: at(context, stepPath(token, 'kind'), isChange ? { to: 'check' } : {}),
  };
  return sendPage(reply, confidentialPage(context, shown));
}

function settingOf(context: PageContext): Setting {
  return { language: context.language, timeZone: context.desk.timeZone, now: context.now };
}

function readDraft(parts: ReportPageParts, token: string) {
  const id = draftId(token);
  return parts.database.read(reporterOf(id), async ({ now, sql }) => {
    const draft = await findDraft(sql, id, now);
    return draft === null
      ? null
      : { draft, files: await draftFiles(sql, id), terms: await listTerms(sql, 'category') };
  });
}

/** A draft that is gone: the page of the report it became, when that was just now. */
async function gone(parts: ReportPageParts, call: DraftCall): Promise<FastifyReply> {
  const { context, reply, token } = call;
  const report = await parts.database.read(reporterOf(draftId(token)), ({ sql }) =>
    findReportById(sql, draftId(token)),
  );
  return report === undefined
    ? sendPage(reply, gonePage(context), 404)
    : goTo(reply, at(context, stepPath(token, 'sent')));
}

async function showStep(parts: ReportPageParts, call: DraftCall): Promise<FastifyReply> {
  const { context, reply, request, token } = call;
  const { step } = request.params as { step: string };
  if (!isStep(step)) {
    return sendPage(reply, missingPage(context), 404);
  }
  const found = await readDraft(parts, token);
  if (found === null) {
    return gone(parts, call);
  }
  const { answers } = found.draft;
  const shown: StepContext = {
    ...context,
    token,
    answers,
    files: found.files,
    categories: categoriesIn(found.terms, context.language),
    isChange: queryOf(request, 'to') === 'check',
    problems: problemsShown(request, step, answers, settingOf(context)),
  };
  return sendPage(reply, stepPage(shown, step));
}

/** The words only: their explanations stand in the guide, and two minutes on a telephone is the promise. */
function categoriesIn(terms: readonly Term[], language: Language): StepContext['categories'] {
  return terms
    .filter(({ isActive }) => isActive)
    .map((term) => ({ value: term.id, label: labelIn(term, language) }));
}

/** What the page before could not take. It is in the address, so loading again shows the same. */
function problemsShown(
  request: FastifyRequest,
  step: Step,
  answers: Answers,
  setting: Setting,
): FieldProblem[] {
  if (step === 'files') {
    return fileProblems(request);
  }
  return queryOf(request, 'show') === 'problems' ? problemsOf(step, answers, setting) : [];
}

export function fileProblems(request: FastifyRequest): FieldProblem[] {
  return (['large', 'many', 'none'] as const).flatMap((name) => {
    const count = queryOf(request, name);
    return /^\d{1,3}$/.test(count)
      ? [{ field: 'files-choose', message: `problem.files.${name}:${count}` }]
      : [];
  });
}

async function showConfirm(parts: ReportPageParts, call: DraftCall): Promise<FastifyReply> {
  const { context, reply, token } = call;
  const found = await readDraft(parts, token);
  if (found === null) {
    return gone(parts, call);
  }
  const { answers } = found.draft;
  return sendPage(
    reply,
    confirmPage({
      ...context,
      token,
      answers,
      files: found.files,
      categories: [],
      isChange: false,
      problems: [],
    }),
  );
}

async function takeAnswer(parts: ReportPageParts, call: DraftCall): Promise<FastifyReply> {
  const { context, reply, request, token } = call;
  const { step } = request.params as { step: string };
  if (!isStep(step)) {
    return sendPage(reply, missingPage(context), 404);
  }
  const id = draftId(token);
  const answers = await parts.database.change(reporterOf(id), async ({ now, sql }) => {
    const draft = await findDraft(sql, id, now, true);
    if (draft === null) {
      return null;
    }
    const answered = withAnswer(draft.answers, step, request.body);
    await updateAnswers(sql, id, answered);
    return answered;
  });
  if (answers === null) {
    return gone(parts, call);
  }
  const isChange = queryOf(request, 'to') === 'check';
  if (problemsOf(step, answers, settingOf(context)).length > 0) {
    const query = { show: 'problems', ...(isChange ? { to: 'check' } : {}) };
    return goTo(reply, at(context, stepPath(token, step), query));
  }
  if (step === 'kind' && answers.kind === 'whistleblowing') {
    return goTo(reply, at(context, confidentialPath(token), isChange ? { to: 'check' } : {}));
  }
  return goTo(reply, at(context, stepPath(token, isChange ? 'check' : stepAfter(step, answers))));
}

function withAnswer(answers: Answers, step: Step, body: unknown): Answers {
  const line = (name: string) => field(body, name).trim();
  switch (step) {
    case 'kind':
      return { ...answers, kind: line('kind') };
    case 'happened':
      return {
        ...answers,
        happened: field(body, 'happened').trim(),
        isTrapped: answers.isTrapped || line('website') !== '',
      };
    case 'about':
      return { ...answers, about: line('about') };
    case 'ongoing':
      return { ...answers, ongoing: line('ongoing') };
    case 'noticed': {
      const [day = '', month = '', year = '', time = ''] = ['day', 'month', 'year', 'time'].map(line);
      return { ...answers, noticed: { known: line('known'), day, month, year, time } };
    }
    case 'reach': {
      const way = line('reach');
      const [name = '', email = '', phone = ''] =
        way === 'anonymous' ? [] : ['name', 'email', 'phone'].map(line);
      return { ...answers, reach: { way, name, email, phone } };
    }
    case 'files':
    case 'check':
      return answers;
  }
}

async function takeFiles(parts: ReportPageParts, call: DraftCall): Promise<FastifyReply> {
  const { context, reply, request, token } = call;
  if ((await readDraft(parts, token)) === null) {
    return gone(parts, call);
  }
  const upload = await readPublicUpload(parts, request);
  if (typeof upload === 'number') {
    return tooManyAnswer(reply, context, upload);
  }
  const isChange = queryOf(request, 'to') === 'check';
  const stay = (query: Record<string, string>) =>
    goTo(reply, at(context, stepPath(token, 'files'), { ...query, ...(isChange ? { to: 'check' } : {}) }));
  if (isRefusal(upload)) {
    return stay({ many: '1' });
  }
  const id = draftId(token);
  const removed = upload.fields['remove'];
  const left = await parts.database.change(reporterOf(id), async ({ ids, now, sql }) => {
    const draft = await findDraft(sql, id, now, true);
    if (draft === null) {
      return null;
    }
    if (removed !== undefined) {
      await noteLeftFiles(sql, ids, await deleteDraftFile(sql, id, removed), now);
    }
    const room = limits.attachmentsPerReportMax - (await draftFiles(sql, id)).length;
    const taken = upload.files.slice(0, Math.max(0, room));
    await insertDraftFiles(
      sql,
      id,
      taken.map((file) => ({ ...file, id: ids.uuid() })),
      now,
    );
    return upload.files.length - taken.length;
  });
  if (left === null) {
    return gone(parts, call);
  }
  const problems: Record<string, string> = {
    ...(upload.tooLarge.length > 0 ? { large: String(upload.tooLarge.length) } : {}),
    ...(left > 0 ? { many: String(left) } : {}),
  };
  const isUploading = upload.fields['action'] === 'upload';
  if (removed !== undefined || isUploading || Object.keys(problems).length > 0) {
    const isEmpty =
      isUploading && removed === undefined && upload.files.length + upload.tooLarge.length === 0;
    return stay(isEmpty ? { none: '1' } : problems);
  }
  return goTo(reply, at(context, stepPath(token, isChange ? 'check' : 'reach')));
}

async function send(parts: ReportPageParts, call: DraftCall): Promise<FastifyReply> {
  const { context, reply, request, token } = call;
  const found = await readDraft(parts, token);
  if (found === null) {
    return gone(parts, call);
  }
  const setting = settingOf(context);
  const missing = firstUnanswered(found.draft.answers, setting);
  if (missing !== null) {
    return goTo(reply, at(context, stepPath(token, missing), { show: 'problems', to: 'check' }));
  }
  if (found.draft.answers.kind === 'whistleblowing' && !(await confidentialDesk(parts, context)).isManned) {
    return goTo(reply, at(context, confidentialPath(token)));
  }
  const isConfirmed = field(request.body, 'confirmed') === 'yes';
  if (!isConfirmed && isSuspicious(found.draft.answers, found.draft.startedAt, context.now)) {
    return goTo(reply, at(context, stepPath(token, 'confirm')));
  }
  const seconds = tooMany(parts, request, 'send', limits.publicReportsPerMinuteMax);
  if (seconds !== null) {
    return tooManyAnswer(reply, context, seconds);
  }
  const id = draftId(token);
  const receiptHash = await parts.receipts.hash(parts.receipts.ofDraft(token));
  await parts.database.change(reporterOf(id), async (changing) => {
    // Locked: of two presses of the button the second finds the draft gone, and the report there.
    const draft = await findDraft(changing.sql, id, changing.now, true);
    if (draft !== null) {
      await becomeReport(parts.receive, changing, draft, setting, receiptHash);
    }
  });
  return goTo(reply, at(context, stepPath(token, 'sent')));
}

async function becomeReport(
  receive: ReportPageParts['receive'],
  changing: Changing,
  draft: Draft,
  setting: Setting,
  receiptHash: string,
): Promise<void> {
  const { sql } = changing;
  const content = {
    ...contentOf(draft.answers, await filesOf(sql, draft.id), setting),
    category: await categoryOf(sql, draft.answers),
  };
  await deleteDraft(sql, draft.id);
  await receive(changing, {
    id: draft.id,
    channel: 'form',
    content,
    receiptHash,
    reporterId: null,
  });
}

/** A term that was switched off while the form was open still holds; one that never was is no answer. */
async function categoryOf(trx: Sql, { about, kind }: Answers): Promise<string | null> {
  return kind !== 'whistleblowing' && (await termKnown(trx, 'category', about)) ? about : null;
}

async function filesOf(trx: Sql, id: string) {
  const files = await draftFiles(trx, id);
  return files.map(({ mediaType, name, sha256, sizeBytes }) => ({ mediaType, name, sha256, sizeBytes }));
}

async function showSent(parts: ReportPageParts, call: DraftCall): Promise<FastifyReply> {
  const { context, reply, token } = call;
  const report = await parts.database.read(reporterOf(draftId(token)), ({ sql }) =>
    findReportById(sql, draftId(token)),
  );
  if (report === undefined) {
    return sendPage(reply, gonePage(context), 404);
  }
  const isFresh = context.now.getTime() - report.reported_at.getTime() < limits.receiptShownMsMax;
  return sendPage(
    reply,
    sentPage(context, {
      reference: report.reference,
      receipt: isFresh ? parts.receipts.ofDraft(token) : null,
      receivedAt: report.reported_at,
      contentSha256: report.content_sha256,
      isOngoing: report.ongoing === 'yes',
      isConfidential: report.kind === 'whistleblowing',
    }),
  );
}
