// SPDX-License-Identifier: Apache-2.0
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
} from '@tanstack/react-router';
import { GuardedShell } from './shell/guarded-shell.tsx';
import { OpenShell } from './shell/open-shell.tsx';
import { FailedPage, NothingHerePage } from './shell/problem-page.tsx';
import { RootPage } from './shell/root-page.tsx';

const root = createRootRoute({ component: RootPage, notFoundComponent: NothingHerePage });

/** Screens for somebody who is signed in stand in the shell; it shows the way to sign in to everybody else. */
const desk = createRoute({ getParentRoute: () => root, id: 'desk', component: GuardedShell });
/** Screens that need no session: setting up, signing in, taking an invitation. */
const open = createRoute({ getParentRoute: () => root, id: 'open', component: OpenShell });

/** One screen is one lazily loaded file that exports its component by name. */
const inDesk = <const Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => desk, path, component });
const inOpen = <const Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => open, path, component });

const tree = root.addChildren([
  desk.addChildren([
    inDesk(
      '/',
      lazyRouteComponent(() => import('./today/today.tsx'), 'Today'),
    ),
    inDesk(
      '/triage',
      lazyRouteComponent(() => import('./reports/triage.tsx'), 'Triage'),
    ),
    inDesk(
      '/triage/rules',
      lazyRouteComponent(() => import('./triage/rules-page.tsx'), 'RulesPage'),
    ),
    inDesk(
      '/triage/canned-texts',
      lazyRouteComponent(() => import('./triage/canned-page.tsx'), 'CannedPage'),
    ),
    inDesk(
      '/reports',
      lazyRouteComponent(() => import('./reports/reports-register.tsx'), 'ReportsRegister'),
    ),
    inDesk(
      '/reports/$reference',
      lazyRouteComponent(() => import('./reports/report-page.tsx'), 'ReportPage'),
    ),
    inDesk(
      '/my-reports',
      lazyRouteComponent(() => import('./my-reports/my-reports.tsx'), 'MyReports'),
    ),
    inDesk(
      '/my-reports/$reference',
      lazyRouteComponent(() => import('./my-reports/my-report.tsx'), 'MyReportPage'),
    ),
    inDesk(
      '/incidents',
      lazyRouteComponent(() => import('./incidents/incidents-register.tsx'), 'IncidentsRegister'),
    ),
    inDesk(
      '/incidents/declare',
      lazyRouteComponent(() => import('./incidents/declare.tsx'), 'Declare'),
    ),
    inDesk(
      '/incidents/import',
      lazyRouteComponent(() => import('./register/import.tsx'), 'ImportRegister'),
    ),
    inDesk(
      '/incidents/$reference',
      lazyRouteComponent(() => import('./incidents/incident-page.tsx'), 'IncidentPage'),
    ),
    inDesk(
      '/incidents/$reference/notifications/$notification',
      lazyRouteComponent(() => import('./notifications/notification-page.tsx'), 'NotificationPage'),
    ),
    inDesk(
      '/incidents/$reference/announcements/$announcement',
      lazyRouteComponent(() => import('./announcements/announcement-page.tsx'), 'AnnouncementPage'),
    ),
    inDesk(
      '/incidents/$reference/assessment',
      lazyRouteComponent(() => import('./assessments/assessment-page.tsx'), 'AssessmentPage'),
    ),
    inDesk(
      '/crisis-criteria',
      lazyRouteComponent(() => import('./assessments/crisis-criteria.tsx'), 'CrisisCriteria'),
    ),
    inDesk(
      '/recurrence-reviews',
      lazyRouteComponent(() => import('./assessments/recurrence-reviews.tsx'), 'RecurrenceReviews'),
    ),
    inDesk(
      '/recurrence-reviews/$id',
      lazyRouteComponent(() => import('./assessments/recurrence-review-page.tsx'), 'RecurrenceReviewPage'),
    ),
    inDesk(
      '/calls/new',
      lazyRouteComponent(() => import('./calls/new-call.tsx'), 'NewCall'),
    ),
    inDesk(
      '/contacts',
      lazyRouteComponent(() => import('./contacts/contacts.tsx'), 'Contacts'),
    ),
    inDesk(
      '/whistleblowing',
      lazyRouteComponent(() => import('./whistleblowing/room.tsx'), 'WhistleblowingRoom'),
    ),
    inDesk(
      '/whistleblowing/enter',
      lazyRouteComponent(() => import('./whistleblowing/enter-case.tsx'), 'EnterCase'),
    ),
    inDesk(
      '/whistleblowing/$reference',
      lazyRouteComponent(() => import('./whistleblowing/case-page.tsx'), 'CasePage'),
    ),
    inDesk(
      '/obligations',
      lazyRouteComponent(() => import('./obligations/obligations-page.tsx'), 'ObligationsPage'),
    ),
    inDesk(
      '/tasks',
      lazyRouteComponent(() => import('./tasks/tasks.tsx'), 'Tasks'),
    ),
    inDesk(
      '/measures',
      lazyRouteComponent(() => import('./tasks/measures.tsx'), 'Measures'),
    ),
    inDesk(
      '/history',
      lazyRouteComponent(() => import('./history/history.tsx'), 'History'),
    ),
    inDesk(
      '/search',
      lazyRouteComponent(() => import('./search/search-page.tsx'), 'SearchPage'),
    ),
    inDesk(
      '/log',
      lazyRouteComponent(() => import('./log-entries/logbook.tsx'), 'Logbook'),
    ),
    inDesk(
      '/log/health',
      lazyRouteComponent(() => import('./log-health/log-health.tsx'), 'LogHealth'),
    ),
    inDesk(
      '/log/looks',
      lazyRouteComponent(() => import('./log-entries/looks.tsx'), 'Looks'),
    ),
    inDesk(
      '/log/sources',
      lazyRouteComponent(() => import('./sources/sources.tsx'), 'Sources'),
    ),
    inDesk(
      '/log/sources/$id',
      lazyRouteComponent(() => import('./sources/source-page.tsx'), 'SourcePage'),
    ),
    inDesk(
      '/log/senders',
      lazyRouteComponent(() => import('./sources/senders.tsx'), 'Senders'),
    ),
    inDesk(
      '/log/$log/$index',
      lazyRouteComponent(() => import('./log-entries/entry-page.tsx'), 'EntryPage'),
    ),
    inDesk(
      '/findings',
      lazyRouteComponent(() => import('./findings/findings.tsx'), 'Findings'),
    ),
    inDesk(
      '/findings/suppressions',
      lazyRouteComponent(() => import('./findings/suppressions.tsx'), 'Suppressions'),
    ),
    inDesk(
      '/findings/reviews',
      lazyRouteComponent(() => import('./findings/reviews.tsx'), 'Reviews'),
    ),
    inDesk(
      '/findings/reviews/$month',
      lazyRouteComponent(() => import('./findings/review-page.tsx'), 'ReviewPage'),
    ),
    inDesk(
      '/findings/$reference',
      lazyRouteComponent(() => import('./findings/finding-page.tsx'), 'FindingPage'),
    ),
    inDesk(
      '/detection/rules',
      lazyRouteComponent(() => import('./detection-rules/rules.tsx'), 'DetectionRules'),
    ),
    inDesk(
      '/detection/rules/new',
      lazyRouteComponent(() => import('./detection-rules/editor.tsx'), 'NewDetectionRule'),
    ),
    inDesk(
      '/detection/rules/$id',
      lazyRouteComponent(() => import('./detection-rules/rule-page.tsx'), 'DetectionRulePage'),
    ),
    inDesk(
      '/detection/rules/$id/change',
      lazyRouteComponent(() => import('./detection-rules/editor.tsx'), 'ChangeDetectionRule'),
    ),
    inDesk(
      '/detection/sets',
      lazyRouteComponent(() => import('./detection-rules/rule-sets.tsx'), 'RuleSets'),
    ),
    inDesk(
      '/detection/imports/$id',
      lazyRouteComponent(() => import('./detection-rules/rule-import.tsx'), 'RuleImportPage'),
    ),
    inDesk(
      '/detection/selection',
      lazyRouteComponent(() => import('./detection-rules/selection.tsx'), 'RuleSelectionPage'),
    ),
    inDesk(
      '/detection/coverage',
      lazyRouteComponent(() => import('./detection-rules/coverage.tsx'), 'CoveragePage'),
    ),
    inDesk(
      '/detection/placeholders',
      lazyRouteComponent(() => import('./detection-rules/placeholders.tsx'), 'PlaceholdersPage'),
    ),
    inDesk(
      '/detection/hunts',
      lazyRouteComponent(() => import('./hunts/hunts.tsx'), 'Hunts'),
    ),
    inDesk(
      '/detection/hunts/$id',
      lazyRouteComponent(() => import('./hunts/hunt-page.tsx'), 'HuntPage'),
    ),
    inDesk(
      '/account',
      lazyRouteComponent(() => import('./people/account.tsx'), 'Account'),
    ),
    inDesk(
      '/account/devices',
      lazyRouteComponent(() => import('./push-subscriptions/devices.tsx'), 'Devices'),
    ),
    inDesk(
      '/alerts',
      lazyRouteComponent(() => import('./alerts/alerts.tsx'), 'Alerts'),
    ),
    inDesk(
      '/alerts/$id',
      lazyRouteComponent(() => import('./alerts/alert-page.tsx'), 'AlertPage'),
    ),
    inDesk(
      '/rosters',
      lazyRouteComponent(() => import('./rosters/rosters.tsx'), 'Rosters'),
    ),
    inDesk(
      '/rosters/$id',
      lazyRouteComponent(() => import('./rosters/roster-page.tsx'), 'RosterPage'),
    ),
    inDesk(
      '/webhook-endpoints',
      lazyRouteComponent(() => import('./webhook-endpoints/webhook-endpoints.tsx'), 'WebhookEndpoints'),
    ),
    inDesk(
      '/tokens',
      lazyRouteComponent(() => import('./people/tokens.tsx'), 'Tokens'),
    ),
    inDesk(
      '/people',
      lazyRouteComponent(() => import('./people/people.tsx'), 'People'),
    ),
    inDesk(
      '/people/$id',
      lazyRouteComponent(() => import('./people/person.tsx'), 'PersonPage'),
    ),
    inDesk(
      '/mail',
      lazyRouteComponent(() => import('./mails/mails.tsx'), 'Mails'),
    ),
    inDesk(
      '/webhooks',
      lazyRouteComponent(() => import('./webhooks/webhooks.tsx'), 'Webhooks'),
    ),
    inDesk(
      '/webhooks/$id',
      lazyRouteComponent(() => import('./webhooks/webhook-page.tsx'), 'WebhookPage'),
    ),
    inDesk(
      '/mailboxes',
      lazyRouteComponent(() => import('./mailboxes/mailboxes.tsx'), 'Mailboxes'),
    ),
    inDesk(
      '/statistics',
      lazyRouteComponent(() => import('./statistics/statistics.tsx'), 'Statistics'),
    ),
    inDesk(
      '/management-reports',
      lazyRouteComponent(() => import('./management-reports/management-reports.tsx'), 'ManagementReports'),
    ),
    inDesk(
      '/management-reports/$id',
      lazyRouteComponent(() => import('./management-reports/report-page.tsx'), 'ManagementReportPage'),
    ),
    inDesk(
      '/report-guide',
      lazyRouteComponent(() => import('./report-guide/report-guide.tsx'), 'ReportGuide'),
    ),
    inDesk(
      '/vocabularies',
      lazyRouteComponent(() => import('./vocabularies/vocabularies.tsx'), 'Vocabularies'),
    ),
    inDesk(
      '/profile',
      lazyRouteComponent(() => import('./profile/profile-page.tsx'), 'ProfilePage'),
    ),
    inDesk(
      '/regimes',
      lazyRouteComponent(() => import('./regimes/regimes-page.tsx'), 'RegimesPage'),
    ),
    inDesk(
      '/regimes/$id',
      lazyRouteComponent(() => import('./regimes/regime-page.tsx'), 'RegimePage'),
    ),
    inDesk(
      '/authorities',
      lazyRouteComponent(() => import('./authorities/authorities-page.tsx'), 'AuthoritiesPage'),
    ),
    inDesk(
      '/authorities/notices',
      lazyRouteComponent(() => import('./authorities/choices-page.tsx'), 'AuthorityChoicesPage'),
    ),
    inDesk(
      '/organisation',
      lazyRouteComponent(() => import('./organisation/organisation.tsx'), 'OrganisationPage'),
    ),
  ]),
  open.addChildren([
    inOpen(
      '/sign-in',
      lazyRouteComponent(() => import('./people/sign-in.tsx'), 'SignIn'),
    ),
    inOpen(
      '/setup',
      lazyRouteComponent(() => import('./people/setup.tsx'), 'Setup'),
    ),
    inOpen(
      '/invitation',
      lazyRouteComponent(() => import('./people/invitation.tsx'), 'Invitation'),
    ),
    inOpen(
      '/enrolment',
      lazyRouteComponent(() => import('./people/enrolment.tsx'), 'Enrolment'),
    ),
  ]),
]);

/** What stands behind the question mark is plain text: `?status=open`, not JSON. */
export const router = createRouter({
  routeTree: tree,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (state) => {
    const pairs = Object.entries(state).filter(([, value]) => value !== undefined && value !== '');
    const query = new URLSearchParams(pairs as [string, string][]).toString();
    return query === '' ? '' : `?${query}`;
  },
  defaultErrorComponent: FailedPage,
  defaultPendingMs: 400,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
