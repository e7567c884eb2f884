// SPDX-License-Identifier: Apache-2.0
import { type Finding, findingStates } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, readAgain, readingPages } from '../api.ts';
import { VisibleText } from '../log-entries/hostile-text.tsx';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { useShortcutDesk } from '../shell/shortcuts.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useRuleTitle } from '../ui/rule-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { DecidedNotice } from './decided-notice.tsx';
import { DismissDialog } from './dismiss-dialog.tsx';
import { FindingFilters } from './finding-filters.tsx';
import { filterNames, queryIn } from './finding-query.ts';
import { type FindingRoom, useFindingKeys, useFindingRoom } from './finding-room.ts';
import { FindingsTable } from './finding-rows.tsx';
import { NothingFound } from './nothing-found.tsx';

type State = Readonly<Record<string, string | undefined>>;

/** What rules found: those to be looked over first, each decided by hand, by key, or many at once. */
export function Findings() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const query = queryIn(state, Date.now());
  const list = useInfiniteQuery(readingPages('listFindings', { query }));
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const counts = list.data?.pages[0]?.counts;
  const queries = useQueryClient();
  const changes = useGathered(
    (one) => one.kind.startsWith('finding.'),
    () => void readAgain(queries),
  );
  const room = useFindingRoom(items);
  const mayDecide = useMay('findings.decide') && query.state !== 'reported' && query.state !== 'dismissed';
  useFindingKeys(items, room, mayDecide);
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('findings:title')} lead={t('findings:lead')} />
      <div className="row">
        <AppLink href={urls.suppressions()}>{t('findings:suppressions.open')}</AppLink>
        <AppLink href={urls.detectionReviews()}>{t('findings:reviews.open')}</AppLink>
      </div>
      <States state={state} shown={query.state} counts={counts} />
      <FindingFilters state={state} onChange={change} order={query.order} />
      <Narrowed state={state} rule={items[0]?.rule} onChange={change} />
      <Gathered count={changes.count} words="findings:new_findings" onShow={changes.show} />
      {room.decided === undefined ? null : <DecidedNotice decided={room.decided} onUndone={room.undone} />}
      {mayDecide && room.checked.length > 0 ? <BulkBar room={room} /> : null}
      {list.isPending ? <Loading /> : null}
      {!list.isPending && items.length === 0 ? <NothingFound state={state} shown={query.state} /> : null}
      {items.length === 0 ? null : (
        <>
          <FindingsTable
            items={items}
            withState={query.state === 'any'}
            mayCheck={mayDecide}
            checking={{ checked: room.checked, onCheck: room.check, onFocus: room.setCurrent }}
          />
          <More of={list} count={items.length} />
        </>
      )}
      <Asked room={room} />
    </section>
  );
}

function Asked({ room }: { room: FindingRoom }) {
  const { asked } = room;
  return asked === undefined ? null : (
    <DismissDialog findings={asked} onClose={room.close} onDecided={room.took} />
  );
}

/** The states as ways into the list, with how many there are under the same filters. */
function States(props: {
  state: State;
  shown: string;
  counts: AnswerOf<'listFindings'>['counts'] | undefined;
}) {
  const { t } = useTranslation();
  const { counts, state } = props;
  const kept = Object.fromEntries(filterNames.map((name) => [name, state[name]]));
  const all = counts === undefined ? undefined : findingStates.reduce((sum, one) => sum + counts[one], 0);
  return (
    <nav className="finding-states" aria-label={t('findings:states')}>
      {([...findingStates, 'any'] as const).map((one) => (
        <AppLink
          key={one}
          href={urls.findings({ ...kept, state: one === 'open' ? undefined : one })}
          aria-current={props.shown === one ? 'page' : undefined}
        >
          {t(`findings:state.${one}`, { count: (one === 'any' ? all : counts?.[one]) ?? 0 })}
        </AppLink>
      ))}
    </nav>
  );
}

function BulkBar({ room }: { room: FindingRoom }) {
  const { t } = useTranslation();
  const { areOn } = useShortcutDesk();
  return (
    <div className="finding-verbs">
      <strong>{t('findings:checked', { count: room.checked.length })}</strong>
      <Button
        size="xs"
        onClick={room.ask}
        {...(areOn ? { rightSection: <kbd>D</kbd>, 'aria-keyshortcuts': 'd' } : {})}
      >
        {t('findings:dismiss')}
      </Button>
      <Button variant="subtle" size="xs" onClick={room.clear}>
        {t('findings:clear')}
      </Button>
    </div>
  );
}

/** What an address narrows to that no field above shows: it came by a link, and goes by a button. */
function Narrowed(props: {
  state: State;
  rule: Finding['rule'] | undefined;
  onChange: (patch: State) => void;
}) {
  const { t } = useTranslation();
  const titleOf = useRuleTitle();
  const title = props.rule === undefined ? '–' : titleOf(props.rule);
  const shown = (['rule', 'key', 'report', 'incident'] as const).filter((one) => props.state[one]);
  return shown.length === 0 ? null : (
    <div className="row">
      {shown.map((one) => (
        <span key={one} className="chip finding-only">
          <VisibleText
            text={t(`findings:only.${one}`, {
              value: one === 'rule' ? title : props.state[one],
            })}
          />
          <Button
            className="in-line"
            variant="subtle"
            aria-label={`${t('findings:only.clear')}: ${t(`findings:filter.${one}`)}`}
            onClick={() => props.onChange({ [one]: undefined })}
          >
            ×
          </Button>
        </span>
      ))}
    </div>
  );
}
