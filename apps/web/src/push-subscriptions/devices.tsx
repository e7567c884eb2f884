// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useZone } from '../ui/zone.ts';
import { urls } from '../urls.ts';
import { reasonNoPush, subscribeThisBrowser } from './this-browser.ts';

/** One's own devices that ring, and the hours in which they do not. */
export function Devices() {
  const { t } = useTranslation();
  return (
    <section className="page page-narrow">
      <PageTitle
        title={t('devices:title')}
        lead={<AppLink href={urls.account()}>{t('people:token.to_account')}</AppLink>}
      />
      <DeviceList />
      <Quiet />
    </section>
  );
}

function DeviceList() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listPushSubscriptions'));
  const adding = useSending('addPushSubscription');
  const testing = useSending('testPushSubscription');
  const removing = useSending('removePushSubscription');
  const [label, setLabel] = useState('');
  const [refused, setRefused] = useState<'unsupported' | 'denied' | null>(reasonNoPush());
  const add = async (serverKey: string) => {
    const keys = await subscribeThisBrowser(serverKey).catch(() => null);
    setRefused(keys === null ? (reasonNoPush() ?? 'denied') : null);
    if (keys !== null) {
      adding.mutate({ body: { ...keys, label: label.trim() || t('devices:this') } });
    }
  };
  return (
    <section className="panel stack" aria-labelledby="devices">
      <h2 id="devices">{t('devices:list')}</h2>
      <p className="quiet">{t('devices:means')}</p>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data?.items.length === 0 ? <Empty words={t('devices:none')} /> : null}
      <ul className="plain-list">
        {data?.items.map((device) => (
          <li key={device.id}>
            <p>
              <strong>
                <bdi>{device.label}</bdi>
              </strong>{' '}
              <span className="quiet">{device.service}</span>
            </p>
            <p className="quiet">
              {device.lastReachedAt === null ? t('devices:never') : <Moment at={device.lastReachedAt} />}
              {device.lastError === null ? '' : ` · ${device.lastError}`}
            </p>
            <div className="row">
              <Button
                variant="default"
                onClick={() => testing.mutate({ params: { subscription: device.id } })}
              >
                {t('devices:try')}
              </Button>
              <Button
                variant="default"
                onClick={() => removing.mutate({ params: { subscription: device.id } })}
              >
                {t('devices:remove')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <ProblemNotice error={testing.error ?? removing.error} />
      {testing.isSuccess ? <p role="status">{t('devices:tried')}</p> : null}
      {refused === null ? null : <p className="notice">{t(`devices:${refused}`)}</p>}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (data !== undefined) void add(data.serverKey);
        }}
      >
        <TextInput
          label={t('devices:label')}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" loading={adding.isPending} disabled={refused === 'unsupported'}>
            {t('devices:add')}
          </Button>
        </div>
        <ProblemNotice error={adding.error} />
      </form>
    </section>
  );
}

function Quiet() {
  const { t } = useTranslation();
  const zone = useZone();
  const { data } = useQuery(reading('readQuietHours'));
  const saving = useSending('setQuietHours');
  const [edited, setEdited] = useState<{ fromTime: string; untilTime: string } | null>(null);
  const kept = data?.quietHours ?? null;
  const { fromTime, untilTime } = edited ?? kept ?? { fromTime: '22:00', untilTime: '07:00' };
  const change = (part: object) => setEdited({ fromTime, untilTime, ...part });
  return (
    <section className="panel stack" aria-labelledby="quiet">
      <h2 id="quiet">{t('devices:quiet')}</h2>
      <p className="quiet">{t('devices:quiet_means')}</p>
      <p>
        {kept === null
          ? t('devices:quiet_none')
          : t('devices:quiet_now', { from: kept.fromTime, until: kept.untilTime, zone: kept.timeZone })}
      </p>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate({
            body: { quietHours: { fromTime, untilTime, timeZone: kept?.timeZone ?? zone.name } },
          });
        }}
      >
        <TextInput
          type="time"
          label={t('devices:quiet_from')}
          value={fromTime}
          onChange={(event) => change({ fromTime: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label={t('devices:quiet_until')}
          value={untilTime}
          onChange={(event) => change({ untilTime: event.currentTarget.value })}
        />
        <div className="row">
          <Button type="submit" loading={saving.isPending}>
            {t('devices:quiet_save')}
          </Button>
          {kept === null ? null : (
            <Button variant="default" onClick={() => saving.mutate({ body: { quietHours: null } })}>
              {t('devices:quiet_remove')}
            </Button>
          )}
        </div>
        <ProblemNotice error={saving.error} />
      </form>
    </section>
  );
}
