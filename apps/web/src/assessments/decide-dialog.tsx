// SPDX-License-Identifier: Apache-2.0
import { type Assessment, type LegalMomentName, legalMomentNames } from '@belfry/contract';
import { Radio } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, readAgain, reading, useSending } from '../api.ts';
import { LegalLine } from '../regimes/legal-line.tsx';
import { type Law, useSaid } from '../regimes/use-regimes.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { MomentField } from '../ui/moment-field.tsx';
import { Reason } from '../ui/reason.tsx';
import type { AssessmentWords } from './assessment-words.ts';

interface Props {
  readonly assessment: Assessment;
  readonly law: Law;
  readonly words: AssessmentWords;
  readonly mayAnswer: boolean;
  readonly regime: string;
  readonly outcome: string;
  readonly onClose: () => void;
}

const isLegal = (name: string): name is LegalMomentName =>
  (legalMomentNames as readonly string[]).includes(name);

/** What a person signs: what follows from yes stands here before it is signed, and what the law calls awareness. */
export function DecideDialog(props: Props) {
  const { t } = useTranslation();
  const { assessment, onClose, outcome: outcomeId, regime, words } = props;
  const { incident: reference } = assessment;
  const queries = useQueryClient();
  // What lay before whoever signs is what stood when the dialog opened, however the page moves behind it.
  const [outcome] = useState(() =>
    assessment.regimes
      .find((one) => one.regime === regime)
      ?.outcomes.find((one) => one.outcome === outcomeId),
  );
  const [isSo, setSo] = useState<boolean | null>(null);
  const [reason, setReason] = useState('');
  const [moments, setMoments] = useState<Readonly<Record<string, string | null>>>({});
  const [isChecked, setChecked] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const preview = useQuery(
    reading('previewDecision', { params: { reference }, query: { regime, outcome: outcomeId } }),
  );
  const decide = useSending('decideOutcome');
  const setLegal = useSending('setLegalMoment');
  const setOwn = useSending('setMoment');
  if (outcome === undefined) return null;
  const needsReason = isSo === false || (isSo === true && outcome.proposed === 'no');
  const isMissing = needsReason && reason.trim() === '';
  const send = async () => {
    setChecked(true);
    if (isSo === null || isMissing) return;
    setFailed(null);
    try {
      for (const [name, at] of Object.entries(isSo ? moments : {})) {
        if (at === null) continue;
        await (isLegal(name)
          ? setLegal.mutateAsync({ params: { reference, moment: name }, body: { at, seen: null } })
          : setOwn.mutateAsync({ params: { reference, moment: 'aware' }, body: { at } }));
        setMoments((before) => ({ ...before, [name]: null }));
      }
      const { decision, facts, proposed } = outcome;
      await decide.mutateAsync({
        params: { reference },
        body: {
          regime,
          outcome: outcomeId,
          isSo,
          ...(reason.trim() === '' ? {} : { reason }),
          seen: { decision: decision?.id ?? null, proposed, facts },
        },
      });
      onClose();
    } catch (error) {
      setFailed(error);
      void readAgain(queries);
    }
  };
  return (
    <FormDialog
      title={words.outcome(regime, outcomeId)}
      verb={t('assessments:decide.sign')}
      isSending={decide.isPending || setLegal.isPending || setOwn.isPending}
      error={failed}
      onClose={onClose}
      onSend={() => void send()}
    >
      <p>
        {words.regime(regime)}: {t(`assessments:proposed.${outcome.proposed}`)}.
      </p>
      <Radio.Group
        label={t('assessments:decide.what')}
        value={isSo === null ? null : String(isSo)}
        onChange={(value) => setSo(value === 'true')}
        error={isChecked && isSo === null ? t('assessments:decide.what_missing') : undefined}
      >
        <Radio value="true" label={t('regimes:answer.yes')} />
        <Radio value="false" label={t('regimes:answer.no')} />
      </Radio.Group>
      {isSo === true ? <ProblemNotice error={preview.error} /> : null}
      {isSo === true && preview.data !== undefined ? (
        <Follows {...props} preview={preview.data} moments={moments} setMoments={setMoments} />
      ) : null}
      {isSo === false ? <p>{t('assessments:decide.no_means')}</p> : null}
      <Reason
        label={t('assessments:decide.why')}
        value={reason}
        onChange={setReason}
        isOptional={!needsReason}
        error={isChecked && isMissing ? t('assessments:decide.why_missing') : undefined}
      />
    </FormDialog>
  );
}

function Follows(
  props: Props & {
    preview: AnswerOf<'previewDecision'>;
    moments: Readonly<Record<string, string | null>>;
    setMoments: (moments: Readonly<Record<string, string | null>>) => void;
  },
) {
  const { t } = useTranslation();
  const said = useSaid();
  const { law, mayAnswer, moments, preview, regime, setMoments } = props;
  const awareness = preview.missingMoments.filter((name) => name.startsWith('awareness'));
  if (preview.stages.length === 0) return <p>{t('assessments:follows.nothing')}</p>;
  return (
    <div className="stack">
      <p>{t('assessments:follows')}</p>
      <ul>
        {preview.stages.map(({ dueAt, isWithoutUndueDelay, missing, stage }) => {
          const named = law.stage(regime, stage);
          return (
            <li key={stage}>
              {named === undefined ? stage : said(named.name)}
              {': '}
              {dueAt === null ? (
                t(
                  isWithoutUndueDelay
                    ? 'assessments:follows.undue'
                    : missing.length > 0
                      ? 'assessments:follows.waits'
                      : 'assessments:follows.no_limit',
                )
              ) : (
                <Moment at={dueAt} />
              )}
            </li>
          );
        })}
      </ul>
      {awareness.map((name) => (
        <div key={name} className="stack">
          <MomentField
            label={t('assessments:follows.aware', { moment: t(`regimes:moment.${name}`) })}
            value={moments[name] ?? null}
            onChange={(at) => setMoments({ ...moments, [name]: at })}
          />
          <AwarenessWords law={law} regime={regime} moment={name} />
          {mayAnswer ? null : <p className="quiet">{t('assessments:follows.not_yours')}</p>}
        </div>
      ))}
    </div>
  );
}

/** What the law calls awareness here, and whether that reading was found in a source. */
function AwarenessWords({ law, moment, regime }: { law: Law; moment: string; regime: string }) {
  const stage = law
    .regime(regime)
    ?.stages.find(
      ({ due, legal }) =>
        legal.note !== null && due.some(({ from }) => from.kind === 'moment' && from.names[0] === moment),
    );
  return stage === undefined ? null : (
    <p className="small">
      <LegalLine legal={stage.legal} />
    </p>
  );
}
