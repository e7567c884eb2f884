// SPDX-License-Identifier: Apache-2.0
import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MomentField } from '../ui/moment-field.tsx';

const dayMs = 86_400_000;
const days = [1, 7, 30, 90, 180] as const;
const usual = 30;

const inDays = (count: number): string => new Date(Date.now() + count * dayMs).toISOString();
/** Until when something is left out, unless somebody says otherwise. */
export const usualUntil = (): string => inDays(usual);

/** Until when: some days from now, or a moment. Nothing is left out for ever. */
export function UntilField(props: {
  value: string | null;
  onChange: (at: string | null) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<string>(String(usual));
  return (
    <>
      <Select
        label={t('findings:until')}
        description={t('findings:until.means')}
        allowDeselect={false}
        data={[
          ...days.map((count) => ({ value: String(count), label: t('findings:until.days', { count }) })),
          { value: 'other', label: t('findings:until.other') },
        ]}
        value={choice}
        onChange={(value) => {
          setChoice(value ?? String(usual));
          props.onChange(value === 'other' ? null : inDays(Number(value ?? usual)));
        }}
      />
      {choice === 'other' ? (
        <MomentField
          label={t('findings:until.moment')}
          value={props.value}
          onChange={props.onChange}
          error={props.error}
        />
      ) : null}
    </>
  );
}
