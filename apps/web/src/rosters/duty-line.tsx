// SPDX-License-Identifier: Apache-2.0
import type { DutySpan } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { Moment } from '../ui/moment.tsx';

/** Who is on duty, and until when; where nobody is, why. */
export function DutyLine({ span }: { span: DutySpan }) {
  const { t } = useTranslation();
  return (
    <>
      <strong>
        {span.person === null ? t(`rosters:gap.${span.gap ?? 'nobody'}`) : <bdi>{span.person.name}</bdi>}
      </strong>{' '}
      {t('rosters:until')} <Moment at={span.untilAt} />
    </>
  );
}
