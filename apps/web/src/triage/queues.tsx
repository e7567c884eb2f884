// SPDX-License-Identifier: Apache-2.0
import type { Language, QueueShown } from '@belfry/contract';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { FilterChoice } from '../ui/filters.tsx';
import { usePeople } from '../ui/person-choice.tsx';

type State = Readonly<Record<string, string | undefined>>;
type Change = (patch: State, how?: { replace?: boolean }) => void;
type Named = Pick<QueueShown, 'name' | 'translations'>;

/** Stands for reports in no queue, in the address as in the API. */
export const NONE = 'none';
const STAYS = 'stays';

/** The queues in their order, with what waits in each. */
export function useQueues() {
  const { data, error } = useQuery(reading('listQueues'));
  return { queues: data?.items ?? [], none: data?.none, isKnown: data !== undefined, error };
}

/** What a queue is called in the reader's language. */
export function useQueueName(): (queue: Named) => string {
  const { i18n } = useTranslation();
  return (queue) => queue.translations[i18n.language as Language] ?? queue.name;
}

/** Which part of the triage room is shown: it stands in the address, each choice with its count. */
export function QueueFilter({ state, onChange }: { state: State; onChange: Change }) {
  const { t } = useTranslation();
  const { queues, none, isKnown } = useQueues();
  const nameOf = useQueueName();
  const people = usePeople();
  const counted = (name: string, count: number) => t('triage:queue.counted', { name, count });
  if (!isKnown) {
    return null;
  }
  return (
    <>
      <FilterChoice
        name="queue"
        label={t('triage:queue')}
        any={t('triage:queue.all')}
        options={[
          ...queues.map((queue) => [queue.id, counted(nameOf(queue), queue.open)] as const),
          [NONE, counted(t('triage:queue.none'), none?.open ?? 0)],
        ]}
        state={state}
        onChange={onChange}
      />
      <FilterChoice
        name="handler"
        label={t('triage:handler')}
        isSearchable
        options={[
          ['me', t('triage:handler.me')],
          [NONE, t('triage:handler.none')],
          ...people.map(({ value, label }) => [value, label] as const),
        ]}
        state={state}
        onChange={onChange}
      />
    </>
  );
}

/** What the list asks the server for; anything else in the address asks nothing. */
export function queueQuery(state: State): { queue?: string; handler?: string } {
  const isOne = (value: string | undefined) => /^[0-9a-f-]{36}$/.test(value ?? '') || value === NONE;
  const { handler, queue } = state;
  return {
    ...(queue !== undefined && isOne(queue) ? { queue } : {}),
    ...(handler !== undefined && (isOne(handler) || handler === 'me') ? { handler } : {}),
  };
}

/** Chooses a queue, or none where that is allowed. */
export function QueueChoice(props: {
  label: string;
  /** Undefined: it stays as it is. */
  value: string | null | undefined;
  onChange: (id: string | null | undefined) => void;
  mayBeNone?: boolean;
  mayStay?: boolean;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const { queues } = useQueues();
  const nameOf = useQueueName();
  const offered = queues.filter((queue) => !queue.isRemoved || queue.id === props.value);
  return (
    <Select
      label={props.label}
      searchable
      allowDeselect={false}
      placeholder={t('triage:queue.choose')}
      data={[
        ...(props.mayStay === true ? [{ value: STAYS, label: t('triage:move.stays') }] : []),
        ...(props.mayBeNone === true ? [{ value: NONE, label: t('triage:queue.none') }] : []),
        ...offered.map((queue) => ({ value: queue.id, label: nameOf(queue) })),
      ]}
      value={props.value === undefined ? STAYS : (props.value ?? (props.mayBeNone === true ? NONE : null))}
      onChange={(value) => props.onChange(value === STAYS ? undefined : value === NONE ? null : value)}
      error={props.error}
      nothingFoundMessage={t('shell:command.nothing')}
    />
  );
}
