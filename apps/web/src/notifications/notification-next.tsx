// SPDX-License-Identifier: Apache-2.0
import type { Notification } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { StartedBy } from '../regimes/started-by.tsx';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { Moment } from '../ui/moment.tsx';
import { ApproveDialog } from './approve-dialog.tsx';
import { SendBackDialog, WithdrawDialog } from './step-dialogs.tsx';
import { SubmitDialog } from './submit-dialog.tsx';
import type { Draft } from './use-draft.ts';

type Asking = 'approve' | 'send_back' | 'submit' | 'withdraw' | null;

/** Where it stands, by when it is owed, what is in the way, and the steps that are open to who looks. */
export function NotificationNext(props: {
  notification: Notification;
  saved: Draft['state'];
  onReopen: () => void;
}) {
  const { t } = useTranslation();
  const { notification } = props;
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  return (
    <section className="panel stack" aria-labelledby="notification-next">
      <h2 id="notification-next">{t('notifications:next')}</h2>
      <Clock notification={notification} />
      <p>{t(`notifications:next.${notification.state}`)}</p>
      {notification.failure === null ? null : (
        <div className="notice notice-problem" role="alert">
          <p className="notice-title">{t('notifications:failed')}</p>
          <p>
            <bdi>{notification.failure}</bdi>
          </p>
        </div>
      )}
      <Happened notification={notification} />
      <Blockers notification={notification} />
      <Steps {...props} ask={setAsking} />
      {asking === 'approve' ? <ApproveDialog notification={notification} onClose={close} /> : null}
      {asking === 'send_back' ? <SendBackDialog notification={notification} onClose={close} /> : null}
      {asking === 'submit' ? <SubmitDialog notification={notification} onClose={close} /> : null}
      {asking === 'withdraw' ? <WithdrawDialog notification={notification} onClose={close} /> : null}
    </section>
  );
}

/** The clock of the duty behind it: absolute with its zone, then how long; what started it. */
function Clock({ notification }: { notification: Notification }) {
  const { t } = useTranslation();
  const { obligation: id } = notification;
  const { data } = useQuery({
    ...reading('readObligation', { params: { obligation: id ?? '' } }),
    enabled: id !== null,
  });
  if (id === null || notification.isVoluntary) {
    return notification.isVoluntary ? <p className="quiet">{t('notifications:clock.voluntary')}</p> : null;
  }
  if (data === undefined) {
    return null;
  }
  return (
    <div className={data.state === 'overdue' ? 'notice notice-problem' : 'notice notice-brass'}>
      {data.metAt === null ? (
        <p>
          <strong>
            {t(data.state === 'overdue' ? 'notifications:clock.overdue' : 'notifications:clock.due')}
          </strong>{' '}
          {data.dueAt === null ? t('notifications:clock.no_number') : <Moment at={data.dueAt} />}
        </p>
      ) : (
        <p>
          <strong>{t('notifications:clock.met')}</strong> <Moment at={data.metAt} />
        </p>
      )}
      {data.startedBy === null ? null : (
        <p className="small">
          {t('notifications:clock.started')} <StartedBy of={data} />
        </p>
      )}
      <p className="small">{data.legal.cite}</p>
    </div>
  );
}

/** Who did what, as far as it got. */
function Happened({ notification }: { notification: Notification }) {
  const { t } = useTranslation();
  const { approvedAt, approvedBy, authorityReference, proposedBy, submission, submittedAt, way } =
    notification;
  return (
    <ul className="plain-list small">
      {proposedBy === null ? null : (
        <li>
          {t('notifications:by.proposed')} <bdi>{proposedBy.name}</bdi>
        </li>
      )}
      {approvedBy === null || approvedAt === null ? null : (
        <li>
          {t('notifications:by.approved')} <bdi>{approvedBy.name}</bdi>,{' '}
          <Moment at={approvedAt} withRelative={false} />
        </li>
      )}
      {submittedAt === null || way === null ? null : (
        <li>
          {t(`notifications:by.way.${way}`)}, <Moment at={submittedAt} withRelative={false} />
          {submission?.to == null ? null : (
            <>
              {' '}
              · <bdi>{submission.to}</bdi>
            </>
          )}
        </li>
      )}
      {authorityReference === null ? null : (
        <li>
          {t('notifications:authority_reference')} <bdi>{authorityReference}</bdi>
        </li>
      )}
    </ul>
  );
}

/** A button that refuses says why: every reason, in words. */
function Blockers({ notification }: { notification: Notification }) {
  const { t } = useTranslation();
  const mayApprove = useMay('notifications.approve');
  const reasons = notification.blockers.filter(({ code }) => code !== 'state');
  if (reasons.length === 0 || !(notification.state === 'proposed' || notification.state === 'draft')) {
    return null;
  }
  const shown = mayApprove ? reasons : reasons.filter(({ code }) => !code.startsWith('own_'));
  return shown.length === 0 ? null : (
    <div className="notice">
      <p className="notice-title">{t('notifications:blocked')}</p>
      <ul>
        {shown.map(({ code, fields }) => (
          <li key={code}>{t(`notifications:blocker.${code}`, { count: fields.length })}</li>
        ))}
      </ul>
    </div>
  );
}

function Steps({
  notification,
  saved,
  onReopen,
  ask,
}: Parameters<typeof NotificationNext>[0] & { ask: (what: Asking) => void }) {
  const { t } = useTranslation();
  const { blockers, reference, state, version } = notification;
  const { permissions } = useSession();
  const may = (what: 'draft' | 'approve' | 'submit') => permissions.includes(`notifications.${what}`);
  const propose = useSending('proposeNotification');
  const stop = useSending('stopSendingNotification');
  const isBlocked = blockers.length > 0;
  const isSaved = saved === 'saved';
  return (
    <>
      <div className="row">
        {state === 'draft' && may('draft') ? (
          <Button
            disabled={!isSaved}
            loading={propose.isPending}
            onClick={() => propose.mutate({ params: { reference }, body: { version } })}
          >
            {t('notifications:propose')}
          </Button>
        ) : null}
        {state === 'proposed' && may('approve') ? (
          <Button disabled={isBlocked || !isSaved} onClick={() => ask('approve')}>
            {t('notifications:approve')}
          </Button>
        ) : null}
        {(state === 'proposed' || state === 'approved') && may('approve') ? (
          <Button variant="default" onClick={() => ask('send_back')}>
            {t('notifications:send_back')}
          </Button>
        ) : null}
        {state === 'approved' && may('submit') ? (
          <Button onClick={() => ask('submit')}>{t('notifications:submit')}</Button>
        ) : null}
        {state === 'approved' && may('draft') ? (
          <Button variant="default" onClick={onReopen}>
            {t('notifications:reopen')}
          </Button>
        ) : null}
        {state === 'sending' && may('submit') ? (
          <Button
            variant="default"
            loading={stop.isPending}
            onClick={() => stop.mutate({ params: { reference } })}
          >
            {t('notifications:stop_sending')}
          </Button>
        ) : null}
        {state !== 'withdrawn' && state !== 'sending' && may('submit') ? (
          <Button variant="default" onClick={() => ask('withdraw')}>
            {t('notifications:withdraw')}
          </Button>
        ) : null}
      </div>
      {isSaved ? null : <p className="quiet">{t(`notifications:saved.${saved}`)}</p>}
      <ProblemNotice error={propose.error ?? stop.error} />
    </>
  );
}
