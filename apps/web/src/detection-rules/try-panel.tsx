// SPDX-License-Identifier: Apache-2.0
import { limits, type TriedEvent } from '@belfry/contract';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, client } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { CodeField } from './code-field.tsx';

type Tried = AnswerOf<'tryRule'>;

/** Writing pauses this long before the rule is tried, in milliseconds: under the limit of tries a minute. */
const pauseMs = 700;

/** Tries what is written, a moment after the writing pauses. The last verdicts stay until new ones are there. */
export function useTry(yaml: string, events: string, isOn: boolean): UseQueryResult<Tried> {
  const [still] = useDebouncedValue({ yaml, events }, pauseMs);
  const isShort =
    still.yaml.length <= limits.ownRuleCharactersMax && still.events.length <= limits.ruleTryCharactersMax;
  return useQuery({
    queryKey: ['detection_rules.try', still],
    queryFn: () => client.tryRule({ body: still }),
    placeholderData: keepPreviousData,
    enabled: isOn && isShort && still.yaml.trim() !== '',
    gcTime: 30_000,
    retry: false,
  });
}

/** Events pasted in, and what the rule makes of each. */
export function TryPanel(props: {
  tried: UseQueryResult<Tried>;
  events: string;
  onEvents: (events: string) => void;
}) {
  const { t } = useTranslation();
  const { data, error } = props.tried;
  const events = props.events.trim() === '' ? [] : (data?.events ?? []);
  return (
    <section className="panel stack" aria-labelledby="try-rule">
      <h2 id="try-rule">{t('rules:try')}</h2>
      <CodeField
        id="try-events"
        label={t('rules:try.events')}
        means={t('rules:try.means', { count: limits.ruleTryEventsMax })}
        value={props.events}
        onChange={props.onEvents}
        rows={8}
      />
      <ProblemNotice error={error} onRetry={() => void props.tried.refetch()} />
      <p role="status">
        {events.length === 0
          ? t('rules:try.none')
          : t('rules:try.held', { held: data?.held ?? 0, all: events.length })}
      </p>
      {events.length === 0 ? null : (
        <ol className="plain-list">
          {events.map((event) => (
            <li key={event.number}>
              <EventVerdict event={event} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function EventVerdict({ event }: { event: TriedEvent }) {
  const { t } = useTranslation();
  const verdict = event.holds ? 'holds' : event.isAboutRule ? 'does_not_hold' : 'not_about';
  const routed = [event.product, ...event.categories, ...event.services].filter((one) => one !== null);
  return (
    <details className="try-event">
      <summary>
        {event.number}.{' '}
        <span className={`word word-${event.holds ? 'ok' : event.isAboutRule ? 'quiet' : 'warn'}`}>
          <span aria-hidden="true">{event.holds ? '●' : event.isAboutRule ? '○' : '⊘'}</span>
          {t(`rules:try.${verdict}`)}
        </span>
      </summary>
      <div className="stack">
        <p>
          {t('rules:try.read_as')} {t(`rules:try.shape.${event.shape}`)}; {t('rules:try.routed')}{' '}
          <bdi>{routed.length === 0 ? t('rules:try.nowhere') : routed.join(' / ')}</bdi>
        </p>
        <ul className="plain-list">
          {event.rules.map((rule) => (
            <li key={`${rule.kind} ${rule.title}`}>
              <strong>
                <bdi>{rule.title}</bdi>
              </strong>{' '}
              –{' '}
              {t(
                rule.holds
                  ? 'rules:try.holds'
                  : rule.isAbout
                    ? 'rules:try.does_not_hold'
                    : 'rules:try.not_about',
              )}
              {rule.searches.length === 0 ? null : (
                <ul>
                  {rule.searches.map((search) => (
                    <li key={search.name}>
                      <bdi>
                        {t(search.holds ? 'rules:try.search_holds' : 'rules:try.search_does_not', {
                          name: search.name,
                        })}
                      </bdi>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
        <dl className="help-list">
          {event.fields.map((field) => (
            <div key={field.name}>
              <dt>
                <code>{field.name}</code>
              </dt>
              <dd>
                <bdi>{field.value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}
