// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { readAgain, readingPages } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { Empty } from '../ui/empty.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { DecisionDialog } from './decision-dialog.tsx';
import { OutcomeNotice } from './outcome-notice.tsx';
import { QueueTable } from './queue-table.tsx';
import { useTriageKeys } from './triage-keys.ts';
import { reportHeadingId, TriageReport } from './triage-report.tsx';
import { focusOn, useTriageRoom } from './triage-room.ts';
import { VerbBar } from './verb-bar.tsx';
import './triage.css';

/** The queue on the left, the report on the right: answered oldest first, by hand, by key or many at once. */
export function Triage() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const queue = useInfiniteQuery(readingPages('listReports', { query: { state: 'open', order: 'oldest' } }));
  const items = useMemo(() => queue.data?.pages.flatMap((page) => page.items) ?? [], [queue.data]);
  const queries = useQueryClient();
  const changes = useGathered(
    (one) => one.kind.startsWith('report.'),
    // The report that is open may be the one that changed.
    () => void readAgain(queries),
  );
  const room = useTriageRoom(items, state['report'], change);
  const beside = room.selected === undefined ? undefined : state['beside'];
  const mayDecide = useMay('reports.decide');
  useTriageKeys({ items, room, mayDecide });
  if (queue.error !== null && queue.data === undefined) {
    return <ProblemPage error={queue.error} onRetry={() => void queue.refetch()} />;
  }
  return (
    <section
      className={['triage', room.selected && 'has-report', beside && 'has-beside'].filter(Boolean).join(' ')}
    >
      <div className="triage-list stack">
        <PageTitle title={t('triage:title')} lead={t('triage:lead')} />
        <Gathered count={changes.count} words="triage:new_reports" onShow={changes.show} />
        {room.decided === undefined ? null : <OutcomeNotice decided={room.decided} onUndone={room.undone} />}
        {mayDecide && room.checked.length > 0 ? (
          <VerbBar
            count={room.checked.length}
            verbs={['accept', 'duplicate', 'decline', 'snooze']}
            onVerb={room.open}
            onClear={room.clear}
          />
        ) : null}
        {queue.isPending ? <Loading /> : null}
        {!queue.isPending && items.length === 0 ? <Empty words={t('triage:empty')} /> : null}
        {items.length === 0 ? null : (
          <>
            <QueueTable
              items={items}
              selected={room.selected}
              checked={room.checked}
              mayCheck={mayDecide}
              onSelect={room.select}
              onCheck={room.check}
              onRead={() => requestAnimationFrame(() => focusOn(reportHeadingId))}
            />
            <More
              count={items.length}
              hasMore={queue.hasNextPage}
              isLoading={queue.isFetchingNextPage}
              onMore={() => void queue.fetchNextPage()}
            />
          </>
        )}
      </div>
      <div className="triage-report">
        {room.selected === undefined ? (
          items.length === 0 ? null : (
            <Empty words={t('triage:choose')} />
          )
        ) : (
          <TriageReport
            key={room.selected}
            reference={room.selected}
            beside={beside}
            onVerb={room.openForSelected}
            onBeside={(beside) => change({ beside }, { replace: true })}
            onBack={room.back}
          />
        )}
      </div>
      {room.dialog === undefined ? null : (
        <DecisionDialog
          verb={room.dialog.verb}
          chosen={room.dialog.chosen}
          {...(room.dialog.duplicateOf === undefined ? {} : { duplicateOf: room.dialog.duplicateOf })}
          onClose={room.close}
          onDecided={room.took}
        />
      )}
    </section>
  );
}
