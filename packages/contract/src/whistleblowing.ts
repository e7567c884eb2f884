// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import {
  actor,
  filledText,
  incidentReference,
  instant,
  language,
  languages,
  pageOf,
  pageQuery,
  personId,
  personShown,
  text,
} from './identifiers.ts';
import { limits } from './limits.ts';
import { attachment, ongoingAnswers, reportChannel, reporter, reportMessage } from './reports.ts';
import { route } from './route.ts';

/** Reports of whistle-blowers are numbered apart: a gap among the others would tell that there is one. */
export const caseReference = z
  .string()
  .regex(/^WB-\d{4}-\d{4,}$/)
  .describe('Reference of a whistle-blower’s report, for example WB-2026-0001');

export const caseStates = ['open', 'closed'] as const;
export const caseOutcomes = ['followed_up', 'not_followed_up', 'referred'] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];
export const caseNoteKinds = ['note', 'follow_up'] as const;
export const oralWays = ['phone', 'meeting'] as const;
export const caseClockNames = ['acknowledgement', 'feedback'] as const;
export type CaseClockName = (typeof caseClockNames)[number];
export const caseClockStates = ['running', 'soon', 'on_its_way', 'met', 'met_late', 'missed'] as const;
export type CaseClockState = (typeof caseClockStates)[number];
export const caseClockStarts = ['receipt', 'acknowledgement', 'expiry'] as const;

/** What handlers are told of by mail, each once. */
export const caseReminders = [
  'received',
  'acknowledgement_soon',
  'acknowledgement_missed',
  'feedback_soon',
  'feedback_missed',
] as const;
export type CaseReminder = (typeof caseReminders)[number];

export const caseClock = z
  .strictObject({
    name: z
      .enum(caseClockNames)
      .describe('Acknowledgement: Art. 9(1)(b), seven days. Feedback: Art. 9(1)(f), three months'),
    startedBy: z
      .enum(caseClockStarts)
      .describe('What started it: the receipt, the acknowledgement, or the expiry of the seven days'),
    startedAt: instant.describe('When that was'),
    dueAt: instant.describe('Its last moment: the end of a civil day in the organisation’s time zone'),
    state: z.enum(caseClockStates).describe('Where it stands'),
    metAt: instant.nullable().describe('When the words became available to the reporter'),
    metBy: z.uuid().nullable().describe('The message that met it'),
  })
  .describe('A clock of Directive (EU) 2019/1937')
  .meta({ id: 'CaseClock' });
export type CaseClock = z.infer<typeof caseClock>;

export const caseLine = z
  .strictObject({
    reference: caseReference,
    state: z.enum(caseStates).describe('Whether it is worked on'),
    isWithdrawn: z.boolean().describe('Whether the reporter took it back'),
    summary: z.string().describe('The first words'),
    channel: reportChannel,
    anonymous: z.boolean().describe('Whether the reporter stays unknown'),
    language,
    receivedAt: instant.describe('When we received it'),
    unreadFromReporter: z.number().int().describe('Messages of the reporter nobody answered'),
    assignee: personShown.nullable().describe('The impartial person who follows it up'),
    clocks: z.array(caseClock).describe('Acknowledgement, then feedback'),
    outcome: z.enum(caseOutcomes).nullable().describe('How it was closed'),
    closedAt: instant.nullable().describe('When it was closed'),
  })
  .describe('A whistle-blower’s report in the list of those who handle them')
  .meta({ id: 'CaseLine' });
export type CaseLine = z.infer<typeof caseLine>;

export const caseNote = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    kind: z.enum(caseNoteKinds).describe('A note among handlers, or a step of diligent follow-up'),
    text: z.string().describe('The words'),
    writtenAt: instant.describe('When'),
    writtenBy: actor,
  })
  .describe('A note, which the reporter never sees')
  .meta({ id: 'CaseNote' });

