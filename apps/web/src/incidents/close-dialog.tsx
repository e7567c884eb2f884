// SPDX-License-Identifier: Apache-2.0
import { limits, type PersonId, rootCauseClasses } from '@belfry/contract';
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { PersonChoice } from '../ui/person-choice.tsx';
import { callOf, filled, type StepProps } from './step-dialogs.tsx';

interface MeasureDraft {
  key: number;
  title: string;
  owner: PersonId | null;
  dueOn: string;
}

/** Closing asks what it came from, what was learned and what changes because of it. */
export function CloseDialog({ incident, onClose }: StepProps) {
  const { t } = useTranslation();
  const step = useSending('closeIncident');
  const [cause, setCause] = useState<string | null>(incident.rootCause?.class ?? null);
  const [text, setText] = useState(incident.rootCause?.text ?? '');
  const [lessons, setLessons] = useState(incident.lessons ?? '');
  const [measures, setMeasures] = useState<MeasureDraft[]>([]);
  const [isChecked, setChecked] = useState(false);
  const rootCauseClass = rootCauseClasses.find((one) => one === cause);
  const send = () => {
    setChecked(true);
    if (rootCauseClass === undefined || lessons.trim() === '') {
      return;
    }
    const kept = measures.filter((one) => one.title.trim() !== '');
    step.mutate(
      callOf(incident, {
        rootCauseClass,
        ...filled('rootCause', text),
        lessons,
        measures: kept.map((one) => ({
          title: one.title,
          ...(one.owner === null ? {} : { owner: one.owner }),
          ...(one.dueOn === '' ? {} : { dueOn: one.dueOn }),
        })),
      }),
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title={t('incidents:close.title', { reference: incident.reference })}
      verb={t('incidents:step.close')}
      size="xl"
      isSending={step.isPending}
      error={step.error}
      onClose={onClose}
      onSend={send}
    >
      <Select
        data-autofocus
        label={t('incidents:close.cause_class')}
        data={rootCauseClasses.map((one) => ({ value: one, label: t(`words:root_cause.${one}`) }))}
        value={cause}
        onChange={setCause}
        error={isChecked && rootCauseClass === undefined ? t('incidents:close.cause_missing') : undefined}
      />
      <Textarea
        label={`${t('incidents:close.cause')} (${t('shell:optional')})`}
        description={t('incidents:close.cause_means')}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Textarea
        label={t('incidents:close.lessons')}
        description={t('incidents:close.lessons_means')}
        autosize
        minRows={2}
        value={lessons}
        onChange={(event) => setLessons(event.currentTarget.value)}
        error={isChecked && lessons.trim() === '' ? t('incidents:close.lessons_missing') : undefined}
      />
      <MeasureDrafts drafts={measures} onChange={setMeasures} />
    </FormDialog>
  );
}

function MeasureDrafts({
  drafts,
  onChange,
}: {
  drafts: readonly MeasureDraft[];
  onChange: (drafts: MeasureDraft[]) => void;
}) {
  const { t } = useTranslation();
  const patch = (key: number, change: Partial<MeasureDraft>) =>
    onChange(drafts.map((one) => (one.key === key ? { ...one, ...change } : one)));
  const nextKey = Math.max(0, ...drafts.map((one) => one.key)) + 1;
  return (
    <fieldset className="choices stack">
      <legend>{t('incidents:close.measures')}</legend>
      {drafts.map((one, index) => (
        <div key={one.key} className="measure-draft">
          <TextInput
            label={t('incidents:measure.title', { number: index + 1 })}
            value={one.title}
            maxLength={limits.titleCharactersMax}
            onChange={(event) => patch(one.key, { title: event.currentTarget.value })}
          />
          <PersonChoice
            label={t('incidents:measure.owner')}
            value={one.owner}
            onChange={(owner) => patch(one.key, { owner })}
          />
          <TextInput
            type="date"
            label={t('incidents:measure.due')}
            value={one.dueOn}
            onChange={(event) => patch(one.key, { dueOn: event.currentTarget.value })}
          />
          <Button
            variant="default"
            aria-label={t('incidents:measure.remove', { number: index + 1 })}
            onClick={() => onChange(drafts.filter((other) => other.key !== one.key))}
          >
            {t('incidents:measure.remove_short')}
          </Button>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          onClick={() => onChange([...drafts, { key: nextKey, title: '', owner: null, dueOn: '' }])}
        >
          {t('incidents:measure.add')}
        </Button>
      </div>
    </fieldset>
  );
}
