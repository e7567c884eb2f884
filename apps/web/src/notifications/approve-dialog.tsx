// SPDX-License-Identifier: Apache-2.0
import type { Notification } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProveAnew } from '../reassertions/prove-anew.tsx';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Loading } from '../ui/loading.tsx';
import { LeavingView } from './leaving-view.tsx';

/** Shows exactly what would leave, then asks who approves it to prove anew who they are: for these words, no others. */
export function ApproveDialog({
  notification,
  onClose,
}: {
  notification: Notification;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { mailAddress, reference } = notification;
  const way = mailAddress === null ? 'portal' : 'mail';
  const { data, error } = useQuery({
    ...reading('readLeaving', { params: { reference }, query: { way } }),
    // What is approved is what is shown, and that was read when the dialog opened.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const approve = useSending('approveNotification');
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemNotice error={error} />;
  }
  return (
    <ProveAnew
      title={t('notifications:approve_title', { reference })}
      act="notification.approve"
      subject={reference}
      digest={data.digest}
      size="xl"
      isSending={approve.isPending}
      error={approve.error}
      onClose={onClose}
      onProved={(reassertionId) =>
        approve.mutate(
          { params: { reference }, body: { digest: data.digest, reassertionId } },
          { onSuccess: onClose },
        )
      }
    >
      <p>{t('notifications:approve.means')}</p>
      <LeavingView leaving={data} />
    </ProveAnew>
  );
}
