// SPDX-License-Identifier: Apache-2.0
import { measureStates } from '@belfry/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice } from '../ui/filters.tsx';
import { Loading } from '../ui/loading.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { MeasureList } from './measure-list.tsx';

/** What we said we would change, the soonest due first. */
export function Measures() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const mayWork = useMay('incidents.work');
  const query = { state: measureStates.find((one) => one === state['state']) ?? ('planned' as const) };
  const list = useInfiniteQuery(readingPages('listMeasures', { query }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('tasks:measures.title')} lead={t('tasks:measures.lead')} />
      <FilterBar names={['state']} state={state} onChange={change}>
        <FilterChoice
          name="state"
          label={t('tasks:column.state')}
          any={t('words:measure_state.planned')}
          options={measureStates
            .filter((one) => one !== 'planned')
            .map((one) => [one, t(`words:measure_state.${one}`)])}
          state={state}
          onChange={change}
        />
      </FilterBar>
      {list.isPending ? <Loading /> : null}
      {!list.isPending && items.length === 0 ? <Empty words={t('tasks:measures.none')} /> : null}
      {items.length === 0 ? null : (
        <>
          <MeasureList items={items} mayWork={mayWork} showsIncident />
          <More of={list} count={items.length} />
        </>
      )}
    </section>
  );
}
