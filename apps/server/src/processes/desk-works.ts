// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import type pg from 'pg';
import type { AlertLimits } from '../alerts/index.ts';
import type { IncidentHooks } from '../incidents/index.ts';
import type { Ids } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { keepHearing } from '../platform/database/hear-channel.ts';
import {
  type DueWork,
  startWorker,
  systemTimer,
  type Timer,
  type Worker,
  type WorkerLog,
} from '../platform/jobs/index.ts';
import { type DkimKey, type MailParts, mailGoesOut, smtpTransport } from '../platform/mail/index.ts';
import { alertClimbs } from './alert-climbs.ts';
import { confirmedIncidentIsAssessed } from './confirmed-incident-is-assessed.ts';
import { feedbackFollowsStatus } from './confirmed-incident-prepares-feedback.ts';
import { criticalIncidentAlertsPeople } from './critical-incident-alerts-people.ts';
import { findingFollowsIncident } from './finding-follows-report.ts';
import { mailFateReachesWriters } from './notification-leaves-the-house.ts';
import { obligationsFollow } from './obligations-follow-facts.ts';

/** Channel of NOTIFY -> name of the work it wakes. */
type Channels = Readonly<Record<string, string>>;
const HEAR_AGAIN_MS = 1_000;
const HEAR_CONNECT_MS_MAX = 5_000;

export interface WorkParts {
  readonly database: Database;
  readonly ids: Ids;
  readonly log: WorkerLog;
  readonly publicUrl: () => string;
  readonly configuration: {
    readonly smtpUrl: string | null;
    readonly mailFrom: string | null;
    readonly dkim?: DkimKey | null;
  };
  readonly timer?: Timer;
  readonly alertLimits?: AlertLimits;
  readonly wordsOf?: MailParts['wordsOf'];
  readonly threadOf?: MailParts['threadOf'];
  readonly files?: MailParts['files'];
  /** Due work of single slices, which needs no process. */
  readonly alsoDue?: readonly DueWork[];
  /** Work whose rows another process writes, and the channel it tells that on. */
  readonly heard?: { readonly connection: () => pg.ClientConfig; readonly channels: Channels };
}

export interface DeskWork {
  /** What follows from a change of an incident: alerts and feedback, in its own transaction. */
  readonly hooks: IncidentHooks;
  /** Looks for due alerts at once; what it misses, the next look finds. */
  wakeAlerts(): void;
  /** Begins to do what is due: mail and alerts. */
  start(): void;
  /** Takes nothing new, and resolves when what is under way is done. */
  stop(): Promise<void>;
}

/** The desk works by itself: what changes have consequences, and what is due is done. */
export function deskWorks(parts: WorkParts): DeskWork {
  const { database, ids, log, publicUrl } = parts;
  const { mailFrom, smtpUrl } = parts.configuration;
  const timer = parts.timer ?? systemTimer;
  const transport = smtpUrl === null ? null : smtpTransport(smtpUrl, parts.configuration.dkim ?? null);
  let workers = new Map<string, Worker>();
  let ears: readonly { stop(): Promise<void> }[] = [];
  const climbs = alertClimbs({ database, publicUrl, limits: parts.alertLimits ?? limits });
  const wakeAlerts = () => workers.get(climbs.name)?.nudge();
  const alerts = criticalIncidentAlertsPeople(wakeAlerts);
  const works = [
    climbs,
    mailGoesOut({
      database,
      transport,
      mailFrom,
      ids,
      host: () => new URL(publicUrl()).hostname,
      whenSettled: mailFateReachesWriters(publicUrl),
      ...(parts.wordsOf === undefined ? {} : { wordsOf: parts.wordsOf }),
      ...(parts.threadOf === undefined ? {} : { threadOf: parts.threadOf }),
      ...(parts.files === undefined ? {} : { files: parts.files }),
    }),
    ...(parts.alsoDue ?? []),
  ];
  return {
    hooks: {
      whenSeverityChanged: (changing, change) => alerts.whenSeverityChanged(changing, change),
      whenStatusChanged: async (changing, change) => {
        await alerts.whenStatusChanged(changing, change);
        await feedbackFollowsStatus(changing, change);
        await findingFollowsIncident(changing, change);
        await confirmedIncidentIsAssessed(changing, change);
        await obligationsFollow(changing, change.incident.id, 'incident.changed');
      },
      whenMomentSet: (changing, { id }) => obligationsFollow(changing, id, 'incident.moment_set'),
    },
    wakeAlerts,
    start: () => {
      workers = new Map(works.map((work) => [work.name, startWorker(work, { timer, log })]));
      ears = hear(parts.heard, (name) => workers.get(name)?.nudge());
    },
    stop: async () => {
      await Promise.all(ears.map((ear) => ear.stop()));
      await Promise.all([...workers.values()].map((worker) => worker.stop()));
      transport?.close();
    },
  };
}

/** A nudge that is lost costs the time until the work looks by itself. */
function hear(heard: WorkParts['heard'], nudge: (work: string) => void) {
  if (heard === undefined) return [];
  const { channels, connection } = heard;
  return Object.entries(channels).map(([channel, work]) =>
    keepHearing(
      { connection, channel, connectMsMax: HEAR_CONNECT_MS_MAX, onHeard: () => nudge(work) },
      HEAR_AGAIN_MS,
    ),
  );
}
