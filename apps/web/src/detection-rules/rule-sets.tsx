// SPDX-License-Identifier: Apache-2.0
import type { RuleSet } from '@belfry/contract';
import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, readingPages, useSending } from '../api.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Reason } from '../ui/reason.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { AddPathPanel } from './add-path.tsx';
import { useSetName } from './rule-words.tsx';
import { UploadPanel } from './upload-panel.tsx';
import './detection-rules.css';

/** Where rules come from: with the product, by hand, out of files, from folders of the server. */
export function RuleSets() {
  const { t } = useTranslation();
  const mayManage = useMay('detection.manage');
  const read = useQuery(reading('listRuleSets'));
  if (read.data === undefined) {
    return read.error === null ? (
      <Loading />
    ) : (
      <ProblemPage error={read.error} onRetry={() => void read.refetch()} />
    );
  }
  const { folders, items } = read.data;
  return (
    <section className="page">
      <PageTitle
        title={t('rules:sets')}
        lead={
          <>
            {t('rules:sets.lead')} <AppLink href={urls.detectionRules()}>{t('rules:to_list')}</AppLink>
          </>
        }
      />
      {items.length === 0 ? <Empty words={t('rules:sets.none')} /> : null}
      <div className="halves">
        {items.map((set) => (
          <SetPanel key={set.id} set={set} mayManage={mayManage} />
        ))}
      </div>
      {mayManage ? (
        <div className="halves">
          <UploadPanel sets={items} />
          <AddPathPanel folders={folders} />
        </div>
      ) : (
        <p className="quiet">{t('rules:may_not')}</p>
      )}
      <Imports />
    </section>
  );
}

function SetPanel({ set, mayManage }: { set: RuleSet; mayManage: boolean }) {
  const { t } = useTranslation();
  const setName = useSetName();
  return (
    <section className="panel stack" aria-labelledby={`set-${set.id}`}>
      <h2 id={`set-${set.id}`}>
        <bdi>{setName(set)}</bdi>
      </h2>
      <p className="quiet small">{t(`rules:set_kind_means.${set.kind}`)}</p>
      {set.path === null ? null : (
        <p>
          <code>{set.path}</code>{' '}
          <span className="chip">{t(set.isWatched ? 'rules:set.watched' : 'rules:set.not_watched')}</span>
          {set.lookedAt === null ? null : (
            <span className="quiet small">
              {' '}
              {t('rules:set.looked')} <Moment at={set.lookedAt} />
            </span>
          )}
        </p>
      )}
      {set.problem === null ? null : (
        <p className="notice notice-problem">
          {t(`rules:set_problem.${set.problem}`, { defaultValue: t('rules:set_problem.other') })}
        </p>
      )}
      <p>
        <AppLink href={urls.detectionRules({ set: set.id })}>
          {t('rules:set.documents', { count: set.documents })}
        </AppLink>{' '}
        ·{' '}
        <AppLink href={urls.detectionRules({ set: set.id, state: 'active' })}>
          {t('rules:set.active', { count: set.active })}
        </AppLink>{' '}
        ·{' '}
        <AppLink href={urls.detectionRules({ set: set.id, state: 'refused' })}>
          {t('rules:set.refused', { count: set.refused })}
        </AppLink>
      </p>
      {set.waiting === null ? null : (
        <p className="notice notice-brass">
          <AppLink href={urls.ruleImport(set.waiting)}>{t('rules:waiting', { name: set.name })}</AppLink>
        </p>
      )}
      {mayManage && (set.kind === 'upload' || set.kind === 'path') ? <SetButtons set={set} /> : null}
    </section>
  );
}

function SetButtons({ set }: { set: RuleSet }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const looking = useSending('lookAtRulePath');
  const changing = useSending('changeRuleSet');
  const params = { id: set.id };
  return (
    <>
      <div className="row">
        {set.kind === 'path' ? (
          <>
            <Button
              variant="default"
              size="xs"
              loading={looking.isPending}
              aria-label={t('rules:set.look_at', { name: set.name })}
              onClick={() =>
                looking.mutate(
                  { params },
                  { onSuccess: (begun) => void navigate({ to: urls.ruleImport(begun.import) }) },
                )
              }
            >
              {t('rules:set.look')}
            </Button>
            <Button
              variant="default"
              size="xs"
              loading={changing.isPending}
              onClick={() => changing.mutate({ params, body: { isWatched: !set.isWatched } })}
            >
              {t(set.isWatched ? 'rules:set.watch_off' : 'rules:set.watch_on')}
            </Button>
          </>
        ) : null}
        <Button variant="default" size="xs" onClick={() => change({ rename: set.id })}>
          {t('rules:set.rename')}
        </Button>
        <Button variant="default" size="xs" onClick={() => change({ remove: set.id })}>
          {t('rules:set.remove')}
        </Button>
      </div>
      <ProblemNotice error={looking.error ?? changing.error} />
      {state['rename'] === set.id ? (
        <RenameDialog set={set} onClose={() => change({ rename: undefined }, { replace: true })} />
      ) : null}
      {state['remove'] === set.id ? (
        <RemoveSetDialog set={set} onClose={() => change({ remove: undefined }, { replace: true })} />
      ) : null}
    </>
  );
}

function RenameDialog({ set, onClose }: { set: RuleSet; onClose: () => void }) {
  const { t } = useTranslation();
  const sending = useSending('changeRuleSet');
  const [name, setName] = useState(set.name);
  return (
    <FormDialog
      title={t('rules:set.rename')}
      verb={t('shell:save')}
      isSending={sending.isPending}
      error={sending.error}
      onSend={() => sending.mutate({ params: { id: set.id }, body: { name } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextInput
        label={t('rules:set.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

function RemoveSetDialog({ set, onClose }: { set: RuleSet; onClose: () => void }) {
  const { t } = useTranslation();
  const sending = useSending('removeRuleSet');
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('rules:set.remove')}
      verb={t('rules:set.remove_verb', { count: set.documents })}
      isGrave
      isSending={sending.isPending}
      error={sending.error}
      onSend={() => {
        setChecked(true);
        if (reason.trim() !== '') {
          sending.mutate({ params: { id: set.id }, body: { reason } }, { onSuccess: onClose });
        }
      }}
      onClose={onClose}
    >
      <p>{t('rules:set.remove_means', { name: set.name, active: set.active })}</p>
      <Reason
        label={t('rules:reason')}
        value={reason}
        onChange={setReason}
        error={isChecked && reason.trim() === '' ? t('rules:reason_missing') : undefined}
      />
    </FormDialog>
  );
}

function Imports() {
  const { t } = useTranslation();
  const list = useInfiniteQuery(readingPages('listRuleImports', { query: { limit: 20 } }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="stack" aria-labelledby="imports">
      <h2 id="imports">{t('rules:imports')}</h2>
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.data !== undefined && items.length === 0 ? <Empty words={t('rules:imports.none')} /> : null}
      {items.length === 0 ? null : (
        <>
          <ul className="plain-list">
            {items.map((one) => (
              <li key={one.id}>
                <AppLink href={urls.ruleImport(one.id)}>
                  <bdi>{one.set.name}</bdi> – {t(`rules:import_state.${one.state}`)}
                </AppLink>{' '}
                <span className="quiet small">
                  <Moment at={one.askedAt} />
                  {one.counts === null ? null : ` · ${t('rules:import.brief', { ...one.counts })}`}
                </span>
              </li>
            ))}
          </ul>
          <More of={list} count={items.length} />
        </>
      )}
    </section>
  );
}
