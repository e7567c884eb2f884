// SPDX-License-Identifier: Apache-2.0
import {
  limits,
  type Mapping,
  payloadFormats,
  reportKinds,
  type Severity,
  severities,
} from '@belfry/contract';
import { Button, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldProblem } from '../shell/problem-words.ts';

const templateFields = [
  'title',
  'description',
  'groupKey',
  'state',
  'severity',
  'occurredAt',
  'externalId',
  'link',
] as const;
type TemplateField = (typeof templateFields)[number];

export interface MappingProps {
  readonly mapping: Mapping;
  readonly onChange: (mapping: Mapping) => void;
  /** Refusal of the last saving. */
  readonly error: unknown;
  /** What the sample beside it showed, by field. */
  readonly tried: ReadonlyMap<string, string>;
}

/** A mapping as plain fields: one template a line, the first that finds something counts. */
export function MappingFields(props: MappingProps) {
  const { t } = useTranslation();
  const { mapping, onChange } = props;
  return (
    <fieldset className="stack choices">
      <legend>{t('webhooks:mapping')}</legend>
      <p className="quiet small">
        {t('webhooks:mapping_means', { example: '{/labels/host}', root: '{^/status}' })}
      </p>
      <Select
        label={t('webhooks:format')}
        allowDeselect={false}
        data={payloadFormats.map((value) => ({ value, label: t(`webhooks:format.${value}`) }))}
        value={mapping.format}
        onChange={(value) => onChange({ ...mapping, format: value as Mapping['format'] })}
      />
      <TextInput
        label={t('webhooks:field.each')}
        description={t('webhooks:field.each_means')}
        value={mapping.each}
        onChange={(event) => onChange({ ...mapping, each: event.currentTarget.value.trim() })}
        error={fieldProblem(t, props.error, 'mapping/each')}
      />
      {templateFields.map((field) => (
        <TemplateLines key={field} field={field} {...props} />
      ))}
      <StateWords {...props} />
      <SeverityWords {...props} />
      <Select
        label={t('reports:fact.kind')}
        allowDeselect={false}
        data={reportKinds
          .filter((one) => one !== 'whistleblowing')
          .map((value) => ({ value, label: t(`words:report_kind.${value}`) }))}
        value={mapping.kind}
        onChange={(value) => onChange({ ...mapping, kind: value as Mapping['kind'] })}
      />
      <Facts {...props} />
    </fieldset>
  );
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

function TemplateLines({ error, field, mapping, onChange, tried }: MappingProps & { field: TemplateField }) {
  const { t } = useTranslation();
  const found = tried.get(field);
  return (
    <Textarea
      label={t(`webhooks:field.${field}`)}
      description={t(`webhooks:field.${field}_means`)}
      autosize
      minRows={1}
      spellCheck={false}
      // A line that is being begun stays; blank ones go when it is sent.
      value={mapping[field].join('\n')}
      onChange={(event) => onChange({ ...mapping, [field]: event.currentTarget.value.split('\n') })}
      error={fieldProblem(t, error, `mapping/${field}`) ?? found}
    />
  );
}

function StateWords({ mapping, onChange }: MappingProps) {
  const { t } = useTranslation();
  return (
    <>
      {(['firingWords', 'resolvedWords'] as const).map((field) => (
        <TagsInput
          key={field}
          label={t(`webhooks:field.${field}`)}
          description={t('webhooks:words_means')}
          value={mapping[field]}
          onChange={(words) => onChange({ ...mapping, [field]: lowered(words) })}
        />
      ))}
    </>
  );
}

const lowered = (words: readonly string[]): string[] => [
  ...new Set(words.map((one) => one.trim().toLowerCase())),
];

function SeverityWords({ mapping, onChange }: MappingProps) {
  const { t } = useTranslation();
  const wordsFor = (severity: Severity) =>
    Object.entries(mapping.severityWords)
      .filter(([, ours]) => ours === severity)
      .map(([word]) => word);
  const set = (severity: Severity, words: readonly string[]) => {
    const others = Object.entries(mapping.severityWords).filter(
      ([word, ours]) => ours !== severity && !words.includes(word),
    );
    const mine = lowered(words).map((word) => [word, severity] as const);
    onChange({ ...mapping, severityWords: Object.fromEntries([...others, ...mine]) });
  };
  return (
    <>
      {severities.map((severity) => (
        <TagsInput
          key={severity}
          label={t('webhooks:severity_words', { severity: t(`words:severity.${severity}`) })}
          value={wordsFor(severity)}
          onChange={(words) => set(severity, words)}
        />
      ))}
    </>
  );
}

function Facts({ mapping, onChange }: MappingProps) {
  const { t } = useTranslation();
  const { facts } = mapping;
  const set = (index: number, patch: Partial<Mapping['facts'][number]>) =>
    onChange({ ...mapping, facts: facts.map((fact, at) => (at === index ? { ...fact, ...patch } : fact)) });
  return (
    <fieldset className="stack choices">
      <legend>{t('webhooks:facts')}</legend>
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fact has no identity but its place
        <div key={index} className="webhook-fact">
          <TextInput
            label={t('webhooks:fact.name', { number: index + 1 })}
            value={fact.name}
            onChange={(event) => set(index, { name: event.currentTarget.value })}
          />
          <TextInput
            label={t('webhooks:fact.value', { number: index + 1 })}
            spellCheck={false}
            value={fact.value}
            onChange={(event) => set(index, { value: event.currentTarget.value })}
          />
          <Button
            variant="default"
            aria-label={t('webhooks:fact.remove_one', { name: fact.name || String(index + 1) })}
            onClick={() => onChange({ ...mapping, facts: facts.filter((_, at) => at !== index) })}
          >
            {t('webhooks:fact.remove')}
          </Button>
        </div>
      ))}
      {facts.length < limits.factsPerMappingMax ? (
        <div>
          <Button
            variant="default"
            onClick={() => onChange({ ...mapping, facts: [...facts, { name: '', value: '' }] })}
          >
            {t('webhooks:fact.add')}
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}

/** The mapping as it is sent: without lines and facts that nobody filled in. */
export function wholeMapping(mapping: Mapping): Mapping {
  const templates = Object.fromEntries(
    templateFields.map((field) => [field, linesOf(mapping[field].join('\n'))]),
  ) as Pick<Mapping, TemplateField>;
  const facts = mapping.facts.filter(({ name, value }) => name.trim() !== '' && value.trim() !== '');
  return { ...mapping, ...templates, facts };
}
