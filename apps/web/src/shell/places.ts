// SPDX-License-Identifier: Apache-2.0
import type { Permission } from '@belfry/contract';
import { urls } from '../urls.ts';

export interface Place {
  readonly id: string;
  readonly href: string;
  /** Needed to get anything there; absent when everybody who is signed in does. */
  readonly permission?: Permission;
  /** What waits there is counted beside its name. */
  readonly counts?: 'findings';
}

export interface PlaceGroup {
  readonly id: 'work' | 'ways_in' | 'detection' | 'logbook' | 'law' | 'house';
  readonly places: readonly Place[];
}

/**
 * Where one can go: the work in the order of a day, then how reports come in and find their way, then what the law asks, then the house.
 * Words: `shell:place.<id>`, and `shell:places.<id>` for a group.
 */
export const placeGroups: readonly PlaceGroup[] = [
  {
    id: 'work',
    places: [
      { id: 'today', href: urls.today() },
      { id: 'triage', href: urls.triage(), permission: 'reports.read' },
      { id: 'new_call', href: urls.newCall(), permission: 'reports.enter' },
      { id: 'reports', href: urls.reports(), permission: 'reports.read' },
      { id: 'whistleblowing', href: urls.whistleblowing(), permission: 'whistleblowing.handle' },
      { id: 'incidents', href: urls.incidents() },
      { id: 'obligations', href: urls.obligations() },
      { id: 'tasks', href: urls.tasks() },
      { id: 'measures', href: urls.measures() },
      { id: 'my_reports', href: urls.myReports() },
      { id: 'contacts', href: urls.contacts(), permission: 'contacts.read' },
      { id: 'statistics', href: urls.statistics(), permission: 'reports.read' },
      { id: 'management_reports', href: urls.managementReports(), permission: 'management_reports.read' },
      { id: 'history', href: urls.history() },
    ],
  },
  {
    id: 'ways_in',
    places: [
      { id: 'report_guide', href: urls.reportGuide(), permission: 'report_page.manage' },
      { id: 'mailboxes', href: urls.mailboxes(), permission: 'mail.manage' },
      { id: 'mails', href: urls.mails(), permission: 'mail.manage' },
      { id: 'webhooks', href: urls.webhooks(), permission: 'webhooks.manage' },
      { id: 'triage_rules', href: urls.triageRules(), permission: 'triage.manage' },
      { id: 'canned_texts', href: urls.cannedTexts(), permission: 'triage.manage' },
      { id: 'vocabularies', href: urls.vocabularies(), permission: 'triage.manage' },
    ],
  },
  {
    id: 'detection',
    places: [
      { id: 'findings', href: urls.findings(), permission: 'findings.read', counts: 'findings' },
      { id: 'suppressions', href: urls.suppressions(), permission: 'findings.read' },
      { id: 'detection_reviews', href: urls.detectionReviews(), permission: 'findings.read' },
      { id: 'detection_rules', href: urls.detectionRules(), permission: 'findings.read' },
      { id: 'rule_sets', href: urls.ruleSets(), permission: 'findings.read' },
      { id: 'rule_selection', href: urls.ruleSelection(), permission: 'findings.read' },
      { id: 'hunts', href: urls.hunts(), permission: 'detection.manage' },
      { id: 'coverage', href: urls.coverage(), permission: 'findings.read' },
    ],
  },
  {
    id: 'logbook',
    places: [
      { id: 'log', href: urls.log(), permission: 'log.search' },
      { id: 'sources', href: urls.sources(), permission: 'log.health' },
      { id: 'senders', href: urls.senders(), permission: 'log.health' },
      { id: 'log_health', href: urls.logHealth(), permission: 'log.health' },
      { id: 'log_looks', href: urls.logLooks(), permission: 'log.search' },
    ],
  },
  {
    id: 'law',
    places: [
      { id: 'profile', href: urls.profile(), permission: 'profile.manage' },
      { id: 'authorities', href: urls.authorities(), permission: 'authorities.manage' },
      { id: 'regimes', href: urls.regimes() },
      { id: 'crisis_criteria', href: urls.crisisCriteria(), permission: 'profile.manage' },
      { id: 'recurrence_reviews', href: urls.recurrenceReviews(), permission: 'incidents.read' },
    ],
  },
  {
    id: 'house',
    places: [
      { id: 'people', href: urls.people(), permission: 'people.read' },
      { id: 'alerts', href: urls.alerts() },
      { id: 'rosters', href: urls.rosters(), permission: 'people.read' },
      { id: 'webhook_endpoints', href: urls.webhookEndpoints(), permission: 'roster.manage' },
      { id: 'devices', href: urls.devices() },
      { id: 'organisation', href: urls.organisation(), permission: 'organisation.manage' },
    ],
  },
];

/** Every place, in the order of the groups. */
export const places: readonly Place[] = placeGroups.flatMap((group) => group.places);
