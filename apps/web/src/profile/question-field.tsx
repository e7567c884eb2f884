// SPDX-License-Identifier: Apache-2.0
import { type LawAnswers, type LawQuestion, limits } from '@belfry/contract';
import { MultiSelect, NumberInput, Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAnswerWords } from '../regimes/answer-words.ts';
import { useSaid } from '../regimes/use-regimes.ts';

type LawAnswer = LawAnswers[string];
const NOT_KNOWN = 'unknown';

interface FieldParts {
  readonly question: LawQuestion;
  readonly value: LawAnswer | undefined;
  readonly onChange: (value: LawAnswer) => void;
  readonly error?: string | undefined;
  readonly isDisabled: boolean;
}

/** One question about the organisation. "Not known" can always be said: it is an answer, and never a no. */
export function QuestionField(props: FieldParts) {
  if (props.question.answer === 'count') return <CountField {...props} />;
  if (props.question.answer === 'choices') return <ChoicesField {...props} />;
  return <ChoiceField {...props} />;
}

function ChoiceField({ error, isDisabled, onChange, question, value }: FieldParts) {
  const { t } = useTranslation();
  const said = useSaid();
  const { choice } = useAnswerWords();
  const isYesNo = question.answer === 'yes_no';
  const options = isYesNo
    ? (['yes', 'no'] as const).map((one) => [one, t(`regimes:answer.${one}`)] as const)
    : question.choices.map((one) => [one, choice(question.id, one)] as const);
  const shown = isYesNo && typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
  const answer = (word: string) => {
    if (word === NOT_KNOWN) return onChange(null);
    return onChange(isYesNo ? word === 'yes' : word);
  };
  return (
    <Radio.Group
      label={said(question.asks)}
      error={error}
      value={typeof shown === 'string' ? shown : NOT_KNOWN}
      onChange={answer}
    >
      <div className="profile-options">
        {[...options, [NOT_KNOWN, t('regimes:answer.unknown')] as const].map(([word, label]) => (
          <Radio key={word} value={word} label={label} disabled={isDisabled} />
        ))}
      </div>
    </Radio.Group>
  );
}

function ChoicesField({ error, isDisabled, onChange, question, value }: FieldParts) {
  const { t } = useTranslation();
  const said = useSaid();
  const { choice } = useAnswerWords();
  const chosen = Array.isArray(value) ? value : [];
  const answer = (next: string[]) => {
    // "None" stands alone: whichever was chosen last says what is meant.
    const isNone = next.at(-1) === 'none';
    const kept = isNone ? ['none'] : next.filter((one) => one !== 'none');
    onChange(kept.length === 0 ? null : kept);
  };
  return (
    <MultiSelect
      label={said(question.asks)}
      description={chosen.length === 0 ? t('profile:nothing_chosen') : undefined}
      error={error}
      disabled={isDisabled}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('shell:choice.clear') }}
      nothingFoundMessage={t('shell:command.nothing')}
      data={question.choices.map((one) => ({ value: one, label: choice(question.id, one) }))}
      value={chosen}
      onChange={answer}
    />
  );
}

function CountField({ error, isDisabled, onChange, question, value }: FieldParts) {
  const { t } = useTranslation();
  const said = useSaid();
  return (
    <NumberInput
      label={said(question.asks)}
      description={t('profile:empty_is_unknown')}
      error={error}
      disabled={isDisabled}
      allowDecimal={false}
      allowNegative={false}
      max={limits.lawCountMax}
      thousandSeparator=" "
      hideControls
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  );
}
