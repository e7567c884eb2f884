// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import {
  certainty,
  personalData,
  rootCauseClass,
  rsitClass,
  rsitType,
  severity,
  tlp,
} from './classification.ts';
import {
  filledText,
  incidentReference,
  instant,
  pageOf,
  pageQuery,
  personId,
  personShown,
  reportReference,
  text,
} from './identifiers.ts';
import { limits } from './limits.ts';
import { attachment, report } from './reports.ts';
import { route } from './route.ts';
import { measure, task, taskRoutes } from './tasks.ts';

/** Ticket status of the policy's annex, with what a desk needs around it. */
export const incidentStatuses = [
  'pending',
  'confirmed',
  'resolved',
  'closed',
  'dismissed',
  'merged',
] as const;
export const incidentStatus = z.enum(incidentStatuses).describe('Status of an incident');
export type IncidentStatus = z.infer<typeof incidentStatus>;

export const transitions = ['confirm', 'dismiss', 'resolve', 'close', 'reopen', 'merge', 'unmerge'] as const;
export type Transition = (typeof transitions)[number];

/** The functions of the policy's annex; an organisation adds its own business functions. */
export const functionsKnown = ['infrastructure', 'personnel', 'software'] as const;

export const momentNames = ['occurred', 'detected', 'reported', 'aware'] as const;
export type MomentName = (typeof momentNames)[number];

/** A moment of the incident, kept apart from every other, with who set it and why. */
export const moment = z
  .strictObject({
    at: instant.describe('The moment itself'),
    certainty,
    setBy: z.string().describe('Who set it'),
    setAt: instant.describe('When it was set'),
    reason: z.string().nullable().describe('Why this moment; asked for when it is corrected'),
  })
  .describe('A moment with who set it and why')
  .meta({ id: 'Moment' });

export const participantRoles = ['lead', 'deputy', 'participant'] as const;
export const participant = z
  .strictObject({
    person: personShown,
    role: z.enum(participantRoles).describe('Part in this incident'),
    since: instant.describe('Since when'),
  })
  .describe('A person with a hand in the incident')
  .meta({ id: 'Participant' });

/** One line of a list. */
export const incidentLine = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    reference: incidentReference,
    title: z.string().describe('Title'),
    status: incidentStatus,
    severity: severity.nullable().describe('Severity; null while nobody assessed it'),
    class: rsitClass.nullable().describe('RSIT class'),
    type: rsitType.nullable().describe('RSIT type'),
    tlp,
    personalData,
    restricted: z.boolean().describe('Whether only participants see it'),
    lead: personShown.nullable().describe('Who leads'),
    declaredAt: instant.describe('When it was declared'),
    updatedAt: instant.describe('When it last changed'),
    openTasks: z.number().int().describe('Tasks still open'),
    mergedInto: incidentReference.nullable().describe('Where it was merged into'),
  })
  .describe('An incident as a line of a list')
  .meta({ id: 'IncidentLine' });
export type IncidentLine = z.infer<typeof incidentLine>;

