// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { urls } from '../urls.ts';
import { filterNames } from './finding-query.ts';

/** An empty list in the words that fit: nothing matches, all was reviewed, nothing was ever found, nothing runs. */
export function NothingFound(props: { state: Readonly<Record<string, string | undefined>>; shown: string }) {
  const { t } = useTranslation();
  const isFiltered = filterNames.some((name) => (props.state[name] ?? '') !== '');
  const counted = useQuery(reading('countFindings'));
  const rules = useQuery(reading('listDetectionRules', { query: { limit: 1 } }));
  if (isFiltered) {
    return <Empty words={t('findings:none.filtered')} />;
  }
  if (rules.data?.counts.active === 0) {
    return (
      <Empty words={t('findings:none.no_rules')}>
        <AppLink href={urls.detectionRules()}>{t('findings:none.to_rules')}</AppLink>
      </Empty>
    );
  }
  const isEmptyHouse =
    counted.data !== undefined && Object.values(counted.data.counts).every((count) => count === 0);
  return <Empty words={t(`findings:none.${isEmptyHouse ? 'ever' : props.shown}`)} />;
}
