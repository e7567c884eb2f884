// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Moment } from '../ui/moment.tsx';
import { deviceWords } from './device.ts';

/** Where one is signed in now; a session one does not know is ended here. */
export function AccountSessions() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('listSessions'));
  const ending = useSending('revokeSession');
  return (
    <section className="panel stack" aria-labelledby="account-sessions">
      <h2 id="account-sessions">{t('people:session.many')}</h2>
      <p className="quiet">{t('people:session.means')}</p>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      <ul className="plain-list">
        {data?.items.map((session) => {
          const device = deviceWords(session.device) ?? t('people:session.unknown_device');
          return (
            <li key={session.id}>
              <p>
                <strong>
                  <bdi>{device}</bdi>
                </strong>
                {session.isThis ? <span className="chip">{t('people:session.this')}</span> : null}
              </p>
              <p className="quiet">
                {t(`people:way.${session.way}`)} · {t('people:session.address')} <bdi>{session.address}</bdi>
              </p>
              <p className="quiet">
                {t('people:session.since')} <Moment at={session.startedAt} withRelative={false} /> ·{' '}
                {t('people:session.seen')} <Moment at={session.lastSeenAt} />
              </p>
              {session.isThis ? null : (
                <Button
                  variant="default"
                  aria-label={t('people:session.end_one', { device })}
                  onClick={() => ending.mutate({ params: { id: session.id } })}
                >
                  {t('people:session.end')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <ProblemNotice error={ending.error} />
    </section>
  );
}
