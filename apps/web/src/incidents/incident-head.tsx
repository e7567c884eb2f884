// SPDX-License-Identifier: Apache-2.0
import type { Incident, Transition } from '@belfry/contract';
import { Button, CopyButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { RestrictedChip, SeverityWord, StatusWord, TlpLabel } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { StepDialog } from './step-dialogs.tsx';

/** Who it is, where it stands, and the steps it can take. */
export function IncidentHead({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  return (
    <header className="incident-head">
      <p className="row incident-words">
        <CopyButton value={incident.reference}>
          {({ copied, copy }) => (
            <button type="button" className="copy-reference" onClick={copy}>
              {incident.reference}
              <span className="quiet small"> {t(copied ? 'incidents:copied' : 'incidents:copy')}</span>
            </button>
          )}
        </CopyButton>
        <StatusWord status={incident.status} />
        <SeverityWord severity={incident.severity} />
        <TlpLabel tlp={incident.tlp} />
        {incident.restricted ? <RestrictedChip /> : null}
      </p>
      <PageTitle
        title={`${incident.reference} ${incident.title}`}
        shown={<bdi>{incident.title}</bdi>}
        lead={
          <>
            {t('incidents:declared')} <Moment at={incident.declaredAt} /> · {t('incidents:led_by')}{' '}
            <bdi>{incident.lead?.name ?? t('shell:nobody')}</bdi>
            {incident.mergedInto === null ? null : (
              <>
                {' · '}
                {t('incidents:merged_into')}{' '}
                <AppLink href={urls.incident(incident.mergedInto)}>{incident.mergedInto}</AppLink>
              </>
            )}
          </>
        }
      />
      <Steps incident={incident} />
    </header>
  );
}

/** The steps as they usually follow; the ones that undo or end come last. */
const usual: readonly Transition[] = ['confirm', 'resolve', 'close', 'unmerge', 'reopen', 'merge', 'dismiss'];

/** The step that usually comes next is filled; the ones that cannot be taken now say why. */
function Steps({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Transition>();
  const allowed = incident.possible
    .filter((one) => one.allowed)
    .toSorted((a, b) => usual.indexOf(a.transition) - usual.indexOf(b.transition));
  const others = incident.possible.filter((one) => !one.allowed);
  const mayNothing = others.length > 0 && others.every((one) => one.reason === 'permission.missing');
  return (
    <div className="stack">
      <div className="row">
        {allowed.map(({ transition }, index) => (
          <Button
            key={transition}
            variant={index === 0 && transition !== 'reopen' ? 'filled' : 'default'}
            onClick={() => setAsking(transition)}
          >
            {t(`incidents:step.${transition}`)}
          </Button>
        ))}
      </div>
      {mayNothing ? <p className="quiet">{t('incidents:step.read_only')}</p> : null}
      {others.length > 0 && !mayNothing ? (
        <details className="other-steps">
          <summary>{t('incidents:step.others')}</summary>
          <ul>
            {others.map(({ transition, reason }) => (
              <li key={transition}>
                {t(`incidents:step.${transition}`)}:{' '}
                {reason === 'permission.missing'
                  ? t('problems:permission.missing.title')
                  : t(`incidents:step.${transition}.needs`)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {asking === undefined ? null : (
        <StepDialog transition={asking} incident={incident} onClose={() => setAsking(undefined)} />
      )}
    </div>
  );
}
