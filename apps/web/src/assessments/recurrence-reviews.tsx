// SPDX-License-Identifier: Apache-2.0
import type { RecurrenceReview } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { useRegimes, useSaid } from '../regimes/use-regimes.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment, useCivilDay } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import './assessments.css';

/** Looks back that a law asks for by itself: open ones first. */
export function RecurrenceReviews() {
  const { t } = useTranslation();
  const { law } = useRegimes();
  const said = useSaid();
  const day = useCivilDay();
  const { data, error, refetch } = useQuery(reading('listRecurrenceReviews'));
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('assessments:reviews.title')} lead={t('assessments:reviews.lead')} />
      {data === undefined ? <Loading /> : null}
      {data === undefined || data.mayBeAsked.length === 0 ? null : (
        <p className="notice">
          {t('assessments:reviews.may_be_asked')}{' '}
          {data.mayBeAsked
            .map((id) => law?.reviews.find((one) => one.id === id)?.legal.cite ?? id)
            .join('; ')}{' '}
          <AppLink href={urls.profile()}>{t('assessments:to_profile')}</AppLink>
        </p>
      )}
      {data?.items.length === 0 ? <Empty words={t('assessments:reviews.none')} /> : null}
      <ul className="line-list">
        {data?.items.map((review) => {
          const says = law?.reviews.find(({ id }) => id === review.review)?.says;
          return (
            <li key={review.id}>
              <AppLink href={urls.recurrenceReview(review.id)}>
                {t('assessments:reviews.of', { from: day(review.periodFrom), to: day(review.periodTo) })}
              </AppLink>
              <span className="quiet">
                {says === undefined ? null : `${said(says)} · `}
                <cite lang="en">{review.law}</cite> · <ReviewStands review={review} />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function ReviewStands({ review }: { review: RecurrenceReview }) {
  const { t } = useTranslation();
  return review.doneAt === null ? (
    <>
      {t('assessments:reviews.due')} <Moment at={review.dueAt} />
    </>
  ) : (
    <>
      {t('assessments:reviews.done')} <bdi>{review.doneBy?.name}</bdi>,{' '}
      <Moment at={review.doneAt} withRelative={false} />
    </>
  );
}
