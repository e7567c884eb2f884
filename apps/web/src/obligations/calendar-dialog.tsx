// SPDX-License-Identifier: Apache-2.0
import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { Moment } from '../ui/moment.tsx';

/** The private address a calendar program reads what is owed from. It is shown once; only its digest is kept. */
export function CalendarDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(reading('readCalendarFeed'));
  const make = useSending('makeCalendarFeed');
  const revoke = useSending('revokeCalendarFeed');
  const [url, setUrl] = useState<string | null>(null);
  const madeAt = data?.madeAt ?? null;
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('obligations:calendar.title')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <div className="stack">
        <p>{t('obligations:calendar.means')}</p>
        <p className="quiet">{t('obligations:calendar.tlp')}</p>
        {url === null ? null : (
          <>
            <p>{t('obligations:calendar.once')}</p>
            <code className="secret-once calendar-address">{url}</code>
            <CopyText text={url} label={t('obligations:calendar.copy')} />
          </>
        )}
        {madeAt === null ? null : (
          <p className="quiet">
            {t('obligations:calendar.made')} <Moment at={madeAt} />
            {'. '}
            {data?.lastReadAt == null ? (
              t('obligations:calendar.never_read')
            ) : (
              <>
                {t('obligations:calendar.last_read')} <Moment at={data.lastReadAt} />
              </>
            )}
          </p>
        )}
        <ProblemNotice error={error ?? make.error ?? revoke.error} />
        <div className="dialog-actions">
          <Button
            loading={make.isPending}
            onClick={() => make.mutate(undefined, { onSuccess: (made) => setUrl(made.url) })}
          >
            {t(madeAt === null ? 'obligations:calendar.make' : 'obligations:calendar.renew')}
          </Button>
          {madeAt === null ? null : (
            <Button
              variant="default"
              loading={revoke.isPending}
              onClick={() => revoke.mutate(undefined, { onSuccess: () => setUrl(null) })}
            >
              {t('obligations:calendar.revoke')}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
