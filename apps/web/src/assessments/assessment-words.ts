// SPDX-License-Identifier: Apache-2.0
import { type AnswerValue, crisisRegimeId, type LawQuestion, type RegimeLine } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { useAnswerWords } from '../regimes/answer-words.ts';
import { type Law, useSaid } from '../regimes/use-regimes.ts';

export interface AssessmentWords {
  regime(id: string): string;
  outcome(regime: string, outcome: string): string;
  /** The same where it begins a line by itself. */
  outcomeTitle(regime: string, outcome: string): string;
  /** A line of the test with its article; undefined for one of our own. */
  line(regime: string, criterion: string): RegimeLine | undefined;
  says(regime: string, criterion: string): string;
  question(id: string): string;
  kind(id: string): LawQuestion | undefined;
  answer(question: string, value: AnswerValue): string;
}

const CRISIS = `${crisisRegimeId}.`;

/** Names of everything an assessment speaks of: those of the law from its data, those of a crisis from the settings. */
export function useAssessmentWords(law: Law | undefined): AssessmentWords {
  const { i18n, t } = useTranslation();
  const said = useSaid();
  const answers = useAnswerWords();
  const { data } = useQuery(reading('readCrisisCriteria'));
  const ofCrisis = (id: string): string => {
    const criteria = [...(data?.items ?? []), ...(data?.removed ?? [])];
    const found = criteria.find((one) => `${CRISIS}${one.id}` === id);
    if (found === undefined) return t('assessments:crisis.other');
    return found.code === null ? found.text : t(`assessments:crisis.criterion.${found.code}`);
  };
  const question = (id: string): string => {
    if (id.startsWith(CRISIS)) return ofCrisis(id);
    const found = law?.question(id);
    return found === undefined ? id : said(found.asks);
  };
  const line = (regime: string, criterion: string) =>
    law?.regime(regime)?.criteria.find(({ id }) => id === criterion);
  const outcome = (regime: string, id: string): string => {
    if (regime === crisisRegimeId) return t('assessments:crisis.outcome');
    const found = law?.regime(regime)?.outcomes.find((one) => one.id === id);
    return found === undefined ? id : said(found.says);
  };
  return {
    line,
    question,
    outcome,
    outcomeTitle: (regime, id) => {
      const words = outcome(regime, id);
      return words.slice(0, 1).toLocaleUpperCase(i18n.language) + words.slice(1);
    },
    kind: (id) => law?.question(id),
    regime: (id) => {
      if (id === crisisRegimeId) return t('assessments:crisis.regime');
      const found = law?.regime(id);
      return found === undefined ? id : said(found.name);
    },
    says: (regime, criterion) => {
      const found = line(regime, criterion);
      return found === undefined ? question(criterion) : said(found.says);
    },
    answer: (id, value) => answers.answer({ id }, value),
  };
}
