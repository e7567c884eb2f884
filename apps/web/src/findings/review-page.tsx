// SPDX-License-Identifier: Apache-2.0
import type { DetectionReviewFigures } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, useSending } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Reason } from '../ui/reason.tsx';
import { urls } from '../urls.ts';
import { useMonthWord } from './month-word.ts';
import { NoisyRules } from './noisy-rules.tsx';
import { ReviewStands } from './reviews.tsx';
import './findings.css';

type ReviewWhole = AnswerOf<'readReview'>;

/** One monthly review: which rules say too much, which nothing, and what people made of it all. */
export function ReviewPage() {
  const { month } = useParams({ strict: false }) as { month: string };
  const { data, error, refetch } = useQuery(reading('readReview', { params: { month } }));
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return <Whole review={data} />;
}

function Whole({ review }: { review: ReviewWhole }) {
  const { t } = useTranslation();
  const monthWord = useMonthWord();
  const mayDecide = useMay('findings.decide');
  const [isClosing, setClosing] = useState(false);
  const { figures } = review;
  return (
    <section className="page">
      <PageTitle
        title={t('findings:review.title', { month: monthWord(review.month) })}
        lead={t(review.doneAt === null ? 'findings:review.so_far' : 'findings:review.frozen')}
      />
      <div className="row">
        <p>
          <ReviewStands review={review} />
        </p>
        {mayDecide && review.doneAt === null ? (
          <Button onClick={() => setClosing(true)}>{t('findings:review.do')}</Button>
        ) : null}
        <AppLink href={urls.detectionReviews()}>{t('findings:reviews.all')}</AppLink>
      </div>
      {review.note === null ? null : (
        <div className="notice">
          <p className="notice-title">{t('findings:review.note_head')}</p>
          <p>
            <bdi className="pre">{review.note}</bdi>
          </p>
        </div>
      )}
      <Decisions figures={figures} />
      <Part name="noisy" isEmpty={figures.noisy.length === 0}>
        <NoisyRules items={figures.noisy} />
      </Part>
      <Part name="silent" isEmpty={figures.silent.length === 0}>
        <RuleList items={figures.silent} count={figures.silentCount} />
      </Part>
      <Part name="never_tested" isEmpty={figures.untested.length === 0}>
        <RuleList items={figures.untested} count={figures.untestedCount} />
      </Part>
      {isClosing ? <CloseDialog month={review.month} onClose={() => setClosing(false)} /> : null}
    </section>
  );
}

function Part(props: { name: string; isEmpty: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  const id = `review-${props.name}`;
  return (
    <section className="panel stack" aria-labelledby={id}>
      <h2 id={id}>{t(`findings:review.${props.name}`)}</h2>
      {props.isEmpty ? (
        <p className="quiet">{t(`findings:review.${props.name}.none`)}</p>
      ) : (
        <>
          <p className="quiet">{t(`findings:review.${props.name}.means`)}</p>
          {props.children}
        </>
      )}
    </section>
  );
}

const verdictCounts = ({ benign, falsePositive, truePositive }: DetectionReviewFigures['decisions']) =>
  [
    ['true_positive', truePositive],
    ['benign', benign],
    ['false_positive', falsePositive],
  ] as const;

/** What people did, in numbers that lead to the findings they count where a list can show them. */
function Decisions({ figures }: { figures: DetectionReviewFigures }) {
  const { t } = useTranslation();
  const { byPerson, decisions, suppressions } = figures;
  return (
    <section className="panel stack" aria-labelledby="review-decisions">
      <h2 id="review-decisions">{t('findings:review.decisions')}</h2>
      <ul className="review-figures plain-list">
        {(['open', 'reported', 'dismissed', 'context'] as const).map((one) => (
          <li key={one}>{t(`findings:state.${one}`, { count: decisions[one] })}</li>
        ))}
      </ul>
      <ul className="review-figures plain-list">
        {verdictCounts(decisions).map(([verdict, count]) => (
          <li key={verdict}>
            {t('findings:review.verdict', { verdict: t(`words:verdict.${verdict}`), count })}
          </li>
        ))}
      </ul>
      {byPerson.length === 0 ? null : (
        <p>
          {t('findings:review.by_person')}{' '}
          {byPerson.map(({ decided, person }, place) => (
            <span key={person.id}>
              {place === 0 ? '' : ', '}
              <bdi>{person.name}</bdi> {decided}
            </span>
          ))}
        </p>
      )}
      <p>
        <AppLink href={urls.suppressions()}>{t('findings:suppressions.open')}</AppLink>
        {' · '}
        {t('findings:review.suppressions', suppressions)}
      </p>
    </section>
  );
}

function RuleList(props: {
  items: readonly { id: string; title: string; lastHitAt?: string | null }[];
  count: number;
}) {
  const { t } = useTranslation();
  return (
    <>
      <ul className="plain-list">
        {props.items.map((rule) => (
          <li key={rule.id}>
            <AppLink href={urls.detectionRule(rule.id)}>
              <bdi>{rule.title}</bdi>
            </AppLink>
            {rule.lastHitAt === undefined ? null : (
              <span className="quiet">
                {' · '}
                {t('findings:review.last_hit')}{' '}
                {rule.lastHitAt === null ? t('findings:review.never') : <Moment at={rule.lastHitAt} />}
              </span>
            )}
          </li>
        ))}
      </ul>
      {props.count > props.items.length ? (
        <p className="quiet">
          {t('findings:review.shown', { shown: props.items.length, count: props.count })}
        </p>
      ) : null}
    </>
  );
}

function CloseDialog({ month, onClose }: { month: string; onClose: () => void }) {
  const { t } = useTranslation();
  const finish = useSending('finishReview');
  const [note, setNote] = useState('');
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('findings:review.do')}
      verb={t('findings:review.closing')}
      isSending={finish.isPending}
      error={finish.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (note.trim() !== '') {
          finish.mutate({ params: { month }, body: { note } }, { onSuccess: onClose });
        }
      }}
    >
      <Reason
        label={t('findings:review.note')}
        value={note}
        onChange={setNote}
        error={isChecked && note.trim() === '' ? t('findings:review.note_missing') : undefined}
      />
    </FormDialog>
  );
}
