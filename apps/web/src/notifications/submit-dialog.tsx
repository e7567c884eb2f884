// SPDX-License-Identifier: Apache-2.0
import { type Attachment, type Notification, type SubmissionWay, submissionWays } from '@belfry/contract';
import { FileInput, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallOf, reading, sendFiles, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { MomentField } from '../ui/moment-field.tsx';
import { Reason } from '../ui/reason.tsx';
import { LeavingView, PortalFields } from './leaving-view.tsx';

type Body = CallOf<'submitNotification'>['body'];

interface Filing {
  readonly at: string | null;
  readonly reference: string;
  readonly note: string;
  readonly files: readonly File[];
}

/** Sends what was approved, or writes down that it was filed by hand: at which moment, and with which proof. */
export function SubmitDialog({ notification, onClose }: { notification: Notification; onClose: () => void }) {
  const { t } = useTranslation();
  const { incident, mailAddress, reference } = notification;
  const [way, setWay] = useState<SubmissionWay>(mailAddress === null ? 'portal' : 'mail');
  const [filing, setFiling] = useState<Filing>({ at: null, reference: '', note: '', files: [] });
  const [isChecked, setChecked] = useState(false);
  const leaving = useQuery(reading('readLeaving', { params: { reference }, query: { way } }));
  const submit = useSending('submitNotification');
  // Files that arrived stay with the incident; a second try sends only what has not arrived yet.
  const [arrived, setArrived] = useState<readonly string[]>([]);
  const uploading = useMutation({
    mutationFn: async (files: readonly File[]) =>
      files.length === 0
        ? { items: [] }
        : sendFiles<{ items: Attachment[] }>(`/api/v1/incidents/${incident}/attachments`, files),
  });
  const send = (body: Body) => submit.mutate({ params: { reference }, body }, { onSuccess: onClose });
  const go = async () => {
    setChecked(true);
    if (way === 'mail') {
      if (leaving.data !== undefined) {
        send({ way, digest: leaving.data.digest, note: filing.note });
      }
      return;
    }
    if (filing.at === null) {
      return;
    }
    const { items } = await uploading.mutateAsync(filing.files);
    const proofs = [...arrived, ...items.map(({ id }) => id)];
    setArrived(proofs);
    setFiling((before) => ({ ...before, files: [] }));
    send({ way, at: filing.at, reference: filing.reference.trim(), note: filing.note.trim(), proofs });
  };
  return (
    <FormDialog
      title={t('notifications:submit_title', { reference })}
      verb={t(way === 'mail' ? 'notifications:submit.send' : 'notifications:submit.record')}
      size="xl"
      isSending={submit.isPending || uploading.isPending}
      error={submit.error ?? uploading.error}
      onClose={onClose}
      onSend={() => void go().catch(() => undefined)}
    >
      <WayChoice way={way} hasMail={mailAddress !== null} onChange={setWay} />
      {leaving.data === undefined ? (
        leaving.error === null ? (
          <Loading />
        ) : (
          <ProblemNotice error={leaving.error} />
        )
      ) : way === 'mail' ? (
        <LeavingView leaving={leaving.data} />
      ) : (
        <>
          {way === 'portal' ? <Portal formLink={notification.formLink} /> : null}
          {way === 'portal' ? <PortalFields leaving={leaving.data} /> : null}
          <FilingFields filing={filing} onChange={setFiling} isChecked={isChecked} arrived={arrived.length} />
        </>
      )}
    </FormDialog>
  );
}

function WayChoice(props: { way: SubmissionWay; hasMail: boolean; onChange: (way: SubmissionWay) => void }) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t('notifications:way')}
      value={props.way}
      onChange={(value) => props.onChange(value as SubmissionWay)}
    >
      <Stack gap="xs" mt="xs">
        {submissionWays.map((one) => (
          <Radio
            key={one}
            value={one}
            label={t(`notifications:way.${one}`)}
            disabled={one === 'mail' && !props.hasMail}
            {...(one === 'mail' && !props.hasMail ? { description: t('notifications:way.no_mail') } : {})}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function Portal({ formLink }: { formLink: string }) {
  const { t } = useTranslation();
  return (
    <div className="notice">
      <p>{t('notifications:portal.means')}</p>
      {formLink === '' ? null : (
        <p className="row">
          <code className="notification-link">{formLink}</code>
          <CopyText
            size="compact-xs"
            variant="default"
            text={formLink}
            label={t('notifications:form_link.copy')}
          />
        </p>
      )}
    </div>
  );
}

function FilingFields(props: {
  filing: Filing;
  onChange: (change: (before: Filing) => Filing) => void;
  isChecked: boolean;
  arrived: number;
}) {
  const { t } = useTranslation();
  const { filing, onChange } = props;
  const patch = (some: Partial<Filing>) => onChange((before) => ({ ...before, ...some }));
  return (
    <>
      <MomentField
        label={t('notifications:filed_at')}
        value={null}
        onChange={(at) => patch({ at })}
        error={props.isChecked && filing.at === null ? t('notifications:filed_at.missing') : undefined}
      />
      <TextInput
        label={`${t('notifications:authority_reference.label')} (${t('shell:optional')})`}
        value={filing.reference}
        onChange={(event) => patch({ reference: event.currentTarget.value })}
      />
      <FileInput
        label={`${t('notifications:proof')} (${t('shell:optional')})`}
        description={t('notifications:proof.means')}
        placeholder={t('notifications:proof.choose')}
        multiple
        value={[...filing.files]}
        onChange={(files) => patch({ files })}
      />
      {props.arrived === 0 ? null : <p>{t('notifications:proof.arrived', { count: props.arrived })}</p>}
      <Reason
        label={t('notifications:note')}
        isOptional
        value={filing.note}
        onChange={(note) => patch({ note })}
      />
    </>
  );
}
