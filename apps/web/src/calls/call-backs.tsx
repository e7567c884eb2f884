// SPDX-License-Identifier: Apache-2.0
import type { CallBack } from '@belfry/contract';
import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment, useNow } from '../ui/moment.tsx';
import { SeverityWord } from '../ui/words.tsx';
import { useZone } from '../ui/zone.ts';
import { urls } from '../urls.ts';
import { spokenMoment } from './spoken-moment.ts';
import './calls.css';

/** Who waits to be called back, the most urgent first; nothing where nobody does. */
export function CallBacksDue() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listCallBacks'));
  if (data?.items.length === 0) {
    return null;
  }
  return (
    <section className="panel" aria-labelledby="call-backs">
      <h2 id="call-backs">{t('calls:call_back')}</h2>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      <ul className="plain-list stack">
        {data?.items.map((one) => (
          <li key={one.id} className="stack">
            <p>
              <AppLink href={urls.report(one.report)}>{one.report}</AppLink> <bdi>{one.summary}</bdi>
            </p>
            <PromiseLine promise={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The calls about a report, and what was promised in them. */
export function CallsOfReport({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(reading('readCallsOfReport', { params: { reference } }));
  if (error === null && (data === undefined || data.calls.length === 0)) {
    return null;
  }
  return (
    <section className="stack" aria-labelledby={`calls-${reference}`}>
      <h3 id={`calls-${reference}`}>{t('calls:of_report')}</h3>
      <ProblemNotice error={error} />
      <ul className="plain-list stack">
        {data?.calls.map((call) => (
          <li key={`${call.calledAt} ${call.recordedAt}`}>
            {t('calls:call.at')} <Moment at={call.calledAt} /> · {t('calls:call.by')}{' '}
            <bdi>{call.takenBy.name}</bdi>
            {call.organisation === '' ? null : (
              <>
                {' · '}
                <bdi>{call.organisation}</bdi>
              </>
            )}
            {call.noticed === '' ? null : (
              <>
                {' · '}
                {t('shell:named', { name: t('calls:noticed') })} <bdi>{call.noticed}</bdi>
              </>
            )}
            {call.severityHint === null ? null : (
              <>
                {' · '}
                {t('shell:named', { name: t('calls:severity') })}{' '}
                <SeverityWord severity={call.severityHint} />
              </>
            )}
          </li>
        ))}
        {data?.callBacks.map((one) => (
          <li key={one.id} className="stack">
            <PromiseLine promise={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PromiseLine({ promise }: { promise: CallBack }) {
  const { t } = useTranslation();
  const now = useNow();
  const mayCall = useMay('reports.enter');
  const [asking, setAsking] = useState<'reached' | 'missed'>();
  const isLate = promise.doneAt === null && Date.parse(promise.dueAt) < now;
  const who = promise.name ?? promise.number;
  return (
    <>
      <p>
        {promise.doneAt === null ? (
          <>
            <span className={isLate ? 'word word-warn' : 'word word-quiet'}>
              {t(isLate ? 'calls:call_back.late' : 'calls:call_back.waits')}
            </span>{' '}
            <bdi>{who}</bdi> · <bdi>{promise.number}</bdi> · {t('calls:call_back.due')}{' '}
            <Moment at={promise.dueAt} />
          </>
        ) : (
          <>
            <span className="word word-ok">{t('calls:call_back.done')}</span> <bdi>{who}</bdi> ·{' '}
            <Moment at={promise.doneAt} />
          </>
        )}
      </p>
      {promise.tries.map((one) => (
        <p key={one.at} className="quiet small">
          {t(one.reached ? 'calls:try.reached' : 'calls:try.missed')} · <Moment at={one.at} /> ·{' '}
          <bdi>{one.by.name}</bdi>
          {one.note === '' ? null : (
            <>
              {' · '}
              <bdi>{one.note}</bdi>
            </>
          )}
        </p>
      ))}
      {promise.doneAt === null && mayCall ? (
        <div className="row">
          <Button
            variant="default"
            size="xs"
            aria-label={`${t('calls:try.reached')}: ${who}`}
            onClick={() => setAsking('reached')}
          >
            {t('calls:try.reached')}
          </Button>
          <Button
            variant="default"
            size="xs"
            aria-label={`${t('calls:try.missed')}: ${who}`}
            onClick={() => setAsking('missed')}
          >
            {t('calls:try.missed')}
          </Button>
        </div>
      ) : null}
      {asking === undefined ? null : (
        <TryDialog promise={promise} reached={asking === 'reached'} onClose={() => setAsking(undefined)} />
      )}
    </>
  );
}

function TryDialog(props: { promise: CallBack; reached: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const zone = useZone();
  const trying = useSending('tryCallBack');
  const [note, setNote] = useState('');
  const [again, setAgain] = useState('');
  const againAt = spokenMoment(again, Date.now(), zone.name, 'future');
  return (
    <FormDialog
      title={t(props.reached ? 'calls:try.reached' : 'calls:try.missed')}
      verb={t('calls:try.save')}
      isSending={trying.isPending}
      error={trying.error}
      onClose={props.onClose}
      onSend={() =>
        trying.mutate(
          {
            params: { id: props.promise.id },
            body: { reached: props.reached, note, ...(againAt === undefined ? {} : { againAt }) },
          },
          { onSuccess: props.onClose },
        )
      }
    >
      <Textarea
        data-autofocus
        label={`${t('calls:try.note')} (${t('shell:optional')})`}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {props.reached ? null : (
        <TextInput
          label={`${t('calls:try.again')} (${t('shell:optional')})`}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          description={
            againAt === undefined ? (
              t(again.trim() === '' ? 'calls:future.examples' : 'calls:not_understood')
            ) : (
              <>
                {t('calls:understood')} <Moment at={againAt} />
              </>
            )
          }
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  );
}
