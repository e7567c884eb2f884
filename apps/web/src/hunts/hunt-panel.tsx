// SPDX-License-Identifier: Apache-2.0
import { type Input, limits, type routes } from '@belfry/contract';
import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { usePurpose } from '../log-entries/purpose.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { MomentField } from '../ui/moment-field.tsx';
import { urls } from '../urls.ts';
import { HuntShown } from './hunt-shown.tsx';
import './hunts.css';

type What = Input<typeof routes.askHunt>['body']['what'];

const dayMs = 86_400_000;
const days = ['1', '7', '30', '90'] as const;

/** Tries a rule of the library, or what is being written, on what the logbook already holds. */
export function HuntPanel({ what }: { what: What }) {
  const { t } = useTranslation();
  const mayTry = [useMay('detection.manage'), useMay('log.search')].every((one) => one);
  const [id, setId] = useState<string>();
  return (
    <section className="panel stack" aria-labelledby="try-on-logbook">
      <h2 id="try-on-logbook">{t('hunts:try')}</h2>
      <p className="quiet">{t(mayTry ? 'hunts:try.means' : 'hunts:may_not')}</p>
      {mayTry ? <HuntForm what={what} onAsked={setId} /> : null}
      {id === undefined ? null : (
        <div className="stack hunt-inline">
          <HuntShown key={id} id={id} isInline />
        </div>
      )}
      {mayTry ? (
        <p>
          <AppLink href={urls.hunts(what.kind === 'rule' ? { rule: what.rule } : undefined)}>
            {t(what.kind === 'rule' ? 'hunts:of_rule' : 'hunts:all')}
          </AppLink>
        </p>
      ) : null}
    </section>
  );
}

function HuntForm({ onAsked, what }: { what: What; onAsked: (id: string) => void }) {
  const { t } = useTranslation();
  const asking = useSending('askHunt');
  const [period, setPeriod] = useState<string>('7');
  const [from, setFrom] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const [purpose, setPurpose] = useState(usePurpose() ?? '');
  const [isChecked, setChecked] = useState(false);
  const isCustom = period === 'custom';
  const isTurned = isCustom && from !== null && until !== null && from >= until;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (purpose.trim() === '' || isTurned || (isCustom && from === null)) {
      return;
    }
    const begin = isCustom ? from : new Date(Date.now() - Number(period) * dayMs).toISOString();
    const end = isCustom ? (until ?? undefined) : undefined;
    asking.mutate(
      { body: { what, purpose: purpose.trim(), from: begin ?? '', until: end } },
      { onSuccess: (asked) => onAsked(asked.id) },
    );
  };
  return (
    <form className="stack" onSubmit={send} noValidate>
      <Select
        label={t('hunts:period')}
        description={t('hunts:period.means')}
        allowDeselect={false}
        data={[...days, 'custom'].map((one) => ({ value: one, label: t(`hunts:period.${one}`) }))}
        value={period}
        onChange={(value) => setPeriod(value ?? '7')}
      />
      {isCustom ? (
        <>
          <MomentField
            label={t('hunts:from')}
            value={from}
            onChange={setFrom}
            error={isChecked && from === null ? t('hunts:from.missing') : undefined}
          />
          <MomentField
            label={t('hunts:until')}
            value={until}
            onChange={setUntil}
            error={isTurned ? t('hunts:until.before_from') : undefined}
          />
        </>
      ) : null}
      <TextInput
        label={t('hunts:purpose')}
        description={t('hunts:purpose.means')}
        maxLength={limits.logPurposeCharactersMax}
        value={purpose}
        error={isChecked && purpose.trim() === '' ? t('hunts:purpose.missing') : undefined}
        onChange={(event) => setPurpose(event.currentTarget.value)}
      />
      <ProblemNotice error={asking.error} />
      <div>
        <Button type="submit" loading={asking.isPending}>
          {t('hunts:begin')}
        </Button>
      </div>
    </form>
  );
}
