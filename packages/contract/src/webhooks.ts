// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { severities, severity } from './classification.ts';
import { filledText, instant, language, pageOf, pageQuery, reportReference, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { ongoingAnswers, reportKind } from './reports.ts';
import { route } from './route.ts';

/** Systems whose way of telling is known; `generic` is every other one. */
export const webhookKinds = [
  'alertmanager',
  'grafana',
  'wazuh',
  'defender',
  'sentinel',
  'elastic',
  'splunk',
  'cef',
  'stix',
  'generic',
] as const;
export type WebhookKind = (typeof webhookKinds)[number];
/** Where a system puts the secret: a header, the path where it cannot set headers, or a signature of the body. */
export const webhookSecretWays = ['header', 'path', 'signature'] as const;
export const occurrenceStates = ['firing', 'resolved', 'unknown'] as const;
export type OccurrenceState = (typeof occurrenceStates)[number];
/** How the body is read before the mapping looks at it. */
export const payloadFormats = ['json', 'cef', 'stix'] as const;

export const tryProblems = ['not_read', 'nothing_found'] as const;

/** JSON Pointer (RFC 6901). */
const pointer = z
  .string()
  .max(limits.templateCharactersMax)
  .regex(/^(\/([^~/]|~[01])*)*$/)
  .describe('JSON Pointer (RFC 6901)');

const templates = (description: string) =>
  z
    .array(
      filledText(
        limits.templateCharactersMax,
        'Text with JSON Pointers in braces: {/labels/host} looks in the alert, {^/status} in the whole payload',
      ),
    )
    .max(limits.templatesPerFieldMax)
    .default([])
    .describe(`${description}; the first one whose pointers all find something counts`);

/** A word of the sender, in lower case, and what it means here. */
const wordOfSender = z.string().min(1).max(100);

export const mapping = z
  .strictObject({
    format: z.enum(payloadFormats).default('json').describe('How the body is read'),
    each: pointer.default('').describe('Where the alerts stand when one payload holds many; empty for one'),
    title: templates('The first words of the report'),
    description: templates('The rest of it'),
    groupKey: templates('What alerts of one report have in common; without one, the title'),
    state: templates('Whether it is happening'),
    firingWords: z.array(wordOfSender).max(limits.wordsPerMappingMax).default([]).describe('It is happening'),
    resolvedWords: z.array(wordOfSender).max(limits.wordsPerMappingMax).default([]).describe('It is over'),
    severity: templates('How severe the sender takes it for'),
    severityWords: z
      .record(wordOfSender, severity)
      .default({})
      .describe('The sender’s words for a severity, in lower case, and ours'),
    occurredAt: templates('When it happened: RFC 3339, or seconds or milliseconds since 1970'),
    externalId: templates('What the sender calls it'),
    link: templates('Where it stands at the sender; https or http'),
    kind: reportKind.exclude(['whistleblowing']).default('incident').describe('What the report calls it'),
    facts: z
      .array(
        z
          .strictObject({
            name: filledText(100, 'What it is'),
            value: filledText(limits.templateCharactersMax, 'Template of its value'),
          })
          .describe('One fact'),
      )
      .max(limits.factsPerMappingMax)
      .default([])
      .describe('What else to show: hosts, people, rules'),
  })
  .describe('How a payload becomes reports')
  .meta({ id: 'Mapping' });
export type Mapping = z.output<typeof mapping>;

const fact = z
  .strictObject({ name: z.string().describe('What it is'), value: z.string().describe('Its value') })
  .describe('One fact')
  .meta({ id: 'Fact' });

/** What a mapping makes of one alert. */
const mapped = {
  state: z.enum(occurrenceStates).describe('What the sender says: it is happening, it is over, or neither'),
  severity: z.enum(severities).nullable().describe('What the sender suggests; null when it does not'),
  occurredAt: instant.nullable().describe('When it happened, as the sender says'),
  externalId: z.string().nullable().describe('What the sender calls it'),
  link: z.string().nullable().describe('Where it stands at the sender'),
  facts: z.array(fact).describe('What else it tells'),
};

const webhookSettings = {
  name: filledText(100, 'What people here call it'),
  mapping,
  secretWay: z.enum(webhookSecretWays).describe('Where the sender puts the secret'),
  signatureHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/)
    .nullable()
    .describe('Header with the HMAC-SHA256 of the body, where the secret signs'),
  silenceMinutes: z
    .number()
    .int()
    .min(limits.silenceMinutesMin)
    .max(limits.silenceMinutesMax)
    .describe('Minutes of silence after which the next alert opens a report of its own'),
  language,
};

