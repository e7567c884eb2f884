// SPDX-License-Identifier: Apache-2.0
import path from 'node:path';
import {
  accountRoutes,
  alertRoutes,
  callRoutes,
  contactRoutes,
  feedbackRoutes,
  historyRoutes,
  identityRoutes,
  incidentRoutes,
  isRefusal,
  mailboxRoutes,
  mailRoutes,
  myReportRoutes,
  organisationRoutes,
  peopleRoutes,
  reassertionRoutes,
  registerRoutes as registerOfIncidents,
  reportGuideRoutes,
  reportMailRoutes,
  reportRoutes,
  sessionRoutes,
  statisticsRoutes,
  triageRoutes,
  vocabularyRoutes,
  webhookRoutes,
  whistleblowingRoutes,
} from '@belfry/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { alertHandlers } from './alerts/index.ts';
import { takeUpShippedAuthorities } from './authorities/index.ts';
import { callHandlers, callsAreForgotten } from './calls/index.ts';
import { contactHandlers } from './contacts/index.ts';
import { correspondenceHandlers, createReplyAddresses, threadOfOutgoing } from './correspondence/index.ts';
import { feedbackHandlers } from './feedback/index.ts';
import { historyHandlers } from './history/index.ts';
import type { DeskParts, House } from './house.ts';
import { type IncidentHooks, incidentHandlers } from './incidents/index.ts';
import { Live } from './live/live.ts';
import { followLive } from './live/live-routes.ts';
import { reportMailHandlers } from './mail-reading/index.ts';
import { createMailIn, type MailIn, mailboxHandlers } from './mailboxes/index.ts';
import { myReportHandlers } from './my-reports/index.ts';
import { organisationHandlers } from './organisation/index.ts';
import { accountHandlers, peopleHandlers, reasonNotProved, sessionHandlers } from './people/index.ts';
import { type Authenticator, createAuthenticator } from './platform/authentication/authenticator.ts';
import { createSingleSignOn } from './platform/authentication/single-sign-on.ts';
import { anybody } from './platform/authorization/actor.ts';
import { type Database, openDatabase } from './platform/database/database.ts';
import { openDiskFileStore } from './platform/files/disk-file-store.ts';
import { createApp } from './platform/http/app.ts';
import { RateLimit } from './platform/http/rate-limit.ts';
import { serveReference } from './platform/http/reference.ts';
import { type RouteParts, registerRoutes } from './platform/http/register-routes.ts';
import { keysAreForgotten } from './platform/idempotency/idempotency.ts';
import { type DueWork, systemTimer } from './platform/jobs/index.ts';
import { openKeyFile } from './platform/keys/key-file.ts';
import { createSealing } from './platform/keys/sealing.ts';
import { isLogReady, logMetrics } from './platform/log-link/ask-log.ts';
import { noLog } from './platform/log-link/log-link.ts';
import { reasonNotSending } from './platform/mail/index.ts';
import { serveHealth } from './platform/telemetry/health.ts';
import { type Meters, measureCalls } from './platform/telemetry/telemetry.ts';
import { callMailsReceipt } from './processes/call-mails-receipt.ts';
import { confidentialCaseTellsIncident } from './processes/confidential-case-tells-incident.ts';
import { type DeskWork, deskWorks } from './processes/desk-works.ts';
import {
  deliverFeedback,
  feedbackGoesAgain,
  incidentWithMerged,
} from './processes/feedback-reaches-reporter.ts';
import { takenReportEndsAlert } from './processes/finding-follows-report.ts';
import { heardForHits } from './processes/hits-become-findings.ts';
import { incidentTakesFiles, incidentTakesReports } from './processes/incident-takes-reports.ts';
import { mailBecomesReport } from './processes/mail-becomes-report.ts';
import { mailCarriesPersonalLink } from './processes/mail-carries-personal-link.ts';
import { mailFateReachesWriters } from './processes/notification-leaves-the-house.ts';
import { registerFollowsList } from './processes/register-follows-list.ts';
import { triageDecides } from './processes/report-becomes-incident.ts';
import { reportIsReceived } from './processes/report-is-received.ts';
import { reportsAreClassified } from './processes/reports-are-classified.ts';
import { looksEverywhere } from './processes/search-looks-among-incidents-and-reports.ts';
import { reassertionHandlers } from './reassertions/index.ts';
import { registerHandlers } from './register/index.ts';
import { guideHandlers, serveGuide, serveSecurityTxt } from './report-guide/index.ts';
import { draftsAreForgotten, serveReportPage } from './report-page/index.ts';
import { createReceipts, identityHandlers, openReceiptKey, reportHandlers } from './reports/index.ts';
import { searchHandlers } from './search/index.ts';
import { lawWorks, serveLaw } from './serve-law.ts';
import { logbookWorks, serveLogbook } from './serve-logbook.ts';
import { openPaging } from './serve-paging.ts';
import { reportsAreTallied, statisticsHandlers } from './statistics/index.ts';
import { triageHandlers } from './triage/index.ts';
import { vocabularyHandlers } from './vocabularies/index.ts';
import { serveWebPage } from './web-page/web-page.ts';
import { createWebhookSecrets, repeatsAreCounted, serveHooks, webhookHandlers } from './webhooks/index.ts';
import {
  handlersAreReminded,
  handlersHear,
  isManned,
  whistleblowingHandlers,
} from './whistleblowing/index.ts';

