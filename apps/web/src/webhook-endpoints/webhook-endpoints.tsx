// SPDX-License-Identifier: Apache-2.0
import type { WebhookEndpoint } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { EndpointForm } from './endpoint-form.tsx';

type Made = AnswerOf<'addWebhookEndpoint'>;

/** Where calls are sent to besides mail and devices. */
export function WebhookEndpoints() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listWebhookEndpoints'));
  const [made, setMade] = useState<Made | null>(null);
  return (
    <section className="page page-narrow">
      <PageTitle title={t('webhook-endpoints:title')} lead={t('webhook-endpoints:means')} />
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {made === null ? null : (
        <section className="panel stack" aria-labelledby="secret-once">
          <h2 id="secret-once">{t('webhook-endpoints:once')}</h2>
          <code className="secret-once">{made.secret}</code>
          <div className="row">
            <CopyText text={made.secret} label={t('webhook-endpoints:copy')} />
            <Button variant="default" onClick={() => setMade(null)}>
              {t('webhook-endpoints:done')}
            </Button>
          </div>
        </section>
      )}
      {data?.items.length === 0 ? <Empty words={t('webhook-endpoints:none')} /> : null}
      {data?.items.map((endpoint) => (
        <Endpoint key={endpoint.id} endpoint={endpoint} onSecret={setMade} />
      ))}
      <Adding onMade={setMade} />
    </section>
  );
}

function Adding({ onMade }: { onMade: (made: Made) => void }) {
  const { t } = useTranslation();
  const adding = useSending('addWebhookEndpoint');
  // A form that was taken is empty for the next one.
  const [count, setCount] = useState(0);
  return (
    <section className="panel" aria-labelledby="endpoint-add">
      <h2 id="endpoint-add">{t('webhook-endpoints:add')}</h2>
      <EndpointForm
        key={count}
        label={t('webhook-endpoints:add')}
        isSending={adding.isPending}
        error={adding.error}
        onSave={(body) =>
          adding.mutate(
            { body },
            {
              onSuccess: (made) => {
                onMade(made);
                setCount(count + 1);
              },
            },
          )
        }
      />
    </section>
  );
}

function Changing({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useTranslation();
  const changing = useSending('changeWebhookEndpoint');
  return (
    <details>
      <summary>{t('webhook-endpoints:change')}</summary>
      <EndpointForm
        key={endpoint.version}
        before={endpoint}
        label={t('webhook-endpoints:save')}
        isSending={changing.isPending}
        error={changing.error}
        onSave={(settings) =>
          changing.mutate({
            params: { endpoint: endpoint.id },
            body: { ...settings, version: endpoint.version },
          })
        }
      />
    </details>
  );
}

function Endpoint({ endpoint, onSecret }: { endpoint: WebhookEndpoint; onSecret: (made: Made) => void }) {
  const { t } = useTranslation();
  const trying = useSending('testWebhookEndpoint');
  const rotating = useSending('rotateWebhookEndpoint');
  const dropping = useSending('dropWebhookEndpointSecret');
  const removing = useSending('removeWebhookEndpoint');
  const params = { endpoint: endpoint.id };
  const body = { version: endpoint.version };
  return (
    <article className="panel stack">
      <h2>
        <bdi>{endpoint.name}</bdi>
      </h2>
      <p className="quiet">
        {t(`webhook-endpoints:recipe.${endpoint.recipe}`)} · <bdi>{new URL(endpoint.url).host}</bdi> ·{' '}
        {endpoint.events.map((kind) => t(`alerts:kind.${kind}`)).join(', ')}
      </p>
      {endpoint.isActive ? null : <p className="notice">{t('webhook-endpoints:inactive')}</p>}
      {endpoint.isReadable ? null : <p className="notice">{t('webhook-endpoints:unreadable')}</p>}
      <div className="row">
        <Button variant="default" loading={trying.isPending} onClick={() => trying.mutate({ params })}>
          {t('webhook-endpoints:try')}
        </Button>
        <Button
          variant="default"
          loading={rotating.isPending}
          onClick={() => rotating.mutate({ params, body }, { onSuccess: onSecret })}
        >
          {t('webhook-endpoints:rotate')}
        </Button>
        {endpoint.hasPreviousSecret ? (
          <Button variant="default" onClick={() => dropping.mutate({ params, body })}>
            {t('webhook-endpoints:drop')}
          </Button>
        ) : null}
        <Button variant="default" onClick={() => removing.mutate({ params })}>
          {t('webhook-endpoints:remove')}
        </Button>
      </div>
      <ProblemNotice error={trying.error ?? rotating.error ?? dropping.error ?? removing.error} />
      <Changing endpoint={endpoint} />
      <Deliveries endpointId={endpoint.id} />
    </article>
  );
}

function Deliveries({ endpointId }: { endpointId: string }) {
  const { t } = useTranslation();
  const params = { endpoint: endpointId };
  const { data } = useQuery(reading('listChannelDeliveries', { params, query: {} }));
  const resending = useSending('resendChannelDelivery');
  const items = data?.items.slice(0, 10) ?? [];
  if (items.length === 0) return null;
  return (
    <details>
      <summary>{t('webhook-endpoints:deliveries')}</summary>
      <ul className="plain-list">
        {items.map((delivery) => (
          <li key={delivery.id}>
            {t(`webhook-endpoints:state.${delivery.state}`)} · <Moment at={delivery.queuedAt} />
            {delivery.error === null ? '' : ` · ${delivery.error}`}{' '}
            {delivery.state === 'failed' ? (
              <Button
                variant="default"
                size="xs"
                onClick={() => resending.mutate({ params: { ...params, delivery: delivery.id } })}
              >
                {t('webhook-endpoints:resend')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <ProblemNotice error={resending.error} />
    </details>
  );
}
