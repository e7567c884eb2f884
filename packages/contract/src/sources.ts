// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant, pageOf, pageQuery, personId, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import {
  informationClass,
  type LogStream,
  lineFormats,
  logName,
  logSourceIdentityKinds,
  logStreams,
  logTransports,
  parseStates,
  type RetentionClass,
  retentionClasses,
} from './log.ts';
import { route } from './route.ts';

/** Streams whose entries are kept at least 10 years: who did what with whose data (KSZ 5.11.7 e). */
export const tenYearStreams: readonly LogStream[] = ['transaction', 'user-activity', 'privacy-access'];

/** Whether such a stream in such a class needs a reason, because the law asks for longer. */
export function needsRetentionReason(stream: LogStream, retentionClass: RetentionClass): boolean {
  return tenYearStreams.includes(stream) && retentionClass === 'technical';
}

/** What can be amiss with a source, the worst first. */
export const sourceTroubles = [
  'silent',
  'never_sent',
  'far_less',
  'far_more',
  'not_read',
  'clock_off',
  'sends_though_retired',
  'known_by_nothing',
] as const;
export type SourceTrouble = (typeof sourceTroubles)[number];

const reason = (description: string) => filledText(limits.logSourceReasonCharactersMax, description);
const version = z.number().int().min(1).describe('Version that was seen; another one means a conflict');

const settings = {
  name: filledText(limits.logSourceNameCharactersMax, 'What people here call it'),
  application: text(limits.logSourceNameCharactersMax, 'Application or service it belongs to'),
  ownerId: personId.nullable().describe('Who answers for it; null when nobody does yet'),
  stream: z.enum(logStreams).exclude(['desk']).describe('Which log its entries belong to'),
  retentionClass: z.enum(retentionClasses).exclude(['audit']).describe('How long its entries are kept'),
  retentionReason: text(
    limits.logSourceReasonCharactersMax,
    'Why entries are kept shorter than the law asks of such a stream; empty where they are not',
  ),
  confidentiality: informationClass,
  integrity: informationClass,
  availability: informationClass,
  timeZone: filledText(64, 'IANA zone of times it writes without one; for what comes from now on'),
  silenceMinutesMax: z
    .number()
    .int()
    .min(1)
    .max(limits.logSourceSilenceMinutesMax)
    .nullable()
    .describe('Minutes of silence after which there is an alarm; null when it may be silent'),
};
const newSource = z.strictObject({
  ...settings,
  application: settings.application.default(''),
  ownerId: settings.ownerId.default(null),
  stream: settings.stream.default('technical'),
  retentionClass: settings.retentionClass.default('technical'),
  retentionReason: settings.retentionReason.default(''),
  confidentiality: informationClass.default(1),
  integrity: informationClass.default(1),
  availability: informationClass.default(1),
  timeZone: settings.timeZone.default('UTC'),
  silenceMinutesMax: settings.silenceMinutesMax.default(null),
});
export type NewSource = z.output<typeof newSource>;

const sourceHealth = z
  .strictObject({
    lastReceivedAt: instant.nullable().describe('When something came last, to the minute or better'),
    entriesLastHour: z.number().int().describe('Entries of the last 60 minutes'),
    normalPerHour: z
      .number()
      .nullable()
      .describe('What is normal at this hour of the week, from the last four weeks; null until it is known'),
    entriesLastDay: z.number().int().describe('Entries of the last 24 hours'),
    notReadLastDay: z.number().int().describe('Those among them that could not be read; kept all the same'),
    clockOffsetMs: z
      .number()
      .nullable()
      .describe('Its clock minus ours, in milliseconds; null when it states no time with a zone'),
    hours: z.array(z.number().int()).describe('Entries in each of the last 24 hours, oldest first'),
    troubles: z.array(z.enum(sourceTroubles)).describe('What is amiss, the worst first'),
  })
  .describe('How a source fares')
  .meta({ id: 'SourceHealth' });
export type SourceHealth = z.infer<typeof sourceHealth>;

const { ownerId: _owner, ...shownSettings } = settings;
export const logSource = z
  .strictObject({
    id: z.uuid().describe('Identifier; its entries carry it'),
    state: z.enum(['active', 'retired']).describe('Whether entries are expected of it'),
    ...shownSettings,
    owner: personShown.nullable().describe('Who answers for it'),
    version: z.number().int().describe('Grows with each change'),
    createdAt: instant.describe('When it was first known'),
    health: sourceHealth,
  })
  .describe('A system that sends logs')
  .meta({ id: 'LogSource' });
export type LogSource = z.infer<typeof logSource>;

const sourceIdentity = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    kind: z.enum(logSourceIdentityKinds).describe('Kind'),
    value: z
      .string()
      .nullable()
      .describe(
        'Address or network, or what of its certificate; null of a token, which nobody can read again',
      ),
    label: z.string().describe('What it is for'),
    createdAt: instant.describe('Since when'),
    lastUsedAt: instant.nullable().describe('When a token was last used, to the minute'),
    endedAt: instant.nullable().describe('Since when it says nothing any more'),
  })
  .describe('How a source is known')
  .meta({ id: 'LogSourceIdentity' });
