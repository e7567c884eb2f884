// SPDX-License-Identifier: Apache-2.0
import type { Incident, Severity, Transition } from '@belfry/contract';
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Reason } from '../ui/reason.tsx';
import { ReferenceChoice } from '../ui/reference-choice.tsx';
import { SeverityChoice } from '../ui/severity-choice.tsx';
import { CloseDialog } from './close-dialog.tsx';

export interface StepProps {
  readonly incident: Incident;
  readonly onClose: () => void;
}

/** The question that goes with a step. */
export function StepDialog({ transition, ...props }: StepProps & { transition: Transition }) {
  switch (transition) {
    case 'confirm':
      return <ConfirmDialog {...props} />;
    case 'resolve':
      return <ResolveDialog {...props} />;
    case 'close':
      return <CloseDialog {...props} />;
    case 'merge':
      return <MergeDialog {...props} />;
    case 'dismiss':
      return <ReasonDialog {...props} step="dismiss" route="dismissIncident" />;
    case 'reopen':
      return <ReasonDialog {...props} step="reopen" route="reopenIncident" />;
    case 'unmerge':
      return <ReasonDialog {...props} step="unmerge" route="unmergeIncident" />;
  }
}

/** Every step names the version it was taken on: a change in between is shown, never overwritten. */
export function callOf<Body extends object>(incident: Incident, body: Body) {
  return { params: { reference: incident.reference }, body: { ...body, version: incident.version } };
}
export const filled = <Name extends string>(name: Name, value: string): Partial<Record<Name, string>> =>
  value.trim() === '' ? {} : ({ [name]: value } as Partial<Record<Name, string>>);

function ConfirmDialog({ incident, onClose }: StepProps) {
  const { t } = useTranslation();
  const step = useSending('confirmIncident');
  const [severity, setSeverity] = useState<Severity | null>(incident.severity);
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={t('incidents:confirm.title', { reference: incident.reference })}
      verb={t('incidents:step.confirm')}
      isSending={step.isPending}
      error={step.error}
      onClose={onClose}
      onSend={() =>
        step.mutate(
          callOf(incident, { ...(severity === null ? {} : { severity }), ...filled('reason', reason) }),
          { onSuccess: onClose },
        )
      }
    >
      <p>{t('incidents:confirm.means')}</p>
      <SeverityChoice label={t('incidents:fact.severity')} value={severity} onChange={setSeverity} />
      {severity === 'critical' ? (
        <p className="notice notice-brass">{t('incidents:critical.means')}</p>
      ) : null}
      <Reason label={t('incidents:reason')} value={reason} onChange={setReason} isOptional />
    </FormDialog>
  );
}

function ResolveDialog({ incident, onClose }: StepProps) {
  const { t } = useTranslation();
  const step = useSending('resolveIncident');
  const [whatWasDone, setWhatWasDone] = useState(incident.resolution?.whatWasDone ?? '');
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('incidents:resolve.title', { reference: incident.reference })}
      verb={t('incidents:step.resolve')}
      isSending={step.isPending}
      error={step.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (whatWasDone.trim() !== '') {
          step.mutate(callOf(incident, { whatWasDone }), { onSuccess: onClose });
        }
      }}
    >
      <Textarea
        data-autofocus
        label={t('incidents:resolve.done')}
        description={t('incidents:resolve.means')}
        autosize
        minRows={4}
        value={whatWasDone}
        onChange={(event) => setWhatWasDone(event.currentTarget.value)}
        error={isChecked && whatWasDone.trim() === '' ? t('incidents:resolve.done_missing') : undefined}
      />
    </FormDialog>
  );
}

function MergeDialog({ incident, onClose }: StepProps) {
  const { t } = useTranslation();
  const step = useSending('mergeIncident');
  const [into, setInto] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('incidents:merge.title', { reference: incident.reference })}
      verb={t('incidents:merge.verb')}
      isSending={step.isPending}
      error={step.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (into !== null) {
          step.mutate(callOf(incident, { into, ...filled('reason', reason) }), { onSuccess: onClose });
        }
      }}
    >
      <p>{t('incidents:merge.means')}</p>
      <ReferenceChoice
        noun="incident"
        label={t('incidents:merge.into')}
        except={incident.reference}
        value={into}
        onChange={setInto}
        error={isChecked && into === null ? t('triage:accept.incident_missing') : undefined}
      />
      <Reason label={t('incidents:reason')} value={reason} onChange={setReason} isOptional />
    </FormDialog>
  );
}

function ReasonDialog(
  props: StepProps & {
    step: 'dismiss' | 'reopen' | 'unmerge';
    route: 'dismissIncident' | 'reopenIncident' | 'unmergeIncident';
  },
) {
  const { t } = useTranslation();
  const { incident, onClose, step: name } = props;
  const step = useSending(props.route);
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t(`incidents:${name}.title`, { reference: incident.reference })}
      verb={t(`incidents:step.${name}`)}
      isSending={step.isPending}
      error={step.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (reason.trim() !== '') {
          step.mutate(callOf(incident, { reason }), { onSuccess: onClose });
        }
      }}
    >
      <p>{t(`incidents:${name}.means`)}</p>
      <Reason
        label={t('incidents:reason')}
        value={reason}
        onChange={setReason}
        error={isChecked && reason.trim() === '' ? t('incidents:reason.missing') : undefined}
      />
    </FormDialog>
  );
}
