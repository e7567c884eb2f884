// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

type State = Readonly<Record<string, string | undefined>>;
type Change = (patch: State, how?: { replace?: boolean }) => void;

/** Filters of a list. Each stands in the address, so that a link shows everyone the same list. */
export function FilterBar(props: {
  names: readonly string[];
  state: State;
  onChange: Change;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const isFiltered = props.names.some((name) => (props.state[name] ?? '') !== '');
  return (
    <search className="filters">
      {props.children}
      {isFiltered ? (
        <Button
          variant="subtle"
          onClick={() => props.onChange(Object.fromEntries(props.names.map((name) => [name, undefined])))}
        >
          {t('shell:filter.clear')}
        </Button>
      ) : null}
    </search>
  );
}

export function FilterChoice(props: {
  name: string;
  label: string;
  /** Word for the value that is left out of the address; "any" unless told. */
  any?: string;
  isSearchable?: boolean;
  options: readonly (readonly [value: string, label: string])[];
  state: State;
  onChange: Change;
}) {
  const { t } = useTranslation();
  return (
    <Select
      label={props.label}
      allowDeselect={false}
      searchable={props.isSearchable === true}
      data={[
        { value: '', label: props.any ?? t('shell:any') },
        ...props.options.map(([value, label]) => ({ value, label })),
      ]}
      value={props.state[props.name] ?? ''}
      onChange={(value) => props.onChange({ [props.name]: value ?? undefined })}
    />
  );
}

/** Words to look for; they are asked for on Enter, not with each letter, so that nothing moves while writing. */
export function WordsFilter(props: { name?: string; label?: string; state: State; onChange: Change }) {
  const { t } = useTranslation();
  const name = props.name ?? 'q';
  const asked = props.state[name] ?? '';
  const [words, setWords] = useState(asked);
  useEffect(() => setWords(asked), [asked]);
  const ask = () => {
    const wanted = words.trim() === '' ? undefined : words.trim();
    if (wanted !== props.state[name]) {
      props.onChange({ [name]: wanted });
    }
  };
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        ask();
      }}
    >
      <TextInput
        label={props.label ?? t('shell:filter.q')}
        type="search"
        enterKeyHint="search"
        maxLength={limits.queryCharactersMax}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onBlur={ask}
      />
    </form>
  );
}
