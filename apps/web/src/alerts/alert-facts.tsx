// SPDX-License-Identifier: Apache-2.0
import type { Alert } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { useDutyWords } from '../ui/duty-words.ts';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';

/** What an alert is about, in a line. */
export function AlertAbout({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const dutyWords = useDutyWords();
  const { dueAt, incident, kind, obligation, percent, report, title } = alert;
  const href = incident === null ? (report === null ? null : urls.report(report)) : urls.incident(incident);
  return (
    <>
      <p>
        <strong>
          {t(`alerts:kind.${kind}`)}
          {kind === 'limit'
            ? ` · ${percent === null ? t('alerts:reminder') : t('alerts:gone', { percent })}`
            : ''}
        </strong>
      </p>
      <p>
        {href === null ? (
          <bdi>{title}</bdi>
        ) : (
          <AppLink href={href}>
            {incident ?? report} <bdi>{title}</bdi>
          </AppLink>
        )}
        {obligation === null ? null : (
          <span className="quiet">
            {' · '}
            {dutyWords(obligation)}
          </span>
        )}
      </p>
      {dueAt === null ? null : (
        <p>
          {t('alerts:due')} <Moment at={dueAt} />
        </p>
      )}
    </>
  );
}

/** Who was called, by which channels, and what came of it. */
export function AlertCalls({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const { acknowledgedAt, acknowledgedBy, alerted, calls, nextAt, quietUntil, state } = alert;
  return (
    <>
      <p>
        {t(`words:alert_state.${state}`)}
        {acknowledgedBy === null || acknowledgedAt === null ? null : (
          <>
            {': '}
            <bdi>{acknowledgedBy.name}</bdi>, <Moment at={acknowledgedAt} />
          </>
        )}
      </p>
      <p className="quiet">
        {t('incidents:alert.alerted.colon')}{' '}
        <bdi>{alerted.map(({ name }) => name).join(', ') || t('shell:nobody')}</bdi>
      </p>
      {quietUntil === null ? null : (
        <p className="notice">
          {t('alerts:quiet')} <Moment at={quietUntil} />
        </p>
      )}
      {state === 'waiting' && quietUntil === null && nextAt !== null ? (
        <p className="quiet">
          {t('incidents:alert.next')} <Moment at={nextAt} />
        </p>
      ) : null}
      <ul className="plain-list">
        {calls.map((call) => (
          <li key={`${call.channel} ${call.to}`}>
            {t(`alerts:channel.${call.channel}`)} <bdi>{call.to}</bdi> ·{' '}
            {t('alerts:counts', { sent: call.sent, waiting: call.waiting, failed: call.failed })}
            {call.lastError === null ? null : (
              <span className="quiet">
                {' · '}
                <bdi>{call.lastError}</bdi>
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