export const caseWhole = caseLine
  .extend({
    description: z.string().nullable().describe('The rest of what they told'),
    noticedAt: instant.nullable().describe('When the reporter noticed'),
    ongoing: z.enum(ongoingAnswers).describe('Whether it is happening now'),
    reporter: z
      .strictObject({
        name: z.string().nullable().describe('Name'),
        email: z.string().nullable().describe('Mail address'),
        phone: z.string().nullable().describe('Telephone number'),
      })
      .nullable()
      .describe('How the reporter can be reached; null when anonymous'),
    contentSha256: z.string().describe('SHA-256 of the report’s canonical bytes as received'),
    attachments: z.array(attachment).describe('Files'),
    messages: z.array(reportMessage).describe('Messages both ways, oldest first'),
    notes: z.array(caseNote).describe('Notes and steps of follow-up, oldest first'),
    handlers: z.array(personShown).describe('Who handles this one: may be assigned'),
    excluded: z.array(personShown).describe('Handlers kept out for a conflict of interest'),
    oral: z
      .strictObject({
        way: z.enum(oralWays).describe('How it was told'),
        checkedByReporter: z.boolean().describe('Whether the reporter checked and agreed the words, Art. 18'),
      })
      .nullable()
      .describe('Told by voice and written down by a handler'),
    handedOver: z
      .array(
        z
          .strictObject({ incident: incidentReference, at: instant, by: z.string().describe('Who') })
          .describe('One hand-over'),
      )
      .describe('Incidents that were told something of it'),
    outcomeReason: z.string().nullable().describe('Why it was closed so, or to which authority it went'),
    drafts: z
      .strictObject({
        acknowledgement: z.string().describe('Words to acknowledge with'),
        feedback: z.string().describe('Words to give feedback with'),
      })
      .describe('Prefilled words in the reporter’s language, to be changed'),
  })
  .describe('A whistle-blower’s report with everything on it')
  .meta({ id: 'CaseWhole' });
export type CaseWhole = z.infer<typeof caseWhole>;

const base = '/api/v1/whistleblowing';
const one = `${base}/cases/{reference}` as const;
const byReference = z.object({ reference: caseReference });
const words = z.strictObject({ text: filledText(limits.textCharactersMax, 'The words') });

export const listCases = route({
  id: 'whistleblowing.list',
  method: 'GET',
  path: `${base}/cases`,
  guard: 'whistleblowing.handle',
  summary: 'List whistle-blowers’ reports, the one due first at the top of the open ones',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(caseStates).default('open').describe('Open or closed'),
  }),
  response: pageOf(caseLine),
  problems: ['request.not_valid'],
});

export const readCase = route({
  id: 'whistleblowing.read',
  method: 'GET',
  path: one,
  guard: 'whistleblowing.handle',
  summary: 'Read one whistle-blower’s report',
  params: byReference,
  response: caseWhole,
  problems: ['whistleblowing.not_found'],
});

export const enterCase = route({
  id: 'whistleblowing.enter',
  method: 'POST',
  path: `${base}/cases`,
  guard: 'whistleblowing.handle',
  summary: 'Write down what a whistle-blower told by voice (Art. 18)',
  body: z.strictObject({
    way: z.enum(oralWays).describe('How it was told'),
    summary: filledText(limits.summaryCharactersMax, 'What was told'),
    description: text(limits.textCharactersMax, 'The rest').optional(),
    language: language.optional(),
    anonymous: z.boolean().default(false).describe('Stays unknown; a name sent along is not kept'),
    reporter: reporter.optional(),
    checkedByReporter: z
      .boolean()
      .default(false)
      .describe('Whether the reporter checked, corrected and agreed the words'),
  }),
  status: 201,
  response: z.strictObject({
    reference: caseReference,
    receipt: z.string().describe('Sixteen digits for the reporter; shown this once'),
    receivedAt: instant,
  }),
});

export const acknowledgeCase = route({
  id: 'whistleblowing.acknowledge',
  method: 'POST',
  path: `${one}/acknowledgement`,
  guard: 'whistleblowing.handle',
  summary: 'Acknowledge receipt to the reporter (Art. 9(1)(b))',
  params: byReference,
  body: words,
  response: caseWhole,
  problems: ['whistleblowing.not_found', 'whistleblowing.done_already', 'report.no_way_to_reach'],
});

