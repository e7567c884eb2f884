// SPDX-License-Identifier: Apache-2.0
import {
  type DetectionRuleListed,
  detectionLevels,
  detectionRuleKinds,
  detectionRuleStates,
  detectionStatuses,
  ruleSorts,
} from '@belfry/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, readingPages } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice, WordsFilter } from '../ui/filters.tsx';
import { Loading } from '../ui/loading.tsx';
import { Since } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { RuleTitle } from '../ui/rule-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { LevelWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { LogsourceFilter } from './logsource-filter.tsx';
import { OverrideButton, OverrideDialog } from './override-dialog.tsx';
import { Decider, logsourceText, RuleStateWord, useFigures, useSetName } from './rule-words.tsx';
import './detection-rules.css';

type State = Readonly<Record<string, string | undefined>>;
type Change = (patch: State, how?: { replace?: boolean }) => void;

const filterNames = [
  'q',
  'state',
  'level',
  'status',
  'product',
  'category',
  'service',
  'set',
  'kind',
  'technique',
  'tag',
] as const;
const oneOf = <Value extends string>(values: readonly Value[], given: string | undefined) =>
  values.find((one) => one === given);
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const queryOf = (state: State) => ({
  q: state['q'],
  state: oneOf(detectionRuleStates, state['state']),
  level: oneOf(detectionLevels, state['level']),
  status: oneOf(detectionStatuses, state['status']),
  kind: oneOf(detectionRuleKinds, state['kind']),
  set: uuid.test(state['set'] ?? '') ? state['set'] : undefined,
  product: state['product'],
  category: state['category'],
  service: state['service'],
  technique: state['technique'],
  tag: state['tag'],
  sort: oneOf(ruleSorts, state['sort']) ?? 'title',
});