export type LogSourceIdentity = z.infer<typeof sourceIdentity>;

export const logSourceWhole = logSource
  .extend({
    identities: z.array(sourceIdentity).describe('How it is known, ended ones last'),
    gaps: z
      .array(
        z
          .strictObject({ from: instant.describe('First silent minute'), until: instant.describe('Its end') })
          .describe('A gap'),
      )
      .describe('Silences of the last 7 days longer than it may be silent, or than an hour; newest first'),
  })
  .meta({ id: 'LogSourceWhole' });
export type LogSourceWhole = z.infer<typeof logSourceWhole>;

const unknownSender = z
  .strictObject({
    id: z.uuid().describe('Identifier; its entries carry it'),
    address: z.string().describe('Where it sends from; `others` are all beyond the number we tell apart'),
    firstSeenAt: instant.describe('When it first came'),
    lastSeenAt: instant.nullable().describe('When it came last'),
    entries: z.number().int().describe('Entries so far'),
    ignoredReason: z.string().nullable().describe('Why nobody adopts it; null when nobody decided that'),
  })
  .describe('A sender nobody knows; what it sends is received and sealed')
  .meta({ id: 'UnknownSender' });
export type UnknownSender = z.infer<typeof unknownSender>;

const byId = z.object({ id: z.uuid().describe('The source') });
const bySender = z.object({ id: z.uuid().describe('The sender') });

export const listSources = route({
  id: 'sources.list',
  method: 'GET',
  path: '/api/v1/log/sources',
  guard: 'log.health',
  summary: 'List the sources of the logbook, those with trouble first',
  query: z.strictObject({
    state: z.enum(['active', 'retired']).default('active').describe('Only these'),
  }),
  response: z.strictObject({
    items: z.array(logSource).describe('All of them'),
    unknownCount: z.number().int().describe('Unknown senders nobody decided about'),
    isLogRunning: z.boolean().describe('Whether the log process answers; else the last minute is missing'),
  }),
});

export const readSource = route({
  id: 'sources.read',
  method: 'GET',
  path: '/api/v1/log/sources/{id}',
  guard: 'log.health',
  summary: 'Read a source: its settings, how it is known, how it fares',
  params: byId,
  response: logSourceWhole,
  problems: ['source.not_found'],
});

const settingProblems = [
  'source.retention_reason_needed',
  'source.too_many',
  'person.not_found',
  'request.not_valid',
] as const;

export const addSource = route({
  id: 'sources.add',
  method: 'POST',
  path: '/api/v1/log/sources',
  guard: 'log.manage',
  summary: 'Add a source; how it is known is added next',
  body: newSource,
  status: 201,
  response: logSourceWhole,
  problems: settingProblems,
});

export const changeSource = route({
  id: 'sources.change',
  method: 'PATCH',
  path: '/api/v1/log/sources/{id}',
  guard: 'log.manage',
  summary: 'Change a source; what is left out stays, and what was received stays as it was sealed',
  params: byId,
  body: z.strictObject(settings).partial().extend({ version }),
  response: logSourceWhole,
  problems: [...settingProblems, 'source.not_found', 'source.changed_meanwhile', 'source.retired'],
});

export const retireSource = route({
  id: 'sources.retire',
  method: 'POST',
  path: '/api/v1/log/sources/{id}/retire',
  guard: 'log.manage',
  summary: 'Retire a source: nothing is expected of it any more, and what it sent stays',
  params: byId,
  body: z.strictObject({ version, reason: reason('Why') }),
  response: logSourceWhole,
  problems: ['source.not_found', 'source.changed_meanwhile', 'source.retired', 'request.not_valid'],
});

export const takeSourceBack = route({
  id: 'sources.take_back',
  method: 'POST',
  path: '/api/v1/log/sources/{id}/take-back',
  guard: 'log.manage',
  summary: 'Take a retired source back, with everything it was known by',
  params: byId,
  body: z.strictObject({ version }),
  response: logSourceWhole,
  problems: ['source.not_found', 'source.changed_meanwhile', 'source.not_retired', 'request.not_valid'],
});

const label = text(limits.logSourceNameCharactersMax, 'What it is for');

export const addSourceIdentity = route({
  id: 'sources.know_by',
  method: 'POST',
  path: '/api/v1/log/sources/{id}/identities',
  guard: 'log.manage',
  summary: 'Know a source by an address, a network or a certificate',
  params: byId,
  body: z.strictObject({
    kind: z.enum(['address', 'certificate']).describe('Kind'),
    value: filledText(
      300,
      'Address or network in CIDR form; `sha256:` with the fingerprint of the certificate, or `CN=` with its name',
    ),
    label: label.default(''),
  }),
  status: 201,
  response: logSourceWhole,
  problems: [
    'source.not_found',
    'source.retired',
    'source.identity_taken',
    'source.too_many',
    'request.not_valid',
  ],
});

