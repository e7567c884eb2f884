// SPDX-License-Identifier: Apache-2.0
import type { AnnouncementListed, Incident } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { AnnouncementStateWord } from './announcement-state.tsx';
import { BeginAnnouncement } from './begin.tsx';
import { StatusNotes } from './status-notes.tsx';

/** What those whom an incident touches were told, or are about to be. */
export function IncidentAnnouncements({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const [isBeginning, setBeginning] = useState(false);
  const mayDraft = useMay('notifications.draft') && incident.status !== 'merged';
  const { data, error } = useQuery(
    reading('listAnnouncements', { params: { reference: incident.reference } }),
  );
  return (
    <section className="panel stack" aria-labelledby="incident-announcements">
      <div className="panel-head">
        <h2 id="incident-announcements">{t('announcements:title')}</h2>
        {mayDraft ? (
          <Button size="xs" variant="default" onClick={() => setBeginning(true)}>
            {t('announcements:begin')}
          </Button>
        ) : null}
      </div>
      <ProblemNotice error={error} />
      {data?.items.length === 0 ? <p className="quiet">{t('announcements:none')}</p> : null}
      <ul className="plain-list stack">
        {data?.items.map((one) => (
          <AnnouncementLine key={one.id} of={one} />
        ))}
      </ul>
      <StatusNotes incident={incident.reference} />
      {isBeginning ? (
        <BeginAnnouncement incident={incident.reference} onClose={() => setBeginning(false)} />
      ) : null}
    </section>
  );
}

function AnnouncementLine({ of }: { of: AnnouncementListed }) {
  const { t } = useTranslation();
  const { failed, listed, queued, sent } = of.counts;
  const total = failed + listed + queued + sent;
  return (
    <li>
      <p className="row">
        <AppLink href={urls.announcement(of.incident, of.reference)}>{of.reference}</AppLink>
        <AnnouncementStateWord state={of.state} />
      </p>
      <p>
        {t(`announcements:audience.${of.audience}`)}
        {of.way === null ? null : <span className="quiet"> · {t(`announcements:way.${of.way}`)}</span>}
      </p>
      {of.way === 'mail' && total > 0 ? (
        <p className="small">
          {t('announcements:counts', { total, sent })}
          {failed > 0 ? `, ${t('announcements:counts.failed', { count: failed })}` : ''}
        </p>
      ) : null}
      <p className="quiet small">
        {t(of.toldAt === null ? 'announcements:begun' : 'announcements:told_at')}{' '}
        <Moment at={of.toldAt ?? of.begunAt} />
      </p>
    </li>
  );
}
