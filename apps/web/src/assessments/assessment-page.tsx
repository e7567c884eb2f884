// SPDX-License-Identifier: Apache-2.0
import type { Assessment } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { readAgain, reading, useSending } from '../api.ts';
import { type Law, useRegimes } from '../regimes/use-regimes.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment, useCivilDay } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { AssessmentHistory } from './assessment-history.tsx';
import { useAssessmentWords } from './assessment-words.ts';
import { LegalMoments } from './legal-moments.tsx';
import { Outcomes } from './outcomes.tsx';
import { Questions } from './questions.tsx';
import './assessments.css';

export function AssessmentPage() {
  const { reference } = useParams({ strict: false }) as { reference: string };
  const { law, error: lawError, refetch: readLaw } = useRegimes();
  const { data, error, refetch } = useQuery(reading('readAssessment', { params: { reference } }));
  if (data !== undefined && law !== undefined) {
    return <AssessmentWhole key={reference} assessment={data} law={law} />;
  }
  const problem = error ?? lawError;
  const retry = () => {
    readLaw();
    void refetch();
  };
  return problem === null ? <Loading /> : <ProblemPage error={problem} onRetry={retry} />;
}

/** What is known on the left, what follows from it on the right, how it came about below. */
function AssessmentWhole({ assessment, law }: { assessment: Assessment; law: Law }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayAnswer = useMay('incidents.work');
  const mayDecide = useMay('assessments.decide');
  const words = useAssessmentWords(law);
  const { incident: reference } = assessment;
  const changes = useGathered(
    (one) => one.incident === reference,
    () => void readAgain(queries),
  );
  return (
    <section className="page">
      <p>
        <AppLink href={urls.incident(reference)}>{t('assessments:back', { reference })}</AppLink>
      </p>
      <PageTitle title={t('assessments:title', { reference })} lead={t('assessments:lead')} />
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      <Foundations assessment={assessment} mayAnswer={mayAnswer} />
      <div className="assessment">
        <Questions assessment={assessment} words={words} mayAnswer={mayAnswer} />
        <div className="stack assessment-side">
          <Outcomes
            assessment={assessment}
            law={law}
            words={words}
            mayDecide={mayDecide}
            mayAnswer={mayAnswer}
          />
          <LegalMoments assessment={assessment} words={words} mayAnswer={mayAnswer} />
        </div>
      </div>
      <AssessmentHistory reference={reference} version={assessment.version} words={words} />
    </section>
  );
}

/** By which law and which profile it is judged. */
function Foundations({ assessment, mayAnswer }: { assessment: Assessment; mayAnswer: boolean }) {
  const { t } = useTranslation();
  const take = useSending('takeOverProfile');
  const day = useCivilDay();
  const { incident: reference, lawAsOf, lawAsOfFrom, profile } = assessment;
  return (
    <div className="stack">
      <p className="quiet">
        {t(`assessments:law_as_of.${lawAsOfFrom}`, { day: day(lawAsOf) })}{' '}
        {profile.recordedAt === null ? (
          <>
            {t('assessments:profile.none')}{' '}
            <AppLink href={urls.profile()}>{t('assessments:to_profile')}</AppLink>
          </>
        ) : (
          <>
            {t('assessments:profile.of')} <Moment at={profile.recordedAt} withRelative={false} />
          </>
        )}
      </p>
      {profile.isLatest ? null : (
        <div className="notice notice-brass">
          <p>{t('assessments:profile.changed')}</p>
          {mayAnswer ? (
            <div>
              <Button
                variant="default"
                loading={take.isPending}
                onClick={() => take.mutate({ params: { reference } })}
              >
                {t('assessments:profile.take_over')}
              </Button>
            </div>
          ) : null}
        </div>
      )}
      <ProblemNotice error={take.error} />
    </div>
  );
}
