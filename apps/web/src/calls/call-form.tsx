// SPDX-License-Identifier: Apache-2.0
import { type CallAnswers, type CallDraft, languages, limits, ongoingAnswers } from '@belfry/contract';
import { Button, Checkbox, Radio, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { Moment } from '../ui/moment.tsx';
import { SeverityChoice } from '../ui/severity-choice.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { useZone } from '../ui/zone.ts';
import { TermChoice } from '../vocabularies/terms.tsx';
import { useCallSaving } from './call-saving.ts';
import { CallerFinder } from './caller-finder.tsx';
import { SaveStanding } from './save-standing.tsx';
import { spokenMoment } from './spoken-moment.ts';

interface Props {
  readonly id: string;
  readonly begun: CallDraft | null;
  readonly fresh: CallAnswers;
  readonly onSent: (answer: AnswerOf<'sendCall'>, language: CallAnswers['language']) => void;
  readonly onGone: () => void;
}

interface PartProps {
  readonly answers: CallAnswers;
  readonly change: (patch: Partial<CallAnswers>) => void;
  readonly error: unknown;
}

/** One page in the order of a call: what, now?, when, who, call back, and what was noted while listening. */
export function CallForm({ begun, fresh, id, onGone, onSent }: Props) {
  const { t } = useTranslation();
  const { answers, change, keep, settle, standing } = useCallSaving(id, begun, fresh);
  const sending = useSending('sendCall');
  const discarding = useSending('discardCall');
  const [isMissing, setMissing] = useState(false);
  useUnsavedWords(standing.kind === 'waiting' || standing.kind === 'failed' || standing.kind === 'conflict');
  const send = async () => {
    setMissing(answers.summary.trim() === '');
    if (answers.summary.trim() === '') {
      document.getElementById('call-summary')?.focus();
      return;
    }
    const version = await settle();
    if (version !== null) {
      sending.mutate(
        { params: { id }, body: { version } },
        { onSuccess: (sent) => onSent(sent, answers.language) },
      );
    }
  };
  const part: PartProps = { answers, change, error: sending.error };
  return (
    <form
      className="panel stack"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void send();
        }
      }}
    >
      <SaveStanding standing={standing} mine={answers} onKeep={keep} onRetry={() => void settle()} />
      <Told {...part} isMissing={isMissing} />
      <Who {...part} />
      {answers.anonymous ? null : <CallBackFields {...part} />}
      <About {...part} />
      <ProblemNotice error={sending.error ?? discarding.error} />
      <div className="row">
        <Button type="submit" loading={sending.isPending}>
          {answers.joins === null ? t('calls:send') : t('calls:join', { reference: answers.joins })}
        </Button>
        {begun !== null || standing.kind === 'saved' ? (
          <Button
            variant="default"
            loading={discarding.isPending}
            onClick={() =>
              void settle().then(() =>
                discarding.mutate({ params: { id }, body: { isDiscarded: true } }, { onSuccess: onGone }),
              )
            }
          >
            {t('calls:discard')}
          </Button>
        ) : null}
      </div>
      <p className="quiet small">{t('calls:keys')}</p>
    </form>
  );
}

