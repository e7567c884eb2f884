// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';

const hitsMax = 50;

/** Reports and incidents by word or reference. */
export function SearchPage() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const asked = (state['q'] ?? '').slice(0, limits.queryCharactersMax);
  const [words, setWords] = useState(asked);
  useEffect(() => setWords(asked), [asked]);
  const { data, error, isFetching } = useQuery({
    ...reading('search', { query: { q: asked, limit: hitsMax } }),
    enabled: asked.trim() !== '',
  });
  const ask = (event: FormEvent) => {
    event.preventDefault();
    change({ q: words.trim() });
  };
  return (
    <section className="page page-narrow">
      <PageTitle title={t('search:title')} lead={t('search:lead')} />
      <search>
        <form className="row row-end" onSubmit={ask}>
          <TextInput
            className="grow"
            type="search"
            label={t('search:words')}
            value={words}
            maxLength={limits.queryCharactersMax}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Button type="submit">{t('search:verb')}</Button>
        </form>
      </search>
      <ProblemNotice error={error} />
      {isFetching ? <Loading /> : null}
      {data === undefined || asked === '' ? null : (
        <>
          <p role="status">
            {t(data.items.length >= hitsMax ? 'search:first' : 'search:found', { count: data.items.length })}
          </p>
          {data.items.length === 0 ? <Empty words={t('search:none')} /> : null}
          <ol className="plain-list">
            {data.items.map((hit) => (
              <li key={hit.reference} className="panel">
                <AppLink
                  href={hit.noun === 'incident' ? urls.incident(hit.reference) : urls.report(hit.reference)}
                >
                  {hit.reference} <bdi>{hit.title.slice(0, 200)}</bdi>
                </AppLink>
                <div className="quiet small">
                  {t(`search:noun.${hit.noun}`)} ·{' '}
                  {t(
                    hit.noun === 'incident' ? `words:status.${hit.state}` : `words:report_state.${hit.state}`,
                  )}{' '}
                  · <Moment at={hit.at} withRelative={false} />
                </div>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
