// SPDX-License-Identifier: Apache-2.0
import type { Hunt, HuntState } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { HuntResults } from './hunt-results.tsx';

const lookMs = 700;
const shapes: Record<HuntState, string> = {
  waiting: '◷',
  running: '◔',
  done: '●',
  cancelled: '–',
  failed: '✕',
};
const tones: Record<HuntState, string> = {
  waiting: 'quiet',
  running: 'warn',
  done: 'ok',
  cancelled: 'quiet',
  failed: 'critical',
};

export const isUnderWay = (state: HuntState) => state === 'waiting' || state === 'running';

/** Where a hunt stands: a word, a shape, a colour. */
export function HuntStateWord({ state }: { state: HuntState }) {
  const { t } = useTranslation();
  return (
    <span className={`word word-${tones[state]}`}>
      <span aria-hidden="true">{shapes[state]}</span>
      {t(`hunts:state.${state}`)}
    </span>
  );
}

/** A hunt, followed while it is under way. */
export function useHunt(id: string) {
  return useQuery({
    ...reading('readHunt', { params: { id } }),
    refetchInterval: ({ state: { data } }) => (data === undefined || isUnderWay(data.state) ? lookMs : false),
  });
}

/** How far a hunt is, and what it found once it is done. */
export function HuntShown({ id, isInline = false }: { id: string; isInline?: boolean }) {
  const { t } = useTranslation();
  const { data: hunt, error, refetch } = useHunt(id);
  if (hunt === undefined) {
    return error === null ? <Loading /> : <ProblemNotice error={error} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <p role="status">
        <HuntStateWord state={hunt.state} /> <Says hunt={hunt} />
      </p>
      {/* The last answer stays on the page: it says when it went on last. */}
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {hunt.state === 'running' ? <Progress hunt={hunt} /> : null}
      {isUnderWay(hunt.state) ? <CancelHunt id={hunt.id} /> : null}
      {hunt.state === 'failed' ? (
        <div className="notice notice-problem">
          <p className="notice-title">{t(`hunts:failed.${hunt.problem}`)}</p>
          <p>{t('hunts:failed.nothing')}</p>
        </div>
      ) : null}
      {hunt.state === 'done' ? <HuntResults hunt={hunt} isInline={isInline} /> : null}
      {isInline ? (
        <p>
          <AppLink href={urls.hunt(hunt.id)}>{t('hunts:open')}</AppLink>
        </p>
      ) : null}
    </>
  );
}

function Says({ hunt }: { hunt: Hunt }) {
  const { t } = useTranslation();
  const { state } = hunt;
  if (isUnderWay(state) && hunt.isLogAway) {
    return t('hunts:waits.log');
  }
  if (state === 'waiting') {
    return t('hunts:waits', { count: hunt.ahead });
  }
  if (state === 'running') {
    return t(hunt.isHeld ? 'hunts:held' : hunt.total === null ? 'hunts:counting' : 'hunts:running');
  }
  if (state === 'cancelled' && hunt.endedAt !== null) {
    return (
      <>
        {t('hunts:cancelled', { name: hunt.endedBy?.name ?? '' })} <Moment at={hunt.endedAt} />
      </>
    );
  }
  return null;
}

/** Beside the live region, and not in it: numbers that change all the time are not read out. */
function Progress({ hunt }: { hunt: Hunt }) {
  const { t } = useTranslation();
  const { attempt, hits, read, startedAt, total } = hunt;
  return (
    <div className="stack">
      <progress
        className="hunt-progress"
        aria-label={t('hunts:progress')}
        {...(total === null ? {} : { value: read, max: Math.max(1, total) })}
      />
      {total === null ? null : <p>{t('hunts:read', { read, total, hits })}</p>}
      {startedAt === null ? null : (
        <p className="quiet">
          {t('hunts:began')} <Moment at={startedAt} />
          {attempt > 1 ? ` · ${t('hunts:again', { count: attempt - 1 })}` : null}
        </p>
      )}
    </div>
  );
}

function CancelHunt({ id }: { id: string }) {
  const { t } = useTranslation();
  const cancelling = useSending('cancelHunt');
  return (
    <div className="stack">
      <div>
        <Button
          variant="default"
          loading={cancelling.isPending}
          onClick={() => cancelling.mutate({ params: { id } })}
        >
          {t('hunts:cancel')}
        </Button>
      </div>
      <ProblemNotice error={cancelling.error} />
    </div>
  );
}
