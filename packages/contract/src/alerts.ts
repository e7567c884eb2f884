// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, incidentReference, instant, personShown, reportReference, text } from './identifiers.ts';
import { fourTexts } from './law-texts.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

export const alertStates = ['waiting', 'acknowledged', 'ended'] as const;
/** Why it rings: a critical incident or finding, a limit that comes near, or somebody tries who is reached. */
export const alertKinds = ['critical', 'limit', 'test'] as const;
export type AlertKind = (typeof alertKinds)[number];
/** Parts of a limit's time at which it pages somebody, in percent; 100 is missed. */
export const limitPercents = [50, 75, 90, 100] as const;
export type LimitPercent = (typeof limitPercents)[number];
/** Ways a person is called. */
export const alertChannels = ['mail', 'push', 'webhook'] as const;
const alertCall = z
  .strictObject({
    channel: z.enum(alertChannels).describe('Mail, a device of a person, or a receiver outside'),
    to: z.string().describe('Address, person or receiver'),
    sent: z.number().int().describe('Calls that were taken'),
    waiting: z.number().int().describe('Calls on their way'),
    failed: z.number().int().describe('Calls that were given up'),
    lastError: z.string().nullable().describe('What was said to the last one that was not taken'),
    lastAt: instant.describe('When the last one was queued'),
  })
  .describe('Calls of one channel to one receiver')
  .meta({ id: 'AlertCall' });
export type AlertCall = z.infer<typeof alertCall>;

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
    title: z.string().describe('Title of the incident, first words of the report, or name of the roster'),
    kind: z.enum(alertKinds).describe('Why it rings'),
    percent: z
      .literal(limitPercents)
      .nullable()
      .describe(
        'Part of the time of the limit that was gone; 100 is missed; null where no limit has a number',
      ),
    dueAt: instant.nullable().describe('The limit'),
    obligation: z
      .strictObject({
        id: z.uuid().describe('Identifier'),
        regime: z.string().describe('The law'),
        law: fourTexts.describe('What people call it'),
        stageKind: z.string().describe('What it asks for'),
      })
      .nullable()
      .describe('The obligation whose limit comes near'),
    quietUntil: instant.nullable().describe('It waits for the end of somebody’s quiet hours'),
    state: z.enum(alertStates).describe('Waiting, acknowledged or ended'),
    raisedAt: instant.describe('When it was raised'),
    repeats: z.number().int().describe('How often it was repeated'),
    nextAt: instant.nullable().describe('When it repeats or climbs next'),
    alerted: z.array(personShown).describe('Who was alerted so far'),
    acknowledgedBy: personShown.nullable().describe('Who answered'),
    acknowledgedAt: instant.nullable().describe('When'),
    note: text(limits.reasonCharactersMax, 'What they said').nullable(),
    calls: z.array(alertCall).describe('By which channels people were called, and what came of it'),
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
  response: z.strictObject({
    items: z
      .array(alert)
      .describe('Those that wait, oldest first, then the newest of the others; at most a page'),
  }),
});
export const readAlert = route({
  id: 'alerts.read',
  method: 'GET',
  path: '/api/v1/alerts/{alert}',
  guard: 'signedIn',
  summary: 'Show one alert, with the channels that were tried',
  params: z.object({ alert: z.uuid().describe('The alert') }),
  response: alert,
  problems: ['alert.not_found'],
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
export const stopReminders = route({
  id: 'alerts.stop_reminders',
  method: 'POST',
  path: '/api/v1/alerts/{alert}/stop-reminders',
  guard: 'signedIn',
  summary: 'Be reminded no more of a duty without a number',
  params: z.object({ alert: z.uuid().describe('The alert') }),
  body: z.strictObject({ reason: filledText(limits.reasonCharactersMax, 'Why it needs no reminding') }),
  response: z.strictObject({}),
  problems: ['alert.not_found', 'alert.not_a_reminder', 'permission.missing'],
});

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('Time of day, HH:MM');
export const quietHours = z
  .strictObject({
    fromTime: timeOfDay.describe('From'),
    untilTime: timeOfDay.describe('Until; before the start they go over midnight, equal they never end'),
    timeZone: z.string().min(1).max(64).describe('Time zone, for example Europe/Brussels'),
  })
  .describe('When one is not called for what can wait')
  .meta({ id: 'QuietHours' });
export const readQuietHours = route({
  id: 'quiet_hours.read',
  method: 'GET',
  path: '/api/v1/account/quiet-hours',
  guard: 'signedIn',
  summary: 'Show one’s own quiet hours',
  response: z.strictObject({ quietHours: quietHours.nullable().describe('Null where none are set') }),
});
export const setQuietHours = route({
  id: 'quiet_hours.set',
  method: 'PUT',
  path: '/api/v1/account/quiet-hours',
  guard: 'signedIn',
  summary: 'Set or remove one’s own quiet hours',
  body: z.strictObject({ quietHours: quietHours.nullable().describe('Null removes them') }),
  response: z.strictObject({ quietHours: quietHours.nullable().describe('As they stand now') }),
  problems: ['account.session_needed', 'roster.zone_unknown'],
});
export const alertRoutes = {
  listAlerts,
  readAlert,
  acknowledgeAlert,
  stopReminders,
  readQuietHours,
  setQuietHours,
} as const;
