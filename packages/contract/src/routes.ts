// SPDX-License-Identifier: Apache-2.0
import { accountRoutes } from './account.ts';
import { alertRoutes } from './alerts.ts';
import { feedbackRoutes } from './feedback.ts';
import { historyRoutes } from './history.ts';
import { incidentRoutes } from './incidents.ts';
import { mailboxRoutes } from './mailboxes.ts';
import { organisationRoutes } from './organisation.ts';
import { peopleRoutes } from './people.ts';
import { registerRoutes } from './register.ts';
import { reportRoutes } from './reports.ts';
import { sessionRoutes } from './sessions.ts';

/** Every call of the API. */
export const routes = {
  ...reportRoutes,
  ...incidentRoutes,
  ...historyRoutes,
  ...feedbackRoutes,
  ...alertRoutes,
  ...organisationRoutes,
  ...peopleRoutes,
  ...registerRoutes,
  ...sessionRoutes,
  ...accountRoutes,
  ...mailboxRoutes,
} as const;
