// SPDX-License-Identifier: Apache-2.0
import { type Announcement, type AnnouncementWay, announcementWays } from '@belfry/contract';
import { Radio, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { AnnouncementNext } from './announcement-next.tsx';
import { AnnouncementStateWord } from './announcement-state.tsx';
import { Recipients } from './recipients.tsx';
import { useWords, WordsEditor } from './words-editor.tsx';
import './announcements.css';

/** While mails leave, their fate is also asked for by itself: a lost live connection hides no failure. */
const lookAgainMs = 3_000;

export function AnnouncementPage() {
  const { announcement } = useParams({ strict: false }) as { announcement: string };
  return <AnnouncementOf key={announcement} reference={announcement} />;
}

function AnnouncementOf({ reference }: { reference: string }) {
  const { data, error, refetch } = useQuery({
    ...reading('readAnnouncement', { params: { reference } }),
    refetchInterval: ({ state }) => (state.data?.state === 'sending' ? lookAgainMs : false),
  });
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return <AnnouncementWhole announcement={data} />;
}

const nouns = /^(announcement|status_note|status_page|obligation)/;

/** One announcement: its words and who gets them on the left, how it stands and what is next on the right. */
function AnnouncementWhole({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayDraft = useMay('notifications.draft');
  const words = useWords(announcement);
  const { incident, reference, state, way } = announcement;
  const isSending = state === 'sending';
  const changes = useGathered(
    (one) => one.incident === incident && /^(announcement|status_note|mail)/.test(one.kind),
    () => void queries.invalidateQueries({ predicate: ({ queryKey }) => nouns.test(String(queryKey[0])) }),
  );
  const { count, show } = changes;
  // Who sent waits for nothing else than the counts: they move by themselves then, and only then.
  useEffect(() => {
    if (isSending && count > 0) show();
  }, [isSending, count, show]);
  const isOpen = mayDraft && ['draft', 'proposed', 'approved'].includes(state);
  return (
    <section className="page">
      <header className="incident-head">
        <p className="row">
          <strong className="announcement-reference">{reference}</strong>
          <AnnouncementStateWord state={state} />
        </p>
        <PageTitle
          title={`${reference} ${t(`announcements:audience.${announcement.audience}`)}`}
          shown={t('announcements:page_title', {
            audience: t(`announcements:audience.${announcement.audience}`),
          })}
          lead={
            <>
              {t('announcements:about')} <AppLink href={urls.incident(incident)}>{incident}</AppLink>
            </>
          }
        />
      </header>
      <Gathered count={isSending ? 0 : count} words="shell:changes_waiting" onShow={show} />
      <div className="announcement">
        <div className="stack">
          {isOpen && state !== 'draft' ? (
            <p className="notice notice-brass">{t('announcements:changing_takes_back')}</p>
          ) : null}
          <WordsEditor words={words} isOpen={isOpen} />
          <Way announcement={announcement} isOpen={isOpen} />
          {way === 'mail' ? <Recipients announcement={announcement} isOpen={isOpen} /> : null}
        </div>
        <div className="stack announcement-side">
          <AnnouncementNext announcement={announcement} isSaved={words.isSaved} />
        </div>
      </div>
    </section>
  );
}

/** How they are told. */
function Way({ announcement, isOpen }: { announcement: Announcement; isOpen: boolean }) {
  const { t } = useTranslation();
  const change = useSending('changeAnnouncement');
  const { reference, version, way } = announcement;
  const [chosen, choose] = useState<AnnouncementWay | null>(null);
  if (!isOpen) {
    return way === null ? null : (
      <section className="panel stack" aria-labelledby="announcement-way">
        <h2 id="announcement-way">{t('announcements:way')}</h2>
        <p>{t(`announcements:way.${way}`)}</p>
      </section>
    );
  }
  return (
    <section className="panel stack" aria-labelledby="announcement-way">
      <h2 id="announcement-way">{t('announcements:way')}</h2>
      <Radio.Group
        aria-labelledby="announcement-way"
        value={chosen ?? way}
        onChange={(value) => {
          const named = announcementWays.find((one) => one === value);
          if (named !== undefined) {
            // What somebody chose stands at once; a refusal takes it back and says why.
            choose(named);
            change.mutate(
              { params: { reference }, body: { way: named, version } },
              // Another choice made meanwhile stands until its own answer is here.
              { onSettled: () => choose((latest) => (latest === named ? null : latest)) },
            );
          }
        }}
      >
        <Stack gap="xs">
          {announcementWays.map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`announcements:way.${one}`)}
              description={t(`announcements:way_means.${one}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <ProblemNotice error={change.error} />
    </section>
  );
}
