// SPDX-License-Identifier: Apache-2.0
import { type CaseWhole, caseOutcomes } from '@belfry/contract';
import { Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Reason } from '../ui/reason.tsx';

interface Props {
  one: CaseWhole;
  onClose: () => void;
}

export function CloseDialog({ one, onClose }: Props) {
  const { t } = useTranslation();
  const closing = useSending('closeCase');
  const [outcome, setOutcome] = useState<(typeof caseOutcomes)[number]>('followed_up');
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const needsReason = outcome !== 'followed_up';
  const isMissing = needsReason && reason.trim() === '';
  const send = () => {
    setChecked(true);
    if (!isMissing) {
      const call = { params: { reference: one.reference }, body: { outcome, reason } };
      closing.mutate(call, { onSuccess: onClose });
    }
  };
  return (
    <FormDialog
      title={t('whistleblowing:act.close')}
      verb={t('whistleblowing:act.close')}
      isSending={closing.isPending}
      error={closing.error}
      onClose={onClose}
      onSend={send}
    >
      {one.clocks[1]?.metAt === null ? <p className="notice">{t('whistleblowing:close.owed')}</p> : null}
      <Radio.Group
        label={t('whistleblowing:close.outcome')}
        value={outcome}
        onChange={(value) => setOutcome(caseOutcomes.find((known) => known === value) ?? 'followed_up')}
      >
        <div className="radio-stack">
          {caseOutcomes.map((value) => (
            <Radio key={value} value={value} label={t(`whistleblowing:outcome.${value}`)} />
          ))}
        </div>
      </Radio.Group>
      <Reason
        label={t('whistleblowing:close.reason')}
        isOptional={!needsReason}
        value={reason}
        onChange={setReason}
        error={isChecked && isMissing ? t('whistleblowing:close.reason_missing') : undefined}
      />
    </FormDialog>
  );
}

export function ReopenDialog({ one, onClose }: Props) {
  const { t } = useTranslation();
  const reopening = useSending('reopenCase');
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const send = () => {
    setChecked(true);
    if (reason.trim() !== '') {
      reopening.mutate({ params: { reference: one.reference }, body: { reason } }, { onSuccess: onClose });
    }
  };
  return (
    <FormDialog
      title={t('whistleblowing:act.reopen')}
      verb={t('whistleblowing:act.reopen')}
      isSending={reopening.isPending}
      error={reopening.error}
      onClose={onClose}
      onSend={send}
    >
      <Reason
        label={t('whistleblowing:reopen.reason')}
        value={reason}
        onChange={setReason}
        error={isChecked && reason.trim() === '' ? t('problems:field.too_small') : undefined}
      />
    </FormDialog>
  );
}
