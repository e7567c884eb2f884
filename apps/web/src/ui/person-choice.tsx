// SPDX-License-Identifier: Apache-2.0
import type { PersonId } from '@belfry/contract';
import { MultiSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { useMay, useSession } from '../shell/session.ts';

/** Active people by name; only oneself for somebody who may not see who works here. */
export function usePeople(): { value: string; label: string }[] {
  const { person } = useSession();
  const maySee = useMay('people.read');
  const { data } = useQuery({
    ...reading('listPeople', { query: { state: 'active', limit: 200 } }),
    enabled: maySee,
    staleTime: 300_000,
  });
  const people = data?.items.map((one) => ({ value: one.id, label: one.name })) ?? [];
  return people.length > 0 ? people : [{ value: person.id, label: person.name }];
}

export function PersonChoice(props: {
  label: string;
  description?: string;
  value: PersonId | null;
  onChange: (id: PersonId | null) => void;
  error?: string;
}) {
  const { t } = useTranslation();
  return (
    <Select
      label={props.label}
      description={props.description}
      error={props.error}
      placeholder={t('shell:nobody')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('shell:choice.clear') }}
      data={usePeople()}
      value={props.value}
      onChange={(value) => props.onChange(value as PersonId | null)}
      nothingFoundMessage={t('shell:command.nothing')}
    />
  );
}

export function PeopleChoice(props: {
  label: string;
  value: readonly PersonId[];
  onChange: (ids: PersonId[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={props.label}
      searchable
      data={usePeople()}
      value={[...props.value]}
      onChange={(values) => props.onChange(values as PersonId[])}
      nothingFoundMessage={t('shell:command.nothing')}
    />
  );
}

/** The name that goes with an identifier in the record; undefined for somebody the reader may not see. */
export function usePersonName(): (id: string) => string | undefined {
  const people = usePeople();
  return (id) => people.find((one) => one.value === id)?.label;
}
