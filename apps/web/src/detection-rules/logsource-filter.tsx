// SPDX-License-Identifier: Apache-2.0
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { logsourceText } from './rule-words.tsx';

type State = Readonly<Record<string, string | undefined>>;

const chosenAs = (source: {
  product?: string | null | undefined;
  category?: string | null | undefined;
  service?: string | null | undefined;
}): string =>
  [source.product, source.category, source.service].every((one) => (one ?? '') === '')
    ? ''
    : JSON.stringify([source.product ?? '', source.category ?? '', source.service ?? '']);

/** The log source rules are about: one choice of those that occur, three words in the address. */
export function LogsourceFilter({ state, onChange }: { state: State; onChange: (patch: State) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...reading('listLogsources'), staleTime: 300_000 });
  const chosen = {
    product: state['product'] ?? null,
    category: state['category'] ?? null,
    service: state['service'] ?? null,
  };
  const known = (data?.items ?? [])
    .filter((one) => chosenAs(one) !== '')
    .map((one) => ({ value: chosenAs(one), label: `${logsourceText(one)} (${one.rules})` }));
  const isKnown = known.some((one) => one.value === chosenAs(chosen));
  return (
    <Select
      label={t('rules:logsource')}
      searchable
      allowDeselect={false}
      data={[
        { value: '', label: t('shell:any') },
        ...(isKnown || chosenAs(chosen) === ''
          ? []
          : [{ value: chosenAs(chosen), label: logsourceText(chosen) }]),
        ...known,
      ]}
      value={chosenAs(chosen)}
      onChange={(value) => {
        const [product, category, service] =
          value === null || value === '' ? [] : (JSON.parse(value) as string[]);
        onChange({
          product: product === '' ? undefined : product,
          category: category === '' ? undefined : category,
          service: service === '' ? undefined : service,
        });
      }}
      nothingFoundMessage={t('shell:command.nothing')}
    />
  );
}
