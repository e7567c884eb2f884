// SPDX-License-Identifier: Apache-2.0
import { type Authority, authorityKinds } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { EvidenceMark } from '../regimes/legal-line.tsx';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice, WordsFilter } from '../ui/filters.tsx';
import { Loading } from '../ui/loading.tsx';
import { Since } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { AuthorityDialog } from './authority-dialog.tsx';
import { useStateName, Ways } from './ways.tsx';
import './authorities.css';

/** Whom notices go to, how well each is known, and what is missing. It opens with the authorities of one’s own state. */
export function AuthoritiesPage() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const { organisation } = useSession();
  const stateName = useStateName();
  const mayManage = useMay('authorities.manage');
  const [open, setOpen] = useState<Authority | 'new'>();
  const kind = authorityKinds.find((one) => one === state['kind']);
  const archived = state['archived'] === 'yes' ? 'yes' : 'no';
  const isAsked = (state['q'] ?? '') !== '' || kind !== undefined || archived === 'yes';
  // Somebody who looks for words looks everywhere.
  const country = state['country'] ?? (isAsked ? 'any' : organisation.country);
  const query = { q: state['q'], kind, archived, ...(country === 'any' ? {} : { country }) } as const;
  const { data, error, refetch } = useQuery(reading('listAuthorities', { query }));
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  const states = [...new Set(['EU', organisation.country, ...(data?.countries ?? [])])];
  return (
    <section className="page">
      <PageTitle title={t('authorities:title')} lead={t('authorities:lead')} />
      <div className="row">
        {mayManage ? (
          <Button variant="default" onClick={() => setOpen('new')}>
            {t('authorities:add')}
          </Button>
        ) : null}
        <AppLink href={urls.authorityChoices()}>{t('authorities:to_choices')}</AppLink>
      </div>
      <FilterBar names={['q', 'country', 'kind', 'archived']} state={state} onChange={change}>
        <WordsFilter label={t('authorities:find')} state={state} onChange={change} />
        <FilterChoice
          name="country"
          label={t('authorities:country')}
          any={stateName(organisation.country)}
          isSearchable
          options={[
            ['any', t('shell:any')],
            ...states
              .filter((one) => one !== organisation.country)
              .map((one) => [one, stateName(one)] as const)
              .sort(([, a], [, b]) => a.localeCompare(b)),
          ]}
          state={state}
          onChange={change}
        />
        <FilterChoice
          name="kind"
          label={t('authorities:kind')}
          options={authorityKinds.map((one) => [one, t(`authorities:kind.${one}`)] as const)}
          state={state}
          onChange={change}
        />
        <FilterChoice
          name="archived"
          label={t('authorities:state')}
          any={t('authorities:state.in_use')}
          options={[['yes', t('authorities:state.archived')]]}
          state={state}
          onChange={change}
        />
      </FilterBar>
      {data === undefined ? <Loading /> : null}
      {data?.items.length === 0 ? (
        <Empty words={t(isAsked ? 'authorities:none_match' : 'authorities:none')} />
      ) : null}
      <p className="quiet" role="status">
        {data === undefined ? null : t('authorities:count', { count: data.items.length })}
      </p>
      <ul className="plain-list stack">
        {data?.items.map((one) => (
          <Item key={one.id} authority={one} mayManage={mayManage} onOpen={() => setOpen(one)} />
        ))}
      </ul>
      {open === undefined ? null : (
        <AuthorityDialog authority={open === 'new' ? null : open} onClose={() => setOpen(undefined)} />
      )}
    </section>
  );
}

function Item(props: { authority: Authority; mayManage: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const { authority } = props;
  const stateName = useStateName();
  const changing = useSending('changeAuthority');
  const isAway = authority.archivedAt !== null;
  const change = (what: { isVerified: true } | { isArchived: boolean }) =>
    changing.mutate({ params: { id: authority.id }, body: { ...what, version: authority.version } });
  const act = (words: string, run: () => void) => (
    <Button
      variant="default"
      size="xs"
      aria-label={`${t(words)}: ${authority.name}`}
      loading={changing.isPending}
      onClick={run}
    >
      {t(words)}
    </Button>
  );
  return (
    <li className="panel stack authority">
      <h2>
        <bdi lang={authority.languages[0]}>{authority.name}</bdi>
      </h2>
      <p className="quiet">
        {[
          stateName(authority.country),
          ...authority.kinds.map((one) => t(`authorities:kind.${one}`)),
          t(authority.code === null ? 'authorities:own' : 'authorities:shipped'),
        ].join(' · ')}
      </p>
      <Ways authority={authority} />
      {authority.notes === '' ? null : (
        <p className="pre" dir="auto" {...(authority.code === null ? {} : { lang: 'en' })}>
          {authority.notes}
        </p>
      )}
      <p className="small">
        {authority.verifiedAt === null ? (
          <>
            <EvidenceMark evidence={authority.evidence} /> {t('authorities:not_verified')}
          </>
        ) : (
          <>
            {t('authorities:verified', { name: authority.verifiedBy?.name ?? '' })}{' '}
            <Since at={authority.verifiedAt} />
          </>
        )}
        {' · '}
        <AppLink href={urls.history({ subject: `authority:${authority.id}` })}>
          {t('authorities:history')}
        </AppLink>
      </p>
      {props.mayManage ? (
        <div className="row">
          {isAway ? null : act('authorities:verify', () => change({ isVerified: true }))}
          {isAway ? null : act('authorities:change', props.onOpen)}
          {isAway
            ? act('authorities:restore', () => change({ isArchived: false }))
            : act('authorities:archive', () => change({ isArchived: true }))}
        </div>
      ) : null}
      <ProblemNotice error={changing.error} />
    </li>
  );
}
