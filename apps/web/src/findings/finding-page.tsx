// SPDX-License-Identifier: Apache-2.0
import type { FindingWhole } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readAgain, reading } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { useShortcutDesk, useShortcuts } from '../shell/shortcuts.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { RuleTitle } from '../ui/rule-title.tsx';
import { urls } from '../urls.ts';
import type { Decided } from './decided.ts';
import { DecidedNotice, UNDO_ID } from './decided-notice.tsx';
import { DismissDialog } from './dismiss-dialog.tsx';
import { FindingEntries } from './finding-entries.tsx';
import { FindingFacts } from './finding-facts.tsx';
import { FindingHours } from './finding-hours.tsx';
import { FindingMeaning } from './finding-meaning.tsx';
import { FindingLines } from './finding-rows.tsx';
import { KeyWords } from './finding-words.tsx';
import { TakeBack } from './take-back.tsx';
import { ReportDialog, TimelineDialog } from './tell-dialogs.tsx';
import './findings.css';

/** One finding: what happened, what shows it, and what to do with it. */
export function FindingPage() {
  const { reference } = useParams({ strict: false }) as { reference: string };
  return <FindingOf key={reference} reference={reference} />;
}

function FindingOf({ reference }: { reference: string }) {
  const { data, error, refetch } = useQuery(reading('readFinding', { params: { reference } }));
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return <Whole finding={data} />;
}

const dialogs = {
  dismiss: DismissOne,
  quiet: QuietOne,
  report: ReportDialog,
  timeline: TimelineDialog,
} as const;
type Asked = keyof typeof dialogs;

function Whole({ finding }: { finding: FindingWhole }) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  const [decided, setDecided] = useState<Decided>();
  const mayDecide = useMay('findings.decide');
  const isOpen = finding.state === 'open' || finding.state === 'context';
  const changes = useGathered(
    (one) => one.finding === finding.reference,
    () => void readAgain(queries),
  );
  useShortcuts([
    {
      key: 'd',
      does: 'findings:key.dismiss',
      run: () => setAsked('dismiss'),
      isOff: !mayDecide || !isOpen,
    },
    {
      key: 'u',
      does: 'findings:key.undo',
      run: () => document.getElementById(UNDO_ID)?.click(),
      isOff: decided === undefined,
    },
  ]);
  const Dialog = asked === undefined ? undefined : dialogs[asked];
  return (
    <section className="page">
      <PageTitle title={finding.reference} lead={<RuleTitle rule={finding.rule} />} />
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      {decided === undefined ? null : <DecidedNotice decided={decided} onUndone={setDecided} />}
      {mayDecide && isOpen ? <Verbs onVerb={setAsked} /> : null}
      {mayDecide && !isOpen && decided === undefined ? (
        <DecidedVerbs finding={finding} onVerb={setAsked} onUndone={setDecided} />
      ) : null}
      <div className="finding-sides">
        <div className="stack">
          <Happened finding={finding} />
          <FindingMeaning finding={finding} />
          <FindingHours finding={finding} />
          <FindingEntries finding={finding} />
          <Others finding={finding} />
        </div>
        <FindingFacts finding={finding} />
      </div>
      {Dialog === undefined ? null : (
        <Dialog
          finding={finding}
          onClose={() => setAsked(undefined)}
          onDecided={(outcome) => {
            setAsked(undefined);
            setDecided(outcome);
          }}
        />
      )}
    </section>
  );
}

interface OneProps {
  finding: FindingWhole;
  onClose: () => void;
  onDecided: (decided: Decided) => void;
}

function DismissOne(props: OneProps) {
  return <DismissDialog findings={[props.finding]} onClose={props.onClose} onDecided={props.onDecided} />;
}

function QuietOne(props: OneProps) {
  const { finding, onClose, onDecided } = props;
  return <DismissDialog findings={[finding]} onClose={onClose} onDecided={onDecided} isReported />;
}

/** What can still be done once somebody, or a rule, decided. */
function DecidedVerbs(props: {
  finding: FindingWhole;
  onVerb: (verb: Asked) => void;
  onUndone: (decided: Decided) => void;
}) {
  const { t } = useTranslation();
  const { decidedBy, key, state, suppression } = props.finding;
  return (
    <div className="finding-verbs">
      {state === 'reported' && suppression === null && key.length > 0 ? (
        <Button size="xs" variant="default" onClick={() => props.onVerb('quiet')}>
          {t('findings:quiet.open')}
        </Button>
      ) : null}
      {decidedBy === null ? null : <TakeBack finding={props.finding} onUndone={props.onUndone} />}
    </div>
  );
}

function Verbs({ onVerb }: { onVerb: (verb: Asked) => void }) {
  const { t } = useTranslation();
  const { areOn } = useShortcutDesk();
  return (
    <div className="finding-verbs">
      <Button
        size="xs"
        onClick={() => onVerb('dismiss')}
        {...(areOn ? { rightSection: <kbd>D</kbd>, 'aria-keyshortcuts': 'd' } : {})}
      >
        {t('findings:dismiss.open')}
      </Button>
      <Button size="xs" variant="default" onClick={() => onVerb('report')}>
        {t('findings:report.make')}
      </Button>
      <Button size="xs" variant="default" onClick={() => onVerb('timeline')}>
        {t('findings:timeline.put')}
      </Button>
    </div>
  );
}

/** Moments are shown to the minute: a span within one would read from 06:49 to 06:49. */
const isSameMinute = (from: string, to: string): boolean => from.slice(0, 16) === to.slice(0, 16);

/** What happened, in one sentence: what, how often, with which key, from when to when. */
function Happened({ finding }: { finding: FindingWhole }) {
  const { t } = useTranslation();
  const { count, firstAt, lastAt, rule } = finding;
  return (
    <section className="panel stack" aria-labelledby="finding-what">
      <h2 id="finding-what">{t('findings:what')}</h2>
      <p className="finding-sentence">
        <RuleTitle rule={rule} />
        {': '}
        {finding.key.length === 0 ? (
          t('findings:seen.plain', { count })
        ) : (
          <>
            {t('findings:seen', { count })} <KeyWords finding={finding} />
          </>
        )}
        {isSameMinute(firstAt, lastAt) ? (
          <>
            {', '}
            <Moment at={firstAt} />
          </>
        ) : (
          <>
            {', '}
            {t('findings:seen.from')} <Moment at={firstAt} withRelative={false} /> {t('findings:seen.to')}{' '}
            <Moment at={lastAt} />
          </>
        )}
      </p>
      {finding.isMany ? <p className="notice notice-brass">{t('findings:many')}</p> : null}
      {finding.suppression === null ? null : (
        <p className="notice">
          {t('findings:fact.suppression')} <Moment at={finding.suppression.expiresAt} />
          <AppLink href={urls.suppressions({ rule: rule.id })}>{t('findings:suppressions.open')}</AppLink>
        </p>
      )}
    </section>
  );
}

function Others({ finding }: { finding: FindingWhole }) {
  const { t } = useTranslation();
  return (
    <section className="panel stack" aria-labelledby="finding-others">
      <h2 id="finding-others">{t('findings:others')}</h2>
      {finding.others.length === 0 ? (
        <p className="quiet">{t('findings:others.none')}</p>
      ) : (
        <FindingLines items={finding.others} />
      )}
    </section>
  );
}
