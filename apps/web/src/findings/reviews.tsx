// SPDX-License-Identifier: Apache-2.0
import type { DetectionReview } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment, useNow } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { useMonthWord } from './month-word.ts';
import './findings.css';

/** The monthly looks at how findings were sorted, newest first. */
export function Reviews() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listReviews'));
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('findings:reviews.title')} lead={t('findings:reviews.lead')} />
      {data === undefined ? <Loading /> : null}
      {data?.items.length === 0 ? <Empty words={t('findings:reviews.none')} /> : null}
      {data === undefined || data.items.length === 0 ? null : (
        <div className="table-frame">
          <table className="desk-table">
            <caption className="visually-hidden">{t('findings:reviews.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('findings:reviews.month')}</th>
                <th scope="col">{t('findings:reviews.stands')}</th>
                <th scope="col">{t('findings:review.note_head')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((review) => (
                <ReviewRow key={review.month} review={review} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function ReviewRow({ review }: { review: DetectionReview }) {
  const monthWord = useMonthWord();
  return (
    <tr>
      <th scope="row">
        <AppLink href={urls.detectionReview(review.month)}>{monthWord(review.month)}</AppLink>
      </th>
      <td>
        <ReviewStands review={review} />
      </td>
      <td>{review.note === null ? null : <bdi className="pre">{review.note}</bdi>}</td>
    </tr>
  );
}

/** Done by whom and when, or until when it waits. */
export function ReviewStands({ review }: { review: DetectionReview }) {
  const { t } = useTranslation();
  const now = useNow();
  const { doneAt, doneBy, dueAt } = review;
  if (doneAt !== null) {
    return (
      <>
        {t('findings:reviews.done_by')} <bdi>{doneBy?.name ?? t('shell:nobody')}</bdi>,{' '}
        <Moment at={doneAt} withRelative={false} />
      </>
    );
  }
  return (
    <>
      {t('findings:reviews.due')} <Moment at={dueAt} />
      {Date.parse(dueAt) < now ? <span className="chip">{t('findings:reviews.overdue')}</span> : null}
    </>
  );
}
