// SPDX-License-Identifier: Apache-2.0
import type { StatusNote } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { useHeadline } from './show-on-status-page.tsx';

/** What the public status page says of an incident; nothing while it says nothing. */
export function StatusNotes({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(reading('listStatusNotes', { params: { reference: incident } }));
  if (data === undefined || data.items.length === 0) return <ProblemNotice error={error} />;
  return (
    <>
      <h3>{t('announcements:status.title')}</h3>
      <ul className="plain-list stack">
        {data.items.map((one) => (
          <Note key={one.id} note={one} />
        ))}
      </ul>
    </>
  );
}

function Note({ note }: { note: StatusNote }) {
  const { t } = useTranslation();
  const [isEnding, setEnding] = useState(false);
  const end = useSending('endStatusNote');
  const maySubmit = useMay('notifications.submit');
  const headline = useHeadline()(note);
  return (
    <li>
      <p>
        <bdi>{headline}</bdi>
      </p>
      <p className="quiet small">
        {t('announcements:status.shown')} <Moment at={note.shownAt} withRelative={false} />
        {note.updates.length === 0
          ? null
          : ` · ${t('announcements:status.updates_count', { count: note.updates.length })}`}
        {note.endedAt === null ? null : (
          <>
            {' · '}
            {t('announcements:status.ended')} <Moment at={note.endedAt} withRelative={false} />
          </>
        )}
      </p>
      {note.endedAt === null && maySubmit ? (
        <Button size="xs" variant="default" onClick={() => setEnding(true)}>
          {t('announcements:status.end')}
          <span className="visually-hidden">: {headline}</span>
        </Button>
      ) : null}
      {isEnding ? (
        <FormDialog
          title={t('announcements:status.end')}
          verb={t('announcements:status.end')}
          isSending={end.isPending}
          error={end.error}
          onClose={() => setEnding(false)}
          onSend={() => end.mutate({ params: { id: note.id } }, { onSuccess: () => setEnding(false) })}
        >
          <p>{t('announcements:status.end.means')}</p>
        </FormDialog>
      ) : null}
    </li>
  );
}
