// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { severity } from './classification.ts';
import { instant, language, personShown, reportReference, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { ongoingAnswers, reportState, vocabularyTerm } from './reports.ts';
import { route } from './route.ts';

/** What is being written down. Nothing is checked but its size: a call is saved half-finished. */
export const callAnswers = z
  .strictObject({
    summary: text(limits.textCharactersMax, 'What happened').default(''),
    ongoing: z.enum(ongoingAnswers).default('unknown').describe('Whether it is happening now'),
    noticed: text(limits.titleCharactersMax, 'When they noticed, in their words').default(''),
    noticedAt: instant.nullable().default(null).describe('How that was understood'),
    anonymous: z
      .boolean()
      .default(false)
      .describe('The caller stays unknown: name, organisation, ways to reach them are not kept'),
    contact: z.uuid().nullable().default(null).describe('The contact or person they were found as'),
    name: text(limits.titleCharactersMax, 'Name').default(''),
    organisation: text(limits.titleCharactersMax, 'Organisation').default(''),
    phone: text(60, 'Telephone number').default(''),
    email: text(limits.mailAddressCharactersMax, 'Mail address').default(''),
    language: language.default('en'),
    callBack: text(60, 'Number to call back; empty for no call back').default(''),
    callBackWhen: text(limits.titleCharactersMax, 'Until when, in words').default(''),
    callBackAt: instant.nullable().default(null).describe('How that was understood'),
    category: vocabularyTerm.nullable().default(null).describe('What it is about'),
    severityHint: severity.nullable().default(null).describe('How grave it sounds to whoever takes the call'),
    notes: text(limits.textCharactersMax, 'What else was noted while listening').default(''),
    mailReceipt: z
      .boolean()
      .default(false)
      .describe('Send the reference and a personal link to the mail address'),
    joins: reportReference.nullable().default(null).describe('An earlier report this belongs to'),
  })
  .describe('What is written down during a call')
  .meta({ id: 'CallAnswers' });
export type CallAnswers = z.infer<typeof callAnswers>;

const draftFields = {
  id: z.uuid().describe('Identifier'),
  version: z.number().int().describe('Grows with each saving'),
  calledAt: instant.describe('When the call came'),
  savedAt: instant.describe('When it was last saved'),
  discardedAt: instant.nullable().describe('When it was thrown away'),
};

export const callDraft = z
  .strictObject({ ...draftFields, answers: callAnswers })
  .describe('A call being written down; only its writer sees it')
  .meta({ id: 'CallDraft' });
export type CallDraft = z.infer<typeof callDraft>;

export const callBack = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    report: reportReference,
    summary: z.string().describe('First words of the report'),
    name: z.string().nullable().describe('Who waits'),
    language,
    number: z.string().describe('Number'),
    dueAt: instant.describe('Until when it was promised'),
    promisedBy: personShown,
    tries: z
      .array(
        z
          .strictObject({
            at: instant.describe('When'),
            by: personShown,
            reached: z.boolean().describe('Whether somebody answered'),
            note: z.string().describe('In words'),
          })
          .describe('A try'),
      )
      .describe('Tries so far'),
    doneAt: instant.nullable().describe('When the promise was kept'),
  })
  .describe('A promise to call back')
  .meta({ id: 'CallBack' });
export type CallBack = z.infer<typeof callBack>;

const byId = z.object({ id: z.uuid().describe('The call') });

export const listCalls = route({
  id: 'calls.list',
  method: 'GET',
  path: '/api/v1/calls',
  guard: 'reports.enter',
  summary: 'List the calls you are writing down, and those you threw away a moment ago; oldest first',
  response: z.strictObject({
    items: z
      .array(
        z
          .strictObject({
            ...draftFields,
            summary: z.string().describe('First words'),
            name: z.string().describe('Who calls'),
          })
          .describe('A call'),
      )
      .describe('Calls'),
  }),
});

export const readCall = route({
  id: 'calls.read',
  method: 'GET',
  path: '/api/v1/calls/{id}',
  guard: 'reports.enter',
  summary: 'Read a call you are writing down',
  params: byId,
  response: callDraft,
  problems: ['call.not_found'],
});

export const saveCall = route({
  id: 'calls.save',
  method: 'PUT',
  path: '/api/v1/calls/{id}',
  guard: 'reports.enter',
  summary: 'Save a call as it is typed; version 0 begins one under an identifier of your own making',
  params: byId,
  body: z.strictObject({
    version: z.number().int().min(0).describe('The version these words grew from'),
    answers: callAnswers,
  }),
  response: callDraft,
  problems: ['call.not_found', 'call.changed_meanwhile', 'call.too_many'],
});

