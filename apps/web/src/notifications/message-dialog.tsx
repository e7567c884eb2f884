// SPDX-License-Identifier: Apache-2.0
import { authorityMessageKinds, type Language, type Notification } from '@belfry/contract';
import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { useSaid } from '../regimes/use-regimes.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { MomentField } from '../ui/moment-field.tsx';
import { Reason } from '../ui/reason.tsx';

type Kind = (typeof authorityMessageKinds)[number];

/** Writes down what an authority sent. A request for a stage starts that stage's own clock when it came in. */
export function MessageDialog(props: {
  incident: string;
  notification: Notification;
  language: Language;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { incident, notification, onClose } = props;
  const record = useSending('recordAuthorityMessage');
  const isSubmitted = notification.submittedAt !== null;
  const [kind, setKind] = useState<Kind>(isSubmitted ? 'acknowledgement' : 'request');
  const [words, setWords] = useState({ text: '', reference: '', stage: '' });
  const [moments, setMoments] = useState<{ at: string | null; due: string | null }>({ at: null, due: null });
  const [isChecked, setChecked] = useState(false);
  const asks = kind === 'request' || kind === 'order';
  const isReady = moments.at !== null && words.text.trim() !== '';
  const missing = (is: boolean, id: string) => (isChecked && is ? t(id) : undefined);
  const send = () => {
    setChecked(true);
    if (moments.at === null || !isReady) {
      return;
    }
    const asksFor =
      asks && words.stage !== '' ? { regimeId: notification.regimeId, stageId: words.stage } : null;
    record.mutate(
      {
        params: { reference: incident },
        body: {
          kind,
          notification: isSubmitted ? notification.reference : null,
          authority: notification.authority?.id ?? null,
          text: words.text,
          receivedAt: moments.at,
          reference: kind === 'acknowledgement' ? words.reference.trim() : '',
          asksFor,
          answerDueAt: asks ? moments.due : null,
        },
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title={t('notifications:messages.record_title')}
      verb={t('notifications:messages.record_verb')}
      isSending={record.isPending}
      error={record.error}
      onClose={onClose}
      onSend={send}
    >
      <KindChoice kind={kind} isSubmitted={isSubmitted} onChange={setKind} />
      <MomentField
        label={t('notifications:message.received_at')}
        value={null}
        onChange={(at) => setMoments((before) => ({ ...before, at }))}
        error={missing(moments.at === null, 'notifications:moment.missing')}
      />
      <Reason
        label={t('notifications:message.text')}
        value={words.text}
        onChange={(text) => setWords((before) => ({ ...before, text }))}
        error={missing(words.text.trim() === '', 'problems:field.too_small')}
      />
      {kind === 'acknowledgement' ? (
        <TextInput
          label={`${t('notifications:authority_reference.label')} (${t('shell:optional')})`}
          value={words.reference}
          onChange={(event) => {
            const reference = event.currentTarget.value;
            setWords((before) => ({ ...before, reference }));
          }}
        />
      ) : null}
      {asks ? (
        <>
          <StageAsked
            regimeId={notification.regimeId}
            value={words.stage}
            language={props.language}
            onChange={(stage) => setWords((before) => ({ ...before, stage }))}
          />
          <MomentField
            label={`${t('notifications:message.answer_due')} (${t('shell:optional')})`}
            value={null}
            onChange={(due) => setMoments((before) => ({ ...before, due }))}
          />
        </>
      ) : null}
    </FormDialog>
  );
}

function KindChoice(props: { kind: Kind; isSubmitted: boolean; onChange: (kind: Kind) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('notifications:message.kind')}
      description={props.isSubmitted ? undefined : t('notifications:message.not_submitted')}
      allowDeselect={false}
      data={authorityMessageKinds
        .filter((one) => props.isSubmitted || one !== 'acknowledgement')
        .map((one) => ({ value: one, label: t(`notifications:message.${one}`) }))}
      value={props.kind}
      onChange={(value) => props.onChange(value as Kind)}
    />
  );
}

/** Stages of the regime that are owed once they are asked for. */
function StageAsked(props: {
  regimeId: string;
  value: string;
  language: Language;
  onChange: (stage: string) => void;
}) {
  const { t } = useTranslation();
  const said = useSaid();
  const { data } = useQuery({ ...reading('readRegimes'), staleTime: 3_600_000 });
  const stages = data?.regimes.find(({ id }) => id === props.regimeId)?.stages ?? [];
  const asked = stages.filter(({ isOnRequest }) => isOnRequest);
  if (asked.length === 0) {
    return null;
  }
  return (
    <Select
      label={`${t('notifications:message.asks_for')} (${t('shell:optional')})`}
      description={t('notifications:message.asks_for_means')}
      clearable
      clearButtonProps={{ 'aria-label': t('shell:choice.clear') }}
      data={asked.map(({ id, legal, name }) => ({
        value: id,
        label: `${said(name)} · ${legal.cite}`,
      }))}
      value={props.value === '' ? null : props.value}
      onChange={(value) => props.onChange(value ?? '')}
    />
  );
}
