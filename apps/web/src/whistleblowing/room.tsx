// SPDX-License-Identifier: Apache-2.0
import type { CaseLine } from '@belfry/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice } from '../ui/filters.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { ClockLine } from './case-clocks.tsx';
import { HouseOfRoom } from './house-of-room.tsx';
import './whistleblowing.css';

/** The room of the confidential handlers: what is due next stands first. Nobody else comes here. */
export function WhistleblowingRoom() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const query = { state: state['state'] === 'closed' ? ('closed' as const) : ('open' as const) };
  const list = useInfiniteQuery(readingPages('listCases', { query }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const changes = useGathered(
    (one) => one.report?.startsWith('WB-') === true,
    () => void list.refetch(),
  );
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className="page">
      <div className="page-head">
        <PageTitle title={t('whistleblowing:title')} lead={t('whistleblowing:lead')} />
        <AppLink href={urls.enterCase()} className="button-link">
          {t('whistleblowing:enter')}
        </AppLink>
      </div>
      <FilterBar names={['state']} state={state} onChange={change}>
        <FilterChoice
          name="state"
          label={t('whistleblowing:state')}
          any={t('whistleblowing:state.open')}
          options={[['closed', t('whistleblowing:state.closed')]]}
          state={state}
          onChange={change}
        />
      </FilterBar>
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      {list.isPending ? <Loading /> : null}
      {!list.isPending && items.length === 0 ? (
        <Empty words={t(`whistleblowing:none.${query.state}`)} />
      ) : null}
      {items.length === 0 ? null : (
        <>
          <CasesTable items={items} />
          <More of={list} count={items.length} />
        </>
      )}
      <HouseOfRoom />
    </section>
  );
}

function CasesTable({ items }: { items: readonly CaseLine[] }) {
  const { t } = useTranslation();
  return (
    <div className="table-frame">
      <table className="desk-table">
        <caption className="visually-hidden">{t('whistleblowing:title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('whistleblowing:column.case')}</th>
            <th scope="col">{t('whistleblowing:clock.acknowledgement')}</th>
            <th scope="col">{t('whistleblowing:clock.feedback')}</th>
            <th scope="col">{t('whistleblowing:assignee')}</th>
            <th scope="col">{t('whistleblowing:received')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.reference}>
              <th scope="row" className="cell-title">
                <AppLink href={urls.case(one.reference)}>
                  {one.reference}{' '}
                  <bdi lang={one.language} className="cell-words">
                    {one.summary.slice(0, 160)}
                  </bdi>
                </AppLink>
                {one.unreadFromReporter === 0 ? null : (
                  <span className="word word-warn">
                    {t('whistleblowing:unread', { count: one.unreadFromReporter })}
                  </span>
                )}
                {one.isWithdrawn ? (
                  <span className="word word-quiet">{t('whistleblowing:withdrawn')}</span>
                ) : null}
              </th>
              {one.clocks.map((clock) => (
                <td key={clock.name}>
                  <ClockLine clock={clock} />
                </td>
              ))}
              <td>
                {one.assignee === null ? t('shell:nobody') : <bdi>{one.assignee.name}</bdi>}
                {one.outcome === null ? null : (
                  <span className="quiet"> · {t(`whistleblowing:outcome.${one.outcome}`)}</span>
                )}
              </td>
              <td>
                <Moment at={one.receivedAt} withRelative={false} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
