// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';

const SHOWN_MAX = 5;

/** What whistle-blowers wait for, the one due first on top: the terms of the law run from the day it came in. */
export function ConfidentialCases() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listCases', { query: { limit: SHOWN_MAX } }));
  return (
    <section className="panel" aria-labelledby="today-confidential">
      <div className="panel-head">
        <h2 id="today-confidential">{t('today:confidential')}</h2>
        <AppLink href={urls.whistleblowing()}>{t('today:mine.all')}</AppLink>
      </div>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data?.items.length === 0 ? <Empty words={t('today:confidential.none')} /> : null}
      <ul className="line-list">
        {data?.items.map((one) => {
          const next = one.clocks.find((clock) => clock.metAt === null);
          return (
            <li key={one.reference}>
              <AppLink href={urls.case(one.reference)}>
                {one.reference} <bdi>{one.summary}</bdi>
              </AppLink>
              <span className="quiet">
                {one.unreadFromReporter === 0 ? null : (
                  <>
                    {t('whistleblowing:unread', { count: one.unreadFromReporter })}
                    {next === undefined ? null : ' · '}
                  </>
                )}
                {next === undefined ? null : (
                  <>
                    {t(`whistleblowing:clock.${next.name}`)} {t('today:confidential.due')}{' '}
                    <Moment at={next.dueAt} />
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
