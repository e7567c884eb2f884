// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { severity } from './classification.ts';
import {
  actor,
  filledText,
  incidentReference,
  instant,
  language,
  pageOf,
  pageQuery,
  personId,
  personShown,
  reportReference,
  text,
} from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

export const reportKinds = ['incident', 'near_miss', 'weakness', 'threat', 'whistleblowing'] as const;
export const reportKind = z.enum(reportKinds).describe('What the reporter calls it');
export const reportChannels = [
  'form',
  'api',
  'desk',
  'phone',
  'mail',
  'webhook',
  'detection',
  'import',
] as const;
export const reportChannel = z.enum(reportChannels).describe('The way in');
export const reportStates = [
  'waiting',
  'asked',
  'snoozed',
  'accepted',
  'duplicate',
  'declined',
  'withdrawn',
] as const;
export const reportState = z.enum(reportStates).describe('Where the report stands in triage');
export type ReportState = z.infer<typeof reportState>;
export const ongoingAnswers = ['yes', 'no', 'unknown'] as const;
export const declineReasons = [
  'not_security',
  'no_incident',
  'insufficient_information',
  'spam',
  'test',
  'other',
] as const;

/** What a reporter is told: reports of whistle-blowers are numbered apart. */
const receivedReference = z
  .string()
  .regex(/^(REP|WB)-\d{4}-\d{4,}$/)
  .describe('Reference, for example REP-2026-0042; WB-2026-0001 for wrongdoing at work');

/** Who in the organisation answers for what is reported. */
export const responsibleAreas = ['personnel', 'physical', 'it_cyber', 'supplier'] as const;

/** A word of one of the organisation's vocabularies, such as `lost-device`. */
export const vocabularyTerm = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/)
  .describe('Identifier in a vocabulary of the organisation');

export const attachment = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    name: z.string().describe('Name as the sender gave it'),
    sizeBytes: z.number().int().describe('Size in bytes'),
    mediaType: z.string().describe('Media type as the sender gave it; never trusted'),
    sha256: z.string().describe('SHA-256 of the content, lower-case hex'),
    addedAt: instant.describe('When it was received'),
    addedBy: actor,
  })
  .describe('A file as it came; its content is served as a download only')
  .meta({ id: 'Attachment' });
export type Attachment = z.infer<typeof attachment>;

export const reportMessage = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    direction: z.enum(['to_reporter', 'from_reporter']).describe('Which way it went'),
    text: z.string().describe('The words'),
    writtenAt: instant.describe('When it was written'),
    writtenBy: actor,
    sender: z
      .string()
      .nullable()
      .describe('Mail address it came from, when that is not the one the reporter left'),
    isAutomatic: z.boolean().describe('Whether a program answered by itself, such as an absence message'),
  })
  .describe('One message between the desk and a reporter')
  .meta({ id: 'ReportMessage' });

export const reporter = z
  .strictObject({
    name: text(limits.titleCharactersMax, 'Name').optional(),
    email: z.email().max(limits.mailAddressCharactersMax).describe('Mail address').optional(),
    phone: text(60, 'Telephone number').optional(),
  })
  .describe('How the reporter can be reached');

export const queueShown = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    name: z.string().describe('Name'),
    translations: z.partialRecord(language, z.string()).describe('Names in other languages'),
  })
  .describe('A queue, named')
  .meta({ id: 'QueueShown' });
export type QueueShown = z.infer<typeof queueShown>;

