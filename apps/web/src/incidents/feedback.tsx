// SPDX-License-Identifier: Apache-2.0
import type { Feedback, Incident } from '@belfry/contract';
import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { Reason } from '../ui/reason.tsx';
import { urls } from '../urls.ts';

/** What reporters were told, and what is prepared for them. */
export function FeedbackPanel({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(reading('listFeedback', { params: { reference: incident.reference } }));
  if (data?.items.length === 0) {
    return null;
  }
  return (
    <section className="panel stack" aria-labelledby="feedback">
      <h2 id="feedback">{t('incidents:feedback')}</h2>
      <ProblemNotice error={error} />
      <ul className="plain-list">
        {data?.items.map((one) => (
          <FeedbackLine key={one.id} feedback={one} mayWork={mayWork} />
        ))}
      </ul>
    </section>
  );
}

function FeedbackLine({ feedback, mayWork }: { feedback: Feedback; mayWork: boolean }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'send' | 'skip'>();
  const isWaiting = feedback.state === 'prepared' || feedback.state === 'failed';
  return (
    <li className="feedback">
      <p>
        <AppLink href={urls.report(feedback.report)}>{feedback.report}</AppLink> ·{' '}
        {t(`incidents:feedback.occasion.${feedback.occasion}`)} ·{' '}
        <strong>{t(`incidents:feedback.state.${feedback.state}`)}</strong>
        <span className="quiet">
          {' · '}
          {t(`incidents:feedback.way.${feedback.way}`)} · {languageNames[feedback.language]}
          {feedback.sentAt === null ? null : (
            <>
              {' · '}
              <Moment at={feedback.sentAt} withRelative={false} />
            </>
          )}
        </span>
      </p>
      {feedback.reason === null ? null : (
        <p className="quiet">
          <bdi>{feedback.reason}</bdi>
        </p>
      )}
      <details>
        <summary>{t('incidents:feedback.words')}</summary>
        <p className="pre" lang={feedback.language}>
          {feedback.text}
        </p>
      </details>
      {mayWork && isWaiting ? (
        <div className="row">
          <Button size="xs" onClick={() => setAsking('send')}>
            {t('incidents:feedback.send')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsking('skip')}>
            {t('incidents:feedback.skip')}
          </Button>
        </div>
      ) : null}
      {asking === 'send' ? <SendDialog feedback={feedback} onClose={() => setAsking(undefined)} /> : null}
      {asking === 'skip' ? <SkipDialog feedback={feedback} onClose={() => setAsking(undefined)} /> : null}
    </li>
  );
}

function SendDialog({ feedback, onClose }: { feedback: Feedback; onClose: () => void }) {
  const { t } = useTranslation();
  const send = useSending('sendFeedback');
  const [text, setText] = useState(feedback.text);
  return (
    <FormDialog
      title={t('incidents:feedback.send_title', { reference: feedback.report })}
      verb={t('incidents:feedback.send')}
      isSending={send.isPending}
      error={send.error}
      onClose={onClose}
      onSend={() =>
        send.mutate({ params: { feedback: feedback.id }, body: { text } }, { onSuccess: onClose })
      }
    >
      <Textarea
        data-autofocus
        label={t('incidents:feedback.words_label', { language: languageNames[feedback.language] })}
        description={t(`incidents:feedback.way_means.${feedback.way}`)}
        lang={feedback.language}
        autosize
        minRows={6}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

function SkipDialog({ feedback, onClose }: { feedback: Feedback; onClose: () => void }) {
  const { t } = useTranslation();
  const skip = useSending('skipFeedback');
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('incidents:feedback.skip_title', { reference: feedback.report })}
      verb={t('incidents:feedback.skip_verb')}
      isSending={skip.isPending}
      error={skip.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (reason.trim() !== '') {
          skip.mutate({ params: { feedback: feedback.id }, body: { reason } }, { onSuccess: onClose });
        }
      }}
    >
      <Reason
        label={t('incidents:feedback.why_not')}
        value={reason}
        onChange={setReason}
        error={isChecked && reason.trim() === '' ? t('incidents:reason.missing') : undefined}
      />
    </FormDialog>
  );
}
