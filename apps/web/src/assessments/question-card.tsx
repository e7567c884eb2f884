// SPDX-License-Identifier: Apache-2.0
import type { AnswerValue, AssessmentQuestion } from '@belfry/contract';
import { Button, Checkbox, MultiSelect, Select, TextInput } from '@mantine/core';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { useAnswerWords } from '../regimes/answer-words.ts';
import { useRegimes } from '../regimes/use-regimes.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Since } from '../ui/moment.tsx';
import type { AssessmentWords } from './assessment-words.ts';
import { useReadAgainWhenRefused } from './use-read-again.ts';

interface Props {
  readonly reference: string;
  readonly question: AssessmentQuestion;
  readonly words: AssessmentWords;
  readonly mayAnswer: boolean;
}

type Answering = (value: AnswerValue, more?: { isEstimate?: boolean; note?: string }) => void;

/** The next question, so that a row of keys answers a row of questions. */
function goOn(from: HTMLElement): void {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-questions] [data-question]')];
  cards[cards.indexOf(from) + 1]?.focus();
}

/** Sends an answer. Whoever answered meanwhile is not written over: the refusal shows what stands now. */
function useAnswering(reference: string, { answer, question }: AssessmentQuestion) {
  const send = useSending('answerAssessment');
  useReadAgainWhenRefused(send.error);
  const put: Answering = (value, more = {}) =>
    send.mutate({
      params: { reference },
      body: {
        answers: [
          {
            question,
            value,
            isEstimate: more.isEstimate ?? false,
            ...(more.note === undefined || more.note === '' ? {} : { note: more.note }),
            seen: answer?.id ?? null,
          },
        ],
      },
    });
  return { put, isSending: send.isPending, error: send.error };
}

/** What each key answers, in the letters of the reader's language. */
function useKeys({ suggestion }: AssessmentQuestion, isYesNo: boolean): ReadonlyMap<string, AnswerValue> {
  const { t } = useTranslation();
  const keys = new Map<string, AnswerValue>([[t('assessments:key.unknown'), null]]);
  if (isYesNo) keys.set(t('assessments:key.yes'), true).set(t('assessments:key.no'), false);
  return suggestion === null ? keys : keys.set(t('assessments:key.accept'), suggestion.value);
}

/** One question: its answer, whether it is an estimate, where it comes from, and what the incident itself says. */
export function QuestionCard({ mayAnswer, question, reference, words }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const { error, isSending, put } = useAnswering(reference, question);
  const { suggestion } = question;
  const kind = words.kind(question.question)?.answer ?? 'yes_no';
  const keys = useKeys(question, kind === 'yes_no');
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const isField = (event.target as HTMLElement).matches('input:not([type="checkbox"]), textarea');
    if (!mayAnswer || isField || event.ctrlKey || event.metaKey || event.altKey) return;
    const value = keys.get(event.key.toLowerCase());
    if (value === undefined) return;
    event.preventDefault();
    put(value);
    goOn(event.currentTarget);
  };
  return (
    <fieldset
      className="question"
      aria-labelledby={id}
      tabIndex={mayAnswer ? 0 : -1}
      onKeyDown={press}
      data-question
    >
      <p id={id} className="question-asks">
        {words.question(question.question)}
      </p>
      {mayAnswer ? (
        <AnswerField kind={kind} question={question} onAnswer={put} isSending={isSending} />
      ) : null}
      <Standing question={question} words={words} />
      {suggestion === null ? null : (
        <p className="suggestion">
          {t('assessments:suggestion', {
            value: words.answer(question.question, suggestion.value),
            from: t(`assessments:suggestion.${suggestion.from}`),
          })}{' '}
          {mayAnswer ? (
            <Button variant="default" size="compact-sm" onClick={() => put(suggestion.value)}>
              {t('assessments:suggestion.accept')}
            </Button>
          ) : null}
        </p>
      )}
      <ProblemNotice error={error} />
    </fieldset>
  );
}

function Standing({ question, words }: Pick<Props, 'question' | 'words'>) {
  const { t } = useTranslation();
  const { answer } = question;
  if (answer === null) return <p className="quiet small">{t('assessments:not_answered')}</p>;
  return (
    <p className="quiet small">
      <strong>{words.answer(question.question, answer.value)}</strong>
      {answer.isEstimate ? ` (${t('assessments:estimate')})` : null}
      {answer.recordedBy === null ? null : (
        <>
          {' · '}
          <bdi>{answer.recordedBy.name}</bdi>
        </>
      )}
      {' · '}
      <Since at={answer.recordedAt} />
      {answer.note === null ? null : (
        <>
          {' · '}
          <bdi>{answer.note}</bdi>
        </>
      )}
    </p>
  );
}

