// SPDX-License-Identifier: Apache-2.0
import { dismissVerdicts, type Finding, limits } from '@belfry/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Reason } from '../ui/reason.tsx';
import { RuleTitle } from '../ui/rule-title.tsx';
import type { Decided, Outcome } from './decided.ts';
import { FilterFields } from './filter-fields.tsx';
import { KeyWords } from './finding-words.tsx';
import { UntilField, usualUntil } from './until-field.tsx';

type Verdict = (typeof dismissVerdicts)[number];
const scopes = ['once', 'key', 'filter'] as const;
type Scope = (typeof scopes)[number];
const lastingScopes = scopes.filter((one) => one !== 'once');

interface Draft {
  verdict: Verdict | null;
  reason: string;
  scope: Scope;
  until: string | null;
  fields: readonly string[];
}

/** Saying that findings are nothing to act on: this once, or so that the same is not told again. */
export function DismissDialog(props: {
  findings: readonly Finding[];
  onDecided: (decided: Decided) => void;
  onClose: () => void;
  /** What is reported is not dismissed here: triage says what it was. It may be kept from being told again. */
  isReported?: boolean;
}) {
  const { t } = useTranslation();
  const { findings, isReported = false } = props;
  const [first] = findings;
  const [draft, setDraft] = useState<Draft>(() => ({
    verdict: null,
    reason: '',
    scope: isReported ? 'key' : 'once',
    until: usualUntil(),
    fields: first?.key.filter((part) => part.value !== '').map((part) => part.field) ?? [],
  }));
  const [isChecked, setChecked] = useState(false);
  const patch = (some: Partial<Draft>) => setDraft((now) => ({ ...now, ...some }));
  const sending = useDismissing(findings, props.onDecided, isReported);
  // One decision over many is about them and not about what comes: keys differ.
  const mayRepeat = findings.length === 1 && first !== undefined && first.key.length > 0;
  return (
    <FormDialog
      title={t(isReported ? 'findings:quiet.title' : 'findings:dismiss.title', { count: findings.length })}
      verb={t(isReported ? 'findings:quiet' : 'findings:dismiss')}
      isSending={sending.isSending}
      error={sending.error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        sending.send(draft);
      }}
    >
      <ChosenFindings findings={findings} />
      {isReported ? (
        <p>{t('findings:quiet.means')}</p>
      ) : (
        <VerdictChoice
          value={draft.verdict}
          onChange={(verdict) => patch({ verdict })}
          isChecked={isChecked}
        />
      )}
      <Reason
        label={t('findings:dismiss.reason')}
        value={draft.reason}
        onChange={(reason) => patch({ reason })}
        error={isChecked && draft.reason.trim() === '' ? t('findings:dismiss.reason_missing') : undefined}
      />
      {mayRepeat ? (
        <ScopeChoice
          scopes={isReported ? lastingScopes : scopes}
          value={draft.scope}
          onChange={(scope) => patch({ scope })}
        />
      ) : null}
      {draft.scope === 'filter' && first !== undefined ? (
        <FilterFields
          finding={first}
          fields={draft.fields}
          onChange={(fields) => patch({ fields })}
          error={
            isChecked && draft.fields.length === 0 ? t('findings:suppress_filter.fields_missing') : undefined
          }
        />
      ) : null}
      {draft.scope === 'once' ? null : (
        <UntilField
          value={draft.until}
          onChange={(until) => patch({ until })}
          error={isChecked && draft.until === null ? t('findings:until.missing') : undefined}
        />
      )}
    </FormDialog>
  );
}

function useDismissing(
  findings: readonly Finding[],
  onDecided: (decided: Decided) => void,
  isReported: boolean,
) {
  const decide = useSending('decideFindings');
  const byKey = useSending('suppressKey');
  const byFilter = useSending('suppressByFilter');
  const references = findings.map((one) => one.reference);
  const [reference = ''] = references;
  /** More than one call takes: part by part, so that what was decided is told even when a later part fails. */
  const dismissAll = async (verdict: Verdict, reason: string) => {
    const outcomes: Outcome[] = [];
    for (let at = 0; at < references.length; at += limits.findingDecisionsMax) {
      const part = references.slice(at, at + limits.findingDecisionsMax);
      const answer = await decide.mutateAsync({
        body: { references: part, decision: { verb: 'dismiss', verdict, reason } },
      });
      outcomes.push(...answer.outcomes);
    }
    onDecided({ kind: 'dismiss', outcomes });
  };
  const send = ({ fields, reason, scope, until, verdict }: Draft) => {
    const isMissing = (verdict === null && !isReported) || (scope !== 'once' && until === null);
    if (isMissing || reason.trim() === '') {
      return;
    }
    if (scope === 'once' || until === null) {
      // What went wrong is shown in the dialog.
      if (verdict !== null) void dismissAll(verdict, reason).catch(() => undefined);
      return;
    }
    const quieting = { reason, expiresAt: until, ...(verdict === null ? {} : { verdict }) };
    const params = { reference };
    const told = {
      onSuccess: (suppression: Suppressed) =>
        onDecided({ kind: 'suppress', reference, suppression, isReported }),
    };
    if (scope === 'key') {
      byKey.mutate({ params, body: quieting }, told);
    } else if (fields.length > 0) {
      byFilter.mutate({ params, body: { ...quieting, fields: [...fields] } }, told);
    }
  };
  return {
    isSending: decide.isPending || byKey.isPending || byFilter.isPending,
    error: decide.error ?? byKey.error ?? byFilter.error,
    send,
  };
}
type Suppressed = Extract<Decided, { kind: 'suppress' }>['suppression'];

const SHOWN_MAX = 10;

function ChosenFindings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation();
  return (
    <div className="chosen">
      <p>{t('findings:dismiss.chosen', { count: findings.length })}</p>
      <ul>
        {findings.slice(0, SHOWN_MAX).map((one) => (
          <li key={one.reference}>
            <span className="nowrap">{one.reference}</span> <RuleTitle rule={one.rule} />{' '}
            <KeyWords finding={one} />
          </li>
        ))}
        {findings.length > SHOWN_MAX ? (
          <li>{t('findings:dismiss.more', { count: findings.length - SHOWN_MAX })}</li>
        ) : null}
      </ul>
    </div>
  );
}

function VerdictChoice(props: {
  value: Verdict | null;
  onChange: (verdict: Verdict) => void;
  isChecked: boolean;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className="choices">
      <legend>{t('findings:dismiss.verdict')}</legend>
      {dismissVerdicts.map((one) => (
        <label key={one} className="choice">
          <input
            type="radio"
            name="verdict"
            data-autofocus={one === 'benign' ? true : undefined}
            checked={props.value === one}
            onChange={() => props.onChange(one)}
          />
          <span>{t(`words:verdict.${one}`)}</span>
        </label>
      ))}
      {props.isChecked && props.value === null ? (
        <p className="field-problem" role="alert">
          {t('findings:dismiss.verdict_missing')}
        </p>
      ) : null}
    </fieldset>
  );
}

function ScopeChoice(props: { scopes: readonly Scope[]; value: Scope; onChange: (scope: Scope) => void }) {
  const { t } = useTranslation();
  const { onChange, scopes, value } = props;
  return (
    <fieldset className="choices finding-scope">
      <legend>{t('findings:dismiss.how')}</legend>
      {scopes.map((one) => (
        <label key={one} className="choice">
          <input type="radio" name="scope" checked={value === one} onChange={() => onChange(one)} />
          <span>
            {t(`findings:scope.${one}`)}
            <span className="quiet small"> {t(`findings:scope.${one}.means`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
