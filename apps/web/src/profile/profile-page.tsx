// SPDX-License-Identifier: Apache-2.0
import { type LawAnswers, limits } from '@belfry/contract';
import { Button, Textarea } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, client, reading, useSending } from '../api.ts';
import { type Law, useRegimes } from '../regimes/use-regimes.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { CivilDate, Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { QuestionField } from './question-field.tsx';
import { asksNow, questionGroups } from './question-groups.ts';
import { Standing } from './standing.tsx';
import { Versions } from './versions.tsx';
import './profile.css';

type Profile = AnswerOf<'readProfile'>;

/** What decides which laws reach the organisation, asked in steps, with what follows beside it. */
export function ProfilePage() {
  const { t } = useTranslation();
  const profile = useQuery(reading('readProfile'));
  const { law, error, refetch } = useRegimes();
  const failed = profile.data === undefined ? profile.error : law === undefined ? error : null;
  if (failed !== null) {
    const again = () => {
      void profile.refetch();
      refetch();
    };
    return <ProblemPage error={failed} onRetry={again} />;
  }
  if (profile.data === undefined || law === undefined) return <Loading />;
  return (
    <section className="page">
      <PageTitle title={t('profile:title')} lead={t('profile:lead')} />
      <State profile={profile.data} />
      <ProfileForm key={profile.data.version?.id ?? 'first'} law={law} profile={profile.data} />
      <Versions law={law} />
    </section>
  );
}

function State({ profile: { isReviewDue, version } }: { profile: Profile }) {
  const { t } = useTranslation();
  if (version === null) {
    return (
      <div className="notice">
        <p className="notice-title">{t('profile:nobody_answered')}</p>
        <p>{t('profile:nobody_answered.costs')}</p>
        <p>{t('profile:nobody_answered.suggested')}</p>
      </div>
    );
  }
  return (
    <div className={isReviewDue ? 'notice' : ''}>
      <p>
        {t('profile:last_kept')} <Moment at={version.recordedAt} />{' '}
        {version.recordedBy === null ? null : <bdi>{version.recordedBy.name}</bdi>}
      </p>
      <p className={isReviewDue ? 'notice-title' : 'quiet'}>
        {t(isReviewDue ? 'profile:review.due' : 'profile:review.next')} <CivilDate on={version.reviewDueOn} />
      </p>
    </div>
  );
}

function ProfileForm({ law, profile }: { law: Law; profile: Profile }) {
  const { t } = useTranslation();
  const mayManage = useMay('profile.manage');
  const kept = profile.version?.answers ?? profile.suggested;
  const [answers, setAnswers] = useState<LawAnswers>(kept);
  const [reason, setReason] = useState('');
  const saving = useSending('saveProfile');
  const isChanged = JSON.stringify(known(answers)) !== JSON.stringify(known(kept));
  useUnsavedWords(isChanged || reason !== '');
  const standing = useQuery({
    queryKey: ['profile.try', answers],
    queryFn: () => client.tryProfile({ body: { answers } }),
    placeholderData: keepPreviousData,
  });
  const isFirst = profile.version === null;
  const verb = isFirst ? 'profile:keep_first' : isChanged ? 'profile:keep' : 'profile:looked_at';
  return (
    <div className="profile-halves">
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate({ body: { answers, reason, seen: profile.version?.id ?? null } });
        }}
      >
        <Steps
          law={law}
          answers={answers}
          isDisabled={!mayManage}
          error={saving.error ?? standing.error}
          onChange={setAnswers}
        />
        {mayManage ? (
          <>
            <Textarea
              label={`${t('profile:reason')} (${t('shell:optional')})`}
              description={t('profile:reason.means')}
              autosize
              minRows={2}
              maxLength={limits.reasonCharactersMax}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <div className="row">
              <Button type="submit" loading={saving.isPending}>
                {t(verb)}
              </Button>
            </div>
            <ProblemNotice error={saving.error} />
          </>
        ) : (
          <p className="quiet">{t('profile:may_not')}</p>
        )}
      </form>
      <div className="profile-beside stack">
        <Standing law={law} answers={answers} standing={standing.data ?? profile.standing} />
        <p>
          <AppLink href={urls.regimes()}>{t('profile:to_regimes')}</AppLink>
          {' · '}
          <AppLink href={urls.authorityChoices()}>{t('profile:to_authorities')}</AppLink>
        </p>
      </div>
    </div>
  );
}

const known = (answers: LawAnswers) =>
  Object.entries(answers)
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** Steps one after the other; which one is open stands in the address. */
function Steps(props: {
  law: Law;
  answers: LawAnswers;
  isDisabled: boolean;
  error: unknown;
  onChange: (answers: LawAnswers) => void;
}) {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const place = Math.max(
    0,
    questionGroups.findIndex(({ id }) => id === state['step']),
  );
  const group = questionGroups[place];
  if (group === undefined) return null;
  const go = (to: number) => change({ step: questionGroups[to]?.id });
  const questions = group.questions
    .filter((id) => asksNow(id, props.answers))
    .flatMap((id) => props.law.question(id) ?? []);
  const openIn = (ids: readonly string[]) =>
    ids.filter((id) => asksNow(id, props.answers) && (props.answers[id] ?? null) === null).length;
  return (
    <>
      <nav aria-label={t('profile:steps')}>
        <ol className="profile-steps">
          {questionGroups.map(({ id, questions: ids }, at) => (
            <li key={id}>
              <button type="button" aria-current={at === place ? 'step' : undefined} onClick={() => go(at)}>
                {t(`profile:group.${id}`)}{' '}
                <span className="quiet small">
                  {openIn(ids) === 0
                    ? t('profile:step.known')
                    : t('profile:step.open', { count: openIn(ids) })}
                </span>
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <section className="panel stack" aria-labelledby="profile-step">
        <h2 id="profile-step">{t(`profile:group.${group.id}`)}</h2>
        <p className="quiet">{t(`profile:group_means.${group.id}`)}</p>
        {questions.length === 0 ? <p>{t('profile:step.idle')}</p> : null}
        {questions.map((question) => (
          <QuestionField
            key={question.id}
            question={question}
            value={props.answers[question.id]}
            isDisabled={props.isDisabled}
            error={fieldProblem(t, props.error, `answers/${question.id}`)}
            onChange={(value) => props.onChange({ ...props.answers, [question.id]: value })}
          />
        ))}
        <div className="row">
          {place === 0 ? null : (
            <Button variant="default" onClick={() => go(place - 1)}>
              {t('profile:step.back')}
            </Button>
          )}
          {place === questionGroups.length - 1 ? null : (
            <Button variant="default" onClick={() => go(place + 1)}>
              {t('profile:step.next')}
            </Button>
          )}
        </div>
      </section>
    </>
  );
}
