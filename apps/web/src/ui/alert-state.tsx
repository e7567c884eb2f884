// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { urls } from '../urls.ts';
import { AppLink } from './app-link.tsx';
import { useDutyWords } from './duty-words.ts';
import { Moment } from './moment.tsx';

/** Of an incident, or of a report that a rule sent: who was alerted, who answered, and what comes next while nobody did. */
export function AlertState({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const dutyWords = useDutyWords();
  const { data } = useQuery(reading('listAlerts', { query: { state: 'any' } }));
  const alerts = data?.items.filter((one) => (one.incident ?? one.report) === reference) ?? [];
  if (alerts.length === 0) {
    return null;
  }
  return (
    <section className="panel" aria-labelledby="alert-state">
      <h2 id="alert-state">{t('incidents:alert')}</h2>
      {alerts.map((alert) => (
        <div key={alert.id} className="alert-one">
          <h3>
            <AppLink href={urls.alert(alert.id)}>
              {t(`alerts:kind.${alert.kind}`)}
              {alert.obligation === null ? '' : ` · ${dutyWords(alert.obligation)}`}
            </AppLink>
          </h3>
          <dl className="properties">
            <div>
              <dt>{t('incidents:alert.state')}</dt>
              <dd>
                <strong>{t(`words:alert_state.${alert.state}`)}</strong>
                {alert.repeats > 0 ? ` · ${t('shell:alert.repeats', { count: alert.repeats })}` : ''}
              </dd>
            </div>
            <div>
              <dt>{t('incidents:alert.raised')}</dt>
              <dd>
                <Moment at={alert.raisedAt} />
              </dd>
            </div>
            <div>
              <dt>{t('incidents:alert.alerted')}</dt>
              <dd>
                <bdi>{alert.alerted.map((one) => one.name).join(', ') || t('shell:nobody')}</bdi>
              </dd>
            </div>
            {alert.acknowledgedBy === null || alert.acknowledgedAt === null ? null : (
              <div>
                <dt>{t('incidents:alert.answered')}</dt>
                <dd>
                  <bdi>{alert.acknowledgedBy.name}</bdi>, <Moment at={alert.acknowledgedAt} />
                  {alert.note === null ? null : (
                    <>
                      {': '}
                      <bdi>{alert.note}</bdi>
                    </>
                  )}
                </dd>
              </div>
            )}
            {alert.state === 'waiting' && alert.nextAt !== null ? (
              <div>
                <dt>{t('incidents:alert.next')}</dt>
                <dd>
                  <Moment at={alert.nextAt} />
                </dd>
              </div>
            ) : null}
          </dl>
        </div>
      ))}
    </section>
  );
}
