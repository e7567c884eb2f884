// SPDX-License-Identifier: Apache-2.0
import { type Report, reportChannels, reportKinds, reportStates } from '@belfry/contract';
import { Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice, WordsFilter } from '../ui/filters.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { ReportStateWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { ClassFilters, classQuery } from './class-filters.tsx';
import { ReporterName } from './report-facts.tsx';

const filterNames = [
  'state',
  'channel',
  'kind',
  'category',
  'qualification',
  'area',
  'declineReason',
  'from',
  'to',
  'q',
] as const;

/** Every report that ever came in, whatever became of it. */
export function ReportsRegister() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const query = {
    state: [...reportStates, 'open' as const].find((one) => one === state['state']),
    channel: reportChannels.find((one) => one === state['channel']),
    kind: reportKinds.find((one) => one === state['kind']),
    ...classQuery(state),
    q: state['q'],
    order: state['order'] === 'oldest' ? ('oldest' as const) : ('newest' as const),
  };
  const list = useInfiniteQuery(readingPages('listReports', { query }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const changes = useGathered(
    (one) => one.kind.startsWith('report.'),
    () => void list.refetch(),
  );
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('reports:title')} lead={t('reports:title.lead')} />
      <FilterBar names={filterNames} state={state} onChange={change}>
        <WordsFilter state={state} onChange={change} />
        <FilterChoice
          name="state"
          label={t('reports:fact.state')}
          options={['open' as const, ...reportStates].map((one) => [one, t(`words:report_state.${one}`)])}
          state={state}
          onChange={change}
        />
        <FilterChoice
          name="kind"
          label={t('reports:fact.kind')}
          options={reportKinds.map((one) => [one, t(`words:report_kind.${one}`)])}
          state={state}
          onChange={change}
        />
        <FilterChoice
          name="channel"
          label={t('reports:fact.channel')}
          options={reportChannels.map((one) => [one, t(`words:channel.${one}`)])}
          state={state}
          onChange={change}
        />
        <ClassFilters state={state} onChange={change} />
        <Select
          label={t('reports:order')}
          allowDeselect={false}
          data={[
            { value: 'newest', label: t('reports:order.newest') },
            { value: 'oldest', label: t('reports:order.oldest') },
          ]}
          value={query.order}
          onChange={(value) => change({ order: value === 'oldest' ? 'oldest' : undefined })}
        />
      </FilterBar>
      <Gathered count={changes.count} words="triage:new_reports" onShow={changes.show} />
      {list.isPending ? <Loading /> : null}
      {!list.isPending && items.length === 0 ? <Empty words={t('reports:none')} /> : null}
      {items.length === 0 ? null : (
        <>
          <ReportsTable items={items} />
          <More of={list} count={items.length} />
        </>
      )}
    </section>
  );
}

function ReportsTable({ items }: { items: readonly Report[] }) {
  const { t } = useTranslation();
  return (
    <div className="table-frame">
      <table className="desk-table">
        <caption className="visually-hidden">{t('reports:title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('triage:column.report')}</th>
            <th scope="col">{t('reports:fact.state')}</th>
            <th scope="col">{t('reports:fact.kind')}</th>
            <th scope="col">{t('reports:fact.reporter')}</th>
            <th scope="col">{t('reports:fact.reported')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((report) => (
            <tr key={report.reference}>
              <th scope="row" className="cell-title">
                <AppLink href={urls.report(report.reference)}>
                  {report.reference}{' '}
                  <bdi lang={report.language} className="cell-words">
                    {report.summary.slice(0, 160)}
                  </bdi>
                </AppLink>
              </th>
              <td>
                <ReportStateWord state={report.state} />
                {report.incident === null ? null : (
                  <>
                    {' '}
                    <AppLink href={urls.incident(report.incident)} className="nowrap">
                      {report.incident}
                    </AppLink>
                  </>
                )}
              </td>
              <td>{t(`words:report_kind.${report.kind}`)}</td>
              <td>
                <ReporterName report={report} />
                <span className="quiet"> · {t(`words:channel.${report.channel}`)}</span>
              </td>
              <td>
                <Moment at={report.reportedAt} withRelative={false} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
