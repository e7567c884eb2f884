// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { Loading } from '../ui/loading.tsx';
import { Beside, LookAlikes } from './look-alikes.tsx';
import { ReportView } from './report-view.tsx';
import { VerbBar } from './verb-bar.tsx';
import type { Verb } from './verbs.ts';

export const reportHeadingId = 'triage-report-heading';

/** The selected report with its verbs; what looks alike opens beside it. */
export function TriageReport(props: {
  reference: string;
  beside: string | undefined;
  onVerb: (verb: Verb, duplicateOf?: string) => void;
  onBeside: (reference: string | undefined) => void;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const mayDecide = useMay('reports.decide');
  const { data, error, refetch } = useQuery(
    reading('readReport', { params: { reference: props.reference } }),
  );
  const isOpen = data !== undefined && ['waiting', 'asked', 'snoozed'].includes(data.state);
  return (
    <article className="panel stack" aria-labelledby={reportHeadingId}>
      <div className="panel-head">
        <h2 id={reportHeadingId} tabIndex={-1}>
          {props.reference}
        </h2>
        <Button variant="default" size="xs" onClick={props.onBack}>
          {t('triage:back')}
        </Button>
      </div>
      {mayDecide && isOpen ? (
        <VerbBar verbs={['accept', 'duplicate', 'decline', 'ask', 'snooze']} onVerb={props.onVerb} />
      ) : null}
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data === undefined ? (
        error === null ? (
          <Loading />
        ) : null
      ) : (
        <div className={props.beside === undefined ? 'stack' : 'side-by-side'}>
          <ReportView report={data}>
            <LookAlikes reference={props.reference} onCompare={props.onBeside} />
          </ReportView>
          {props.beside === undefined ? null : (
            <Beside
              reference={props.beside}
              onClose={() => props.onBeside(undefined)}
              onDuplicate={mayDecide && isOpen ? () => props.onVerb('duplicate', props.beside) : null}
            />
          )}
        </div>
      )}
    </article>
  );
}
