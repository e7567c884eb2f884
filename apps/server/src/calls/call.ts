// SPDX-License-Identifier: Apache-2.0
import { type CallAnswers, limits, type Problem, type Refusal, refuse } from '@belfry/contract';
import { isAddress } from '../platform/mail/index.ts';
import type { ReportContent } from '../reports/index.ts';

type FieldProblem = NonNullable<Problem['errors']>[number];

/** What stands in the way of sending; the draft itself may hold anything. */
export function reasonNotSendable(answers: CallAnswers): Refusal<'request.not_valid'> | null {
  const errors: FieldProblem[] = [];
  if (answers.summary.trim() === '') {
    errors.push({ pointer: '/summary', code: 'too_small', detail: 'Write what happened' });
  }
  const words = answers.summary.length;
  if (words > limits.summaryCharactersMax) {
    const detail = `At most ${limits.summaryCharactersMax} characters, not ${words}; the notes take the rest`;
    errors.push({ pointer: '/summary', code: 'too_big', detail });
  }
  const email = answers.email.trim();
  if (!answers.anonymous && email !== '' && !isAddress(email)) {
    errors.push({ pointer: '/email', code: 'format', detail: 'Write one plain mail address, or none' });
  }
  if (!answers.anonymous && answers.callBack.trim() !== '' && answers.callBackAt === null) {
    errors.push({
      pointer: '/callBackWhen',
      code: 'too_small',
      detail: 'Say until when somebody calls back',
    });
  }
  return errors.length === 0
    ? null
    : refuse('request.not_valid', 'The call is not complete; it is saved as it is', errors);
}

/** The report a call becomes. Whoever stays unknown leaves nothing of themselves in it, typed or not. */
export function contentOf(answers: CallAnswers): ReportContent {
  const given = (words: string) => words.trim() || null;
  return {
    summary: answers.summary.trim(),
    description: given(answers.notes),
    kind: 'incident',
    category: answers.category,
    noticedAt: answers.noticedAt === null ? null : new Date(answers.noticedAt),
    ongoing: answers.ongoing,
    anonymous: answers.anonymous,
    language: answers.language,
    reporter: answers.anonymous
      ? null
      : { name: given(answers.name), email: given(answers.email), phone: given(answers.phone) },
    files: [],
  };
}

/** The words of a call about a report that is there already. */
export function messageOf(answers: CallAnswers): string {
  return [answers.summary.trim(), answers.notes.trim()].filter((words) => words !== '').join('\n\n');
}
