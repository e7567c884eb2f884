// SPDX-License-Identifier: Apache-2.0
import { detectionLevels } from '@belfry/contract';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { useMay } from '../shell/session.ts';
import { FilterBar, FilterChoice, WordsFilter } from '../ui/filters.tsx';
import { filterNames, orders, periodDays } from './finding-query.ts';

type State = Readonly<Record<string, string | undefined>>;
interface FilterProps {
  readonly state: State;
  readonly onChange: (patch: State, how?: { replace?: boolean }) => void;
}

export function FindingFilters({ onChange, order, state }: FilterProps & { order: string }) {
  const { t } = useTranslation();
  const knowsSources = useMay('log.health');
  return (
    <FilterBar names={filterNames} state={state} onChange={onChange}>
      <WordsFilter label={t('findings:filter.q')} state={state} onChange={onChange} />
      <FilterChoice
        name="level"
        label={t('findings:filter.level')}
        options={detectionLevels.toReversed().map((one) => [one, t(`words:level.${one}`)])}
        state={state}
        onChange={onChange}
      />
      <WordsFilter
        name="technique"
        label={t('findings:filter.technique')}
        state={state}
        onChange={onChange}
      />
      {knowsSources ? <SourceFilter state={state} onChange={onChange} /> : null}
      <FilterChoice
        name="period"
        label={t('findings:filter.period')}
        any={t('findings:period.any')}
        options={periodDays.map((days) => [days, t('findings:period.days', { count: Number(days) })])}
        state={state}
        onChange={onChange}
      />
      <Select
        label={t('findings:filter.order')}
        allowDeselect={false}
        data={orders.map((one) => ({ value: one, label: t(`findings:order.${one}`) }))}
        value={order}
        onChange={(value) => onChange({ order: value ?? undefined })}
      />
    </FilterBar>
  );
}

/** The sources of the logbook by name, for those who know them. */
function SourceFilter({ onChange, state }: FilterProps) {
  const { t } = useTranslation();
  const { data } = useQuery(reading('listSources', { query: { state: 'active' } }));
  return (
    <FilterChoice
      name="source"
      label={t('findings:filter.source')}
      isSearchable
      options={data?.items.map(({ id, name }) => [id, name] as const) ?? []}
      state={state}
      onChange={onChange}
    />
  );
}
