// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { AlertAbout, AlertCalls } from './alert-facts.tsx';

/** Where a call leads, on a phone at night: what it is, and one button. */
export function AlertPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: alert, error, refetch } = useQuery(reading('readAlert', { params: { alert: id } }));
  const acknowledge = useSending('acknowledgeAlert');
  const stopping = useSending('stopReminders');
  const [reason, setReason] = useState('');
  const isReminder = alert?.kind === 'limit' && alert.percent === null;
  return (
    <section className="page page-narrow">
      <PageTitle title={t('alerts:one')} />
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {alert === undefined ? null : (
        <div className="panel stack">
          <AlertAbout alert={alert} />
          {alert.state === 'waiting' ? (
            <Button
              size="xl"
              fullWidth
              loading={acknowledge.isPending}
              onClick={() => acknowledge.mutate({ params: { alert: id }, body: {} })}
            >
              {t('shell:alert.acknowledge')}
            </Button>
          ) : null}
          <ProblemNotice error={acknowledge.error} />
          <AlertCalls alert={alert} />
          {isReminder ? (
            <form
              className="stack"
              onSubmit={(event) => {
                event.preventDefault();
                stopping.mutate({ params: { alert: id }, body: { reason } });
              }}
            >
              <Textarea
                label={t('alerts:stop.reason')}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
              <div className="row">
                <Button type="submit" variant="default" loading={stopping.isPending}>
                  {t('alerts:stop')}
                </Button>
              </div>
              <ProblemNotice error={stopping.error} />
              {stopping.isSuccess ? <p role="status">{t('alerts:stopped')}</p> : null}
            </form>
          ) : null}
        </div>
      )}
    </section>
  );
}
