// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { urls } from '../urls.ts';
import { useObligationName } from './obligation-words.tsx';
import { TimeLeft } from './time-left.tsx';
import './obligations.css';

const NEAREST = 5;

/** The nearest limits of the law, and how many have passed. */
export function ObligationsToday() {
  const { t } = useTranslation();
  const counts = useQuery(reading('countObligations', {}));
  const nearest = useQuery(reading('listObligations', { query: { limit: NEAREST } }));
  const nameOf = useObligationName();
  const groups = counts.data?.groups;
  return (
    <section className="panel" aria-labelledby="today-obligations">
      <div className="panel-head">
        <h2 id="today-obligations">{t('obligations:title')}</h2>
        <AppLink href={urls.obligations()}>{t('obligations:all')}</AppLink>
      </div>
      <ProblemNotice error={counts.error ?? nearest.error} onRetry={() => void nearest.refetch()} />
      {groups === undefined ? null : (
        <ul className="figure-list">
          {(['overdue', 'within_day', 'undecided'] as const).map((group) => (
            <li key={group}>
              <AppLink href={urls.obligations({ group })}>
                {t(`obligations:group.${group}`)} <span className="figure-count">{groups[group] ?? 0}</span>
              </AppLink>
            </li>
          ))}
        </ul>
      )}
      {nearest.data?.items.length === 0 ? <Empty words={t('obligations:none_today')} /> : null}
      <ul className="line-list">
        {nearest.data?.items.map((one) => (
          <li key={one.id}>
            <AppLink href={urls.incident(one.incident.reference)}>{nameOf(one).stage}</AppLink>
            <span className="quiet">
              {one.incident.reference} · {nameOf(one).regime}
            </span>
            {one.dueAt === null ? null : <TimeLeft dueAt={one.dueAt} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
