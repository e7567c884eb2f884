// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { alert } from './alerts.ts';
import { filledText, instant, personId, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** Why nobody is on duty: the roster has not begun, holds nobody, or names somebody who is not active here. */
export const dutyGaps = ['not_begun', 'nobody', 'inactive'] as const;

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('Time of day, HH:MM');
const timeZone = z.string().min(1).max(64).describe('Time zone, for example Europe/Brussels');

const rotation = z
  .strictObject({
    people: z
      .array(personId)
      .max(limits.rosterPeopleMax)
      .describe('Who is on duty, in turns; the same person may come twice'),
    handoverAt: timeOfDay.describe('When a turn ends and the next begins, in the zone of the roster'),
    everyDays: z
      .number()
      .int()
      .min(1)
      .max(limits.rosterTurnDaysMax)
      .describe('Days of a turn: 1 hands over daily, 7 weekly'),
    startsOn: z.iso.date().describe('Day of the first handover'),
  })
  .describe('People in turns')
  .meta({ id: 'Rotation' });

export const dutySpan = z
  .strictObject({
    fromAt: instant.describe('From'),
    untilAt: instant.describe('Until'),
    person: personShown.nullable().describe('Who is on duty; null where nobody is'),
    overrideId: z.uuid().nullable().describe('The override that put them there; null in their own turn'),
    gap: z.enum(dutyGaps).nullable().describe('Why nobody is on duty; null where somebody is'),
  })
  .describe('A stretch of time with one person on duty, or nobody')
  .meta({ id: 'DutySpan' });
export type DutySpan = z.infer<typeof dutySpan>;

const settings = {
  name: filledText(limits.queueNameCharactersMax, 'What people call it'),
  timeZone,
  rotation,
};

export const roster = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    ...settings,
    people: z.array(personShown).describe('Who stands in the rotation, named'),
    now: dutySpan.describe('Who is on duty now, and until when'),
    next: dutySpan.nullable().describe('Who comes next; null where nothing changes within eight weeks'),
    hasGap: z.boolean().describe('Whether nobody is on duty at some time of the next eight weeks'),
    version: z.number().int().describe('Grows with every change'),
  })
  .describe('A duty roster')
  .meta({ id: 'Roster' });
export type Roster = z.infer<typeof roster>;

export const rosterOverride = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    person: personShown.describe('Who takes over'),
    fromAt: instant.describe('From'),
    untilAt: instant.describe('Until'),
    reason: z.string().nullable().describe('Why'),
  })
  .describe('Somebody takes over for a while')
  .meta({ id: 'RosterOverride' });

const params = z.object({ roster: z.uuid().describe('The roster') });

export const listRosters = route({
  id: 'rosters.list',
  method: 'GET',
  path: '/api/v1/rosters',
  guard: 'people.read',
  summary: 'List duty rosters, with who is on duty now and next',
  response: z.strictObject({ items: z.array(roster).describe('By name') }),
});
export const addRoster = route({
  id: 'rosters.add',
  method: 'POST',
  path: '/api/v1/rosters',
  guard: 'roster.manage',
  summary: 'Add a duty roster',
  status: 201,
  body: z.strictObject(settings),
  response: roster,
  problems: ['roster.zone_unknown', 'roster.person_unknown'],
});
export const readRoster = route({
  id: 'rosters.read',
  method: 'GET',
  path: '/api/v1/rosters/{roster}',
  guard: 'people.read',
  summary: 'Show who is on duty over some weeks, with overrides and gaps',
  params,
  query: z.strictObject({
    fromAt: instant.optional().describe('From when; now when absent'),
    weeks: z.coerce.number().int().min(1).max(limits.rosterWeeksMax).default(4).describe('How many weeks'),
  }),
  response: z.strictObject({
    roster,
    spans: z.array(dutySpan).describe('Without holes, in order'),
    overrides: z.array(rosterOverride).describe('Those of this time'),
  }),
  problems: ['roster.not_found'],
});
export const changeRoster = route({
  id: 'rosters.change',
  method: 'PUT',
  path: '/api/v1/rosters/{roster}',
  guard: 'roster.manage',
  summary: 'Change a duty roster',
  params,
  body: z.strictObject({ ...settings, version: z.number().int().describe('The version that was seen') }),
  response: roster,
  problems: ['roster.not_found', 'roster.changed_meanwhile', 'roster.zone_unknown', 'roster.person_unknown'],
});
export const archiveRoster = route({
  id: 'rosters.archive',
  method: 'POST',
  path: '/api/v1/rosters/{roster}/archive',
  guard: 'roster.manage',
  summary: 'Use a duty roster no longer',
  params,
  body: z.strictObject({ version: z.number().int().describe('The version that was seen') }),
  response: z.strictObject({}),
  problems: ['roster.not_found', 'roster.changed_meanwhile'],
});
export const addRosterOverride = route({
  id: 'rosters.override',
  method: 'POST',
  path: '/api/v1/rosters/{roster}/overrides',
  guard: 'roster.manage',
  summary: 'Let somebody take over for a while',
  status: 201,
  params,
  body: z.strictObject({
    personId,
    fromAt: instant.describe('From'),
    untilAt: instant.describe('Until'),
    reason: text(limits.reasonCharactersMax, 'Why').optional(),
  }),
  response: rosterOverride,
  problems: ['roster.not_found', 'roster.person_unknown', 'roster.times_turned'],
});
export const endRosterOverride = route({
  id: 'rosters.override_end',
  method: 'POST',
  path: '/api/v1/rosters/{roster}/overrides/{override}/end',
  guard: 'roster.manage',
  summary: 'Let the turn count again',
  params: params.extend({ override: z.uuid().describe('The override') }),
  response: z.strictObject({}),
  problems: ['roster.not_found', 'roster.override_not_found'],
});
export const testRoster = route({
  id: 'rosters.test_call',
  method: 'POST',
  path: '/api/v1/rosters/{roster}/test-call',
  guard: 'roster.manage',
  summary: 'Call whoever is on duty now, to see whether they are reached',
  status: 201,
  params,
  response: alert,
  problems: ['roster.not_found', 'roster.nobody_on_duty', 'roster.call_waits'],
  perMinuteMax: 10,
});
export const rosterRoutes = {
  listRosters,
  addRoster,
  readRoster,
  changeRoster,
  archiveRoster,
  addRosterOverride,
  endRosterOverride,
  testRoster,
} as const;
