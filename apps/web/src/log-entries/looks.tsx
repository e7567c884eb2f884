// SPDX-License-Identifier: Apache-2.0
import { type LogLook, logLookKinds } from '@belfry/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice, WordsFilter } from '../ui/filters.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { VisibleText } from './hostile-text.tsx';
import './log-entries.css';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who looked into the logs, when, and for what; one's own, or everybody's for those who read the whole history. */
export function Looks() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const seesAll = useMay('history.read');
  const { person } = useSession();
  const kind = logLookKinds.find((one) => one === state['kind']);
  const wanted = uuid.test(state['person'] ?? '') ? state['person'] : undefined;
  const list = useInfiniteQuery(
    readingPages('listLooks', { query: { kind, person: wanted, q: state['q'] } }),
  );
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="page">
      <PageTitle title={t('logbook:looks')} lead={t(seesAll ? 'logbook:looks.all' : 'logbook:looks.own')} />
      <FilterBar names={['q', 'kind', 'person']} state={state} onChange={change}>
        <WordsFilter label={t('logbook:looks.words')} state={state} onChange={change} />
        <FilterChoice
          name="kind"
          label={t('logbook:looks.kind')}
          options={logLookKinds.map((one) => [one, t(`logbook:look.${one}`)])}
          state={state}
          onChange={change}
        />
        {seesAll ? (
          <FilterChoice
            name="person"
            label={t('logbook:looks.person')}
            options={peopleOf(items, person)}
            state={state}
            onChange={change}
          />
        ) : null}
      </FilterBar>
      {list.isPending ? <Loading /> : null}
      {!list.isPending && items.length === 0 ? <Empty words={t('logbook:looks.none')} /> : null}
      <ul className="plain-list stack">
        {items.map((look) => (
          <LookItem key={look.id} look={look} />
        ))}
      </ul>
      {items.length === 0 ? null : <More of={list} count={items.length} />}
    </section>
  );
}

/** Those whose looks are on the page: whoever is looked for further is found by their words. */
function peopleOf(
  items: readonly LogLook[],
  self: { readonly id: string; readonly name: string },
): [string, string][] {
  return [...new Map([self, ...items.map(({ person }) => person)].map(({ id, name }) => [id, name]))];
}

function LookItem({ look }: { look: LogLook }) {
  const { t } = useTranslation();
  const { clock, from, index, log, query, shownCount, until } = look;
  const again = {
    q: query,
    period: from === null ? 'all' : 'custom',
    from: from ?? undefined,
    until: until ?? undefined,
    clock: clock === 'received' ? clock : undefined,
  };
  const href = log === null || index === null ? urls.log(again) : urls.logEntry(log, index);
  return (
    <li className="panel">
      <p>
        <bdi>{look.person.name}</bdi> · {t(`logbook:look.${look.kind}`)} · <Moment at={look.askedAt} />
      </p>
      <p className="log-mono">
        <AppLink href={href}>
          {log === null ? (
            <VisibleText text={query === '' ? t('logbook:looks.everything') : query} />
          ) : (
            `${log}/${index}`
          )}
        </AppLink>
      </p>
      <p>
        {t('logbook:purpose.was')} <bdi>{look.purpose}</bdi>
      </p>
      <p className="quiet">
        {shownCount === null ? t('logbook:looks.no_answer') : t('logbook:looks.shown', { count: shownCount })}
        {from === null ? null : (
          <>
            {' · '}
            {t('logbook:from')} <Moment at={from} withRelative={false} />
          </>
        )}
        {until === null ? null : (
          <>
            {' · '}
            {t('logbook:until')} <Moment at={until} withRelative={false} />
          </>
        )}
      </p>
    </li>
  );
}