interface FieldProps {
  readonly kind: 'yes_no' | 'count' | 'choice' | 'choices';
  readonly question: AssessmentQuestion;
  readonly onAnswer: Answering;
  readonly isSending: boolean;
}

function AnswerField(props: FieldProps) {
  switch (props.kind) {
    case 'yes_no':
      return <YesNoField {...props} />;
    case 'count':
      return <CountField {...props} />;
    default:
      return <ChoiceField {...props} />;
  }
}

function YesNoField({ isSending, onAnswer, question }: FieldProps) {
  const { t } = useTranslation();
  const { answer } = question;
  const [isEstimate, setEstimate] = useState(answer?.isEstimate ?? false);
  const [note, setNote] = useState('');
  const given = [
    { value: true, label: t('regimes:answer.yes') },
    { value: false, label: t('regimes:answer.no') },
    { value: null, label: t('regimes:answer.unknown') },
  ];
  return (
    <>
      <div className="answer-row">
        {given.map(({ label, value }) => {
          const isStanding = answer !== null && answer.value === value;
          return (
            <Button
              key={label}
              size="compact-md"
              variant={isStanding ? 'filled' : 'default'}
              color="ink"
              aria-pressed={isStanding}
              disabled={isSending}
              onClick={() => onAnswer(value, { isEstimate, note })}
            >
              {label}
            </Button>
          );
        })}
      </div>
      <Grounds {...{ isEstimate, setEstimate, note, setNote }} />
    </>
  );
}

/** An estimate says so, and a note says where an answer comes from; both go with the next answer. */
function Grounds(props: {
  isEstimate: boolean;
  setEstimate: (is: boolean) => void;
  note: string;
  setNote: (note: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <details className="grounds">
      <summary>{t('assessments:grounds')}</summary>
      <div className="stack">
        <Checkbox
          label={t('assessments:is_estimate')}
          checked={props.isEstimate}
          onChange={(event) => props.setEstimate(event.currentTarget.checked)}
        />
        <TextInput
          label={t('assessments:note')}
          value={props.note}
          onChange={(event) => props.setNote(event.currentTarget.value)}
        />
      </div>
    </details>
  );
}

const units = ['minutes', 'eur'] as const;

function CountField({ isSending, onAnswer, question }: FieldProps) {
  const { t } = useTranslation();
  const { answer } = question;
  const [text, setText] = useState(typeof answer?.value === 'number' ? String(answer.value) : '');
  const [isEstimate, setEstimate] = useState(answer?.isEstimate ?? false);
  const [note, setNote] = useState('');
  const [isWrong, setWrong] = useState(false);
  const unit = units.find((one) => question.question.endsWith(`_${one}`)) ?? 'count';
  const save = () => {
    // Blanks and the marks people put between thousands are taken off; a comma may be either, so it is asked about.
    const digits = text.replaceAll(/[\s\u00a0\u202f'’]/g, '');
    const isNumber = /^\d{1,15}$/.test(digits);
    setWrong(!isNumber);
    if (isNumber) onAnswer(Number(digits), { isEstimate, note });
  };
  return (
    <form
      className="answer-count"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="answer-row">
        <TextInput
          inputMode="numeric"
          label={t(`assessments:unit.${unit}`)}
          value={text}
          error={isWrong ? t('assessments:whole_number') : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={isSending}>
          {t('assessments:save')}
        </Button>
        <Button variant="default" disabled={isSending} onClick={() => onAnswer(null, { note })}>
          {t('regimes:answer.unknown')}
        </Button>
      </div>
      <Grounds {...{ isEstimate, setEstimate, note, setNote }} />
    </form>
  );
}

function ChoiceField({ isSending, kind, onAnswer, question }: FieldProps) {
  const { t } = useTranslation();
  const words = useAnswerWords();
  const { answer } = question;
  const value = answer?.value ?? null;
  const choices = useChoices(question.question);
  const data = choices.map((one) => ({ value: one, label: words.choice(question.question, one) }));
  const label = t('assessments:choose');
  return kind === 'choice' ? (
    <Select
      label={label}
      data={data}
      disabled={isSending}
      clearable
      value={typeof value === 'string' ? value : null}
      onChange={(chosen) => onAnswer(chosen)}
    />
  ) : (
    <MultiSelect
      label={label}
      data={data}
      disabled={isSending}
      value={Array.isArray(value) ? value : []}
      onChange={(chosen) => onAnswer(chosen)}
    />
  );
}

function useChoices(question: string): readonly string[] {
  const { law } = useRegimes();
  return law?.question(question)?.choices ?? [];
}
