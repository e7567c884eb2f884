// SPDX-License-Identifier: Apache-2.0
import { severities } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient, reading } from '../api.ts';
import { AssessmentsToday } from '../assessments/today-assessments.tsx';
import { CallBacksDue } from '../calls/call-backs.tsx';
import { FindingsToday } from '../findings/findings-today.tsx';
import { NotificationsToday } from '../notifications/waiting-notifications.tsx';
import { ObligationsToday } from '../obligations/obligations-today.tsx';
import { ProfileDue } from '../profile/profile-due.tsx';
import { useGathered } from '../shell/live.tsx';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Moment, Since } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { SeverityWord, StatusWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { ConfidentialCases } from './confidential-cases.tsx';
import './today.css';

/** What asks for somebody today; every number leads to the list it counts. */
export function Today() {
  const { t } = useTranslation();
  const { organisation } = useSession();
  const maySeeReports = useMay('reports.read');
  const mayReadFindings = useMay('findings.read');
  const approves = useMay('notifications.approve');
  const managesProfile = useMay('profile.manage');
  const handlesCases = useMay('whistleblowing.handle');
  const changes = useGathered(
    () => true,
    () => void queryClient.invalidateQueries(),
  );
  return (
    <section className="page">
      <PageTitle title={t('today:title')} lead={<bdi>{organisation.name}</bdi>} />
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      <div className="today">
        {maySeeReports ? <ReportsWaiting /> : null}
        {mayReadFindings ? <FindingsToday /> : null}
        {handlesCases ? <ConfidentialCases /> : null}
        {maySeeReports ? <CallBacksDue /> : null}
        <ObligationsToday />
        {approves ? <NotificationsToday /> : null}
        {managesProfile ? <ProfileDue /> : null}
        <AssessmentsToday />
        <OpenIncidents />
        <MyTasks />
        <MyIncidents />
      </div>
    </section>
  );
}

function ReportsWaiting() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('countReports'));
  return (
    <section className="panel" aria-labelledby="today-reports">
      <h2 id="today-reports">{t('today:reports')}</h2>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data === undefined ? null : (
        <>
          <p className="figure">
            <AppLink href={urls.triage()}>{t('today:reports.open', { count: data.open })}</AppLink>
          </p>
          <p className="quiet">
            {data.oldestAt === null ? (
              t('today:reports.none')
            ) : (
              <>
                {t('today:reports.oldest')} <Moment at={data.oldestAt} />
              </>
            )}
          </p>
          <ul className="figure-list">
            <li>
              <AppLink href={urls.reports({ state: 'asked' })}>
                {t('today:reports.asked', { count: data.asked })}
              </AppLink>
            </li>
            <li>
              <AppLink href={urls.reports({ state: 'snoozed' })}>
                {t('today:reports.snoozed', { count: data.snoozed })}
              </AppLink>
            </li>
          </ul>
        </>
      )}
    </section>
  );
}

function OpenIncidents() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('countIncidents'));
  const total = Object.values(data?.openBySeverity ?? {}).reduce((sum, count) => sum + count, 0);
  return (
    <section className="panel" aria-labelledby="today-incidents">
      <h2 id="today-incidents">{t('today:incidents')}</h2>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data === undefined ? null : (
        <>
          <p className="figure">
            <AppLink href={urls.incidents({ status: 'open' })}>
              {t('today:incidents.open', { count: total })}
            </AppLink>
          </p>
          <ul className="figure-list">
            {severities.map((severity) => (
              <li key={severity}>
                <AppLink href={urls.incidents({ status: 'open', severity })}>
                  <SeverityWord severity={severity} />{' '}
                  <span className="figure-count">{data.openBySeverity[severity] ?? 0}</span>
                </AppLink>
              </li>
            ))}
            <li>
              <AppLink href={urls.incidents({ status: 'open', sort: 'severity' })}>
                <SeverityWord severity={null} />{' '}
                <span className="figure-count">{data.openBySeverity['none'] ?? 0}</span>
              </AppLink>
            </li>
            <li>
              <AppLink href={urls.incidents({ status: 'resolved' })}>
                <StatusWord status="resolved" />{' '}
                <span className="figure-count">{data.byStatus['resolved'] ?? 0}</span>
              </AppLink>
            </li>
          </ul>
        </>
      )}
    </section>
  );
}

function MyTasks() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listTasks', { query: { owner: 'me', limit: 8 } }));
  return (
    <section className="panel" aria-labelledby="today-tasks">
      <div className="panel-head">
        <h2 id="today-tasks">{t('today:tasks')}</h2>
        <AppLink href={urls.tasks()}>{t('today:tasks.all')}</AppLink>
      </div>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data?.items.length === 0 ? <Empty words={t('today:tasks.none')} /> : null}
      <ul className="line-list">
        {data?.items.map((task) => (
          <li key={task.id}>
            <AppLink href={urls.incident(task.incident)}>
              <bdi>{task.title}</bdi>
            </AppLink>
            <span className="quiet">
              {task.incident}
              {task.dueAt === null ? null : (
                <>
                  {' · '}
                  {t('today:tasks.due')} <Moment at={task.dueAt} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function MyIncidents() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(
    reading('listIncidents', { query: { lead: 'me', status: 'open', sort: 'severity', limit: 8 } }),
  );
  return (
    <section className="panel" aria-labelledby="today-mine">
      <div className="panel-head">
        <h2 id="today-mine">{t('today:mine')}</h2>
        <AppLink href={urls.incidents({ status: 'open', lead: 'me' })}>{t('today:mine.all')}</AppLink>
      </div>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data?.items.length === 0 ? <Empty words={t('today:mine.none')} /> : null}
      <ul className="line-list">
        {data?.items.map((one) => (
          <li key={one.reference}>
            <AppLink href={urls.incident(one.reference)}>
              {one.reference} <bdi>{one.title}</bdi>
            </AppLink>
            <span className="quiet">
              <SeverityWord severity={one.severity} /> · <StatusWord status={one.status} /> ·{' '}
              {t('today:mine.changed')} <Since at={one.updatedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
