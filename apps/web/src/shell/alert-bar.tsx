// SPDX-License-Identifier: Apache-2.0
import type { Alert } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { AppLink } from '../ui/app-link.tsx';
import { useDutyWords } from '../ui/duty-words.ts';
import { Moment, Since } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { ProblemNotice } from './problem-page.tsx';

/** Without live updates the bar still asks each minute: an alert must not depend on one connection. */
const askAgainMs = 60_000;
/** In a storm the bar leaves room for the screen beneath it. */
const shownMax = 3;

/** What is critical and waits for somebody, on every screen until somebody answers. */
export function AlertBar() {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...reading('listAlerts', { query: { state: 'waiting' } }),
    refetchInterval: askAgainMs,
    refetchOnWindowFocus: true,
  });
  const items = data?.items ?? [];
  const waiting = [...items.filter(isCritical), ...items.filter((alert) => !isCritical(alert))];
  if (waiting.length === 0) {
    return null;
  }
  return (
    <section className="alert-bar" aria-label={t('shell:alerts')}>
      {waiting.slice(0, shownMax).map((alert) => (
        <WaitingAlert key={alert.id} alert={alert} />
      ))}
      {waiting.length > shownMax ? (
        <p className="waiting-alert">
          <AppLink href={urls.alerts()}>{t('alerts:more', { count: waiting.length - shownMax })}</AppLink>
        </p>
      ) : null}
    </section>
  );
}

const isCritical = ({ kind, percent }: Alert) => kind === 'critical' || percent === 100;

/** A critical alert leads to what it is about, and every other one to its own page. */
function hrefOf({ id, incident, kind, report }: Alert): string {
  if (kind !== 'critical') return urls.alert(id);
  return incident === null ? urls.report(report ?? '') : urls.incident(incident);
}

function WaitingAlert({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const acknowledge = useSending('acknowledgeAlert');
  return (
    <div className="waiting-alert" role="alert">
      <p>
        <strong>
          {alert.kind === 'critical' ? t('shell:alert.critical') : t(`alerts:kind.${alert.kind}`)}
        </strong>{' '}
        <AppLink href={hrefOf(alert)}>
          {alert.incident ?? alert.report} <bdi>{alert.title}</bdi>
        </AppLink>
        <span className="waiting-alert-since">
          <Since at={alert.raisedAt} />
          {alert.repeats > 0 ? ` · ${t('shell:alert.repeats', { count: alert.repeats })}` : ''}
        </span>
        <WhatIsDue alert={alert} />
      </p>
      <Button
        loading={acknowledge.isPending}
        onClick={() => acknowledge.mutate({ params: { alert: alert.id }, body: {} })}
      >
        {t('shell:alert.acknowledge')}
      </Button>
      <ProblemNotice error={acknowledge.error} />
    </div>
  );
}

/** What the law waits for, and until when: which incident it is about does not say what to do. */
function WhatIsDue({ alert: { dueAt, obligation, percent } }: { alert: Alert }) {
  const { t } = useTranslation();
  const dutyWords = useDutyWords();
  if (obligation === null) {
    return null;
  }
  return (
    <span className="waiting-alert-due">
      {dutyWords(obligation)}
      {percent === 100 ? ` · ${t('alerts:gone', { percent })}` : ''}
      {dueAt === null ? (
        ` · ${t('alerts:reminder')}`
      ) : (
        <>
          {' · '}
          {t('alerts:due.colon')} <Moment at={dueAt} />
        </>
      )}
    </span>
  );
}
