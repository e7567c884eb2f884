// SPDX-License-Identifier: Apache-2.0
import { type Language, type Organisation, type Severity, severities } from '@belfry/contract';
import { Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageNames } from '../messages/messages.ts';

type Labels = Organisation['severityLabels'];

/** The organisation's own words for the four levels, a language at a time. The levels themselves stay. */
export function SeverityWordsForm(props: {
  labels: Labels;
  spoken: readonly Language[];
  onChange: (labels: Labels) => void;
}) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<Language>(props.spoken[0] ?? 'en');
  const change = (severity: Severity, patch: { label?: string; meaning?: string }) => {
    const before = props.labels[severity]?.[language] ?? { label: '', meaning: '' };
    const after = { ...before, ...patch };
    const { [language]: _, ...others } = props.labels[severity] ?? {};
    const isEmpty = after.label.trim() === '';
    // Without a label of its own a level shows ours, and ours says what it means.
    const words = isEmpty && after.meaning.trim() === '' ? others : { ...others, [language]: after };
    props.onChange({ ...props.labels, [severity]: words });
  };
  return (
    <fieldset className="panel stack">
      <legend>{t('people:severity.title')}</legend>
      <p className="quiet">{t('people:severity.means')}</p>
      <Select
        label={t('people:person.language')}
        data={props.spoken.map((value) => ({ value, label: languageNames[value] }))}
        value={language}
        allowDeselect={false}
        onChange={(value) => setLanguage((value ?? language) as Language)}
      />
      {severities.map((severity) => {
        const own = props.labels[severity]?.[language];
        const usual = t(`words:severity.${severity}`);
        return (
          <div key={severity} className="stack">
            <TextInput
              label={t('people:severity.label', { level: usual })}
              placeholder={usual}
              lang={language}
              value={own?.label ?? ''}
              onChange={(event) => change(severity, { label: event.currentTarget.value })}
            />
            <Textarea
              label={t('people:severity.meaning', { level: usual })}
              placeholder={t(`words:severity_means.${severity}`)}
              lang={language}
              autosize
              value={own?.meaning ?? ''}
              onChange={(event) => change(severity, { meaning: event.currentTarget.value })}
            />
          </div>
        );
      })}
    </fieldset>
  );
}
