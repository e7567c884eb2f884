// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant, pageOf, pageQuery, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { lineFormats, logLookKinds, logName, logStreams, logTransports, parseStates } from './log.ts';
import { syslogSeverities } from './log-fields.ts';
import { route } from './route.ts';

/** Which moment a period means: what the sender says, or when we had it, which no sender can choose. */
export const lookClocks = ['event', 'received'] as const;
/**
 * Whether the index says what the sealed line says. `later` is not reached yet, `away` means that the engine does not
 * answer, `kept_out` that such content is never searchable, `older` that an earlier version of Belfry read the row.
 */
export const indexStates = ['same', 'differs', 'missing', 'later', 'away', 'kept_out', 'older'] as const;

const purpose = filledText(
  limits.logPurposeCharactersMax,
  'What the look is for; it stands in the record beside the person',
);
const queryText = text(limits.logQueryCharactersMax, 'Query, as it was typed; empty finds everything');

const scope = {
  query: queryText.default(''),
  from: instant.optional().describe('At this moment or after; from the first entry on when absent'),
  until: instant.optional().describe('Before this moment; until now when absent'),
  clock: z.enum(lookClocks).default('event').describe('Which moment that period means'),
  sources: z
    .array(z.uuid().describe('A source'))
    .max(limits.logLookSourcesMax)
    .default([])
    .describe('Only these sources; all of them when empty'),
  streams: z
    .array(z.enum(logStreams).exclude(['desk']))
    .max(logStreams.length)
    .default([])
    .describe('Only these streams; all of them when empty'),
};

/** What somebody is about to look at. A look is written to the record first; entries are read under it. */
export const lookBegun = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.enum(['search', 'tail', 'export']).describe('Finding, following or taking out'),
      purpose,
      ...scope,
    }),
    z.strictObject({
      kind: z.literal('entry').describe('Opening one entry'),
      purpose,
      log: logName,
      index: z.number().int().min(0).describe('Place of the entry in its log, from 0'),
    }),
  ])
  .describe('A look that begins');

export const logLook = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    kind: z.enum(logLookKinds).describe('Kind'),
    person: personShown,
    purpose: z.string().describe('What it was for'),
    query: z.string().describe('Query as it was typed'),
    from: instant.nullable().describe('At this moment or after'),
    until: instant
      .nullable()
      .describe('Before this moment; null where entries are followed or one is opened'),
    clock: z.enum(lookClocks).describe('Which moment that period means'),
    sources: z.array(z.uuid()).describe('Only these sources; all of them when empty'),
    streams: z.array(z.enum(logStreams)).describe('Only these streams; all of them when empty'),
    log: logName.nullable().describe('Log of the entry that was opened'),
    index: z.number().int().nullable().describe('Its place'),
    askedAt: instant.describe('When it began'),
    shownCount: z
      .number()
      .int()
      .nullable()
      .describe('Entries shown so far; null when none were asked for, or no answer came'),
  })
  .describe('A look into the logbook')
  .meta({ id: 'LogLook' });
export type LogLook = z.infer<typeof logLook>;

const logSourceNamed = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    name: z.string().nullable().describe('Name; null when there is none yet'),
  })
  .describe('Where it came from')
  .meta({ id: 'LogSourceNamed' });

/** An entry as lists show it, from the index; opening it reads the sealed line itself. */
export const logEntry = z
  .strictObject({
    log: logName,
    index: z.number().int().describe('Place in its log, from 0'),
    seq: z.number().int().describe('Number of receipt'),
    receivedAt: instant.describe('When we had it'),
    at: instant.describe('When it happened as the sender says, or when we had it where that cannot be'),
    claimed: z.string().nullable().describe('What the sender says, where it was not taken'),
    source: logSourceNamed,
    stream: z.enum(logStreams).describe('Stream'),
    transport: z.enum(logTransports).describe('Transport'),
    format: z.enum(lineFormats).describe('Form of the line'),
    parse: z.enum(parseStates).describe('Whether it could be read'),
    severity: z
      .enum(syslogSeverities)
      .nullable()
      .describe('Severity on the scale of syslog; null when it says none'),
    host: z.string().describe('Host it tells of; empty when it names none'),
    app: z.string().describe('Application that wrote it; empty when it names none'),
    user: z.string().describe('Account it tells of; empty when it names none'),
    event: z.string().describe('Kind of event; empty when it is not known'),
    outcome: z.string().describe('success, failure or empty'),
    message: z.string().describe('Its words, cut to a length; the entry itself has them whole'),
    isCut: z.boolean().describe('Whether they are cut here'),
    duplicateOf: z
      .number()
      .int()
      .nullable()
      .describe('Number of receipt of an earlier entry with the same bytes from the same source'),
  })
  .describe('An entry of the logbook')
  .meta({ id: 'LogEntry' });
