// SPDX-License-Identifier: Apache-2.0
import type { Mailbox } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { AddMailbox, ChangeMailbox } from './mailbox-dialog.tsx';
import type { Receiver } from './mailbox-draft.ts';

/** Addresses people report to by mail, and how each of them does. */
export function Mailboxes() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listMailboxes'));
  const [open, setOpen] = useState<'add' | string | null>(null);
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  const changed = data.items.find(({ id }) => id === open);
  const close = () => setOpen(null);
  return (
    <section className="page">
      <div className="page-head">
        <PageTitle title={t('mailboxes:title')} lead={t('mailboxes:lead')} />
        <Button onClick={() => setOpen('add')}>{t('mailboxes:add')}</Button>
      </div>
      <ReceiverState receiver={data.receiver} />
      {data.items.length === 0 ? <Empty words={t('mailboxes:none')} /> : null}
      <ul className="plain-list">
        {data.items.map((mailbox) => (
          <li key={mailbox.id}>
            <OneMailbox mailbox={mailbox} receiver={data.receiver} onChange={() => setOpen(mailbox.id)} />
          </li>
        ))}
      </ul>
      {open === 'add' ? <AddMailbox receiver={data.receiver} onClose={close} /> : null}
      {changed === undefined ? null : (
        <ChangeMailbox mailbox={changed} receiver={data.receiver} onClose={close} />
      )}
    </section>
  );
}

/** What our own receiver does, for everybody who wonders why nothing comes in. */
function ReceiverState({ receiver }: { receiver: Receiver }) {
  const { t } = useTranslation();
  if (receiver.lastError !== null) {
    return (
      <div className="notice notice-problem">
        <p className="notice-title">{t('mailboxes:receiver.failed')}</p>
        <p>
          <bdi>{receiver.lastError}</bdi>
        </p>
        <p>{t('mailboxes:receiver.what_to_do')}</p>
      </div>
    );
  }
  return (
    <p className="notice">
      {receiver.port === null
        ? t('mailboxes:receiver.off')
        : t('mailboxes:receiver.listens', { port: String(receiver.port) })}{' '}
      {receiver.port === null
        ? null
        : t(receiver.hasCertificate ? 'mailboxes:receiver.encrypted' : 'mailboxes:receiver.open')}
    </p>
  );
}

function OneMailbox(props: { mailbox: Mailbox; receiver: Receiver; onChange: () => void }) {
  const { t } = useTranslation();
  const { mailbox } = props;
  const switching = useSending('changeMailbox');
  const heading = `mailbox-${mailbox.id}`;
  return (
    <article className="panel stack" aria-labelledby={heading}>
      <h2 id={heading}>
        <bdi>{mailbox.name}</bdi>
      </h2>
      <dl className="properties">
        <div>
          <dt>{t('mailboxes:address')}</dt>
          <dd>
            <bdi>{mailbox.address}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t('mailboxes:purpose')}</dt>
          <dd>
            {t(`mailboxes:purpose.${mailbox.purpose}`)} ·{' '}
            <span lang={mailbox.language}>{languageNames[mailbox.language]}</span>
          </dd>
        </div>
        <div>
          <dt>{t('mailboxes:way')}</dt>
          <dd>
            <Way mailbox={mailbox} receiver={props.receiver} />
          </dd>
        </div>
        <div>
          <dt>{t('mailboxes:state')}</dt>
          <dd>
            <State mailbox={mailbox} receiver={props.receiver} />
          </dd>
        </div>
        <div>
          <dt>{t('mailboxes:received')}</dt>
          <dd>
            {t('mailboxes:received.count', { count: mailbox.state.receivedCount })}
            {mailbox.state.lastReceivedAt === null ? null : (
              <>
                {' · '}
                {t('mailboxes:received.last')} <Moment at={mailbox.state.lastReceivedAt} />
              </>
            )}
          </dd>
        </div>
      </dl>
      <div className="row">
        <Button
          variant="default"
          aria-label={t('mailboxes:change_one', { name: mailbox.name })}
          onClick={props.onChange}
        >
          {t('mailboxes:change')}
        </Button>
        <Button
          variant="default"
          loading={switching.isPending}
          aria-label={t(mailbox.isActive ? 'mailboxes:switch_off_one' : 'mailboxes:switch_on_one', {
            name: mailbox.name,
          })}
          onClick={() =>
            switching.mutate({ params: { id: mailbox.id }, body: { isActive: !mailbox.isActive } })
          }
        >
          {t(mailbox.isActive ? 'mailboxes:switch_off' : 'mailboxes:switch_on')}
        </Button>
      </div>
      <ProblemNotice error={switching.error} />
    </article>
  );
}

function Way({ mailbox, receiver }: { mailbox: Mailbox; receiver: Receiver }) {
  const { t } = useTranslation();
  if (mailbox.imap !== null) {
    const { folder, host, port, user } = mailbox.imap;
    return <bdi>{t('mailboxes:way.fetched', { host, port: String(port), user, folder })}</bdi>;
  }
  return receiver.port === null ? (
    t('mailboxes:way.smtp')
  ) : (
    <bdi>{t('mailboxes:way.sent_to', { host: window.location.hostname, port: String(receiver.port) })}</bdi>
  );
}

function State({ mailbox, receiver }: { mailbox: Mailbox; receiver: Receiver }) {
  const { t } = useTranslation();
  const { checkedAt, lastError } = mailbox.state;
  if (!mailbox.isActive) {
    return <span className="word word-quiet">{t('mailboxes:state.off')}</span>;
  }
  if (mailbox.way === 'smtp' && receiver.port === null) {
    return <strong className="word-warn">{t('mailboxes:state.no_receiver')}</strong>;
  }
  return (
    <>
      {lastError === null ? (
        <span className="word word-ok">
          {t(mailbox.way === 'imap' && checkedAt === null ? 'mailboxes:state.new' : 'mailboxes:state.works')}
        </span>
      ) : (
        <>
          <span className="word word-warn">{t('mailboxes:state.trouble')}</span>{' '}
          <p>
            <bdi>{lastError}</bdi>
          </p>
          <p>{t('mailboxes:state.what_to_do')}</p>
        </>
      )}
      {checkedAt === null ? null : (
        <p className="quiet">
          {t('mailboxes:state.checked')} <Moment at={checkedAt} />
        </p>
      )}
    </>
  );
}
