// SPDX-License-Identifier: Apache-2.0
import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Why somebody does something, in their own words. */
export function Reason(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  isOptional?: boolean;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={props.isOptional === true ? `${props.label} (${t('shell:optional')})` : props.label}
      autosize
      minRows={2}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      error={props.error}
    />
  );
}
