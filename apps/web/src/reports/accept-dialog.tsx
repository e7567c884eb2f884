// SPDX-License-Identifier: Apache-2.0
import { limits, type Severity } from '@belfry/contract';
import { Checkbox, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { useMay } from '../shell/session.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { ReferenceChoice } from '../ui/reference-choice.tsx';
import { SeverityChoice } from '../ui/severity-choice.tsx';
import { ChosenList, type DecisionProps, useDeciding } from './deciding.tsx';
import { useLookAlikes, useSharePhrase } from './look-alikes.tsx';
import { type Classes, ClassFields, classesOf } from './report-classes.tsx';

interface NewIncident {
  title: string;
  severity: Severity | null;
  confirm: boolean;
  restricted: boolean;
}

/** Accepting: a new incident, made of all that was chosen, or one that exists. */
export function AcceptDialog(props: DecisionProps) {
  const { t } = useTranslation();
  const mayDeclare = useMay('incidents.declare');
  const [way, setWay] = useState<'new' | 'existing'>(mayDeclare ? 'new' : 'existing');
  const [into, setInto] = useState<string | null>(null);
  const [fresh, setFresh] = useState<NewIncident>(() => ({
    title: firstLine(props.chosen[0]?.summary ?? ''),
    severity: null,
    confirm: false,
    restricted: false,
  }));
  const [classes, setClasses] = useState(() => classesOf(props.chosen));
  const [isChecked, setChecked] = useState(false);
  const accepting = useAccepting(props);
  return (
    <FormDialog
      title={t('triage:accept.title', { count: props.chosen.length })}
      verb={t(way === 'new' ? 'triage:accept.verb_new' : 'triage:accept.verb_into')}
      isSending={accepting.isSending}
      error={accepting.error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        if (way === 'existing' && into !== null) {
          accepting.into(into, classes);
        } else if (way === 'new' && fresh.title.trim() !== '') {
          accepting.asNew(fresh, classes);
        }
      }}
    >
      <ChosenList chosen={props.chosen} />
      {mayDeclare ? (
        <Radio.Group
          label={t('triage:accept.way')}
          value={way}
          onChange={(value) => setWay(value === 'existing' ? 'existing' : 'new')}
        >
          <div className="stack radio-stack">
            <Radio value="new" label={t('triage:accept.new', { count: props.chosen.length })} />
            <Radio value="existing" label={t('triage:accept.existing')} />
          </div>
        </Radio.Group>
      ) : null}
      {way === 'new' ? (
        <NewIncidentFields
          fresh={fresh}
          onChange={setFresh}
          isChecked={isChecked}
          isOne={props.chosen.length === 1}
        />
      ) : (
        <ExistingIncident
          reference={props.chosen[0]?.reference ?? ''}
          value={into}
          onChange={setInto}
          isMissing={isChecked && into === null}
        />
      )}
      <ClassFields classes={classes} onChange={setClasses} />
    </FormDialog>
  );
}

function firstLine(summary: string): string {
  return (summary.split('\n', 1)[0] ?? '').trim().slice(0, limits.titleCharactersMax);
}

/** One report is decided on; many make one incident together, which is declaring it from them. */
function useAccepting(props: DecisionProps) {
  const one = useDeciding(props, 'accept');
  const declare = useSending('declareIncident');
  const classify = useSending('classifyReports');
  const references = props.chosen.map((each) => each.reference);
  return {
    isSending: one.isSending || declare.isPending || classify.isPending,
    error: one.error ?? declare.error ?? classify.error,
    into: (into: string, classes: Classes) => one.send({ verb: 'accept', into, ...classes }),
    asNew: ({ title, severity, confirm, restricted }: NewIncident, classes: Classes) => {
      const level = severity === null ? {} : { severity };
      if (references.length === 1) {
        one.send({ verb: 'accept', title, confirm, restricted, ...classes, ...level });
        return;
      }
      declare.mutate(
        { body: { title, restricted, fromReports: references, ...level } },
        {
          onSuccess: (incident) => {
            if (Object.keys(classes).length > 0) {
              classify.mutate({ body: { references, ...classes } });
            }
            props.onDecided({
              verb: 'accept',
              outcomes: references.map((reference) => ({
                reference,
                state: 'accepted',
                incident: incident.reference,
                refused: null,
                detail: null,
              })),
            });
          },
        },
      );
    },
  };
}

function NewIncidentFields(props: {
  fresh: NewIncident;
  onChange: (fresh: NewIncident) => void;
  isChecked: boolean;
  isOne: boolean;
}) {
  const { t } = useTranslation();
  const mayRestrict = useMay('incidents.restrict');
  const { fresh } = props;
  const patch = (change: Partial<NewIncident>) => props.onChange({ ...fresh, ...change });
  return (
    <>
      <TextInput
        data-autofocus
        label={t('triage:accept.incident_title')}
        value={fresh.title}
        maxLength={limits.titleCharactersMax}
        onChange={(event) => patch({ title: event.currentTarget.value })}
        error={
          props.isChecked && fresh.title.trim() === '' ? t('triage:accept.incident_title_missing') : undefined
        }
      />
      <SeverityChoice
        label={`${t('triage:accept.severity')} (${t('shell:optional')})`}
        value={fresh.severity}
        onChange={(severity) => patch({ severity })}
      />
      {props.isOne ? (
        <Checkbox
          label={t('triage:accept.confirm')}
          checked={fresh.confirm}
          onChange={(event) => patch({ confirm: event.currentTarget.checked })}
        />
      ) : null}
      {mayRestrict ? (
        <Checkbox
          label={t('triage:accept.restricted')}
          description={t('triage:accept.restricted_means')}
          checked={fresh.restricted}
          onChange={(event) => patch({ restricted: event.currentTarget.checked })}
        />
      ) : null}
    </>
  );
}

function ExistingIncident(props: {
  reference: string;
  value: string | null;
  onChange: (reference: string) => void;
  isMissing: boolean;
}) {
  const { t } = useTranslation();
  const share = useSharePhrase();
  const { data } = useLookAlikes(props.reference);
  const alike = data?.incidents ?? [];
  return (
    <>
      {alike.length === 0 ? null : (
        <fieldset className="choices">
          <legend>{t('reports:alike')}</legend>
          {alike.map((one) => (
            <label key={one.reference} className="choice">
              <input
                type="radio"
                name="alike-incident"
                checked={props.value === one.reference}
                onChange={() => props.onChange(one.reference)}
              />
              <span>
                {one.reference} <bdi>{one.title}</bdi>{' '}
                <span className="quiet">
                  · {t(`words:status.${one.status}`)} · {share(one.similarity)}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <ReferenceChoice
        noun="incident"
        label={t('triage:accept.search')}
        value={props.value}
        onChange={props.onChange}
        error={props.isMissing ? t('triage:accept.incident_missing') : undefined}
      />
      {props.value === null ? null : <p>{t('triage:accept.into', { reference: props.value })}</p>}
    </>
  );
}
