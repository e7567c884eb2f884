// SPDX-License-Identifier: Apache-2.0
import type { MyReportWhole } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, reading, useSending } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AddFiles } from '../ui/add-files.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { FileSize } from '../ui/attachments.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import '../reports/triage.css';
import { useWriting, WriteWords } from '../ui/write-words.tsx';

/** One report of one's own, as its reporter sees it. */
export function MyReportPage() {
  const { reference } = useParams({ strict: false }) as { reference: string };
  return <MyReportOf key={reference} reference={reference} />;
}

function MyReportOf({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('readMyReport', { params: { reference } }));
  const changes = useGathered(
    (one) => one.report === reference,
    () => void refetch(),
  );
  const fromDesk = data?.messages.filter(({ from }) => from === 'desk').length ?? 0;
  const unread = data?.unread ?? 0;
  useEffect(() => {
    // Told after it was shown; what is marked "new" on this page stays marked until it is opened again.
    if (unread > 0) {
      void client
        .markMyReportSeen({ params: { reference }, body: { count: fromDesk } })
        .catch(() => undefined);
    }
  }, [reference, unread, fromDesk]);
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page page-narrow">
      <PageTitle title={reference} lead={<AppLink href={urls.myReports()}>{t('my-reports:back')}</AppLink>} />
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      {data === undefined ? <Loading /> : <Whole report={data} />}
    </section>
  );
}

function Whole({ report }: { report: MyReportWhole }) {
  const { t } = useTranslation();
  const files = `/api/v1/my-reports/${report.reference}/attachments`;
  return (
    <div className="stack">
      <section className="panel stack" aria-labelledby="standing">
        <h2 id="standing">{t('my-reports:standing')}</h2>
        <p>{t(`my-reports:standing.${report.standing}`)}</p>
        {report.answerBy === null ? null : (
          <p>
            {t('my-reports:answer_by')} <Moment at={report.answerBy} />
          </p>
        )}
        <p className="quiet small">
          {t('my-reports:received')} <Moment at={report.reportedAt} />
          {report.enteredForMe ? <> · {t('my-reports:entered')}</> : null}
        </p>
      </section>
      <Messages report={report} />
      <section className="panel stack" aria-labelledby="told">
        <h2 id="told">{t('my-reports:told')}</h2>
        <blockquote className="report-words pre" dir="auto">
          <p className="report-summary">{report.summary}</p>
          {report.description === null ? null : <p>{report.description}</p>}
        </blockquote>
        <h3>{t('my-reports:files', { count: report.files.length })}</h3>
        <ul className="plain-list">
          {report.files.map((file) => (
            <li key={file.id}>
              <a href={`${files}/${file.id}`} download>
                <bdi>{file.name}</bdi>
              </a>{' '}
              <span className="quiet">
                <FileSize bytes={file.sizeBytes} /> · <Moment at={file.addedAt} withRelative={false} />
              </span>
            </li>
          ))}
        </ul>
        <AddFiles address={files} label={t('my-reports:files.add')} />
        <p className="quiet small">
          {t('reports:digest')} <span className="digest">{report.contentSha256}</span>
        </p>
      </section>
      {report.mayWithdraw ? <Withdraw reference={report.reference} /> : null}
    </div>
  );
}

function Messages({ report }: { report: MyReportWhole }) {
  const { t } = useTranslation();
  return (
    <section className="panel stack" aria-labelledby="messages">
      <h2 id="messages">{t('my-reports:messages')}</h2>
      {report.messages.length === 0 ? <p>{t('my-reports:messages.none')}</p> : null}
      <ol className="plain-list">
        {report.messages.map((message) => (
          <li
            key={message.id}
            className={`message message-${message.from === 'desk' ? 'to_reporter' : 'from_reporter'}`}
          >
            <p className="quiet small">
              {t(`my-reports:from.${message.from}`)}
              {' · '}
              <Moment at={message.writtenAt} />
              {message.isNew ? (
                <>
                  {' · '}
                  <strong>{t('my-reports:new')}</strong>
                </>
              ) : null}
            </p>
            <p className="pre" dir="auto">
              {message.text}
            </p>
          </li>
        ))}
      </ol>
      <Write reference={report.reference} />
    </section>
  );
}

function Write({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const write = useSending('writeOnMyReport');
  const writing = useWriting();
  return (
    <div className="stack">
      <WriteWords
        writing={writing}
        label={t('my-reports:write')}
        verb={t('reports:message.send')}
        isMain
        sending={write}
        onSend={(text) =>
          write.mutate({ params: { reference }, body: { text } }, { onSuccess: () => writing.setText('') })
        }
      />
    </div>
  );
}

function Withdraw({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const withdraw = useSending('withdrawMyReport');
  return (
    <div>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('my-reports:withdraw')}
      </Button>
      {isAsking ? (
        <FormDialog
          title={t('my-reports:withdraw.title')}
          verb={t('my-reports:withdraw')}
          isGrave
          isSending={withdraw.isPending}
          error={withdraw.error}
          onSend={() => withdraw.mutate({ params: { reference } }, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>{t('my-reports:withdraw.means')}</p>
        </FormDialog>
      ) : null}
    </div>
  );
}