/** What somebody told us. Never edited after receipt. */
export const report = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    reference: reportReference,
    state: reportState,
    kind: reportKind,
    channel: reportChannel,
    category: vocabularyTerm.nullable().describe('What it is about; null while nobody said'),
    qualification: vocabularyTerm.nullable().describe('What it turned out to be; null while nobody decided'),
    summary: z.string().describe('What happened, in the reporter’s first words'),
    description: z
      .string()
      .nullable()
      .describe(
        `The rest of what they told; lists carry its first ${limits.excerptCharactersMax} characters, reading the report the whole`,
      ),
    isDescriptionCut: z.boolean().describe('Whether the description goes on'),
    noticedAt: instant.nullable().describe('When the reporter noticed; null when they did not know'),
    ongoing: z.enum(ongoingAnswers).describe('Whether it is happening now'),
    anonymous: z.boolean().describe('Whether the reporter stays unknown'),
    language,
    reporter: z
      .strictObject({
        name: z.string().nullable().describe('Name'),
        email: z.string().nullable().describe('Mail address'),
        phone: z.string().nullable().describe('Telephone number'),
      })
      .nullable()
      .describe('How the reporter can be reached; null when anonymous'),
    reportedAt: instant.describe('When we received it'),
    snoozedUntil: instant.nullable().describe('When it comes back into the queue'),
    incident: incidentReference.nullable().describe('The incident it belongs to'),
    duplicateOf: reportReference.nullable().describe('The report it repeats'),
    decline: z
      .strictObject({
        reason: z.enum(declineReasons).describe('Why it was declined'),
        note: z.string().nullable().describe('In words'),
      })
      .nullable()
      .describe('Why it was declined'),
    decidedAt: instant.nullable().describe('When triage decided'),
    unreadFromReporter: z.number().int().describe('Messages of the reporter nobody answered'),
    attachmentCount: z.number().int().describe('Files that came with it'),
    occurrences: z.number().int().describe('How often a system repeated it'),
    queue: queueShown.nullable().describe('The queue it is worked in; null when it matched no rule'),
    handler: personShown.nullable().describe('Who handles it'),
    routing: z
      .strictObject({
        rule: z.uuid().describe('The rule'),
        version: z.number().int().describe('Version of the routing rules'),
        name: z.string().describe('What the rule was called then'),
        isFollowed: z.boolean().describe('Whether queue and handler are still as it suggested'),
      })
      .nullable()
      .describe('The rule that suggested queue and handler; null when none matched'),
    canMoveBack: z.boolean().describe('Whether the last move by hand can be taken back'),
    firstAnsweredAt: instant.nullable().describe('First message, question or decision of the desk'),
  })
  .describe('A report')
  .meta({ id: 'Report' });
export type Report = z.infer<typeof report>;

export const reportWhole = report
  .extend({
    attachments: z.array(attachment).describe('Files'),
    messages: z.array(reportMessage).describe('Messages both ways, oldest first'),
    contentSha256: z.string().describe('SHA-256 of the report’s canonical bytes as received'),
  })
  .describe('A report with everything on it')
  .meta({ id: 'ReportWhole' });
export type ReportWhole = z.infer<typeof reportWhole>;

const byReference = z.object({ reference: reportReference });

export const sendReport = route({
  id: 'reports.send',
  method: 'POST',
  path: '/api/v1/reports',
  guard: 'public',
  summary: 'Report an incident, a near miss, a weakness or a threat',
  isIdempotent: true,
  perMinuteMax: limits.publicReportsPerMinuteMax,
  body: z.strictObject({
    summary: filledText(limits.summaryCharactersMax, 'What happened'),
    description: text(limits.textCharactersMax, 'The rest').optional(),
    kind: reportKind.default('incident'),
    category: vocabularyTerm.optional(),
    noticedAt: instant.optional(),
    ongoing: z
      .union([z.enum(ongoingAnswers), z.boolean()])
      .default('unknown')
      .describe('Whether it is happening now: yes, no or unknown; true and false are understood'),
    anonymous: z
      .boolean()
      .default(false)
      .describe('Stay unknown and get a receipt; a name or address sent along is not kept'),
    language: language.optional(),
    reporter: reporter.optional(),
  }),
  status: 201,
  response: z.strictObject({
    id: z.uuid().describe('Identifier'),
    reference: receivedReference,
    receipt: z
      .string()
      .optional()
      .describe('Sixteen digits to come back with; shown this once, for reporters without an account'),
    receivedAt: instant.describe('When we received it'),
    contentSha256: z.string().describe('SHA-256 of what was received'),
  }),
  problems: [
    'request.not_valid',
    'request.idempotency_key_not_valid',
    'request.idempotency_key_reused',
    'whistleblowing.no_handler',
  ],
});

