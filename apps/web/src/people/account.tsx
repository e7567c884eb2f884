// SPDX-License-Identifier: Apache-2.0
import { type Language, languages } from '@belfry/contract';
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, sessionKey, useSending } from '../api.ts';
import { languageNames, rememberLanguage, speak } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { AccountCodes } from './account-codes.tsx';
import { AccountPasskeys } from './account-passkeys.tsx';
import { AccountPassword } from './account-password.tsx';
import { AccountSessions } from './account-sessions.tsx';
import './people.css';

export type AccountRead = AnswerOf<'readAccount'>;

/** One's own account: who one is here, how one signs in, and where one is signed in now. */
export function Account() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('readAccount'));
  return (
    <section className="page">
      <PageTitle
        title={t('people:account.title')}
        lead={<AppLink href={urls.tokens()}>{t('people:account.tokens')}</AppLink>}
      />
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data === undefined ? (
        error === null ? (
          <Loading />
        ) : null
      ) : (
        <div className="account">
          <Profile account={data} />
          <AccountPasskeys passkeys={data.passkeys} />
          <AccountCodes account={data} />
          <AccountPassword setAt={data.passwordSetAt} />
          <AccountSessions />
        </div>
      )}
    </section>
  );
}

function Profile({ account }: { account: AccountRead }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState(account.name);
  const [phone, setPhone] = useState(account.phone ?? '');
  const [language, setLanguage] = useState<Language>(account.language);
  const sending = useSending('changeAccount');
  const save = () =>
    sending.mutate(
      { body: { name, phone, language } },
      {
        onSuccess: (session) => {
          queries.setQueryData(sessionKey, session);
          rememberLanguage(language);
          void speak(language);
        },
      },
    );
  return (
    <section className="panel" aria-labelledby="account-profile">
      <h2 id="account-profile">{t('people:account.profile')}</h2>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p>
          {t('shell:named', { name: t('people:person.email') })} <bdi>{account.email}</bdi>
          {account.singleSignOn ? <span className="quiet"> · {t('people:account.linked')}</span> : null}
        </p>
        <TextInput
          label={t('people:person.name')}
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldProblem(t, sending.error, 'name')}
        />
        <TextInput
          label={t('people:person.phone')}
          description={t('people:optional')}
          type="tel"
          autoComplete="tel"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
          error={fieldProblem(t, sending.error, 'phone')}
        />
        <Select
          label={t('people:person.language')}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={language}
          allowDeselect={false}
          onChange={(value) => setLanguage((value ?? language) as Language)}
        />
        <div className="row">
          <Button type="submit" loading={sending.isPending}>
            {t('shell:save')}
          </Button>
          {sending.isSuccess ? <span role="status">{t('people:saved')}</span> : null}
        </div>
        <ProblemNotice error={sending.error} />
      </form>
    </section>
  );
}
