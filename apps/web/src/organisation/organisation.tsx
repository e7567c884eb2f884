// SPDX-License-Identifier: Apache-2.0
import { type Language, languages, type Organisation } from '@belfry/contract';
import { Button, MultiSelect, TagsInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusPageSwitch } from '../announcements/status-page-switch.tsx';
import { reading, sessionKey, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { CountryChoice, SectorChoice, ZoneChoice } from '../people/organisation-choices.tsx';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { SeverityWordsForm } from './severity-words.tsx';

/** The organisation and its own words; every change is on record. */
export function OrganisationPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('readOrganisation'));
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page page-narrow">
      <PageTitle
        title={t('people:organisation.title')}
        lead={
          <AppLink href={urls.history({ subject: 'organisation:only' })}>
            {t('people:person.history')}
          </AppLink>
        }
      />
      <OrganisationForm key={JSON.stringify(data)} organisation={data} />
      <StatusPageSwitch />
    </section>
  );
}

function OrganisationForm({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(organisation);
  const sending = useSending('changeOrganisation');
  const { error } = sending;
  const field = (name: 'name' | 'helpdeskMail' | 'helpdeskPhone' | 'publicUrl') => ({
    value: draft[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setDraft({ ...draft, [name]: event.currentTarget.value }),
    error: fieldProblem(t, error, name),
  });
  const save = () =>
    sending.mutate(
      { body: { ...draft, severityLabels: wholeLabels(draft.severityLabels, t) } },
      { onSuccess: () => void queries.invalidateQueries({ queryKey: sessionKey }) },
    );
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextInput label={t('people:organisation.name')} {...field('name')} />
      <SectorChoice value={draft.sector} onChange={(sector) => setDraft({ ...draft, sector })} />
      <CountryChoice value={draft.country} onChange={(country) => setDraft({ ...draft, country })} />
      <MultiSelect
        label={t('people:organisation.languages')}
        description={t('people:organisation.languages_means')}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        value={draft.languages}
        onChange={(chosen) => setDraft({ ...draft, languages: chosen as Language[] })}
        error={fieldProblem(t, error, 'languages')}
      />
      <ZoneChoice
        value={draft.timeZone}
        onChange={(timeZone) => setDraft({ ...draft, timeZone })}
        error={fieldProblem(t, error, 'timeZone')}
      />
      <TextInput
        label={t('people:organisation.helpdesk_mail')}
        description={t('people:optional')}
        type="email"
        {...field('helpdeskMail')}
      />
      <TextInput
        label={t('people:organisation.helpdesk_phone')}
        description={t('people:organisation.helpdesk_phone_means')}
        type="tel"
        {...field('helpdeskPhone')}
      />
      <TextInput
        label={t('people:organisation.public_url')}
        description={t('people:organisation.public_url_means')}
        type="url"
        {...field('publicUrl')}
      />
      <TagsInput
        label={t('people:organisation.functions')}
        description={t('people:organisation.functions_means')}
        value={draft.businessFunctions}
        onChange={(businessFunctions) => setDraft({ ...draft, businessFunctions })}
        error={fieldProblem(t, error, 'businessFunctions')}
      />
      <SeverityWordsForm
        labels={draft.severityLabels}
        spoken={draft.languages}
        onChange={(severityLabels) => setDraft({ ...draft, severityLabels })}
      />
      <div className="row">
        <Button type="submit" loading={sending.isPending}>
          {t('shell:save')}
        </Button>
        {sending.isSuccess ? <span role="status">{t('people:saved')}</span> : null}
      </div>
      <ProblemNotice error={error} />
    </form>
  );
}

/** A level whose meaning was tailored and whose label was not keeps the usual label. */
function wholeLabels(labels: Organisation['severityLabels'], t: TFunction): Organisation['severityLabels'] {
  return Object.fromEntries(
    Object.entries(labels).map(([severity, spoken]) => [
      severity,
      Object.fromEntries(
        Object.entries(spoken ?? {}).map(([language, words]) => [
          language,
          { ...words, label: words.label.trim() || t(`words:severity.${severity}`, { lng: language }) },
        ]),
      ),
    ]),
  );
}