export const webhook = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    kind: z.enum(webhookKinds).describe('Which system it is made for'),
    ...webhookSettings,
    isActive: z.boolean().describe('Whether it takes anything'),
    url: z.string().describe('Where the system sends to; without the secret'),
    createdAt: instant.describe('When it was added'),
    secretMadeAt: instant.describe('When its secret was made'),
    lastReceivedAt: instant.nullable().describe('When something came last'),
    receivedCount: z.number().int().describe('Occurrences so far'),
    unmappedCount: z.number().int().describe('Those among them that the mapping could not read'),
    lastProblem: z.string().nullable().describe('Why the last one of them could not be read'),
  })
  .describe('A way in for a system')
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof webhook>;

const secret = z.string().describe('The secret; shown this once');
const byId = z.object({ id: z.uuid().describe('The webhook') });

export const listWebhooks = route({
  id: 'webhooks.list',
  method: 'GET',
  path: '/api/v1/webhooks',
  guard: 'webhooks.manage',
  summary: 'List the webhooks, by name',
  response: z.strictObject({ items: z.array(webhook).describe('All of them') }),
});

export const listWebhookKinds = route({
  id: 'webhooks.kinds',
  method: 'GET',
  path: '/api/v1/webhooks/kinds',
  guard: 'webhooks.manage',
  summary: 'List the systems whose mapping is ready-made, each with a sample of what it sends',
  response: z.strictObject({
    items: z
      .array(
        z
          .strictObject({
            kind: z.enum(webhookKinds).describe('The system'),
            product: z.string().describe('What its maker calls it'),
            mapping,
            secretWay: z.enum(webhookSecretWays).describe('Where it can put the secret'),
            silenceMinutes: webhookSettings.silenceMinutes,
            sample: z.string().describe('A payload in its documented shape'),
            setting: z
              .string()
              .describe('What to enter at the system, with $URL, $SECRET and $ID to fill in'),
          })
          .describe('A system'),
      )
      .describe('All of them'),
  }),
});

export const addWebhook = route({
  id: 'webhooks.add',
  method: 'POST',
  path: '/api/v1/webhooks',
  guard: 'webhooks.manage',
  summary: 'Add a webhook; what is left out is as ready-made for its kind',
  body: z.strictObject({
    kind: z.enum(webhookKinds).describe('Which system it is for'),
    name: webhookSettings.name,
    mapping: mapping.optional(),
    secretWay: webhookSettings.secretWay.optional(),
    signatureHeader: webhookSettings.signatureHeader.optional(),
    silenceMinutes: webhookSettings.silenceMinutes.optional(),
    language: language.default('en'),
  }),
  status: 201,
  response: z.strictObject({ webhook, secret }),
  problems: ['request.not_valid'],
});

export const changeWebhook = route({
  id: 'webhooks.change',
  method: 'PATCH',
  path: '/api/v1/webhooks/{id}',
  guard: 'webhooks.manage',
  summary: 'Change a webhook; what is left out stays',
  params: byId,
  body: z
    .strictObject({ ...webhookSettings, isActive: z.boolean().describe('Whether it takes anything') })
    .partial(),
  response: webhook,
  problems: ['webhook.not_found', 'request.not_valid'],
});

