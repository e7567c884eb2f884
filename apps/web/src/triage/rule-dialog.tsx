// SPDX-License-Identifier: Apache-2.0
import {
  languages,
  limits,
  ongoingAnswers,
  type RoutingRule,
  reportChannels,
  reportKinds,
  wordModes,
} from '@belfry/contract';
import { MultiSelect, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageNames } from '../messages/messages.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { PersonChoice } from '../ui/person-choice.tsx';
import { useTerms } from '../vocabularies/terms.tsx';
import { QueueChoice } from './queues.tsx';

type Conditions = RoutingRule['conditions'];
/** A rule while it is written: it may not know its queue yet. */
export type RuleDraft = Omit<RoutingRule, 'queue'> & { queue: string | null };

export const noConditions: Conditions = {
  channels: [],
  kinds: [],
  categories: [],
  words: [],
  wordMode: 'any',
  senders: [],
  cameThrough: [],
  languages: [],
  anonymous: null,
  ongoing: [],
};

/** One term a line; commas part terms too, because people write lists that way. */
const termsOf = (text: string): string[] =>
  [...new Set(text.split(/[\n,;]+/).map((term) => term.trim()))]
    .filter((term) => term !== '')
    .slice(0, limits.ruleTermsMax);

/** Writes one rule. It takes effect only when the rules are saved. */
export function RuleDialog(props: {
  draft: RuleDraft;
  onDone: (rule: RoutingRule) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(props.draft);
  const [isChecked, setChecked] = useState(false);
  const set = (patch: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...patch }));
  return (
    <FormDialog
      title={t('triage:rule.title')}
      verb={t('triage:rule.done')}
      isSending={false}
      error={null}
      size="xl"
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        const name = draft.name.trim();
        if (name !== '' && draft.queue !== null) {
          props.onDone({ ...draft, name, queue: draft.queue });
        }
      }}
    >
      <TextInput
        data-autofocus
        label={t('triage:rule.name')}
        maxLength={limits.queueNameCharactersMax}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={isChecked && draft.name.trim() === '' ? t('triage:rule.name_missing') : undefined}
      />
      <QueueChoice
        label={t('triage:rule.queue')}
        value={draft.queue}
        onChange={(queue) => set({ queue: queue ?? null })}
        error={isChecked && draft.queue === null ? t('triage:rule.queue_missing') : undefined}
      />
      <PersonChoice
        label={`${t('triage:rule.handler')} (${t('shell:optional')})`}
        value={draft.handler}
        onChange={(handler) => set({ handler })}
      />
      <p className="quiet">{t('triage:rule.all_must_hold')}</p>
      <ConditionFields
        conditions={draft.conditions}
        onChange={(patch) => set({ conditions: { ...draft.conditions, ...patch } })}
      />
      <Switch
        label={t('triage:rule.is_on')}
        checked={draft.isOn}
        onChange={(event) => set({ isOn: event.currentTarget.checked })}
      />
    </FormDialog>
  );
}

function ConditionFields(props: { conditions: Conditions; onChange: (patch: Partial<Conditions>) => void }) {
  const { t } = useTranslation();
  const { conditions, onChange } = props;
  const { terms, wordsFor } = useTerms('category');
  return (
    <>
      <TermsField
        label={t('triage:rule.words')}
        description={t('triage:rule.words_means')}
        terms={conditions.words}
        onChange={(words) => onChange({ words })}
      />
      <Select
        label={t('triage:rule.word_mode')}
        allowDeselect={false}
        data={wordModes.map((one) => ({ value: one, label: t(`triage:rule.word_mode.${one}`) }))}
        value={conditions.wordMode}
        onChange={(value) => onChange({ wordMode: wordModes.find((one) => one === value) ?? 'any' })}
      />
      <TermsField
        label={t('triage:rule.senders')}
        description={t('triage:rule.senders_means')}
        terms={conditions.senders}
        onChange={(senders) => onChange({ senders })}
      />
      <SomeOf
        label={t('triage:rule.channels')}
        options={reportChannels.map((one) => [one, t(`words:channel.${one}`)])}
        value={conditions.channels}
        onChange={(channels) => onChange({ channels })}
      />
      <TermsField
        label={t('triage:rule.through')}
        description={t('triage:rule.through_means')}
        terms={conditions.cameThrough}
        onChange={(cameThrough) => onChange({ cameThrough })}
      />
      <SomeOf
        label={t('triage:rule.kinds')}
        options={reportKinds
          .filter((one) => one !== 'whistleblowing')
          .map((one) => [one, t(`words:report_kind.${one}`)] as const)}
        value={conditions.kinds}
        onChange={(kinds) => onChange({ kinds })}
      />
      <SomeOf
        label={t('triage:rule.categories')}
        options={terms.map(({ id }) => [id, wordsFor(id).label])}
        value={conditions.categories}
        onChange={(categories) => onChange({ categories })}
      />
      <SomeOf
        label={t('triage:rule.languages')}
        options={languages.map((one) => [one, languageNames[one]])}
        value={conditions.languages}
        onChange={(spoken) => onChange({ languages: spoken })}
      />
      <SomeOf
        label={t('triage:rule.ongoing')}
        options={ongoingAnswers.map((one) => [one, t(`words:ongoing.${one}`)])}
        value={conditions.ongoing}
        onChange={(ongoing) => onChange({ ongoing })}
      />
      <Select
        label={t('triage:rule.anonymous')}
        allowDeselect={false}
        data={[
          { value: '', label: t('triage:rule.either') },
          { value: 'yes', label: t('triage:rule.yes') },
          { value: 'no', label: t('triage:rule.no') },
        ]}
        value={conditions.anonymous === null ? '' : conditions.anonymous ? 'yes' : 'no'}
        onChange={(value) => onChange({ anonymous: value === '' || value === null ? null : value === 'yes' })}
      />
    </>
  );
}

/** What is typed stays as it is typed; the rule gets its terms. */
function TermsField(props: {
  label: string;
  description: string;
  terms: readonly string[];
  onChange: (terms: string[]) => void;
}) {
  const [text, setText] = useState(props.terms.join('\n'));
  return (
    <Textarea
      label={props.label}
      description={props.description}
      autosize
      minRows={1}
      maxRows={8}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        props.onChange(termsOf(event.currentTarget.value));
      }}
    />
  );
}

function SomeOf<Value extends string>(props: {
  label: string;
  options: readonly (readonly [Value, string])[];
  value: readonly Value[];
  onChange: (value: Value[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={props.label}
      placeholder={props.value.length === 0 ? t('shell:any') : ''}
      searchable
      data={props.options.map(([value, label]) => ({ value, label }))}
      value={[...props.value]}
      onChange={(values) =>
        props.onChange(props.options.map(([value]) => value).filter((value) => values.includes(value)))
      }
      nothingFoundMessage={t('shell:command.nothing')}
    />
  );
}