/** What is told first, and all that a report needs. */
function Told({ answers, change, error, isMissing }: PartProps & { isMissing: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Textarea
        id="call-summary"
        label={t('calls:summary')}
        description={t('calls:summary.means')}
        autosize
        minRows={5}
        autoFocus
        size="md"
        value={answers.summary}
        onChange={(event) => change({ summary: event.currentTarget.value })}
        error={isMissing ? t('problems:field.too_small') : fieldProblem(t, error, 'summary')}
      />
      <Radio.Group
        label={t('calls:ongoing')}
        value={answers.ongoing}
        onChange={(value) => change({ ongoing: ongoingAnswers.find((one) => one === value) ?? 'unknown' })}
      >
        <div className="row">
          {ongoingAnswers.map((one) => (
            <Radio key={one} value={one} label={t(`calls:ongoing.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      <SpokenField
        label={t('calls:noticed')}
        direction="past"
        words={answers.noticed}
        at={answers.noticedAt}
        onChange={(noticed, noticedAt) => change({ noticed, noticedAt })}
      />
    </>
  );
}

/** What whoever listens makes of it. */
function About({ answers, change, error }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <TermChoice
        vocabulary="category"
        value={answers.category}
        onChange={(category) => change({ category })}
        error={fieldProblem(t, error, 'category')}
      />
      <SeverityChoice
        label={`${t('calls:severity')} (${t('shell:optional')})`}
        value={answers.severityHint}
        onChange={(severityHint) => change({ severityHint })}
      />
      <Textarea
        label={`${t('calls:notes')} (${t('shell:optional')})`}
        description={t('calls:notes.means')}
        autosize
        minRows={3}
        maxLength={limits.textCharactersMax}
        value={answers.notes}
        onChange={(event) => change({ notes: event.currentTarget.value })}
      />
    </>
  );
}

/** A moment in the caller's words, and right below it how they were understood. */
function SpokenField(props: {
  label: string;
  direction: 'past' | 'future';
  words: string;
  at: string | null;
  onChange: (words: string, at: string | null) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const zone = useZone();
  return (
    <TextInput
      label={`${props.label} (${t('shell:optional')})`}
      maxLength={limits.titleCharactersMax}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={
        props.at !== null ? (
          <>
            {t('calls:understood')} <Moment at={props.at} />
          </>
        ) : props.words.trim() === '' ? (
          t(`calls:${props.direction}.examples`)
        ) : (
          t('calls:not_understood')
        )
      }
      value={props.words}
      onChange={(event) => {
        const words = event.currentTarget.value;
        props.onChange(words, spokenMoment(words, Date.now(), zone.name, props.direction) ?? null);
      }}
      error={props.error}
    />
  );
}

function Who({ answers, change, error }: PartProps) {
  const { t } = useTranslation();
  const field = (name: 'name' | 'organisation' | 'phone' | 'email', charactersMax: number) => (
    <TextInput
      label={`${t(`calls:${name}`)} (${t('shell:optional')})`}
      autoComplete="off"
      maxLength={charactersMax}
      inputMode={name === 'phone' ? 'tel' : name === 'email' ? 'email' : 'text'}
      value={answers[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value, contact: null })}
      error={fieldProblem(t, error, name)}
    />
  );
  return (
    <fieldset className="call-part stack">
      <legend>{t('calls:who')}</legend>
      <Checkbox
        label={t('calls:anonymous')}
        description={t('calls:anonymous.means')}
        checked={answers.anonymous}
        onChange={(event) => change({ anonymous: event.currentTarget.checked })}
      />
      {answers.anonymous ? null : (
        <>
          {field('name', limits.titleCharactersMax)}
          <CallerFinder answers={answers} change={change} />
          {field('organisation', limits.titleCharactersMax)}
          {field('phone', 60)}
          {field('email', limits.mailAddressCharactersMax)}
          <Checkbox
            label={t('calls:mail_receipt')}
            checked={answers.mailReceipt}
            disabled={answers.email.trim() === '' || answers.joins !== null}
            onChange={(event) => change({ mailReceipt: event.currentTarget.checked })}
          />
        </>
      )}
      <Select
        label={t('calls:language')}
        allowDeselect={false}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        value={answers.language}
        onChange={(value) => change({ language: languages.find((one) => one === value) ?? answers.language })}
      />
    </fieldset>
  );
}

function CallBackFields({ answers, change, error }: PartProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="call-part stack">
      <legend>{t('calls:call_back')}</legend>
      <TextInput
        label={`${t('calls:call_back.number')} (${t('shell:optional')})`}
        autoComplete="off"
        inputMode="tel"
        maxLength={60}
        value={answers.callBack}
        onChange={(event) => change({ callBack: event.currentTarget.value })}
      />
      {answers.callBack === '' && answers.phone.trim() !== '' ? (
        <div>
          <Button variant="default" size="xs" onClick={() => change({ callBack: answers.phone })}>
            {t('calls:call_back.same', { phone: answers.phone })}
          </Button>
        </div>
      ) : null}
      {answers.callBack.trim() === '' ? null : (
        <SpokenField
          label={t('calls:call_back.until')}
          direction="future"
          words={answers.callBackWhen}
          at={answers.callBackAt}
          onChange={(callBackWhen, callBackAt) => change({ callBackWhen, callBackAt })}
          error={
            fieldProblem(t, error, 'callBackWhen') === undefined ? undefined : t('calls:call_back.missing')
          }
        />
      )}
    </fieldset>
  );
}
