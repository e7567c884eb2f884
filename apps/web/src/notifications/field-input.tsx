// SPDX-License-Identifier: Apache-2.0
import { type FieldValue, type FormField, type Language, limits } from '@belfry/contract';
import { Checkbox, Group, Radio, Select, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instantOfLocalField, localFieldOf } from '../ui/instants.ts';
import { useZone } from '../ui/zone.ts';
import { countriesOf, inputIdOf, labelOf, numberOf } from './values.ts';

interface InputProps {
  readonly field: FormField;
  readonly value: FieldValue;
  readonly onChange: (value: FieldValue) => void;
  readonly language: Language;
  readonly description: ReactNode;
  readonly error: string | undefined;
}

const textOf = (value: FieldValue): string => (typeof value === 'string' ? value : '');

/** The input of a field, by what it takes. */
export function FieldInput(props: InputProps) {
  const { field, language } = props;
  const described = {
    id: inputIdOf(field.id),
    label: labelOf(field, language),
    description: props.description,
    error: props.error,
  };
  switch (field.type) {
    case 'yes_no':
      return <YesNo {...props} />;
    case 'choices':
      return <Choices {...props} />;
    case 'choice':
      return <OneChoice {...props} />;
    case 'count':
    case 'percent':
    case 'amount_eur_thousands':
      return <NumberTyped {...props} />;
    case 'countries':
      return <Countries {...props} />;
    case 'instant':
      return <InstantTyped {...props} />;
    case 'long_text':
      return (
        <Textarea
          {...described}
          autosize
          minRows={3}
          maxLength={limits.notificationFieldCharactersMax}
          value={textOf(props.value)}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          {...described}
          maxLength={limits.notificationFieldCharactersMax}
          value={textOf(props.value)}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      );
  }
}

function YesNo({ field, value, onChange, language, description, error }: InputProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={labelOf(field, language)}
      description={description}
      error={error}
      value={value === null ? 'unknown' : value === true ? 'yes' : 'no'}
      onChange={(chosen) => onChange(chosen === 'unknown' ? null : chosen === 'yes')}
    >
      <Group gap="lg" mt="xs">
        <Radio id={inputIdOf(field.id)} value="yes" label={t('notifications:value.yes')} />
        <Radio value="no" label={t('notifications:value.no')} />
        <Radio value="unknown" label={t('notifications:value.unknown')} />
      </Group>
    </Radio.Group>
  );
}

function Choices({ field, value, onChange, language, description, error }: InputProps) {
  const chosen = Array.isArray(value) ? value : [];
  return (
    <Checkbox.Group
      label={labelOf(field, language)}
      description={description}
      error={error}
      value={chosen}
      onChange={onChange}
    >
      <div className="notification-choices">
        {field.choices.map((one, index) => (
          <Checkbox
            key={one.value}
            {...(index === 0 ? { id: inputIdOf(field.id) } : {})}
            value={one.value}
            label={one.label[language]}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function OneChoice({ field, value, onChange, language, description, error }: InputProps) {
  const { t } = useTranslation();
  return (
    <Select
      id={inputIdOf(field.id)}
      label={labelOf(field, language)}
      description={description}
      error={error}
      clearable
      clearButtonProps={{ 'aria-label': t('shell:choice.clear') }}
      placeholder={t('notifications:value.unknown')}
      data={field.choices.map((one) => ({ value: one.value, label: one.label[language] }))}
      value={textOf(value) === '' ? null : textOf(value)}
      onChange={onChange}
    />
  );
}

/** What is typed stays as typed: words that are no number wait beside the field. */
function NumberTyped({ field, value, onChange, language, description, error }: InputProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  // What stands there may come from elsewhere: another person, or a suggestion that was taken.
  const shown = numberOf(typed) === value ? typed : value === null ? '' : String(value);
  return (
    <TextInput
      id={inputIdOf(field.id)}
      label={labelOf(field, language)}
      description={description}
      inputMode="decimal"
      value={shown}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const number = numberOf(next);
        setTyped(next);
        onChange(number === undefined ? next : number);
      }}
      rightSectionWidth={90}
      rightSection={<span className="quiet small">{t(`notifications:unit.${field.type}`)}</span>}
      error={error}
    />
  );
}

function Countries({ field, value, onChange, language, description, error }: InputProps) {
  const [typed, setTyped] = useState(Array.isArray(value) ? value.join(', ') : '');
  const shown = Array.isArray(value) && countriesOf(typed).join() !== value.join() ? value.join(', ') : typed;
  return (
    <TextInput
      id={inputIdOf(field.id)}
      label={labelOf(field, language)}
      description={description}
      placeholder="BE, NL"
      value={shown}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        const read = countriesOf(event.currentTarget.value);
        onChange(read.length === 0 ? null : read);
      }}
      error={error}
    />
  );
}

/** Stands for a moment whose day is there and whose hour is not, or the other way round. */
const partOfMoment = 'partly typed';

function InstantTyped({ field, value, onChange, language, description, error }: InputProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const at = textOf(value);
  // Typed part by part: what was typed stands while it means what stands there, and is not drawn anew under the hand.
  const [typed, setTyped] = useState({ text: '', means: '' });
  const isKnown = !Number.isNaN(Date.parse(at));
  const shown = typed.means === at ? typed.text : isKnown ? localFieldOf(at, zone.name) : '';
  return (
    <TextInput
      id={inputIdOf(field.id)}
      type="datetime-local"
      label={labelOf(field, language)}
      description={
        <>
          {description} · {t('shell:moment.zone', { zone: zone.name })}
        </>
      }
      value={shown}
      onChange={(event) => {
        const { validity, value: text } = event.currentTarget;
        const next = validity.badInput ? partOfMoment : (instantOfLocalField(text, zone.name) ?? null);
        setTyped({ text, means: next ?? '' });
        onChange(next);
      }}
      error={error}
    />
  );
}
