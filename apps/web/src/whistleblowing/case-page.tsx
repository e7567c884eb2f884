// SPDX-License-Identifier: Apache-2.0
import type { CaseWhole } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Attachments } from '../ui/attachments.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { CaseClocks } from './case-clocks.tsx';
import { CaseNotes } from './case-notes.tsx';
import { CasePeople } from './case-people.tsx';
import { CaseTalk } from './case-talk.tsx';
import { CloseDialog, ReopenDialog } from './close-dialog.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { WriteDialog } from './write-dialog.tsx';
import './whistleblowing.css';

/** One whistle-blower's report: the words, the clocks, the talk, and what was done. */
export function CasePage() {
  const { reference } = useParams({ strict: false }) as { reference: string };
  return <CaseOf key={reference} reference={reference} />;
}

function CaseOf({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('readCase', { params: { reference } }));
  const changes = useGathered(
    (one) => one.report === reference,
    () => void refetch(),
  );
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle
        title={reference}
        lead={<AppLink href={urls.whistleblowing()}>{t('whistleblowing:back')}</AppLink>}
      />
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      {data === undefined ? <Loading /> : <CaseShown one={data} />}
    </section>
  );
}

type Act = 'acknowledge' | 'feedback' | 'hand_over' | 'close' | 'reopen';

function CaseShown({ one }: { one: CaseWhole }) {
  const { t } = useTranslation();
  const [asking, ask] = useState<Act>();
  const done = () => ask(undefined);
  const [acknowledgement, feedback] = one.clocks;
  const acts: Act[] = [
    ...(acknowledgement?.metBy === null ? (['acknowledge'] as const) : []),
    ...(feedback?.metBy === null ? (['feedback'] as const) : []),
    'hand_over',
    one.state === 'open' ? 'close' : 'reopen',
  ];
  return (
    <div className="stack">
      {one.state === 'closed' ? <Closed one={one} /> : null}
      {one.isWithdrawn ? <p className="notice">{t('whistleblowing:withdrawn.means')}</p> : null}
      <div className="row">
        {acts.map((act, index) => (
          <Button
            key={act}
            variant={index === 0 && act !== 'hand_over' ? 'filled' : 'default'}
            onClick={() => ask(act)}
          >
            {t(`whistleblowing:act.${act}`)}
          </Button>
        ))}
      </div>
      <CaseClocks clocks={one.clocks} />
      <Told one={one} />
      <CaseTalk one={one} />
      <CaseNotes one={one} />
      <CasePeople one={one} />
      {asking === 'acknowledge' || asking === 'feedback' ? (
        <WriteDialog one={one} act={asking} onClose={done} />
      ) : null}
      {asking === 'hand_over' ? <HandOverDialog one={one} onClose={done} /> : null}
      {asking === 'close' ? <CloseDialog one={one} onClose={done} /> : null}
      {asking === 'reopen' ? <ReopenDialog one={one} onClose={done} /> : null}
    </div>
  );
}

function Closed({ one }: { one: CaseWhole }) {
  const { t } = useTranslation();
  return (
    <div className="notice notice-done">
      <p className="notice-title">
        {t('whistleblowing:state.closed')}
        {one.outcome === null ? null : `: ${t(`whistleblowing:outcome.${one.outcome}`)}`}
      </p>
      {one.outcomeReason === null ? null : <p className="pre">{one.outcomeReason}</p>}
    </div>
  );
}

/** What was told, as it came, and who told it. */
function Told({ one }: { one: CaseWhole }) {
  const { t } = useTranslation();
  const { reporter } = one;
  const given = [reporter?.name, reporter?.email, reporter?.phone].filter(Boolean);
  const files = `/api/v1/whistleblowing/cases/${one.reference}/attachments`;
  return (
    <section className="panel stack" aria-labelledby="told">
      <h2 id="told">{t('whistleblowing:told')}</h2>
      <blockquote className="case-words pre" lang={one.language} dir="auto">
        <p className="case-summary">{one.summary}</p>
        {one.description === null ? null : <p>{one.description}</p>}
      </blockquote>
      <dl className="properties">
        <div>
          <dt>{t('whistleblowing:received')}</dt>
          <dd>
            <Moment at={one.receivedAt} /> · {t(`words:channel.${one.channel}`)}
          </dd>
        </div>
        <div>
          <dt>{t('whistleblowing:reporter')}</dt>
          <dd>
            {one.anonymous ? (
              t('whistleblowing:reporter.anonymous')
            ) : given.length === 0 ? (
              t('whistleblowing:reporter.nothing')
            ) : (
              <bdi>{given.join(' · ')}</bdi>
            )}
          </dd>
        </div>
        {one.oral === null ? null : (
          <div>
            <dt>{t('whistleblowing:oral')}</dt>
            <dd>
              {t(`whistleblowing:oral.${one.oral.way}`)} ·{' '}
              {t(
                one.oral.checkedByReporter ? 'whistleblowing:oral.checked' : 'whistleblowing:oral.unchecked',
              )}
            </dd>
          </div>
        )}
        {one.handedOver.map((over) => (
          <div key={`${over.incident} ${over.at}`}>
            <dt>{t('whistleblowing:handed_over')}</dt>
            <dd>
              <AppLink href={urls.incident(over.incident)}>{over.incident}</AppLink> · <bdi>{over.by}</bdi> ·{' '}
              <Moment at={over.at} withRelative={false} />
            </dd>
          </div>
        ))}
      </dl>
      {one.attachments.length === 0 ? null : (
        <>
          <h3>{t('whistleblowing:files')}</h3>
          <Attachments items={one.attachments} addressOf={(file) => `${files}/${file.id}`} />
        </>
      )}
      <p className="quiet small">
        SHA-256 <span className="digest">{one.contentSha256}</span>
      </p>
    </section>
  );
}
