// SPDX-License-Identifier: Apache-2.0
import type { ReportMail, ReportWhole } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { FileSize } from '../ui/attachments.tsx';
import { Moment } from '../ui/moment.tsx';
import { MailInsideView } from './mail-inside.tsx';
import './report-mails.css';

/** The mails a report came in. Only words travel from a mail to the screen: never its HTML, never an address to click. */
export function ReportMails({ report }: { report: ReportWhole }) {
  const { t } = useTranslation();
  const isByMail = report.channel === 'mail' || report.messages.length > 0;
  const { data, error, refetch } = useQuery({
    ...reading('listReportMails', { params: { reference: report.reference } }),
    enabled: isByMail,
  });
  if (error === null && (data === undefined || data.items.length === 0)) {
    return null;
  }
  const id = `mails-${report.reference}`;
  return (
    <section className="stack" aria-labelledby={id}>
      <h3 id={id}>{t('reading:title', { count: data?.items.length ?? 0 })}</h3>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data?.items.map((mail) => (
        <OneMail key={mail.id} mail={mail} reference={report.reference} />
      ))}
    </section>
  );
}

function OneMail({ mail, reference }: { mail: ReportMail; reference: string }) {
  const { t } = useTranslation();
  const address = `/api/v1/reports/${reference}/mails/${mail.id}`;
  const mails = mail.reading?.mails ?? [];
  return (
    <article
      className="panel stack mail-came"
      aria-label={t('reading:one', { subject: mails[0]?.subject ?? '' })}
    >
      <p className="quiet small">
        {t('reading:received')} <Moment at={mail.receivedAt} /> · {t('reading:mailbox')}{' '}
        <bdi>{mail.mailbox}</bdi>
        {mail.nature === null || mail.nature === 'person' ? null : (
          <> · {t(`reading:nature.${mail.nature}`)}</>
        )}
      </p>
      {mail.reading === null ? <p className="notice">{t('reading:unread')}</p> : null}
      <Oddities mail={mail} />
      {mails.map((inside, at) => (
        <MailInsideView
          // Mails inside a mail have no identifier; their order never changes.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          key={at}
          mail={inside}
          envelopeFrom={inside.depth === 0 ? mail.envelopeFrom : inside.returnPath}
          addressOf={(part) => `${address}/parts/${part}`}
          isOnly={mails.length === 1}
        />
      ))}
      <p>
        <a href={`${address}/raw`} download>
          {t('reading:raw')}
        </a>{' '}
        <span className="quiet">
          <FileSize bytes={mail.rawBytes} />
        </span>
      </p>
      <p className="digest quiet">SHA-256 {mail.rawSha256}</p>
    </article>
  );
}

function Oddities({ mail }: { mail: ReportMail }) {
  const { t } = useTranslation();
  const odd = mail.reading?.oddities ?? [];
  return odd.length === 0 ? null : (
    <div className="notice">
      <p className="notice-title">{t('reading:odd')}</p>
      <ul>
        {odd.map((one) => (
          <li key={one}>{t(`reading:oddity.${one}`)}</li>
        ))}
      </ul>
    </div>
  );
}
