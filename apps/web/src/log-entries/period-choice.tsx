// SPDX-License-Identifier: Apache-2.0
import { Button, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MomentField } from '../ui/moment-field.tsx';
import { boundsOf, periodIn, periodNames } from './period.ts';

type State = Readonly<Record<string, string | undefined>>;

/** Which period is looked at, and which moment it means. */
export function PeriodChoice({ onChange, state }: { state: State; onChange: (patch: State) => void }) {
  const { t } = useTranslation();
  const period = periodIn(state);
  const choices = [...periodNames, 'custom'] as const;
  return (
    <div className="row log-period">
      <SegmentedControl
        aria-label={t('logbook:period')}
        className="log-period-wide"
        data={choices.map((one) => ({ value: one, label: t(`logbook:period.${one}`) }))}
        value={period ?? '1h'}
        onChange={(value) => onChange({ period: value, from: undefined, until: undefined })}
      />
      <Select
        className="log-period-narrow"
        label={t('logbook:period')}
        allowDeselect={false}
        data={choices.map((one) => ({ value: one, label: t(`logbook:period.${one}`) }))}
        value={period ?? '1h'}
        onChange={(value) => onChange({ period: value ?? '1h', from: undefined, until: undefined })}
      />
      <Select
        label={t('logbook:clock')}
        allowDeselect={false}
        data={[
          { value: 'event', label: t('logbook:clock.event') },
          { value: 'received', label: t('logbook:clock.received') },
        ]}
        value={state['clock'] === 'received' ? 'received' : 'event'}
        onChange={(value) => onChange({ clock: value === 'received' ? 'received' : undefined })}
      />
      {period === 'custom' ? (
        <TwoMoments key={`${state['from']} ${state['until']}`} state={state} onChange={onChange} />
      ) : null}
    </div>
  );
}

function TwoMoments({ onChange, state }: { state: State; onChange: (patch: State) => void }) {
  const { t } = useTranslation();
  const asked = boundsOf(state, 0);
  const [from, setFrom] = useState(asked.from ?? null);
  const [until, setUntil] = useState(asked.until ?? null);
  const isTurned = from !== null && until !== null && from >= until;
  return (
    <div className="row">
      <MomentField label={t('logbook:from')} value={from} onChange={setFrom} />
      <MomentField
        label={t('logbook:until')}
        value={until}
        onChange={setUntil}
        error={isTurned ? t('logbook:until.before_from') : undefined}
      />
      <Button
        variant="default"
        disabled={isTurned}
        onClick={() => onChange({ from: from ?? undefined, until: until ?? undefined })}
      >
        {t('logbook:period.take')}
      </Button>
    </div>
  );
}
