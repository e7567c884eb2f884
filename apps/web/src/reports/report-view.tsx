// SPDX-License-Identifier: Apache-2.0
import type { ReportWhole } from '@belfry/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { CallsOfReport } from '../calls/call-backs.tsx';
import { FindingsOfReport } from '../findings/findings-behind.tsx';
import { useMay } from '../shell/session.ts';
import { CannedChoice, useCannedUse } from '../triage/canned-choice.tsx';
import { Handling } from '../triage/handling.tsx';
import { AddFiles } from '../ui/add-files.tsx';
import { AlertState } from '../ui/alert-state.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Attachments } from '../ui/attachments.tsx';
import { Moment } from '../ui/moment.tsx';
import { useWriting, WriteWords } from '../ui/write-words.tsx';
import { urls } from '../urls.ts';
import { IdentityPanel } from './identity.tsx';
import { ReportFacts } from './report-facts.tsx';
import { ReportMails } from './report-mails.tsx';
import { ReportOccurrences } from './report-occurrences.tsx';

/** A report as it came, what goes with it, and the talk with its reporter. */
export function ReportView({ report, children }: { report: ReportWhole; children?: ReactNode }) {
  const { t } = useTranslation();
  const mayAdd = useMay('reports.enter');
  const files = `/api/v1/reports/${report.reference}/attachments`;
  return (
    <div className="stack report-view">
      <blockquote className="report-words pre" lang={report.language} dir="auto">
        <p className="report-summary">{report.summary}</p>
        {report.description === null ? null : <p>{report.description}</p>}
      </blockquote>
      <Handling report={report} />
      <ReportFacts report={report} />
      <CallsOfReport reference={report.reference} />
      {report.channel === 'webhook' ? <ReportOccurrences report={report} /> : null}
      {report.channel === 'detection' ? (
        <>
          <AlertState reference={report.reference} />
          <FindingsOfReport report={report.reference} />
        </>
      ) : null}
      {children}
      <section className="stack" aria-labelledby={`files-${report.reference}`}>
        <h3 id={`files-${report.reference}`}>{t('reports:files', { count: report.attachments.length })}</h3>
        <Attachments items={report.attachments} addressOf={(one) => `${files}/${one.id}`} />
        {mayAdd ? <AddFiles address={files} label={t('reports:files.add')} /> : null}
      </section>
      <ReportMails report={report} />
      <Messages report={report} />
      {report.anonymous ? <IdentityPanel reference={report.reference} /> : null}
      <p className="quiet small">
        {t('reports:digest')} <span className="digest">{report.contentSha256}</span>
        {' · '}
        <AppLink href={urls.history({ subject: report.reference })}>{t('reports:history')}</AppLink>
      </p>
    </div>
  );
}

function Messages({ report }: { report: ReportWhole }) {
  const { t } = useTranslation();
  const mayWrite = useMay('reports.decide');
  return (
    <section className="stack" aria-labelledby={`messages-${report.reference}`}>
      <h3 id={`messages-${report.reference}`}>{t('reports:messages', { count: report.messages.length })}</h3>
      <ol className="plain-list">
        {report.messages.map((message) => (
          <li key={message.id} className={`message message-${message.direction}`}>
            <p className="quiet small">
              <bdi>
                {message.direction === 'to_reporter'
                  ? message.writtenBy.name
                  : message.sender === null
                    ? t('reports:message.reporter')
                    : t('reports:message.from', { address: message.sender })}
              </bdi>
              {message.isAutomatic ? <span className="chip">{t('reports:message.automatic')}</span> : null}
              {' · '}
              <Moment at={message.writtenAt} />
            </p>
            <p className="pre" dir="auto">
              {message.text}
            </p>
          </li>
        ))}
      </ol>
      {mayWrite ? <WriteMessage report={report} /> : null}
    </section>
  );
}

function WriteMessage({ report }: { report: ReportWhole }) {
  const { reference } = report;
  const canned = useCannedUse();
  const { t } = useTranslation();
  const write = useSending('writeReportMessage');
  const writing = useWriting();
  const { setText, text } = writing;
  return (
    <div className="stack">
      <CannedChoice purpose="message" to={[report]} text={text} onText={setText} onPick={canned.picked} />
      <WriteWords
        writing={writing}
        label={t('reports:message.write')}
        description={t('reports:message.way')}
        verb={t('reports:message.send')}
        sending={write}
        onSend={(said) =>
          write.mutate(
            { params: { reference }, body: { text: said } },
            {
              onSuccess: () => {
                setText('');
                canned.sent(1);
              },
            },
          )
        }
      />
    </div>
  );
}
