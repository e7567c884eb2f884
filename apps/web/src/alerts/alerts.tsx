// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { AlertAbout, AlertCalls } from './alert-facts.tsx';

/** Whom the desk called: those that wait first, then what was answered or ended. */
export function Alerts() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listAlerts', { query: { state: 'any' } }));
  const items = data?.items ?? [];
  const waiting = items.filter(({ state }) => state === 'waiting');
  const over = items.filter(({ state }) => state !== 'waiting').reverse();
  return (
    <section className="page page-narrow">
      <PageTitle
        title={t('alerts:title')}
        lead={<AppLink href={urls.devices()}>{t('alerts:to_devices')}</AppLink>}
      />
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data !== undefined && items.length === 0 ? <Empty words={t('alerts:none')} /> : null}
      {[...waiting, ...over].map((alert) => (
        <article key={alert.id} className="panel stack">
          <AlertAbout alert={alert} />
          <AlertCalls alert={alert} />
          <p>
            <AppLink href={urls.alert(alert.id)}>{t('alerts:open')}</AppLink>
          </p>
        </article>
      ))}
    </section>
  );
}
