// SPDX-License-Identifier: Apache-2.0
import type { HistoryEntry } from '@belfry/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { Entry } from '../history/entry.tsx';
import '../history/history.css';
import { SealOfIncident } from '../history/seal-mark.tsx';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { More } from '../ui/more.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { AccountEntry } from './account-entry.tsx';
import { EntryButtons } from './entry-buttons.tsx';
import { WriteEntry } from './write-entry.tsx';

/** Two views of one record: everything as it was recorded, and the account that was picked from it. */
export function Timeline(props: { reference: string; mayWork: boolean; version: number }) {
  const { t } = useTranslation();
  const [state] = useUrlState();
  const view = state['view'] === 'account' ? 'account' : 'record';
  const order = state['order'] === 'desc' ? 'desc' : 'asc';
  const list = useInfiniteQuery(
    readingPages('readTimeline', { params: { reference: props.reference }, query: { view, order } }),
  );
  useReadWithIncident(props.version, () => void list.refetch());
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="panel stack" aria-labelledby="timeline">
      <div className="panel-head">
        <h2 id="timeline">{t('timeline:title')}</h2>
        <Views reference={props.reference} view={view} order={order} />
      </div>
      <p className="quiet">{t(`timeline:view.${view}.means`)}</p>
      <SealOfIncident reference={props.reference} version={props.version} />
      {props.mayWork ? <WriteEntry reference={props.reference} inAccount={view === 'account'} /> : null}
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending ? <Loading /> : null}
      {!list.isPending && items.length === 0 ? <Empty words={t(`timeline:view.${view}.none`)} /> : null}
      <ol className="entries">
        {items.map((entry, index) => (
          <Fragment key={entry.id}>
            <Gap before={items[index - 1]} entry={entry} view={view} />
            <li id={`entry-${entry.position}`}>
              {view === 'account' ? (
                <AccountEntry entry={entry} />
              ) : (
                <Entry entry={entry} showsSubject={entry.subject.reference !== props.reference} />
              )}
              {props.mayWork ? <EntryButtons reference={props.reference} entry={entry} /> : null}
            </li>
          </Fragment>
        ))}
      </ol>
      {items.length === 0 ? null : <More of={list} count={items.length} />}
    </section>
  );
}

/** The timeline is read again whenever its incident was: the two must not tell different stories. */
function useReadWithIncident(version: number, read: () => void): void {
  const shown = useRef(version);
  const current = useRef(read);
  current.current = read;
  useEffect(() => {
    if (shown.current !== version) {
      shown.current = version;
      current.current();
    }
  }, [version]);
}

function Views({ reference, view, order }: { reference: string; view: string; order: 'asc' | 'desc' }) {
  const { t } = useTranslation();
  const kept = order === 'desc' ? { order } : {};
  const turned = order === 'desc' ? {} : { order: 'desc' };
  return (
    <nav className="views" aria-label={t('timeline:views')}>
      {(['record', 'account'] as const).map((one) => (
        <AppLink
          key={one}
          href={urls.incident(reference, { ...(one === 'account' ? { view: one } : {}), ...kept })}
          aria-current={view === one ? 'true' : undefined}
        >
          {t(`timeline:view.${one}`)}
        </AppLink>
      ))}
      <AppLink href={urls.incident(reference, { ...(view === 'account' ? { view } : {}), ...turned })}>
        {t(order === 'desc' ? 'timeline:oldest_first' : 'timeline:newest_first')}
      </AppLink>
    </nav>
  );
}

const hourMs = 3_600_000;
const momentOf = (entry: HistoryEntry, view: string): number =>
  Date.parse(view === 'account' ? (entry.account?.occurredAt ?? entry.occurredAt) : entry.recordedAt);

/** Silence of more than an hour is shown as silence. */
function Gap(props: { before: HistoryEntry | undefined; entry: HistoryEntry; view: string }) {
  const { t } = useTranslation();
  if (props.before === undefined) {
    return null;
  }
  const hours = Math.floor(
    Math.abs(momentOf(props.entry, props.view) - momentOf(props.before, props.view)) / hourMs,
  );
  if (hours < 1) {
    return null;
  }
  return (
    <li className="gap">
      {hours < 48
        ? t('timeline:gap.hours', { count: hours })
        : t('timeline:gap.days', { count: Math.floor(hours / 24) })}
    </li>
  );
}
