// SPDX-License-Identifier: Apache-2.0
import type { Suppression } from '@belfry/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Reason } from '../ui/reason.tsx';
import { UntilField, usualUntil } from './until-field.tsx';

interface StepProps {
  readonly suppression: Suppression;
  readonly onClose: () => void;
}

/** Letting it be told again from now on. */
export function EndDialog({ onClose, suppression }: StepProps) {
  const { t } = useTranslation();
  const end = useSending('endSuppression');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={t('findings:suppressions.end_title')}
      verb={t('findings:suppressions.end')}
      isSending={end.isPending}
      error={end.error}
      onClose={onClose}
      onSend={() =>
        end.mutate(
          { params: { id: suppression.id }, body: reason.trim() === '' ? {} : { reason } },
          { onSuccess: onClose },
        )
      }
    >
      <p>
        <bdi>{suppression.rule.title}</bdi>: {t('findings:suppressions.end_means')}
      </p>
      <Reason label={t('findings:dismiss.reason')} value={reason} onChange={setReason} isOptional />
    </FormDialog>
  );
}

/** Another end, sooner or later, with its reason. */
export function ExtendDialog({ onClose, suppression }: StepProps) {
  const { t } = useTranslation();
  const extend = useSending('extendSuppression');
  const [until, setUntil] = useState<string | null>(usualUntil);
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('findings:suppressions.extend_title')}
      verb={t('findings:suppressions.save')}
      isSending={extend.isPending}
      error={extend.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (until !== null && reason.trim() !== '') {
          extend.mutate(
            { params: { id: suppression.id }, body: { expiresAt: until, reason } },
            { onSuccess: onClose },
          );
        }
      }}
    >
      <UntilField
        value={until}
        onChange={setUntil}
        error={isChecked && until === null ? t('findings:until.missing') : undefined}
      />
      <Reason
        label={t('findings:dismiss.reason')}
        value={reason}
        onChange={setReason}
        error={isChecked && reason.trim() === '' ? t('findings:dismiss.reason_missing') : undefined}
      />
    </FormDialog>
  );
}
