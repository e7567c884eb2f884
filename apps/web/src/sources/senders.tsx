// SPDX-License-Identifier: Apache-2.0
import type { NewSource, UnknownSender } from '@belfry/contract';
import { Button, Select } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, reading, readingPages, useSending } from '../api.ts';
import { VisibleText } from '../log-entries/hostile-text.tsx';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice } from '../ui/filters.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Reason } from '../ui/reason.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { emptySource, SourceFields } from './source-form.tsx';
import './sources.css';

/** Who sends and is not known: adopted, added to a source, or left out with a reason. All of it is kept. */
export function Senders() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const ignored = state['ignored'] === 'yes' ? 'yes' : 'no';
  const list = useInfiniteQuery(readingPages('listUnknownSenders', { query: { ignored } }));
  if (list.data === undefined) {
    return list.error === null ? (
      <Loading />
    ) : (
      <ProblemPage error={list.error} onRetry={() => void list.refetch()} />
    );
  }
  const items = list.data.pages.flatMap((page) => page.items);
  const chosen = items.find(({ id }) => id === state['sender']);
  const close = () => change({ do: undefined, sender: undefined }, { replace: true });
  return (
    <section className="page">
      <PageTitle
        title={t('sources:senders')}
        lead={<AppLink href={urls.sources()}>{t('sources:to_list')}</AppLink>}
      />
      <p className="prose">{t('sources:senders_lead')}</p>
      <FilterBar names={['ignored']} state={state} onChange={change}>
        <FilterChoice
          name="ignored"
          label={t('sources:decided')}
          any={t('sources:undecided')}
          options={[['yes', t('sources:ignored')]]}
          state={state}
          onChange={change}
        />
      </FilterBar>
      {items.length === 0 ? (
        <Empty words={t(ignored === 'yes' ? 'sources:none_ignored' : 'sources:none_unknown')} />
      ) : (
        <ul className="plain-list">
          {items.map((one) => (
            <Sender key={one.id} sender={one} onDo={(what) => change({ do: what, sender: one.id })} />
          ))}
        </ul>
      )}
      <More count={items.length} of={list} />
      {chosen !== undefined && state['do'] === 'adopt' ? <Adopt sender={chosen} onClose={close} /> : null}
      {chosen !== undefined && state['do'] === 'join' ? <Join sender={chosen} onClose={close} /> : null}
      {chosen !== undefined && state['do'] === 'ignore' ? <Ignore sender={chosen} onClose={close} /> : null}
    </section>
  );
}

function Sender({ onDo, sender }: { sender: UnknownSender; onDo: (what: string) => void }) {
  const { t } = useTranslation();
  const mayManage = useMay('log.manage');
  const maySearch = useMay('log.search');
  return (
    <li className="panel stack">
      <h2>
        <bdi>{sender.address === 'others' ? t('sources:others') : sender.address}</bdi>
      </h2>
      <p>
        {t('sources:entries', { count: sender.entries })} · {t('sources:first')}{' '}
        <Moment at={sender.firstSeenAt} withRelative={false} />
        {sender.lastSeenAt === null ? null : (
          <>
            {' '}
            · {t('sources:last')} <Moment at={sender.lastSeenAt} />
          </>
        )}
      </p>
      {sender.ignoredReason === null ? null : (
        <p className="quiet">
          {t('sources:ignored_because')} <bdi>{sender.ignoredReason}</bdi>
        </p>
      )}
      {maySearch ? <Sample sender={sender} /> : <p className="quiet">{t('sources:sample_may_not')}</p>}
      {mayManage && sender.address !== 'others' ? (
        <div className="row">
          <Button onClick={() => onDo('adopt')} aria-label={`${t('sources:adopt')} (${sender.address})`}>
            {t('sources:adopt')}
          </Button>
          <Button
            variant="default"
            onClick={() => onDo('join')}
            aria-label={`${t('sources:join')} (${sender.address})`}
          >
            {t('sources:join')}
          </Button>
          {sender.ignoredReason === null ? (
            <Button
              variant="default"
              onClick={() => onDo('ignore')}
              aria-label={`${t('sources:ignore')} (${sender.address})`}
            >
              {t('sources:ignore')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

/** The newest line of a sender. Seeing it is a look into the logbook: it begins when asked for, and is on record. */
function Sample({ sender }: { sender: UnknownSender }) {
  const { t } = useTranslation();
  const looking = useMutation({
    mutationFn: async () => {
      const purpose = t('sources:sample_purpose', { name: sender.address });
      const look = await client.beginLook({
        body: { kind: 'search', purpose, query: '', clock: 'received', sources: [sender.id], streams: [] },
      });
      return client.listEntriesOfLook({ params: { look: look.id }, query: { limit: 1 } });
    },
  });
  const [entry] = looking.data?.items ?? [];
  return (
    <div className="stack">
      {looking.data === undefined ? (
        <div className="row">
          <Button variant="default" loading={looking.isPending} onClick={() => looking.mutate()}>
            {t('sources:sample')}
          </Button>
          <span className="quiet">{t('sources:sample_means')}</span>
        </div>
      ) : null}
      {entry === undefined ? null : (
        <pre className="source-line" dir="auto">
          <VisibleText text={entry.message} />
        </pre>
      )}
      {looking.data !== undefined && entry === undefined ? <p>{t('sources:on_its_way')}</p> : null}
      <ProblemNotice error={looking.error} />
    </div>
  );
}

function Adopt({ onClose, sender }: { sender: UnknownSender; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const adopting = useSending('adoptSender');
  const [draft, setDraft] = useState<NewSource>(emptySource);
  return (
    <FormDialog
      title={t('sources:adopt_one', { name: sender.address })}
      verb={t('sources:adopt')}
      isSending={adopting.isPending}
      error={adopting.error}
      onSend={() =>
        adopting.mutate(
          { params: { id: sender.id }, body: draft },
          { onSuccess: (source) => void navigate({ to: urls.source(source.id) }) },
        )
      }
      onClose={onClose}
    >
      <p>{t('sources:adopt_means')}</p>
      <SourceFields draft={draft} onChange={setDraft} error={adopting.error} />
    </FormDialog>
  );
}

function Join({ onClose, sender }: { sender: UnknownSender; onClose: () => void }) {
  const { t } = useTranslation();
  const joining = useSending('joinSender');
  const sources = useQuery(reading('listSources', { query: { state: 'active' } }));
  const [source, setSource] = useState<string | null>(null);
  return (
    <FormDialog
      title={t('sources:join_one', { name: sender.address })}
      verb={t('sources:join')}
      isSending={joining.isPending}
      error={joining.error ?? sources.error}
      onSend={() => {
        if (source !== null) {
          joining.mutate({ params: { id: sender.id }, body: { source } }, { onSuccess: onClose });
        }
      }}
      onClose={onClose}
    >
      <p>{t('sources:join_means')}</p>
      <Select
        label={t('sources:source')}
        searchable
        data={(sources.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={source}
        onChange={setSource}
        nothingFoundMessage={t('shell:command.nothing')}
      />
    </FormDialog>
  );
}

function Ignore({ onClose, sender }: { sender: UnknownSender; onClose: () => void }) {
  const { t } = useTranslation();
  const ignoring = useSending('ignoreSender');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={t('sources:ignore_one', { name: sender.address })}
      verb={t('sources:ignore')}
      isSending={ignoring.isPending}
      error={ignoring.error}
      onSend={() => ignoring.mutate({ params: { id: sender.id }, body: { reason } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('sources:ignore_means')}</p>
      <Reason label={t('sources:reason')} value={reason} onChange={setReason} />
    </FormDialog>
  );
}
