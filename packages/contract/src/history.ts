// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { certainty } from './classification.ts';
import { eventName } from './events.ts';
import { actor, filledText, incidentReference, instant, pageOf, pageQuery, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { logName } from './log.ts';
import { logProof } from './log-entries.ts';
import { route } from './route.ts';

export const fieldChange = z
  .strictObject({
    field: z.string().describe('Name of the field'),
    from: z.json().describe('Value before; null when there was none'),
    to: z.json().describe('Value after; null when there is none'),
  })
  .describe('One field, old to new')
  .meta({ id: 'FieldChange' });
export type FieldChange = z.infer<typeof fieldChange>;

/** One entry of the record: immutable, numbered without gaps in the order of commit. */
export const historyEntry = z
  .strictObject({
    id: z.uuid().describe('Stable identifier of the entry'),
    position: z.number().int().describe('Place in the whole record, strictly growing without gaps'),
    kind: eventName,
    occurredAt: instant.describe('When it happened'),
    recordedAt: instant.describe('When it was written down'),
    actor,
    incident: incidentReference.nullable().describe('The incident it belongs to'),
    subject: z
      .strictObject({
        kind: z.string().describe('Noun'),
        reference: z.string().describe('Reference or name'),
      })
      .describe('What it happened to'),
    changes: z.array(fieldChange).optional().describe('Old to new'),
    text: z.string().optional().describe('Words that belong to it'),
    reason: z.string().optional().describe('Why'),
    account: z
      .strictObject({
        text: z.string().describe('How the account tells it'),
        occurredAt: instant,
        certainty,
        side: z.enum(['ours', 'attacker', 'other']).describe('Whose act it was'),
      })
      .nullable()
      .describe('Its place in the account, when picked'),
    withdrawn: z
      .strictObject({
        at: instant,
        by: z.string().describe('Who'),
        reason: z.string().nullable().describe('Why'),
      })
      .nullable()
      .describe('Set when the author took it back; the words stay readable'),
  })
  .describe('An entry of the record')
  .meta({ id: 'HistoryEntry' });
export type HistoryEntry = z.infer<typeof historyEntry>;

const byReference = z.object({ reference: incidentReference });
export const accountSides = ['ours', 'attacker', 'other'] as const;

export const readTimeline = route({
  id: 'timeline.read',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/timeline',
  guard: 'signedIn',
  summary: 'Read the timeline: the record in order of recording, or the account in order of occurrence',
  params: byReference,
  query: z.strictObject({
    ...pageQuery,
    view: z.enum(['record', 'account']).default('record').describe('Everything, or what was picked'),
    order: z.enum(['asc', 'desc']).default('asc').describe('Oldest or newest first'),
    kind: text(60, 'Only this kind').optional(),
  }),
  response: pageOf(historyEntry),
  problems: ['incident.not_found', 'request.not_valid'],
});

export const writeTimelineEntry = route({
  id: 'timeline.write',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/timeline',
  guard: 'incidents.work',
  summary: 'Write a note, or an entry with the moment it happened',
  params: byReference,
  body: z.strictObject({
    kind: z.enum(['note', 'entry']).default('note').describe('A note, or something that happened'),
    text: filledText(limits.textCharactersMax, 'The words'),
    occurredAt: instant.optional(),
    certainty: certainty.default('certain'),
    side: z.enum(accountSides).default('ours').describe('Whose act it was'),
    inAccount: z.boolean().default(false).describe('Pick it for the account at once'),
  }),
  status: 201,
  response: historyEntry,
  problems: ['incident.not_found'],
});

export const withdrawTimelineEntry = route({
  id: 'timeline.withdraw',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/timeline/{position}/withdraw',
  guard: 'incidents.work',
  summary: 'Withdraw a note or an entry; it keeps its place with reason and author',
  params: z.object({
    reference: incidentReference,
    position: z.coerce.number().int().min(1).describe('Place'),
  }),
  body: z.strictObject({ reason: text(limits.reasonCharactersMax, 'Why').optional() }).default({}),
  response: historyEntry,
  problems: ['incident.not_found', 'timeline.entry_not_found'],
});

export const pickForAccount = route({
  id: 'timeline.pick',
  method: 'PUT',
  path: '/api/v1/incidents/{reference}/account/{position}',
  guard: 'incidents.work',
  summary: 'Pick an entry for the account, in words of its own',
  params: z.object({
    reference: incidentReference,
    position: z.coerce.number().int().min(1).describe('Place'),
  }),
  body: z
    .strictObject({
      text: filledText(limits.textCharactersMax, 'How the account tells it').optional(),
      occurredAt: instant.optional(),
      certainty: certainty.default('certain'),
      side: z.enum(accountSides).default('ours').describe('Whose act it was'),
    })
    .default({ certainty: 'certain', side: 'ours' }),
  response: historyEntry,
  problems: ['incident.not_found', 'timeline.entry_not_found'],
});

export const dropFromAccount = route({
  id: 'timeline.drop',
  method: 'DELETE',
  path: '/api/v1/incidents/{reference}/account/{position}',
  guard: 'incidents.work',
  summary: 'Take an entry out of the account; the record keeps it',
  params: z.object({
    reference: incidentReference,
    position: z.coerce.number().int().min(1).describe('Place'),
  }),
  response: historyEntry,
  problems: ['incident.not_found', 'timeline.entry_not_found'],
});

export const listHistory = route({
  id: 'history.list',
  method: 'GET',
  path: '/api/v1/history',
  guard: 'signedIn',
  summary: 'Read the record of everything, or of one thing; only what the caller can see',
  query: z.strictObject({
    ...pageQuery,
    subject: text(120, 'Reference, or noun:identifier, of the thing').optional(),
    kind: text(60, 'Only this kind').optional(),
    actor: z.uuid().optional().describe('Only what this person did'),
    order: z.enum(['asc', 'desc']).default('desc').describe('Oldest or newest first'),
  }),
  response: pageOf(historyEntry),
  problems: ['permission.missing', 'request.not_valid'],
});

/** A sealed line with what proves it, as the log has it. */
export const sealedLineProven = z
  .strictObject({
    log: logName,
    index: z.number().int().describe('Place in its log, from 0'),
    line: z.string().describe('The sealed line, byte for byte; a leaf is SHA-256(0x00 ‖ line)'),
    proofs: z
      .array(logProof)
      .describe('To the oldest checkpoint with a time-stamp, where there is one, and to the newest'),
    vkeys: z.array(z.string()).describe('Verifier keys of the log (C2SP signed-note), the current one first'),
    witnesses: z.array(z.string()).describe('Verifier keys of the witnesses it is shown to'),
    sealedSize: z.number().int().describe('Entries under the newest checkpoint'),
  })
  .describe('A sealed line with its proofs')
  .meta({ id: 'SealedLineProven' });
export type SealedLineProven = z.infer<typeof sealedLineProven>;

export const readHistoryProof = route({
  id: 'history.prove',
  method: 'GET',
  path: '/api/v1/history/{position}/proof',
  guard: 'signedIn',
  summary:
    'Read how an entry of the record is sealed, with what proves it to anybody; only what the caller can see',
  params: z.object({ position: z.coerce.number().int().min(1).describe('Place in the record') }),
  response: z.strictObject({
    entry: historyEntry,
    lines: z
      .array(sealedLineProven)
      .describe(
        'The line that holds the entry, or several that follow one another where it is long; empty while it is not sealed',
      ),
  }),
  problems: ['history.entry_not_found', 'log.not_running'],
});

export const readRecordSeal = route({
  id: 'history.sealed',
  method: 'GET',
  path: '/api/v1/history/seal',
  guard: 'signedIn',
  summary: 'Read how far the record is sealed',
  query: z.strictObject({
    incident: incidentReference.optional().describe('Count the entries of this incident too'),
  }),
  response: z.strictObject({
    position: z
      .number()
      .int()
      .nullable()
      .describe('Every entry up to this place is sealed; 0 while none is, null while no log answers'),
    receivedAt: instant.nullable().describe('When the log had that one'),
    incident: z
      .strictObject({
        count: z.number().int().describe('Entries of its record that the caller can see'),
        sealed: z.number().int().describe('Those among them that are sealed'),
      })
      .nullable()
      .describe('The incident, when it was asked for and a log answers'),
  }),
  problems: ['incident.not_found'],
});

export const followLive = route({
  id: 'live.follow',
  method: 'GET',
  path: '/api/v1/live',
  guard: 'signedIn',
  summary:
    'Follow what changes, as server-sent events: `change` with {position, kind, incident, report, finding, by: you, others or system}; only what the caller can see',
  media: 'events',
});

export const search = route({
  id: 'search.all',
  method: 'GET',
  path: '/api/v1/search',
  guard: 'signedIn',
  summary: 'Search reports and incidents the caller can see, by word or reference',
  query: z.strictObject({
    q: filledText(limits.queryCharactersMax, 'Words or a reference'),
    limit: z.coerce.number().int().min(1).max(50).default(20).describe('Hits of each kind'),
  }),
  response: z.strictObject({
    items: z
      .array(
        z
          .strictObject({
            noun: z.enum(['incident', 'report']).describe('What it is'),
            reference: z.string().describe('Reference'),
            title: z.string().describe('Title or first words'),
            state: z.string().describe('Status or state'),
            at: instant.describe('Declared or received'),
          })
          .describe('A hit'),
      )
      .describe('Best first'),
  }),
});

export const historyRoutes = {
  readTimeline,
  writeTimelineEntry,
  withdrawTimelineEntry,
  pickForAccount,
  dropFromAccount,
  listHistory,
  readHistoryProof,
  readRecordSeal,
  followLive,
  search,
} as const;
