// SPDX-License-Identifier: Apache-2.0
import type { NotificationLine } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { useStageName } from './incident-notifications.tsx';
import { NotificationStateWord } from './state-word.tsx';

const SHOWN_MAX = 5;

/** The notification under way for an obligation: what is next is to go on with it, not to begin another. */
export function useOpenNotification(obligation: string | null): NotificationLine | undefined {
  const { data } = useQuery({ ...reading('listNotifications', { query: {} }), enabled: obligation !== null });
  return data?.items.find((one) => one.obligation !== null && one.obligation === obligation);
}

/** Where a notification stands, as the next step of what is owed. */
export function OpenNotification({ of }: { of: NotificationLine }) {
  return (
    <span className="row">
      <AppLink href={urls.notification(of.incident, of.reference)}>{of.reference}</AppLink>
      <NotificationStateWord state={of.state} />
    </span>
  );
}

/** What waits for whoever approves what leaves the house. */
export function NotificationsToday() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listNotifications', { query: { state: 'proposed' } }));
  const nameOf = useStageName();
  return (
    <section className="panel" aria-labelledby="today-notifications">
      <h2 id="today-notifications">{t('notifications:today')}</h2>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data?.items.length === 0 ? <Empty words={t('notifications:today.none')} /> : null}
      <ul className="line-list">
        {data?.items.slice(0, SHOWN_MAX).map((one) => (
          <li key={one.id}>
            <AppLink href={urls.notification(one.incident, one.reference)}>{nameOf(one)}</AppLink>
            <span className="quiet">
              {one.reference} · {one.incident} <bdi>{one.incidentTitle}</bdi> · <Moment at={one.changedAt} />
            </span>
          </li>
        ))}
      </ul>
      {data === undefined || data.items.length <= SHOWN_MAX ? null : (
        <p className="quiet">{t('notifications:today.more', { count: data.items.length - SHOWN_MAX })}</p>
      )}
    </section>
  );
}