export const makeSourceToken = route({
  id: 'sources.make_token',
  method: 'POST',
  path: '/api/v1/log/sources/{id}/tokens',
  guard: 'log.manage',
  summary: 'Make a token for a source; several may work at once, so that one can take the place of another',
  params: byId,
  body: z.strictObject({ label: label.default('') }),
  status: 201,
  response: z.strictObject({
    token: z.string().describe('The token; shown this once, and kept as its SHA-256 only'),
    source: logSourceWhole,
  }),
  problems: ['source.not_found', 'source.retired', 'source.too_many', 'request.not_valid'],
});

export const endSourceIdentity = route({
  id: 'sources.end_identity',
  method: 'POST',
  path: '/api/v1/log/sources/{id}/identities/{identity}/end',
  guard: 'log.manage',
  summary: 'End a way a source is known by: revoke a token, take an address or a certificate off',
  params: byId.extend({ identity: z.uuid().describe('Which one') }),
  body: z.strictObject({}),
  response: logSourceWhole,
  problems: ['source.not_found', 'source.identity_not_found', 'request.not_valid'],
});

export const listUnknownSenders = route({
  id: 'senders.list',
  method: 'GET',
  path: '/api/v1/log/senders',
  guard: 'log.health',
  summary: 'List senders nobody knows, newest first',
  query: z.strictObject({
    ...pageQuery,
    ignored: z.enum(['yes', 'no']).default('no').describe('Those nobody wants to adopt, or the others'),
  }),
  response: pageOf(unknownSender),
  problems: ['request.not_valid'],
});

export const adoptSender = route({
  id: 'senders.adopt',
  method: 'POST',
  path: '/api/v1/log/senders/{id}/adopt',
  guard: 'log.manage',
  summary: 'Make a source of a sender; what it sent before is its own, in the log it was sealed in',
  params: bySender,
  body: newSource,
  response: logSourceWhole,
  problems: [...settingProblems, 'source.not_found', 'sender.not_unknown', 'source.identity_taken'],
});

export const joinSender = route({
  id: 'senders.join',
  method: 'POST',
  path: '/api/v1/log/senders/{id}/join',
  guard: 'log.manage',
  summary: 'Add the address of a sender to a source; what it sent before stays under its own identifier',
  params: bySender,
  body: z.strictObject({ source: z.uuid().describe('The source it belongs to') }),
  response: logSourceWhole,
  problems: [
    'source.not_found',
    'source.retired',
    'sender.not_unknown',
    'source.identity_taken',
    'source.too_many',
    'request.not_valid',
  ],
});

export const ignoreSender = route({
  id: 'senders.ignore',
  method: 'POST',
  path: '/api/v1/log/senders/{id}/ignore',
  guard: 'log.manage',
  summary: 'Decide that a sender is not adopted; what it sends is received and sealed all the same',
  params: bySender,
  body: z.strictObject({ reason: reason('Why') }),
  response: unknownSender,
  problems: ['source.not_found', 'sender.not_unknown', 'request.not_valid'],
});

export const readReceivers = route({
  id: 'sources.receivers',
  method: 'GET',
  path: '/api/v1/log/receivers',
  guard: 'log.health',
  summary: 'Read where senders have to send to, as it is now',
  response: z
    .strictObject({
      url: z.string().describe('Public address of this desk, for what comes by HTTP'),
      host: z.string().describe('Host of that address, for what comes by syslog and RELP'),
      isRunning: z.boolean().describe('Whether the log process answers'),
      ports: z
        .array(
          z
            .strictObject({
              transport: z.enum(logTransports).describe('Way'),
              port: z.number().int().nullable().describe('Port; null while it cannot listen'),
            })
            .describe('A receiver'),
        )
        .describe('Receivers with a port of their own; one that is not here is switched off'),
    })
    .describe('Where to send to')
    .meta({ id: 'LogReceivers' }),
});
export type LogReceivers = z.infer<(typeof readReceivers)['response']>;

export const readLatest = route({
  id: 'sources.latest',
  method: 'GET',
  path: '/api/v1/log/sources/{id}/latest',
  guard: 'log.health',
  summary: 'Read whether something came from a source and how it was read; not its words',
  params: byId,
  perMinuteMax: 600,
  response: z.strictObject({
    lastReceivedAt: instant.nullable().describe('When something came last'),
    entry: z
      .strictObject({
        log: logName,
        index: z.number().int().describe('Place in its log'),
        receivedAt: instant.describe('When we had it'),
        at: instant.describe('When it happened, as it is taken'),
        transport: z.enum(logTransports).describe('How it came'),
        format: z.enum(lineFormats).describe('Form of the line'),
        parse: z.enum(parseStates).describe('Whether it could be read'),
        host: z.string().describe('Host it tells of'),
        app: z.string().describe('Application that wrote it'),
      })
      .nullable()
      .describe('The newest one that is sealed and indexed; its words are read by a look, with a purpose'),
  }),
  problems: ['source.not_found'],
});

export const sourceRoutes = {
  listSources,
  readSource,
  addSource,
  changeSource,
  retireSource,
  takeSourceBack,
  addSourceIdentity,
  makeSourceToken,
  endSourceIdentity,
  listUnknownSenders,
  adoptSender,
  joinSender,
  ignoreSender,
  readReceivers,
  readLatest,
} as const;
