// SPDX-License-Identifier: Apache-2.0
import type { LogEntry } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Empty } from '../ui/empty.tsx';
import { EntryLines } from './entry-lines.tsx';
import { useLook } from './looking.ts';

/** Entries that are kept on the page; older ones are dropped, and that is said. */
const KEPT_MAX = 500;

interface Following {
  readonly entries: readonly LogEntry[];
  readonly skipped: number;
  readonly dropped: number;
}
const nothing: Following = { entries: [], skipped: 0, dropped: 0 };

/** What comes in, as it comes. Paused, it is gathered beside and nothing on the page moves. */
export function LiveTail({ purpose, query }: { purpose: string; query: string }) {
  const { t } = useTranslation();
  const begun = useMemo(() => ({ kind: 'tail', purpose, query }) as const, [purpose, query]);
  const look = useLook(begun);
  const [isPaused, setPaused] = useState(false);
  const [shown, setShown] = useState(nothing);
  const { isBroken, latest } = useTail(look.data?.id, (following) => {
    if (!isPaused) {
      setShown(following);
    }
  });
  const waiting =
    latest.current.entries.length + latest.current.dropped - shown.entries.length - shown.dropped;
  return (
    <div className="stack">
      <ProblemNotice error={look.error} />
      {isBroken ? <p className="notice">{t('logbook:live.broken')}</p> : null}
      <div className="row">
        <Button
          variant="default"
          aria-pressed={isPaused}
          onClick={() => {
            setPaused(!isPaused);
            setShown(latest.current);
          }}
        >
          {t(isPaused ? 'logbook:live.go_on' : 'logbook:live.pause')}
        </Button>
        <span className="quiet" role="status">
          {isPaused ? t('logbook:live.waiting', { count: Math.max(waiting, 0) }) : t('logbook:live.on')}
        </span>
      </div>
      {shown.skipped + shown.dropped === 0 ? null : (
        <p className="notice">
          {t('logbook:live.skipped', { skipped: shown.skipped, dropped: shown.dropped })}
        </p>
      )}
      {shown.entries.length === 0 ? <Empty words={t('logbook:live.none')} /> : null}
      <EntryLines entries={shown.entries} isTight label={t('logbook:live.entries')} />
    </div>
  );
}

function useTail(look: string | undefined, onChange: (following: Following) => void) {
  const latest = useRef(nothing);
  const tell = useRef(onChange);
  tell.current = onChange;
  const [isBroken, setBroken] = useState(false);
  const [, setTold] = useState(0);
  useEffect(() => {
    if (look === undefined) {
      return;
    }
    latest.current = nothing;
    tell.current(nothing);
    const stream = new EventSource(`/api/v1/log/looks/${look}/tail`);
    stream.onopen = () => setBroken(false);
    stream.onerror = () => setBroken(true);
    stream.addEventListener('entries', (event) => {
      const { items, skipped } = JSON.parse(event.data as string) as { items: LogEntry[]; skipped: number };
      const before = latest.current;
      const all = [...items.toReversed(), ...before.entries];
      latest.current = {
        entries: all.slice(0, KEPT_MAX),
        skipped: before.skipped + skipped,
        dropped: before.dropped + Math.max(all.length - KEPT_MAX, 0),
      };
      tell.current(latest.current);
      setTold((count) => count + 1);
    });
    return () => stream.close();
  }, [look]);
  return { isBroken, latest };
}
