// SPDX-License-Identifier: Apache-2.0
import type { PersonId, Report } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, useSending } from '../api.ts';
import { announce } from '../shell/announcer.tsx';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { PersonChoice } from '../ui/person-choice.tsx';
import { Reason } from '../ui/reason.tsx';
import { urls } from '../urls.ts';
import { QueueChoice, useQueueName } from './queues.tsx';

type Outcomes = AnswerOf<'moveReports'>['outcomes'];

/** The queue a report is worked in, who handles it, and the rule that suggested both. */
export function Handling({ report }: { report: Report }) {
  const { t } = useTranslation();
  const nameOf = useQueueName();
  const { person } = useSession();
  const mayMove = useMay('reports.decide');
  const move = useSending('moveReports');
  const [isAsking, setAsking] = useState(false);
  const references = [report.reference];
  const take = (handler: PersonId | null) =>
    move.mutate(
      { body: { references, handler } },
      { onSuccess: () => announce(t(handler === null ? 'triage:handler.given_up' : 'triage:handler.taken')) },
    );
  if (report.kind === 'whistleblowing') {
    return null;
  }
  const isMine = report.handler?.id === person.id;
  return (
    <section className="stack handling" aria-label={t('triage:handling')}>
      <p>
        {t('shell:named', { name: t('triage:queue') })}{' '}
        <strong>{report.queue === null ? t('triage:queue.none') : <bdi>{nameOf(report.queue)}</bdi>}</strong>
        {' · '}
        {t('shell:named', { name: t('triage:handler') })}{' '}
        <strong>
          {report.handler === null ? t('triage:handler.none') : <bdi>{report.handler.name}</bdi>}
        </strong>
      </p>
      <Suggested report={report} />
      {mayMove ? (
        <div className="row">
          <Button
            id="take-report"
            variant="default"
            size="xs"
            loading={move.isPending}
            onClick={() => take(isMine ? null : (person.id as PersonId))}
          >
            {t(isMine ? 'triage:handler.give_up' : 'triage:handler.take')}
          </Button>
          <Button id="move-report" variant="default" size="xs" onClick={() => setAsking(true)}>
            {t('triage:move')}
          </Button>
          {report.canMoveBack ? (
            <Button
              variant="subtle"
              size="xs"
              onClick={() => move.mutate({ body: { references, undo: true } })}
            >
              {t('triage:move.back')}
            </Button>
          ) : null}
        </div>
      ) : null}
      <Refused outcomes={move.data?.outcomes} />
      <ProblemNotice error={move.error} />
      {isAsking ? <MoveDialog reports={[report]} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

function Suggested({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { routing } = report;
  if (routing === null) {
    return <p className="quiet small">{t('triage:suggested.none')}</p>;
  }
  return (
    <p className="quiet small">
      {t(routing.isFollowed ? 'triage:suggested' : 'triage:suggested.moved')}{' '}
      <AppLink href={urls.triageRules({ version: String(routing.version), rule: routing.rule })}>
        <bdi>{routing.name}</bdi> {t('triage:suggested.version', { version: routing.version })}
      </AppLink>
    </p>
  );
}

function Refused({ outcomes }: { outcomes: Outcomes | undefined }) {
  const { t } = useTranslation();
  return outcomes
    ?.filter((one) => one.refused !== null)
    .map((one) => (
      <p key={one.reference} className="notice notice-problem" role="status">
        {one.reference}: {t(`problems:${one.refused}.title`, { defaultValue: one.refused ?? '' })}.{' '}
        {t(`problems:${one.refused}.whatToDo`, { defaultValue: one.detail ?? '' })}
      </p>
    ));
}

/** Moves one report or many; each can be taken back on its own page. */
export function MoveDialog(props: {
  reports: readonly Pick<Report, 'reference' | 'summary' | 'queue' | 'handler'>[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [first] = props.reports;
  const isOne = props.reports.length === 1;
  const move = useSending('moveReports');
  const [queue, setQueue] = useState<string | null | undefined>(
    isOne ? (first?.queue?.id ?? null) : undefined,
  );
  const [handler, setHandler] = useState<PersonId | null | undefined>(
    isOne ? (first?.handler?.id ?? null) : undefined,
  );
  const [reason, setReason] = useState('');
  const count = props.reports.length;
  return (
    <FormDialog
      title={t('triage:move.title', { count })}
      verb={t('triage:move.verb', { count })}
      isSending={move.isPending}
      error={move.error}
      onClose={props.onClose}
      onSend={() =>
        move.mutate(
          {
            body: {
              references: props.reports.map(({ reference }) => reference),
              ...(queue === undefined ? {} : { queue }),
              ...(handler === undefined ? {} : { handler }),
              ...(reason.trim() === '' ? {} : { reason }),
            },
          },
          {
            onSuccess: ({ outcomes }) => {
              if (outcomes.every((one) => one.refused === null)) {
                announce(t('triage:move.done', { count }));
                props.onClose();
              }
            },
          },
        )
      }
    >
      <ul className="chosen">
        {props.reports.map((one) => (
          <li key={one.reference}>
            <span className="nowrap">{one.reference}</span> <bdi>{one.summary.slice(0, 120)}</bdi>
          </li>
        ))}
      </ul>
      <QueueChoice label={t('triage:queue')} mayBeNone mayStay={!isOne} value={queue} onChange={setQueue} />
      <PersonChoice
        label={t('triage:handler')}
        {...(isOne ? {} : { description: t('triage:move.handler_stays') })}
        value={handler ?? null}
        // Among many, an empty field leaves each report with the one it has.
        onChange={(id) => setHandler(id ?? (isOne ? null : undefined))}
      />
      <Reason label={t('triage:move.reason')} value={reason} onChange={setReason} isOptional />
      <Refused outcomes={move.data?.outcomes} />
    </FormDialog>
  );
}
