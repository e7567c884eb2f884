// SPDX-License-Identifier: Apache-2.0
import type { LogAlarm } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, readingPages, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { Reason } from '../ui/reason.tsx';
import { SeverityWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';

const ASK_AGAIN_MS = 5_000;

export function OpenAlarms() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    ...reading('listLogAlarms', { query: { state: 'open', limit: 100 } }),
    refetchInterval: ASK_AGAIN_MS,
  });
  const items = data?.items ?? [];
  return (
    <section className="stack" aria-labelledby="open-alarms">
      <h2 id="open-alarms">{t('soundness:alarms')}</h2>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data !== undefined && items.length === 0 ? (
        <p className="quiet">{t('soundness:alarms.none')}</p>
      ) : null}
      <ul className="plain-list stack">
        {items.map((alarm) => (
          <OpenAlarm key={alarm.id} alarm={alarm} />
        ))}
      </ul>
    </section>
  );
}

function OpenAlarm({ alarm }: { alarm: LogAlarm }) {
  const { t } = useTranslation();
  const [isTaking, setTaking] = useState(false);
  return (
    <li className="panel stack">
      <p className="row">
        <SeverityWord severity={alarm.severity} />
        <strong>{t(`soundness:kind.${alarm.kind}`)}</strong>
        <About alarm={alarm} />
      </p>
      <Found alarm={alarm} />
      <p>
        <strong>{t('soundness:alarm.todo')}</strong> {t(`soundness:todo.${alarm.kind}`)}
      </p>
      <p className="quiet">
        {t('soundness:alarm.since')} <Moment at={alarm.raisedAt} />
        {alarm.toldCount === 0 ? null : ` · ${t('soundness:alarm.told', { count: alarm.toldCount })}`}
      </p>
      <Taken alarm={alarm} />
      {alarm.acknowledgedAt === null ? (
        <div>
          <Button onClick={() => setTaking(true)}>{t('soundness:alarm.take')}</Button>
        </div>
      ) : null}
      {isTaking ? <TakeDialog alarm={alarm} onClose={() => setTaking(false)} /> : null}
    </li>
  );
}

function About({ alarm }: { alarm: LogAlarm }) {
  return alarm.kind === 'source_silent' ? (
    <AppLink href={urls.source(alarm.subject)}>
      <bdi>{alarm.name}</bdi>
    </AppLink>
  ) : (
    <bdi>{alarm.name}</bdi>
  );
}

/** What was found, as the log process says it: for whoever repairs it. */
function Found({ alarm }: { alarm: LogAlarm }) {
  const found = Object.entries(alarm.facts).filter(([name]) => name !== 'name' && !name.endsWith('Ms'));
  return found.length === 0 ? null : (
    <p className="log-facts">{found.map(([name, value]) => `${name}: ${value}`).join(' · ')}</p>
  );
}

function Taken({ alarm }: { alarm: LogAlarm }) {
  const { t } = useTranslation();
  return alarm.acknowledgedAt === null ? null : (
    <p>
      {t('soundness:alarm.taken')} <bdi>{alarm.acknowledgedBy?.name}</bdi>,{' '}
      <Moment at={alarm.acknowledgedAt} />
      {alarm.note === '' ? null : (
        <>
          {': '}
          <bdi>{alarm.note}</bdi>
        </>
      )}
    </p>
  );
}

function TakeDialog({ alarm, onClose }: { alarm: LogAlarm; onClose: () => void }) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const take = useSending('acknowledgeLogAlarm');
  const send = () =>
    take.mutate(
      { params: { alarm: alarm.id }, body: note.trim() === '' ? {} : { note } },
      { onSuccess: onClose },
    );
  return (
    <FormDialog
      title={t(`soundness:kind.${alarm.kind}`)}
      verb={t('soundness:alarm.take')}
      isSending={take.isPending}
      error={take.error}
      onSend={send}
      onClose={onClose}
    >
      <Reason label={t('soundness:alarm.note')} value={note} onChange={setNote} isOptional />
      <p className="quiet">{t('soundness:alarm.note_means')}</p>
    </FormDialog>
  );
}

export function PastAlarms() {
  const { t } = useTranslation();
  const list = useInfiniteQuery(readingPages('listLogAlarms', { query: { state: 'over' } }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="panel stack" aria-labelledby="past-alarms">
      <h2 id="past-alarms">{t('soundness:alarms.past')}</h2>
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.data !== undefined && items.length === 0 ? (
        <p className="quiet">{t('soundness:alarms.past_none')}</p>
      ) : null}
      <ul className="plain-list stack">
        {items.map((alarm) => (
          <li key={alarm.id}>
            <p>
              {t(`soundness:kind.${alarm.kind}`)} · <About alarm={alarm} />
            </p>
            <p className="quiet">
              {t('soundness:alarm.since')} <Moment at={alarm.raisedAt} withRelative={false} />
              {alarm.clearedAt === null ? null : (
                <>
                  {' · '}
                  {t('soundness:alarm.until')} <Moment at={alarm.clearedAt} />
                </>
              )}
            </p>
            <Taken alarm={alarm} />
          </li>
        ))}
      </ul>
      {items.length === 0 ? null : <More of={list} count={items.length} />}
    </section>
  );
}
