// SPDX-License-Identifier: Apache-2.0
import type { MyReport } from '@belfry/contract';
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

/** What somebody reported themselves, or had entered for them: where it stands, and what the desk wrote. */
export function MyReports() {
  const { t } = useTranslation();
  const list = useInfiniteQuery(readingPages('listMyReports', { query: {} }));
  const { data, error, refetch } = list;
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const report = <a href={urls.publicReport()}>{t('my-reports:report')}</a>;
  return (
    <section className="page page-narrow">
      <PageTitle title={t('my-reports:title')} lead={t('my-reports:lead')} />
      {data === undefined ? <Loading /> : null}
      {data !== undefined && items.length === 0 ? (
        <Empty words={t('my-reports:none')}>
          <p>{report}</p>
        </Empty>
      ) : null}
      {items.length === 0 ? null : (
        <>
          <div className="panel">
            <ul className="plain-list">
              {items.map((one) => (
                <Line key={one.reference} report={one} />
              ))}
            </ul>
          </div>
          <More of={list} count={items.length} />
          <p className="quiet">
            {t('my-reports:anonymous')} {report}
          </p>
        </>
      )}
    </section>
  );
}

function Line({ report }: { report: MyReport }) {
  const { t } = useTranslation();
  return (
    <li>
      <p>
        <AppLink href={urls.myReport(report.reference)}>{report.reference}</AppLink>{' '}
        <span dir="auto">
          <bdi>{report.summary.slice(0, 200)}</bdi>
        </span>
      </p>
      <p className="quiet small">
        {t(`my-reports:short.${report.standing}`)}
        {' · '}
        <Moment at={report.reportedAt} />
        {report.enteredForMe ? <> · {t('my-reports:entered')}</> : null}
      </p>
      {report.unread === 0 ? null : (
        <p>
          <strong>{t('my-reports:unread', { count: report.unread })}</strong>
        </p>
      )}
    </li>
  );
}
