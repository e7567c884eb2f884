// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import {
  filledText,
  incidentReference,
  instant,
  pageOf,
  pageQuery,
  personId,
  personShown,
  text,
} from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** How an obligation stands, as it is kept: no row changes because time passes. */
export const obligationKeptStates = [
  'not_owed',
  'undecided',
  'waiting',
  'on_request',
  'conditional',
  'running',
  'met',
  'met_late',
  'voluntary',
] as const;

/** As it is shown: running past its limit is overdue. */
export const obligationStates = [...obligationKeptStates, 'overdue'] as const;
export type ObligationState = (typeof obligationStates)[number];

export const obligationDuties = ['owed', 'expected', 'voluntary'] as const;
export const lateRules = ['reasons_required', 'inform_before_limit', 'none_stated'] as const;
export const stageMomentKinds = ['submission', 'request'] as const;

export const obligationStageKinds = [
  'early_warning',
  'notification',
  'intermediate',
  'progress',
  'final',
  'delay_notice',
  'reclassification',
  'management',
  'client',
  'data_subject',
  'user',
  'public',
  'record',
  'voluntary',
  'inbound',
] as const;

export const anchorKinds = ['moment', 'classification', 'submission', 'request', 'limit'] as const;

export const obligationWhyCodes = [
  'not_in_force',
  'regime_does_not_apply',
  'profile_unknown',
  'undecided',
  'decided_no',
  'condition_not_met',
  'condition_unknown',
  'exception_holds',
  'not_asked',
  'anchor_missing',
  'limit_kept',
  'stricter_while_unknown',
  'handling_goes_on',
  'handling_ended',
  'no_duty',
] as const;

const legalLine = z
  .strictObject({
    cite: z.string().describe('The article, as a lawyer cites it'),
    evidence: z
      .enum(['primary', 'secondary', 'recalled', 'unsettled'])
      .describe('How well the line is known; recalled and unsettled are unverified'),
    note: z.string().nullable().describe('Which reading was taken, and why'),
  })
  .describe('Where a line of law comes from')
  .meta({ id: 'ObligationLegal' });

const why = z
  .strictObject({
    code: z.enum(obligationWhyCodes).describe('Why it is not owed, or what holds it back'),
    names: z.array(z.string()).describe('Outcomes to decide, questions to answer, or anchors to record'),
    legal: legalLine,
  })
  .describe('A reason')
  .meta({ id: 'ObligationWhy' });

const pastDue = z
  .strictObject({
    dueAt: instant.nullable().describe('The limit that stood; null where none had a number'),
    replacedAt: instant.describe('When another took its place'),
    because: z.string().describe('The event that moved it, or time_passed, or law_changed'),
  })
  .describe('A limit that stood before')
  .meta({ id: 'ObligationPastDue' });

export const obligation = z
  .strictObject({
    id: z.uuid().nullable().describe('Identifier; null where it is not owed and was never more'),
    incident: z
      .strictObject({ reference: incidentReference, title: z.string().describe('Title') })
      .describe('The incident'),
    regime: z.string().describe('Identifier of the regime'),
    regimeName: z.string().describe('Name of the regime'),
    regimeVersion: z.number().int().describe('Version of the regime it was computed from'),
    stage: z.string().describe('Identifier of the stage in its regime'),
    occurrence: z.number().int().describe('From one; above it where a stage comes again'),
    kind: z.enum(obligationStageKinds).describe('What kind of stage'),
    duty: z.enum(obligationDuties).describe('Owed by us, expected of the authority, or voluntary'),
    recipient: z.string().describe('To whom'),
    state: z.enum(obligationStates).describe('How it stands'),
    dueAt: instant.nullable().describe('The limit; null where no clock runs, or the law gives no number'),
    dueBeforeShiftAt: instant.nullable().describe('The limit before a weekend or holiday moved it'),
    dueByLenientReadingAt: instant
      .nullable()
      .describe('What Regulation 1182/71 might give, recalled: a note, never counted down to'),
    isWithoutUndueDelay: z.boolean().describe('Whether the law gives no number'),
    startedBy: z
      .strictObject({
        kind: z.enum(anchorKinds).describe('What kind of anchor'),
        names: z.array(z.string()).describe('The moment, the outcome, or the stages'),
        at: instant.describe('When'),
      })
      .nullable()
      .describe('What started the clock'),
    metAt: instant.nullable().describe('When it was first submitted or done'),
    dueWhenMetAt: instant.nullable().describe('The limit that counted then: lateness is judged once'),
    lateRule: z.enum(lateRules).describe('What the law asks of who is late'),
    lateReason: z
      .strictObject({
        text: z.string().describe('Why'),
        by: personShown.nullable().describe('Who said so'),
        at: instant.describe('When'),
      })
      .nullable()
      .describe('Why it is late'),
    isReasonMissing: z.boolean().describe('Whether it is late, the law asks why, and nobody has said so'),
    why: z.array(why).describe('Why it is not owed, or what holds it back'),
    owner: personShown.nullable().describe('Who sees to it; the lead of the incident where nobody is named'),
    legal: legalLine,
    pastDues: z.array(pastDue).describe('Limits that stood before, the latest first'),
    changedAt: instant.nullable().describe('When it last changed'),
  })
  .describe('One stage of one regime for one incident')
  .meta({ id: 'Obligation' });
