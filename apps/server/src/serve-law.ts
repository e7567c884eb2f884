// SPDX-License-Identifier: Apache-2.0
import {
  announcementRoutes,
  assessmentRoutes,
  assistanceRequestRoutes,
  authorityMessageRoutes,
  authorityRoutes,
  crisisCriterionRoutes,
  documentRoutes,
  managementReportRoutes,
  notificationRoutes,
  obligationRoutes,
  profileRoutes,
  recurrenceReviewRoutes,
  referralRoutes,
  regimeRoutes,
  statusNoteRoutes,
} from '@belfry/contract';
import type { FastifyInstance } from 'fastify';
import { announcementHandlers, announcementsAreMailed } from './announcements/index.ts';
import {
  assessmentHandlers,
  crisisCriterionHandlers,
  recurrenceReviewHandlers,
  recurrenceReviewsOpen,
} from './assessments/index.ts';
import { assistanceEnds, assistanceRequestHandlers } from './assistance-requests/index.ts';
import { authorityById, authorityHandlers, kindsTaking } from './authorities/index.ts';
import { documentHandlers, notificationMakesDocuments, printBeforeItLeaves } from './documents/index.ts';
import { sealedLinesOf } from './history/index.ts';
import type { House } from './house.ts';
import { incidentForChange } from './incidents/index.ts';
import { managementReportHandlers, reportsAreMade } from './management-reports/index.ts';
import { authorityMessageHandlers, notificationHandlers } from './notifications/index.ts';
import { calendarHandlers, obligationHandlers, serveCalendar } from './obligations/index.ts';
import { findOrganisation } from './organisation/index.ts';
import { type RouteParts, registerRoutes } from './platform/http/register-routes.ts';
import type { DueWork } from './platform/jobs/index.ts';
import { noLog } from './platform/log-link/log-link.ts';
import {
  announcementIsShown,
  announcementParts,
  toldMeetsObligation,
} from './processes/announcement-tells-people.ts';
import { incidentWithMerged } from './processes/feedback-reaches-reporter.ts';
import { notificationParts } from './processes/notification-leaves-the-house.ts';
import {
  followParts,
  lawMovesOn,
  limitsPass,
  obligationsFollow,
} from './processes/obligations-follow-facts.ts';
import { proveAnew } from './processes/person-proves-anew.ts';
import { profileHandlers } from './profile/index.ts';
import { referralHandlers } from './referrals/index.ts';
import { regimeHandlers } from './regimes/index.ts';
import { serveStatusPage, statusNoteHandlers } from './status-notes/index.ts';

/** What the law asks of the organisation and of each incident, what is owed by when, and what leaves the house. */
export function serveLaw(app: FastifyInstance, house: House, routeParts: RouteParts): void {
  serveWhatReachesUs(app, house, routeParts);
  serveAssessments(app, house, routeParts);
  serveWhatIsOwed(app, house, routeParts);
  serveNotifications(app, house, routeParts);
  serveStatusNotes(app, house, routeParts);
  serveReferrals(app, house, routeParts);
  serveDocuments(app, house, routeParts);
}

/** Due work of the clocks of the law. */
export function lawWorks(house: House): DueWork[] {
  const { database } = house;
  return [
    limitsPass({ database }),
    lawMovesOn({ database }),
    assistanceEnds(database),
    announcementsAreMailed(database, toldMeetsObligation),
    recurrenceReviewsOpen(database),
    notificationMakesDocuments(printing(house)),
    reportsAreMade(house),
  ];
}

/** Handing facts to the police, and help from a CSIRT under consent. */
function serveReferrals(app: FastifyInstance, { database }: House, routeParts: RouteParts): void {
  const parts = {
    database,
    familyOf: incidentWithMerged,
    incidentForChange,
    authorityNamed: authorityById,
    proveAnew,
  };
  registerRoutes(app, referralRoutes, referralHandlers(parts), routeParts);
  registerRoutes(app, assistanceRequestRoutes, assistanceRequestHandlers(parts), routeParts);
}

/** The law as data, what decides which of it reaches the organisation, and the authorities it answers to. */
function serveWhatReachesUs(app: FastifyInstance, house: House, routeParts: RouteParts): void {
  const { clock, database } = house;
  const parts = { database, organisationOf: findOrganisation, now: () => clock.now() };
  registerRoutes(app, regimeRoutes, regimeHandlers({ ...parts, kindsTaking }), routeParts);
  registerRoutes(app, profileRoutes, profileHandlers(parts), routeParts);
  registerRoutes(app, authorityRoutes, authorityHandlers(parts), routeParts);
}

/** What the law asks of each incident, and what people decided. */
function serveAssessments(app: FastifyInstance, { database }: House, routeParts: RouteParts): void {
  const parts = { database, obligationsFollow };
  registerRoutes(app, assessmentRoutes, assessmentHandlers(parts), routeParts);
  registerRoutes(app, crisisCriterionRoutes, crisisCriterionHandlers(parts), routeParts);
  registerRoutes(app, recurrenceReviewRoutes, recurrenceReviewHandlers(parts), routeParts);
}

/** What is owed by when, and the calendar it is read in. */
function serveWhatIsOwed(app: FastifyInstance, house: House, routeParts: RouteParts): void {
  const { clock, database, ids, publicUrl } = house;
  const calendar = { database, clock, ids, publicUrl };
  const obligations = { database, follow: followParts, familyOf: incidentWithMerged };
  const handlers = { ...obligationHandlers(obligations), ...calendarHandlers(calendar) };
  registerRoutes(app, obligationRoutes, handlers, routeParts);
  serveCalendar(app, calendar);
}

/** What authorities are told, and what they answer. */
function serveNotifications(app: FastifyInstance, house: House, routeParts: RouteParts): void {
  const { database } = house;
  const parts = notificationParts(database, (reference) => printBeforeItLeaves(printing(house), reference));
  registerRoutes(app, notificationRoutes, notificationHandlers(parts), routeParts);
  registerRoutes(app, authorityMessageRoutes, authorityMessageHandlers(parts), routeParts);
  registerRoutes(app, announcementRoutes, announcementHandlers(announcementParts(database)), routeParts);
}

/** What anybody can read without signing in, once somebody switched it on. */
function serveStatusNotes(app: FastifyInstance, house: House, routeParts: RouteParts): void {
  const { clock, database, publicUrl } = house;
  const notes = { database, familyOf: incidentWithMerged, settleShown: announcementIsShown };
  registerRoutes(app, statusNoteRoutes, statusNoteHandlers(notes), routeParts);
  serveStatusPage(app, { clock, database, publicUrl });
}

/** What printing stands on. */
function printing({ clock, database, files, ids }: House) {
  return { database, files, ids, now: () => clock.now() };
}

/** Documents, each with the proof that it existed then. */
function serveDocuments(app: FastifyInstance, house: House, routeParts: RouteParts): void {
  const { log = noLog } = house;
  const parts = {
    ...printing(house),
    linesOf: (entry: { id: string; position: number }) => sealedLinesOf(log, entry),
  };
  registerRoutes(app, documentRoutes, documentHandlers(parts), routeParts);
  registerRoutes(app, managementReportRoutes, managementReportHandlers(printing(house)), routeParts);
}
