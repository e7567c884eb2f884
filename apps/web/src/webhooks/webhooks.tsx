// SPDX-License-Identifier: Apache-2.0
import { limits, type Webhook, type WebhookKind } from '@belfry/contract';
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, useSending } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { SecretOnce } from './secret-once.tsx';
import './webhooks.css';

/** Every way in for systems: what came through it last, how much, and what could not be read. */
export function Webhooks() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const [made, setMade] = useState<AnswerOf<'addWebhook'> | null>(null);
  const list = useQuery(reading('listWebhooks'));
  if (list.data === undefined) {
    return list.error === null ? (
      <Loading />
    ) : (
      <ProblemPage error={list.error} onRetry={() => void list.refetch()} />
    );
  }
  const { items } = list.data;
  return (
    <section className="page">
      <div className="page-head">
        <PageTitle title={t('webhooks:title')} lead={t('webhooks:lead')} />
        <Button onClick={() => change({ add: '1' })}>{t('webhooks:add')}</Button>
      </div>
      {made === null ? null : (
        <SecretOnce webhook={made.webhook} secret={made.secret} onDone={() => setMade(null)} />
      )}
      {items.length === 0 ? <Empty words={t('webhooks:none')} /> : <WebhookTable items={items} />}
      {state['add'] === undefined ? null : (
        <AddWebhook
          onMade={(answer) => {
            setMade(answer);
            change({ add: undefined }, { replace: true });
          }}
          onClose={() => change({ add: undefined }, { replace: true })}
        />
      )}
    </section>
  );
}

function WebhookTable({ items }: { items: readonly Webhook[] }) {
  const { t } = useTranslation();
  return (
    <div className="table-frame">
      <table className="desk-table">
        <caption className="visually-hidden">{t('webhooks:title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('webhooks:name')}</th>
            <th scope="col">{t('webhooks:last_received')}</th>
            <th scope="col">{t('webhooks:received')}</th>
            <th scope="col">{t('webhooks:unread')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <th scope="row" className="cell-title">
                <AppLink href={urls.webhook(one.id)}>
                  <bdi>{one.name}</bdi>
                </AppLink>
                {one.isActive ? null : <span className="chip">{t('webhooks:off')}</span>}
              </th>
              <td>
                {one.lastReceivedAt === null ? t('webhooks:never') : <Moment at={one.lastReceivedAt} />}
              </td>
              <td>{t('webhooks:received_count', { count: one.receivedCount })}</td>
              <td>
                {t('webhooks:unread_count', { count: one.unmappedCount })}
                {one.lastProblem === null ? null : (
                  <span className="quiet small webhook-problem" lang="en" dir="auto">
                    {one.lastProblem}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AddWebhook(props: { onMade: (made: AnswerOf<'addWebhook'>) => void; onClose: () => void }) {
  const { i18n, t } = useTranslation();
  const kinds = useQuery(reading('listWebhookKinds'));
  const adding = useSending('addWebhook');
  const [kind, setKind] = useState<WebhookKind>('alertmanager');
  const [name, setName] = useState('');
  const product = kinds.data?.items.find((one) => one.kind === kind)?.product ?? '';
  const send = () =>
    adding.mutate(
      { body: { kind, name: name.trim() || product, language: i18n.language as Webhook['language'] } },
      { onSuccess: props.onMade },
    );
  return (
    <FormDialog
      title={t('webhooks:add')}
      verb={t('webhooks:add')}
      isSending={adding.isPending}
      error={adding.error ?? kinds.error}
      onSend={send}
      onClose={props.onClose}
    >
      <Select
        label={t('webhooks:kind')}
        description={t('webhooks:kind_means')}
        allowDeselect={false}
        data={(kinds.data?.items ?? []).map((one) => ({ value: one.kind, label: one.product }))}
        value={kind}
        onChange={(value) => setKind(value as WebhookKind)}
      />
      <TextInput
        label={t('webhooks:name')}
        description={t('webhooks:name_means', { product })}
        maxLength={limits.titleCharactersMax}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldProblem(t, adding.error, 'name')}
      />
    </FormDialog>
  );
}
