// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readAgain, readingPages } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AnswerTimes } from '../triage/answer-times.tsx';
import { MoveDialog } from '../triage/handling.tsx';
import { QueueFilter, queueQuery } from '../triage/queues.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar } from '../ui/filters.tsx';
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
import { focusOn, type TriageRoom, useTriageRoom } from './triage-room.ts';
import { VerbBar } from './verb-bar.tsx';
import './triage.css';

/** The queue on the left, the report on the right: answered oldest first, by hand, by key or many at once. */
export function Triage() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const part = queueQuery(state);
  const query = { state: 'open' as const, order: 'oldest' as const, ...part };
  const queue = useInfiniteQuery(readingPages('listReports', { query }));
  const items = useMemo(() => queue.data?.pages.flatMap((page) => page.items) ?? [], [queue.data]);
  const queries = useQueryClient();
  const [isMoving, setMoving] = useState(false);
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
        <AnswerTimes />
        <FilterBar names={['queue', 'handler']} state={state} onChange={change}>
          <QueueFilter state={state} onChange={change} />
        </FilterBar>
        <Gathered count={changes.count} words="triage:new_reports" onShow={changes.show} />
        {room.decided === undefined ? null : <OutcomeNotice decided={room.decided} onUndone={room.undone} />}
        {mayDecide && room.checked.length > 0 ? (
          <VerbBar
            count={room.checked.length}
            verbs={['accept', 'duplicate', 'decline', 'snooze']}
            onVerb={room.open}
            onMove={() => setMoving(true)}
            onClear={room.clear}
          />
        ) : null}
        {queue.isPending ? <Loading /> : null}
        {!queue.isPending && items.length === 0 ? (
          <Empty words={t(Object.keys(part).length === 0 ? 'triage:empty' : 'triage:empty.part')} />
        ) : null}
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
            <More of={queue} count={items.length} />
          </>
        )}
      </div>
      <Opened room={room} isEmpty={items.length === 0} beside={beside} onChange={change} />
      {isMoving ? (
        <MoveDialog
          reports={items.filter((one) => room.checked.includes(one.reference))}
          onClose={() => {
            setMoving(false);
            room.clear();
          }}
        />
      ) : null}
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

/** The report that is selected, or what to do when none is. */
function Opened(props: {
  room: TriageRoom;
  isEmpty: boolean;
  beside: string | undefined;
  onChange: ReturnType<typeof useUrlState>[1];
}) {
  const { t } = useTranslation();
  const { beside, room } = props;
  return (
    <div className="triage-report">
      {room.selected === undefined ? (
        props.isEmpty ? null : (
          <Empty words={t('triage:choose')} />
        )
      ) : (
        <TriageReport
          key={room.selected}
          reference={room.selected}
          beside={beside}
          onVerb={room.openForSelected}
          onBeside={(beside) => props.onChange({ beside }, { replace: true })}
          onBack={room.back}
        />
      )}
    </div>
  );
}