export const incident = incidentLine
  .extend({
    summary: z.string().nullable().describe('What we know now'),
    functions: z.array(z.string()).describe('What is hit'),
    moments: z
      .strictObject({
        occurred: moment.nullable().describe('When it happened'),
        detected: moment.nullable().describe('When a person or a machine first saw it'),
        reported: moment.nullable().describe('When we were first told'),
        aware: moment.nullable().describe('When we had reasonable certainty; the law counts from here'),
      })
      .describe('The moments, kept apart'),
    participants: z.array(participant).describe('Who has a hand in it'),
    reports: z.array(report).describe('The reports it is made of'),
    tasks: z.array(task).describe('Tasks'),
    attachments: z.array(attachment).describe('Files put on the incident itself'),
    measures: z.array(measure).describe('Measures that follow'),
    lessons: z.string().nullable().describe('What was learned'),
    resolution: z
      .strictObject({ whatWasDone: z.string().nullable().describe('What was done'), at: instant })
      .nullable()
      .describe('How it was resolved'),
    rootCause: z
      .strictObject({
        class: rootCauseClass.nullable().describe('High-level cause'),
        text: z.string().nullable().describe('In words'),
      })
      .nullable()
      .describe('Root cause'),
    dismissal: z
      .strictObject({ reason: z.string().nullable().describe('Why') })
      .nullable()
      .describe('Why it was dismissed'),
    mergedFrom: z.array(incidentReference).describe('Incidents merged into this one'),
    version: z.number().int().describe('Grows with every change; send it back to notice one in between'),
    possible: z
      .array(
        z
          .strictObject({
            transition: z.enum(transitions).describe('The step'),
            allowed: z.boolean().describe('Whether the reader can take it now'),
            reason: z.string().nullable().describe('Code of the reason why not'),
          })
          .describe('A step and whether it can be taken'),
      )
      .describe('Every step, those not allowed with their reason'),
    stillUnknown: z.array(z.string()).describe('Names of facts nobody has filled in yet'),
  })
  .describe('An incident, whole')
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof incident>;

const byReference = z.object({ reference: incidentReference });
const expectedVersion = z
  .number()
  .int()
  .optional()
  .describe('Version the change was made on; refused when it is no longer the one');
const reason = text(limits.reasonCharactersMax, 'Why').optional();

export const declareIncident = route({
  id: 'incidents.declare',
  method: 'POST',
  path: '/api/v1/incidents',
  guard: 'incidents.declare',
  summary: 'Declare an incident; a title is enough',
  body: z.strictObject({
    title: filledText(limits.titleCharactersMax, 'Title'),
    severity: severity.optional(),
    summary: text(limits.textCharactersMax, 'What we know now').optional(),
    fromReports: z
      .array(reportReference)
      .max(limits.fromReportsMax)
      .default([])
      .describe('Reports it is made of; they are accepted into it'),
    restricted: z.boolean().default(false).describe('Only participants see it'),
  }),
  status: 201,
  response: incident,
  problems: ['report.not_found', 'report.already_decided', 'permission.missing', 'incident.not_found'],
});

export const incidentSorts = ['declared', 'updated', 'reference', 'severity', 'status', 'title'] as const;

export const incidentFilter = {
  status: z
    .union([incidentStatus, z.literal('open')])
    .optional()
    .describe('Only this status; open is pending or confirmed'),
  severity: severity.optional(),
  class: rsitClass.optional(),
  lead: z
    .union([personId, z.literal('me')])
    .optional()
    .describe('Only those this person leads'),
  personalData: personalData.optional(),
  restricted: z.enum(['true', 'false']).optional().describe('Only restricted ones, or none of them'),
  declaredFrom: instant.optional(),
  declaredTo: instant.optional(),
  q: text(limits.queryCharactersMax, 'Words to look for').optional(),
};

export const listIncidents = route({
  id: 'incidents.list',
  method: 'GET',
  path: '/api/v1/incidents',
  guard: 'signedIn',
  summary: 'List incidents the caller can see',
  query: z.strictObject({
    ...pageQuery,
    ...incidentFilter,
    sort: z.enum(incidentSorts).default('declared').describe('Sort by'),
    order: z.enum(['asc', 'desc']).default('desc').describe('Which way'),
  }),
  response: pageOf(incidentLine),
  problems: ['request.not_valid'],
});

export const countIncidents = route({
  id: 'incidents.count',
  method: 'GET',
  path: '/api/v1/incidents/count',
  guard: 'signedIn',
  summary: 'Count the incidents the caller can see, by status and severity',
  response: z.strictObject({
    byStatus: z.record(z.string(), z.number().int()).describe('Status -> count'),
    openBySeverity: z.record(z.string(), z.number().int()).describe('Severity, or none -> open count'),
  }),
});

