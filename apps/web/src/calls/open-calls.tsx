// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Since } from '../ui/moment.tsx';

/** The calls one is still writing down, here or on another machine; and those just thrown away, to take back. */
export function OpenCalls({
  besides,
  onOpen,
}: {
  besides: string | undefined;
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation();
  const { data, error } = useQuery({ ...reading('listCalls'), staleTime: 0 });
  const discarding = useSending('discardCall');
  const items = data?.items.filter(({ id }) => id !== besides) ?? [];
  if (items.length === 0 && error === null) {
    return null;
  }
  return (
    <section className="panel stack" aria-labelledby="open-calls">
      <h2 id="open-calls">{t('calls:drafts')}</h2>
      <ProblemNotice error={error ?? discarding.error} />
      <ul className="plain-list stack">
        {items.map((call) => {
          const label = call.summary.trim() || call.name.trim() || t('calls:draft.empty');
          const isAway = call.discardedAt !== null;
          return (
            <li key={call.id} className="call-line">
              <span className={isAway ? 'grow quiet' : 'grow'}>
                <bdi>{label}</bdi>{' '}
                <span className="quiet small">
                  {call.name === '' || call.name === label ? '' : `${call.name} · `}
                  {t(isAway ? 'calls:draft.discarded' : 'calls:draft.began')}{' '}
                  <Since at={call.discardedAt ?? call.calledAt} />
                </span>
              </span>
              {isAway ? null : (
                <Button
                  variant="default"
                  size="xs"
                  aria-label={`${t('calls:draft.resume')}: ${label}`}
                  onClick={() => onOpen(call.id)}
                >
                  {t('calls:draft.resume')}
                </Button>
              )}
              <Button
                variant="default"
                size="xs"
                aria-label={`${t(isAway ? 'calls:draft.undo' : 'calls:discard')}: ${label}`}
                loading={discarding.isPending}
                onClick={() => discarding.mutate({ params: { id: call.id }, body: { isDiscarded: !isAway } })}
              >
                {t(isAway ? 'calls:draft.undo' : 'calls:discard')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
