// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { MakeReport } from './make-report.tsx';
import { ReportSchedules } from './schedules.tsx';
import './management-reports.css';

/** Reports to management: those that were made, a new one, and those that make themselves. */
export function ManagementReports() {
  const { t } = useTranslation();
  const list = useInfiniteQuery(readingPages('listManagementReports', { query: {} }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('management-reports:title')} lead={t('management-reports:lead')} />
      <section className="panel stack" aria-labelledby="make-report">
        <h2 id="make-report">{t('management-reports:over_period')}</h2>
        <MakeReport />
      </section>
      <ReportSchedules />
      <h2>{t('management-reports:made')}</h2>
      {list.isPending ? <Loading /> : null}
      {list.data !== undefined && items.length === 0 ? <Empty words={t('management-reports:none')} /> : null}
      <ul className="plain-list stack">
        {items.map(({ id, language, madeAt, title }) => (
          <li key={id}>
            <AppLink href={urls.managementReport(id)}>
              <bdi lang={language}>{title}</bdi>
            </AppLink>{' '}
            <span className="quiet">
              <Moment at={madeAt} withRelative={false} />
            </span>
          </li>
        ))}
      </ul>
      {items.length === 0 ? null : <More of={list} count={items.length} />}
    </section>
  );
}
