// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { AppLink } from '../ui/app-link.tsx';
import { CivilDate } from '../ui/moment.tsx';
import { urls } from '../urls.ts';

/** On Today, while nobody has answered what decides which laws reach the organisation, or has to look again. */
export function ProfileDue() {
  const { t } = useTranslation();
  const { data } = useQuery(reading('readProfile'));
  if (data === undefined || !data.isReviewDue) return null;
  return (
    <section className="panel" aria-labelledby="today-profile">
      <h2 id="today-profile">{t('profile:today')}</h2>
      <p>
        <AppLink href={urls.profile()}>
          {t(data.version === null ? 'profile:today.first' : 'profile:today.review')}
        </AppLink>
      </p>
      <p className="quiet">
        {data.version === null ? (
          t('profile:nobody_answered.costs')
        ) : (
          <>
            {t('profile:review.due')} <CivilDate on={data.version.reviewDueOn} />
          </>
        )}
      </p>
    </section>
  );
}