export const giveCaseFeedback = route({
  id: 'whistleblowing.give_feedback',
  method: 'POST',
  path: `${one}/feedback`,
  guard: 'whistleblowing.handle',
  summary: 'Give the reporter feedback: what was or will be done, and why (Art. 9(1)(f))',
  params: byReference,
  body: words,
  response: caseWhole,
  problems: ['whistleblowing.not_found', 'whistleblowing.done_already', 'report.no_way_to_reach'],
});

export const writeCaseMessage = route({
  id: 'whistleblowing.write_message',
  method: 'POST',
  path: `${one}/messages`,
  guard: 'whistleblowing.handle',
  summary: 'Write to the reporter',
  params: byReference,
  body: words,
  response: caseWhole,
  problems: ['whistleblowing.not_found', 'report.no_way_to_reach'],
});

export const writeCaseNote = route({
  id: 'whistleblowing.write_note',
  method: 'POST',
  path: `${one}/notes`,
  guard: 'whistleblowing.handle',
  summary: 'Write a note among handlers, or a step of follow-up',
  params: byReference,
  body: z.strictObject({
    kind: z.enum(caseNoteKinds).default('note').describe('Which of the two'),
    text: filledText(limits.textCharactersMax, 'The words'),
  }),
  response: caseWhole,
  problems: ['whistleblowing.not_found'],
});

export const setCaseHandler = route({
  id: 'whistleblowing.set_handler',
  method: 'PUT',
  path: `${one}/handlers/{person}`,
  guard: 'whistleblowing.handle',
  summary: 'Assign a handler, keep one out for a conflict of interest, or neither',
  params: z.object({ reference: caseReference, person: personId }),
  body: z.strictObject({
    part: z
      .enum(['assigned', 'excluded', 'none'])
      .describe('Assigned: follows it up. Excluded: sees it no longer. None: one of the handlers'),
    reason: text(limits.reasonCharactersMax, 'Why').optional(),
  }),
  status: 204,
  problems: ['whistleblowing.not_found', 'whistleblowing.not_a_handler', 'whistleblowing.nobody_left'],
});

export const prepareHandOver = route({
  id: 'whistleblowing.prepare_hand_over',
  method: 'GET',
  path: `${one}/hand-over`,
  guard: 'whistleblowing.handle',
  summary: 'Prepare a hand-over: the words with what could name somebody marked and struck out',
  params: byReference,
  response: z.strictObject({
    original: z.string().describe('The report’s own words'),
    marks: z
      .array(
        z
          .strictObject({
            start: z.number().int().describe('First character'),
            end: z.number().int().describe('After the last character'),
            what: z.enum(['reporter', 'address', 'phone']).describe('What it may tell'),
          })
          .describe('A passage to look at'),
      )
      .describe('In order, none overlapping'),
    suggested: z.string().describe('The words with those passages struck out'),
  }),
  problems: ['whistleblowing.not_found'],
});

export const handOverCase = route({
  id: 'whistleblowing.hand_over',
  method: 'POST',
  path: `${one}/hand-over`,
  guard: 'whistleblowing.handle',
  summary: 'Tell an incident what may be known; nothing there names the report or its reporter',
  params: byReference,
  body: z.strictObject({
    into: incidentReference.optional().describe('Add it to this incident; absent declares a new one'),
    title: filledText(limits.titleCharactersMax, 'Title of the new incident').optional(),
    text: filledText(limits.textCharactersMax, 'What may be known'),
    files: z
      .array(
        z
          .strictObject({
            id: z.uuid().describe('The file'),
            name: filledText(limits.fileNameCharactersMax, 'The name it gets there'),
          })
          .describe('A file that goes along'),
      )
      .max(limits.attachmentsPerReportMax)
      .default([])
      .describe('Files that go along, each chosen and named'),
  }),
  response: z.strictObject({ incident: incidentReference }),
  problems: [
    'whistleblowing.not_found',
    'incident.not_found',
    'incident.status_does_not_allow',
    'permission.missing',
    'request.not_valid',
  ],
});

