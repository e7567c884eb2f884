// SPDX-License-Identifier: Apache-2.0
import { type LawAnswers, type LawQuestion, limits } from '@belfry/contract';
import { Checkbox, MultiSelect, NumberInput, Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAnswerWords } from '../regimes/answer-words.ts';
import { useSaid } from '../regimes/use-regimes.ts';

type LawAnswer = LawAnswers[string];
const NOT_KNOWN = 'unknown';
const NONE = 'none';

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

/** "None of these" stands apart from the list: it is an answer, and an empty list is not known. */
function ChoicesField({ error, isDisabled, onChange, question, value }: FieldParts) {
  const { t } = useTranslation();
  const said = useSaid();
  const { choice } = useAnswerWords();
  const chosen = Array.isArray(value) ? value : [];
  const isNone = chosen.includes(NONE);
  const mayBeNone = question.choices.includes(NONE);
  return (
    <div className="stack">
      <MultiSelect
        label={said(question.asks)}
        description={chosen.length === 0 ? t('profile:nothing_chosen') : undefined}
        error={error}
        disabled={isDisabled || isNone}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('shell:choice.clear') }}
        nothingFoundMessage={t('shell:command.nothing')}
        data={question.choices
          .filter((one) => one !== NONE)
          .map((one) => ({ value: one, label: choice(question.id, one) }))}
        value={isNone ? [] : chosen}
        onChange={(next) => onChange(next.length === 0 ? null : next)}
      />
      {mayBeNone ? (
        <Checkbox
          label={choice(question.id, NONE)}
          checked={isNone}
          disabled={isDisabled}
          onChange={(event) => onChange(event.currentTarget.checked ? [NONE] : null)}
        />
      ) : null}
    </div>
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
