// SPDX-License-Identifier: Apache-2.0
import type { Incident } from '@belfry/contract';
import { Checkbox, Select, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { MomentField } from '../ui/moment-field.tsx';

/** What the help is for, what may be looked at, and until when. */
export function AskAssistance({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation();
  const ask = useSending('askAssistance');
  const { data } = useQuery(reading('listAuthorities', { query: { kind: 'csirt' } }));
  const [authority, setAuthority] = useState<string | null>(null);
  const [typed, setTyped] = useState({ purpose: '', scope: '', systems: '' });
  const [copiesAllowed, setCopies] = useState(false);
  const [period, setPeriod] = useState<{ from: string | null; until: string | null }>({
    from: null,
    until: null,
  });
  const [isChecked, setChecked] = useState(false);
  const field = (name: keyof typeof typed) => ({
    label: t(`assistance-requests:${name}`),
    value: typed[name],
    autosize: true,
    minRows: 2,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
    error:
      isChecked && name !== 'systems' && typed[name].trim() === ''
        ? t(`assistance-requests:${name}.missing`)
        : undefined,
  });
  const send = () => {
    setChecked(true);
    const { from, until } = period;
    if (typed.purpose.trim() === '' || typed.scope.trim() === '' || from === null || until === null) return;
    const systems = typed.systems
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const { purpose, scope } = typed;
    ask.mutate(
      {
        params: { reference: incident.reference },
        body: { authority, purpose, scope, systems, copiesAllowed, from, until },
      },
      { onSuccess: onClose },
    );
  };
  const moment = (name: 'from' | 'until') => (
    <MomentField
      label={t(`assistance-requests:${name}`)}
      value={period[name]}
      onChange={(at) => setPeriod((before) => ({ ...before, [name]: at }))}
      error={isChecked && period[name] === null ? t('assistance-requests:period.missing') : undefined}
    />
  );
  return (
    <FormDialog
      title={t('assistance-requests:ask.title', { reference: incident.reference })}
      verb={t('assistance-requests:ask')}
      isSending={ask.isPending}
      error={ask.error}
      onClose={onClose}
      onSend={send}
    >
      <p className="quiet">{t('assistance-requests:conditions')}</p>
      <Select
        data-autofocus
        label={t('assistance-requests:authority')}
        data={data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={authority}
        onChange={setAuthority}
        searchable
        clearable
      />
      <Textarea {...field('purpose')} />
      <Textarea {...field('scope')} />
      <Textarea {...field('systems')} description={t('assistance-requests:systems.means')} />
      <Checkbox
        label={t('assistance-requests:copies')}
        checked={copiesAllowed}
        onChange={(event) => setCopies(event.currentTarget.checked)}
      />
      {moment('from')}
      {moment('until')}
    </FormDialog>
  );
}
