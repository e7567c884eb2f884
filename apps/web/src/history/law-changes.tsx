// SPDX-License-Identifier: Apache-2.0
import { type FieldChange, type HistoryEntry, legalMomentNames } from '@belfry/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type AssessmentWords, useAssessmentWords } from '../assessments/assessment-words.ts';
import { useRegimes, useSaid } from '../regimes/use-regimes.ts';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';
import { ChangeList, type ValueOf } from './changes.tsx';

const lawKinds = new Set(['assessment', 'obligation', 'profile', 'crisis_criteria']);

/** Whether an entry speaks of the law: questions, outcomes, limits. */
export const isOfLaw = (kind: string): boolean => lawKinds.has(kind.split('.', 1)[0] ?? '');

/** Old to new of what the law asks: questions by their words, outcomes by their regime, starts by their moment. */
export function LawChanges({ changes, kind }: { kind: string; changes: readonly FieldChange[] }) {
  const { t } = useTranslation();
  const { law } = useRegimes();
  const words = useAssessmentWords(law);
  const wordsOf = useLawValue(words);
  const nameOf = (field: string): string => {
    const [regime = '', outcome] = field.split('/');
    if (outcome !== undefined) return `${words.regime(regime)}: ${words.outcome(regime, outcome)}`;
    if ((legalMomentNames as readonly string[]).includes(field)) return t(`regimes:moment.${field}`);
    return isQuestion(field) ? words.question(field) : t(`fields:${field}`, { defaultValue: field });
  };
  return <ChangeList kind={kind} changes={changes} nameOf={nameOf} shownAs={wordsOf} />;
}

const isQuestion = (field: string): boolean => /^(inc|org|crisis)\./.test(field);

/** Values in words where the law has words for them; undefined leaves them to everybody's rules. */
function useLawValue(words: AssessmentWords): ValueOf {
  const { t, i18n } = useTranslation();
  const wordsOf: Record<string, (value: string, kind: string) => ReactNode> = {
    state: (value) => t(`obligations:state.${value}`, { defaultValue: value }),
    proposed: (value) => t(`assessments:proposed.${value}`, { defaultValue: value }),
    because: (value) =>
      i18n.exists(`events:${value}`)
        ? t(`events:${value}`)
        : t(`obligations:${value}`, { defaultValue: value }),
    startedBy: (value) => {
      const [what = '', name = ''] = value.split(' ');
      return t(what === 'moment' ? `regimes:moment.${name}` : `obligations:started_by.${what}`, {
        defaultValue: value,
      });
    },
    // Which version it was judged by is told by opening it: its identifier says nothing to anybody.
    profile: (value) => (
      <AppLink href={urls.profile({ version: value })}>{t('assessments:profile.version')}</AppLink>
    ),
  };
  return (kind, field, value) => {
    if (isQuestion(field)) return words.answer(field, value as Parameters<typeof words.answer>[1]);
    if (field === 'why' && Array.isArray(value)) {
      return value
        .map((one) => t(`obligations:why.${String(one)}`, { defaultValue: String(one) }))
        .join('; ');
    }
    if (field === 'criteria' && Array.isArray(value)) {
      return value
        .map((one) => t(`assessments:crisis.criterion.${String(one)}`, { defaultValue: String(one) }))
        .join('; ');
    }
    return typeof value === 'string' ? wordsOf[field]?.(value, kind) : undefined;
  };
}

/** What an obligation, or a look back, is called where the record keeps its identifier. */
export function LawSubject({ subject }: Pick<HistoryEntry, 'subject'>) {
  const { law } = useRegimes();
  const said = useSaid();
  const [regimeId = '', stageId = '', again] = subject.reference.split('.');
  const regime = law?.regime(regimeId);
  const stage = law?.stage(regimeId, stageId);
  if (regime === undefined || stage === undefined) return <bdi>{subject.reference}</bdi>;
  return <>{`${said(regime.name)}: ${said(stage.name)}${again === undefined ? '' : ` ${again}`}`}</>;
}
