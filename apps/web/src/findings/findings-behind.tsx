// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';
import { FindingLines } from './finding-rows.tsx';

const SHOWN_MAX = 20;

/** The findings a report was made of. */
export function FindingsOfReport({ report }: { report: string }) {
  const mayRead = useMay('findings.read');
  return mayRead ? <Behind query={{ report }} words="findings:of_report" id={`findings-${report}`} /> : null;
}

/** The findings of an incident: behind its reports, and on its timeline. */
export function FindingsOfIncident({ incident }: { incident: string }) {
  const mayRead = useMay('findings.read');
  return mayRead ? (
    <Behind query={{ incident }} words="findings:of_incident" id="incident-findings" isPanel />
  ) : null;
}

function Behind(props: {
  query: { report: string } | { incident: string };
  words: 'findings:of_report' | 'findings:of_incident';
  id: string;
  isPanel?: boolean;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(
    reading('listFindings', {
      query: { ...props.query, state: 'any', order: 'oldest', limit: SHOWN_MAX },
    }),
  );
  if (data === undefined || data.items.length === 0) {
    return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  }
  const count = Object.values(data.counts).reduce((sum, one) => sum + one, 0);
  const Heading = props.isPanel === true ? 'h2' : 'h3';
  return (
    <section className={props.isPanel === true ? 'panel stack' : 'stack'} aria-labelledby={props.id}>
      <Heading id={props.id}>{t(props.words, { count })}</Heading>
      <FindingLines items={data.items} />
      {count > data.items.length ? (
        <p>
          <AppLink href={urls.findings({ ...props.query, state: 'any' })}>
            {t('findings:all_of_them', { count })}
          </AppLink>
        </p>
      ) : null}
    </section>
  );
}
