// SPDX-License-Identifier: Apache-2.0
import type { DetectionRule } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { HuntPanel } from '../hunts/hunt-panel.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Reason } from '../ui/reason.tsx';
import { useRuleTitle } from '../ui/rule-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { LevelWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { OverrideButton, OverrideDialog } from './override-dialog.tsx';
import { RuleFiguresPanel } from './rule-figures.tsx';
import { RuleMeaning } from './rule-meaning.tsx';
import { Decider, RuleStateWord } from './rule-words.tsx';
import { SamplesPanel } from './samples-panel.tsx';
import { YamlShown } from './yaml-shown.tsx';
import './detection-rules.css';

/** One rule: what it looks for in words first, then what it found and cost, then the document itself. */
export function DetectionRulePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { t } = useTranslation();
  const titleOf = useRuleTitle();
  const read = useQuery(reading('readDetectionRule', { params: { id } }));
  if (read.data === undefined) {
    return read.error === null ? (
      <Loading />
    ) : (
      <ProblemPage error={read.error} onRetry={() => void read.refetch()} />
    );
  }
  const rule = read.data;
  return (
    <section className="page">
      <PageTitle
        title={titleOf(rule)}
        shown={<bdi>{titleOf(rule)}</bdi>}
        lead={<AppLink href={urls.detectionRules()}>{t('rules:to_list')}</AppLink>}
      />
      <RuleState rule={rule} />
      {rule.refusal === null ? null : (
        <div className="notice notice-problem">
          <p className="notice-title">{t('rules:refused_because')}</p>
          <p>
            <bdi>{rule.refusal.detail}</bdi>{' '}
            {rule.refusal.line === null ? null : (
              <a href={`#line-${rule.refusal.line}`}>
                {t('rules:place', { line: rule.refusal.line, column: rule.refusal.column ?? 1 })}
              </a>
            )}
          </p>
        </div>
      )}
      <div className="halves">
        <RuleMeaning rule={rule} />
        <div className="stack">
          <RuleFiguresPanel rule={rule} />
          <SamplesPanel samples={rule.samples} />
          {rule.kind === 'filter' || rule.refusal !== null ? null : (
            <HuntPanel what={{ kind: 'rule', rule: rule.id }} />
          )}
        </div>
      </div>
      <section className="panel stack" aria-labelledby="rule-yaml">
        <h2 id="rule-yaml">{t('rules:document')}</h2>
        <p className="quiet small">
          <bdi>{rule.path}</bdi> · SHA-256 <span className="digest">{rule.digest}</span>
        </p>
        <YamlShown
          yaml={rule.yaml}
          wrongLine={rule.refusal?.line ?? null}
          {...(rule.refusal === null ? {} : { why: rule.refusal.detail })}
        />
      </section>
    </section>
  );
}

function RuleState({ rule }: { rule: DetectionRule }) {
  const { t } = useTranslation();
  const mayManage = useMay('detection.manage');
  const [state, change] = useUrlState();
  const isOwn = rule.set.kind === 'own';
  const isHere = rule.state !== 'removed';
  const close = () => change({ do: undefined }, { replace: true });
  return (
    <div className="stack">
      <div className="row">
        <LevelWord level={rule.level} />
        <RuleStateWord state={rule.state} />
        <Decider rule={rule} />
        {rule.kind === 'rule' ? null : <span className="chip">{t(`rules:kind.${rule.kind}`)}</span>}
        {rule.status === null ? null : <span className="chip">{t(`rules:status.${rule.status}`)}</span>}
        {rule.decidedBy === 'selection' && isHere ? (
          <AppLink className="small" href={urls.ruleSelection()}>
            {rule.decidedLine === null
              ? t('rules:by_no_line')
              : t('rules:by_line', { line: rule.decidedLine + 1 })}
          </AppLink>
        ) : null}
      </div>
      {rule.overrideReason === null ? null : (
        <p className="quiet">
          {t('rules:override_reason')} <bdi>{rule.overrideReason}</bdi>
        </p>
      )}
      {mayManage ? (
        <div className="row">
          <OverrideButton rule={rule} onSwitch={() => change({ do: 'switch' })} />
          {isOwn && isHere ? (
            <>
              <AppLink className="action-link" href={urls.changeDetectionRule(rule.id)}>
                {t('rules:change')}
              </AppLink>
              <button
                type="button"
                className="action-link action-button"
                onClick={() => change({ do: 'remove' })}
              >
                {t('rules:remove')}
              </button>
            </>
          ) : null}
          <AppLink className="action-link" href={urls.newDetectionRule({ copy: rule.id })}>
            {t('rules:copy')}
          </AppLink>
        </div>
      ) : null}
      {mayManage && state['do'] === 'switch' ? <OverrideDialog rule={rule} onClose={close} /> : null}
      {mayManage && state['do'] === 'remove' && isOwn && isHere ? (
        <RemoveDialog rule={rule} onClose={close} />
      ) : null}
    </div>
  );
}

function RemoveDialog({ rule, onClose }: { rule: DetectionRule; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sending = useSending('removeOwnRule');
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('rules:remove')}
      verb={t('rules:remove')}
      isGrave
      isSending={sending.isPending}
      error={sending.error}
      onSend={() => {
        setChecked(true);
        if (reason.trim() !== '') {
          sending.mutate(
            { params: { id: rule.id }, body: { reason } },
            { onSuccess: () => void navigate({ to: urls.detectionRules() }) },
          );
        }
      }}
      onClose={onClose}
    >
      <p>{t('rules:remove_means')}</p>
      <Reason
        label={t('rules:reason')}
        value={reason}
        onChange={setReason}
        error={isChecked && reason.trim() === '' ? t('rules:reason_missing') : undefined}
      />
    </FormDialog>
  );
}
