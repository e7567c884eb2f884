// SPDX-License-Identifier: Apache-2.0
import { ProblemError } from '@belfry/contract';
import type { TFunction } from 'i18next';
import { UnreachableError } from '../api.ts';

export interface ProblemWords {
  readonly title: string;
  readonly whatToDo: string;
  /** What was wrong with this very request; the server's words, in its language. */
  readonly detail: string | undefined;
  readonly instance: string | undefined;
}

/** Words for a failure, chosen by its code and the reader's language. */
export function problemWords(t: TFunction, error: unknown): ProblemWords {
  if (error instanceof UnreachableError) {
    return {
      title: t('problems:unreachable.title'),
      whatToDo: t('problems:unreachable.whatToDo'),
      detail: undefined,
      instance: undefined,
    };
  }
  if (error instanceof ProblemError) {
    const { code, title, whatToDo, instance } = error.problem;
    return {
      title: t(`problems:${code}.title`, { defaultValue: title }),
      whatToDo: t(`problems:${code}.whatToDo`, { defaultValue: whatToDo }),
      detail: fieldsNamed(t, error) ?? error.problem.detail,
      instance,
    };
  }
  return {
    title: t('problems:screen_broke.title'),
    whatToDo: t('problems:screen_broke.whatToDo'),
    detail: error instanceof Error ? error.message : undefined,
    instance: undefined,
  };
}

/** The fields that need another value, each in the reader's words: a form may lack the place to say it beside them. */
function fieldsNamed(t: TFunction, { problem }: ProblemError): string | undefined {
  const named = (problem.errors ?? []).map(
    ({ code, detail, pointer }) =>
      `${pointer.replace(/^\//, '')}: ${t(`problems:field.${code}`, { defaultValue: detail })}`,
  );
  return named.length === 0 ? undefined : named.join(' · ');
}

/** What to say beside a field: the problem the server names with a pointer to it. */
export function fieldProblem(t: TFunction, error: unknown, field: string): string | undefined {
  if (!(error instanceof ProblemError)) {
    return undefined;
  }
  const named = error.problem.errors?.find(
    (one) => one.pointer === `/${field}` || one.pointer.startsWith(`/${field}/`),
  );
  return named === undefined ? undefined : t(`problems:field.${named.code}`, { defaultValue: named.detail });
}

/** The HTTP status of a refusal, when there is one. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ProblemError ? error.problem.status : undefined;
}
