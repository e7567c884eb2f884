// SPDX-License-Identifier: Apache-2.0
import type { Occurrence, Report } from '@belfry/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Moment, Since } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { urls } from '../urls.ts';

const PAGE_SIZE = 10;

/** How often a system told of a report, each time with what was different. */
export function ReportOccurrences({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { reference } = report;
  const list = useInfiniteQuery(
    readingPages('listOccurrences', { params: { reference }, query: { limit: PAGE_SIZE } }),
  );
  const [about] = list.data?.pages ?? [];
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (about === undefined || about.webhook === null) {
    return <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className="stack" aria-labelledby={`occurrences-${reference}`}>
      <h3 id={`occurrences-${reference}`}>
        {about.count > 1 ? t('webhooks:repeated', { count: about.count }) : t('webhooks:told_once')}
      </h3>
      <p className="quiet">
        {t('webhooks:told_by')} <bdi>{about.webhook}</bdi>
        {about.lastReceivedAt === null ? null : (
          <>
            {' · '}
            {t('webhooks:last_received')} <Since at={about.lastReceivedAt} />
          </>
        )}
        {about.earlier === null ? null : (
          <>
            {' · '}
            {t('webhooks:earlier')} <AppLink href={urls.report(about.earlier)}>{about.earlier}</AppLink>
          </>
        )}
      </p>
      <ol className="plain-list" reversed>
        {items.map((one) => (
          <OneOccurrence key={one.id} reference={reference} occurrence={one} />
        ))}
      </ol>
      <More of={list} count={items.length} />
    </section>
  );
}

function OneOccurrence({ reference, occurrence }: { reference: string; occurrence: Occurrence }) {
  const { t } = useTranslation();
  const { differs } = occurrence;
  const moved = differs.filter((name) => ['summary', 'problem', 'state', 'severity'].includes(name));
  const facts = occurrence.facts.filter(({ name }) => differs.includes(name) || occurrence.number === 1);
  return (
    <li>
      <p>
        <strong>{occurrence.number}</strong> · {t(`webhooks:state.${occurrence.state}`)}
        {occurrence.severity === null ? null : ` · ${t(`words:severity.${occurrence.severity}`)}`}
        {' · '}
        <Moment at={occurrence.receivedAt} />
      </p>
      {occurrence.occurredAt === null ? null : (
        <p className="quiet small">
          {t('shell:named', { name: t('webhooks:field.occurredAt') })}{' '}
          <Moment at={occurrence.occurredAt} withRelative={false} />
        </p>
      )}
      {moved.includes('summary') ? (
        <p dir="auto">
          <bdi>{occurrence.summary}</bdi>
        </p>
      ) : null}
      {occurrence.problem === null ? null : (
        <p className="quiet small">
          {t('webhooks:try.not_read')} <span lang="en">{occurrence.problem}</span>
        </p>
      )}
      {facts.length === 0 ? null : (
        <p className="quiet small webhook-facts" dir="auto">
          {facts.map(({ name, value }) => `${name}: ${value}`).join(' · ')}
        </p>
      )}
      <p className="small">
        {occurrence.link === null ? null : (
          <>
            <a href={occurrence.link} rel="noreferrer noopener" target="_blank">
              {t('webhooks:at_source')}
            </a>
            {' · '}
          </>
        )}
        <a href={`/api/v1/reports/${reference}/occurrences/${occurrence.id}`} download>
          {t('webhooks:raw', { number: occurrence.number })}
        </a>
      </p>
    </li>
  );
}
