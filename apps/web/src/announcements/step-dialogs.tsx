// SPDX-License-Identifier: Apache-2.0
import { type Announcement, type Attachment, languages } from '@belfry/contract';
import { FileInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendFiles, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProveAnew } from '../reassertions/prove-anew.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { MomentField } from '../ui/moment-field.tsx';
import { WordsDialog } from '../ui/words-dialog.tsx';

interface Props {
  readonly announcement: Announcement;
  readonly onClose: () => void;
}

/** Shows exactly what would leave and to how many, then asks who approves it to prove anew who they are. */
export function ApproveDialog({ announcement, onClose }: Props) {
  const { t } = useTranslation();
  const approve = useSending('approveAnnouncement');
  // What is approved is what was shown when the dialog opened, whatever others change meanwhile.
  const [shown] = useState(announcement);
  const { counts, digest, reference, texts, way } = shown;
  return (
    <ProveAnew
      title={t('announcements:approve_title', { reference })}
      act="announcement.approve"
      subject={reference}
      digest={digest}
      size="xl"
      isSending={approve.isPending}
      error={approve.error}
      onClose={onClose}
      onProved={(reassertionId) =>
        approve.mutate({ params: { reference }, body: { digest, reassertionId } }, { onSuccess: onClose })
      }
    >
      <p>{t('announcements:approve.means')}</p>
      <p>
        {t(`announcements:audience.${shown.audience}`)}
        {way === null ? null : ` · ${t(`announcements:way.${way}`)}`}
        {way === 'mail' ? ` · ${t('announcements:recipients', { count: counts.listed })}` : null}
      </p>
      {languages.map((language) => {
        const words = texts[language];
        return words === undefined ? null : (
          <article key={language} lang={language} aria-label={languageNames[language]} className="notice">
            <p>
              <strong>
                <bdi>{words.subject}</bdi>
              </strong>
            </p>
            <p className="pre">
              <bdi>{words.text}</bdi>
            </p>
          </article>
        );
      })}
      <p className="small">
        {t('announcements:approve.digest')} <code className="digest">{digest}</code>
      </p>
    </ProveAnew>
  );
}

export function SendBackDialog({ announcement, onClose }: Props) {
  const { t } = useTranslation();
  const sending = useSending('sendBackAnnouncement');
  const { reference } = announcement;
  return (
    <WordsDialog
      title={t('announcements:send_back_title', { reference })}
      verb={t('announcements:send_back')}
      label={t('announcements:send_back.words')}
      sending={sending}
      onClose={onClose}
      onSend={(reason) => sending.mutate({ params: { reference }, body: { reason } }, { onSuccess: onClose })}
    />
  );
}

export function WithdrawDialog({ announcement, onClose }: Props) {
  const { t } = useTranslation();
  const sending = useSending('withdrawAnnouncement');
  const { reference } = announcement;
  return (
    <WordsDialog
      title={t('announcements:withdraw_title', { reference })}
      verb={t('announcements:withdraw')}
      label={t('announcements:withdraw.reason')}
      isGrave
      sending={sending}
      onClose={onClose}
      onSend={(reason) => sending.mutate({ params: { reference }, body: { reason } }, { onSuccess: onClose })}
    />
  );
}

/** What was done outside of the desk: how, who, when, and what shows it. */
export function TellElsewhereDialog({ announcement, onClose }: Props) {
  const { t } = useTranslation();
  const { incident, reference } = announcement;
  const [at, setAt] = useState<string | null>(null);
  const [typed, setTyped] = useState({ how: '', whom: '' });
  const [files, setFiles] = useState<readonly File[]>([]);
  // Files that arrived stay with the incident; a second try sends only what has not arrived yet.
  const [arrived, setArrived] = useState<readonly string[]>([]);
  const [isChecked, setChecked] = useState(false);
  const uploading = useMutation({
    mutationFn: async () =>
      files.length === 0
        ? { items: [] }
        : sendFiles<{ items: Attachment[] }>(`/api/v1/incidents/${incident}/attachments`, files),
  });
  const sending = useSending('tellElsewhere');
  const go = async () => {
    setChecked(true);
    const how = typed.how.trim();
    const whom = typed.whom.trim();
    if (at === null || how === '' || whom === '') return;
    const { items } = await uploading.mutateAsync();
    const proofs = [...arrived, ...items.map(({ id }) => id)];
    setArrived(proofs);
    setFiles([]);
    sending.mutate({ params: { reference }, body: { how, whom, at, proofs } }, { onSuccess: onClose });
  };
  const field = (name: 'how' | 'whom') => ({
    label: t(`announcements:elsewhere.${name}`),
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
    error: isChecked && typed[name].trim() === '' ? t('problems:field.too_small') : undefined,
  });
  return (
    <FormDialog
      title={t('announcements:elsewhere_title', { reference })}
      verb={t('announcements:elsewhere')}
      isSending={sending.isPending || uploading.isPending}
      error={sending.error ?? uploading.error}
      onClose={onClose}
      onSend={() => void go().catch(() => undefined)}
    >
      <TextInput {...field('how')} />
      <TextInput {...field('whom')} />
      <MomentField
        label={t('announcements:elsewhere.at')}
        value={null}
        onChange={setAt}
        error={isChecked && at === null ? t('announcements:elsewhere.at_missing') : undefined}
      />
      <FileInput
        label={`${t('announcements:elsewhere.proof')} (${t('shell:optional')})`}
        placeholder={t('announcements:csv.choose')}
        multiple
        value={[...files]}
        onChange={setFiles}
      />
      {arrived.length === 0 ? null : (
        <p>{t('announcements:elsewhere.proofs_count', { count: arrived.length })}</p>
      )}
    </FormDialog>
  );
}
