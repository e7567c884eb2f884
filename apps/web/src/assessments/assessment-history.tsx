// SPDX-License-Identifier: Apache-2.0
import type { AssessmentEntry } from '@belfry/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Moment } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import type { AssessmentWords } from './assessment-words.ts';

/** Every answer, moment and decision, newest first: what stands and what stood. */
export function AssessmentHistory(props: { reference: string; version: number; words: AssessmentWords }) {
  const { t } = useTranslation();
  const { reference, version, words } = props;
  const pages = useInfiniteQuery(
    readingPages('readAssessmentHistory', { params: { reference }, query: { limit: 20 } }),
  );
  const entries = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  if (version === 0 && entries.length === 0) return null;
  return (
    <section className="panel stack" aria-labelledby="assessment-history">
      <h2 id="assessment-history">{t('assessments:history')}</h2>
      <ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} />
      <ol className="assessment-history">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} words={words} />
        ))}
      </ol>
      <More count={entries.length} of={pages} />
    </section>
  );
}

function Entry({ entry, words }: { entry: AssessmentEntry; words: AssessmentWords }) {
  const { t } = useTranslation();
  const [regime = '', outcome = ''] = entry.name.split('/');
  const name =
    entry.kind === 'answer'
      ? words.question(entry.name)
      : entry.kind === 'moment'
        ? t(`regimes:moment.${entry.name}`)
        : `${words.regime(regime)}: ${words.outcome(regime, outcome)}`;
  return (
    <li className={entry.isStanding ? undefined : 'quiet'}>
      <p>
        <span className="chip">{t(`assessments:history.${entry.kind}`)}</span> {name}{' '}
        <strong>
          <EntryValue entry={entry} words={words} />
        </strong>
        {entry.isEstimate ? ` (${t('assessments:estimate')})` : null}
        {entry.proposed === null ? null : ` (${t(`assessments:proposed.${entry.proposed}`)})`}
        {entry.isStanding ? null : ` · ${t('assessments:history.replaced')}`}
      </p>
      <p className="quiet small">
        {entry.by === null ? null : <bdi>{entry.by.name}</bdi>} <Moment at={entry.at} withRelative={false} />
        {entry.reason === null ? null : (
          <>
            {': '}
            <bdi>{entry.reason}</bdi>
          </>
        )}
      </p>
    </li>
  );
}

function EntryValue({ entry, words }: { entry: AssessmentEntry; words: AssessmentWords }) {
  const { t } = useTranslation();
  if (entry.kind !== 'moment') return <>{words.answer(entry.name, entry.value)}</>;
  return typeof entry.value === 'string' ? (
    <Moment at={entry.value} withRelative={false} />
  ) : (
    <>{t('assessments:moments.taken_back')}</>
  );
}
