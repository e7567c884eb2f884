// SPDX-License-Identifier: Apache-2.0

/** What can stand behind the question mark. Empty values are left out, so that an address says only what was chosen. */
export type UrlState = Record<string, string | number | boolean | null | undefined>;

/** An address with its state. */
export function url(path: string, state: UrlState = {}): string {
  const pairs = Object.entries(state)
    .filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
    .map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams(pairs).toString();
  return query === '' ? path : `${path}?${query}`;
}

const segment = (value: string): string => encodeURIComponent(value);

/** Every address of the application, in one place. */
export const urls = {
  today: () => '/',
  triage: (state?: { report?: string; queue?: string; handler?: string }) => url('/triage', state),
  triageRules: (state?: { version?: string; rule?: string }) => url('/triage/rules', state),
  cannedTexts: () => '/triage/canned-texts',
  reports: (state?: UrlState) => url('/reports', state),
  report: (reference: string) => `/reports/${segment(reference)}`,
  myReports: () => '/my-reports',
  myReport: (reference: string) => `/my-reports/${segment(reference)}`,
  newCall: (state?: { call?: string }) => url('/calls/new', state),
  contacts: (state?: { q?: string }) => url('/contacts', state),
  incidents: (state?: UrlState) => url('/incidents', state),
  incident: (reference: string, state?: { view?: 'record' | 'account'; order?: string }) =>
    url(`/incidents/${segment(reference)}`, state),
  notification: (incident: string, notification: string) =>
    `/incidents/${segment(incident)}/notifications/${segment(notification)}`,
  announcement: (incident: string, announcement: string) =>
    `/incidents/${segment(incident)}/announcements/${segment(announcement)}`,
  assessment: (incident: string) => `/incidents/${segment(incident)}/assessment`,
  crisisCriteria: () => '/crisis-criteria',
  recurrenceReviews: () => '/recurrence-reviews',
  recurrenceReview: (id: string) => `/recurrence-reviews/${segment(id)}`,
  declare: (state?: { from?: string }) => url('/incidents/declare', state),
  importRegister: () => '/incidents/import',
  obligations: (state?: { group?: string; owner?: string; regime?: string }) => url('/obligations', state),
  tasks: (state?: { whose?: string; state?: string }) => url('/tasks', state),
  measures: (state?: { state?: string }) => url('/measures', state),
  history: (state?: { subject?: string; kind?: string; actor?: string; order?: string }) =>
    url('/history', state),
  search: (q?: string) => url('/search', { q }),
  signIn: (state?: { next?: string }) => url('/sign-in', state),
  /** Where somebody without a second factor makes one before anything else opens. */
  enrolment: () => '/enrolment',
  setup: (state?: { token?: string }) => url('/setup', state),
  invitation: (state?: { token?: string }) => url('/invitation', state),
  account: () => '/account',
  devices: () => '/account/devices',
  alerts: (state?: { state?: string }) => url('/alerts', state),
  alert: (id: string) => `/alerts/${segment(id)}`,
  rosters: () => '/rosters',
  roster: (id: string) => `/rosters/${segment(id)}`,
  webhookEndpoints: () => '/webhook-endpoints',
  tokens: () => '/tokens',
  people: () => '/people',
  person: (id: string) => `/people/${segment(id)}`,
  mailboxes: () => '/mailboxes',
  organisation: () => '/organisation',
  profile: (state?: { version?: string }) => url('/profile', state),
  regimes: () => '/regimes',
  regime: (id: string) => `/regimes/${segment(id)}`,
  authorities: (state?: UrlState) => url('/authorities', state),
  authorityChoices: (state?: UrlState) => url('/authorities/notices', state),
  statistics: (state?: { from?: string; to?: string }) => url('/statistics', state),
  managementReports: () => '/management-reports',
  managementReport: (id: string) => `/management-reports/${segment(id)}`,
  reportGuide: () => '/report-guide',
  vocabularies: () => '/vocabularies',
  mails: (state?: { show?: string }) => url('/mail', state),
  webhooks: (state?: { add?: string }) => url('/webhooks', state),
  webhook: (id: string) => `/webhooks/${segment(id)}`,
  whistleblowing: () => '/whistleblowing',
  enterCase: () => '/whistleblowing/enter',
  case: (reference: string) => `/whistleblowing/${segment(reference)}`,
  log: (state?: UrlState) => url('/log', state),
  logEntry: (log: string, index: number, state?: { finding?: string }) =>
    url(`/log/${segment(log)}/${index}`, state),
  logHealth: () => '/log/health',
  logLooks: (state?: UrlState) => url('/log/looks', state),
  sources: (state?: UrlState) => url('/log/sources', state),
  source: (id: string, state?: { connect?: string }) => url(`/log/sources/${segment(id)}`, state),
  senders: (state?: UrlState) => url('/log/senders', state),
  findings: (state?: UrlState) => url('/findings', state),
  finding: (reference: string) => `/findings/${segment(reference)}`,
  suppressions: (state?: UrlState) => url('/findings/suppressions', state),
  detectionReviews: () => '/findings/reviews',
  detectionReview: (month: string) => `/findings/reviews/${segment(month)}`,
  detectionRules: (state?: UrlState) => url('/detection/rules', state),
  detectionRule: (id: string, state?: { do?: 'switch' }) => url(`/detection/rules/${segment(id)}`, state),
  newDetectionRule: (state?: { template?: string; copy?: string; hunt?: string }) =>
    url('/detection/rules/new', state),
  changeDetectionRule: (id: string) => `/detection/rules/${segment(id)}/change`,
  ruleSets: () => '/detection/sets',
  ruleImport: (id: string, state?: UrlState) => url(`/detection/imports/${segment(id)}`, state),
  ruleSelection: (state?: { version?: string }) => url('/detection/selection', state),
  coverage: (state?: UrlState) => url('/detection/coverage', state),
  placeholders: () => '/detection/placeholders',
  hunts: (state?: UrlState) => url('/detection/hunts', state),
  hunt: (id: string) => `/detection/hunts/${segment(id)}`,
  publicReport: () => '/report',
} as const;

/** Where to go after signing in: only an address of this application, never another site. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : urls.today();
}