export const makeWebhookSecret = route({
  id: 'webhooks.make_secret',
  method: 'POST',
  path: '/api/v1/webhooks/{id}/secret',
  guard: 'webhooks.manage',
  summary: 'Make a new secret; the one before ends at once',
  params: byId,
  response: z.strictObject({ webhook, secret }),
  problems: ['webhook.not_found'],
});

export const readLastDelivery = route({
  id: 'webhooks.last',
  method: 'GET',
  path: '/api/v1/webhooks/{id}/last',
  guard: 'webhooks.manage',
  summary: 'Read what came last, where the caller may see every report it belongs to',
  params: byId,
  response: z.strictObject({
    payload: z.string().nullable().describe('The body as text; null when there is none to see'),
  }),
  problems: ['webhook.not_found'],
});

export const tryMapping = route({
  id: 'webhooks.try',
  method: 'POST',
  path: '/api/v1/webhooks/try',
  guard: 'webhooks.manage',
  summary: 'Try a mapping on a payload; nothing is kept',
  body: z.strictObject({ mapping, payload: text(limits.jsonBodyBytesMax, 'A body as the system sends it') }),
  response: z.strictObject({
    alerts: z
      .array(
        z
          .strictObject({
            pointer: z.string().describe('Where it stands in the payload'),
            summary: z.string().describe('First words of the report'),
            description: z.string().nullable().describe('The rest'),
            groupKey: z.string().describe('Alerts with the same one become one report'),
            ongoing: z.enum(ongoingAnswers).describe('Whether it is happening now'),
            ...mapped,
          })
          .describe('What becomes of one alert'),
      )
      .describe('In the order of the payload'),
    problems: z
      .array(
        z
          .strictObject({
            field: z.string().describe('Name of the field of the mapping, or payload'),
            code: z
              .enum(tryProblems)
              .describe('The payload cannot be read, or a field finds nothing or no word it knows'),
            detail: z.string().describe('What was looked for'),
          })
          .describe('What could not be read'),
      )
      .describe('What could not be read; such alerts are kept and reported as they came'),
  }),
});

export const occurrence = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    number: z.number().int().describe('Place within its report, from 1'),
    receivedAt: instant.describe('When we received it'),
    summary: z.string().describe('Its first words'),
    ...mapped,
    problem: z.string().nullable().describe('Why the mapping could not read it; null when it did'),
    differs: z.array(z.string()).describe('Names of what differs from the one before'),
    sha256: z.string().describe('SHA-256 of the body it came in'),
    pointer: z.string().describe('JSON Pointer to its part of that body'),
  })
  .describe('One time a system told of it')
  .meta({ id: 'Occurrence' });
export type Occurrence = z.infer<typeof occurrence>;

export const listOccurrences = route({
  id: 'occurrences.list',
  method: 'GET',
  path: '/api/v1/reports/{reference}/occurrences',
  guard: 'reports.read',
  summary: 'List how often a system told of a report, newest first',
  params: z.object({ reference: reportReference }),
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(occurrence).extend({
    webhook: z.string().nullable().describe('Name of the webhook; null when no system told of it'),
    earlier: reportReference.nullable().describe('The report that gathered the same before a silence'),
    count: z.number().int().describe('How many there are'),
    lastReceivedAt: instant.nullable().describe('When the last one came'),
  }),
  problems: ['report.not_found', 'request.not_valid'],
});

export const readOccurrence = route({
  id: 'occurrences.read',
  method: 'GET',
  path: '/api/v1/reports/{reference}/occurrences/{occurrence}',
  guard: 'reports.read',
  summary: 'Download the body an occurrence came in, bit by bit; always as a file',
  params: z.object({ reference: reportReference, occurrence: z.uuid().describe('The occurrence') }),
  media: 'file',
  problems: ['report.not_found', 'occurrence.not_seen_whole'],
});

export const webhookRoutes = {
  listWebhooks,
  listWebhookKinds,
  addWebhook,
  changeWebhook,
  makeWebhookSecret,
  readLastDelivery,
  tryMapping,
  listOccurrences,
  readOccurrence,
} as const;