export const listReports = route({
  id: 'reports.list',
  method: 'GET',
  path: '/api/v1/reports',
  guard: 'reports.read',
  summary: 'List reports; the queue of triage is state=open, oldest unanswered first',
  query: z.strictObject({
    ...pageQuery,
    state: z
      .enum([...reportStates, 'open'])
      .optional()
      .describe('Only this state; open is waiting, asked with an answer, and snoozed ones that are due'),
    channel: reportChannel.optional(),
    kind: reportKind.optional(),
    queue: z
      .union([z.uuid(), z.literal('none')])
      .optional()
      .describe('Only this queue; none for no queue'),
    handler: z
      .union([z.uuid(), z.enum(['me', 'none'])])
      .optional()
      .describe('Only what this person handles; me, or none for nobody'),
    category: vocabularyTerm.optional().describe('Only this category; none for reports without one'),
    qualification: vocabularyTerm
      .optional()
      .describe('Only this qualification; none for reports without one'),
    area: z
      .enum([...responsibleAreas, 'none'])
      .optional()
      .describe('Only categories under this area; none for reports without a category'),
    declineReason: z.enum(declineReasons).optional().describe('Only what was declined for this reason'),
    from: instant.optional().describe('Received at this instant or later'),
    to: instant.optional().describe('Received before this instant'),
    q: text(limits.queryCharactersMax, 'Words to look for').optional(),
    order: z.enum(['oldest', 'newest']).default('newest').describe('By the moment of receipt'),
  }),
  response: pageOf(report),
  problems: ['request.not_valid'],
});

export const countReports = route({
  id: 'reports.count',
  method: 'GET',
  path: '/api/v1/reports/count',
  guard: 'reports.read',
  summary: 'Count the reports that wait, and tell how old the oldest is',
  response: z.strictObject({
    open: z.number().int().describe('Reports in the queue now'),
    oldestAt: instant.nullable().describe('When the oldest of them was received'),
    snoozed: z.number().int().describe('Reports that come back later'),
    asked: z.number().int().describe('Reports whose reporter was asked and has not answered'),
  }),
});

export const readReport = route({
  id: 'reports.read',
  method: 'GET',
  path: '/api/v1/reports/{reference}',
  guard: 'reports.read',
  summary: 'Read one report',
  params: byReference,
  response: reportWhole,
  problems: ['report.not_found'],
});

export const listSimilar = route({
  id: 'reports.similar',
  method: 'GET',
  path: '/api/v1/reports/{reference}/similar',
  guard: 'reports.read',
  summary: 'List reports and incidents that look alike (trigram similarity); a suggestion, never a choice',
  params: byReference,
  response: z.strictObject({
    reports: z
      .array(
        z
          .strictObject({ report, similarity: z.number().describe('0 to 1') })
          .describe('A report that looks alike'),
      )
      .describe('Most alike first'),
    incidents: z
      .array(
        z
          .strictObject({
            reference: incidentReference,
            title: z.string().describe('Title'),
            status: z.string().describe('Status'),
            similarity: z.number().describe('0 to 1'),
          })
          .describe('An incident that looks alike'),
      )
      .describe('Most alike first'),
  }),
  problems: ['report.not_found'],
});

export const decision = z
  .discriminatedUnion('verb', [
    z.strictObject({
      verb: z.literal('accept').describe('Make it part of an incident'),
      into: incidentReference.optional().describe('Attach to this incident; absent declares a new one'),
      title: filledText(limits.titleCharactersMax, 'Title of the new incident').optional(),
      severity: severity.optional(),
      confirm: z.boolean().default(false).describe('Confirm the new incident at once'),
      restricted: z.boolean().default(false).describe('Restrict the new incident to its participants'),
      category: vocabularyTerm.nullable().optional().describe('What it is about; absent leaves it'),
      qualification: vocabularyTerm
        .nullable()
        .optional()
        .describe('What it turned out to be; absent leaves it'),
    }),
    z.strictObject({
      verb: z.literal('duplicate').describe('It repeats another report'),
      of: reportReference,
      note: text(limits.reasonCharactersMax, 'In words').optional(),
    }),
    z.strictObject({
      verb: z.literal('decline').describe('It is no incident'),
      reason: z.enum(declineReasons).describe('Why'),
      category: vocabularyTerm.nullable().optional().describe('What it is about; absent leaves it'),
      qualification: vocabularyTerm
        .nullable()
        .optional()
        .describe('What it turned out to be; absent leaves it'),
      note: text(limits.reasonCharactersMax, 'In words').optional(),
    }),
    z.strictObject({
      verb: z.literal('ask').describe('Ask the reporter'),
      text: filledText(limits.textCharactersMax, 'The question'),
    }),
    z.strictObject({
      verb: z.literal('snooze').describe('Let it come back later'),
      until: instant,
    }),
    z.strictObject({
      verb: z.literal('undo').describe('Take the last decision back; the record keeps both'),
    }),
  ])
  .describe('What triage decides')
  .meta({ id: 'Decision' });
