// SPDX-License-Identifier: Apache-2.0
import {
  type IncidentLine,
  incidentSorts,
  incidentStatuses,
  personalDataFlags,
  rsitClasses,
  severities,
} from '@belfry/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice, WordsFilter } from '../ui/filters.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment, Since } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { SortHead } from '../ui/table-heads.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { RestrictedChip, SeverityWord, StatusWord, useSeverityWords } from '../ui/words.tsx';
import { url, urls } from '../urls.ts';
import './incidents.css';

const filterNames = ['q', 'status', 'severity', 'class', 'lead', 'personalData'] as const;
type State = ReturnType<typeof useUrlState>[0];
type Change = ReturnType<typeof useUrlState>[1];

/** What of the address the API understands; anything else in it is left alone. */
function queryOf(state: State) {
  return {
    q: state['q'],
    status: [...incidentStatuses, 'open' as const].find((one) => one === state['status']),
    severity: severities.find((one) => one === state['severity']),
    class: rsitClasses.find((one) => one === state['class']),
    lead: state['lead'] === 'me' ? ('me' as const) : undefined,
    personalData: personalDataFlags.find((one) => one === state['personalData']),
  };
}

/** The register: every incident the reader can see. */
export function IncidentsRegister() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const filter = queryOf(state);
  const sort = incidentSorts.find((one) => one === state['sort']) ?? 'declared';
  const order = state['order'] === 'asc' ? ('asc' as const) : ('desc' as const);
  const list = useInfiniteQuery(readingPages('listIncidents', { query: { ...filter, sort, order } }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const changes = useGathered(
    (one) => one.kind.startsWith('incident.'),
    () => void list.refetch(),
  );
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className="page">
      <div className="page-head">
        <PageTitle title={t('register:title')} lead={t('register:lead')} />
        <Actions filter={filter} />
      </div>
      <Filters state={state} onChange={change} />
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      {list.isPending ? <Loading /> : null}
      {!list.isPending && items.length === 0 ? (
        <Empty
          words={t(filterNames.some((name) => state[name]) ? 'register:none_matches' : 'register:none')}
        />
      ) : null}
      {items.length === 0 ? null : (
        <>
          <RegisterTable
            items={items}
            sort={sort}
            order={order}
            onSort={(by, way) => change({ sort: by, order: way === 'desc' ? undefined : way })}
          />
          <More of={list} count={items.length} />
        </>
      )}
    </section>
  );
}

function Actions({ filter }: { filter: ReturnType<typeof queryOf> }) {
  const { t } = useTranslation();
  const mayDeclare = useMay('incidents.declare');
  const mayExport = useMay('register.export');
  const mayImport = useMay('register.import');
  return (
    <div className="row">
      {mayDeclare ? (
        <AppLink className="button-link" href={urls.declare()}>
          {t('register:declare')}
        </AppLink>
      ) : null}
      {mayExport ? (
        <>
          <a className="action-link" href={url('/api/v1/register.csv', filter)} download>
            {t('register:export.csv')}
          </a>
          <a className="action-link" href={url('/api/v1/register.json', filter)} download>
            {t('register:export.json')}
          </a>
        </>
      ) : null}
      {mayImport ? (
        <AppLink className="action-link" href={urls.importRegister()}>
          {t('register:import')}
        </AppLink>
      ) : null}
    </div>
  );
}

function Filters({ state, onChange }: { state: State; onChange: Change }) {
  const { t } = useTranslation();
  const severityWords = useSeverityWords();
  const parts = { state, onChange };
  return (
    <FilterBar names={filterNames} {...parts}>
      <WordsFilter {...parts} />
      <FilterChoice
        name="status"
        label={t('register:column.status')}
        options={(['open', ...incidentStatuses] as const).map((one) => [one, t(`words:status.${one}`)])}
        {...parts}
      />
      <FilterChoice
        name="severity"
        label={t('incidents:fact.severity')}
        options={severities.map((one) => [one, severityWords(one).label])}
        {...parts}
      />
      <FilterChoice
        name="class"
        label={t('incidents:fact.class')}
        options={rsitClasses.map((one) => [one, t(`words:class.${one}`)])}
        {...parts}
      />
      <FilterChoice
        name="lead"
        label={t('register:column.lead')}
        options={[['me', t('register:lead.me')]]}
        {...parts}
      />
      <FilterChoice
        name="personalData"
        label={t('incidents:fact.personal_data')}
        options={personalDataFlags.map((one) => [one, t(`words:personal_data.${one}`)])}
        {...parts}
      />
      <div className="narrow-only">
        <FilterChoice
          name="sort"
          label={t('register:sort')}
          any={t('register:column.declared')}
          options={incidentSorts
            .filter((one) => one !== 'declared')
            .map((one) => [one, t(`register:column.${one}`)])}
          {...parts}
        />
      </div>
    </FilterBar>
  );
}

function RegisterTable(props: {
  items: readonly IncidentLine[];
  sort: string;
  order: 'asc' | 'desc';
  onSort: (sort: string, order: 'asc' | 'desc') => void;
}) {
  const { t } = useTranslation();
  const head = (name: (typeof incidentSorts)[number]) => (
    <SortHead
      words={t(`register:column.${name}`)}
      isSorted={props.sort === name}
      order={props.order}
      onSort={(order) => props.onSort(name, order)}
    />
  );
  return (
    <div className="table-frame">
      <table className="desk-table">
        <caption className="visually-hidden">{t('register:title')}</caption>
        <thead>
          <tr>
            {head('reference')}
            {head('title')}
            {head('status')}
            {head('severity')}
            <th scope="col">{t('register:column.lead')}</th>
            {head('declared')}
            {head('updated')}
          </tr>
        </thead>
        <tbody>
          {props.items.map((one) => (
            <RegisterRow key={one.reference} line={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RegisterRow({ line }: { line: IncidentLine }) {
  const { t } = useTranslation();
  return (
    <tr>
      <td className="nowrap">
        <AppLink href={urls.incident(line.reference)}>{line.reference}</AppLink>
      </td>
      <th scope="row" className="cell-title">
        <bdi>{line.title}</bdi>
        {line.restricted ? (
          <>
            {' '}
            <RestrictedChip />
          </>
        ) : null}
        <div className="quiet small">
          {[
            line.class === null ? null : t(`words:class.${line.class}`),
            line.openTasks === 0 ? null : t('register:open_tasks', { count: line.openTasks }),
            line.mergedInto === null ? null : `→ ${line.mergedInto}`,
          ]
            .filter((one) => one !== null)
            .join(' · ')}
        </div>
      </th>
      <td>
        <StatusWord status={line.status} />
      </td>
      <td>
        <SeverityWord severity={line.severity} />
      </td>
      <td data-label={t('register:column.lead')}>
        <bdi>{line.lead?.name ?? t('shell:nobody')}</bdi>
      </td>
      <td data-label={t('register:column.declared')}>
        <Moment at={line.declaredAt} withRelative={false} />
      </td>
      <td data-label={t('register:column.updated')}>
        <Since at={line.updatedAt} />
      </td>
    </tr>
  );
}
