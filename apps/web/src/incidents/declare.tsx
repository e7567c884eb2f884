// SPDX-License-Identifier: Apache-2.0
import { limits, type Severity } from '@belfry/contract';
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { PageTitle } from '../ui/page-title.tsx';
import { SeverityChoice } from '../ui/severity-choice.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { urls } from '../urls.ts';

/** Declaring needs a title; everything else can come later. */
export function Declare() {
  const { t } = useTranslation();
  const router = useRouter();
  const mayRestrict = useMay('incidents.restrict');
  const declare = useSending('declareIncident');
  const [title, setTitle] = useState('');
  const [severity, setSeverity] = useState<Severity | null>(null);
  const [summary, setSummary] = useState('');
  useUnsavedWords(summary.trim() !== '' && !declare.isSuccess);
  const [restricted, setRestricted] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (title.trim() === '') {
      document.getElementById('declare-title')?.focus();
      return;
    }
    declare.mutate(
      {
        body: {
          title,
          restricted,
          ...(severity === null ? {} : { severity }),
          ...(summary.trim() === '' ? {} : { summary }),
        },
      },
      { onSuccess: (incident) => router.history.push(urls.incident(incident.reference)) },
    );
  };
  return (
    <form className="page page-narrow" onSubmit={send} noValidate>
      <PageTitle title={t('register:declare')} lead={t('register:declare.lead')} />
      <TextInput
        id="declare-title"
        label={t('incidents:fact.title')}
        value={title}
        maxLength={limits.titleCharactersMax}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={isChecked && title.trim() === '' ? t('triage:accept.incident_title_missing') : undefined}
      />
      <SeverityChoice
        label={`${t('incidents:fact.severity')} (${t('shell:optional')})`}
        value={severity}
        onChange={setSeverity}
      />
      <Textarea
        label={`${t('incidents:know_now')} (${t('shell:optional')})`}
        autosize
        minRows={4}
        value={summary}
        onChange={(event) => setSummary(event.currentTarget.value)}
      />
      {mayRestrict ? (
        <Checkbox
          label={t('triage:accept.restricted')}
          description={t('triage:accept.restricted_means')}
          checked={restricted}
          onChange={(event) => setRestricted(event.currentTarget.checked)}
        />
      ) : null}
      <ProblemNotice error={declare.error} />
      <div>
        <Button type="submit" loading={declare.isPending}>
          {t('register:declare.verb')}
        </Button>
      </div>
    </form>
  );
}
