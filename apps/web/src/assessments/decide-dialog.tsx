// SPDX-License-Identifier: Apache-2.0
import {
  type AssessedOutcome,
  type Assessment,
  type LegalMomentName,
  legalMomentNames,
  ProblemError,
} from '@belfry/contract';
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

type Moments = Readonly<Record<string, string | null>>;

/** Records the moments that were written down beside the decision, then signs it. */
function useSigning(props: Props, outcome: AssessedOutcome | undefined) {
  const { assessment, onClose, regime } = props;
  const params = { reference: assessment.incident };
  const queries = useQueryClient();
  const decide = useSending('decideOutcome');
  const setLegal = useSending('setLegalMoment');
  const setOwn = useSending('setMoment');
  const [error, setError] = useState<unknown>(null);
  const record = (name: string, at: string) =>
    isLegal(name)
      ? setLegal.mutateAsync({ params: { ...params, moment: name }, body: { at, seen: null } })
      : setOwn.mutateAsync({ params: { ...params, moment: 'aware' }, body: { at } });
  const sign = async (
    isSo: boolean,
    reason: string,
    moments: Moments,
    onRecorded: (name: string) => void,
  ) => {
    if (outcome === undefined) return;
    setError(null);
    try {
      for (const [name, at] of Object.entries(isSo ? moments : {})) {
        if (at === null) continue;
        await record(name, at).catch((refused: unknown) => {
          // Somebody else set it meanwhile: theirs is shown, and to move it asks for a reason.
          if (refused instanceof ProblemError && refused.problem.code === 'assessment.reason_required')
            onRecorded(name);
          throw refused;
        });
        onRecorded(name);
      }
      const { decision, facts, proposed } = outcome;
      const seen = { decision: decision?.id ?? null, proposed, facts };
      const why = reason.trim() === '' ? {} : { reason };
      await decide.mutateAsync({ params, body: { regime, outcome: outcome.outcome, isSo, ...why, seen } });
      onClose();
    } catch (refused) {
      setError(refused);
      void readAgain(queries);
    }
  };
  return { sign, error, isSending: decide.isPending || setLegal.isPending || setOwn.isPending };
}

/** What a person signs: what follows from yes stands here before it is signed, and what the law calls awareness. */
export function DecideDialog(props: Props) {
  const { t } = useTranslation();
  const { assessment, onClose, outcome: outcomeId, regime, words } = props;
  // What lay before whoever signs is what stood when the dialog opened, however the page moves behind it.
  const [outcome] = useState(() =>
    assessment.regimes
      .find((one) => one.regime === regime)
      ?.outcomes.find((one) => one.outcome === outcomeId),
  );
  const [isSo, setSo] = useState<boolean | null>(null);
  const [reason, setReason] = useState('');
  const [moments, setMoments] = useState<Moments>({});
  const [isChecked, setChecked] = useState(false);
  const { error, isSending, sign } = useSigning(props, outcome);
  if (outcome === undefined) return null;
  const needsReason = isSo === false || (isSo === true && outcome.proposed === 'no');
  const isMissing = needsReason && reason.trim() === '';
  const send = () => {
    setChecked(true);
    if (isSo === null || isMissing) return;
    void sign(isSo, reason, moments, (name) => setMoments((before) => ({ ...before, [name]: null })));
  };
  return (
    <FormDialog
      title={words.outcomeTitle(regime, outcomeId)}
      verb={t('assessments:decide.sign')}
      isSending={isSending}
      error={error}
      onClose={onClose}
      onSend={send}
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
      {isSo === true ? <Follows {...props} moments={moments} setMoments={setMoments} /> : null}
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

function Follows(props: Props & { moments: Moments; setMoments: (moments: Moments) => void }) {
  const { t } = useTranslation();
  const { assessment, law, mayAnswer, moments, outcome, regime, setMoments } = props;
  const { data, error } = useQuery(
    reading('previewDecision', {
      params: { reference: assessment.incident },
      query: { regime, outcome },
    }),
  );
  if (data === undefined) return <ProblemNotice error={error} />;
  if (data.stages.length === 0) return <p>{t('assessments:follows.nothing')}</p>;
  const awareness = data.missingMoments.filter((name) => name.startsWith('awareness'));
  return (
    <div className="stack">
      <p>{t('assessments:follows')}</p>
      <ul>
        {data.stages.map((stage) => (
          <StageFollows key={stage.stage} law={law} regime={regime} follows={stage} />
        ))}
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

type Followed = AnswerOf<'previewDecision'>['stages'][number];

/** What has to be sent to whom by when; a duty without a number says how soon all the same. */
function StageFollows({ follows, law, regime }: { follows: Followed; law: Law; regime: string }) {
  const { t } = useTranslation();
  const said = useSaid();
  const stage = law.stage(regime, follows.stage);
  const waits = follows.missing.length > 0 ? 'assessments:follows.waits' : 'assessments:follows.no_limit';
  return (
    <li>
      {stage === undefined ? follows.stage : said(stage.name)}
      {stage === undefined ? null : <span className="quiet"> ({said(stage.recipient)})</span>}
      {': '}
      {follows.dueAt === null ? (
        t(follows.isWithoutUndueDelay ? 'assessments:follows.undue' : waits)
      ) : (
        <strong>
          <Moment at={follows.dueAt} />
          {Date.parse(follows.dueAt) < Date.now() ? ` · ${t('assessments:follows.past')}` : null}
        </strong>
      )}
    </li>
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