export type Decision = z.output<typeof decision>;

export const decideReports = route({
  id: 'reports.decide',
  method: 'POST',
  path: '/api/v1/reports/decisions',
  guard: 'reports.decide',
  summary: 'Decide on one report or many; each is decided in a transaction of its own',
  body: z.strictObject({
    references: z.array(reportReference).min(1).max(limits.bulkDecisionsMax).describe('The reports'),
    decision,
  }),
  response: z.strictObject({
    outcomes: z
      .array(
        z
          .strictObject({
            reference: reportReference,
            state: reportState.nullable().describe('The state it has now; null when refused'),
            incident: incidentReference.nullable().describe('The incident it belongs to now'),
            refused: z.string().nullable().describe('Code of the problem, when this one was refused'),
            detail: z.string().nullable().describe('What was wrong with this one'),
          })
          .describe('What became of one report'),
      )
      .describe('In the order of the request'),
  }),
  problems: ['report.not_found', 'incident.not_found', 'permission.missing'],
});

export const moveReports = route({
  id: 'reports.move',
  method: 'POST',
  path: '/api/v1/reports/moves',
  guard: 'reports.decide',
  summary: 'Move reports to a queue or give them to a handler, or take the last move back; each by itself',
  body: z.strictObject({
    references: z.array(reportReference).min(1).max(limits.bulkDecisionsMax).describe('The reports'),
    queue: z.uuid().nullable().optional().describe('To this queue; null for none; absent leaves it'),
    handler: personId.nullable().optional().describe('To this person; null for nobody; absent leaves it'),
    undo: z.boolean().default(false).describe('Take the last move of each back'),
    reason: text(limits.reasonCharactersMax, 'Why').optional(),
  }),
  response: z.strictObject({
    outcomes: z
      .array(
        z
          .strictObject({
            reference: reportReference,
            refused: z.string().nullable().describe('Code of the problem, when this one was refused'),
            detail: z.string().nullable().describe('What was wrong with this one'),
          })
          .describe('What became of one report'),
      )
      .describe('In the order of the request'),
  }),
});

export const writeReportMessage = route({
  id: 'reports.write_message',
  method: 'POST',
  path: '/api/v1/reports/{reference}/messages',
  guard: 'reports.decide',
  summary: 'Write to the reporter, by mail or on the receipt page',
  params: byReference,
  body: z.strictObject({ text: filledText(limits.textCharactersMax, 'The words') }),
  status: 201,
  response: reportMessage,
  problems: ['report.not_found', 'report.no_way_to_reach'],
});

export const addReportAttachment = route({
  id: 'reports.attach',
  method: 'POST',
  path: '/api/v1/reports/{reference}/attachments',
  guard: 'reports.enter',
  summary: 'Attach files to a report (multipart/form-data, any field name)',
  params: byReference,
  media: 'multipart',
  status: 201,
  response: z.strictObject({ items: z.array(attachment).describe('What was received') }),
  problems: ['report.not_found', 'request.too_large', 'request.not_valid', 'request.media_type_unknown'],
});

export const readReportAttachment = route({
  id: 'reports.read_attachment',
  method: 'GET',
  path: '/api/v1/reports/{reference}/attachments/{attachment}',
  guard: 'reports.read',
  summary: 'Download a file of a report; always as an attachment, never inline',
  params: z.object({ reference: reportReference, attachment: z.uuid().describe('The file') }),
  media: 'file',
  problems: ['report.not_found', 'route.not_found'],
});

export const reportRoutes = {
  sendReport,
  listReports,
  countReports,
  readReport,
  listSimilar,
  decideReports,
  moveReports,
  writeReportMessage,
  addReportAttachment,
  readReportAttachment,
} as const;
