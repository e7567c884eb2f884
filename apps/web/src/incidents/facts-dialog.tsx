// SPDX-License-Identifier: Apache-2.0
import {
  functionsKnown,
  type Incident,
  limits,
  personalDataFlags,
  type RsitClass,
  rsit,
  rsitClasses,
  tlpLabels,
} from '@belfry/contract';
import { Select, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallOf, useSending } from '../api.ts';
import { fieldProblem } from '../shell/problem-words.ts';
import { useSession } from '../shell/session.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Reason } from '../ui/reason.tsx';
import { SeverityChoice } from '../ui/severity-choice.tsx';
import { callOf, filled, type StepProps } from './step-dialogs.tsx';

type Facts = Pick<Incident, 'title' | 'severity' | 'class' | 'type' | 'functions' | 'tlp' | 'personalData'>;
type Patch = CallOf<'changeIncident'>['body'];

/** Only what was changed is sent, so that the record says what somebody meant to change. */
function changed(before: Facts, after: Facts): Patch {
  const names = Object.keys(after) as (keyof Facts)[];
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, after[name]]),
  ) as Patch;
}

export function FactsDialog({ incident, onClose }: StepProps) {
  const { t } = useTranslation();
  const { severity, class: rsitClass, type, functions, tlp, personalData, title } = incident;
  const before: Facts = { title, severity, class: rsitClass, type, functions, tlp, personalData };
  const [facts, setFacts] = useState<Facts>(before);
  const [reason, setReason] = useState('');
  const change = useSending('changeIncident');
  const patch = (some: Partial<Facts>) => setFacts((now) => ({ ...now, ...some }));
  return (
    <FormDialog
      title={t('incidents:facts.change_title', { reference: incident.reference })}
      verb={t('incidents:facts.save')}
      isSending={change.isPending}
      error={change.error}
      onClose={onClose}
      onSend={() => {
        const body = changed(before, facts);
        if (Object.keys(body).length === 0) {
          onClose();
          return;
        }
        change.mutate(callOf(incident, { ...body, ...filled('reason', reason) }), { onSuccess: onClose });
      }}
    >
      <TextInput
        label={t('incidents:fact.title')}
        value={facts.title}
        maxLength={limits.titleCharactersMax}
        onChange={(event) => patch({ title: event.currentTarget.value })}
        error={fieldProblem(t, change.error, 'title')}
      />
      <SeverityChoice
        label={t('incidents:fact.severity')}
        value={facts.severity}
        onChange={(next) => patch({ severity: next })}
      />
      {facts.severity === 'critical' && severity !== 'critical' ? (
        <p className="notice notice-brass">{t('incidents:critical.means')}</p>
      ) : null}
      <Classification facts={facts} onChange={patch} />
      <OtherFacts facts={facts} onChange={patch} />
      <Reason label={t('incidents:reason')} value={reason} onChange={setReason} isOptional />
    </FormDialog>
  );
}

interface Part {
  facts: Facts;
  onChange: (some: Partial<Facts>) => void;
}

function Classification({ facts, onChange }: Part) {
  const { t } = useTranslation();
  const types: readonly string[] = facts.class === null ? [] : rsit[facts.class];
  const clear = { 'aria-label': t('shell:choice.clear') };
  return (
    <>
      <Select
        label={t('incidents:fact.class')}
        clearable
        clearButtonProps={clear}
        placeholder={t('incidents:not_yet')}
        data={rsitClasses.map((one) => ({ value: one, label: t(`words:class.${one}`) }))}
        value={facts.class}
        onChange={(value) => onChange({ class: value as RsitClass | null, type: null })}
      />
      <Select
        label={t('incidents:fact.type')}
        description={facts.class === null ? t('incidents:fact.type_needs_class') : undefined}
        clearable
        clearButtonProps={clear}
        disabled={facts.class === null}
        placeholder={t('incidents:not_yet')}
        data={types.map((one) => ({ value: one, label: t(`words:type.${one}`) }))}
        value={facts.type}
        onChange={(value) => onChange({ type: value as Facts['type'] })}
      />
    </>
  );
}

function OtherFacts({ facts, onChange }: Part) {
  const { t } = useTranslation();
  const own = useSession().organisation.businessFunctions;
  const wordOf = (name: string) => t(`words:function.${name}`, { defaultValue: name });
  const nameOf = (word: string) => functionsKnown.find((one) => wordOf(one) === word) ?? word;
  return (
    <>
      <TagsInput
        label={t('incidents:fact.functions')}
        description={t('incidents:fact.functions_means')}
        data={[...functionsKnown.map(wordOf), ...own]}
        value={facts.functions.map(wordOf)}
        onChange={(words) => onChange({ functions: words.map(nameOf) })}
      />
      <Select
        label={t('incidents:fact.personal_data')}
        allowDeselect={false}
        data={personalDataFlags.map((one) => ({ value: one, label: t(`words:personal_data.${one}`) }))}
        value={facts.personalData}
        onChange={(value) =>
          onChange({ personalData: personalDataFlags.find((one) => one === value) ?? 'unknown' })
        }
      />
      <Select
        label={t('incidents:fact.tlp')}
        description={t(`incidents:tlp.${facts.tlp}`)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        allowDeselect={false}
        data={[...tlpLabels]}
        value={facts.tlp}
        onChange={(value) => onChange({ tlp: tlpLabels.find((one) => one === value) ?? facts.tlp })}
      />
    </>
  );
}
