// SPDX-License-Identifier: Apache-2.0
import type { LawAnswers } from '@belfry/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { useAnswerWords } from '../regimes/answer-words.ts';
import { type Law, useSaid } from '../regimes/use-regimes.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Moment } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';

/** Every version, newest first, with what it changed: an incident keeps the one it was judged by. */
export function Versions({ law }: { law: Law }) {
  const { t } = useTranslation();
  const said = useSaid();
  const { answer } = useAnswerWords();
  const list = useInfiniteQuery(readingPages('listProfileVersions', { query: {} }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const words = (field: string, value: unknown) => {
    const question = law.question(field);
    return question === undefined ? String(value) : answer(question, value as LawAnswers[string]);
  };
  if (items.length === 0) return <ProblemNotice error={list.error} />;
  return (
    <section className="panel stack" aria-labelledby="profile-versions">
      <h2 id="profile-versions">{t('profile:versions')}</h2>
      <ol className="plain-list">
        {items.map((version) => (
          <li key={version.id} className="profile-version">
            <p>
              <Moment at={version.recordedAt} />
              {version.recordedBy === null ? null : (
                <>
                  {' '}
                  · <bdi>{version.recordedBy.name}</bdi>
                </>
              )}
            </p>
            {version.reason === null ? null : (
              <p className="pre" dir="auto">
                {version.reason}
              </p>
            )}
            {version.changes.length === 0 ? (
              <p className="quiet">{t('profile:versions.nothing_changed')}</p>
            ) : (
              <ul>
                {version.changes.map(({ field, from, to }) => {
                  const question = law.question(field);
                  return (
                    <li key={field}>
                      {question === undefined ? field : said(question.asks)} <del>{words(field, from)}</del> →{' '}
                      <ins>{words(field, to)}</ins>
                    </li>
                  );
                })}
              </ul>
            )}
          </li>
        ))}
      </ol>
      <More of={list} count={items.length} />
    </section>
  );
}
