// SPDX-License-Identifier: Apache-2.0
import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';

/** Whether anybody can read the status page; off until somebody says so. */
export function StatusPageSwitch() {
  const { t } = useTranslation();
  const mayManage = useMay('organisation.manage');
  const { data, error } = useQuery(reading('readStatusPage'));
  const sending = useSending('switchStatusPage');
  return (
    <section className="panel stack" aria-labelledby="status-page">
      <h2 id="status-page">{t('announcements:status.page')}</h2>
      <p>{t('announcements:status.page.means')}</p>
      {data === undefined ? null : (
        <>
          <Switch
            label={t('announcements:status.page.switch')}
            checked={data.isOn}
            disabled={!mayManage || sending.isPending}
            onChange={(event) => sending.mutate({ body: { isOn: event.currentTarget.checked } })}
          />
          <p role="status">
            {data.isOn ? (
              <>
                {t('announcements:status.page.on', { count: data.shown })} <a href="/status">/status</a>
              </>
            ) : (
              t('announcements:status.page.off')
            )}
          </p>
        </>
      )}
      <ProblemNotice error={error ?? sending.error} />
    </section>
  );
}
