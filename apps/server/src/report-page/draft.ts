// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { type Language, limits, ongoingAnswers, reportKinds } from '@belfry/contract';
import { z } from 'zod';
import { uuidOf } from '../platform/clock/uuid-bytes.ts';
import { type KeptFile, type ReportContent, titleOf } from '../reports/index.ts';
import { type NoticedProblem, readNoticedAt } from './noticed-at.ts';

/** The pages of the form, one question each, in order. */
export const steps = ['kind', 'happened', 'about', 'ongoing', 'noticed', 'files', 'reach', 'check'] as const;
export type Step = (typeof steps)[number];

/** Answers as they were typed: what needs another value is shown again as it stands. */
export const answersShape = z.object({
  kind: z.string().default(''),
  happened: z.string().default(''),
  /** A category of the organisation, or nothing: the question may be skipped. */
  about: z.string().default(''),
  ongoing: z.string().default(''),
  noticed: z
    .object({
      known: z.string().default(''),
      day: z.string().default(''),
      month: z.string().default(''),
      year: z.string().default(''),
      time: z.string().default(''),
    })
    .prefault({}),
  reach: z
    .object({
      way: z.string().default(''),
      name: z.string().default(''),
      email: z.string().default(''),
      phone: z.string().default(''),
    })
    .prefault({}),
  /** The field that people do not see was filled in. */
  isTrapped: z.boolean().default(false),
});
export type Answers = z.output<typeof answersShape>;
export const noAnswers: Answers = answersShape.parse({});

/** What stands in the way on a page: the field to go to, and the message that says what to do. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export interface Setting {
  readonly language: Language;
  readonly timeZone: string;
  readonly now: Date;
}

/** The identifier of a draft, and of the report it becomes. Nobody gets from it back to the token. */
export function draftId(token: string): string {
  const bytes = createHash('sha256').update(`draft ${token}`).digest().subarray(0, 16);
  // Version 8, the layout of our own making (RFC 9562 section 5.8).
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidOf(bytes);
}

export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** The questions that are asked: what wrongdoing is about is for its handlers to say, not for a list. */
export function stepsFor({ kind }: Pick<Answers, 'kind'>): readonly Step[] {
  return kind === 'whistleblowing' ? steps.filter((step) => step !== 'about') : steps;
}

export function stepAfter(step: Step, answers: Pick<Answers, 'kind'>): Step {
  const asked = stepsFor(answers);
  return asked[asked.indexOf(step) + 1] ?? 'check';
}

export function stepBefore(step: Step, answers: Pick<Answers, 'kind'>): Step | null {
  const asked = stepsFor(answers);
  return asked[asked.indexOf(step) - 1] ?? null;
}

export function isStep(text: string): text is Step {
  return steps.some((step) => step === text);
}

export function problemsOf(step: Step, answers: Answers, setting: Setting): FieldProblem[] {
  switch (step) {
    case 'kind':
      return reportKinds.some((kind) => kind === answers.kind)
        ? []
        : [{ field: 'kind-incident', message: 'problem.kind' }];
    case 'happened':
      return problemsOfText(answers.happened, 'happened');
    case 'ongoing':
      return ongoingAnswers.some((answer) => answer === answers.ongoing)
        ? []
        : [{ field: 'ongoing-yes', message: 'problem.ongoing' }];
    case 'noticed':
      return problemsOfNoticed(answers, setting);
    case 'reach':
      return problemsOfReach(answers);
    case 'about':
    case 'files':
    case 'check':
      return [];
  }
}

export function problemsOfText(text: string, field: string): FieldProblem[] {
  if (text.trim() === '') {
    return [{ field, message: `problem.${field}.empty` }];
  }
  return text.length > limits.textCharactersMax ? [{ field, message: 'problem.text.long' }] : [];
}

const noticedMessages: Record<NoticedProblem, FieldProblem> = {
  not_a_date: { field: 'noticed-day', message: 'problem.noticed.date' },
  not_a_time: { field: 'noticed-time', message: 'problem.noticed.time' },
  in_the_future: { field: 'noticed-day', message: 'problem.noticed.future' },
};

function noticedOf({ noticed }: Answers, setting: Setting): Date | null | { problem: NoticedProblem } {
  if (noticed.known === 'no') {
    return null;
  }
  return readNoticedAt(noticed, setting.language, setting.timeZone, setting.now);
}

function problemsOfNoticed(answers: Answers, setting: Setting): FieldProblem[] {
  const { day, known, month, year } = answers.noticed;
  if (known === '' && `${day}${month}${year}`.trim() === '') {
    return [{ field: 'noticed-day', message: 'problem.noticed.empty' }];
  }
  const at = noticedOf(answers, setting);
  return at !== null && 'problem' in at ? [noticedMessages[at.problem]] : [];
}

const mailForm = z.email().max(254);

function problemsOfReach({ reach }: Answers): FieldProblem[] {
  if (reach.way !== 'named' && reach.way !== 'anonymous') {
    return [{ field: 'reach-named', message: 'problem.reach' }];
  }
  if (reach.way === 'anonymous') {
    return [];
  }
  const problems: FieldProblem[] = [];
  if (reach.name.length > limits.titleCharactersMax) {
    problems.push({ field: 'reach-name', message: 'problem.reach.name' });
  }
  if (reach.email !== '' && !mailForm.safeParse(reach.email).success) {
    problems.push({ field: 'reach-email', message: 'problem.reach.email' });
  }
  if (reach.phone.length > 60) {
    problems.push({ field: 'reach-phone', message: 'problem.reach.phone' });
  }
  return problems;
}

/** The first page that has no good answer yet, or null when the report can be sent. */
export function firstUnanswered(answers: Answers, setting: Setting): Step | null {
  return steps.find((step) => problemsOf(step, answers, setting).length > 0) ?? null;
}

/** The report these answers tell. Call it when none is unanswered. */
export function contentOf(answers: Answers, files: readonly KeptFile[], setting: Setting): ReportContent {
  const at = noticedOf(answers, setting);
  const isAnonymous = answers.reach.way === 'anonymous';
  const { email, name, phone } = answers.reach;
  const isShort = answers.happened.length <= limits.summaryCharactersMax;
  return {
    summary: isShort ? answers.happened : titleOf(answers.happened, limits.titleCharactersMax),
    description: isShort ? null : answers.happened,
    kind: reportKinds.find((kind) => kind === answers.kind) ?? 'incident',
    category: null,
    noticedAt: at !== null && 'problem' in at ? null : at,
    ongoing: ongoingAnswers.find((answer) => answer === answers.ongoing) ?? 'unknown',
    anonymous: isAnonymous,
    language: setting.language,
    reporter: isAnonymous ? null : { name: name || null, email: email || null, phone: phone || null },
    files,
  };
}

/** A person needs longer than this to answer seven questions, and leaves alone what they do not see. */
const SECONDS_MIN = 4;

export function isSuspicious(answers: Answers, startedAt: Date, now: Date): boolean {
  return answers.isTrapped || now.getTime() - startedAt.getTime() < SECONDS_MIN * 1_000;
}
