// SPDX-License-Identifier: Apache-2.0
import type { Notification } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { WordsDialog } from '../ui/words-dialog.tsx';

interface Props {
  readonly notification: Notification;
  readonly onClose: () => void;
}

export function SendBackDialog({ notification, onClose }: Props) {
  const { t } = useTranslation();
  const sending = useSending('sendBackNotification');
  const { reference } = notification;
  return (
    <WordsDialog
      title={t('notifications:send_back_title', { reference })}
      verb={t('notifications:send_back')}
      label={t('notifications:send_back.words')}
      sending={sending}
      onClose={onClose}
      onSend={(text) => sending.mutate({ params: { reference }, body: { text } }, { onSuccess: onClose })}
    />
  );
}

export function WithdrawDialog({ notification, onClose }: Props) {
  const { t } = useTranslation();
  const sending = useSending('withdrawNotification');
  const { reference } = notification;
  return (
    <WordsDialog
      title={t('notifications:withdraw_title', { reference })}
      verb={t('notifications:withdraw')}
      label={t('notifications:withdraw.reason')}
      means={notification.submittedAt === null ? undefined : t('notifications:withdraw.submitted')}
      isGrave
      sending={sending}
      onClose={onClose}
      onSend={(reason) => sending.mutate({ params: { reference }, body: { reason } }, { onSuccess: onClose })}
    />
  );
}
