// SPDX-License-Identifier: Apache-2.0
import {
  type Language,
  languages,
  limits,
  type ResponsibleArea,
  responsibleAreas,
  rsitClasses,
  type Term,
  type VocabularyName,
} from '@belfry/contract';
import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { fieldProblem } from '../shell/problem-words.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { termWords } from './terms.tsx';

type Fields = Pick<Term, 'area' | 'words' | 'suggestsClass' | 'isActive'> & { id: string };

const fresh = (vocabulary: VocabularyName): Fields => ({
  id: '',
  area: vocabulary === 'category' ? 'it_cyber' : null,
  words: {},
  suggestsClass: null,
  isActive: true,
});

/** Adds a term, or changes one: its words a language at a time, its area, whether it can be chosen. */
export function TermDialog(props: { vocabulary: VocabularyName; term: Term | null; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { onClose, term, vocabulary } = props;
  const [fields, setFields] = useState<Fields>(() => term ?? fresh(vocabulary));
  const adding = useSending('addTerm');
  const changing = useSending('changeTerm');
  const patch = (change: Partial<Fields>) => setFields({ ...fields, ...change });
  const error = adding.error ?? changing.error;
  const send = () => {
    const { area, id, isActive, suggestsClass } = fields;
    const words = written(fields.words);
    if (term === null) {
      const body = { id, area, words, suggestsClass };
      adding.mutate({ params: { vocabulary }, body }, { onSuccess: onClose });
    } else {
      const body = { area, words, suggestsClass, isActive, version: term.version };
      changing.mutate({ params: { vocabulary, term: id }, body }, { onSuccess: onClose });
    }
  };
  return (
    <FormDialog
      title={
        term === null
          ? t(`vocabularies:add.${vocabulary}`)
          : t('vocabularies:edit', { label: termWords(term, i18n.language as Language).label })
      }
      verb={t('vocabularies:classify.save')}
      isSending={adding.isPending || changing.isPending}
      error={error}
      onClose={onClose}
      onSend={send}
    >
      {term === null ? (
        <TextInput
          data-autofocus
          label={t('vocabularies:id')}
          description={t('vocabularies:id.means')}
          value={fields.id}
          maxLength={60}
          onChange={(event) => patch({ id: event.currentTarget.value })}
          error={fieldProblem(t, error, 'id')}
        />
      ) : null}
      <WordsFields
        words={fields.words}
        onChange={(words) => patch({ words })}
        problem={fieldProblem(t, error, 'words')}
      />
      {vocabulary === 'category' ? (
        <Select
          label={t('vocabularies:area')}
          allowDeselect={false}
          data={responsibleAreas.map((value) => ({ value, label: t(`vocabularies:area.${value}`) }))}
          value={fields.area}
          onChange={(area) => patch({ area: area as ResponsibleArea })}
        />
      ) : null}
      <Select
        label={`${t('vocabularies:class')} (${t('shell:optional')})`}
        clearable
        clearButtonProps={{ 'aria-label': t('vocabularies:clear') }}
        data={rsitClasses.map((value) => ({ value, label: t(`words:class.${value}`) }))}
        value={fields.suggestsClass}
        onChange={(value) => patch({ suggestsClass: rsitClasses.find((one) => one === value) ?? null })}
      />
      {term === null ? null : (
        <Switch
          label={t('vocabularies:active')}
          checked={fields.isActive}
          onChange={(event) => patch({ isActive: event.currentTarget.checked })}
        />
      )}
    </FormDialog>
  );
}

/** A language without a word of its own is left out: it shows another one's. */
function written(words: Term['words']): Term['words'] {
  return Object.fromEntries(
    Object.entries(words)
      .filter(([, one]) => one.label.trim() !== '')
      .map(([language, one]) => [language, { label: one.label.trim(), hint: one.hint.trim() }]),
  );
}

function WordsFields(props: {
  words: Term['words'];
  onChange: (words: Term['words']) => void;
  problem: string | undefined;
}) {
  const { t, i18n } = useTranslation();
  const [language, setLanguage] = useState<Language>(i18n.language as Language);
  const own = props.words[language] ?? { label: '', hint: '' };
  const change = (patch: Partial<typeof own>) =>
    props.onChange({ ...props.words, [language]: { ...own, ...patch } });
  return (
    <>
      <Select
        label={t('vocabularies:language')}
        allowDeselect={false}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        value={language}
        onChange={(value) => setLanguage((value ?? language) as Language)}
      />
      <TextInput
        label={t('vocabularies:label')}
        lang={language}
        maxLength={limits.termLabelCharactersMax}
        value={own.label}
        onChange={(event) => change({ label: event.currentTarget.value })}
        error={props.problem}
      />
      <Textarea
        label={t('vocabularies:hint')}
        description={t('vocabularies:hint.means')}
        lang={language}
        autosize
        maxLength={limits.termHintCharactersMax}
        value={own.hint}
        onChange={(event) => change({ hint: event.currentTarget.value })}
      />
    </>
  );
}
