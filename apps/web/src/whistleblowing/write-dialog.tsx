// SPDX-License-Identifier: Apache-2.0
import type { CaseWhole } from '@belfry/contract';
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';

/** The two acts the law asks for. The words are prefilled in the reporter's language, and changed by a person. */
export function WriteDialog(props: { one: CaseWhole; act: 'acknowledge' | 'feedback'; onClose: () => void }) {
  const { t } = useTranslation();
  const { act, one } = props;
  const acknowledging = useSending('acknowledgeCase');
  const givingFeedback = useSending('giveCaseFeedback');
  const sending = act === 'acknowledge' ? acknowledging : givingFeedback;
  const [text, setText] = useState(act === 'acknowledge' ? one.drafts.acknowledgement : one.drafts.feedback);
  const [isMissing, setMissing] = useState(false);
  const send = () => {
    setMissing(text.trim() === '');
    if (text.trim() !== '') {
      const call = { params: { reference: one.reference }, body: { text } };
      sending.mutate(call, { onSuccess: props.onClose });
    }
  };
  return (
    <FormDialog
      title={t(`whistleblowing:act.${act}`)}
      verb={t(`whistleblowing:act.${act}.verb`)}
      isSending={sending.isPending}
      error={sending.error}
      onClose={props.onClose}
      onSend={send}
    >
      <p>{t(`whistleblowing:act.${act}.means`)}</p>
      <Textarea
        data-autofocus
        label={t('whistleblowing:act.words')}
        lang={one.language}
        autosize
        minRows={6}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isMissing ? t('problems:field.too_small') : undefined}
      />
    </FormDialog>
  );
}
