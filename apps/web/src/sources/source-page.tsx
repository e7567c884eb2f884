// SPDX-License-Identifier: Apache-2.0
import type { LogSourceWhole, NewSource } from '@belfry/contract';
import { retentionYearsMin } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Reason } from '../ui/reason.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { Connect } from './connect.tsx';
import { Identities } from './identities.tsx';
import { SourceFields, settingsOf } from './source-form.tsx';
import { HourBars, Rate, Troubles, useOffset } from './source-health.tsx';
import './sources.css';

/** One source: how it fares, what is set, how it is known, and how it is connected. */
export function SourcePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { t } = useTranslation();
  const read = useQuery(reading('readSource', { params: { id } }));
  const [token, setToken] = useState<string | null>(null);
  if (read.data === undefined) {
    return read.error === null ? (
      <Loading />
    ) : (
      <ProblemPage error={read.error} onRetry={() => void read.refetch()} />
    );
  }
  const source = read.data;
  return (
    <section className="page">
      <PageTitle
        title={source.name}
        shown={<bdi>{source.name}</bdi>}
        lead={<AppLink href={urls.sources()}>{t('sources:to_list')}</AppLink>}
      />
      {source.state === 'retired' ? <p className="notice">{t('sources:is_retired')}</p> : null}
      <div className="halves">
        <div className="stack">
          <Health source={source} />
          <Settings source={source} />
        </div>
        <Identities source={source} token={token} onToken={setToken} />
      </div>
      {source.state === 'active' ? <Connect source={source} token={token} /> : null}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Health({ source }: { source: LogSourceWhole }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { gaps, health } = source;
  return (
    <section className="panel stack" aria-labelledby="source-health">
      <h2 id="source-health">{t('sources:health')}</h2>
      <Troubles health={health} />
      <HourBars health={health} isWide />
      <dl className="source-facts">
        <Fact name={t('sources:last')}>
          {health.lastReceivedAt === null ? t('sources:never') : <Moment at={health.lastReceivedAt} />}
        </Fact>
        <Fact name={t('sources:last_hour')}>
          <Rate health={health} />
        </Fact>
        <Fact name={t('sources:last_day')}>{t('sources:entries', { count: health.entriesLastDay })}</Fact>
        <Fact name={t('sources:not_read')}>
          {t('sources:not_read_of', { count: health.notReadLastDay, all: health.entriesLastDay })}
        </Fact>
        <Fact name={t('sources:clock')}>
          {health.clockOffsetMs === null ? t('sources:clock.unknown') : offset(health.clockOffsetMs)}
        </Fact>
        <Fact name={t('sources:gaps')}>
          {gaps.length === 0 ? (
            t('sources:gaps_none')
          ) : (
            <ul className="plain-list">
              {gaps.map(({ from, until }) => (
                <li key={from}>
                  <Moment at={from} withRelative={false} /> – <Moment at={until} withRelative={false} />
                </li>
              ))}
            </ul>
          )}
        </Fact>
      </dl>
      <p>
        <AppLink href={urls.log({ q: `source:${source.id}`, period: '24h' })}>
          {t('sources:to_entries')}
        </AppLink>
      </p>
    </section>
  );
}

function Settings({ source }: { source: LogSourceWhole }) {
  const { t } = useTranslation();
  const mayManage = useMay('log.manage');
  const [state, change] = useUrlState();
  const back = useSending('takeSourceBack');
  const close = () => change({ do: undefined }, { replace: true });
  return (
    <section className="panel stack" aria-labelledby="source-settings">
      <h2 id="source-settings">{t('sources:settings')}</h2>
      <dl className="source-facts">
        <Fact name={t('sources:application')}>
          <bdi>{source.application || '–'}</bdi>
        </Fact>
        <Fact name={t('sources:owner')}>{source.owner?.name ?? t('shell:nobody')}</Fact>
        <Fact name={t('sources:stream')}>{t(`sources:stream.${source.stream}`)}</Fact>
        <Fact name={t('sources:retention')}>
          {t(`sources:retention.${source.retentionClass}`, {
            count: retentionYearsMin[source.retentionClass],
          })}
          {source.retentionReason === '' ? null : <p className="quiet">{source.retentionReason}</p>}
        </Fact>
        <Fact name={t('sources:classes')}>
          {t('sources:classes_are', {
            confidentiality: source.confidentiality,
            integrity: source.integrity,
            availability: source.availability,
          })}
        </Fact>
        <Fact name={t('sources:time_zone')}>{source.timeZone}</Fact>
        <Fact name={t('sources:silence')}>
          {source.silenceMinutesMax === null
            ? t('sources:silence_allowed')
            : t('sources:minutes', { count: source.silenceMinutesMax })}
        </Fact>
      </dl>
      {mayManage ? (
        <div className="row">
          {source.state === 'active' ? (
            <>
              <Button variant="default" onClick={() => change({ do: 'change' })}>
                {t('sources:change')}
              </Button>
              <Button variant="default" onClick={() => change({ do: 'retire' })}>
                {t('sources:retire')}
              </Button>
            </>
          ) : (
            <Button
              variant="default"
              loading={back.isPending}
              onClick={() => back.mutate({ params: { id: source.id }, body: { version: source.version } })}
            >
              {t('sources:take_back')}
            </Button>
          )}
        </div>
      ) : (
        <p className="quiet">{t('sources:may_not')}</p>
      )}
      <ProblemNotice error={back.error} />
      {state['do'] === 'change' ? <ChangeSource source={source} onClose={close} /> : null}
      {state['do'] === 'retire' ? <RetireSource source={source} onClose={close} /> : null}
    </section>
  );
}

function ChangeSource({ source, onClose }: { source: LogSourceWhole; onClose: () => void }) {
  const { t } = useTranslation();
  const changing = useSending('changeSource');
  const [draft, setDraft] = useState<NewSource>(() => settingsOf(source));
  const [seen] = useState(source.version);
  return (
    <FormDialog
      title={t('sources:change')}
      verb={t('shell:save')}
      isSending={changing.isPending}
      error={changing.error}
      onSend={() =>
        changing.mutate(
          { params: { id: source.id }, body: { ...draft, version: seen } },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <p className="quiet">{t('sources:change_means')}</p>
      <SourceFields draft={draft} onChange={setDraft} error={changing.error} />
    </FormDialog>
  );
}

function RetireSource({ source, onClose }: { source: LogSourceWhole; onClose: () => void }) {
  const { t } = useTranslation();
  const retiring = useSending('retireSource');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={t('sources:retire')}
      verb={t('sources:retire')}
      isSending={retiring.isPending}
      error={retiring.error}
      onSend={() =>
        retiring.mutate(
          { params: { id: source.id }, body: { reason, version: source.version } },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <p>{t('sources:retire_means')}</p>
      <Reason label={t('sources:reason')} value={reason} onChange={setReason} />
    </FormDialog>
  );
}
