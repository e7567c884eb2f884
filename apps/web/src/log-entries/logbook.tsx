// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { Examples } from './examples.tsx';
import { ExportButton } from './export-button.tsx';
import { Found } from './found.tsx';
import { LiveTail } from './live-tail.tsx';
import { periodIn } from './period.ts';
import { PeriodChoice } from './period-choice.tsx';
import { usePurpose } from './purpose.ts';
import { PurposeForm, PurposeLine } from './purpose-form.tsx';
import { QueryField } from './query-field.tsx';
import { narrowed } from './query-terms.ts';
import './log-entries.css';

/** Searching the logs: one field, a period, and what was found. The address is the search; the purpose is the person's. */
export function Logbook() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const purpose = usePurpose();
  const [again, setAgain] = useState(0);
  const query = state['q'] ?? '';
  const isAsked = periodIn(state) !== undefined;
  const isLive = state['live'] === 'yes';
  const ask = (q: string) => {
    // The same once more is a look of its own; another search is one by being another.
    if (isAsked && q === query) {
      setAgain((count) => count + 1);
      return;
    }
    change({ q: q === '' ? undefined : q, period: state['period'] ?? '1h' });
  };
  const narrow = (term: string, isNot: boolean) => ask(narrowed(query, term, isNot));
  return (
    <section className="page log-page">
      <PageTitle title={t('logbook:title')} lead={t('logbook:lead')} />
      <div className="row">
        <PurposeLine />
        <AppLink href={urls.logLooks()}>{t('logbook:looks.open')}</AppLink>
      </div>
      <QueryField asked={query} onAsk={ask} />
      <div className="row log-choices">
        <PeriodChoice
          state={state}
          onChange={(patch) => change({ period: state['period'] ?? '1h', ...patch })}
        />
        {isAsked && purpose !== null ? (
          <LookButtons
            isLive={isLive}
            purpose={purpose}
            state={state}
            onLive={(on) => change({ live: on ? 'yes' : undefined })}
          />
        ) : null}
      </div>
      {purpose === null ? <PurposeForm /> : null}
      {purpose !== null && !isAsked ? <Examples onTry={ask} /> : null}
      {purpose !== null && isAsked && isLive ? <LiveTail purpose={purpose} query={query} /> : null}
      {purpose !== null && isAsked && !isLive ? (
        <Found
          purpose={purpose}
          state={state}
          again={again}
          onAgain={() => setAgain((count) => count + 1)}
          onNarrow={narrow}
          onPeriod={(from, until) => change({ period: 'custom', from, until })}
          onTight={(isTight) => change({ density: isTight ? 'tight' : undefined }, { replace: true })}
        />
      ) : null}
    </section>
  );
}

function LookButtons(props: {
  isLive: boolean;
  purpose: string;
  state: Readonly<Record<string, string | undefined>>;
  onLive: (on: boolean) => void;
}) {
  const { t } = useTranslation();
  const mayExport = useMay('log.export');
  return (
    <>
      <Button variant="default" aria-pressed={props.isLive} onClick={() => props.onLive(!props.isLive)}>
        {t(props.isLive ? 'logbook:live.stop' : 'logbook:live.start')}
      </Button>
      {mayExport && !props.isLive ? <ExportButton purpose={props.purpose} state={props.state} /> : null}
    </>
  );
}
