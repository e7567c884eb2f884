// SPDX-License-Identifier: Apache-2.0
import type { Mapping, Webhook } from '@belfry/contract';
import { Button, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, type CallOf, client, reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Moment } from '../ui/moment.tsx';

export type Tried = AnswerOf<'tryMapping'>;
const PAUSE_MS = 400;

/** What a mapping makes of a payload, asked of the server a moment after the last key. */
export function useTrial(mapping: Mapping, payload: string) {
  // As text, because an object is a new one at every look and would never settle.
  const [settled] = useDebouncedValue(JSON.stringify({ mapping, payload }), PAUSE_MS);
  return useQuery({
    queryKey: ['webhooks.try', settled],
    queryFn: () => client.tryMapping({ body: JSON.parse(settled) as CallOf<'tryMapping'>['body'] }),
    enabled: payload.trim() !== '',
    placeholderData: keepPreviousData,
  });
}

/** A payload to try on, and the reports that would come of it. */
export function MappingTrial(props: {
  webhook: Webhook;
  payload: string;
  onPayload: (payload: string) => void;
  trial: ReturnType<typeof useTrial>;
}) {
  const { t } = useTranslation();
  const { data, error } = props.trial;
  return (
    <section className="stack" aria-labelledby="webhook-trial">
      <h2 id="webhook-trial">{t('webhooks:try')}</h2>
      <Textarea
        label={t('webhooks:try.payload')}
        description={t('webhooks:try.payload_means')}
        autosize
        minRows={6}
        maxRows={20}
        spellCheck={false}
        value={props.payload}
        onChange={(event) => props.onPayload(event.currentTarget.value)}
      />
      <TakeLast webhook={props.webhook} onPayload={props.onPayload} />
      <ProblemNotice error={error} />
      {data === undefined ? null : <Result tried={data} />}
    </section>
  );
}

function TakeLast({ webhook, onPayload }: { webhook: Webhook; onPayload: (payload: string) => void }) {
  const { t } = useTranslation();
  const [isAbsent, setAbsent] = useState(false);
  const last = useQuery({ ...reading('readLastDelivery', { params: { id: webhook.id } }), enabled: false });
  const take = async () => {
    const { data } = await last.refetch();
    const payload = data?.payload ?? null;
    setAbsent(payload === null);
    if (payload !== null) {
      onPayload(payload);
    }
  };
  return (
    <div className="row">
      <Button variant="default" loading={last.isFetching} onClick={() => void take()}>
        {t('webhooks:try.last')}
      </Button>
      {isAbsent ? <span role="status">{t('webhooks:try.no_last')}</span> : null}
    </div>
  );
}

function Result({ tried }: { tried: Tried }) {
  const { t } = useTranslation();
  const reports = new Set(tried.alerts.map((one) => one.groupKey)).size;
  const unread = tried.problems.filter((one) => one.code === 'not_read');
  return (
    <div className="stack webhook-tried">
      <p className="notice notice-done" role="status">
        {t('webhooks:try.becomes', { alerts: tried.alerts.length, reports })}
      </p>
      {unread.map((one) => (
        <p key={one.detail} className="notice notice-problem">
          {t('webhooks:try.not_read')} <span lang="en">{one.detail}</span>
        </p>
      ))}
      {tried.alerts.slice(0, 20).map((one) => (
        <Alert key={one.pointer} alert={one} />
      ))}
    </div>
  );
}

function Alert({ alert }: { alert: Tried['alerts'][number] }) {
  const { t } = useTranslation();
  return (
    <article className="panel stack">
      <h3>
        <bdi>{alert.summary}</bdi>
      </h3>
      {alert.description === null ? null : (
        <p className="pre" dir="auto">
          {alert.description}
        </p>
      )}
      <dl className="properties">
        <div>
          <dt>{t('webhooks:field.groupKey')}</dt>
          <dd>
            <bdi>{alert.groupKey}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t('webhooks:field.state')}</dt>
          <dd>
            {t(`webhooks:state.${alert.state}`)} · {t(`words:ongoing.${alert.ongoing}`)}
          </dd>
        </div>
        <div>
          <dt>{t('webhooks:field.severity')}</dt>
          <dd>{alert.severity === null ? '–' : t(`words:severity.${alert.severity}`)}</dd>
        </div>
        <div>
          <dt>{t('webhooks:field.occurredAt')}</dt>
          <dd>{alert.occurredAt === null ? '–' : <Moment at={alert.occurredAt} />}</dd>
        </div>
        {alert.facts.map((fact) => (
          <div key={fact.name}>
            <dt>
              <bdi>{fact.name}</bdi>
            </dt>
            <dd>
              <bdi>{fact.value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
