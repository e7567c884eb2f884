// SPDX-License-Identifier: Apache-2.0
import type { LogSource, NewSource } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice } from '../ui/filters.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { emptySource, SourceFields } from './source-form.tsx';
import { HourBars, Rate, Troubles } from './source-health.tsx';
import './sources.css';

/** Every system that sends logs, those with trouble first. */
export function Sources() {
  const { t } = useTranslation();
  const mayManage = useMay('log.manage');
  const [state, change] = useUrlState();
  const shown = state['state'] === 'retired' ? 'retired' : 'active';
  const list = useQuery(reading('listSources', { query: { state: shown } }));
  if (list.data === undefined) {
    return list.error === null ? (
      <Loading />
    ) : (
      <ProblemPage error={list.error} onRetry={() => void list.refetch()} />
    );
  }
  const { isLogRunning, items, unknownCount } = list.data;
  return (
    <section className="page">
      <div className="page-head">
        <PageTitle title={t('sources:title')} lead={t('sources:lead')} />
        {mayManage ? (
          <Button onClick={() => change({ add: '1' })}>{t('sources:add')}</Button>
        ) : (
          <p className="quiet">{t('sources:may_not')}</p>
        )}
      </div>
      {isLogRunning ? null : <p className="notice notice-problem">{t('sources:log_away')}</p>}
      <p className="notice">
        <AppLink href={urls.senders()}>{t('sources:unknown_count', { count: unknownCount })}</AppLink>
      </p>
      <FilterBar names={['state']} state={state} onChange={change}>
        <FilterChoice
          name="state"
          label={t('sources:state')}
          any={t('sources:state.active')}
          options={[['retired', t('sources:state.retired')]]}
          state={state}
          onChange={change}
        />
      </FilterBar>
      {items.length === 0 ? (
        <Empty words={t(shown === 'active' ? 'sources:none' : 'sources:none_retired')} />
      ) : (
        <SourceTable items={items} />
      )}
      {state['add'] !== undefined && mayManage ? (
        <AddSource onClose={() => change({ add: undefined }, { replace: true })} />
      ) : null}
    </section>
  );
}

function SourceTable({ items }: { items: readonly LogSource[] }) {
  const { t } = useTranslation();
  return (
    <div className="table-frame">
      <table className="desk-table">
        <caption className="visually-hidden">{t('sources:title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sources:source')}</th>
            <th scope="col">{t('sources:how')}</th>
            <th scope="col">{t('sources:last')}</th>
            <th scope="col">{t('sources:last_hour')}</th>
            <th scope="col">{t('sources:last_day')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <th scope="row" className="cell-title">
                <AppLink href={urls.source(one.id)}>
                  <bdi>{one.name}</bdi>
                </AppLink>
                <div className="quiet small">{t(`sources:stream.${one.stream}`)}</div>
              </th>
              <td data-label={t('sources:how')}>
                <Troubles health={one.health} />
              </td>
              <td data-label={t('sources:last')} className="source-last">
                {one.health.lastReceivedAt === null ? (
                  t('sources:never')
                ) : (
                  <Moment at={one.health.lastReceivedAt} />
                )}
              </td>
              <td data-label={t('sources:last_hour')}>
                <Rate health={one.health} />
              </td>
              <td data-label={t('sources:last_day')}>
                <HourBars health={one.health} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AddSource({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const adding = useSending('addSource');
  const [draft, setDraft] = useState<NewSource>(emptySource);
  return (
    <FormDialog
      title={t('sources:add')}
      verb={t('sources:add')}
      isSending={adding.isPending}
      error={adding.error}
      onSend={() =>
        adding.mutate(
          { body: draft },
          { onSuccess: (made) => void navigate({ to: urls.source(made.id, { connect: 'rsyslog-relp' }) }) },
        )
      }
      onClose={onClose}
    >
      <SourceFields draft={draft} onChange={setDraft} error={adding.error} />
    </FormDialog>
  );
}
