// SPDX-License-Identifier: Apache-2.0
import {
  detectionReviewRoutes,
  detectionRuleRoutes,
  findingRoutes,
  huntRoutes,
  logEntryRoutes,
  logHealthRoutes,
  ruleSelectionRoutes,
  ruleSetRoutes,
  sourceRoutes,
  suppressionRoutes,
} from '@belfry/contract';
import type { FastifyInstance } from 'fastify';
import {
  detectionRuleHandlers,
  ruleImportsAreRead,
  rulePathsAreWatched,
  shippedRulesAreTakenUp,
} from './detection-rules/index.ts';
import {
  detectionReviewHandlers,
  findingHandlers,
  findingsAreCounted,
  reviewsOpen,
  suppressionHandlers,
  suppressionsExpire,
} from './findings/index.ts';
import type { House } from './house.ts';
import { huntHandlers } from './hunts/index.ts';
import { logEntryHandlers } from './log-entries/index.ts';
import { logAlarmsAreTold, logHealthHandlers, logProcessIsWatched } from './log-health/index.ts';
import type { Authenticator } from './platform/authentication/authenticator.ts';
import { type RouteParts, registerRoutes } from './platform/http/register-routes.ts';
import type { DueWork } from './platform/jobs/index.ts';
import { noLog } from './platform/log-link/log-link.ts';
import { findingIsTakenBack, findingJoinsTimeline } from './processes/finding-joins-timeline.ts';
import { findingOpensReport } from './processes/finding-opens-report.ts';
import { findingsKnowRules } from './processes/findings-know-rules.ts';
import { hitsBecomeFindings } from './processes/hits-become-findings.ts';
import { sourceHandlers } from './sources/index.ts';

/** What people see of the logbook: each look with its purpose, the entries under it, and what rules found. */
export function serveLogbook(
  app: FastifyInstance,
  house: House,
  authenticator: Authenticator,
  routeParts: RouteParts,
): void {
  const { clock, database, log = noLog, publicUrl } = house;
  serveFindings(app, house, routeParts);
  const entries = logEntryHandlers({ database, authenticator, now: () => clock.now(), door: log });
  registerRoutes(app, logEntryRoutes, entries, routeParts);
  const health = logHealthHandlers({ database, log, now: () => clock.now() });
  registerRoutes(app, logHealthRoutes, health, routeParts);
  const hunts = huntHandlers({ database, log, now: () => clock.now() });
  registerRoutes(app, huntRoutes, hunts, routeParts);
  const sources = sourceHandlers({ database, door: log, now: () => clock.now(), publicUrl });
  registerRoutes(app, sourceRoutes, sources, routeParts);
}

/** What is due beside the logbook: its alarms, what rules found, and rules where they come from. */
export function logbookWorks(house: House): DueWork[] {
  const { clock, database, log, publicUrl } = house;
  return [
    logAlarmsAreTold({ database, publicUrl }),
    hitsBecomeFindings(database, findingParts(house)),
    findingsAreCounted(database),
    suppressionsExpire(database, findingsKnowRules),
    reviewsOpen(database),
    ...libraryWorks(house),
    ...(log === undefined ? [] : [logProcessIsWatched({ database, log, now: () => clock.now() })]),
  ];
}

/** Rules are read and watched for where they come from. */
function libraryWorks({ configuration: { ruleFolders }, database, shippedRules }: House): DueWork[] {
  return [
    ruleImportsAreRead({ database, ruleFolders }),
    rulePathsAreWatched({ database, ruleFolders }),
    ...(shippedRules === undefined ? [] : [shippedRulesAreTakenUp({ database, folder: shippedRules })]),
  ];
}

/** What findings ask of the rest of the desk. */
function findingParts({ publicUrl, receive, wakeAlerts }: House) {
  return {
    rules: findingsKnowRules,
    report: findingOpensReport({ receive, publicUrl, wake: wakeAlerts }),
    tellIncident: findingJoinsTimeline(publicUrl),
    ...findingIsTakenBack,
  };
}

/** What rules found in the logbook, and what people make of it. */
function serveFindings(app: FastifyInstance, house: House, routeParts: RouteParts): void {
  const parts = { ...findingParts(house), database: house.database };
  registerRoutes(app, findingRoutes, findingHandlers(parts), routeParts);
  const { configuration, database } = house;
  const library = detectionRuleHandlers({ database, ruleFolders: configuration.ruleFolders });
  registerRoutes(
    app,
    { ...detectionRuleRoutes, ...ruleSelectionRoutes, ...ruleSetRoutes },
    library,
    routeParts,
  );
  registerRoutes(app, suppressionRoutes, suppressionHandlers(parts), routeParts);
  registerRoutes(app, detectionReviewRoutes, detectionReviewHandlers(parts), routeParts);
}
