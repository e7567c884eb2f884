// SPDX-License-Identifier: Apache-2.0
import { type Announcement, audiences, type Language, languages } from '@belfry/contract';
import { MultiSelect, Select } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { SessionContext } from '../shell/session.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { urls } from '../urls.ts';

type Audience = Announcement['audience'];

/** Begins words to those affected, and opens them. */
function useBeginAnnouncement(incident: string) {
  const begin = useSending('beginAnnouncement');
  const { history } = useRouter();
  return {
    isSending: begin.isPending,
    error: begin.error,
    begin: (body: { audience: Audience; obligation?: string | null; languages?: Language[] }) =>
      begin.mutate(
        { params: { reference: incident }, body },
        { onSuccess: (made) => history.push(urls.announcement(incident, made.reference)) },
      ),
  };
}

export function BeginAnnouncement({ incident, onClose }: { incident: string; onClose: () => void }) {
  const { t } = useTranslation();
  const spoken = useContext(SessionContext)?.organisation.languages ?? ['en'];
  const [audience, setAudience] = useState<Audience | null>(null);
  const [written, setWritten] = useState<Language[]>([...spoken] as Language[]);
  const [isChecked, setChecked] = useState(false);
  const { begin, error, isSending } = useBeginAnnouncement(incident);
  return (
    <FormDialog
      title={t('announcements:begin')}
      verb={t('announcements:begin.verb')}
      isSending={isSending}
      error={error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (audience !== null) begin({ audience, languages: written });
      }}
    >
      <p>{t('announcements:begin.means')}</p>
      <Select
        label={t('announcements:audience')}
        data={audiences.map((value) => ({ value, label: t(`announcements:audience.${value}`) }))}
        value={audience}
        onChange={(value) => setAudience(value as Audience | null)}
        error={isChecked && audience === null ? t('announcements:audience.missing') : undefined}
      />
      <MultiSelect
        label={t('announcements:languages')}
        description={t('announcements:languages.means')}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        value={written}
        onChange={(value) => setWritten(value as Language[])}
      />
    </FormDialog>
  );
}
