// SPDX-License-Identifier: Apache-2.0
import { type Announcement, type Recipient, recipientStates } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { FilterBar, FilterChoice } from '../ui/filters.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { More } from '../ui/more.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { AddRecipients } from './add-recipients.tsx';

const totalOf = ({ failed, listed, queued, sent }: Announcement['counts']) => failed + listed + queued + sent;

/** Who is told by mail, how many were, and what became of each. */
export function Recipients({ announcement, isOpen }: { announcement: Announcement; isOpen: boolean }) {
  const { t } = useTranslation();
  const mayRead = useMay('notifications.draft');
  const [isClearing, setClearing] = useState(false);
  const total = totalOf(announcement.counts);
  return (
    <section className="panel stack announcement-recipients" aria-labelledby="announcement-recipients">
      <h2 id="announcement-recipients">{t('announcements:recipients', { count: total })}</h2>
      <Counts announcement={announcement} />
      {mayRead && total > 0 ? <RecipientList announcement={announcement} isOpen={isOpen} /> : null}
      {isOpen ? <AddRecipients announcement={announcement} /> : null}
      {isOpen && total > 0 ? (
        <div>
          <Button size="xs" variant="subtle" onClick={() => setClearing(true)}>
            {t('announcements:recipients.remove_all')}
          </Button>
        </div>
      ) : null}
      {isClearing ? <ClearDialog announcement={announcement} onClose={() => setClearing(false)} /> : null}
    </section>
  );
}

/** Numbers by state, each the way to its list; a bar only repeats what the words say. */
function Counts({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation();
  const [, change] = useUrlState();
  const { counts, state } = announcement;
  const total = totalOf(counts);
  if (total === 0) return <p className="quiet">{t('announcements:recipients.none')}</p>;
  return (
    <>
      {state === 'sending' || counts.sent > 0 ? (
        <>
          <p>{t('announcements:counts', { sent: counts.sent, total })}</p>
          <progress
            className="announcement-progress"
            aria-label={t('announcements:counts.progress')}
            max={total}
            value={counts.sent + counts.failed}
          />
        </>
      ) : null}
      <p className="row">
        {recipientStates
          .filter((one) => counts[one] > 0)
          .map((one) => (
            <Button
              key={one}
              size="compact-sm"
              variant="default"
              onClick={() => change({ recipients: one }, { replace: true })}
            >
              {t('announcements:counts.state', {
                state: t(`announcements:recipient.${one}`),
                count: counts[one],
              })}
            </Button>
          ))}
      </p>
    </>
  );
}

function RecipientList({ announcement, isOpen }: { announcement: Announcement; isOpen: boolean }) {
  const { t } = useTranslation();
  const [url, change] = useUrlState();
  const { reference } = announcement;
  const state = recipientStates.find((one) => one === url['recipients']);
  const remove = useSending('removeRecipients');
  const list = useInfiniteQuery({
    // The counts are part of the key: a list that is shown follows what they say.
    queryKey: ['announcements.recipients', reference, state ?? '', announcement.counts],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      client.listRecipients({
        params: { reference },
        query: {
          ...(state === undefined ? {} : { state }),
          ...(pageParam === undefined ? {} : { after: pageParam }),
        },
      }),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <FilterBar names={['recipients']} state={url} onChange={change}>
        <FilterChoice
          name="recipients"
          label={t('announcements:recipients.state')}
          options={recipientStates.map((one) => [one, t(`announcements:recipient.${one}`)] as const)}
          state={url}
          onChange={change}
        />
      </FilterBar>
      <ProblemNotice error={list.error ?? remove.error} />
      <ul className="plain-list stack" aria-label={t('announcements:recipients.list')}>
        {items.map((one) => (
          <RecipientItem
            key={one.id}
            recipient={one}
            isOpen={isOpen}
            isRemoving={remove.isPending}
            onRemove={() => remove.mutate({ params: { reference }, body: { recipients: [one.id] } })}
          />
        ))}
      </ul>
      <More of={list} count={items.length} />
    </>
  );
}

function RecipientItem(props: {
  recipient: Recipient;
  isOpen: boolean;
  isRemoving: boolean;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { address, error, language, name, state } = props.recipient;
  return (
    <li>
      <bdi>{name === '' ? address : name}</bdi> <bdi className="quiet">{address}</bdi>{' '}
      <span className="quiet small">
        · {languageNames[language]} · {t(`announcements:recipient.${state}`)}
      </span>
      {error === null ? null : (
        <p className="small">
          <strong>{t('announcements:recipient.error')}</strong> <bdi>{error}</bdi>
        </p>
      )}
      {props.isOpen ? (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={props.isRemoving}
          aria-label={t('announcements:recipient.remove_of', { address })}
          onClick={props.onRemove}
        >
          {t('announcements:recipient.remove')}
        </Button>
      ) : null}
    </li>
  );
}

function ClearDialog({ announcement, onClose }: { announcement: Announcement; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useSending('removeRecipients');
  const { counts, reference } = announcement;
  return (
    <FormDialog
      title={t('announcements:recipients.remove_all')}
      verb={t('announcements:recipients.remove_all')}
      isGrave
      isSending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onSend={() => remove.mutate({ params: { reference }, body: {} }, { onSuccess: onClose })}
    >
      <p>{t('announcements:recipients.remove_all_means', { count: totalOf(counts) })}</p>
    </FormDialog>
  );
}
