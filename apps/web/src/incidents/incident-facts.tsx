// SPDX-License-Identifier: Apache-2.0
import type { Incident } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Reason } from '../ui/reason.tsx';
import { SeverityWord, TlpLabel } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { FactsDialog } from './facts-dialog.tsx';
import { callOf, filled } from './step-dialogs.tsx';

/** The classification as a properties table, with the way to change it. */
export function IncidentFacts({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const { t } = useTranslation();
  const [isChanging, setChanging] = useState(false);
  return (
    <section className="panel" aria-labelledby="facts">
      <div className="panel-head">
        <h2 id="facts">{t('incidents:facts')}</h2>
        {mayWork ? (
          <Button variant="default" size="xs" onClick={() => setChanging(true)}>
            {t('incidents:facts.change')}
          </Button>
        ) : null}
      </div>
      <dl className="properties">
        <div>
          <dt>{t('incidents:fact.severity')}</dt>
          <dd>
            <SeverityWord severity={incident.severity} />
          </dd>
        </div>
        <div>
          <dt>{t('incidents:fact.class')}</dt>
          <dd>
            {incident.class === null ? t('incidents:not_yet') : t(`words:class.${incident.class}`)}
            {incident.type === null ? null : ` → ${t(`words:type.${incident.type}`)}`}
          </dd>
        </div>
        <div>
          <dt>{t('incidents:fact.functions')}</dt>
          <dd>
            <Functions names={incident.functions} />
          </dd>
        </div>
        <div>
          <dt>{t('incidents:fact.personal_data')}</dt>
          <dd>{t(`words:personal_data.${incident.personalData}`)}</dd>
        </div>
        <div>
          <dt>{t('incidents:fact.tlp')}</dt>
          <dd>
            <TlpLabel tlp={incident.tlp} />
          </dd>
        </div>
        <div>
          <dt>{t('incidents:fact.restricted')}</dt>
          <dd>
            {t(incident.restricted ? 'incidents:restricted.yes' : 'incidents:restricted.no')}
            <RestrictButton incident={incident} mayWork={mayWork} />
          </dd>
        </div>
      </dl>
      <p className="small facts-links">
        <AppLink href={urls.history({ subject: incident.reference })}>{t('incidents:history')}</AppLink>
      </p>
      {isChanging ? <FactsDialog incident={incident} onClose={() => setChanging(false)} /> : null}
    </section>
  );
}

function Functions({ names }: { names: readonly string[] }) {
  const { t } = useTranslation();
  return names.length === 0
    ? t('incidents:not_yet')
    : names.map((name) => t(`words:function.${name}`, { defaultValue: name })).join(', ');
}

function RestrictButton({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const { t } = useTranslation();
  const mayRestrict = useMay('incidents.restrict');
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const change = useSending('changeIncident');
  if (!mayRestrict || !mayWork) {
    return null;
  }
  const verb = t(incident.restricted ? 'incidents:restricted.lift' : 'incidents:restricted.set');
  return (
    <>
      {' '}
      <Button variant="default" size="compact-sm" className="in-line" onClick={() => setAsking(true)}>
        {verb}
      </Button>
      {isAsking ? (
        <FormDialog
          title={verb}
          verb={verb}
          isSending={change.isPending}
          error={change.error}
          onClose={() => setAsking(false)}
          onSend={() =>
            change.mutate(
              callOf(incident, { restricted: !incident.restricted, ...filled('reason', reason) }),
              { onSuccess: () => setAsking(false) },
            )
          }
        >
          <p>
            {t(incident.restricted ? 'incidents:restricted.lift_means' : 'incidents:restricted.set_means')}
          </p>
          <Reason label={t('incidents:reason')} value={reason} onChange={setReason} isOptional />
        </FormDialog>
      ) : null}
    </>
  );
}
