// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Moment, useCivilDay } from '../ui/moment.tsx';
import { urls } from '../urls.ts';

const SHOWN_MAX = 5;

/** Incidents that wait for somebody to decide what they are under the law, and looks back that are due. */
export function AssessmentsToday() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listAssessmentsDue', { query: { limit: SHOWN_MAX } }));
  const mayReadAll = useMay('incidents.read');
  return (
    <section className="panel" aria-labelledby="today-assessments">
      <h2 id="today-assessments">{t('assessments:today')}</h2>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data?.items.length === 0 ? <Empty words={t('assessments:today.none')} /> : null}
      <ul className="line-list">
        {data?.items.map((one) => (
          <li key={one.incident}>
            <AppLink href={urls.assessment(one.incident)}>
              {one.incident} <bdi>{one.title}</bdi>
            </AppLink>
            <span className="quiet">
              {t('assessments:waits', { undecided: one.undecidedCount, reassess: one.reassessCount })}
            </span>
          </li>
        ))}
      </ul>
      {data === undefined || data.total <= data.items.length ? null : (
        <p className="quiet">{t('assessments:today.more', { count: data.total - data.items.length })}</p>
      )}
      {mayReadAll ? <LooksBackDue /> : null}
    </section>
  );
}

function LooksBackDue() {
  const { t } = useTranslation();
  const day = useCivilDay();
  const { data } = useQuery(reading('listRecurrenceReviews'));
  const open = data?.items.filter(({ doneAt }) => doneAt === null) ?? [];
  if (open.length === 0) return null;
  return (
    <ul className="line-list">
      {open.slice(0, SHOWN_MAX).map((one) => (
        <li key={one.id}>
          <AppLink href={urls.recurrenceReview(one.id)}>
            {t('assessments:reviews.of', { from: day(one.periodFrom), to: day(one.periodTo) })}
          </AppLink>
          <span className="quiet">
            {t('assessments:reviews.due')} <Moment at={one.dueAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
