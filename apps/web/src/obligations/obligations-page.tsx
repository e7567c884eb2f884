// SPDX-License-Identifier: Apache-2.0
import { type Obligation, type ObligationGroup, obligationGroups } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, reading, readingPages } from '../api.ts';
import { useRegimes, useSaid } from '../regimes/use-regimes.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice } from '../ui/filters.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { useNow } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { CalendarDialog } from './calendar-dialog.tsx';
import { roomOf } from './left.ts';
import { ObligationTable } from './obligation-table.tsx';

type Filter = { owner?: 'me'; regime?: string };
/** What counts down, in the order it falls due. */
const rooms = ['overdue', 'within_day', 'within_week', 'later'] as const;

/** What we owe, over every incident one can see: what passed, what is next, and what waits for a decision. */
export function ObligationsPage() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const [isCalendarOpen, setCalendarOpen] = useState(false);
  const group = obligationGroups.find((one) => one === state['group']);
  const filter: Filter = {
    ...(state['owner'] === 'me' ? { owner: 'me' as const } : {}),
    ...(state['regime'] === undefined ? {} : { regime: state['regime'] }),
  };
  const changes = useGathered(
    () => true,
    () => void queryClient.invalidateQueries(),
  );
  return (
    <section className="page">
      <PageTitle title={t('obligations:title')} lead={t('obligations:lead')} />
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      <FilterBar names={['owner', 'regime', 'group']} state={state} onChange={change}>
        <FilterChoice
          name="owner"
          label={t('obligations:filter.whose')}
          any={t('obligations:filter.all')}
          options={[['me', t('obligations:filter.mine')]]}
          state={state}
          onChange={change}
        />
        <RegimeFilter state={state} onChange={change} />
        <Button variant="default" onClick={() => setCalendarOpen(true)}>
          {t('obligations:calendar.open')}
        </Button>
      </FilterBar>
      <Counts filter={filter} group={group} />
      {group === undefined ? (
        <Running filter={filter} />
      ) : (
        <Room key={group} group={group} filter={filter} heading={t(`obligations:group.${group}`)} />
      )}
      {isCalendarOpen ? <CalendarDialog onClose={() => setCalendarOpen(false)} /> : null}
    </section>
  );
}

type UrlState = ReturnType<typeof useUrlState>;

function RegimeFilter({ onChange, state }: { state: UrlState[0]; onChange: UrlState[1] }) {
  const { t } = useTranslation();
  const { law } = useRegimes();
  const said = useSaid();
  return (
    <FilterChoice
      name="regime"
      label={t('obligations:filter.regime')}
      isSearchable
      options={(law?.regimes ?? []).map(({ id, name }) => [id, said(name)])}
      state={state}
      onChange={onChange}
    />
  );
}

/** Every number leads to the list it counts. */
function Counts({ filter, group }: { filter: Filter; group: ObligationGroup | undefined }) {
  const { t } = useTranslation();
  const { data } = useQuery(reading('countObligations', { query: filter }));
  if (data === undefined) return null;
  return (
    <nav aria-label={t('obligations:counts')}>
      <ul className="obligation-counts">
        {obligationGroups.map((one) => (
          <li key={one}>
            <AppLink
              href={urls.obligations({ ...filter, group: one })}
              {...(group === one ? { 'aria-current': 'page' as const } : {})}
            >
              <span className="figure-count">{data.groups[one] ?? 0}</span> {t(`obligations:group.${one}`)}
            </AppLink>
          </li>
        ))}
      </ul>
      {data.reasonsMissing === 0 ? null : (
        <p className="obligation-missing">
          {t('obligations:reasons_missing', { count: data.reasonsMissing })}
        </p>
      )}
    </nav>
  );
}

/** Everything that counts down, in rooms by how near it is, and what is owed without undue delay. */
function Running({ filter }: { filter: Filter }) {
  const { t } = useTranslation();
  const now = useNow();
  const list = useInfiniteQuery(readingPages('listObligations', { query: { ...filter, group: 'timed' } }));
  const atOnce = useInfiniteQuery(
    readingPages('listObligations', { query: { ...filter, group: 'at_once' } }),
  );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const soon = atOnce.data?.pages.flatMap((page) => page.items) ?? [];
  const error = list.error ?? atOnce.error;
  if (error !== null && (list.data === undefined || atOnce.data === undefined)) {
    return <ProblemPage error={error} onRetry={() => void list.refetch()} />;
  }
  if (list.isPending || atOnce.isPending) return <Loading />;
  if (items.length === 0 && soon.length === 0) return <Nothing />;
  const inRoom = (room: (typeof rooms)[number]) =>
    items.filter(({ dueAt }) => dueAt !== null && roomOf(dueAt, now) === room);
  return (
    <>
      {rooms.map((room) => (
        <Section key={room} heading={t(`obligations:group.${room}`)} items={inRoom(room)} />
      ))}
      {items.length === 0 ? null : <More of={list} count={items.length} />}
      <Section heading={t('obligations:group.at_once')} items={soon} />
      {atOnce.hasNextPage ? <More of={atOnce} count={soon.length} /> : null}
    </>
  );
}

function Section({ heading, items }: { heading: string; items: readonly Obligation[] }) {
  if (items.length === 0) return null;
  return (
    <section className="stack">
      <h2>{heading}</h2>
      <ObligationTable items={items} caption={heading} showsIncident />
    </section>
  );
}

function Room({ filter, group, heading }: { group: ObligationGroup; filter: Filter; heading: string }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(readingPages('listObligations', { query: { ...filter, group } }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <>
      <p>
        <AppLink href={urls.obligations({ ...filter })}>{t('obligations:back')}</AppLink>
      </p>
      {list.isPending ? <Loading /> : null}
      {!list.isPending && items.length === 0 ? <Empty words={t('obligations:none_here')} /> : null}
      <Section heading={heading} items={items} />
      {items.length === 0 ? null : <More of={list} count={items.length} />}
    </>
  );
}

/** Nothing owed and nothing decided look alike to a clock, so the page says which it can be. */
function Nothing() {
  const { t } = useTranslation();
  return (
    <Empty words={t('obligations:none')}>
      <p>
        <AppLink href={urls.incidents({ status: 'open' })}>{t('obligations:none.incidents')}</AppLink>
        {' · '}
        <AppLink href={urls.obligations({ group: 'undecided' })}>{t('obligations:group.undecided')}</AppLink>
      </p>
    </Empty>
  );
}
