// SPDX-License-Identifier: Apache-2.0
import { type Language, languages } from '@belfry/contract';
import { MultiSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useEnter, useLinkSecret } from './entering.ts';
import { FirstFactor } from './first-factor.tsx';
import { CountryChoice, SectorChoice, ZoneChoice } from './organisation-choices.tsx';
import { makePasskey } from './passkeys.ts';
import { StoppedNotice } from './stopped-notice.tsx';
import './people.css';

type Factor = { kind: 'passkey' } | { kind: 'password'; password: string };

/** The first page a new desk shows: who it is for, who administers it, how that person signs in. */
export function Setup() {
  const link = useLinkSecret();
  const opened = useQuery({
    queryKey: ['setup', link],
    queryFn: () => client.openSetup({ body: { link } }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (opened.data !== undefined) {
    return <SetupForm link={link} publicUrl={opened.data.publicUrl} />;
  }
  return opened.error === null ? <Loading /> : <ProblemPage error={opened.error} />;
}

function useSetUp(link: string, publicUrl: string) {
  const { i18n } = useTranslation();
  const enter = useEnter();
  const language = i18n.language as Language;
  const [organisation, setOrganisation] = useState({
    name: '',
    sector: 'other',
    country: 'BE',
    languages: [language, ...languages.filter((one) => one !== language)],
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    helpdeskMail: '',
    helpdeskPhone: '',
    publicUrl,
  });
  const [admin, setAdmin] = useState({ name: '', email: '' });
  const sending = useMutation({
    mutationFn: async (factor: Factor) => {
      const body = { link, organisation, admin: { ...admin, language } };
      if (factor.kind === 'password') {
        return await client.setUp({ body: { ...body, password: factor.password } });
      }
      const asked = await client.askSetupPasskey({ body: { link, ...admin } });
      return await client.setUp({ body: { ...body, passkey: await makePasskey(asked) } });
    },
    onSuccess: (session) => enter(session),
  });
  return { organisation, setOrganisation, admin, setAdmin, sending };
}

function SetupForm({ link, publicUrl }: { link: string; publicUrl: string }) {
  const { t } = useTranslation();
  const { organisation, setOrganisation, admin, setAdmin, sending } = useSetUp(link, publicUrl);
  const { error } = sending;
  const ofOrganisation = (field: keyof typeof organisation) => ({
    value: organisation[field] as string,
    onChange: (event: { currentTarget: { value: string } }) =>
      setOrganisation({ ...organisation, [field]: event.currentTarget.value }),
    error: fieldProblem(t, error, `organisation/${field}`),
  });
  const ofAdmin = (field: keyof typeof admin) => ({
    value: admin[field],
    onChange: (event: { currentTarget: { value: string } }) =>
      setAdmin({ ...admin, [field]: event.currentTarget.value }),
    error: fieldProblem(t, error, `admin/${field}`) ?? fieldProblem(t, error, field),
  });
  return (
    <form className="stack long-form" noValidate onSubmit={(event) => event.preventDefault()}>
      <PageTitle title={t('people:setup.title')} lead={t('people:setup.lead')} />
      <section className="stack" aria-labelledby="setup-organisation">
        <h2 id="setup-organisation">{t('people:setup.organisation')}</h2>
        <TextInput
          label={t('people:organisation.name')}
          autoComplete="organization"
          {...ofOrganisation('name')}
        />
        <SectorChoice
          value={organisation.sector}
          onChange={(sector) => setOrganisation({ ...organisation, sector })}
        />
        <CountryChoice
          value={organisation.country}
          onChange={(country) => setOrganisation({ ...organisation, country })}
        />
        <MultiSelect
          label={t('people:organisation.languages')}
          description={t('people:organisation.languages_means')}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={organisation.languages}
          onChange={(chosen) => setOrganisation({ ...organisation, languages: chosen as Language[] })}
          error={fieldProblem(t, error, 'organisation/languages')}
        />
        <ZoneChoice
          value={organisation.timeZone}
          onChange={(timeZone) => setOrganisation({ ...organisation, timeZone })}
          error={fieldProblem(t, error, 'organisation/timeZone')}
        />
        <TextInput
          label={t('people:organisation.helpdesk_mail')}
          description={t('people:optional')}
          type="email"
          {...ofOrganisation('helpdeskMail')}
        />
        <TextInput
          label={t('people:organisation.helpdesk_phone')}
          description={t('people:organisation.helpdesk_phone_means')}
          type="tel"
          {...ofOrganisation('helpdeskPhone')}
        />
        <TextInput
          label={t('people:organisation.public_url')}
          description={t('people:organisation.public_url_means')}
          type="url"
          {...ofOrganisation('publicUrl')}
        />
      </section>
      <section className="stack" aria-labelledby="setup-you">
        <h2 id="setup-you">{t('people:setup.you')}</h2>
        <p className="quiet">{t('people:setup.roles')}</p>
        <TextInput label={t('people:person.name')} autoComplete="name" {...ofAdmin('name')} />
        <TextInput
          label={t('people:person.email')}
          type="email"
          autoComplete="username"
          {...ofAdmin('email')}
        />
      </section>
      <FirstFactor
        isSending={sending.isPending}
        error={error}
        onPasskey={() => sending.mutate({ kind: 'passkey' })}
        onPassword={(password) => sending.mutate({ kind: 'password', password })}
      />
      <StoppedNotice error={error} />
    </form>
  );
}