export const closeCase = route({
  id: 'whistleblowing.close',
  method: 'POST',
  path: `${one}/close`,
  guard: 'whistleblowing.handle',
  summary: 'Close with an outcome; a duty to give feedback stays',
  params: byReference,
  body: z.strictObject({
    outcome: z.enum(caseOutcomes).describe('Followed up, not followed up, or referred to an authority'),
    reason: text(limits.reasonCharactersMax, 'Why, or to which authority').optional(),
  }),
  response: caseWhole,
  problems: ['whistleblowing.not_found', 'whistleblowing.done_already', 'request.not_valid'],
});

export const reopenCase = route({
  id: 'whistleblowing.reopen',
  method: 'POST',
  path: `${one}/reopen`,
  guard: 'whistleblowing.handle',
  summary: 'Work on a closed one again',
  params: byReference,
  body: z.strictObject({ reason: filledText(limits.reasonCharactersMax, 'Why') }),
  response: caseWhole,
  problems: ['whistleblowing.not_found', 'whistleblowing.done_already'],
});

export const readCaseAttachment = route({
  id: 'whistleblowing.read_attachment',
  method: 'GET',
  path: `${one}/attachments/{attachment}`,
  guard: 'whistleblowing.handle',
  summary: 'Download a file; always as an attachment, never inline',
  params: z.object({ reference: caseReference, attachment: z.uuid().describe('The file') }),
  media: 'file',
  problems: ['whistleblowing.not_found'],
});

export const readConfidentialHandlers = route({
  id: 'whistleblowing.read_handlers',
  method: 'GET',
  path: `${base}/handlers`,
  guard: 'people.read',
  summary: 'Tell who handles whistle-blowers’ reports, and whether anybody does; nothing of the reports',
  response: z.strictObject({
    handlers: z.array(personShown).describe('Active people with the role'),
    isManned: z.boolean().describe('False: nobody can read what comes in, so the form takes nothing in'),
  }),
});

export const listHandlerChanges = route({
  id: 'whistleblowing.list_handler_changes',
  method: 'GET',
  path: `${base}/handlers/changes`,
  guard: 'whistleblowing.handle',
  summary: 'List who became a handler or ceased to be one, and by whom, newest first',
  response: z.strictObject({
    items: z
      .array(
        z
          .strictObject({
            person: z.string().describe('Whose role'),
            isHandler: z.boolean().describe('Whether they handle since'),
            by: z.string().describe('Who changed it'),
            at: instant,
          })
          .describe('One change'),
      )
      .describe('The last fifty'),
  }),
});

export const externalChannels = z
  .partialRecord(z.enum(languages), text(limits.reasonCharactersMax, 'Where else one can turn to'))
  .describe('Language -> words about external channels; a missing one shows Belfry’s own');

export const readWhistleblowingSettings = route({
  id: 'whistleblowing.read_settings',
  method: 'GET',
  path: `${base}/settings`,
  guard: 'whistleblowing.handle',
  summary: 'Read what the public page tells about external channels',
  response: z.strictObject({ externalChannels }),
});

export const changeWhistleblowingSettings = route({
  id: 'whistleblowing.change_settings',
  method: 'PUT',
  path: `${base}/settings`,
  guard: 'whistleblowing.handle',
  summary: 'Change what the public page tells about external channels',
  body: z.strictObject({ externalChannels }),
  response: z.strictObject({ externalChannels }),
});

export const whistleblowingRoutes = {
  listCases,
  readCase,
  enterCase,
  acknowledgeCase,
  giveCaseFeedback,
  writeCaseMessage,
  writeCaseNote,
  setCaseHandler,
  prepareHandOver,
  handOverCase,
  closeCase,
  reopenCase,
  readCaseAttachment,
  readConfidentialHandlers,
  listHandlerChanges,
  readWhistleblowingSettings,
  changeWhistleblowingSettings,
} as const;
