// SPDX-License-Identifier: Apache-2.0
import type { Announcement } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useSession } from '../shell/session.ts';
import { Moment } from '../ui/moment.tsx';
import { ShowOnStatusPage } from './show-on-status-page.tsx';
import { ApproveDialog, SendBackDialog, TellElsewhereDialog, WithdrawDialog } from './step-dialogs.tsx';

type Asking = 'approve' | 'send_back' | 'elsewhere' | 'withdraw' | null;

/** Where it stands, what is in the way, and the steps open to who looks. */
export function AnnouncementNext(props: { announcement: Announcement; isSaved: boolean }) {
  const { t } = useTranslation();
  const { announcement } = props;
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  return (
    <section className="panel stack" aria-labelledby="announcement-next">
      <h2 id="announcement-next">{t('announcements:next')}</h2>
      <Clock obligation={announcement.obligation} />
      <p>{t(`announcements:next.${announcement.state}`)}</p>
      <Happened announcement={announcement} />
      <Gaps announcement={announcement} />
      <Steps {...props} ask={setAsking} />
      {asking === 'approve' ? <ApproveDialog announcement={announcement} onClose={close} /> : null}
      {asking === 'send_back' ? <SendBackDialog announcement={announcement} onClose={close} /> : null}
      {asking === 'elsewhere' ? <TellElsewhereDialog announcement={announcement} onClose={close} /> : null}
      {asking === 'withdraw' ? <WithdrawDialog announcement={announcement} onClose={close} /> : null}
    </section>
  );
}

/** The clock of the duty it answers. */
function Clock({ obligation }: { obligation: string | null }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...reading('readObligation', { params: { obligation: obligation ?? '' } }),
    enabled: obligation !== null,
  });
  if (data === undefined) return null;
  return (
    <div className={data.state === 'overdue' ? 'notice notice-problem' : 'notice notice-brass'}>
      <p>
        <strong>{t(data.metAt === null ? 'announcements:clock.due' : 'announcements:clock.met')}</strong>{' '}
        {data.metAt === null && data.dueAt === null ? t('announcements:clock.no_number') : null}
        {data.metAt === null ? (
          data.dueAt === null ? null : (
            <Moment at={data.dueAt} />
          )
        ) : (
          <Moment at={data.metAt} />
        )}
      </p>
      <p className="small">{data.legal.cite}</p>
    </div>
  );
}

/** Who did what, as far as it got. */
function Happened({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation();
  const { approvedAt, approvedBy, elsewhere, proposedBy, toldAt } = announcement;
  return (
    <ul className="plain-list small">
      {proposedBy === null ? null : (
        <li>
          {t('announcements:by.proposed')} <bdi>{proposedBy.name}</bdi>
        </li>
      )}
      {approvedBy === null || approvedAt === null ? null : (
        <li>
          {t('announcements:by.approved')} <bdi>{approvedBy.name}</bdi>,{' '}
          <Moment at={approvedAt} withRelative={false} />
        </li>
      )}
      {toldAt === null ? null : (
        <li>
          {t('announcements:told_at')} <Moment at={toldAt} withRelative={false} />
        </li>
      )}
      {elsewhere === null ? null : (
        <li>
          <bdi>{elsewhere.how}</bdi> · <bdi>{elsewhere.whom}</bdi>
          {elsewhere.proofs.length === 0
            ? null
            : ` · ${t('announcements:elsewhere.proofs_count', { count: elsewhere.proofs.length })}`}
        </li>
      )}
    </ul>
  );
}

/** A step that is refused says why, before anybody presses a button. */
function Gaps({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation();
  const { gaps, state } = announcement;
  if (gaps.length === 0 || !(state === 'draft' || state === 'proposed')) return null;
  return (
    <div className="notice">
      <p className="notice-title">{t('announcements:gaps')}</p>
      <ul>
        {gaps.map((gap) => (
          <li key={gap}>{t(`announcements:gap.${gap}`)}</li>
        ))}
      </ul>
    </div>
  );
}

function Steps({
  announcement,
  isSaved,
  ask,
}: Parameters<typeof AnnouncementNext>[0] & { ask: (what: Asking) => void }) {
  const { t } = useTranslation();
  const { changedBy, counts, gaps, listedBy, proposedBy, reference, state, version, way } = announcement;
  const { permissions, person } = useSession();
  const may = (what: 'draft' | 'approve' | 'submit') => permissions.includes(`notifications.${what}`);
  const propose = useSending('proposeAnnouncement');
  const send = useSending('sendAnnouncement');
  const isOwn = [changedBy, listedBy, proposedBy].some((who) => who?.id === person.id);
  const isBefore = state === 'draft' || state === 'proposed' || state === 'approved';
  const sendable = way === 'mail' && (state === 'approved' || (state === 'told' && counts.failed > 0));
  return (
    <>
      {state === 'proposed' && may('approve') && isOwn ? (
        <p className="notice">{t('announcements:own_words')}</p>
      ) : null}
      <div className="row">
        {state === 'draft' && may('draft') ? (
          <Button
            disabled={!isSaved || gaps.length > 0}
            loading={propose.isPending}
            onClick={() => propose.mutate({ params: { reference }, body: { version } })}
          >
            {t('announcements:propose')}
          </Button>
        ) : null}
        {state === 'proposed' && may('approve') ? (
          <Button disabled={isOwn || !isSaved} onClick={() => ask('approve')}>
            {t('announcements:approve')}
          </Button>
        ) : null}
        {sendable && may('submit') ? (
          <Button loading={send.isPending} onClick={() => send.mutate({ params: { reference }, body: {} })}>
            {t(state === 'told' ? 'announcements:send_again' : 'announcements:send', {
              count: state === 'told' ? counts.failed : counts.listed,
            })}
          </Button>
        ) : null}
        {state === 'approved' && way === 'elsewhere' && may('submit') ? (
          <Button onClick={() => ask('elsewhere')}>{t('announcements:elsewhere')}</Button>
        ) : null}
        {state === 'approved' && way === 'status_page' && may('submit') ? (
          <ShowOnStatusPage announcement={announcement} />
        ) : null}
        {(state === 'proposed' || state === 'approved') && may('approve') ? (
          <Button variant="default" onClick={() => ask('send_back')}>
            {t('announcements:send_back')}
          </Button>
        ) : null}
        {isBefore && may('draft') ? (
          <Button variant="default" onClick={() => ask('withdraw')}>
            {t('announcements:withdraw')}
          </Button>
        ) : null}
      </div>
      <ProblemNotice error={propose.error ?? send.error} />
    </>
  );
}
