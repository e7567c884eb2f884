// SPDX-License-Identifier: Apache-2.0
import { certainties, type Incident, type MomentName, momentNames } from '@belfry/contract';
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { MomentField } from '../ui/moment-field.tsx';
import { Reason } from '../ui/reason.tsx';
import { filled } from './step-dialogs.tsx';

/** The moments, kept apart: each with who set it, when and why. */
export function Moments({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const { t } = useTranslation();
  const [setting, setSetting] = useState<MomentName>();
  return (
    <section className="panel" aria-labelledby="moments">
      <h2 id="moments">{t('incidents:moments')}</h2>
      <table className="moments-table">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('incidents:moments.name')}</th>
            <th scope="col">{t('incidents:moments.at')}</th>
          </tr>
        </thead>
        <tbody>
          {momentNames.map((name) => (
            <MomentRow
              key={name}
              name={name}
              incident={incident}
              onSet={mayWork ? () => setSetting(name) : null}
            />
          ))}
        </tbody>
      </table>
      {setting === undefined ? null : (
        <MomentDialog incident={incident} name={setting} onClose={() => setSetting(undefined)} />
      )}
    </section>
  );
}

function MomentRow(props: { name: MomentName; incident: Incident; onSet: (() => void) | null }) {
  const { t } = useTranslation();
  const set = props.incident.moments[props.name];
  return (
    <tr>
      <th scope="row">{t(`incidents:moment.${props.name}`)}</th>
      <td>
        {set === null ? (
          <span className="quiet">{t('incidents:not_yet')}</span>
        ) : (
          <>
            <Moment at={set.at} />
            {set.certainty === 'certain' ? null : ` (${t(`words:certainty.${set.certainty}`)})`}
            <div className="quiet small">
              {t('incidents:moments.set_by')} <bdi>{set.setBy}</bdi>,{' '}
              <Moment at={set.setAt} withRelative={false} />
              {set.reason === null ? null : (
                <>
                  {': '}
                  <bdi>{set.reason}</bdi>
                </>
              )}
            </div>
          </>
        )}
        {props.onSet === null ? null : (
          <Button variant="default" size="compact-sm" className="in-line" onClick={props.onSet}>
            {t(set === null ? 'incidents:moments.set' : 'incidents:moments.correct')}
            <span className="visually-hidden">: {t(`incidents:moment.${props.name}`)}</span>
          </Button>
        )}
      </td>
    </tr>
  );
}

function MomentDialog(props: { incident: Incident; name: MomentName; onClose: () => void }) {
  const { t } = useTranslation();
  const { incident, name, onClose } = props;
  const before = incident.moments[name];
  const set = useSending('setMoment');
  const [at, setAt] = useState<string | null>(before?.at ?? null);
  const [certainty, setCertainty] = useState<(typeof certainties)[number]>(before?.certainty ?? 'certain');
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const needsReason = before !== null && reason.trim() === '';
  return (
    <FormDialog
      title={t(`incidents:moment.${name}`)}
      verb={t(before === null ? 'incidents:moments.set_verb' : 'incidents:moments.correct_verb')}
      isSending={set.isPending}
      error={set.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (at !== null && !needsReason) {
          set.mutate(
            {
              params: { reference: incident.reference, moment: name },
              body: { at, certainty, ...filled('reason', reason) },
            },
            { onSuccess: onClose },
          );
        }
      }}
    >
      <p>{t(`incidents:moment.${name}.means`)}</p>
      <MomentField
        label={t('incidents:moments.at')}
        value={at}
        onChange={setAt}
        error={isChecked && at === null ? t('incidents:moments.at_missing') : undefined}
      />
      <Select
        label={t('incidents:moments.certainty')}
        allowDeselect={false}
        data={certainties.map((one) => ({ value: one, label: t(`words:certainty.${one}`) }))}
        value={certainty}
        onChange={(value) => setCertainty(certainties.find((one) => one === value) ?? 'certain')}
      />
      <Reason
        label={t('incidents:moments.why')}
        value={reason}
        onChange={setReason}
        isOptional={before === null}
        error={isChecked && needsReason ? t('incidents:moments.why_missing') : undefined}
      />
    </FormDialog>
  );
}
