// SPDX-License-Identifier: Apache-2.0
import { type Language, languages, responsibleAreas, type Term, type VocabularyName } from '@belfry/contract';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';

/** Words change seldom; a screen full of reports asks for them once. */
const FRESH_MS = 5 * 60_000;

/** The terms of a vocabulary in order, and the words for one of them in the reader's language. */
export function useTerms(vocabulary: VocabularyName) {
  const { i18n } = useTranslation();
  const { data, error } = useQuery({ ...reading('readVocabularies'), staleTime: FRESH_MS });
  const terms = (vocabulary === 'category' ? data?.categories : data?.qualifications) ?? [];
  const wordsFor = (id: string) =>
    termWords(terms.find((one) => one.id === id) ?? id, i18n.language as Language);
  return { terms, isKnown: data !== undefined, error, wordsFor };
}

/** What a term is called in a language, or in the first one it has; a term that is gone shows its identifier. */
export function termWords(term: Term | string, language: Language): { label: string; hint: string } {
  if (typeof term === 'string') {
    return { label: term, hint: '' };
  }
  const spoken = [language, ...languages].map((one) => term.words[one]).find((words) => words !== undefined);
  return spoken ?? { label: term.id, hint: '' };
}

/** One term as a word, its explanation on asking. */
export function TermWord({ vocabulary, id }: { vocabulary: VocabularyName; id: string | null }) {
  const { t } = useTranslation();
  const { wordsFor } = useTerms(vocabulary);
  if (id === null) {
    return <span className="quiet">{t('vocabularies:nobody_said')}</span>;
  }
  const { hint, label } = wordsFor(id);
  return hint === '' ? <bdi>{label}</bdi> : <bdi title={hint}>{label}</bdi>;
}

/**
 * Chooses a term, or none. Terms that were switched off are offered only where they are chosen already. Categories
 * stand under their responsible area.
 */
export function TermChoice(props: {
  vocabulary: VocabularyName;
  value: string | null;
  onChange: (id: string | null) => void;
  label?: string;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const { terms, wordsFor } = useTerms(props.vocabulary);
  const offered = terms.filter((one) => one.isActive || one.id === props.value);
  const items = (some: readonly Term[]) => some.map(({ id }) => ({ value: id, label: wordsFor(id).label }));
  const data =
    props.vocabulary === 'qualification'
      ? items(offered)
      : responsibleAreas
          .map((area) => ({
            group: t(`vocabularies:area.${area}`),
            items: items(offered.filter((one) => one.area === area)),
          }))
          .filter((group) => group.items.length > 0);
  const hint = props.value === null ? '' : wordsFor(props.value).hint;
  return (
    <Select
      label={props.label ?? `${t(`vocabularies:${props.vocabulary}`)} (${t('shell:optional')})`}
      description={hint === '' ? undefined : hint}
      placeholder={t('vocabularies:nobody_said')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('vocabularies:clear'), tabIndex: 0 }}
      data={data}
      value={props.value}
      onChange={props.onChange}
      error={props.error}
    />
  );
}
