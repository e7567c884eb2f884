// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { FileSize } from '../ui/attachments.tsx';
import { Moment } from '../ui/moment.tsx';

/** The papers made of a notification: only ever downloaded, each with the digest the record holds. */
export function NotificationDocuments({ reference, mayDraft }: { reference: string; mayDraft: boolean }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(reading('listDocuments', { query: { notification: reference } }));
  const print = useSending('draftDocument');
  return (
    <section className="panel stack" aria-labelledby="notification-documents">
      <h2 id="notification-documents">{t('notifications:documents')}</h2>
      <ProblemNotice error={error ?? print.error} />
      {data?.items.length === 0 ? <p className="quiet">{t('notifications:documents.none')}</p> : null}
      <ul className="plain-list">
        {data?.items.map((one) => (
          <li key={one.id} className="attachment">
            <a href={`/api/v1/documents/${one.id}/content`} download>
              <bdi>{one.name}</bdi>
            </a>{' '}
            <span className="quiet">
              {t(one.isFinal ? 'notifications:documents.final' : 'notifications:documents.draft')} ·{' '}
              <FileSize bytes={one.sizeBytes} /> · <Moment at={one.madeAt} withRelative={false} />
            </span>
            <div className="digest quiet">
              <abbr title={t('shell:files.digest')}>SHA-256</abbr> {one.sha256}
            </div>
          </li>
        ))}
      </ul>
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
