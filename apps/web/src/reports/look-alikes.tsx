// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { localeOf } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { ReportStateWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { ReportFacts } from './report-facts.tsx';

export function useLookAlikes(reference: string) {
  return useQuery(reading('listSimilar', { params: { reference } }));
}

export function useSharePhrase(): (similarity: number) => string {
  const { t, i18n } = useTranslation();
  const locale = localeOf[i18n.language as 'en'] ?? 'en-GB';
  return (similarity) =>
    t('reports:alike.share', {
      share: new Intl.NumberFormat(locale, { style: 'percent' }).format(similarity),
    });
}

/** Reports and incidents that look alike: a suggestion with its similarity, never chosen beforehand. */
export function LookAlikes({
  reference,
  onCompare,
}: {
  reference: string;
  onCompare: (other: string) => void;
}) {
  const { t } = useTranslation();
  const share = useSharePhrase();
  const { data, error } = useLookAlikes(reference);
  if (data === undefined) {
    return <ProblemNotice error={error} />;
  }
  return (
    <section className="stack" aria-labelledby="look-alikes">
      <h3 id="look-alikes">{t('reports:alike')}</h3>
      {data.reports.length + data.incidents.length === 0 ? (
        <p className="quiet">{t('reports:alike.none')}</p>
      ) : null}
      <ul className="plain-list">
        {data.reports.map(({ report, similarity }) => (
          <li key={report.reference} className="alike">
            <span>
              <AppLink href={urls.report(report.reference)}>{report.reference}</AppLink>{' '}
              <bdi>{report.summary.slice(0, 140)}</bdi>{' '}
              <span className="quiet">
                · <ReportStateWord state={report.state} /> · {share(similarity)}
              </span>
            </span>
            <Button variant="default" size="xs" onClick={() => onCompare(report.reference)}>
              {t('reports:alike.compare')}
              <span className="visually-hidden"> {report.reference}</span>
            </Button>
          </li>
        ))}
        {data.incidents.map((one) => (
          <li key={one.reference} className="alike">
            <span>
              <AppLink href={urls.incident(one.reference)}>{one.reference}</AppLink> <bdi>{one.title}</bdi>{' '}
              <span className="quiet">
                · {t(`words:status.${one.status}`)} · {share(one.similarity)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The other report beside this one. */
export function Beside({
  reference,
  onClose,
  onDuplicate,
}: {
  reference: string;
  onClose: () => void;
  onDuplicate: (() => void) | null;
}) {
  const { t } = useTranslation();
  const { data, error } = useQuery(reading('readReport', { params: { reference } }));
  return (
    <section className="panel beside" aria-labelledby="beside">
      <div className="panel-head">
        <h2 id="beside">{t('reports:alike.beside', { reference })}</h2>
        <Button variant="default" size="xs" onClick={onClose}>
          {t('reports:alike.close')}
        </Button>
      </div>
      <ProblemNotice error={error} />
      {data === undefined ? (
        <Loading />
      ) : (
        <div className="stack">
          <blockquote className="report-words pre" lang={data.language} dir="auto">
            <p className="report-summary">{data.summary}</p>
            {data.description === null ? null : <p>{data.description}</p>}
          </blockquote>
          <ReportFacts report={data} />
          {onDuplicate === null ? null : (
            <div>
              <Button onClick={onDuplicate}>{t('triage:duplicate.this', { reference })}</Button>
            </div>
          )}
        </div>
      )}
    </section>
  );
}
