// SPDX-License-Identifier: Apache-2.0
import type { Announcement, Language, StatusNote } from '@belfry/contract';
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { urls } from '../urls.ts';

/** The headline of a note in the reader's language, else in the first it was written in. */
export function useHeadline(): (note: Pick<StatusNote, 'texts'>) => string {
  const { i18n } = useTranslation();
  return ({ texts }) =>
    (texts[i18n.language as Language] ?? Object.values(texts).find((words) => words !== undefined))
      ?.subject ?? '';
}

/** Puts approved words where anybody reads them: as a note of their own, or added to one that is shown. */
export function ShowOnStatusPage({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const mayManage = useMay('organisation.manage');
  const { data, error } = useQuery(reading('readStatusPage'));
  if (data?.isOn === false) {
    return (
      <p className="notice">
        {t('announcements:status.off')}{' '}
        {mayManage ? (
          <AppLink href={urls.organisation()}>{t('announcements:status.off.where')}</AppLink>
        ) : null}
      </p>
    );
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('announcements:status.show')}</Button>
      <ProblemNotice error={error} />
      {isAsking ? <ShowDialog announcement={announcement} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function ShowDialog({ announcement, onClose }: { announcement: Announcement; onClose: () => void }) {
  const { t } = useTranslation();
  const headline = useHeadline();
  const { incident, reference } = announcement;
  const { data } = useQuery(reading('listStatusNotes', { params: { reference: incident } }));
  const [updates, setUpdates] = useState('');
  const sending = useSending('showStatusNote');
  const open = data?.items.filter(({ endedAt }) => endedAt === null) ?? [];
  return (
    <FormDialog
      title={t('announcements:status.show_title', { reference })}
      verb={t('announcements:status.show')}
      isSending={sending.isPending}
      error={sending.error}
      onClose={onClose}
      onSend={() =>
        sending.mutate(
          { params: { reference }, body: { updates: updates === '' ? null : updates } },
          { onSuccess: onClose },
        )
      }
    >
      <p>{t('announcements:status.show.means')}</p>
      {open.length === 0 ? null : (
        <Select
          label={t('announcements:status.updates')}
          allowDeselect={false}
          data={[
            { value: '', label: t('announcements:status.updates.none') },
            ...open.map((one) => ({ value: one.id, label: headline(one) })),
          ]}
          value={updates}
          onChange={(value) => setUpdates(value ?? '')}
        />
      )}
    </FormDialog>
  );
}
