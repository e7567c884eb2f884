// SPDX-License-Identifier: Apache-2.0
import { accountRoutes } from './account.ts';
import { alertRoutes } from './alerts.ts';
import { announcementRoutes } from './announcements.ts';
import { assessmentRoutes } from './assessments.ts';
import { assistanceRequestRoutes } from './assistance-requests.ts';
import { authorityRoutes } from './authorities.ts';
import { authorityMessageRoutes } from './authority-messages.ts';
import { callRoutes } from './calls.ts';
import { contactRoutes } from './contacts.ts';
import { crisisCriterionRoutes } from './crisis-criteria.ts';
import { detectionReviewRoutes } from './detection-reviews.ts';
import { detectionRuleRoutes } from './detection-rules.ts';
import { documentRoutes } from './documents.ts';
import { feedbackRoutes } from './feedback.ts';
import { findingRoutes } from './findings.ts';
import { historyRoutes } from './history.ts';
import { huntRoutes } from './hunts.ts';
import { identityRoutes } from './identity.ts';
import { incidentRoutes } from './incidents.ts';
import { logEntryRoutes } from './log-entries.ts';
import { logHealthRoutes } from './log-health.ts';
import { mailboxRoutes } from './mailboxes.ts';
import { mailRoutes } from './mails.ts';
import { managementReportRoutes } from './management-reports.ts';
import { myReportRoutes } from './my-reports.ts';
import { notificationRoutes } from './notification-calls.ts';
import { obligationRoutes } from './obligations.ts';
import { organisationRoutes } from './organisation.ts';
import { peopleRoutes } from './people.ts';
import { profileRoutes } from './profile.ts';
import { pushSubscriptionRoutes } from './push-subscriptions.ts';
import { reassertionRoutes } from './reassertions.ts';
import { recurrenceReviewRoutes } from './recurrence-reviews.ts';
import { referralRoutes } from './referrals.ts';
import { regimeRoutes } from './regimes.ts';
import { registerRoutes } from './register.ts';
import { reportGuideRoutes } from './report-guide.ts';
import { reportMailRoutes } from './report-mails.ts';
import { reportRoutes } from './reports.ts';
import { rosterRoutes } from './rosters.ts';
import { ruleSelectionRoutes } from './rule-selection.ts';
import { ruleSetRoutes } from './rule-sets.ts';
import { sessionRoutes } from './sessions.ts';
import { sourceRoutes } from './sources.ts';
import { statisticsRoutes } from './statistics.ts';
import { statusNoteRoutes } from './status-notes.ts';
import { suppressionRoutes } from './suppressions.ts';
import { triageRoutes } from './triage.ts';
import { vocabularyRoutes } from './vocabularies.ts';
import { webhookEndpointRoutes } from './webhook-endpoints.ts';
import { webhookRoutes } from './webhooks.ts';
import { whistleblowingRoutes } from './whistleblowing.ts';

/** Every call of the API. */
export const routes = {
  ...reportRoutes,
  ...reportMailRoutes,
  ...identityRoutes,
  ...myReportRoutes,
  ...incidentRoutes,
  ...historyRoutes,
  ...feedbackRoutes,
  ...alertRoutes,
  ...mailRoutes,
  ...organisationRoutes,
  ...peopleRoutes,
  ...registerRoutes,
  ...sessionRoutes,
  ...accountRoutes,
  ...reassertionRoutes,
  ...whistleblowingRoutes,
  ...mailboxRoutes,
  ...vocabularyRoutes,
  ...reportGuideRoutes,
  ...statisticsRoutes,
  ...triageRoutes,
  ...webhookRoutes,
  ...contactRoutes,
  ...callRoutes,
  ...logEntryRoutes,
  ...logHealthRoutes,
  ...sourceRoutes,
  ...findingRoutes,
  ...suppressionRoutes,
  ...detectionReviewRoutes,
  ...detectionRuleRoutes,
  ...ruleSelectionRoutes,
  ...ruleSetRoutes,
  ...huntRoutes,
  ...referralRoutes,
  ...assistanceRequestRoutes,
  ...announcementRoutes,
  ...statusNoteRoutes,
  ...obligationRoutes,
  ...assessmentRoutes,
  ...crisisCriterionRoutes,
  ...recurrenceReviewRoutes,
  ...notificationRoutes,
  ...authorityMessageRoutes,
  ...regimeRoutes,
  ...profileRoutes,
  ...authorityRoutes,
  ...documentRoutes,
  ...managementReportRoutes,
  ...rosterRoutes,
  ...pushSubscriptionRoutes,
  ...webhookEndpointRoutes,
} as const;
