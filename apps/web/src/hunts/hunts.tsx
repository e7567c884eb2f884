// SPDX-License-Identifier: Apache-2.0
import { type HuntListed, huntStates } from '@belfry/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice } from '../ui/filters.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment, Since } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { HuntStateWord, isUnderWay } from './hunt-shown.tsx';
import './hunts.css';

const filterNames = ['state', 'by', 'rule'] as const;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const lookMs = 2_000;

/** Hunts of everybody, the newest first: which wait, which run, what became of the others. */
export function Hunts() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const query = {
    state: huntStates.find((one) => one === state['state']),
    by: (['me', 'others'] as const).find((one) => one === state['by']),
    rule: uuid.test(state['rule'] ?? '') ? state['rule'] : undefined,
  };
  const list = useInfiniteQuery({
    ...readingPages('listHunts', { query }),
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.items.some((one) => isUnderWay(one.state))) === true ? lookMs : false,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = filterNames.some((name) => state[name] !== undefined);
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  const choice = { state, onChange: change };
  return (
    <section className="page">
      <PageTitle title={t('hunts:title')} lead={t('hunts:lead')} />
      <FilterBar names={filterNames} {...choice}>
        <FilterChoice
          name="state"
          label={t('hunts:state')}
          options={huntStates.map((one) => [one, t(`hunts:state.${one}`)])}
          {...choice}
        />
        <FilterChoice
          name="by"
          label={t('hunts:by')}
          options={(['me', 'others'] as const).map((one) => [one, t(`hunts:by.${one}`)])}
          {...choice}
        />
      </FilterBar>
      {list.isPending ? <Loading /> : null}
      {list.data === undefined || items.length > 0 ? null : isFiltered ? (
        <Empty words={t('hunts:none_match')} />
      ) : (
        <Empty words={t('hunts:none')}>
          <p>
            <AppLink href={urls.newDetectionRule()}>{t('hunts:none.write')}</AppLink>
          </p>
          <p>
            <AppLink href={urls.detectionRules()}>{t('hunts:none.choose')}</AppLink>
          </p>
        </Empty>
      )}
      <ul className="plain-list">
        {items.map((hunt) => (
          <HuntLine key={hunt.id} hunt={hunt} />
        ))}
      </ul>
      {items.length === 0 ? null : <More of={list} count={items.length} />}
    </section>
  );
}

function HuntLine({ hunt }: { hunt: HuntListed }) {
  const { t } = useTranslation();
  return (
    <li className="panel stack">
      <h2 className="hunt-title">
        <AppLink href={urls.hunt(hunt.id)}>
          <bdi>{hunt.title}</bdi>
        </AppLink>
      </h2>
      <p>
        <HuntStateWord state={hunt.state} />{' '}
        {hunt.state === 'done' ? t('hunts:hits', { count: hunt.hits }) : null}
        {hunt.problem === null ? null : t(`hunts:failed.${hunt.problem}`)}
        {hunt.state === 'running' && hunt.total !== null
          ? t('hunts:read', { read: hunt.read, total: hunt.total, hits: hunt.hits })
          : null}
      </p>
      <p className="quiet">
        {t('hunts:received')} <Moment at={hunt.from} withRelative={false} /> –{' '}
        <Moment at={hunt.until} withRelative={false} />
      </p>
      <p className="quiet">
        <bdi>{hunt.askedBy.name}</bdi>, <Since at={hunt.askedAt} />: <bdi>{hunt.purpose}</bdi>
      </p>
    </li>
  );
}
