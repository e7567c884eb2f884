// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import type { FastifyInstance } from 'fastify';
import { sql as raw } from 'kysely';
import { type ReplyAddresses, threadOfOutgoing } from '../correspondence/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Clock, Ids } from '../platform/clock/clock.ts';
import { type Database, theRow } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { type MailTransport, mailGoesOut } from '../platform/mail/index.ts';
import { alertClimbs } from '../processes/alert-climbs.ts';
import { mailFateReachesFeedback } from '../processes/feedback-reaches-reporter.ts';
import { mailBecomesReport } from '../processes/mail-becomes-report.ts';
import { limitsPass } from '../processes/obligations-follow-facts.ts';
import { reportIsReceived } from '../processes/report-is-received.ts';
import type { Receipts } from '../reports/index.ts';
import { repeatsAreCounted } from '../webhooks/index.ts';
import { handlersAreReminded } from '../whistleblowing/index.ts';
import { perform, type Stage } from './acts.ts';
import type { Outside } from './arrivals.ts';
import { type Cast, castOf } from './cast.ts';
import { found, type PersonIds } from './founding.ts';
import { turnsOfLaw } from './law.ts';
import { addLogSources, type SampleSender } from './log-sources.ts';
import { type StoryClock, startedAt, storyClock, storyIds } from './past.ts';
import { sampleOrganisation, severityWords } from './people.ts';
import { plotOf } from './plot.ts';
import { stories } from './stories/index.ts';
import { turnsOfWatching, watchOpensReviews } from './watch.ts';
import { openWaysIn } from './ways-in.ts';

/** A desk that is not served yet, whose clock the story moves. */
export interface DeskToFill {
  readonly app: FastifyInstance;
  readonly database: Database;
  stop(): Promise<void>;
}

export interface FillParts {
  /** Puts the desk together on this clock and these identifiers. */
  readonly compose: (clock: Clock, ids: Ids) => Promise<DeskToFill>;
  readonly receipts: Receipts;
  readonly files: FileStore;
  readonly addresses: ReplyAddresses;
  readonly now: Date;
  /** Told how far the telling is, 0 to 1. */
  readonly tell?: (done: number) => void;
}

export interface Filled {
  readonly people: PersonIds;
  /** A receipt of an anonymous report that is being talked about, to try the receipt page with. */
  readonly receipt: string | null;
  /** Systems that send logs, once a log runs. */
  readonly senders: readonly SampleSender[];
}

const FOUNDED_DAYS_AGO = 735;
const LEFT_DAYS_AGO = 300;
const WAYS_IN_DAYS_AGO = 100;
const LOGS_DAYS_AGO = 99;
const LOOK_EVERY_MS = 20 * 3_600_000;
const INVITED_DAYS_AGO = 2;
/** Stands in for the mail server while the past is told: everything it is given is forgotten. */
const forgetsEverything: MailTransport = { send: async () => undefined, close: () => undefined };

/**
 * Lets the sample organisation live through two years, through the same doors as everybody else, on a clock that
 * goes from its first day to now: history, outbox, positions and moments come out as if it had happened.
 */
export async function tellStories(parts: FillParts): Promise<Filled> {
  const at = (daysAgo: number, time: string) =>
    startedAt({ daysAgo, at: time }, parts.now, sampleOrganisation.timeZone);
  const clock = storyClock(at(FOUNDED_DAYS_AGO, '09:00'));
  const ids = storyIds('dijkvest');
  const { beats, threads } = plotOf(stories, parts.now);
  const desk = await parts.compose(clock, ids);
  try {
    const { database } = desk;
    const { leaver, people } = await found(database);
    const cast = castOf(desk.app, database, clock, people);
    await settleIn(cast);
    const receive = reportIsReceived();
    const outside = outsideOf(desk, { ...parts, ids, receive });
    const stage: Stage = { database, cast, ids, receipts: parts.receipts, receive, outside, threads };
    const works = worksOf(database, ids, parts.addresses);
    let senders: readonly SampleSender[] = [];
    const turns = [
      { at: at(LEFT_DAYS_AGO, '17:00'), act: () => leaves(cast, leaver) },
      {
        at: at(WAYS_IN_DAYS_AGO, '10:00'),
        act: async () => {
          outside.waysIn = await openWaysIn(cast, ids);
        },
      },
      {
        at: at(LOGS_DAYS_AGO, '14:00'),
        act: async () => {
          senders = await addLogSources(cast);
        },
      },
      { at: at(INVITED_DAYS_AGO, '11:30'), act: () => invites(cast) },
      ...turnsOfWatching({ database, cast, receive, now: parts.now }),
      ...turnsOfLaw({ database, cast, threads, now: parts.now }),
    ].sort((one, other) => one.at.getTime() - other.at.getTime());
    const turnUntil = async (moment: Date) => {
      while (turns[0] !== undefined && turns[0].at <= moment) {
        await works.until(turns[0].at, clock);
        clock.moveTo(turns[0].at);
        await works.dueDaily(turns[0].at);
        await turns.shift()?.act();
      }
    };
    for (const [index, beat] of beats.entries()) {
      await turnUntil(beat.at);
      await works.until(beat.at, clock);
      clock.moveTo(beat.at);
      await works.dueDaily(beat.at);
      await perform(stage, beat.thread, beat.step);
      parts.tell?.((index + 1) / beats.length);
    }
    await turnUntil(parts.now);
    await works.until(parts.now, clock);
    clock.moveTo(parts.now);
    await works.dueDaily(parts.now, true);
    await cast.goHome();
    parts.tell?.(1);
    const receipt = threads.get('waiting-anonymous-talk')?.reports.get('r1')?.receipt ?? null;
    return { people, receipt, senders };
  } finally {
    await desk.stop();
  }
}

