// SPDX-License-Identifier: Apache-2.0
import type { DetectionRule, Language } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { HuntPanel } from '../hunts/hunt-panel.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Reason } from '../ui/reason.tsx';
import { useRuleTitle } from '../ui/rule-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { LevelWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { techniqueName, techniqueUrl } from './attack.ts';
import { OverrideButton, OverrideDialog } from './override-dialog.tsx';
import { RuleFiguresPanel } from './rule-figures.tsx';
import { Decider, logsourceText, RuleStateWord, useSetName } from './rule-words.tsx';
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
        <Meaning rule={rule} />
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

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Meaning({ rule }: { rule: DetectionRule }) {
  const { i18n, t } = useTranslation();
  const setName = useSetName();
  const description = rule.descriptions[i18n.language as Language] ?? rule.description;
  return (
    <section className="panel stack" aria-labelledby="rule-meaning">
      <h2 id="rule-meaning">{t('rules:meaning')}</h2>
      {description === null ? (
        <p className="quiet">{t('rules:description.none')}</p>
      ) : (
        <p className="pre prose">
          <bdi>{description.trim()}</bdi>
        </p>
      )}
      <dl className="properties">
        {rule.kind === 'rule' ? (
          <Fact name={t('rules:logsource')}>
            <AppLink
              href={urls.detectionRules({
                product: rule.product,
                category: rule.category,
                service: rule.service,
              })}
            >
              <bdi>{logsourceText(rule)}</bdi>
            </AppLink>
          </Fact>
        ) : null}
        {rule.counts.length === 0 ? null : (
          <Fact name={t('rules:counts')}>
            <Counted counts={rule.counts} />
          </Fact>
        )}
        {rule.techniques.length === 0 ? null : (
          <Fact name={t('rules:techniques')}>
            <Techniques techniques={rule.techniques} />
          </Fact>
        )}
        {rule.kind === 'filter' ? null : (
          <Fact name={t('rules:one_finding')}>
            {t('rules:one_finding.means', {
              fields: rule.groupBy.join(', ') || '–',
              minutes: Math.round((rule.windowMs ?? 3_600_000) / 60_000),
            })}
          </Fact>
        )}
        <Fact name={t('rules:false_positives')}>
          <Sentences lines={rule.falsePositives} />
        </Fact>
        <Fact name={t('rules:references')}>
          <References references={rule.references} />
        </Fact>
        {rule.clauses.length === 0 ? null : <Fact name={t('rules:clauses')}>{rule.clauses.join(', ')}</Fact>}
        <Fact name={t('rules:author')}>
          <bdi>{rule.author ?? '–'}</bdi>
        </Fact>
        <Fact name={t('rules:set')}>
          <AppLink href={urls.detectionRules({ set: rule.set.id })}>
            <bdi>{setName(rule.set)}</bdi>
          </AppLink>
        </Fact>
        <Fact name={t('rules:identifier')}>
          <span className="digest">{rule.sigmaId}</span>
        </Fact>
        <Fact name={t('rules:added')}>
          <Moment at={rule.addedAt} withRelative={false} />
        </Fact>
        {rule.changedAt === rule.addedAt ? null : (
          <Fact name={t('rules:changed')}>
            <Moment at={rule.changedAt} withRelative={false} />
          </Fact>
        )}
        {rule.removedAt === null ? null : (
          <Fact name={t('rules:removed')}>
            <Moment at={rule.removedAt} withRelative={false} />
          </Fact>
        )}
      </dl>
      <p>
        <AppLink href={urls.history({ subject: `detection_rule:${rule.id}` })}>{t('rules:history')}</AppLink>
      </p>
    </section>
  );
}

function Counted({ counts }: { counts: DetectionRule['counts'] }) {
  const { t } = useTranslation();
  return (
    <ul className="plain-list">
      {counts.map((one) => (
        <li key={one.reference}>
          {one.id === null ? (
            <>
              <bdi>{one.reference}</bdi> <span className="quiet">{t('rules:counts.missing')}</span>
            </>
          ) : (
            <AppLink href={urls.detectionRule(one.id)}>
              <bdi>{one.title ?? one.reference}</bdi>
            </AppLink>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Techniques with MITRE's names: what else of ours looks for them, and where ATT&CK tells of them. */
function Techniques({ techniques }: { techniques: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <ul className="plain-list">
      {techniques.map((one) => {
        const external = techniqueUrl(one);
        return (
          <li key={one}>
            <AppLink href={urls.detectionRules({ technique: one })}>
              {one} {techniqueName(one)}
            </AppLink>
            {external === null ? null : (
              <>
                {' · '}
                <a href={external} rel="noreferrer" aria-label={t('rules:at_attack_of', { technique: one })}>
                  {t('rules:at_attack')}
                </a>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Sentences({ lines }: { lines: readonly string[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) {
    return t('rules:false_positives.none');
  }
  return (
    <ul className="plain-list">
      {lines.map((one) => (
        <li key={one}>
          <bdi>{one}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** Addresses come from whoever wrote the rule: only those of the web are links, and they are shown whole. */
function References({ references }: { references: readonly string[] }) {
  if (references.length === 0) {
    return '–';
  }
  return (
    <ul className="plain-list">
      {references.map((one) => (
        <li key={one}>
          {/^https?:\/\//i.test(one) ? (
            <a href={one} rel="noreferrer nofollow">
              <bdi>{one}</bdi>
            </a>
          ) : (
            <bdi>{one}</bdi>
          )}
        </li>
      ))}
    </ul>
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
