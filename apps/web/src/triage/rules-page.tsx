// SPDX-License-Identifier: Apache-2.0
import type { RoutingRule } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, useSending } from '../api.ts';
import { announce } from '../shell/announcer.tsx';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Reason } from '../ui/reason.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { DryRunPanel } from './dry-run-panel.tsx';
import { QueuesPanel } from './queues-panel.tsx';
import { noConditions, RuleDialog, type RuleDraft } from './rule-dialog.tsx';
import { RuleList } from './rule-list.tsx';
import './triage-rules.css';

type Rules = AnswerOf<'readRoutingRules'>;

/** Queues, the rules that lead to them, and what they would have done. */
export function RulesPage() {
  const { t } = useTranslation();
  const [state] = useUrlState();
  const asked = /^\d{1,7}$/.test(state['version'] ?? '') ? Number(state['version']) : undefined;
  const { data, error, refetch } = useQuery(
    reading('readRoutingRules', { query: asked === undefined || asked < 1 ? {} : { version: asked } }),
  );
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle
        title={t('triage:rules.title')}
        lead={
          <>
            {t('triage:rules.lead')} <AppLink href={urls.cannedTexts()}>{t('triage:canned.title')}</AppLink>
          </>
        }
      />
      {data === undefined ? <Loading /> : <RulesOf key={data.version} rules={data} marked={state['rule']} />}
    </section>
  );
}

function RulesOf({ rules, marked }: { rules: Rules; marked: string | undefined }) {
  const { t } = useTranslation();
  const mayManage = useMay('triage.manage');
  const isOld = rules.version !== rules.newest;
  return (
    <>
      {isOld ? (
        <p className="notice">
          {t('triage:rules.old', { version: rules.version, newest: rules.newest })}{' '}
          <AppLink href={urls.triageRules()}>{t('triage:rules.to_newest')}</AppLink>
        </p>
      ) : null}
      <QueuesPanel mayChange={mayManage && !isOld} />
      {mayManage && !isOld ? (
        <EditRules rules={rules} marked={marked} />
      ) : (
        <section className="panel stack" aria-labelledby="rules">
          <h2 id="rules">{t('triage:rules')}</h2>
          <SavedWords rules={rules} />
          {rules.rules.length === 0 ? <Empty words={t('triage:rules.none')} /> : null}
          <RuleList rules={rules.rules} marked={marked} />
        </section>
      )}
    </>
  );
}

function SavedWords({ rules }: { rules: Rules }) {
  const { t } = useTranslation();
  if (rules.savedAt === null) {
    return null;
  }
  return (
    <p className="quiet small">
      {t('triage:rules.version', { version: rules.version })} · <bdi>{rules.savedBy?.name}</bdi> ·{' '}
      <Moment at={rules.savedAt} />
      {rules.note === null ? null : (
        <>
          {' · '}
          <bdi>{rules.note}</bdi>
        </>
      )}
      {rules.version > 1 ? (
        <>
          {' · '}
          <AppLink href={urls.triageRules({ version: String(rules.version - 1) })}>
            {t('triage:rules.before')}
          </AppLink>
        </>
      ) : null}
    </p>
  );
}

function EditRules({ rules, marked }: { rules: Rules; marked: string | undefined }) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<readonly RoutingRule[]>(rules.rules);
  const [draft, setDraft] = useState<RuleDraft>();
  const [note, setNote] = useState('');
  const save = useSending('saveRoutingRules');
  const isDirty = JSON.stringify(edited) !== JSON.stringify(rules.rules);
  useUnsavedWords(isDirty && !save.isSuccess);
  const done = (rule: RoutingRule) => {
    setDraft(undefined);
    setEdited((before) =>
      before.some((one) => one.id === rule.id)
        ? before.map((one) => (one.id === rule.id ? rule : one))
        : [...before, rule],
    );
  };
  return (
    <>
      <section className="panel stack" aria-labelledby="rules">
        <h2 id="rules">{t('triage:rules')}</h2>
        <SavedWords rules={rules} />
        <p className="quiet">{t('triage:rules.order')}</p>
        {edited.length === 0 ? <Empty words={t('triage:rules.none')} /> : null}
        <RuleList rules={edited} marked={marked} onChange={setEdited} onEdit={(rule) => setDraft(rule)} />
        <div className="row">
          <Button
            variant="default"
            onClick={() =>
              setDraft({
                id: crypto.randomUUID(),
                name: '',
                isOn: true,
                conditions: noConditions,
                queue: null,
                handler: null,
              })
            }
          >
            {t('triage:rule.add')}
          </Button>
        </div>
      </section>
      <DryRunPanel rules={edited} />
      <section className="panel stack" aria-labelledby="save-rules">
        <h2 id="save-rules">{t('triage:rules.save')}</h2>
        <p className="quiet">{t(isDirty ? 'triage:rules.save_means' : 'triage:rules.unchanged')}</p>
        <Reason label={t('triage:rules.note')} value={note} onChange={setNote} isOptional />
        <ProblemNotice error={save.error} />
        <div className="row">
          <Button
            loading={save.isPending}
            disabled={!isDirty}
            onClick={() =>
              save.mutate(
                {
                  body: {
                    basedOn: rules.version,
                    rules: [...edited],
                    ...(note.trim() === '' ? {} : { note }),
                  },
                },
                { onSuccess: ({ version }) => announce(t('triage:rules.saved', { version })) },
              )
            }
          >
            {t('triage:rules.save_verb')}
          </Button>
          {isDirty ? (
            <Button variant="default" onClick={() => setEdited(rules.rules)}>
              {t('triage:rules.discard')}
            </Button>
          ) : null}
        </div>
      </section>
      {draft === undefined ? null : (
        <RuleDialog draft={draft} onDone={done} onClose={() => setDraft(undefined)} />
      )}
    </>
  );
}
