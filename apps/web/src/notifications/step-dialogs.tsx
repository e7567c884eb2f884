// SPDX-License-Identifier: Apache-2.0
import type { Notification } from '@belfry/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Reason } from '../ui/reason.tsx';

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

/** A step that is taken with words, and not without. */
function WordsDialog(props: {
  title: string;
  verb: string;
  label: string;
  means?: string | undefined;
  isGrave?: boolean;
  sending: { readonly isPending: boolean; readonly error: unknown };
  onSend: (words: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [isChecked, setChecked] = useState(false);
  const isMissing = words.trim() === '';
  return (
    <FormDialog
      title={props.title}
      verb={props.verb}
      isGrave={props.isGrave === true}
      isSending={props.sending.isPending}
      error={props.sending.error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        if (!isMissing) {
          props.onSend(words);
        }
      }}
    >
      {props.means === undefined ? null : <p className="notice notice-brass">{props.means}</p>}
      <Reason
        label={props.label}
        value={words}
        onChange={setWords}
        error={isChecked && isMissing ? t('problems:field.too_small') : undefined}
      />
    </FormDialog>
  );
}
