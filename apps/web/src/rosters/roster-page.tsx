// SPDX-License-Identifier: Apache-2.0
import type { PersonId } from '@belfry/contract';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { PersonChoice } from '../ui/person-choice.tsx';
import { urls } from '../urls.ts';
import { DutyLine } from './duty-line.tsx';
import { RosterForm } from './roster-form.tsx';

type Read = AnswerOf<'readRoster'>;

/** One roster: the weeks to come, who takes over, and a call to see whether it works. */
export function RosterPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const mayManage = useMay('roster.manage');
  const { data, error, refetch } = useQuery(
    reading('readRoster', { params: { roster: id }, query: { weeks: 8 } }),
  );
  const changing = useSending('changeRoster');
  return (
    <section className="page page-narrow">
      <PageTitle
        title={data?.roster.name ?? t('rosters:one')}
        lead={<AppLink href={urls.rosters()}>{t('rosters:title')}</AppLink>}
      />
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data === undefined ? null : (
        <>
          <Weeks data={data} mayManage={mayManage} />
          {mayManage ? (
            <>
              <TestCall id={id} />
              <TakeOver id={id} />
              <section className="panel" aria-labelledby="roster-change">
                <h2 id="roster-change">{t('rosters:one')}</h2>
                <RosterForm
                  key={data.roster.version}
                  before={data.roster}
                  label={t('rosters:save')}
                  isSending={changing.isPending}
                  error={changing.error}
                  onSave={(settings) =>
                    changing.mutate({
                      params: { roster: id },
                      body: { ...settings, version: data.roster.version },
                    })
                  }
                />
              </section>
            </>
          ) : null}
        </>
      )}
    </section>
  );
}

function Weeks({ data, mayManage }: { data: Read; mayManage: boolean }) {
  const { t } = useTranslation();
  const ending = useSending('endRosterOverride');
  return (
    <section className="panel stack" aria-labelledby="roster-weeks">
      <h2 id="roster-weeks">{t('rosters:weeks')}</h2>
      <ol className="plain-list">
        {data.spans.map((span) => (
          <li key={span.fromAt} className={span.gap === null ? undefined : 'notice'}>
            {t('rosters:from')} <Moment at={span.fromAt} withRelative={false} /> · <DutyLine span={span} />
            {span.overrideId === null ? null : <span className="quiet"> ({t('rosters:override')})</span>}
            {span.overrideId !== null && mayManage ? (
              <Button
                variant="default"
                size="xs"
                onClick={() =>
                  ending.mutate({ params: { roster: data.roster.id, override: span.overrideId ?? '' } })
                }
              >
                {t('rosters:cancel')}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      <ProblemNotice error={ending.error} />
    </section>
  );
}

function TestCall({ id }: { id: string }) {
  const { t } = useTranslation();
  const calling = useSending('testRoster');
  return (
    <section className="panel stack" aria-labelledby="roster-test">
      <h2 id="roster-test">{t('alerts:kind.test')}</h2>
      <div className="row">
        <Button loading={calling.isPending} onClick={() => calling.mutate({ params: { roster: id } })}>
          {t('rosters:test')}
        </Button>
      </div>
      <ProblemNotice error={calling.error} />
      {calling.data === undefined ? null : (
        <p role="status">
          {t('rosters:called')} <AppLink href={urls.alert(calling.data.id)}>{t('alerts:open')}</AppLink>
        </p>
      )}
    </section>
  );
}

function TakeOver({ id }: { id: string }) {
  const { t } = useTranslation();
  const adding = useSending('addRosterOverride');
  const [person, setPerson] = useState<PersonId | null>(null);
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const instantOf = (local: string) => (local === '' ? '' : new Date(local).toISOString());
  return (
    <section className="panel" aria-labelledby="roster-over">
      <h2 id="roster-over">{t('rosters:take_over')}</h2>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          adding.mutate({
            params: { roster: id },
            body: {
              personId: person ?? ('' as PersonId),
              fromAt: instantOf(from),
              untilAt: instantOf(until),
              ...(reason.trim() === '' ? {} : { reason }),
            },
          });
        }}
      >
        <PersonChoice label={t('rosters:who')} value={person} onChange={setPerson} />
        <TextInput
          type="datetime-local"
          label={t('rosters:from')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={t('devices:quiet_until')}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <TextInput
          label={t('rosters:reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" loading={adding.isPending}>
            {t('rosters:take_over')}
          </Button>
        </div>
        <ProblemNotice error={adding.error} />
      </form>
    </section>
  );
}