export type Obligation = z.infer<typeof obligation>;

/** Rooms of the dashboard; each is a list of its own and a count. Met are those of the last 90 days. */
export const obligationGroups = [
  'overdue',
  'within_day',
  'within_week',
  'later',
  'at_once',
  'undecided',
  'waiting',
  'met',
] as const;
export type ObligationGroup = (typeof obligationGroups)[number];

const filter = {
  owner: z
    .union([personId, z.literal('me')])
    .optional()
    .describe('Only those this person sees to: as owner, or as lead where nobody is named'),
  regime: text(60, 'Only this regime').optional(),
  incident: incidentReference.optional(),
  dueBefore: instant.optional(),
};

export const listObligations = route({
  id: 'obligations.list',
  method: 'GET',
  path: '/api/v1/obligations',
  guard: 'signedIn',
  summary: 'List what is owed on incidents the caller can see, soonest due first',
  query: z.strictObject({
    ...pageQuery,
    ...filter,
    group: z
      .enum([...obligationGroups, 'timed'])
      .default('timed')
      .describe('Only this room; timed is everything that runs towards a limit or is past it'),
  }),
  response: pageOf(obligation),
  problems: ['request.not_valid'],
});

export const countObligations = route({
  id: 'obligations.count',
  method: 'GET',
  path: '/api/v1/obligations/count',
  guard: 'signedIn',
  summary: 'Count what is owed on incidents the caller can see',
  query: z.strictObject(filter),
  response: z.strictObject({
    groups: z.partialRecord(z.enum(obligationGroups), z.number().int()).describe('Room -> count'),
    reasonsMissing: z.number().int().describe('Late ones whose reason the law asks for and nobody gave'),
  }),
});

export const listIncidentObligations = route({
  id: 'obligations.listOfIncident',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/obligations',
  guard: 'signedIn',
  summary: 'Everything an incident owes, what it does not owe and why, merged incidents included',
  params: z.object({ reference: incidentReference }),
  response: z.strictObject({
    isAssessed: z.boolean().describe('Whether an assessment was begun: without one nothing is computed'),
    items: z.array(obligation).describe('Soonest due first; what is not owed comes last'),
  }),
  problems: ['incident.not_found'],
});

const byId = z.object({ obligation: z.uuid().describe('The obligation') });

export const readObligation = route({
  id: 'obligations.read',
  method: 'GET',
  path: '/api/v1/obligations/{obligation}',
  guard: 'signedIn',
  summary: 'Read one obligation',
  params: byId,
  response: obligation,
  problems: ['obligation.not_found'],
});

export const assignObligation = route({
  id: 'obligations.assign',
  method: 'PUT',
  path: '/api/v1/obligations/{obligation}/owner',
  guard: 'incidents.work',
  summary: 'Say who sees to an obligation; pages go to them first',
  params: byId,
  body: z.strictObject({
    owner: personId.nullable(),
    reason: text(limits.reasonCharactersMax, 'Why').optional(),
  }),
  response: obligation,
  problems: ['obligation.not_found', 'incident.participant_unknown'],
});

export const explainLateness = route({
  id: 'obligations.explain',
  method: 'PUT',
  path: '/api/v1/obligations/{obligation}/late-reason',
  guard: 'notifications.draft',
  summary: 'Say why an obligation is late or will be; the one before stays in the record',
  params: byId,
  body: z.strictObject({ text: filledText(limits.reasonCharactersMax, 'Why it is late, or will be') }),
  response: obligation,
  problems: ['obligation.not_found', 'obligation.reason_not_asked'],
});

const calendarFeed = z
  .strictObject({
    madeAt: instant.nullable().describe('When the address was made; null where there is none'),
    lastReadAt: instant.nullable().describe('When a calendar program last read it'),
  })
  .describe('The caller’s private calendar address, without its secret')
  .meta({ id: 'CalendarFeed' });

export const readCalendarFeed = route({
  id: 'calendar_feed.read',
  method: 'GET',
  path: '/api/v1/account/calendar-feed',
  guard: 'signedIn',
  summary: 'Whether the caller has a private calendar address, and when it was last read',
  response: calendarFeed,
});

export const makeCalendarFeed = route({
  id: 'calendar_feed.make',
  method: 'POST',
  path: '/api/v1/account/calendar-feed',
  guard: 'signedIn',
  summary: 'Make a private calendar address; one made before stops working',
  status: 201,
  response: z.strictObject({
    url: z.string().describe('The address; it is shown this once'),
    madeAt: instant.describe('When it was made'),
  }),
  problems: ['account.session_needed'],
});

export const revokeCalendarFeed = route({
  id: 'calendar_feed.revoke',
  method: 'DELETE',
  path: '/api/v1/account/calendar-feed',
  guard: 'signedIn',
  summary: 'Stop the private calendar address from working',
});

export const obligationRoutes = {
  listObligations,
  countObligations,
  listIncidentObligations,
  readObligation,
  assignObligation,
  explainLateness,
  readCalendarFeed,
  makeCalendarFeed,
  revokeCalendarFeed,
} as const;
