// SPDX-License-Identifier: Apache-2.0
import { taskStates } from '@belfry/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice } from '../ui/filters.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { TaskList } from './task-list.tsx';

/** Tasks, mine first: the soonest due on top. */
export function Tasks() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const mayWork = useMay('incidents.work');
  const query = {
    state: taskStates.find((one) => one === state['state']) ?? ('open' as const),
    ...(state['whose'] === 'all' ? {} : { owner: 'me' as const }),
  };
  const list = useInfiniteQuery(readingPages('listTasks', { query }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const changes = useGathered(
    (one) => one.kind.startsWith('task.'),
    () => void list.refetch(),
  );
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('tasks:title')} lead={t('tasks:lead')} />
      <FilterBar names={['whose', 'state']} state={state} onChange={change}>
        <FilterChoice
          name="whose"
          label={t('tasks:filter.whose')}
          any={t('tasks:filter.mine')}
          options={[['all', t('tasks:filter.all')]]}
          state={state}
          onChange={change}
        />
        <FilterChoice
          name="state"
          label={t('tasks:column.state')}
          any={t('words:task_state.open')}
          options={taskStates
            .filter((one) => one !== 'open')
            .map((one) => [one, t(`words:task_state.${one}`)])}
          state={state}
          onChange={change}
        />
      </FilterBar>
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      {list.isPending ? <Loading /> : null}
      {!list.isPending && items.length === 0 ? <Empty words={t('tasks:none')} /> : null}
      {items.length === 0 ? null : (
        <>
          <TaskList items={items} showsIncident mayWork={mayWork} />
          <More of={list} count={items.length} />
        </>
      )}
    </section>
  );
}
