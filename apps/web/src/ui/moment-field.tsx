// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { instantOfLocalField, localFieldOf } from './instants.ts';
import { useZone } from './zone.ts';

/** A day and hour, typed in the zone that is shown; the zone stands beside it. */
export function MomentField(props: {
  label: string;
  description?: string;
  value: string | null;
  onChange: (at: string | null) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const zone = useZone();
  return (
    <TextInput
      type="datetime-local"
      label={props.label}
      description={props.description ?? t('shell:moment.zone', { zone: zone.name })}
      defaultValue={props.value === null ? '' : localFieldOf(props.value, zone.name)}
      onChange={(event) => props.onChange(instantOfLocalField(event.currentTarget.value, zone.name) ?? null)}
      error={props.error}
    />
  );
}
