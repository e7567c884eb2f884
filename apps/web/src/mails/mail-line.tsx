// SPDX-License-Identifier: Apache-2.0
import type { Mail } from '@belfry/contract';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import './mails.css';
import { WaitingWords } from './waiting-words.tsx';

/** One mail, sent or received: with whom, about what, where it stands and why, and what can be done about it. */
export function MailLine({ mail, mayMend }: { mail: Mail; mayMend: boolean }) {
  const { t } = useTranslation();
  return (
    <li className="mail-line stack">
      <p>
        <strong>{t(`mails:state.${mail.state}`)}</strong>{' '}
        <bdi className="mail-address">
          {mail.address === null
            ? t('mails:address.hidden')
            : t(`mails:address.${mail.direction}`, { address: mail.address })}
        </bdi>
        {mail.isAutomatic ? <span className="chip">{t('mails:automatic')}</span> : null}
      </p>
      <p className="mail-subject">
        <bdi>{mail.subject ?? t('mails:words.hidden')}</bdi>
      </p>
      <MailFacts mail={mail} />
      {mail.reason === null ? null : (
        <p className="mail-reason">
          {t('mails:reason')} <WaitingWords reason={mail.reason} />
        </p>
      )}
      {mail.text === null || mail.text === '' ? null : (
        <details>
          <summary>{t('mails:words')}</summary>
          <p className="pre" dir="auto">
            {mail.text}
          </p>
        </details>
      )}
      {mayMend ? <Remedy mail={mail} /> : null}
    </li>
  );
}

function MailFacts({ mail }: { mail: Mail }) {
  const { t } = useTranslation();
  return (
    <p className="quiet small">
      {mail.purpose === null ? null : `${t(`mails:purpose.${mail.purpose}`)} · `}
      {mail.writtenBy === null ? null : (
        <>
          <bdi>{mail.writtenBy.name}</bdi>
          {' · '}
        </>
      )}
      <Moment at={mail.at} />
      {mail.incident === null ? null : (
        <>
          {' · '}
          <AppLink href={urls.incident(mail.incident)}>{mail.incident}</AppLink>
        </>
      )}
      {mail.report === null ? null : (
        <>
          {' · '}
          <AppLink href={urls.report(mail.report)}>{mail.report}</AppLink>
        </>
      )}
      {mail.nextAttemptAt === null ? null : (
        <>
          {' · '}
          {t('mails:next_attempt', { count: mail.attempts })} <Moment at={mail.nextAttemptAt} />
        </>
      )}
    </p>
  );
}

/** What one can do about a mail that did not arrive, or became nothing. */
function Remedy({ mail }: { mail: Mail }) {
  const [isCorrecting, correct] = useState(false);
  const { t } = useTranslation();
  const again = useSending('retryMail');
  const about = { address: mail.address ?? '', subject: mail.subject ?? '' };
  switch (mail.remedy) {
    case 'none':
      return null;
    case 'make_report':
      return <IncomingRemedy mail={mail} />;
    case 'retry':
    case 'retry_elsewhere':
      return (
        <div className="stack">
          <div className="row">
            <Button
              size="xs"
              loading={again.isPending}
              aria-label={t('mails:retry.one', about)}
              onClick={() => again.mutate({ params: { mail: mail.id }, body: {} })}
            >
              {t('mails:retry')}
            </Button>
            {mail.remedy === 'retry' ? null : (
              <Button
                size="xs"
                variant="default"
                aria-label={t('mails:elsewhere.one', about)}
                onClick={() => correct(true)}
              >
                {t('mails:elsewhere')}
              </Button>
            )}
          </div>
          <ProblemNotice error={again.error} />
          {isCorrecting ? <CorrectDialog mail={mail} onClose={() => correct(false)} /> : null}
        </div>
      );
  }
}

function IncomingRemedy({ mail }: { mail: Mail }) {
  const { t } = useTranslation();
  const look = useSending('retryIncomingMail');
  const address = mail.address ?? '';
  return (
    <div className="stack">
      <div className="row">
        <Button
          size="xs"
          loading={look.isPending}
          aria-label={t('mails:make_report.one', { address })}
          onClick={() => look.mutate({ params: { mail: mail.id }, body: { asReport: true } })}
        >
          {t('mails:make_report')}
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={look.isPending}
          aria-label={t('mails:look_again.one', { address })}
          onClick={() => look.mutate({ params: { mail: mail.id }, body: {} })}
        >
          {t('mails:look_again')}
        </Button>
      </div>
      <ProblemNotice error={look.error} />
    </div>
  );
}

function CorrectDialog({ mail, onClose }: { mail: Mail; onClose: () => void }) {
  const { t } = useTranslation();
  const again = useSending('retryMail');
  const [to, setTo] = useState(mail.address ?? '');
  return (
    <FormDialog
      title={t('mails:elsewhere.title')}
      verb={t('mails:retry')}
      isSending={again.isPending}
      error={again.error}
      onClose={onClose}
      onSend={() =>
        again.mutate({ params: { mail: mail.id }, body: { to: to.trim() } }, { onSuccess: onClose })
      }
    >
      <TextInput
        data-autofocus
        type="email"
        label={t('mails:to_one')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={fieldProblem(t, again.error, 'to')}
      />
    </FormDialog>
  );
}