export type LogEntry = z.infer<typeof logEntry>;

const byLook = z.object({ look: z.uuid().describe('The look they are read under') });
const lookProblems = [
  'log.look_not_found',
  'log.look_over',
  'log.query_not_understood',
  'log.search_too_wide',
  'log.index_away',
  'log.entry_not_found',
  'log.not_running',
] as const;

export const beginLook = route({
  id: 'log_looks.begin',
  method: 'POST',
  path: '/api/v1/log/looks',
  guard: 'log.search',
  summary: 'Begin a look into the logbook, with its purpose: the record has it before anything is shown',
  body: lookBegun,
  status: 201,
  response: logLook,
  problems: ['permission.missing', 'log.query_not_understood', 'request.not_valid'],
});

export const listLooks = route({
  id: 'log_looks.list',
  method: 'GET',
  path: '/api/v1/log/looks',
  guard: 'signedIn',
  summary: 'List looks into the logbook, newest first: one’s own, or everybody’s with history.read',
  query: z.strictObject({
    ...pageQuery,
    kind: z.enum(logLookKinds).optional().describe('Only this kind'),
    person: z.uuid().optional().describe('Only this person’s'),
    q: text(limits.queryCharactersMax, 'Words of the purpose or the query').optional(),
  }),
  response: pageOf(logLook),
  problems: ['request.not_valid'],
});

export const listEntriesOfLook = route({
  id: 'log_entries.list',
  method: 'GET',
  path: '/api/v1/log/looks/{look}/entries',
  guard: 'log.search',
  summary: 'List what a look finds, newest first, page by page',
  params: byLook,
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(logEntry).extend({
    indexed: z
      .strictObject({
        until: instant.nullable().describe('When the newest entry that can be found was received'),
        behind: z.number().int().describe('Sealed entries that cannot be found yet'),
      })
      .describe('How far the index is'),
    tookMs: z.number().describe('How long the index took, in milliseconds'),
  }),
  problems: [...lookProblems, 'request.not_valid'],
});

export const countEntriesOfLook = route({
  id: 'log_entries.count',
  method: 'GET',
  path: '/api/v1/log/looks/{look}/histogram',
  guard: 'log.search',
  summary: 'Count what a look finds over its period',
  params: byLook,
  response: z.strictObject({
    stepMs: z.number().describe('Length of a bucket, in milliseconds'),
    total: z.number().int().describe('All of them'),
    buckets: z
      .array(
        z
          .strictObject({
            at: instant.describe('Its first moment'),
            count: z.number().int().describe('Entries in it'),
            grave: z.number().int().describe('Those among them of severity error or worse'),
          })
          .describe('A bucket'),
      )
      .describe('In the order of time, empty ones included'),
  }),
  problems: lookProblems,
});

export const countFieldsOfLook = route({
  id: 'log_entries.fields',
  method: 'GET',
  path: '/api/v1/log/looks/{look}/fields',
  guard: 'log.search',
  summary: 'List the fields of what a look finds, with the values that come most often',
  params: byLook,
  response: z.strictObject({
    fields: z
      .array(
        z
          .strictObject({
            field: z.string().describe('Name, as a query names it'),
            count: z.number().int().describe('Entries that have it'),
            values: z
              .array(
                z
                  .strictObject({
                    value: z.string().describe('Value, as a query names it'),
                    label: z.string().nullable().describe('What people call it, where that differs'),
                    count: z.number().int().describe('Entries with it'),
                  })
                  .describe('A value'),
              )
              .describe('Most often first'),
          })
          .describe('A field'),
      )
      .describe('Fields that have values'),
    attributes: z
      .array(
        z
          .strictObject({
            name: z.string().describe('Name its sender gave it; asked for as `attr.<name>`'),
            count: z.number().int().describe('Entries that have it'),
          })
          .describe('An attribute'),
      )
      .describe('What has no name of ours, most often first'),
    isSampled: z.boolean().describe('Whether only the newest entries were counted'),
  }),
  problems: lookProblems,
});

export const tailLook = route({
  id: 'log_entries.tail',
  method: 'GET',
  path: '/api/v1/log/looks/{look}/tail',
  guard: 'log.search',
  summary:
    'Follow what comes in, as server-sent events: `entries` with {items, skipped}, where `skipped` counts what more came than could be shown',
  params: byLook,
  media: 'events',
  problems: lookProblems,
});

