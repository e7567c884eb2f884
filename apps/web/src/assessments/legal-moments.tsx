// SPDX-License-Identifier: Apache-2.0
import type { Assessment, LegalMoment } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { MomentField } from '../ui/moment-field.tsx';
import { Reason } from '../ui/reason.tsx';
import type { AssessmentWords } from './assessment-words.ts';
import { useReadAgainWhenRefused } from './use-read-again.ts';

interface Props {
  readonly assessment: Assessment;
  readonly words: AssessmentWords;
  readonly mayAnswer: boolean;
}

/** Moments that only the law tells apart: one incident is known to be significant, or a breach, at different hours. */
export function LegalMoments({ assessment, mayAnswer, words }: Props) {
  const { t } = useTranslation();
  const [setting, setSetting] = useState<{ moment: LegalMoment; isTakenBack: boolean }>();
  const certain = new Set(
    assessment.regimes.filter(({ applies }) => applies === 'yes').map(({ regime }) => regime),
  );
  const shown = assessment.moments.filter(
    ({ id, regimes }) => id !== null || regimes.some((regime) => certain.has(regime)),
  );
  if (shown.length === 0) return null;
  return (
    <section className="panel stack" aria-labelledby="legal-moments">
      <h2 id="legal-moments">{t('assessments:moments')}</h2>
      <p className="quiet">{t('assessments:moments.lead')}</p>
      <dl className="legal-moments">
        {shown.map((moment) => (
          <div key={moment.name}>
            <dt>
              {t(`regimes:moment.${moment.name}`)}{' '}
              <span className="quiet small">
                {moment.regimes
                  .filter((regime) => certain.has(regime))
                  .map((regime) => words.regime(regime))
                  .join(', ')}
              </span>
            </dt>
            <dd>
              <MomentStands moment={moment} />
              {mayAnswer ? (
                <div className="answer-row">
                  <Button
                    variant="default"
                    size="compact-sm"
                    onClick={() => setSetting({ moment, isTakenBack: false })}
                  >
                    {t(moment.at === null ? 'assessments:moments.set' : 'assessments:moments.correct')}
                    <span className="visually-hidden">: {t(`regimes:moment.${moment.name}`)}</span>
                  </Button>
                  {moment.at === null ? null : (
                    <Button
                      variant="default"
                      size="compact-sm"
                      onClick={() => setSetting({ moment, isTakenBack: true })}
                    >
                      {t('assessments:moments.take_back')}
                      <span className="visually-hidden">: {t(`regimes:moment.${moment.name}`)}</span>
                    </Button>
                  )}
                </div>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
      {setting === undefined ? null : (
        <MomentDialog reference={assessment.incident} {...setting} onClose={() => setSetting(undefined)} />
      )}
    </section>
  );
}

function MomentStands({ moment }: { moment: LegalMoment }) {
  const { t } = useTranslation();
  return (
    <>
      {moment.at === null ? (
        <span className="quiet">
          {t(moment.id === null ? 'assessments:moments.none' : 'assessments:moments.taken_back')}
        </span>
      ) : (
        <Moment at={moment.at} />
      )}
      {moment.recordedAt === null ? null : (
        <div className="quiet small">
          {moment.recordedBy === null ? null : <bdi>{moment.recordedBy.name}</bdi>}{' '}
          <Moment at={moment.recordedAt} withRelative={false} />
          {moment.reason === null ? null : (
            <>
              {': '}
              <bdi>{moment.reason}</bdi>
            </>
          )}
        </div>
      )}
    </>
  );
}

function MomentDialog(props: {
  reference: string;
  moment: LegalMoment;
  isTakenBack: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { isTakenBack, moment, onClose, reference } = props;
  const send = useSending('setLegalMoment');
  useReadAgainWhenRefused(send.error);
  const [at, setAt] = useState(moment.at);
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const needsReason = moment.at !== null && reason.trim() === '';
  const isMissing = !isTakenBack && at === null;
  return (
    <FormDialog
      title={t(`regimes:moment.${moment.name}`)}
      verb={t(isTakenBack ? 'assessments:moments.take_back' : 'assessments:moments.save')}
      isSending={send.isPending}
      error={send.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (needsReason || isMissing) return;
        send.mutate(
          {
            params: { reference, moment: moment.name },
            body: {
              at: isTakenBack ? null : at,
              ...(reason.trim() === '' ? {} : { reason }),
              seen: moment.id,
            },
          },
          { onSuccess: onClose },
        );
      }}
    >
      {isTakenBack ? (
        <p>{t('assessments:moments.take_back_means')}</p>
      ) : (
        <MomentField
          label={t('assessments:moments.at')}
          value={at}
          onChange={setAt}
          error={isChecked && isMissing ? t('assessments:moments.at_missing') : undefined}
        />
      )}
      <Reason
        label={t('assessments:decide.why')}
        value={reason}
        onChange={setReason}
        isOptional={moment.at === null}
        error={isChecked && needsReason ? t('assessments:decide.why_missing') : undefined}
      />
    </FormDialog>
  );
}
