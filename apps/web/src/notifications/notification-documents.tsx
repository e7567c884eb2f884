// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { Documents } from '../documents/document-list.tsx';
import { ProblemNotice } from '../shell/problem-page.tsx';

/** The papers made of a notification, each with the digest the record holds and the proof of it. */
export function NotificationDocuments({ reference, mayDraft }: { reference: string; mayDraft: boolean }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(reading('listDocuments', { query: { notification: reference } }));
  const print = useSending('draftDocument');
  return (
    <section className="panel stack" aria-labelledby="notification-documents">
      <h2 id="notification-documents">{t('notifications:documents')}</h2>
      <ProblemNotice error={error ?? print.error} />
      {data?.items.length === 0 ? <p className="quiet">{t('notifications:documents.none')}</p> : null}
      <Documents items={data?.items ?? []} />
      {mayDraft ? (
        <div>
          <Button
            size="xs"
            variant="default"
            loading={print.isPending}
            onClick={() => print.mutate({ params: { notification: reference } })}
          >
            {t('notifications:documents.print')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
