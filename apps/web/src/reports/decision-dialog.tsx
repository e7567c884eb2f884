// SPDX-License-Identifier: Apache-2.0
import { declineReasons } from '@belfry/contract';
import { Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CannedChoice } from '../triage/canned-choice.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { MomentField } from '../ui/moment-field.tsx';
import { Reason } from '../ui/reason.tsx';
import { ReferenceChoice } from '../ui/reference-choice.tsx';
import { AcceptDialog } from './accept-dialog.tsx';
import { ChosenList, type DecisionProps, useDeciding } from './deciding.tsx';
import { useLookAlikes, useSharePhrase } from './look-alikes.tsx';
import { ClassFields, classesOf } from './report-classes.tsx';
import type { Verb } from './verbs.ts';

/** The question that goes with a verb. For many reports it is the check page too: a count, and which ones. */
export function DecisionDialog({ verb, ...props }: DecisionProps & { verb: Verb; duplicateOf?: string }) {
  switch (verb) {
    case 'accept':
      return <AcceptDialog {...props} />;
    case 'duplicate':
      return <DuplicateDialog {...props} />;
    case 'decline':
      return <DeclineDialog {...props} />;
    case 'ask':
      return <AskDialog {...props} />;
    case 'snooze':
      return <SnoozeDialog {...props} />;
  }
}

function DeclineDialog(props: DecisionProps) {
  const { t } = useTranslation();
  const { canned, isSending, error, send } = useDeciding(props, 'decline');
  const [reason, setReason] = useState<(typeof declineReasons)[number] | null>(null);
  const [note, setNote] = useState('');
  const [classes, setClasses] = useState(() => classesOf(props.chosen));
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('triage:decline.title', { count: props.chosen.length })}
      verb={t('triage:decline.verb', { count: props.chosen.length })}
      isSending={isSending}
      error={error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        if (reason !== null) {
          send({ verb: 'decline', reason, ...classes, ...(note.trim() === '' ? {} : { note }) });
        }
      }}
    >
      <ChosenList chosen={props.chosen} />
      <Select
        data-autofocus
        label={t('triage:decline.reason')}
        data={declineReasons.map((one) => ({ value: one, label: t(`words:decline.${one}`) }))}
        value={reason}
        onChange={(value) => setReason(declineReasons.find((one) => one === value) ?? null)}
        error={isChecked && reason === null ? t('triage:decline.reason_missing') : undefined}
      />
      <CannedChoice purpose="decline" to={props.chosen} text={note} onText={setNote} onPick={canned.picked} />
      <Textarea
        label={`${t('triage:decline.note')} (${t('shell:optional')})`}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ClassFields classes={classes} onChange={setClasses} />
    </FormDialog>
  );
}

function AskDialog(props: DecisionProps) {
  const { t } = useTranslation();
  const { canned, isSending, error, send } = useDeciding(props, 'ask');
  const [text, setText] = useState('');
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('triage:ask.title', { count: props.chosen.length })}
      verb={t('triage:ask.verb')}
      isSending={isSending}
      error={error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        if (text.trim() !== '') {
          send({ verb: 'ask', text });
        }
      }}
    >
      <ChosenList chosen={props.chosen} />
      <CannedChoice purpose="ask" to={props.chosen} text={text} onText={setText} onPick={canned.picked} />
      <Textarea
        data-autofocus
        label={t('triage:ask.question')}
        description={t('reports:message.way')}
        autosize
        minRows={3}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isChecked && text.trim() === '' ? t('triage:ask.question_missing') : undefined}
      />
    </FormDialog>
  );
}

const hourMs = 3_600_000;
const snoozeHours = [4, 24, 72, 168] as const;

function SnoozeDialog(props: DecisionProps) {
  const { t } = useTranslation();
  const { isSending, error, send } = useDeciding(props, 'snooze');
  const [openedAt] = useState(() => Date.now());
  const [choice, setChoice] = useState<string>('24');
  const [until, setUntil] = useState<string | null>(null);
  const [isChecked, setChecked] = useState(false);
  const at = choice === 'other' ? until : new Date(openedAt + Number(choice) * hourMs).toISOString();
  return (
    <FormDialog
      title={t('triage:snooze.title', { count: props.chosen.length })}
      verb={t('triage:snooze.verb', { count: props.chosen.length })}
      isSending={isSending}
      error={error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        if (at !== null) {
          send({ verb: 'snooze', until: at });
        }
      }}
    >
      <ChosenList chosen={props.chosen} />
      <Select
        data-autofocus
        label={t('triage:snooze.until')}
        allowDeselect={false}
        data={[
          ...snoozeHours.map((hours) => ({
            value: String(hours),
            label: t('triage:snooze.hours', { hours }),
          })),
          { value: 'other', label: t('triage:snooze.other') },
        ]}
        value={choice}
        onChange={(value) => setChoice(value ?? '24')}
      />
      {choice === 'other' ? (
        <MomentField
          label={t('triage:snooze.moment')}
          value={until}
          onChange={setUntil}
          error={isChecked && until === null ? t('triage:snooze.moment_missing') : undefined}
        />
      ) : null}
    </FormDialog>
  );
}

function DuplicateDialog(props: DecisionProps & { duplicateOf?: string }) {
  const { t } = useTranslation();
  const { canned, isSending, error, send } = useDeciding(props, 'duplicate');
  const [note, setNote] = useState('');
  const first = props.chosen[0]?.reference ?? '';
  const [of, setOf] = useState<string | null>(props.duplicateOf ?? null);
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('triage:duplicate.title', { count: props.chosen.length })}
      verb={t('triage:duplicate.verb')}
      isSending={isSending}
      error={error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        if (of !== null) {
          send({ verb: 'duplicate', of, ...(note.trim() === '' ? {} : { note }) });
        }
      }}
    >
      <ChosenList chosen={props.chosen} />
      {props.duplicateOf === undefined ? (
        <>
          <AlikeReports reference={first} value={of} onChange={setOf} />
          <ReferenceChoice
            noun="report"
            label={t('triage:duplicate.search')}
            except={first}
            value={of}
            onChange={setOf}
          />
        </>
      ) : null}
      {of === null ? null : <p>{t('triage:duplicate.of', { reference: of })}</p>}
      <CannedChoice
        purpose="duplicate"
        to={props.chosen}
        text={note}
        onText={setNote}
        onPick={canned.picked}
      />
      <Reason label={t('triage:duplicate.note')} value={note} onChange={setNote} isOptional />
      {isChecked && of === null ? (
        <p className="field-problem" role="alert">
          {t('triage:duplicate.missing')}
        </p>
      ) : null}
    </FormDialog>
  );
}

function AlikeReports(props: {
  reference: string;
  value: string | null;
  onChange: (reference: string) => void;
}) {
  const { t } = useTranslation();
  const share = useSharePhrase();
  const { data } = useLookAlikes(props.reference);
  if (data === undefined || data.reports.length === 0) {
    return null;
  }
  return (
    <fieldset className="choices">
      <legend>{t('reports:alike')}</legend>
      {data.reports.map(({ report, similarity }) => (
        <label key={report.reference} className="choice">
          <input
            type="radio"
            name="alike-report"
            checked={props.value === report.reference}
            onChange={() => props.onChange(report.reference)}
          />
          <span>
            {report.reference} <bdi>{report.summary.slice(0, 120)}</bdi>{' '}
            <span className="quiet">· {share(similarity)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
