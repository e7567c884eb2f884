// SPDX-License-Identifier: Apache-2.0
import {
  type LogSource,
  limits,
  logStreams,
  type NewSource,
  needsRetentionReason,
  retentionClasses,
  retentionYearsMin,
} from '@belfry/contract';
import { NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldProblem } from '../shell/problem-words.ts';
import { PersonChoice } from '../ui/person-choice.tsx';
import { Reason } from '../ui/reason.tsx';

const streams = logStreams.filter((stream) => stream !== 'desk');
const classes = retentionClasses.filter((one) => one !== 'audit');
const zones = Intl.supportedValuesOf('timeZone');

/** What a new source begins with: most of them are machines of the house. */
export const emptySource = (): NewSource => ({
  name: '',
  application: '',
  ownerId: null,
  stream: 'technical',
  retentionClass: 'technical',
  retentionReason: '',
  confidentiality: 1,
  integrity: 1,
  availability: 1,
  timeZone: 'UTC',
  silenceMinutesMax: 60,
});

export const settingsOf = (source: LogSource): NewSource => ({
  name: source.name,
  application: source.application,
  ownerId: source.owner?.id ?? null,
  stream: source.stream,
  retentionClass: source.retentionClass,
  retentionReason: source.retentionReason,
  confidentiality: source.confidentiality,
  integrity: source.integrity,
  availability: source.availability,
  timeZone: source.timeZone,
  silenceMinutesMax: source.silenceMinutesMax,
});

interface FieldsProps {
  readonly draft: NewSource;
  readonly onChange: (draft: NewSource) => void;
  readonly error: unknown;
}

/** The settings of a source, the same for a new one, an adopted one and one that is changed. */
export function SourceFields({ draft, error, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const set = (patch: Partial<NewSource>) => onChange({ ...draft, ...patch });
  return (
    <>
      <TextInput
        label={t('sources:name')}
        description={t('sources:name_means')}
        maxLength={limits.logSourceNameCharactersMax}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={fieldProblem(t, error, 'name')}
      />
      <TextInput
        label={`${t('sources:application')} (${t('shell:optional')})`}
        maxLength={limits.logSourceNameCharactersMax}
        value={draft.application}
        onChange={(event) => set({ application: event.currentTarget.value })}
        error={fieldProblem(t, error, 'application')}
      />
      <PersonChoice
        label={t('sources:owner')}
        description={t('sources:owner_means')}
        value={draft.ownerId}
        onChange={(ownerId) => set({ ownerId })}
      />
      <Retention draft={draft} error={error} onChange={onChange} />
      <Classes draft={draft} error={error} onChange={onChange} />
      <Select
        label={t('sources:time_zone')}
        description={t('sources:time_zone_means')}
        searchable
        allowDeselect={false}
        data={zones.includes(draft.timeZone) ? zones : [draft.timeZone, ...zones]}
        value={draft.timeZone}
        onChange={(timeZone) => set({ timeZone: timeZone ?? 'UTC' })}
        error={fieldProblem(t, error, 'timeZone')}
      />
      <NumberInput
        label={`${t('sources:silence')} (${t('shell:optional')})`}
        description={t('sources:silence_means')}
        min={1}
        max={limits.logSourceSilenceMinutesMax}
        allowDecimal={false}
        value={draft.silenceMinutesMax ?? ''}
        onChange={(value) => set({ silenceMinutesMax: value === '' ? null : Number(value) })}
        error={fieldProblem(t, error, 'silenceMinutesMax')}
      />
    </>
  );
}

/** Which log, and how long. Choosing a stream of personal data or transactions chooses the class the law asks for. */
function Retention({ draft, error, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const needsReason = needsRetentionReason(draft.stream, draft.retentionClass);
  return (
    <>
      <Select
        label={t('sources:stream')}
        description={t(`sources:stream_means.${draft.stream}`)}
        allowDeselect={false}
        data={streams.map((value) => ({ value, label: t(`sources:stream.${value}`) }))}
        value={draft.stream}
        onChange={(value) => {
          const stream = (value ?? 'technical') as NewSource['stream'];
          const isLonger = needsRetentionReason(stream, 'technical');
          onChange({ ...draft, stream, retentionClass: isLonger ? 'functional' : draft.retentionClass });
        }}
      />
      <Select
        label={t('sources:retention')}
        description={t('sources:retention_means')}
        allowDeselect={false}
        data={classes.map((value) => ({
          value,
          label: t(`sources:retention.${value}`, { count: retentionYearsMin[value] }),
        }))}
        value={draft.retentionClass}
        onChange={(value) =>
          onChange({ ...draft, retentionClass: (value ?? 'technical') as NewSource['retentionClass'] })
        }
      />
      {needsReason ? (
        <div className="notice notice-brass">
          <p>{t('sources:retention_warning', { count: retentionYearsMin.functional })}</p>
          <Reason
            label={t('sources:retention_reason')}
            value={draft.retentionReason}
            onChange={(retentionReason) => onChange({ ...draft, retentionReason })}
            error={fieldProblem(t, error, 'retentionReason')}
          />
        </div>
      ) : null}
    </>
  );
}

const classNames = ['confidentiality', 'integrity', 'availability'] as const;

function Classes({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="stack">
      <legend>{t('sources:classes')}</legend>
      <div className="source-classes">
        {classNames.map((name) => (
          <Select
            key={name}
            label={t(`sources:${name}`)}
            allowDeselect={false}
            data={['1', '2', '3', '4', '5']}
            value={String(draft[name])}
            onChange={(value) => onChange({ ...draft, [name]: Number(value ?? 1) })}
          />
        ))}
      </div>
    </fieldset>
  );
}
