// SPDX-License-Identifier: Apache-2.0
import { limits, measureStates } from '@belfry/contract';
import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, useSending } from '../api.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { CivilDate } from '../ui/moment.tsx';
import { PersonChoice } from '../ui/person-choice.tsx';
import { urls } from '../urls.ts';

type Measure = AnswerOf<'listMeasures'>['items'][number];

/** Measures that follow from incidents. */
export function MeasureList(props: { items: readonly Measure[]; mayWork: boolean; showsIncident?: boolean }) {
  const { t } = useTranslation();
  const showsIncident = props.showsIncident === true;
  return (
    <div className="table-frame">
      <table className="desk-table">
        <caption className="visually-hidden">{t('tasks:measures.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('tasks:measures.column')}</th>
            {showsIncident ? <th scope="col">{t('tasks:column.incident')}</th> : null}
            <th scope="col">{t('tasks:column.owner')}</th>
            <th scope="col">{t('tasks:column.due')}</th>
            <th scope="col">{t('tasks:column.state')}</th>
          </tr>
        </thead>
        <tbody>
          {props.items.map((measure) => (
            <tr key={measure.id}>
              <th scope="row" className="cell-title">
                <bdi>{measure.title}</bdi>
              </th>
              {showsIncident ? (
                <td>
                  <AppLink href={urls.incident(measure.incident)}>{measure.incident}</AppLink>
                </td>
              ) : null}
              <td data-label={t('tasks:column.owner')}>
                <bdi>{measure.owner?.name ?? t('shell:nobody')}</bdi>
              </td>
              <td data-label={t('tasks:column.due')}>
                {measure.dueOn === null ? (
                  <span className="quiet">{t('tasks:no_due')}</span>
                ) : (
                  <CivilDate on={measure.dueOn} />
                )}
              </td>
              <td>
                {t(`words:measure_state.${measure.state}`)}
                {props.mayWork ? <ChangeMeasure measure={measure} /> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ChangeMeasure({ measure }: { measure: Measure }) {
  const { t } = useTranslation();
  const [isChanging, setChanging] = useState(false);
  return (
    <div className="row cell-buttons">
      <Button variant="default" size="compact-sm" className="in-line" onClick={() => setChanging(true)}>
        {t('tasks:change')}
        <span className="visually-hidden">: {measure.title}</span>
      </Button>
      {isChanging ? <MeasureDialog measure={measure} onClose={() => setChanging(false)} /> : null}
    </div>
  );
}

function MeasureDialog({ measure, onClose }: { measure: Measure; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useSending('changeMeasure');
  const [title, setTitle] = useState(measure.title);
  const [owner, setOwner] = useState(measure.owner?.id ?? null);
  const [dueOn, setDueOn] = useState(measure.dueOn ?? '');
  const [state, setState] = useState(measure.state);
  const send = () =>
    change.mutate(
      {
        params: { measure: measure.id },
        body: {
          ...(title === measure.title || title.trim() === '' ? {} : { title }),
          ...(owner === (measure.owner?.id ?? null) ? {} : { owner }),
          ...(dueOn === (measure.dueOn ?? '') ? {} : { dueOn: dueOn === '' ? null : dueOn }),
          ...(state === measure.state ? {} : { state }),
        },
      },
      { onSuccess: onClose },
    );
  return (
    <FormDialog
      title={t('tasks:measures.change_title')}
      verb={t('tasks:measures.save')}
      isSending={change.isPending}
      error={change.error}
      onClose={onClose}
      onSend={send}
    >
      <TextInput
        data-autofocus
        label={t('tasks:measures.column')}
        value={title}
        maxLength={limits.titleCharactersMax}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <PersonChoice label={t('incidents:measure.owner')} value={owner} onChange={setOwner} />
      <TextInput
        type="date"
        label={t('incidents:measure.due')}
        value={dueOn}
        onChange={(event) => setDueOn(event.currentTarget.value)}
      />
      <Select
        label={t('tasks:column.state')}
        allowDeselect={false}
        data={measureStates.map((one) => ({ value: one, label: t(`words:measure_state.${one}`) }))}
        value={state}
        onChange={(value) => setState(measureStates.find((one) => one === value) ?? measure.state)}
      />
    </FormDialog>
  );
}
