// SPDX-License-Identifier: Apache-2.0
import type { FourTexts, Language, LawQuestion, RegimeShown, RegimeStage } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading } from '../api.ts';

export interface Law extends AnswerOf<'readRegimes'> {
  regime(id: string): RegimeShown | undefined;
  stage(regimeId: string, stageId: string): RegimeStage | undefined;
  question(id: string): LawQuestion | undefined;
}

/** The law as data: asked for once, and kept for the visit. */
export function useRegimes(): {
  readonly law: Law | undefined;
  readonly error: Error | null;
  readonly refetch: () => void;
} {
  const { data, error, refetch } = useQuery({
    ...reading('readRegimes'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const law = useMemo<Law | undefined>(() => {
    if (data === undefined) return undefined;
    const regimes = new Map(data.regimes.map((one) => [one.id, one]));
    const questions = new Map(data.questions.map((one) => [one.id, one]));
    return {
      ...data,
      regime: (id) => regimes.get(id),
      stage: (regimeId, stageId) => regimes.get(regimeId)?.stages.find(({ id }) => id === stageId),
      question: (id) => questions.get(id),
    };
  }, [data]);
  return { law, error, refetch: () => void refetch() };
}

/** Words that stand in data, in the language of the reader. */
export function useSaid(): (texts: FourTexts) => string {
  const { i18n } = useTranslation();
  return (texts) => texts[i18n.language as Language] ?? texts.en;
}