export const readIncident = route({
  id: 'incidents.read',
  method: 'GET',
  path: '/api/v1/incidents/{reference}',
  guard: 'signedIn',
  summary: 'Read one incident',
  params: byReference,
  response: incident,
  problems: ['incident.not_found'],
});

export const changeIncident = route({
  id: 'incidents.change',
  method: 'PATCH',
  path: '/api/v1/incidents/{reference}',
  guard: 'incidents.work',
  summary: 'Change facts of an incident; only what is named changes',
  params: byReference,
  body: z.strictObject({
    title: filledText(limits.titleCharactersMax, 'Title').optional(),
    summary: text(limits.textCharactersMax, 'What we know now').nullable().optional(),
    severity: severity.nullable().optional(),
    class: rsitClass.nullable().optional(),
    type: rsitType.nullable().optional(),
    functions: z
      .array(filledText(limits.functionCharactersMax, 'A function'))
      .max(limits.functionsPerIncidentMax)
      .optional()
      .describe('What is hit'),
    tlp: tlp.optional(),
    personalData: personalData.optional(),
    restricted: z.boolean().optional().describe('Only participants see it'),
    rootCauseClass: rootCauseClass.nullable().optional(),
    rootCause: text(limits.textCharactersMax, 'Root cause').nullable().optional(),
    lessons: text(limits.textCharactersMax, 'What was learned').nullable().optional(),
    reason,
    version: expectedVersion,
  }),
  response: incident,
  problems: [
    'incident.not_found',
    'incident.changed_meanwhile',
    'incident.restrict_needs_participant',
    'incident.status_does_not_allow',
    'permission.missing',
    'request.not_valid',
  ],
});

export const setMoment = route({
  id: 'incidents.set_moment',
  method: 'PUT',
  path: '/api/v1/incidents/{reference}/moments/{moment}',
  guard: 'incidents.work',
  summary: 'Set or correct a moment; the one before stays in the record',
  params: z.object({
    reference: incidentReference,
    moment: z.enum(momentNames).describe('Which moment'),
  }),
  body: z.strictObject({
    at: instant.describe('When it happened; not in the future'),
    certainty: certainty.default('certain'),
    reason: reason.describe('Why; a moment that is set moves only with a reason'),
  }),
  response: incident,
  problems: [
    'incident.not_found',
    'incident.status_does_not_allow',
    'assessment.moment_in_future',
    'assessment.reason_required',
  ],
});

const change = <const Id extends string, Body extends z.ZodType>(
  id: Id,
  verb: string,
  summary: string,
  body: Body,
) =>
  route({
    id,
    method: 'POST',
    path: `/api/v1/incidents/{reference}/${verb}`,
    guard: 'incidents.work',
    summary,
    params: byReference,
    body,
    response: incident,
    problems: [
      'incident.not_found',
      'incident.status_does_not_allow',
      'incident.changed_meanwhile',
      'incident.merge_into_itself',
      'incident.merge_target_not_open',
      'incident.participant_unknown',
    ],
  });

