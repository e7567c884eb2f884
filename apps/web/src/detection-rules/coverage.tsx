// SPDX-License-Identifier: Apache-2.0
import type { CoverageState } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice, WordsFilter } from '../ui/filters.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { attackNotice, attackTermsUrl, attackVersion, tactics } from './attack.ts';
import { type Cell, cellStates, cellsOf, columnsOf } from './coverage-cells.ts';
import './coverage.css';
import './detection-rules.css';

type Coverage = AnswerOf<'readCoverage'>;

/** ATT&CK as a picture: what is watched, what could be, and what is lacking. */
export function CoveragePage() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const read = useQuery(reading('readCoverage'));
  if (read.data === undefined) {
    return read.error === null ? (
      <Loading />
    ) : (
      <ProblemPage error={read.error} onRetry={() => void read.refetch()} />
    );
  }
  const cells = cellsOf(read.data.techniques);
  const shown = cells.filter(
    (one) =>
      (state['state'] === undefined || one.state === state['state']) &&
      (state['tactic'] === undefined || one.tactics.includes(state['tactic'])) &&
      (state['q'] === undefined || `${one.id} ${one.name}`.toLowerCase().includes(state['q'].toLowerCase())),
  );
  return (
    <section className="page page-wide">
      <PageTitle title={t('rules:coverage')} lead={t('rules:coverage.lead')} />
      <Summary cells={cells} coverage={read.data} />
      <FilterBar names={['state', 'tactic', 'q']} state={state} onChange={change}>
        <FilterChoice
          name="state"
          label={t('rules:coverage.state')}
          options={cellStates.map((one) => [one, t(`rules:coverage.${one}`)])}
          state={state}
          onChange={change}
        />
        <FilterChoice
          name="tactic"
          label={t('rules:coverage.tactic')}
          options={tactics.map((one) => [one.id, one.name])}
          state={state}
          onChange={change}
        />
        <WordsFilter label={t('rules:coverage.find')} state={state} onChange={change} />
      </FilterBar>
      <Legend />
      {shown.length === 0 ? (
        <Empty words={t('rules:coverage.nothing')} />
      ) : (
        <Matrix cells={shown} tactic={state['tactic']} />
      )}
      <p className="quiet small">
        {t('rules:coverage.version', { version: attackVersion })} <span lang="en">{attackNotice}</span>{' '}
        <a href={attackTermsUrl} rel="noreferrer">
          {t('rules:coverage.terms')}
        </a>
      </p>
    </section>
  );
}

function Summary({ cells, coverage }: { cells: readonly Cell[]; coverage: Coverage }) {
  const { t } = useTranslation();
  const of = (state: string) => cells.filter((one) => one.state === state).length;
  return (
    <>
      <p className="prose">
        <strong>{t('rules:coverage.sentence', { watched: of('watched'), all: cells.length })}</strong>{' '}
        {t('rules:coverage.could', { count: of('possible') })}{' '}
        {t('rules:coverage.blind_of', { count: of('blind') })}
      </p>
      <p className="quiet small">
        {t('rules:coverage.since')} <Moment at={coverage.since} withRelative={false} />.{' '}
        {t('rules:coverage.untagged', { count: coverage.untagged })}
      </p>
    </>
  );
}

/** What pattern and sign mean; the sign stands in each cell too. */
function Legend() {
  const { t } = useTranslation();
  return (
    <dl className="coverage-legend">
      {cellStates.map((state) => (
        <div key={state}>
          <dt>
            <span className={`coverage-swatch coverage-${state}`} aria-hidden="true">
              {signs[state]}
            </span>
            {t(`rules:coverage.${state}`)}
          </dt>
          <dd className="quiet small">{t(`rules:coverage_means.${state}`)}</dd>
        </div>
      ))}
    </dl>
  );
}

const signs: Record<CoverageState | 'none', string> = {
  watched: '●',
  blind: '⊘',
  possible: '◐',
  lacking: '○',
  none: '·',
};

/** A column a tactic where there is room, a list below each other where there is not: the same markup. */
function Matrix({ cells, tactic }: { cells: readonly Cell[]; tactic: string | undefined }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard
    <section className="coverage-frame" tabIndex={0} aria-label={t('rules:coverage.matrix')}>
      <div className="coverage-matrix">
        {columnsOf(cells, tactic).map(({ cells: inside, tactic: column }) => (
          <section key={column.id} className="coverage-column" aria-labelledby={`tactic-${column.id}`}>
            <h2 id={`tactic-${column.id}`} lang="en">
              {column.name}
            </h2>
            <p className="quiet small">
              {t('rules:coverage.of', {
                watched: inside.filter((one) => one.state === 'watched').length,
                all: inside.length,
              })}
            </p>
            <ul>
              {inside.map((cell) => (
                <li key={cell.id}>
                  <TechniqueCell cell={cell} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

function TechniqueCell({ cell }: { cell: Cell }) {
  const { t } = useTranslation();
  const rules = cell.active + cell.blind + cell.could + cell.lacks;
  return (
    <AppLink
      className={`coverage-cell coverage-${cell.state}`}
      href={urls.detectionRules({ technique: cell.id })}
      title={`${cell.id} ${cell.name}`}
    >
      <span aria-hidden="true" className="coverage-sign">
        {signs[cell.state]}
      </span>
      <span className="coverage-name">
        {/* MITRE's names are English everywhere; one may break behind its slash. */}
        <span lang="en">{cell.name.replaceAll('/', '/\u200b')}</span>
        <span className="visually-hidden">, {cell.id}</span>
        <span className={cell.state === 'none' ? 'visually-hidden' : 'coverage-count'}>
          {t(`rules:coverage.${cell.state}`)}
          {rules === 0
            ? ''
            : ` · ${t('rules:coverage.rules', { run: cell.active + cell.blind, all: rules })}`}
        </span>
      </span>
    </AppLink>
  );
}
