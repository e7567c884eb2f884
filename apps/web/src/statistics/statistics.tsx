// SPDX-License-Identifier: Apache-2.0
import type { ReportDivision, ReportStatistics } from '@belfry/contract';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { url, urls } from '../urls.ts';
import { useTerms } from '../vocabularies/terms.tsx';
import './statistics.css';

type Division = ReportStatistics['divisions'][number];
type State = Readonly<Record<string, string | undefined>>;

/** Reports by month: what they are about, how they come, what becomes of them. Each number opens its list. */
export function Statistics() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const query = { from: monthIn(state['from']), to: monthIn(state['to']) };
  const { data, error, refetch } = useQuery(reading('readStatistics', { query }));
  return (
    <section className="page">
      <PageTitle title={t('statistics:title')} lead={t('statistics:lead')} />
      <Period state={state} shown={data} onChange={change} />
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data === undefined && error === null ? <Loading /> : null}
      {data === undefined ? null : <Counted counted={data} query={query} />}
    </section>
  );
}

function monthIn(text: string | undefined): string | undefined {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? '') ? text : undefined;
}

function Period(props: {
  state: State;
  shown: ReportStatistics | undefined;
  onChange: (patch: State) => void;
}) {
  const { t } = useTranslation();
  const { months = [] } = props.shown ?? {};
  const field = (name: 'from' | 'to', usual: string | undefined) => (
    <TextInput
      type="month"
      label={t(`statistics:${name}`)}
      value={props.state[name] ?? usual ?? ''}
      onChange={(event) => props.onChange({ [name]: event.currentTarget.value || undefined })}
    />
  );
  return (
    <search className="filters">
      {field('from', months[0]?.month)}
      {field('to', months.at(-1)?.month)}
    </search>
  );
}

function Counted({ counted, query }: { counted: ReportStatistics; query: State }) {
  const { t } = useTranslation();
  const whole = { from: counted.months[0]?.from, to: counted.months.at(-1)?.to };
  if (counted.total === 0) {
    return <Empty words={t('statistics:none')} />;
  }
  return (
    <>
      <p>
        <AppLink href={urls.reports(whole)}>{t('statistics:total', { count: counted.total })}</AppLink>
        {' · '}
        <span className="quiet">{t('statistics:zone', { zone: counted.timeZone })}</span>{' '}
        <Button
          component="a"
          variant="default"
          size="compact-md"
          href={url('/api/v1/statistics/reports.csv', query)}
          download
        >
          {t('statistics:csv')}
        </Button>
      </p>
      {counted.divisions
        .filter(({ rows }) => rows.length > 0)
        .map((division) => (
          <DivisionPanel key={division.by} division={division} counted={counted} />
        ))}
    </>
  );
}

/** Names of the values of a division, in the reader's language. */
function useValueWords(by: ReportDivision): (value: string | null) => string {
  const { t } = useTranslation();
  const category = useTerms('category');
  const qualification = useTerms('qualification');
  return (value) => {
    if (value === null) {
      return t('vocabularies:nobody_said');
    }
    switch (by) {
      case 'category':
        return category.wordsFor(value).label;
      case 'qualification':
        return qualification.wordsFor(value).label;
      case 'area':
        return t(`vocabularies:area.${value}`);
      case 'kind':
        return t(`words:report_kind.${value}`);
      case 'channel':
        return t(`words:channel.${value}`);
      case 'state':
        return t(`words:report_state.${value}`);
      case 'declineReason':
        return t(`words:decline.${value}`);
    }
  };
}

/** The whole period as bars, and behind it the months as a table. The bars are the first column of numbers, drawn. */
function DivisionPanel({ counted, division }: { counted: ReportStatistics; division: Division }) {
  const { t } = useTranslation();
  const words = useValueWords(division.by);
  const { months } = counted;
  const whole = { from: months[0]?.from, to: months.at(-1)?.to };
  const most = Math.max(...division.rows.map(({ total }) => total));
  const name = (value: string | null) => value ?? 'none';
  const title = t(`statistics:by.${division.by}`);
  return (
    <section className="panel stack" aria-labelledby={`by-${division.by}`}>
      <h2 id={`by-${division.by}`}>{title}</h2>
      <ul className="bars">
        {division.rows.map(({ total, value }) => (
          <li key={name(value)}>
            <span className="bar-name">{words(value)}</span>
            <span className="bar-line">
              <svg
                aria-hidden="true"
                viewBox="0 0 100 10"
                preserveAspectRatio="none"
                width="100%"
                height="100%"
              >
                <rect width={(100 * total) / most} height="10" />
              </svg>
            </span>
            <AppLink
              href={urls.reports({ [division.by]: name(value), ...whole })}
              aria-label={t('statistics:open', { count: total, what: words(value) })}
            >
              {total}
            </AppLink>
          </li>
        ))}
      </ul>
      <details>
        <summary>{t('statistics:months')}</summary>
        <div className="table-frame">
          <table className="desk-table">
            <caption className="visually-hidden">{title}</caption>
            <thead>
              <tr>
                <th scope="col">{title}</th>
                {months.map(({ month }) => (
                  <th key={month} scope="col" className="nowrap">
                    {month}
                  </th>
                ))}
                <th scope="col">{t('statistics:sum')}</th>
              </tr>
            </thead>
            <tbody>
              {division.rows.map(({ perMonth, total, value }) => (
                <tr key={name(value)}>
                  <th scope="row">{words(value)}</th>
                  {months.map(({ from, month, to }, index) => (
                    <td key={month}>
                      <Count
                        count={perMonth[index] ?? 0}
                        href={urls.reports({ [division.by]: name(value), from, to })}
                      />
                    </td>
                  ))}
                  <td>
                    <Count count={total} href={urls.reports({ [division.by]: name(value), ...whole })} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function Count({ count, href }: { count: number; href: string }) {
  return count === 0 ? <span className="quiet">0</span> : <AppLink href={href}>{count}</AppLink>;
}
