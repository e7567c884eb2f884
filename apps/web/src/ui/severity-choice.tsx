// SPDX-License-Identifier: Apache-2.0
import { type Severity, severities } from '@belfry/contract';
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSeverityWords } from './words.tsx';

/** The four levels in the organisation's words; what the chosen one means stands below. */
export function SeverityChoice(props: {
  label: string;
  value: Severity | null;
  onChange: (severity: Severity | null) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const words = useSeverityWords();
  return (
    <Select
      label={props.label}
      description={words(props.value).meaning}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      clearable
      clearButtonProps={{ 'aria-label': t('shell:choice.clear') }}
      placeholder={t('words:severity.none')}
      data={severities.map((one) => ({ value: one, label: words(one).label }))}
      value={props.value}
      onChange={(value) => props.onChange(severities.find((one) => one === value) ?? null)}
      error={props.error}
    />
  );
}
