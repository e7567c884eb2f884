// SPDX-License-Identifier: Apache-2.0
import type { Person } from '@belfry/contract';
import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, readingPages } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { PersonStateWord } from './person-state.tsx';

/** Who works here, with which roles, and who stands in for whom. */
export function People() {
  const { t } = useTranslation();
  const mayManage = useMay('people.manage');
  const [isInviting, invite] = useState(false);
  return (
    <section className="page">
      <div className="page-head">
        <PageTitle title={t('people:title')} lead={t('people:lead')} />
        {mayManage ? <Button onClick={() => invite(true)}>{t('people:invite')}</Button> : null}
      </div>
      {mayManage ? <NobodyConfidential /> : null}
      <Filters />
      <PeopleList />
      {isInviting ? <InviteDialog onClose={() => invite(false)} /> : null}
    </section>
  );
}

/** Administrators hear that nobody reads whistle-blowers' reports, and nothing of the reports. */
function NobodyConfidential() {
  const { t } = useTranslation();
  const { data } = useQuery(reading('readConfidentialHandlers'));
  return data?.isManned === false ? <p className="notice notice-brass">{t('people:unmanned')}</p> : null;
}

function Filters() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const [words, setWords] = useState(state['q'] ?? '');
  const look = useDebouncedCallback((q: string) => change({ q }, { replace: true }), 300);
  return (
    <search className="filters">
      <TextInput
        label={t('people:filter.q')}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          look(event.currentTarget.value);
        }}
      />
      <Select
        label={t('people:filter.state')}
        data={[
          { value: '', label: t('shell:any') },
          ...(['active', 'invited', 'blocked'] as const).map((value) => ({
            value,
            label: t(`people:state.${value}`),
          })),
        ]}
        value={state['state'] ?? ''}
        allowDeselect={false}
        onChange={(value) => change({ state: value ?? '' })}
      />
    </search>
  );
}

function PeopleList() {
  const { t } = useTranslation();
  const [state] = useUrlState();
  const query = {
    ...(state['q'] === undefined || state['q'] === '' ? {} : { q: state['q'] }),
    ...(state['state'] === undefined || state['state'] === ''
      ? {}
      : { state: state['state'] as Person['state'] }),
  };
  const list = useInfiniteQuery(readingPages('listPeople', { query }));
  const { data, error, refetch } = list;
  const people = data?.pages.flatMap((page) => page.items) ?? [];
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemNotice error={error} onRetry={() => void refetch()} />;
  }
  if (people.length === 0) {
    return <Empty words={t('people:nobody_matches')} />;
  }
  return (
    <>
      <div className="table-frame">
        <table className="desk-table">
          <caption className="visually-hidden">{t('people:title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('people:person.name')}</th>
              <th scope="col">{t('people:roles')}</th>
              <th scope="col">{t('people:person.deputy')}</th>
              <th scope="col">{t('people:filter.state')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <PersonRow key={person.id} person={person} />
            ))}
          </tbody>
        </table>
      </div>
      <More of={list} count={people.length} />
    </>
  );
}

function PersonRow({ person }: { person: Person }) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">
        <AppLink href={urls.person(person.id)}>
          <bdi>{person.name}</bdi>
        </AppLink>
        <br />
        <span className="quiet">
          <bdi>{person.email}</bdi>
          {person.phone === null ? null : (
            <>
              {' · '}
              <bdi>{person.phone}</bdi>
            </>
          )}
        </span>
      </th>
      <td data-label={t('people:roles')}>
        {person.roles.map((role) => t(`people:role.${role}`)).join(', ') || t('people:no_roles')}
      </td>
      <td data-label={t('people:person.deputy')}>
        {person.deputy === null ? '–' : <bdi>{person.deputy.name}</bdi>}
      </td>
      <td data-label={t('people:filter.state')}>
        <PersonStateWord state={person.state} />
      </td>
    </tr>
  );
}
