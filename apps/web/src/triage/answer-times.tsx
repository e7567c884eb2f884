// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { localeOf } from '../messages/messages.ts';
import { Moment, Since } from '../ui/moment.tsx';
import { durationWords } from './duration.ts';
import { useQueueName } from './queues.tsx';

/** How fast reporters hear something: a sentence, and behind it the table and how it is computed. */
export function AnswerTimes() {
  const { t, i18n } = useTranslation();
  const nameOf = useQueueName();
  const { data } = useQuery(reading('readAnswerTimes'));
  if (data === undefined) {
    return null;
  }
  const locale = localeOf[i18n.language as keyof typeof localeOf] ?? 'en-GB';
  const took = (ms: number | null) => (ms === null ? '–' : durationWords(ms, locale));
  const groups = [
    { id: 'all', name: t('triage:answer.all'), times: data.all },
    ...data.perQueue.map(({ queue, ...times }) => ({
      id: queue?.id ?? 'none',
      name: queue === null ? t('triage:queue.none') : nameOf(queue),
      times,
    })),
    ...data.perChannel.map(({ channel, ...times }) => ({
      id: channel,
      name: t(`words:channel.${channel}`),
      times,
    })),
  ];
  return (
    <details className="answer-times">
      <summary>
        {data.all.count === 0
          ? t('triage:answer.nobody')
          : t('triage:answer.sentence', {
              median: took(data.all.medianMs),
              p90: took(data.all.p90Ms),
              count: data.all.count,
            })}
        {data.oldestUnansweredAt === null ? null : (
          <>
            {' '}
            {t('triage:answer.oldest', { count: data.unanswered })} <Since at={data.oldestUnansweredAt} />
          </>
        )}
      </summary>
      <p className="quiet">
        {t('triage:answer.how')} <Moment at={data.since} withRelative={false} />
      </p>
      <div className="table-frame">
        <table className="desk-table">
          <caption className="visually-hidden">{t('triage:answer.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('triage:answer.group')}</th>
              <th scope="col">{t('triage:answer.median')}</th>
              <th scope="col">{t('triage:answer.p90')}</th>
              <th scope="col">{t('triage:answer.count')}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ id, name, times }) => (
              <tr key={id}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td data-label={t('triage:answer.median')}>{took(times.medianMs)}</td>
                <td data-label={t('triage:answer.p90')}>{took(times.p90Ms)}</td>
                <td data-label={t('triage:answer.count')}>{times.count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
