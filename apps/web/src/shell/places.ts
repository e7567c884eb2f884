// SPDX-License-Identifier: Apache-2.0
import type { Permission } from '@belfry/contract';
import { urls } from '../urls.ts';

export interface Place {
  readonly id: string;
  readonly href: string;
  /** Needed to get anything there; absent when everybody who is signed in does. */
  readonly permission?: Permission;
}

/** Where one can go, in the order of a day's work. Words: `shell:place.<id>`. */
export const workPlaces: readonly Place[] = [
  { id: 'today', href: urls.today() },
  { id: 'triage', href: urls.triage(), permission: 'reports.read' },
  { id: 'incidents', href: urls.incidents() },
  { id: 'reports', href: urls.reports(), permission: 'reports.read' },
  { id: 'whistleblowing', href: urls.whistleblowing(), permission: 'whistleblowing.handle' },
  { id: 'my_reports', href: urls.myReports() },
  { id: 'tasks', href: urls.tasks() },
  { id: 'measures', href: urls.measures() },
  { id: 'statistics', href: urls.statistics(), permission: 'reports.read' },
  { id: 'history', href: urls.history() },
];
export const housePlaces: readonly Place[] = [
  { id: 'triage_rules', href: urls.triageRules(), permission: 'triage.manage' },
  { id: 'mails', href: urls.mails(), permission: 'mail.manage' },
  { id: 'webhooks', href: urls.webhooks(), permission: 'webhooks.manage' },
  { id: 'report_guide', href: urls.reportGuide(), permission: 'report_page.manage' },
  { id: 'vocabularies', href: urls.vocabularies(), permission: 'triage.manage' },
  { id: 'people', href: urls.people(), permission: 'people.read' },
  { id: 'mailboxes', href: urls.mailboxes(), permission: 'mail.manage' },
  { id: 'organisation', href: urls.organisation(), permission: 'organisation.manage' },
];