export const discardCall = route({
  id: 'calls.discard',
  method: 'PUT',
  path: '/api/v1/calls/{id}/discarded',
  guard: 'reports.enter',
  summary: 'Throw a call away, or take it back; what stays thrown away is forgotten after a day',
  params: byId,
  body: z.strictObject({ isDiscarded: z.boolean().describe('Whether it is thrown away') }),
  problems: ['call.not_found'],
});

export const sendCall = route({
  id: 'calls.send',
  method: 'POST',
  path: '/api/v1/calls/{id}/report',
  guard: 'reports.enter',
  summary:
    'Make a report of a call, or add it to the earlier report it names; sent again, the answer is the same',
  params: byId,
  body: z.strictObject({ version: z.number().int().describe('The version one has seen') }),
  status: 201,
  response: z.strictObject({
    reference: reportReference,
    joined: z.boolean().describe('Whether it was added to an earlier report'),
    receipt: z
      .string()
      .nullable()
      .describe('Sixteen digits to read out; null where the caller has one from an earlier report'),
    receivedAt: instant.describe('When we received it'),
    mailedTo: z.string().nullable().describe('Where the reference and a personal link were sent'),
  }),
  problems: ['call.not_found', 'call.changed_meanwhile', 'report.not_found', 'request.not_valid'],
});

export const findCallers = route({
  id: 'calls.find_callers',
  method: 'GET',
  path: '/api/v1/callers',
  guard: 'reports.enter',
  summary: 'Find who calls among contacts, people and earlier reporters you may see, with their open reports',
  query: z.strictObject({ q: text(limits.queryCharactersMax, 'Name, address or number as typed') }),
  response: z.strictObject({
    items: z
      .array(
        z
          .strictObject({
            source: z.enum(['contact', 'person', 'report']).describe('Where they are known from'),
            id: z.uuid().describe('Identifier there'),
            name: z.string().describe('Name'),
            organisation: z.string().describe('Organisation'),
            phone: z.string().describe('Telephone number'),
            email: z.string().describe('Mail address'),
            language: language.nullable(),
            reports: z
              .array(
                z
                  .strictObject({
                    reference: reportReference,
                    summary: z.string().describe('First words'),
                    state: reportState,
                    reportedAt: instant.describe('When we received it'),
                  })
                  .describe('A report'),
              )
              .describe('Their open reports, newest first'),
          })
          .describe('Somebody it could be'),
      )
      .describe('Contacts first, then people, then earlier reporters'),
  }),
});

export const readCallsOfReport = route({
  id: 'calls.of_report',
  method: 'GET',
  path: '/api/v1/reports/{reference}/calls',
  guard: 'reports.read',
  summary: 'Read the calls about a report, and what was promised in them',
  params: z.object({ reference: reportReference }),
  response: z.strictObject({
    calls: z
      .array(
        z
          .strictObject({
            calledAt: instant.describe('When the call came'),
            recordedAt: instant.describe('When it was written down'),
            takenBy: personShown,
            organisation: z.string().describe('Organisation of the caller'),
            severityHint: severity.nullable(),
            noticed: z.string().describe('When they noticed, in their words'),
          })
          .describe('A call'),
      )
      .describe('Calls, oldest first'),
    callBacks: z.array(callBack).describe('Promises, oldest first'),
  }),
  problems: ['report.not_found'],
});

export const listCallBacks = route({
  id: 'call_backs.list',
  method: 'GET',
  path: '/api/v1/call-backs',
  guard: 'reports.read',
  summary: 'List who still waits to be called back, the most urgent first',
  response: z.strictObject({ items: z.array(callBack).describe('Promises that are not kept yet') }),
});

export const tryCallBack = route({
  id: 'call_backs.try',
  method: 'POST',
  path: '/api/v1/call-backs/{id}/tries',
  guard: 'reports.enter',
  summary: 'Note a try to call back; reaching somebody keeps the promise',
  params: byId,
  body: z.strictObject({
    reached: z.boolean().describe('Whether somebody answered'),
    note: text(limits.reasonCharactersMax, 'In words').default(''),
    againAt: instant.optional().describe('Until when to try again'),
  }),
  response: callBack,
  problems: ['call_back.not_found', 'call_back.done_already'],
});

export const callRoutes = {
  listCalls,
  readCall,
  saveCall,
  discardCall,
  sendCall,
  findCallers,
  readCallsOfReport,
  listCallBacks,
  tryCallBack,
} as const;
