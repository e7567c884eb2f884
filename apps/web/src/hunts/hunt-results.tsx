// SPDX-License-Identifier: Apache-2.0
import type { Hunt, HuntHit } from '@belfry/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { KeyWords } from '../findings/finding-words.tsx';
import { rememberPurpose } from '../log-entries/purpose.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { urls } from '../urls.ts';

const dayMs = 86_400_000;
/** More keys a day than this are more than people look over. */
const noisyKeysPerDay = 20;

/** What a hunt found: how much of it a day brings, and by key where it is. */
export function HuntResults({ hunt, isInline }: { hunt: Hunt; isInline: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Figures hunt={hunt} />
      {hunt.hits === 0 ? <p className="notice">{t('hunts:found.none')}</p> : <Hits hunt={hunt} />}
      <Next hunt={hunt} isInline={isInline} />
    </>
  );
}

function Figures({ hunt }: { hunt: Hunt }) {
  const { t } = useTranslation();
  const { endedAt, events, from, gone, hits, hitsWithoutKey, keys, read, startedAt, until } = hunt;
  const days = (Date.parse(until) - Date.parse(from)) / dayMs;
  const seconds =
    startedAt === null || endedAt === null ? 0 : (Date.parse(endedAt) - Date.parse(startedAt)) / 1_000;
  return (
    <div className="stack">
      {hits === 0 ? null : (
        <p>
          <strong>{t('hunts:found', { hits, keys })}</strong>{' '}
          {t('hunts:per_day', { hits: hits / days, keys: keys / days })}
        </p>
      )}
      {keys / Math.max(1, days) > noisyKeysPerDay ? (
        <p className="notice notice-brass">{t('hunts:noisy')}</p>
      ) : null}
      {hitsWithoutKey === 0 ? null : <p>{t('hunts:without_key', { count: hitsWithoutKey })}</p>}
      {gone === 0 ? null : <p className="notice notice-problem">{t('hunts:gone', { count: gone })}</p>}
      <p className="quiet">{t('hunts:took', { read, events, seconds })}</p>
    </div>
  );
}

function Hits({ hunt }: { hunt: Hunt }) {
  const list = useInfiniteQuery(readingPages('listHuntHits', { params: { id: hunt.id }, query: {} }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isMixed = items.some(({ title }) => title !== items[0]?.title);
  return (
    <>
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending ? <Loading /> : null}
      <ul className="plain-list hunt-hits">
        {items.map((hit) => (
          <HitLine key={hit.number} hit={hit} hunt={hunt} withTitle={isMixed} />
        ))}
      </ul>
      {items.length === 0 ? null : <More of={list} count={items.length} />}
    </>
  );
}

function HitLine({ hit, hunt, withTitle }: { hit: HuntHit; hunt: Hunt; withTitle: boolean }) {
  const { t } = useTranslation();
  // Following one is a look, for this hunt: the purpose is said by the click.
  const say = (event: MouseEvent) => {
    if (event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
      rememberPurpose(t('hunts:entry_purpose', { title: hunt.title }).slice(0, 200));
    }
  };
  return (
    <li className="hunt-hit stack">
      <p>
        {withTitle ? (
          <>
            <bdi>{hit.title}</bdi>
            {': '}
          </>
        ) : null}
        <KeyWords finding={{ key: hit.key, isMany: false }} />
      </p>
      <p>
        <strong>{t('hunts:hits', { count: hit.count })}</strong>
        {', '}
        <Moment at={hit.firstAt} withRelative={false} />
        {hit.firstAt === hit.lastAt ? null : (
          <>
            {' – '}
            <Moment at={hit.lastAt} withRelative={false} />
          </>
        )}
      </p>
      <details>
        <summary>{t('hunts:entries', { count: hit.entries.length })}</summary>
        <ol className="plain-list">
          {hit.entries.map(({ at, index, log }) => (
            <li key={`${log} ${index}`}>
              <AppLink href={urls.logEntry(log, index)} onClick={say}>
                {t('hunts:entry', { number: index, log })}
              </AppLink>
              {' · '}
              <Moment at={at} withRelative={false} />
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}

/** A text that was tried becomes a rule, a rule that was tried is put into effect. */
function Next({ hunt, isInline }: { hunt: Hunt; isInline: boolean }) {
  const { t } = useTranslation();
  if (hunt.rule !== null) {
    return (
      <p>
        <AppLink className="action-link" href={urls.detectionRule(hunt.rule, { do: 'switch' })}>
          {t('hunts:next.switch')}
        </AppLink>
      </p>
    );
  }
  return isInline ? null : (
    <p>
      <AppLink className="action-link" href={urls.newDetectionRule({ hunt: hunt.id })}>
        {t('hunts:next.rule')}
      </AppLink>
    </p>
  );
}
