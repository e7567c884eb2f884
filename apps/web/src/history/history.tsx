// SPDX-License-Identifier: Apache-2.0
import { events } from '@belfry/contract';
import { Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice, WordsFilter } from '../ui/filters.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { Entry } from './entry.tsx';
import './history.css';

const filterNames = ['subject', 'kind', 'actor'] as const;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The record of everything the reader can see, newest first. */
export function History() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const query = {
    subject: state['subject'],
    kind: events.find((one) => one === state['kind']),
    actor: uuid.test(state['actor'] ?? '') ? state['actor'] : undefined,
    order: state['order'] === 'asc' ? ('asc' as const) : ('desc' as const),
  };
  const list = useInfiniteQuery(readingPages('listHistory', { query }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const changes = useGathered(
    () => true,
    () => void list.refetch(),
  );
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('timeline:history.title')} lead={t('timeline:history.lead')} />
      <FilterBar names={filterNames} state={state} onChange={change}>
        <WordsFilter name="subject" label={t('timeline:history.subject')} state={state} onChange={change} />
        <FilterChoice
          name="kind"
          label={t('timeline:kind')}
          options={events.map((one) => [one, t(`events:${one}`)])}
          isSearchable
          state={state}
          onChange={change}
        />
        <Select
          label={t('reports:order')}
          allowDeselect={false}
          data={[
            { value: 'desc', label: t('reports:order.newest') },
            { value: 'asc', label: t('reports:order.oldest') },
          ]}
          value={query.order}
          onChange={(value) => change({ order: value === 'asc' ? 'asc' : undefined })}
        />
      </FilterBar>
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      {list.isPending ? <Loading /> : null}
      {!list.isPending && items.length === 0 ? <Empty words={t('timeline:history.none')} /> : null}
      {items.length === 0 ? null : (
        <>
          <h2 className="visually-hidden">{t('timeline:entries')}</h2>
          <ol className="entries">
            {items.map((entry) => (
              <li key={entry.id}>
                <Entry entry={entry} showsSubject />
              </li>
            ))}
          </ol>
          <More of={list} count={items.length} />
        </>
      )}
    </section>
  );
}
