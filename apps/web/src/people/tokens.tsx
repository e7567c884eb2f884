// SPDX-License-Identifier: Apache-2.0
import { limits, type Permission } from '@belfry/contract';
import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, client, queryClient, reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { useMay, useSession } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { useProved } from './proof.tsx';
import { StoppedNotice } from './stopped-notice.tsx';
import './people.css';
import { CopyText } from '../ui/copy-text.tsx';

/** One's own API tokens: what each may do, until when, and when it was last used. */
export function Tokens() {
  const { t } = useTranslation();
  const mayMake = useMay('tokens.manage');
  return (
    <section className="page page-narrow">
      <PageTitle
        title={t('people:token.title')}
        lead={<AppLink href={urls.account()}>{t('people:token.to_account')}</AppLink>}
      />
      {mayMake ? <MakeToken /> : <p className="notice">{t('people:token.may_not')}</p>}
      <TokenList />
    </section>
  );
}

function MakeToken() {
  const { t } = useTranslation();
  const { permissions } = useSession();
  const [name, setName] = useState('');
  const [days, setDays] = useState<number>(limits.tokenAgeDaysDefault);
  const [scopes, setScopes] = useState<string[]>(
    ['reports.read', 'incidents.read'].filter(isOneOf(permissions)),
  );
  const [made, setMade] = useState<AnswerOf<'makeToken'> | null>(null);
  const making = useProved((_: null) =>
    client.makeToken({ body: { name, days, scopes: scopes as Permission[] } }),
  );
  if (made !== null) {
    return <TokenOnce token={made} onDone={() => setMade(null)} />;
  }
  return (
    <section className="panel" aria-labelledby="token-make">
      <h2 id="token-make">{t('people:token.make')}</h2>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          making.act(null, (token) => {
            setMade(token);
            setName('');
            void queryClient.invalidateQueries({ queryKey: ['account.tokens'] });
          });
        }}
      >
        <TextInput
          label={t('people:token.name')}
          description={t('people:token.name_means')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldProblem(t, making.error, 'name')}
        />
        <NumberInput
          label={t('people:token.days')}
          description={t('people:token.days_means', { count: limits.tokenAgeDaysMax })}
          min={1}
          max={limits.tokenAgeDaysMax}
          value={days}
          onChange={(value) => setDays(Number(value))}
          error={fieldProblem(t, making.error, 'days')}
        />
        <Checkbox.Group
          label={t('people:token.scopes')}
          description={t('people:token.scopes_means')}
          value={scopes}
          onChange={setScopes}
          error={fieldProblem(t, making.error, 'scopes')}
        >
          <div className="role-list">
            {permissions.map((permission) => (
              <Checkbox key={permission} value={permission} label={t(`people:permission.${permission}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <div className="row">
          <Button type="submit" loading={making.isSending}>
            {t('people:token.make')}
          </Button>
        </div>
        <StoppedNotice error={making.error} />
      </form>
      {making.question}
    </section>
  );
}

const isOneOf = (list: readonly string[]) => (one: string) => list.includes(one);

function TokenOnce({ token, onDone }: { token: AnswerOf<'makeToken'>; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <section className="panel stack" aria-labelledby="token-once">
      <h2 id="token-once">{t('people:token.made', { name: token.name })}</h2>
      <p>{t('people:token.once')}</p>
      <code className="secret-once">{token.token}</code>
      <div className="row">
        <CopyText text={token.token} label={t('people:token.copy')} />
        <Button variant="default" onClick={onDone}>
          {t('people:token.done')}
        </Button>
      </div>
    </section>
  );
}

function TokenList() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listTokens'));
  const revoking = useSending('revokeToken');
  return (
    <section className="panel stack" aria-labelledby="token-list">
      <h2 id="token-list">{t('people:token.working')}</h2>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data?.items.length === 0 ? <Empty words={t('people:token.none')} /> : null}
      <ul className="plain-list">
        {data?.items.map((token) => (
          <li key={token.id}>
            <p>
              <strong>
                <bdi>{token.name}</bdi>
              </strong>
            </p>
            <p className="quiet">
              {token.scopes === null
                ? t('people:token.all_scopes')
                : token.scopes.map((scope) => t(`people:permission.${scope}`)).join(' · ')}
            </p>
            <p className="quiet">
              {t('people:token.until')} <Moment at={token.expiresAt} /> ·{' '}
              {token.lastUsedAt === null ? (
                t('people:never_used')
              ) : (
                <>
                  {t('people:last_used')} <Moment at={token.lastUsedAt} />
                </>
              )}
            </p>
            <Button
              variant="default"
              aria-label={t('people:token.revoke_one', { name: token.name })}
              onClick={() => revoking.mutate({ params: { id: token.id } })}
            >
              {t('people:token.revoke')}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNotice error={revoking.error} />
    </section>
  );
}
