// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldProblem } from '../shell/problem-words.ts';

/** A password to be: long rather than odd, pasted if one likes, shown if one likes. */
export function NewPassword(props: {
  value: string;
  onChange: (value: string) => void;
  error: unknown;
  label?: string;
}) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={props.label ?? t('people:password.new')}
      description={t('people:password.rule', { count: limits.passwordCharactersMin })}
      autoComplete="new-password"
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      error={fieldProblem(t, props.error, 'password')}
      visibilityToggleButtonProps={{ 'aria-label': t('people:password.show'), tabIndex: 0 }}
    />
  );
}
