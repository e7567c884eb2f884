// SPDX-License-Identifier: Apache-2.0
import { accountSides, certainties, type HistoryEntry } from '@belfry/contract';
import { Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { MomentField } from '../ui/moment-field.tsx';

/** Telling an entry in the account, in words of its own and at the moment it happened. */
export function PickDialog(props: {
  params: { reference: string; position: number };
  entry: HistoryEntry;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { entry } = props;
  const pick = useSending('pickForAccount');
  const [text, setText] = useState(entry.account?.text ?? entry.text ?? '');
  const [occurredAt, setOccurredAt] = useState<string | null>(entry.account?.occurredAt ?? entry.occurredAt);
  const [certainty, setCertainty] = useState<(typeof certainties)[number]>(
    entry.account?.certainty ?? 'certain',
  );
  const [side, setSide] = useState<(typeof accountSides)[number]>(entry.account?.side ?? 'ours');
  return (
    <FormDialog
      title={t('timeline:pick.title')}
      verb={t('timeline:pick')}
      isSending={pick.isPending}
      error={pick.error}
      onClose={props.onClose}
      onSend={() =>
        pick.mutate(
          {
            params: props.params,
            body: {
              certainty,
              side,
              ...(text.trim() === '' ? {} : { text }),
              ...(occurredAt === null ? {} : { occurredAt }),
            },
          },
          { onSuccess: props.onClose },
        )
      }
    >
      <Textarea
        data-autofocus
        label={t('timeline:pick.text')}
        autosize
        minRows={3}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <WhenAndWho
        occurredAt={occurredAt}
        onOccurredAt={setOccurredAt}
        certainty={certainty}
        onCertainty={setCertainty}
        side={side}
        onSide={setSide}
      />
    </FormDialog>
  );
}

export function WhenAndWho(props: {
  occurredAt: string | null;
  onOccurredAt: (at: string | null) => void;
  certainty: (typeof certainties)[number];
  onCertainty: (certainty: (typeof certainties)[number]) => void;
  side: (typeof accountSides)[number];
  onSide: (side: (typeof accountSides)[number]) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <MomentField label={t('timeline:occurred')} value={props.occurredAt} onChange={props.onOccurredAt} />
      <Select
        label={t('incidents:moments.certainty')}
        allowDeselect={false}
        data={certainties.map((one) => ({ value: one, label: t(`words:certainty.${one}`) }))}
        value={props.certainty}
        onChange={(value) => props.onCertainty(certainties.find((one) => one === value) ?? 'certain')}
      />
      <Select
        label={t('timeline:side')}
        allowDeselect={false}
        data={accountSides.map((one) => ({ value: one, label: t(`words:side.${one}`) }))}
        value={props.side}
        onChange={(value) => props.onSide(accountSides.find((one) => one === value) ?? 'ours')}
      />
    </>
  );
}
