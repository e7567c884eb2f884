// SPDX-License-Identifier: Apache-2.0
import type { AuthorityMessage, Language, Notification } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { MomentField } from '../ui/moment-field.tsx';
import { urls } from '../urls.ts';
import { MessageDialog } from './message-dialog.tsx';

/** What an authority sent about a notification: oldest first, with what it asks for and by when. */
export function AuthorityMessages(props: {
  incident: string;
  notification: Notification;
  language: Language;
}) {
  const { t } = useTranslation();
  const { incident, notification } = props;
  const [isWriting, setWriting] = useState(false);
  const maySubmit = useMay('notifications.submit');
  const { data, error } = useQuery(reading('listAuthorityMessages', { params: { reference: incident } }));
  // An order that answers no notification of ours concerns each of them.
  const items = data?.items.filter(
    (one) => one.notification === notification.reference || one.notification === null,
  );
  return (
    <section className="panel stack" aria-labelledby="authority-messages">
      <h2 id="authority-messages">{t('notifications:messages')}</h2>
      <ProblemNotice error={error} />
      {items?.length === 0 ? <p className="quiet">{t('notifications:messages.none')}</p> : null}
      <ul className="plain-list stack">
        {items?.map((one) => (
          <MessageLine key={one.id} message={one} mayAnswer={maySubmit} />
        ))}
      </ul>
      {maySubmit ? (
        <div>
          <Button size="xs" variant="default" onClick={() => setWriting(true)}>
            {t('notifications:messages.record')}
          </Button>
        </div>
      ) : null}
      {isWriting ? <MessageDialog {...props} onClose={() => setWriting(false)} /> : null}
    </section>
  );
}

/** Messages of authorities whose answer is still owed, on the page of the incident. Nothing is drawn where none is. */
export function OpenAuthorityMessages({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const maySubmit = useMay('notifications.submit');
  const { data, error } = useQuery(reading('listAuthorityMessages', { params: { reference: incident } }));
  const open = data?.items.filter((one) => isAnswerOwed(one)) ?? [];
  if (error === null && open.length === 0) {
    return null;
  }
  return (
    <section className="panel stack" aria-labelledby="open-authority-messages">
      <h2 id="open-authority-messages">{t('notifications:messages.open', { count: open.length })}</h2>
      <ProblemNotice error={error} />
      <ul className="plain-list stack">
        {open.map((one) => (
          <MessageLine key={one.id} message={one} mayAnswer={maySubmit} namesNotification />
        ))}
      </ul>
    </section>
  );
}

const asksSomething = ({ kind }: AuthorityMessage) => kind === 'request' || kind === 'order';
const isAnswerOwed = (one: AuthorityMessage) =>
  one.answeredAt === null && (asksSomething(one) || one.answerDueAt !== null);

function MessageLine(props: { message: AuthorityMessage; mayAnswer: boolean; namesNotification?: boolean }) {
  const { t } = useTranslation();
  const { mayAnswer, message, namesNotification = false } = props;
  const [isAnswering, setAnswering] = useState(false);
  const { answerDueAt, answeredAt, authority, incident, kind, notification, receivedAt, text } = message;
  return (
    <li className="notice">
      <p>
        <strong>{t(`notifications:message.${kind}`)}</strong>
        {authority === null ? null : (
          <>
            {' '}
            · <bdi>{authority}</bdi>
          </>
        )}{' '}
        · <Moment at={receivedAt} />
        {notification === null || !namesNotification ? null : (
          <>
            {' '}
            · <AppLink href={urls.notification(incident, notification)}>{notification}</AppLink>
          </>
        )}
      </p>
      <p className="pre">
        <bdi>{text}</bdi>
      </p>
      {answerDueAt === null || answeredAt !== null ? null : (
        <p>
          {t('notifications:message.due')} <Moment at={answerDueAt} />
        </p>
      )}
      {answeredAt === null ? null : (
        <p className="quiet">
          {t('notifications:message.answered')} <Moment at={answeredAt} withRelative={false} />
        </p>
      )}
      {isAnswerOwed(message) && mayAnswer ? (
        <Button size="xs" variant="default" onClick={() => setAnswering(true)}>
          {t('notifications:message.answer')}
        </Button>
      ) : null}
      {isAnswering ? <AnswerDialog message={message} onClose={() => setAnswering(false)} /> : null}
    </li>
  );
}

function AnswerDialog({ message, onClose }: { message: AuthorityMessage; onClose: () => void }) {
  const { t } = useTranslation();
  const answer = useSending('answerAuthorityMessage');
  const [at, setAt] = useState<string | null>(null);
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('notifications:message.answer_title')}
      verb={t('notifications:message.answer')}
      isSending={answer.isPending}
      error={answer.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (at !== null) {
          answer.mutate({ params: { message: message.id }, body: { at } }, { onSuccess: onClose });
        }
      }}
    >
      <MomentField
        label={t('notifications:message.answered_at')}
        value={null}
        onChange={setAt}
        error={isChecked && at === null ? t('notifications:moment.missing') : undefined}
      />
    </FormDialog>
  );
}