/** The library of detection rules: which there are, which run, what each finds and costs. */
export function DetectionRules() {
  const { t } = useTranslation();
  const mayManage = useMay('detection.manage');
  const [state, change] = useUrlState();
  const list = useInfiniteQuery(readingPages('listDetectionRules', { query: queryOf(state) }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = filterNames.some((name) => state[name] !== undefined);
  const switched = items.find((one) => one.id === state['switch']);
  return (
    <section className="page">
      <div className="page-head">
        <PageTitle title={t('rules:title')} lead={t('rules:lead')} />
        <p className="row">
          {mayManage ? (
            <AppLink className="button-link" href={urls.newDetectionRule()}>
              {t('rules:add')}
            </AppLink>
          ) : null}
          <AppLink className="action-link" href={urls.ruleSets()}>
            {t('rules:sets')}
          </AppLink>
          <AppLink className="action-link" href={urls.placeholders()}>
            {t('rules:placeholders')}
          </AppLink>
        </p>
      </div>
      {mayManage ? null : <p className="quiet">{t('rules:may_not')}</p>}
      <WaitingImports />
      <Filters state={state} onChange={change} />
      {list.data?.pages[0] === undefined ? null : (
        <StateCounts counts={list.data.pages[0].counts} state={state} />
      )}
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending ? <Loading /> : null}
      {list.data === undefined || items.length > 0 ? null : <NoRules isFiltered={isFiltered} />}
      {items.length === 0 ? null : (
        <>
          <RuleTable items={items} mayManage={mayManage} onSwitch={(id) => change({ switch: id })} />
          <More of={list} count={items.length} />
        </>
      )}
      {switched !== undefined && mayManage ? (
        <OverrideDialog rule={switched} onClose={() => change({ switch: undefined }, { replace: true })} />
      ) : null}
    </section>
  );
}

function NoRules({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation();
  if (isFiltered) {
    return <Empty words={t('rules:none_match')} />;
  }
  return (
    <Empty words={t('rules:none')}>
      <p>
        <AppLink href={urls.ruleSets()}>{t('rules:none.import')}</AppLink>
      </p>
      <p>
        <AppLink href={urls.newDetectionRule()}>{t('rules:none.write')}</AppLink>
      </p>
    </Empty>
  );
}

/** What a set would change and nobody decided on yet. */
function WaitingImports() {
  const { t } = useTranslation();
  const { data } = useQuery(reading('listRuleSets'));
  const waiting = data?.items.filter((one) => one.waiting !== null) ?? [];
  return waiting.map((set) => (
    <p key={set.id} className="notice notice-brass">
      <AppLink href={set.waiting === null ? urls.ruleSets() : urls.ruleImport(set.waiting)}>
        {t('rules:waiting', { name: set.name })}
      </AppLink>
    </p>
  ));
}

function Filters({ state, onChange }: { state: State; onChange: Change }) {
  const { t } = useTranslation();
  const setName = useSetName();
  const sets = useQuery(reading('listRuleSets'));
  const choice = { state, onChange };
  return (
    <FilterBar names={filterNames} {...choice}>
      <WordsFilter {...choice} />
      <FilterChoice
        name="level"
        label={t('rules:level')}
        options={detectionLevels.toReversed().map((one) => [one, t(`words:level.${one}`)])}
        {...choice}
      />
      <FilterChoice
        name="status"
        label={t('rules:status')}
        options={detectionStatuses.map((one) => [one, t(`rules:status.${one}`)])}
        {...choice}
      />
      <LogsourceFilter {...choice} />
      <FilterChoice
        name="set"
        label={t('rules:set')}
        options={(sets.data?.items ?? []).map((one) => [one.id, setName(one)])}
        {...choice}
      />
      <FilterChoice
        name="kind"
        label={t('rules:kind')}
        options={detectionRuleKinds.map((one) => [one, t(`rules:kind.${one}`)])}
        {...choice}
      />
      <WordsFilter name="technique" label={t('rules:technique')} {...choice} />
      <WordsFilter name="tag" label={t('rules:tag')} {...choice} />
      <FilterChoice
        name="sort"
        label={t('rules:sort')}
        any={t('rules:sort.title')}
        options={ruleSorts.filter((one) => one !== 'title').map((one) => [one, t(`rules:sort.${one}`)])}
        {...choice}
      />
    </FilterBar>
  );
}

function StateCounts({ counts, state }: { counts: AnswerOf<'listDetectionRules'>['counts']; state: State }) {
  const { t } = useTranslation();
  const shown = oneOf(detectionRuleStates, state['state']);
  const rest = { ...state, switch: undefined };
  return (
    <nav aria-label={t('rules:by_state')}>
      <ul className="row plain-row">
        <li>
          <AppLink
            href={urls.detectionRules({ ...rest, state: undefined })}
            aria-current={shown === undefined ? 'true' : undefined}
            className="count-link"
          >
            {t('rules:count.all', { count: counts.active + counts.inactive + counts.refused })}
          </AppLink>
        </li>
        {detectionRuleStates.map((one) => (
          <li key={one}>
            <AppLink
              href={urls.detectionRules({ ...rest, state: one })}
              aria-current={shown === one ? 'true' : undefined}
              className="count-link"
            >
              {t(`rules:count.${one}`, { count: counts[one] })}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function RuleTable(props: {
  items: readonly DetectionRuleListed[];
  mayManage: boolean;
  onSwitch: (id: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="table-frame">
      <table className="desk-table rule-table">
        <caption className="visually-hidden">{t('rules:title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('rules:rule')}</th>
            <th scope="col">{t('rules:level')}</th>
            <th scope="col">{t('rules:runs')}</th>
            <th scope="col">{t('rules:hits')}</th>
            <th scope="col">{t('rules:precision')}</th>
            <th scope="col">{t('rules:cost')}</th>
            <th scope="col">{t('rules:last_hit')}</th>
          </tr>
        </thead>
        <tbody>
          {props.items.map((rule) => (
            <RuleRow key={rule.id} {...props} rule={rule} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RuleRow({
  rule,
  mayManage,
  onSwitch,
}: {
  rule: DetectionRuleListed;
  mayManage: boolean;
  onSwitch: (id: string) => void;
}) {
  const { t } = useTranslation();
  const figures = useFigures();
  const setName = useSetName();
  const { decided, hits, lastHitAt, precision } = rule.figures;
  return (
    <tr>
      <th scope="row" className="cell-title">
        <AppLink href={urls.detectionRule(rule.id)}>
          <RuleTitle rule={rule} />
        </AppLink>
        <div className="quiet small">
          {rule.kind === 'rule' ? null : `${t(`rules:kind.${rule.kind}`)} · `}
          <bdi>{rule.kind === 'rule' ? logsourceText(rule) : rule.path}</bdi> · <bdi>{setName(rule.set)}</bdi>
        </div>
      </th>
      <td data-label={t('rules:level')}>
        <LevelWord level={rule.level} />
        {rule.status === null ? null : (
          <div>
            <span className="chip">{t(`rules:status.${rule.status}`)}</span>
          </div>
        )}
      </td>
      <td data-label={t('rules:runs')}>
        <RuleStateWord state={rule.state} />
        <div>
          <Decider rule={rule} />
        </div>
        {mayManage ? <OverrideButton rule={rule} onSwitch={onSwitch} isInLine /> : null}
      </td>
      <td data-label={t('rules:hits')}>
        {hits === 0 ? (
          '0'
        ) : (
          <AppLink href={urls.findings({ rule: rule.id, state: 'any' })}>{figures.count(hits)}</AppLink>
        )}
      </td>
      <td data-label={t('rules:precision')}>
        {precision === null ? t('rules:precision.none') : figures.share(precision)}
        {decided === 0 ? null : (
          <div className="quiet small">{t('rules:precision.judged', { count: decided })}</div>
        )}
      </td>
      <td data-label={t('rules:cost')}>{figures.cost(rule.figures.costUs)}</td>
      <td data-label={t('rules:last_hit')}>
        {lastHitAt === null ? t('rules:never') : <Since at={lastHitAt} />}
      </td>
    </tr>
  );
}
