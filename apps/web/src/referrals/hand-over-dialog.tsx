// SPDX-License-Identifier: Apache-2.0
import type { Incident, Referral } from '@belfry/contract';
import { MultiSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { MomentField } from '../ui/moment-field.tsx';

/** The receipt: what left the house, when, where, to whom. */
export function HandOverDialog(props: { referral: Referral; incident: Incident; onClose: () => void }) {
  const { t } = useTranslation();
  const { incident, onClose, referral } = props;
  const send = useSending('handOverReferral');
  const [at, setAt] = useState<string | null>(null);
  const [typed, setTyped] = useState({ place: '', to: '', caseNumber: '', note: '' });
  const [attachments, setAttachments] = useState<string[]>([]);
  const [isChecked, setChecked] = useState(false);
  const field = (name: keyof typeof typed) => ({
    label: t(`referrals:hand_over.${name === 'caseNumber' ? 'case_number' : name}`),
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
  });
  const missing = (name: 'place' | 'to') =>
    isChecked && typed[name].trim() === '' ? t(`referrals:hand_over.${name}.missing`) : undefined;
  return (
    <FormDialog
      title={t('referrals:hand_over.title', { reference: referral.reference })}
      verb={t('referrals:hand_over')}
      isSending={send.isPending}
      error={send.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (at === null || typed.place.trim() === '' || typed.to.trim() === '') return;
        send.mutate(
          { params: { referral: referral.id }, body: { ...typed, at, attachments } },
          { onSuccess: onClose },
        );
      }}
    >
      <MomentField
        label={t('referrals:hand_over.at')}
        value={at}
        onChange={setAt}
        error={isChecked && at === null ? t('referrals:hand_over.at.missing') : undefined}
      />
      <TextInput {...field('place')} error={missing('place')} />
      <TextInput {...field('to')} description={t('referrals:hand_over.to.means')} error={missing('to')} />
      {incident.attachments.length === 0 ? (
        <p className="quiet">{t('referrals:hand_over.no_files')}</p>
      ) : (
        <MultiSelect
          label={t('referrals:hand_over.items')}
          data={incident.attachments.map(({ id, name }) => ({ value: id, label: name }))}
          value={attachments}
          onChange={setAttachments}
        />
      )}
      <TextInput {...field('caseNumber')} />
      <Textarea {...field('note')} autosize minRows={2} />
    </FormDialog>
  );
}
