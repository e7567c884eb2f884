// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Since } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { useZone } from '../ui/zone.ts';
import { askedIn } from './asked.ts';
import { EntryLines } from './entry-lines.tsx';
import { FieldsPanel } from './fields-panel.tsx';
import { Histogram } from './histogram.tsx';
import { entriesPage, useLook, useUnderLook } from './looking.ts';
import { Slow } from './slow.tsx';

interface FoundProps {
  readonly purpose: string;
  readonly state: Readonly<Record<string, string | undefined>>;
  /** Grows when somebody asks for the same once more. */
  readonly again: number;
  readonly onAgain: () => void;
  readonly onNarrow: (term: string, isNot: boolean) => void;
  readonly onPeriod: (from: string, until: string) => void;
  readonly onTight: (isTight: boolean) => void;
}

/** What a search found: how many came when, which fields they have, and the entries, newest first. */
export function Found(props: FoundProps) {
  const { t } = useTranslation();
  const { again, purpose, state } = props;
  const zone = useZone();
  const { clock, from, period, q, until } = state;
  // The moments of a period are taken once for what was asked: drawing the page again is not asking again.
  const begun = useMemo(
    () =>
      askedIn({ clock, from, period, q, until }, 'search', purpose, again === 0 ? minuteNow() : Date.now()),
    [again, clock, from, period, purpose, q, until],
  );
  const look = useLook(begun, again);
  const id = look.data?.id;
  const counted = useUnderLook('countEntriesOfLook', id);
  const fields = useUnderLook('countFieldsOfLook', id);
  const list = useInfiniteQuery({
    queryKey: ['log_entries.list', id],
    queryFn: ({ pageParam, signal }) => entriesPage(id ?? '', pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: id !== undefined,
    staleTime: 'static',
    gcTime: 30 * 60_000,
    retry: false,
  });
  const error = look.error ?? list.error;
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isSearching = look.isFetching || (list.isFetching && entries.length === 0);
  return (
    <div className="stack">
      <ProblemNotice error={error} onRetry={props.onAgain} />
      <Slow isOn={isSearching} look={id} />
      {isSearching && error === null ? <Loading /> : null}
      {counted.data === undefined ? null : <Histogram counted={counted.data} onNarrow={props.onPeriod} />}
      {list.data === undefined ? null : (
        <HowMany
          list={list.data.pages[0]}
          shown={entries.length}
          total={counted.data?.total}
          onAgain={props.onAgain}
        />
      )}
      {list.data !== undefined && entries.length === 0 ? (
        <Empty words={t('logbook:none')}>
          <p className="quiet">{t('logbook:none.try')}</p>
        </Empty>
      ) : null}
      {entries.length === 0 ? null : (
        <div className="log-found">
          {fields.data === undefined ? null : <FieldsPanel counted={fields.data} onNarrow={props.onNarrow} />}
          <section className="stack" aria-labelledby="log-entries-found">
            <div className="row">
              <h2 id="log-entries-found">{t('logbook:entries')}</h2>
              <span className="quiet">{t('logbook:zone', { zone: zone.name })}</span>
              <Button
                variant="subtle"
                size="compact-sm"
                aria-pressed={state['density'] === 'tight'}
                onClick={() => props.onTight(state['density'] !== 'tight')}
              >
                {t('logbook:tight')}
              </Button>
            </div>
            <EntryLines
              entries={entries}
              isTight={state['density'] === 'tight'}
              label={t('logbook:entries')}
            />
            <More of={list} count={entries.length} />
          </section>
        </div>
      )}
    </div>
  );
}

/** Coming back within a minute is the same look, not another line in the record. */
function minuteNow(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}

type Page = Awaited<ReturnType<typeof entriesPage>>;

/** How many there are, how many are shown, and how far the index is: a list says what it leaves out. */
function HowMany(props: {
  list: Page | undefined;
  shown: number;
  total: number | undefined;
  onAgain: () => void;
}) {
  const { t } = useTranslation();
  const { list, shown, total } = props;
  return (
    <p className="log-how-many" aria-live="polite">
      {total === undefined ? t('logbook:shown', { shown }) : t('logbook:shown_of', { shown, total })}{' '}
      <span className="quiet">
        {t('logbook:took', { ms: Math.round(list?.tookMs ?? 0) })}
        {list?.indexed.until === null || list === undefined ? null : (
          <>
            {' · '}
            {t('logbook:indexed')} <Since at={list.indexed.until} />
          </>
        )}
        {(list?.indexed.behind ?? 0) > 0 ? (
          <> · {t('logbook:behind', { count: list?.indexed.behind ?? 0 })}</>
        ) : null}
      </span>{' '}
      <Button variant="subtle" size="compact-sm" onClick={props.onAgain}>
        {t('logbook:again')}
      </Button>
    </p>
  );
}
