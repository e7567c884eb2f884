// SPDX-License-Identifier: Apache-2.0
import type { Incident } from '@belfry/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IncidentAnnouncements } from '../announcements/incident-announcements.tsx';
import { readAgain, reading } from '../api.ts';
import { LawAsks } from '../assessments/law-asks.tsx';
import { AssistancePanel } from '../assistance-requests/assistance-panel.tsx';
import { IncidentDocuments } from '../documents/document-list.tsx';
import { FindingsOfIncident } from '../findings/findings-behind.tsx';
import { IncidentMails } from '../mails/incident-mails.tsx';
import { IncidentReport } from '../management-reports/make-report.tsx';
import { OpenAuthorityMessages } from '../notifications/authority-messages.tsx';
import { IncidentNotifications } from '../notifications/incident-notifications.tsx';
import { IncidentObligations } from '../obligations/incident-obligations.tsx';
import { ReferralsPanel } from '../referrals/referrals-panel.tsx';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { Timeline } from '../timeline/timeline.tsx';
import { AddFiles } from '../ui/add-files.tsx';
import { AlertState } from '../ui/alert-state.tsx';
import { Attachments } from '../ui/attachments.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { FeedbackPanel } from './feedback.tsx';
import { IncidentFacts } from './incident-facts.tsx';
import { IncidentHead } from './incident-head.tsx';
import { IncidentReports } from './incident-reports.tsx';
import { KnowNow } from './know-now.tsx';
import { Learned } from './learned.tsx';
import { Moments } from './moments.tsx';
import { PageMap } from './page-map.tsx';
import { Participants } from './participants.tsx';
import { StillUnknown } from './still-unknown.tsx';
import { IncidentTasks } from './tasks-panel.tsx';
import './incidents.css';

export function IncidentPage() {
  const { reference } = useParams({ strict: false }) as { reference: string };
  return <IncidentOf key={reference} reference={reference} />;
}

function IncidentOf({ reference }: { reference: string }) {
  const { data, error, refetch } = useQuery(reading('readIncident', { params: { reference } }));
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return <IncidentWhole incident={data} />;
}

/** One incident: what we know, what the law asks and what we owe, then the work; its facts on the right, its record below. */
function IncidentWhole({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const mayWork = useMay('incidents.work') && incident.status !== 'merged';
  const queries = useQueryClient();
  const changes = useGathered(
    (one) => one.incident === incident.reference,
    // Its feedback and its record are read by themselves; the whole page tells one story.
    () => void readAgain(queries),
  );
  const files = `/api/v1/incidents/${incident.reference}/attachments`;
  return (
    <section className="page">
      <IncidentHead incident={incident} />
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      <PageMap />
      <div className="incident">
        <div className="stack">
          <KnowNow incident={incident} mayWork={mayWork} />
          <LawAsks reference={incident.reference} />
          <IncidentObligations incident={incident} />
          <OpenAuthorityMessages incident={incident.reference} />
          <IncidentNotifications incident={incident} />
          <IncidentTasks incident={incident} mayWork={mayWork} />
          <IncidentAnnouncements incident={incident} />
          <IncidentDocuments incident={incident.reference} />
          <IncidentReports incident={incident} mayWork={mayWork} />
          <FindingsOfIncident incident={incident.reference} />
          <section className="panel stack" aria-labelledby="incident-files">
            <h2 id="incident-files">{t('incidents:files', { count: incident.attachments.length })}</h2>
            <Attachments items={incident.attachments} addressOf={(one) => `${files}/${one.id}`} />
            {mayWork ? <AddFiles address={files} label={t('incidents:files.add')} /> : null}
          </section>
          <Learned incident={incident} mayWork={mayWork} />
          <IncidentReport incident={incident.reference} />
        </div>
        <div className="stack incident-side">
          <AlertState reference={incident.reference} />
          <StillUnknown incident={incident} />
          <IncidentFacts incident={incident} mayWork={mayWork} />
          <Moments incident={incident} mayWork={mayWork} />
          <Participants incident={incident} mayWork={mayWork} />
          <FeedbackPanel incident={incident} mayWork={mayWork} />
          <ReferralsPanel incident={incident} />
          <AssistancePanel incident={incident} mayWork={mayWork} />
        </div>
        <IncidentMails incident={incident} mayWork={mayWork} />
        <Timeline reference={incident.reference} mayWork={mayWork} version={incident.version} />
      </div>
    </section>
  );
}