export const confirmIncident = change(
  'incidents.confirm',
  'confirm',
  'Confirm that it is an incident',
  z.strictObject({ severity: severity.optional(), reason, version: expectedVersion }).default({}),
);
export const dismissIncident = change(
  'incidents.dismiss',
  'dismiss',
  'Dismiss it: it is no incident',
  z.strictObject({ reason, version: expectedVersion }).default({}),
);
export const resolveIncident = change(
  'incidents.resolve',
  'resolve',
  'Resolve it; say what was done',
  z
    .strictObject({
      whatWasDone: text(limits.textCharactersMax, 'What was done').optional(),
      reason,
      version: expectedVersion,
    })
    .default({}),
);
export const closeIncident = change(
  'incidents.close',
  'close',
  'Close it with root cause, lessons and the measures that follow',
  z
    .strictObject({
      rootCauseClass: rootCauseClass.optional(),
      rootCause: text(limits.textCharactersMax, 'Root cause').optional(),
      lessons: text(limits.textCharactersMax, 'What was learned').optional(),
      measures: z
        .array(
          z
            .strictObject({
              title: filledText(limits.titleCharactersMax, 'What to change'),
              owner: personId.optional(),
              dueOn: z.iso.date().optional().describe('Due, a civil date'),
            })
            .describe('A measure'),
        )
        .max(limits.measuresPerClosingMax)
        .default([])
        .describe('Measures that follow'),
      reason,
      version: expectedVersion,
    })
    .default({ measures: [] }),
);
export const reopenIncident = change(
  'incidents.reopen',
  'reopen',
  'Open it again',
  z.strictObject({ reason, version: expectedVersion }).default({}),
);
export const mergeIncident = change(
  'incidents.merge',
  'merge',
  'Merge it into another; nothing moves, so it can be undone whole',
  z.strictObject({ into: incidentReference, reason, version: expectedVersion }),
);
export const unmergeIncident = change(
  'incidents.unmerge',
  'unmerge',
  'Take a merge back, with everything that came since',
  z.strictObject({ reason, version: expectedVersion }).default({}),
);

export const setParticipant = route({
  id: 'incidents.set_participant',
  method: 'PUT',
  path: '/api/v1/incidents/{reference}/participants/{person}',
  guard: 'incidents.work',
  summary: 'Give a person a part in the incident, or another part; a new lead makes the old one a deputy',
  params: z.object({ reference: incidentReference, person: personId }),
  body: z.strictObject({ role: z.enum(participantRoles).describe('Part'), reason }),
  response: incident,
  problems: ['incident.not_found', 'incident.participant_unknown', 'request.not_valid'],
});

export const removeParticipant = route({
  id: 'incidents.remove_participant',
  method: 'DELETE',
  path: '/api/v1/incidents/{reference}/participants/{person}',
  guard: 'incidents.work',
  summary: 'Take a person’s part away; what they did stays in the record',
  params: z.object({ reference: incidentReference, person: personId }),
  response: incident,
  problems: ['incident.not_found', 'incident.participant_unknown', 'incident.restrict_needs_participant'],
});

export const attachReports = route({
  id: 'incidents.attach_reports',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/reports',
  guard: 'incidents.work',
  summary: 'Accept waiting reports into this incident',
  params: byReference,
  body: z.strictObject({
    reports: z.array(reportReference).min(1).max(limits.fromReportsMax).describe('The reports'),
  }),
  response: incident,
  problems: [
    'incident.not_found',
    'report.not_found',
    'report.already_decided',
    'incident.status_does_not_allow',
  ],
});

export const addIncidentAttachment = route({
  id: 'incidents.attach',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/attachments',
  guard: 'incidents.work',
  summary: 'Put files on an incident (multipart/form-data, any field name)',
  params: byReference,
  media: 'multipart',
  status: 201,
  response: z.strictObject({ items: z.array(attachment).describe('What was received') }),
  problems: ['incident.not_found', 'request.too_large', 'request.media_type_unknown', 'request.not_valid'],
});

export const readIncidentAttachment = route({
  id: 'incidents.read_attachment',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/attachments/{attachment}',
  guard: 'signedIn',
  summary: 'Download a file of an incident; always as an attachment, never inline',
  params: z.object({ reference: incidentReference, attachment: z.uuid().describe('The file') }),
  media: 'file',
  problems: ['incident.not_found', 'route.not_found'],
});

export const incidentRoutes = {
  declareIncident,
  listIncidents,
  countIncidents,
  readIncident,
  changeIncident,
  setMoment,
  confirmIncident,
  dismissIncident,
  resolveIncident,
  closeIncident,
  reopenIncident,
  mergeIncident,
  unmergeIncident,
  setParticipant,
  removeParticipant,
  attachReports,
  ...taskRoutes,
  addIncidentAttachment,
  readIncidentAttachment,
} as const;
