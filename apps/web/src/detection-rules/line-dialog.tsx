// SPDX-License-Identifier: Apache-2.0
import {
  detectionLevels,
  detectionRuleKinds,
  detectionStatuses,
  type RuleSelectionLine,
  ruleSetKinds,
} from '@belfry/contract';
import { MultiSelect, Radio, Stack, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useSetName } from './rule-words.tsx';

export const emptyLine: RuleSelectionLine = {
  sets: [],
  ruleSets: [],
  kinds: [],
  products: [],
  categories: [],
  services: [],
  levels: [],
  statuses: [],
  tags: [],
  runs: true,
};

/** What one line of the selection asks, and whether the rules it holds for run. */
export function LineDialog(props: {
  line: RuleSelectionLine;
  isNew: boolean;
  onDone: (line: RuleSelectionLine) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [line, setLine] = useState(props.line);
  const set = (patch: Partial<RuleSelectionLine>) => setLine((before) => ({ ...before, ...patch }));
  return (
    <FormDialog
      title={t(props.isNew ? 'rules:selection.add' : 'rules:line.change_it')}
      verb={t('rules:line.done')}
      isSending={false}
      error={null}
      onSend={() => props.onDone(line)}
      onClose={props.onClose}
    >
      <Radio.Group
        label={t('rules:line.outcome')}
        value={line.runs ? 'on' : 'off'}
        onChange={(value) => set({ runs: value === 'on' })}
      >
        <Stack gap="xs" className="radio-stack">
          <Radio value="on" label={t('rules:line.they_run')} />
          <Radio value="off" label={t('rules:line.they_do_not')} />
        </Stack>
      </Radio.Group>
      <p className="quiet">{t('rules:line.all_must_hold')}</p>
      <LineFields line={line} onChange={set} />
    </FormDialog>
  );
}

function LineFields(props: {
  line: RuleSelectionLine;
  onChange: (patch: Partial<RuleSelectionLine>) => void;
}) {
  const { t } = useTranslation();
  const { line, onChange } = props;
  const setName = useSetName();
  const sets = useQuery(reading('listRuleSets'));
  const logsources = useQuery({ ...reading('listLogsources'), staleTime: 300_000 });
  const known = (name: 'product' | 'category' | 'service'): string[] => [
    ...new Set((logsources.data?.items ?? []).map((one) => one[name]).filter((one) => one !== null)),
  ];
  return (
    <>
      <SomeOf
        label={t('rules:line.sets')}
        options={ruleSetKinds.map((one) => [one, t(`rules:set_kind.${one}`)])}
        value={line.sets}
        onChange={(value) => onChange({ sets: value })}
      />
      <SomeOf
        label={t('rules:line.rule_sets')}
        options={(sets.data?.items ?? []).map((one) => [one.id, setName(one)])}
        value={line.ruleSets}
        onChange={(value) => onChange({ ruleSets: value })}
      />
      <SomeOf
        label={t('rules:line.levels')}
        options={detectionLevels.map((one) => [one, t(`words:level.${one}`)])}
        value={line.levels}
        onChange={(value) => onChange({ levels: value })}
      />
      <SomeOf
        label={t('rules:line.statuses')}
        options={detectionStatuses.map((one) => [one, t(`rules:status.${one}`)])}
        value={line.statuses}
        onChange={(value) => onChange({ statuses: value })}
      />
      <SomeOf
        label={t('rules:line.kinds')}
        options={detectionRuleKinds.map((one) => [one, t(`rules:kind.${one}`)])}
        value={line.kinds}
        onChange={(value) => onChange({ kinds: value })}
      />
      <WordsOf
        label={t('rules:line.products')}
        known={known('product')}
        value={line.products}
        onChange={(value) => onChange({ products: value })}
      />
      <WordsOf
        label={t('rules:line.categories')}
        known={known('category')}
        value={line.categories}
        onChange={(value) => onChange({ categories: value })}
      />
      <WordsOf
        label={t('rules:line.services')}
        known={known('service')}
        value={line.services}
        onChange={(value) => onChange({ services: value })}
      />
      <WordsOf
        label={t('rules:line.tags')}
        means={t('rules:line.tags_means')}
        known={[]}
        value={line.tags}
        onChange={(value) => onChange({ tags: value })}
      />
    </>
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

/** Words of rules, chosen or written: a log source may be meant that no rule here is about yet. */
function WordsOf(props: {
  label: string;
  means?: string;
  known: readonly string[];
  value: readonly string[];
  onChange: (value: string[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <TagsInput
      label={props.label}
      description={props.means}
      placeholder={props.value.length === 0 ? t('shell:any') : ''}
      data={[...props.known]}
      value={[...props.value]}
      onChange={props.onChange}
      acceptValueOnBlur
    />
  );
}
