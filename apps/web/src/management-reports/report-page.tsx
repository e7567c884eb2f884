// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { Documents } from '../documents/document-list.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { ReportShown } from './report-shown.tsx';
import './management-reports.css';

/** A report to management as it was made. */
export function ManagementReportPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { t } = useTranslation();
  const {
    data: report,
    error,
    refetch,
  } = useQuery(reading('readManagementReport', { params: { report: id } }));
  if (report === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle
        title={report.title}
        shown={<bdi lang={report.language}>{report.title}</bdi>}
        lead={<AppLink href={urls.managementReports()}>{t('management-reports:all')}</AppLink>}
      />
      <p className="quiet">
        {report.madeBy === null
          ? t('management-reports:made_by_schedule')
          : t('management-reports:made_by', { name: report.madeBy.name })}
        {' · '}
        <Moment at={report.madeAt} withRelative={false} />
        {report.incident === null ? null : (
          <>
            {' · '}
            <AppLink href={urls.incident(report.incident)}>{report.incident}</AppLink>
          </>
        )}
      </p>
      {report.document === null ? null : <Documents items={[report.document]} />}
      <ReportShown language={report.language} sections={report.sections} />
    </section>
  );
}
