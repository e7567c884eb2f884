// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { useMonthWord } from './month-word.ts';

/** Findings that wait to be looked over, and the monthly review when one is due. */
export function FindingsToday() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('countFindings'));
  const monthWord = useMonthWord();
  return (
    <section className="panel" aria-labelledby="today-findings">
      <h2 id="today-findings">{t('findings:today')}</h2>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data === undefined ? null : (
        <>
          <p className="figure">
            <AppLink href={urls.findings()}>{t('findings:today.open', { count: data.counts.open })}</AppLink>
          </p>
          <p className="quiet">
            {data.oldestOpenAt === null ? (
              t('findings:today.none')
            ) : (
              <>
                {t('findings:today.oldest')} <Moment at={data.oldestOpenAt} />
              </>
            )}
          </p>
          {data.review === null ? null : (
            <p>
              <AppLink href={urls.detectionReview(data.review.month)}>
                {t('findings:review.title', { month: monthWord(data.review.month) })}
              </AppLink>
              {': '}
              {t('findings:reviews.due_until')} <Moment at={data.review.dueAt} />
            </p>
          )}
        </>
      )}
    </section>
  );
}
