// SPDX-License-Identifier: Apache-2.0
import type { Incident, Language, NotificationLine, RegimeShown } from '@belfry/contract';
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { useSaid } from '../regimes/use-regimes.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { NotificationStateWord } from './state-word.tsx';

const regimesKept = { staleTime: 3_600_000 };

/** What a stage is called: its regime, and its name by the act. */
export function useStageName(): (
  line: Pick<NotificationLine, 'regimeId' | 'stageId' | 'occurrence'>,
) => string {
  const said = useSaid();
  const { data } = useQuery({ ...reading('readRegimes'), ...regimesKept });
  return ({ occurrence, regimeId, stageId }) => {
    const regime = data?.regimes.find(({ id }) => id === regimeId);
    const stage = regime?.stages.find(({ id }) => id === stageId);
    const name = stage === undefined ? stageId : said(stage.name);
    const whole = regime === undefined ? regimeId : said(regime.name);
    return `${whole} · ${name}${occurrence > 1 ? ` ${occurrence}` : ''}`;
  };
}

/** What authorities are told about an incident, and the way to tell one of one's own accord. */
export function IncidentNotifications({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const [isBeginning, setBeginning] = useState(false);
  const mayDraft = useMay('notifications.draft') && incident.status !== 'merged';
  const { data, error } = useQuery(
    reading('listIncidentNotifications', { params: { reference: incident.reference } }),
  );
  const nameOf = useStageName();
  return (
    <section className="panel stack" aria-labelledby="incident-notifications">
      <div className="panel-head">
        <h2 id="incident-notifications">{t('notifications:many', { count: data?.items.length ?? 0 })}</h2>
        {mayDraft ? (
          <Button size="xs" variant="default" onClick={() => setBeginning(true)}>
            {t('notifications:begin_voluntary')}
          </Button>
        ) : null}
      </div>
      <ProblemNotice error={error} />
      {data?.items.length === 0 ? <p className="quiet">{t('notifications:none')}</p> : null}
      <ul className="plain-list stack">
        {data?.items.map((one) => (
          <li key={one.id}>
            <p className="row">
              <AppLink href={urls.notification(incident.reference, one.reference)}>{one.reference}</AppLink>
              <NotificationStateWord state={one.state} />
              {one.isVoluntary ? <span className="chip">{t('notifications:voluntary')}</span> : null}
            </p>
            <p>
              {nameOf(one)}
              {one.authority === null ? null : (
                <span className="quiet">
                  {' · '}
                  <bdi>{one.authority.name}</bdi>
                </span>
              )}
            </p>
            <p className="quiet small">
              {t(one.submittedAt === null ? 'notifications:changed' : 'notifications:submitted')}{' '}
              <Moment at={one.submittedAt ?? one.changedAt} />
            </p>
          </li>
        ))}
      </ul>
      {isBeginning ? (
        <VoluntaryDialog incident={incident.reference} onClose={() => setBeginning(false)} />
      ) : null}
    </section>
  );
}

/** Begins the draft of a stage, or opens the one that is under way. */
export function useBeginNotification(incident: string) {
  const begin = useSending('beginNotification');
  const { history } = useRouter();
  return {
    isSending: begin.isPending,
    error: begin.error,
    begin: (stage: { regimeId: string; stageId: string; occurrence?: number }) =>
      begin.mutate(
        { params: { reference: incident }, body: stage },
        { onSuccess: (made) => history.push(urls.notification(incident, made.reference)) },
      ),
  };
}

const voluntaryOf = (regimes: readonly RegimeShown[]) =>
  regimes.flatMap((regime) =>
    regime.stages.filter(({ duty }) => duty === 'voluntary').map((stage) => ({ regime, stage })),
  );

/** Telling without having to: NIS2 Art. 30 and its like. No duty follows from it. */
function VoluntaryDialog({ incident, onClose }: { incident: string; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const { data, error } = useQuery({ ...reading('readRegimes'), ...regimesKept });
  const { begin, error: refused, isSending } = useBeginNotification(incident);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isChecked, setChecked] = useState(false);
  const stages = voluntaryOf(data?.regimes ?? []);
  const keyOf = ({ regime, stage }: (typeof stages)[number]) => `${regime.id} ${stage.id}`;
  return (
    <FormDialog
      title={t('notifications:begin_voluntary')}
      verb={t('notifications:begin_verb')}
      isSending={isSending}
      error={refused ?? error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        const one = stages.find((stage) => keyOf(stage) === chosen);
        if (one !== undefined) {
          begin({ regimeId: one.regime.id, stageId: one.stage.id });
        }
      }}
    >
      <p>{t('notifications:voluntary.means')}</p>
      <Select
        label={t('notifications:voluntary.which')}
        data={stages.map((one) => ({
          value: keyOf(one),
          label: `${one.stage.name[language]} · ${one.stage.recipient[language]} · ${one.stage.legal.cite}`,
        }))}
        value={chosen}
        onChange={setChosen}
        error={isChecked && chosen === null ? t('notifications:voluntary.choose') : undefined}
      />
    </FormDialog>
  );
}