export interface Desk {
  readonly app: FastifyInstance;
  readonly database: Database;
  /** Where one chooses whom to be in a demonstration; null outside of one. */
  readonly demoPath: string | null;
  /** The address people use; known once the port is. */
  setPublicUrl(url: string): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;

/** Puts a desk together. The only function that knows every slice. */
export async function composeDesk(parts: DeskParts): Promise<Desk> {
  const { clock, configuration, ids, logger } = parts;
  let publicUrl = configuration.publicUrl ?? `http://localhost:${configuration.port}`;
  const isHttps = () => publicUrl.startsWith('https:');
  const database = openDatabase(parts.connection(), clock, ids);
  const app = await createApp({ logger, ids, trustProxy: configuration.trustProxy, isHttps });
  const authenticator = createAuthenticator(database, isHttps);
  const routeParts: RouteParts = {
    authenticator,
    rateLimit: new RateLimit(clock, MINUTE_MS),
    now: () => clock.now(),
    publicOrigin: () => new URL(publicUrl).origin,
  };
  const files = await openDiskFileStore(path.join(configuration.dataDir, 'files'));
  const keys = path.join(configuration.dataDir, 'keys');
  const instanceKey = await openReceiptKey(keys);
  const receipts = createReceipts(instanceKey);
  const house: House = {
    ...parts,
    database,
    files,
    receipts,
    sealing: createSealing(await openKeyFile(keys, 'identity.key'), 'reporter identity'),
    receive: reportIsReceived(),
    addresses: createReplyAddresses(instanceKey),
    publicUrl: () => publicUrl,
    wakeAlerts: () => work.wakeAlerts(),
  };
  const paging = await openPaging(house);
  const work = worksOf(house, paging.works);
  const live = new Live(database, parts.connection, logger);

  const meters = serveFigures(app, house, authenticator);
  if (configuration.isDemo) {
    (await import('./demo/index.ts')).showBanner(app);
  }
  registerRoutes(
    app,
    { followLive: historyRoutes.followLive },
    { followLive: followLive({ live, authenticator, now: () => clock.now() }) },
    routeParts,
  );
  const demoPath = await servePeople(app, house, authenticator, routeParts);
  serveReporters(app, house, authenticator, routeParts);
  serveIncidents(app, house, work.hooks, routeParts);
  await serveWaysIn(app, house, work.hooks, routeParts);
  await serveSystems(app, house, routeParts);
  const mailIn = await mailComesIn(house, meters);
  registerRoutes(app, mailboxRoutes, mailboxHandlers({ database, mailIn }), routeParts);
  serveWords(app, house, routeParts);
  serveLogbook(app, house, authenticator, routeParts);
  serveLaw(app, house, routeParts);
  paging.serve(app, routeParts);
  await serveReference(app);
  await serveWebPage(app, ids);

  return {
    app,
    database,
    demoPath,
    setPublicUrl: (url) => {
      publicUrl = url;
    },
    start: async () => {
      await takeUpShippedAuthorities(database);
      await live.start();
      work.start();
      await mailIn.start();
    },
    stop: async () => {
      await mailIn.stop();
      await work.stop();
      await live.stop();
      await app.close();
      await database.close();
    },
  };
}

/** What the desk does beside answering: mails, alerts, due work, and what it hears from the logbook. */
function worksOf(house: House, alsoDue: readonly DueWork[]): DeskWork {
  const { addresses, configuration, connection, database, files, ids, logger, publicUrl } = house;
  return deskWorks({
    wordsOf: mailCarriesPersonalLink(house),
    threadOf: (sql, mail) => threadOfOutgoing(sql, mail, addresses),
    files,
    database,
    ids,
    configuration,
    log: logger,
    publicUrl,
    alsoDue: [...dueWorks(house), ...alsoDue],
    heard: { connection, channels: heardForHits },
  });
}

/** What watches ask: the figures, and whether this desk can do its work, its log process too where it has one. */
function serveFigures(app: FastifyInstance, house: House, authenticator: Authenticator): Meters {
  const { clock, database, log } = house;
  serveHealth(app, database, async () => log === undefined || (await isLogReady(log)));
  const isSignedIn = async (request: FastifyRequest) => {
    const actor = await authenticator.authenticate(request.headers, clock.now());
    return !isRefusal(actor) && actor.kind === 'person';
  };
  return measureCalls(app, isSignedIn, async () => (log === undefined ? null : logMetrics(log)));
}

/** Our own receiver, and the mailboxes that are fetched. */
async function mailComesIn(house: House, meters: Meters): Promise<MailIn> {
  const { clock, configuration, database, files, logger, publicUrl } = house;
  return createMailIn({
    database,
    files,
    configuration,
    log: logger,
    timer: systemTimer,
    now: () => clock.now(),
    meters,
    hostName: () => new URL(publicUrl()).hostname,
    sealing: createSealing(
      await openKeyFile(path.join(configuration.dataDir, 'keys'), 'mailbox.key'),
      'mailbox secrets',
    ),
  });
}

/** Due work that follows from no change: rows say themselves when it is time. */
function dueWorks(house: House): DueWork[] {
  const { addresses, clock, database, files, ids, logger, publicUrl, receive } = house;
  return [
    mailBecomesReport({
      database,
      files,
      ids,
      receive,
      addresses,
      log: logger,
      whenReturned: mailFateReachesWriters(publicUrl),
    }),
    handlersAreReminded({ database, publicUrl }),
    draftsAreForgotten({ database, files, clock }),
    keysAreForgotten(database),
    callsAreForgotten(database),
    repeatsAreCounted(database),
    reportsAreTallied(database),
    ...logbookWorks(house),
    ...lawWorks(house),
  ];
}

/** People, their ways in, and the organisation. @returns the door of a demonstration, or null */
async function servePeople(
  app: FastifyInstance,
  house: House,
  authenticator: Authenticator,
  routeParts: RouteParts,
): Promise<string | null> {
  const { clock, configuration, database, ids, publicUrl } = house;
  const people = {
    database,
    authenticator,
    ids,
    now: () => clock.now(),
    publicUrl,
    singleSignOn: configuration.oidc === null ? null : createSingleSignOn(configuration.oidc, clock),
    canMail: configuration.smtpUrl !== null,
    whenRolesChanged: handlersHear(publicUrl),
  };
  registerRoutes(app, peopleRoutes, peopleHandlers(people), routeParts);
  registerRoutes(app, sessionRoutes, sessionHandlers(people), routeParts);
  registerRoutes(app, accountRoutes, accountHandlers(people), routeParts);
  registerRoutes(app, reassertionRoutes, reassertionHandlers(people), routeParts);
  registerRoutes(app, organisationRoutes, organisationHandlers({ database }), routeParts);
  // Only a demonstration reads its stories.
  return configuration.isDemo ? (await import('./demo/index.ts')).openDoor(app, people) : null;
}

/** What a reporter sees of their own reports, and what the desk may know of an anonymous one. */
function serveReporters(
  app: FastifyInstance,
  house: House,
  authenticator: Authenticator,
  routeParts: RouteParts,
): void {
  const { clock, database, files, sealing } = house;
  registerRoutes(app, myReportRoutes, myReportHandlers({ database, files }), routeParts);
  const identities = identityHandlers({
    database,
    sealing,
    reasonNotProved: async ({ headers }) => {
      const now = clock.now();
      return reasonNotProved(
        await authenticator.session(headers, now),
        headers.authorization !== undefined,
        now,
      );
    },
  });
  registerRoutes(app, identityRoutes, identities, routeParts);
}

/** What reports are about, how many there are, and the pages that tell people how to report. */
function serveWords(app: FastifyInstance, { clock, database }: House, routeParts: RouteParts): void {
  const { publicOrigin } = routeParts;
  const words = vocabularyHandlers({ database, classify: reportsAreClassified(database) });
  registerRoutes(app, vocabularyRoutes, words, routeParts);
  registerRoutes(app, statisticsRoutes, statisticsHandlers({ database }), routeParts);
  const guide = guideHandlers({ database, now: () => clock.now(), publicOrigin });
  registerRoutes(app, reportGuideRoutes, guide, routeParts);
  serveSecurityTxt(app, { database, publicOrigin });
}

/** Every way in for a report, and the triage room they lead to. */
async function serveWaysIn(
  app: FastifyInstance,
  house: House,
  hooks: IncidentHooks,
  routeParts: RouteParts,
): Promise<void> {
  const { clock, database, files, ids, receipts, receive, sealing } = house;
  const decide = triageDecides({ database, hooks });
  const isConfidentialManned = () => database.read(anybody, ({ sql }) => isManned(sql));
  const whenTaken = takenReportEndsAlert;
  const intake = { database, files, receipts, ids, receive, isConfidentialManned };
  const reports = reportHandlers({ ...intake, decide, whenTaken });
  registerRoutes(app, reportRoutes, reports, routeParts);
  registerRoutes(app, reportMailRoutes, reportMailHandlers({ database, files }), routeParts);
  registerRoutes(app, triageRoutes, triageHandlers({ database }), routeParts);
  const tellIncident = confidentialCaseTellsIncident(hooks);
  const confidential = whistleblowingHandlers({ database, files, receipts, ids, receive, tellIncident });
  registerRoutes(app, whistleblowingRoutes, confidential, routeParts);
  serveTelephone(app, house, routeParts);
  await serveReportPage(app, {
    database,
    files,
    receipts,
    ids,
    receive,
    sealing,
    clock,
    publicOrigin: routeParts.publicOrigin,
    also: [serveGuide],
  });
}

/** Calls that are written down, whom they come from, and whom to call back. */
function serveTelephone(app: FastifyInstance, house: House, routeParts: RouteParts): void {
  const { database, ids, receipts, receive } = house;
  const calls = callHandlers({ database, ids, receipts, receive, mailReceipt: callMailsReceipt() });
  registerRoutes(app, callRoutes, calls, routeParts);
  registerRoutes(app, contactRoutes, contactHandlers({ database }), routeParts);
}

/** Webhooks, through which systems report. */
async function serveSystems(app: FastifyInstance, house: House, routeParts: RouteParts): Promise<void> {
  const { clock, configuration, database, ids, publicUrl, receive } = house;
  const key = await openKeyFile(path.join(configuration.dataDir, 'keys'), 'webhook.key');
  const secrets = createWebhookSecrets(key);
  registerRoutes(app, webhookRoutes, webhookHandlers({ database, ids, secrets, publicUrl }), routeParts);
  await serveHooks(app, { database, clock, ids, secrets, receive });
}

/** Incidents, and everything that is read or done about them. */
function serveIncidents(
  app: FastifyInstance,
  { configuration, database, files, log = noLog }: House,
  hooks: IncidentHooks,
  routeParts: RouteParts,
): void {
  const incidents = incidentHandlers({
    database,
    hooks,
    reports: incidentTakesReports,
    files: incidentTakesFiles(files),
  });
  registerRoutes(app, incidentRoutes, incidents, routeParts);
  const { followLive: _live, search, ...timelineRoutes } = historyRoutes;
  registerRoutes(app, timelineRoutes, historyHandlers({ database, log }), routeParts);
  registerRoutes(app, { search }, searchHandlers({ database, looks: looksEverywhere }), routeParts);
  registerRoutes(app, alertRoutes, alertHandlers({ database }), routeParts);
  const mails = correspondenceHandlers({
    database,
    familyOf: incidentWithMerged,
    reasonNotSending: (sql) =>
      reasonNotSending(sql, { mailFrom: configuration.mailFrom, canMail: configuration.smtpUrl !== null }),
    whenSentAgain: feedbackGoesAgain,
  });
  registerRoutes(app, mailRoutes, mails, routeParts);
  const feedback = feedbackHandlers({ database, familyOf: incidentWithMerged, deliver: deliverFeedback });
  registerRoutes(app, feedbackRoutes, feedback, routeParts);
  const register = registerHandlers({ database, findPage: registerFollowsList });
  registerRoutes(app, registerOfIncidents, register, routeParts);
}
