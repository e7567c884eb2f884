// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { incidentReference, instant, personShown, reportReference, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

export const alertStates = ['waiting', 'acknowledged', 'ended'] as const;
/** Why it rings: a critical incident or finding, a limit that comes near, or somebody tries who is reached. */
export const alertKinds = ['critical', 'deadline', 'test'] as const;
export type AlertKind = (typeof alertKinds)[number];
/** Parts of a limit's time at which it pages somebody, in percent; 100 is missed. */
export const deadlinePercents = [50, 75, 90, 100] as const;
export type DeadlinePercent = (typeof deadlinePercents)[number];
/** Something critical asking for somebody, until somebody answers (policy 2.5[2]): an incident, or what a rule found. */
export const alert = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    incident: incidentReference
      .nullable()
      .describe('The incident it is about; null when it is about a report'),
    report: reportReference
      .nullable()
      .describe('The report of a rule it is about; null when it is about an incident'),
    title: z.string().describe('Title of the incident, or first words of the report'),
    state: z.enum(alertStates).describe('Waiting, acknowledged or ended'),
    raisedAt: instant.describe('When it was raised'),
    repeats: z.number().int().describe('How often it was repeated'),
    nextAt: instant.nullable().describe('When it repeats or climbs next'),
    alerted: z.array(personShown).describe('Who was alerted so far'),
    acknowledgedBy: personShown.nullable().describe('Who answered'),
    acknowledgedAt: instant.nullable().describe('When'),
    note: text(limits.reasonCharactersMax, 'What they said').nullable(),
  })
  .describe('An alert')
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof alert>;

export const listAlerts = route({
  id: 'alerts.list',
  method: 'GET',
  path: '/api/v1/alerts',
  guard: 'signedIn',
  summary: 'List alerts of incidents and reports the caller can see that still wait',
  query: z.strictObject({
    state: z
      .enum([...alertStates, 'any'])
      .default('waiting')
      .describe('Which ones'),
  }),
  response: z.strictObject({ items: z.array(alert).describe('Oldest first; at most a page') }),
});
export const acknowledgeAlert = route({
  id: 'alerts.acknowledge',
  method: 'POST',
  path: '/api/v1/alerts/{alert}/acknowledge',
  guard: 'signedIn',
  summary: 'Say that you have it',
  params: z.object({ alert: z.uuid().describe('The alert') }),
  body: z.strictObject({ note: text(limits.reasonCharactersMax, 'What you will do').optional() }).default({}),
  response: alert,
  problems: ['alert.not_found', 'alert.already_answered', 'permission.missing'],
});
export const alertRoutes = { listAlerts, acknowledgeAlert } as const;
