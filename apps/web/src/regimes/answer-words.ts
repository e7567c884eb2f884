// SPDX-License-Identifier: Apache-2.0
import type { LawAnswers, LawQuestion } from '@belfry/contract';
import { nis2Sectors } from '@belfry/regimes';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../ui/moment.tsx';

type LawAnswer = LawAnswers[string];
const sectors = new Map(nis2Sectors.map((sector) => [sector.id, sector.names]));

/** Answers and choices of the questions of the law, in the words of the reader. */
export function useAnswerWords() {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const regions = new Intl.DisplayNames(locale, { type: 'region' });
  const choice = (questionId: string, value: string): string => {
    const sector = sectors.get(value);
    if (sector !== undefined) return sector[i18n.language as keyof typeof sector];
    if (/^[A-Z]{2}$/.test(value) && value !== 'EU') return regions.of(value) ?? value;
    return i18n.exists(`regimes:choice.${questionId}.${value}`)
      ? t(`regimes:choice.${questionId}.${value}`)
      : value;
  };
  const answer = (question: Pick<LawQuestion, 'id'>, value: LawAnswer | undefined): string => {
    if (value === undefined || value === null) return t('regimes:answer.unknown');
    if (typeof value === 'boolean') return t(value ? 'regimes:answer.yes' : 'regimes:answer.no');
    if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value);
    if (typeof value === 'string') return choice(question.id, value);
    return value.map((each) => choice(question.id, each)).join(', ');
  };
  return { answer, choice };
}
