// SPDX-License-Identifier: Apache-2.0
import { limits, type Obligation } from '@belfry/contract';
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { PersonChoice } from '../ui/person-choice.tsx';

interface DialogProps {
  readonly of: Obligation & { readonly id: string };
  readonly name: string;
  readonly onClose: () => void;
}

/** Who sees to it: pages go to them first. */
export function OwnerDialog({ name, of, onClose }: DialogProps) {
  const { t } = useTranslation();
  const assign = useSending('assignObligation');
  const [owner, setOwner] = useState(of.owner?.id ?? null);
  return (
    <FormDialog
      title={t('obligations:assign.title', { name })}
      verb={t('obligations:assign.verb')}
      isSending={assign.isPending}
      error={assign.error}
      onClose={onClose}
      onSend={() => assign.mutate({ params: { obligation: of.id }, body: { owner } }, { onSuccess: onClose })}
    >
      <p className="quiet">{t('obligations:assign.means')}</p>
      <PersonChoice label={t('obligations:owner')} value={owner} onChange={setOwner} />
    </FormDialog>
  );
}

/** Why it is late. Where the law wants to be told before the limit, this is where it is written down. */
export function LateDialog({ name, of, onClose }: DialogProps) {
  const { t } = useTranslation();
  const explain = useSending('explainLateness');
  const [text, setText] = useState(of.lateReason?.text ?? '');
  const [isEmpty, setEmpty] = useState(false);
  const send = () => {
    if (text.trim() === '') {
      setEmpty(true);
      return;
    }
    explain.mutate({ params: { obligation: of.id }, body: { text } }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={t('obligations:late.title', { name })}
      verb={t('obligations:late.verb')}
      isSending={explain.isPending}
      error={explain.error}
      onClose={onClose}
      onSend={send}
    >
      <p className="quiet">{t(`obligations:late.${of.lateRule}`)}</p>
      <Textarea
        data-autofocus
        autosize
        minRows={3}
        label={t('obligations:late.label')}
        maxLength={limits.reasonCharactersMax}
        value={text}
        error={isEmpty ? t('obligations:late.missing') : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