export const exportLook = route({
  id: 'log_entries.export',
  method: 'GET',
  path: '/api/v1/log/looks/{look}/bundle',
  guard: 'log.export',
  summary: 'Download what a look finds as a bundle that proves itself offline',
  params: byLook,
  media: 'file',
  problems: [...lookProblems, 'log.export_too_large'],
});

/** A file that anybody can check the entry with, and what it was held against when it was made. */
export const logProof = z
  .strictObject({
    content: z.string().describe('The proof, as its file `.tlog-proof` (C2SP tlog-proof)'),
    size: z.number().int().describe('Entries under the checkpoint it leads to'),
    timeStamp: z
      .strictObject({
        at: instant.describe('When, as the authority says'),
        authority: z.string().describe('Name of the authority, from its certificate'),
        response: z.string().describe('Its answer (RFC 3161 TimeStampResp, DER), base64'),
      })
      .nullable()
      .describe('The time-stamp on that checkpoint'),
  })
  .describe('A proof')
  .meta({ id: 'LogProof' });
export type LogProof = z.infer<typeof logProof>;

export const logEntryOpened = z
  .strictObject({
    log: logName,
    index: z.number().int().describe('Place in its log, from 0'),
    withheld: z
      .enum(['desk_record'])
      .nullable()
      .describe('Why its content is not shown here: the desk’s own record is read through history'),
    line: z
      .string()
      .nullable()
      .describe('The sealed line, byte for byte; a leaf is SHA-256(0x00 ‖ line). Null when withheld'),
    source: logSourceNamed.nullable(),
    fields: z
      .array(
        z
          .strictObject({
            field: z.string().describe('Name of the normal form'),
            value: z.string().describe('Value'),
          })
          .describe('A field'),
      )
      .describe('What was read from the line'),
    indexState: z.enum(indexStates).describe('Whether the index says what the sealed line says'),
    differs: z.array(z.string()).describe('Columns of the index that differ from the sealed line'),
    proofs: z
      .array(logProof)
      .describe(
        'To the oldest checkpoint with a time-stamp, where there is one, and to the newest; empty while not sealed',
      ),
    vkeys: z.array(z.string()).describe('Verifier keys of the log (C2SP signed-note), the current one first'),
    witnesses: z.array(z.string()).describe('Verifier keys of the witnesses it is shown to'),
    sealedSize: z.number().int().describe('Entries under the newest checkpoint'),
  })
  .describe('An entry, opened')
  .meta({ id: 'LogEntryOpened' });
export type LogEntryOpened = z.infer<typeof logEntryOpened>;

export const openEntryOfLook = route({
  id: 'log_entries.open',
  method: 'GET',
  path: '/api/v1/log/looks/{look}/entry',
  guard: 'log.search',
  summary: 'Open the entry of a look: the sealed line, what was read from it, and its proof',
  params: byLook,
  response: logEntryOpened,
  problems: lookProblems,
});

export const listAround = route({
  id: 'log_entries.around',
  method: 'GET',
  path: '/api/v1/log/looks/{look}/around',
  guard: 'log.search',
  summary: 'List what the same source sent right before and after the entry of a look, oldest first',
  params: byLook,
  query: z.strictObject({
    count: z.coerce
      .number()
      .int()
      .min(1)
      .max(limits.logAroundEntriesMax)
      .default(10)
      .describe('Entries on each side'),
  }),
  response: z.strictObject({ items: z.array(logEntry).describe('Entries, the opened one among them') }),
  problems: lookProblems,
});

export const listLogKeys = route({
  id: 'log_keys.list',
  method: 'GET',
  path: '/api/v1/log/keys',
  guard: 'signedIn',
  summary: 'List the verifier keys of each log, to be compared with what was noted outside of this desk',
  response: z.strictObject({
    items: z
      .array(
        z
          .strictObject({
            log: logName,
            vkeys: z.array(z.string()).describe('Verifier keys, the current one first'),
          })
          .describe('Keys of a log'),
      )
      .describe('All logs'),
  }),
  problems: ['log.not_running'],
});

export const logEntryRoutes = {
  beginLook,
  listLooks,
  listEntriesOfLook,
  countEntriesOfLook,
  countFieldsOfLook,
  tailLook,
  exportLook,
  openEntryOfLook,
  listAround,
  listLogKeys,
} as const;
