// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';

const waitMs = 200;

/**
 * Finds one report or incident by word or reference. What is found is a list of radio buttons below the box,
 * so that it is chosen on purpose and never pre-selected.
 */
export function ReferenceChoice(props: {
  noun: 'incident' | 'report';
  label: string;
  except?: string;
  value: string | null;
  onChange: (reference: string) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const name = useId();
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim().slice(0, limits.queryCharactersMax), waitMs);
  const { data, isFetching } = useQuery({
    ...reading('search', { query: { q: asked, limit: 8 } }),
    enabled: asked.length > 1,
  });
  const hits = (data?.items ?? []).filter((hit) => hit.noun === props.noun && hit.reference !== props.except);
  return (
    <div className="stack">
      <TextInput
        label={props.label}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        error={props.error}
        autoComplete="off"
      />
      {asked.length > 1 && !isFetching && hits.length === 0 ? (
        <p className="quiet" role="status">
          {t('shell:command.nothing')}
        </p>
      ) : null}
      {hits.length === 0 ? null : (
        <fieldset className="choices">
          <legend className="visually-hidden">{t('shell:command.found')}</legend>
          {hits.map((hit) => (
            <label key={hit.reference} className="choice">
              <input
                type="radio"
                name={name}
                value={hit.reference}
                checked={props.value === hit.reference}
                onChange={() => props.onChange(hit.reference)}
              />
              <span>
                <span className="nowrap">{hit.reference}</span> <bdi>{hit.title}</bdi>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}
