// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, useSending } from '../api.ts';
import { useRegimes } from '../regimes/use-regimes.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { CivilDate, useCivilDay } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Reason } from '../ui/reason.tsx';
import { urls } from '../urls.ts';
import { useAssessmentWords } from './assessment-words.ts';
import { ReviewStands } from './recurrence-reviews.tsx';
import './assessments.css';

type Whole = AnswerOf<'readRecurrenceReview'>;

export function RecurrenceReviewPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { t } = useTranslation();
  const day = useCivilDay();
  const { data, error, refetch } = useQuery(reading('readRecurrenceReview', { params: { id } }));
  const mayDecide = useMay('assessments.decide');
  const [isFinishing, setFinishing] = useState(false);
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page">
      <p>
        <AppLink href={urls.recurrenceReviews()}>{t('assessments:reviews.title')}</AppLink>
      </p>
      <PageTitle
        title={t('assessments:reviews.of', { from: day(data.periodFrom), to: day(data.periodTo) })}
        lead={t('assessments:reviews.looks', { from: day(data.lookedBackFrom), to: day(data.periodTo) })}
      />
      <p>
        <cite lang="en">{data.law}</cite> · <ReviewStands review={data} />
      </p>
      {data.note === null ? null : (
        <p className="pre" dir="auto">
          {data.note}
        </p>
      )}
      <p className="quiet">{t('assessments:reviews.may_be_more')}</p>
      {data.candidates.length === 0 ? <Empty words={t('assessments:reviews.no_groups')} /> : null}
      {data.candidates.map((group) => (
        <GroupPanel key={group.key} review={data} group={group} />
      ))}
      {mayDecide && data.doneAt === null ? (
        <div>
          <Button color="ink" onClick={() => setFinishing(true)}>
            {t('assessments:reviews.finish')}
          </Button>
        </div>
      ) : null}
      {isFinishing ? <FinishDialog id={id} onClose={() => setFinishing(false)} /> : null}
    </section>
  );
}

function GroupPanel({ group, review }: { group: Whole['candidates'][number]; review: Whole }) {
  const { t } = useTranslation();
  const { law } = useRegimes();
  const words = useAssessmentWords(law);
  const navigate = useNavigate();
  const together = useSending('assessTogether');
  const mayAnswer = useMay('incidents.work');
  const latest = group.incidents.at(-1)?.incident ?? '';
  const cause = [
    group.rootCauseClass === null ? '' : t(`words:root_cause.${group.rootCauseClass}`),
    group.rootCause ?? '',
  ]
    .filter((one) => one !== '')
    .join(' – ');
  return (
    <section className="panel stack">
      <h2>
        <bdi>{cause}</bdi>
      </h2>
      <ul>
        {group.incidents.map(({ incident, occurredOn, title }) => (
          <li key={incident}>
            <AppLink href={urls.incident(incident)}>
              {incident} <bdi>{title}</bdi>
            </AppLink>{' '}
            <span className="quiet">
              <CivilDate on={occurredOn} />
            </span>
          </li>
        ))}
      </ul>
      <ul className="quiet">
        {Object.entries(group.suggested).map(([question, figure]) => (
          <li key={question}>
            {words.question(question)} <strong>{words.answer(question, figure)}</strong>
          </li>
        ))}
      </ul>
      {group.isAssessed ? (
        <p>
          <AppLink href={urls.assessment(latest)}>
            {t('assessments:reviews.assessed', { reference: latest })}
          </AppLink>
        </p>
      ) : mayAnswer ? (
        <div>
          <Button
            variant="default"
            loading={together.isPending}
            onClick={() =>
              together.mutate(
                { params: { id: review.id }, body: { key: group.key } },
                { onSuccess: ({ incident }) => void navigate({ to: urls.assessment(incident) }) },
              )
            }
          >
            {t('assessments:reviews.together', { reference: latest })}
          </Button>
        </div>
      ) : null}
      <ProblemNotice error={together.error} />
    </section>
  );
}

function FinishDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const send = useSending('finishRecurrenceReview');
  const [note, setNote] = useState('');
  const [isChecked, setChecked] = useState(false);
  const isMissing = note.trim() === '';
  return (
    <FormDialog
      title={t('assessments:reviews.finish')}
      verb={t('assessments:reviews.finish')}
      isSending={send.isPending}
      error={send.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (!isMissing) send.mutate({ params: { id }, body: { note } }, { onSuccess: onClose });
      }}
    >
      <Reason
        label={t('assessments:reviews.note')}
        value={note}
        onChange={setNote}
        error={isChecked && isMissing ? t('assessments:reviews.note_missing') : undefined}
      />
    </FormDialog>
  );
}