/** Where mail and alerts come from. A mail that cannot be taken in is a story told wrongly. */
function outsideOf(
  { app, database }: DeskToFill,
  { addresses, files, ids, receive }: Pick<FillParts, 'addresses' | 'files'> & Pick<Stage, 'ids' | 'receive'>,
): Outside {
  const intake = mailBecomesReport({
    database,
    files,
    ids,
    receive,
    addresses,
    log: {
      error: (_fields: unknown, words?: string) => {
        throw new Error(words);
      },
    },
    whenReturned: mailFateReachesFeedback,
  });
  return { app, database, files, addresses, ids, intake, waysIn: null };
}

/** The first administrator gives the desk its words, and gives away every role but their own. */
async function settleIn(cast: Cast): Promise<void> {
  const greet = await cast.as('greet');
  await greet.changeOrganisation({ body: { severityLabels: severityWords } });
  await greet.changePerson({
    params: { id: cast.id('greet') as never },
    body: {
      roles: ['administrator'],
      phone: '+32 9 000 00 11',
      reason: 'Meldpunt en IT hebben hun eigen mensen',
    },
  });
}

async function leaves(cast: Cast, leaver: string): Promise<void> {
  const greet = await cast.as('greet');
  await greet.blockPerson({ params: { id: leaver as never }, body: { reason: 'Uit dienst' } });
}

async function invites(cast: Cast): Promise<void> {
  const greet = await cast.as('greet');
  await greet.invitePerson({
    body: {
      name: 'Lotte Smeets',
      email: 'lotte.smeets@dijkvest.example',
      language: 'nl',
      phone: '+32 9 000 00 27',
      roles: ['helpdesk'],
    },
  });
}

/** What the desk does by itself, done at the moments it would have: mail leaves, alerts repeat and climb. */
function worksOf(database: Database, ids: Ids, addresses: ReplyAddresses) {
  const publicUrl = () => 'https://desk.dijkvest.example';
  const alerts = alertClimbs({ database, limits, publicUrl });
  const alsoDue: readonly DueWork[] = [
    limitsPass({ database }),
    repeatsAreCounted(database),
    handlersAreReminded({ database, publicUrl }),
    watchOpensReviews(database),
  ];
  const mail = mailGoesOut({
    database,
    transport: forgetsEverything,
    mailFrom: null,
    host: () => 'desk.dijkvest.example',
    ids,
    whenSettled: mailFateReachesFeedback,
    threadOf: (sql, mail) => threadOfOutgoing(sql, mail, addresses),
  });
  let lookedAt = 0;
  const look = () =>
    database.read(systemActor('demonstration'), async ({ sql }) => {
      const { rows } = await raw<{ alertDueAt: Date | null; hasMail: boolean }>`SELECT
        (SELECT min(next_at) FROM alert WHERE state = 'waiting') AS "alertDueAt",
        EXISTS (SELECT FROM mail WHERE state = 'queued') AS "hasMail"`.execute(sql);
      return theRow(rows);
    });
  return {
    /** Repeats are counted, handlers reminded and told by mail: a look a day is enough for a story. */
    dueDaily: async (moment: Date, isLast = false) => {
      if (!isLast && moment.getTime() - lookedAt < LOOK_EVERY_MS) {
        return;
      }
      lookedAt = moment.getTime();
      for (const work of [...alsoDue, mail]) {
        while (await work.doBatch());
      }
    },
    until: async (moment: Date, clock: StoryClock) => {
      for (;;) {
        const { alertDueAt, hasMail } = await look();
        if (hasMail) {
          while (await mail.doBatch());
        }
        if (alertDueAt === null || alertDueAt >= moment) {
          return;
        }
        clock.moveTo(alertDueAt);
        await alerts.doBatch();
      }
    },
  };
}
