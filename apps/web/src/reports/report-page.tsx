// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { useShortcuts } from '../shell/shortcuts.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { DecisionDialog } from './decision-dialog.tsx';
import { Beside, LookAlikes } from './look-alikes.tsx';
import { OutcomeNotice } from './outcome-notice.tsx';
import { ReportView } from './report-view.tsx';
import { VerbBar } from './verb-bar.tsx';
import { type Decided, type Verb, verbs } from './verbs.ts';
import './triage.css';

/** One report on a page of its own. */
export function ReportPage() {
  const { reference } = useParams({ strict: false }) as { reference: string };
  return <ReportOf key={reference} reference={reference} />;
}

function ReportOf({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const { data, error, refetch } = useQuery(reading('readReport', { params: { reference } }));
  const [asking, setAsking] = useState<{ verb: Verb; duplicateOf?: string }>();
  const [decided, setDecided] = useState<Decided>();
  const mayDecide = useMay('reports.decide');
  const isOpen = data !== undefined && ['waiting', 'asked', 'snoozed'].includes(data.state);
  const changes = useGathered(
    (one) => one.report === reference,
    () => void refetch(),
  );
  useShortcuts(
    verbs.map(({ verb, key }) => ({
      key,
      does: `triage:verb.${verb}`,
      run: () => setAsking({ verb }),
      isOff: !mayDecide || !isOpen,
    })),
  );
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={reference} lead={t('reports:lead')} />
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      {decided === undefined ? null : <OutcomeNotice decided={decided} onUndone={setDecided} />}
      {mayDecide && isOpen ? (
        <VerbBar verbs={verbs.map((one) => one.verb)} onVerb={(verb) => setAsking({ verb })} />
      ) : null}
      {mayDecide && data !== undefined && decided === undefined && isDecided(data.state) ? (
        <TakeBack reference={reference} onUndone={setDecided} />
      ) : null}
      {data === undefined ? (
        <Loading />
      ) : (
        <div className={state['beside'] === undefined ? 'panel stack' : 'panel side-by-side'}>
          <h2 className="visually-hidden">{t('reports:lead')}</h2>
          <ReportView report={data}>
            {isOpen ? (
              <LookAlikes
                reference={reference}
                onCompare={(beside) => change({ beside }, { replace: true })}
              />
            ) : null}
          </ReportView>
          {state['beside'] === undefined ? null : (
            <Beside
              reference={state['beside']}
              onClose={() => change({ beside: undefined }, { replace: true })}
              onDuplicate={
                mayDecide && isOpen
                  ? () => setAsking({ verb: 'duplicate', duplicateOf: state['beside'] ?? '' })
                  : null
              }
            />
          )}
        </div>
      )}
      {asking === undefined || data === undefined ? null : (
        <DecisionDialog
          {...asking}
          chosen={[data]}
          onClose={() => setAsking(undefined)}
          onDecided={(outcome) => {
            setAsking(undefined);
            setDecided(outcome);
          }}
        />
      )}
    </section>
  );
}

const isDecided = (state: string): boolean => ['accepted', 'duplicate', 'declined'].includes(state);

/** A decision of another day can still be taken back; the record keeps both. */
function TakeBack({ reference, onUndone }: { reference: string; onUndone: (decided: Decided) => void }) {
  const { t } = useTranslation();
  const undo = useSending('decideReports');
  return (
    <div className="stack">
      <div>
        <Button
          variant="default"
          loading={undo.isPending}
          onClick={() =>
            undo.mutate(
              { body: { references: [reference], decision: { verb: 'undo' } } },
              { onSuccess: ({ outcomes }) => onUndone({ verb: 'undo', outcomes }) },
            )
          }
        >
          {t('reports:take_back')}
        </Button>
      </div>
      <ProblemNotice error={undo.error} />
    </div>
  );
}
