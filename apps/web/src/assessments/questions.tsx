// SPDX-License-Identifier: Apache-2.0
import { type Assessment, type AssessmentQuestion, crisisRegimeId } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import type { AssessmentWords } from './assessment-words.ts';
import { QuestionCard } from './question-card.tsx';

interface Group {
  readonly id: string;
  readonly title: string;
  readonly items: readonly AssessmentQuestion[];
}

/** Questions in groups: what several regimes ask, what each asks alone, what perhaps none does. Each stands once. */
function groupsOf(assessment: Assessment, titleOf: (regime: string) => string): Group[] {
  const certain = new Set(
    assessment.regimes.filter(({ applies }) => applies === 'yes').map(({ regime }) => regime),
  );
  const groups = new Map<string, AssessmentQuestion[]>();
  const put = (id: string, question: AssessmentQuestion) =>
    groups.set(id, [...(groups.get(id) ?? []), question]);
  for (const question of decidingFirst(assessment)) {
    const needing = question.regimes.filter((id) => certain.has(id));
    if (needing.length > 1) put('', question);
    else if (needing.length === 1) put(needing[0] ?? '', question);
  }
  return [...groups]
    .sort(([a], [b]) => Number(a === crisisRegimeId) - Number(b === crisisRegimeId) || (a < b ? -1 : 1))
    .map(([id, items]) => ({ id, title: titleOf(id), items }));
}

/** What an outcome hangs on stands before what only says how much is to be told later. */
function decidingFirst({ questions, regimes }: Assessment): readonly AssessmentQuestion[] {
  const deciding = new Set(
    regimes.flatMap(({ outcomes }) =>
      outcomes.flatMap(({ facts, open }) => [...facts.map(({ question }) => question), ...open]),
    ),
  );
  return questions.toSorted((a, b) => Number(deciding.has(b.question)) - Number(deciding.has(a.question)));
}

export function Questions(props: { assessment: Assessment; words: AssessmentWords; mayAnswer: boolean }) {
  const { t } = useTranslation();
  const { assessment, mayAnswer, words } = props;
  const groups = groupsOf(assessment, (regime) =>
    regime === ''
      ? t('assessments:questions.shared')
      : t('assessments:questions.of', { regime: words.regime(regime) }),
  );
  const asked = new Set(groups.flatMap(({ items }) => items.map(({ question }) => question)));
  const perhaps = assessment.questions.filter(({ question }) => !asked.has(question));
  const card = (question: AssessmentQuestion) => (
    <QuestionCard
      key={question.question}
      reference={assessment.incident}
      question={question}
      words={words}
      mayAnswer={mayAnswer}
    />
  );
  return (
    <div className="stack" data-questions>
      {mayAnswer ? <p className="quiet">{t('assessments:questions.keys')}</p> : null}
      {groups.map((group) => (
        <section className="panel stack" key={group.id} aria-labelledby={`questions-${group.id}`}>
          <h2 id={`questions-${group.id}`}>{group.title}</h2>
          {group.items.map(card)}
        </section>
      ))}
      {perhaps.length === 0 ? null : (
        <details className="panel">
          <summary>{t('assessments:questions.perhaps', { count: perhaps.length })}</summary>
          <div className="stack">{perhaps.map(card)}</div>
        </details>
      )}
    </div>
  );
}
