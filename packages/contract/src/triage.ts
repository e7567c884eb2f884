// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import {
  filledText,
  instant,
  type Language,
  language,
  personId,
  personShown,
  reportReference,
  text,
} from './identifiers.ts';
import { limits } from './limits.ts';
import { ongoingAnswers, queueShown, reportChannel, reportKinds, vocabularyTerm } from './reports.ts';
import { route } from './route.ts';

const queueName = filledText(limits.queueNameCharactersMax, 'Name of the queue');
const queueFields = {
  name: queueName,
  translations: z.partialRecord(language, queueName).describe('Names in other languages'),
  people: z
    .array(personId)
    .max(limits.queuePeopleMax)
    .describe('Who prefers to work it; nobody is locked out'),
};

export const queue = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    ...queueFields,
    people: z.array(personShown).describe('Who prefers to work it; nobody is locked out'),
    isRemoved: z.boolean().describe('Removed: it takes no new reports and is shown while some wait in it'),
    open: z.number().int().describe('Reports that wait in it now, of those the caller sees'),
    oldestAt: instant.nullable().describe('When the oldest of them was received'),
  })
  .describe('A queue of the triage room')
  .meta({ id: 'Queue' });
export type Queue = z.infer<typeof queue>;

/** Whistle-blowers' reports are never routed. */
export const routedKinds = reportKinds.filter((kind) => kind !== 'whistleblowing');
export const wordModes = ['any', 'all', 'phrase'] as const;

export const routingConditions = z
  .strictObject({
    channels: z.array(reportChannel).max(20).default([]).describe('Ways in'),
    kinds: z
      .array(z.enum(reportKinds).exclude(['whistleblowing']))
      .max(20)
      .default([])
      .describe('Kinds'),
    categories: z.array(vocabularyTerm).max(limits.ruleTermsMax).default([]).describe('Categories'),
    words: z
      .array(filledText(limits.ruleTermCharactersMax, 'A word, the beginning of one (`phish*`) or a phrase'))
      .max(limits.ruleTermsMax)
      .default([])
      .describe('Words in what happened and the rest; capitals and accents make no difference'),
    wordMode: z
      .enum(wordModes)
      .default('any')
      .describe('Any of the words, all of them, or one of them as a phrase, word after word'),
    senders: z
      .array(filledText(limits.ruleTermCharactersMax, 'A mail address, a domain or a telephone number'))
      .max(limits.ruleTermsMax)
      .default([])
      .describe('Who reported'),
    cameThrough: z
      .array(filledText(limits.ruleTermCharactersMax, 'Name of a mailbox or a webhook'))
      .max(limits.ruleTermsMax)
      .default([])
      .describe('Mailbox or webhook it came through'),
    languages: z.array(language).max(10).default([]).describe('Languages of the report'),
    anonymous: z.boolean().nullable().default(null).describe('Whether the reporter stays unknown'),
    ongoing: z.array(z.enum(ongoingAnswers)).max(3).default([]).describe('Whether it is happening now'),
  })
  .describe('All that are given must hold; an empty list and null ask nothing')
  .meta({ id: 'RoutingConditions' });

export const routingRule = z
  .strictObject({
    id: z.uuid().describe('Identifier; stays the same from version to version'),
    name: filledText(limits.queueNameCharactersMax, 'What the rule is called'),
    isOn: z.boolean().default(true).describe('Off: the rule is skipped'),
    conditions: routingConditions,
    queue: z.uuid().describe('The queue it leads to'),
    handler: personId.nullable().default(null).describe('Who gets it; null for nobody yet'),
  })
  .describe('A routing rule')
  .meta({ id: 'RoutingRule' });
export type RoutingRule = z.output<typeof routingRule>;

const ruleList = z
  .array(routingRule)
  .max(limits.routingRulesMax)
  .describe('In order; the first that matches decides');

export const routingRules = z
  .strictObject({
    version: z.number().int().describe('Version; 0 before there were rules'),
    rules: ruleList,
    note: z.string().nullable().describe('Why this version was made'),
    savedAt: instant.nullable().describe('When it was saved'),
    savedBy: personShown.nullable().describe('Who saved it'),
  })
  .describe('The routing rules of one version')
  .meta({ id: 'RoutingRules' });
export type RoutingRules = z.infer<typeof routingRules>;

const dryRunCount = z.number().int();
/** What one page of a dry run adds: pages add up, count by count. */
export const dryRunPage = z
  .strictObject({
    seen: dryRunCount.describe('Reports looked at'),
    perRule: z
      .array(
        z
          .strictObject({
            rule: z.uuid().describe('The rule'),
            took: dryRunCount.describe('Reports it decides on'),
            wouldTake: dryRunCount.describe(
              'Reports its conditions hold for, also when an earlier rule takes them',
            ),
            changed: dryRunCount.describe('Of those it decides on, reports that are in another queue now'),
            takenBefore: z
              .record(z.uuid(), dryRunCount)
              .describe('Earlier rule -> reports it took from this one'),
            samples: z
              .array(
                z
                  .strictObject({
                    reference: reportReference,
                    summary: z.string().describe('First words'),
                    isChanged: z.boolean().describe('Whether it is in another queue now'),
                  })
                  .describe('A report it decides on'),
              )
              .describe('The newest few'),
          })
          .describe('What one rule does'),
      )
      .describe('In the order of the rules'),
    moves: z
      .array(
        z
          .strictObject({
            from: z.uuid().nullable().describe('Queue it is in now; null for none'),
            to: z.uuid().nullable().describe('Queue the rules lead to; null when none matches'),
            count: dryRunCount.describe('Reports'),
          })
          .describe('From one queue to another; the same one twice where nothing changes'),
      )
      .describe('How it went against how it would go'),
    unmatched: dryRunCount.describe('Reports that match no rule'),
    handlerChanged: dryRunCount.describe('Reports whose rule names another handler than they have'),
  })
  .describe('What rules would do with reports of the past')
  .meta({ id: 'DryRun' });
export type DryRun = z.infer<typeof dryRunPage>;

/** What stands for the name of a reporter who gave none. */
const unnamed: Record<Language, string> = {
  en: 'reporter',
  nl: 'melder',
  fr: 'Madame, Monsieur',
  de: 'meldende Person',
};

/** Fills the placeholders of a canned text. Anything else in braces stays as it was written. */
export function fillPlaceholders(
  words: string,
  values: { reference: string; name: string | null; desk: string; language: Language },
): string {
  return words.replace(/\{(reference|name|desk)\}/g, (_all, placeholder: string) =>
    placeholder === 'reference'
      ? values.reference
      : placeholder === 'desk'
        ? values.desk
        : (values.name ?? unnamed[values.language]),
  );
}

export const cannedPurposes = ['ask', 'decline', 'message', 'duplicate'] as const;
export type CannedPurpose = (typeof cannedPurposes)[number];
const cannedFields = {
  name: filledText(limits.queueNameCharactersMax, 'What the text is called in the list'),
  purposes: z.array(z.enum(cannedPurposes)).min(1).max(10).describe('Where it is offered'),
  texts: z
    .partialRecord(language, filledText(limits.cannedTextCharactersMax, 'The words'))
    .describe('Language -> words; {reference}, {name} and {desk} are filled in'),
};

export const cannedText = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    ...cannedFields,
    timesUsed: z.number().int().describe('How often it was used'),
    usedAt: instant.nullable().describe('When it was used last'),
  })
  .describe('Words kept for the next time')
  .meta({ id: 'CannedText' });
export type CannedText = z.infer<typeof cannedText>;

const answerTimes = {
  count: z.number().int().describe('Reports first answered in the period (n)'),
  medianMs: z
    .number()
    .nullable()
    .describe('Median time from receipt to first answer; null when there is none'),
  p90Ms: z.number().nullable().describe('Nine of ten were answered within this time'),
};
const answerGroup = z.strictObject(answerTimes).describe('Times to first answer');

const byQueue = z.object({ id: z.uuid().describe('The queue') });
const byCanned = z.object({ id: z.uuid().describe('The canned text') });

export const listQueues = route({
  id: 'queues.list',
  method: 'GET',
  path: '/api/v1/triage/queues',
  guard: 'signedIn',
  summary: 'List the queues in their order, with how many reports wait in each and in none',
  response: z.strictObject({
    items: z.array(queue).describe('In their order'),
    none: z
      .strictObject({
        open: z.number().int().describe('Reports that matched no rule and wait'),
        oldestAt: instant.nullable().describe('When the oldest of them was received'),
      })
      .describe('Matched no rule'),
  }),
});

export const addQueue = route({
  id: 'queues.add',
  method: 'POST',
  path: '/api/v1/triage/queues',
  guard: 'triage.manage',
  summary: 'Add a queue at the end',
  body: z.strictObject({
    ...queueFields,
    translations: queueFields.translations.default({}),
    people: queueFields.people.default([]),
  }),
  status: 201,
  response: z.strictObject({ id: z.uuid().describe('Identifier') }),
  problems: ['request.not_valid', 'triage.too_many'],
});

export const changeQueue = route({
  id: 'queues.change',
  method: 'PATCH',
  path: '/api/v1/triage/queues/{id}',
  guard: 'triage.manage',
  summary: 'Change the name, people or place of a queue, remove it, or bring it back',
  params: byQueue,
  body: z.strictObject({
    name: queueFields.name.optional(),
    translations: queueFields.translations.optional(),
    people: queueFields.people.optional(),
    place: z
      .number()
      .int()
      .min(0)
      .max(limits.queuesMax)
      .optional()
      .describe('Its place in the order, from zero'),
    isRemoved: z.boolean().optional().describe('Remove it, or bring it back; its reports stay in it'),
  }),
  response: z.strictObject({ id: z.uuid().describe('Identifier') }),
  problems: ['queue.not_found', 'queue.in_use', 'request.not_valid', 'triage.too_many'],
});

export const readRoutingRules = route({
  id: 'routing_rules.read',
  method: 'GET',
  path: '/api/v1/triage/rules',
  guard: 'signedIn',
  summary: 'Read the routing rules as they work now, or one version; for who reads reports or changes triage',
  query: z.strictObject({
    version: z.coerce
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('A version; absent for the one that works'),
  }),
  response: routingRules.extend({ newest: z.number().int().describe('The version that works now') }),
  problems: ['routing_rules.not_found', 'permission.missing'],
});

export const saveRoutingRules = route({
  id: 'routing_rules.save',
  method: 'PUT',
  path: '/api/v1/triage/rules',
  guard: 'triage.manage',
  summary: 'Save the routing rules as a new version; reports received from then on follow it',
  body: z.strictObject({
    basedOn: z.number().int().min(0).describe('The version that was changed; another one since is refused'),
    rules: ruleList,
    note: text(limits.reasonCharactersMax, 'Why').optional(),
  }),
  response: routingRules,
  problems: ['routing_rules.changed_meanwhile', 'request.not_valid'],
});

export const dryRunRules = route({
  id: 'routing_rules.dry_run',
  method: 'POST',
  path: '/api/v1/triage/rules/dry-run',
  guard: 'triage.manage',
  summary:
    'Try rules that are not saved on reports of the last 90 days the caller sees, newest first and page by page; stop asking to cancel',
  body: z.strictObject({
    rules: ruleList,
    cursor: z.string().max(limits.cursorCharactersMax).optional().describe('`next` of the page before'),
  }),
  response: z.strictObject({
    page: dryRunPage,
    next: z.string().nullable().describe('Cursor of the next page; null on the last'),
    total: z.number().int().nullable().describe('Reports of the 90 days; told on the first page only'),
  }),
  problems: ['request.not_valid'],
  perMinuteMax: limits.dryRunPagesPerMinuteMax,
});

export const readAnswerTimes = route({
  id: 'triage.answer_times',
  method: 'GET',
  path: '/api/v1/triage/answer-times',
  guard: 'reports.read',
  summary: 'Time from receipt to first answer, of reports first answered in the last 30 days',
  response: z.strictObject({
    since: instant.describe('Beginning of the period'),
    all: answerGroup,
    perQueue: z
      .array(
        z
          .strictObject({ queue: queueShown.nullable().describe('Null: matched no rule'), ...answerTimes })
          .describe('One queue'),
      )
      .describe('Most answered first'),
    perChannel: z
      .array(z.strictObject({ channel: reportChannel, ...answerTimes }).describe('One channel'))
      .describe('Most answered first'),
    unanswered: z.number().int().describe('Reports nobody has answered yet'),
    oldestUnansweredAt: instant.nullable().describe('When the oldest of them was received'),
  }),
});

export const listCannedTexts = route({
  id: 'canned_texts.list',
  method: 'GET',
  path: '/api/v1/triage/canned-texts',
  guard: 'signedIn',
  summary: 'List canned texts, most used first; for who decides on reports or changes triage',
  response: z.strictObject({ items: z.array(cannedText).describe('Most used first') }),
  problems: ['permission.missing'],
});

export const addCannedText = route({
  id: 'canned_texts.add',
  method: 'POST',
  path: '/api/v1/triage/canned-texts',
  guard: 'signedIn',
  summary: 'Keep words for the next time; for who decides on reports or changes triage',
  body: z.strictObject(cannedFields),
  status: 201,
  response: cannedText,
  problems: ['request.not_valid', 'triage.too_many', 'permission.missing'],
});

export const changeCannedText = route({
  id: 'canned_texts.change',
  method: 'PUT',
  path: '/api/v1/triage/canned-texts/{id}',
  guard: 'triage.manage',
  summary: 'Change a canned text',
  params: byCanned,
  body: z.strictObject(cannedFields),
  response: cannedText,
  problems: ['canned_text.not_found', 'request.not_valid'],
});

export const removeCannedText = route({
  id: 'canned_texts.remove',
  method: 'DELETE',
  path: '/api/v1/triage/canned-texts/{id}',
  guard: 'triage.manage',
  summary: 'Remove a canned text; what was sent with it stays',
  params: byCanned,
  status: 204,
  problems: ['canned_text.not_found'],
});

export const countCannedText = route({
  id: 'canned_texts.use',
  method: 'POST',
  path: '/api/v1/triage/canned-texts/{id}/use',
  guard: 'reports.decide',
  summary: 'Count that a canned text was sent',
  params: byCanned,
  body: z.strictObject({
    times: z.number().int().min(1).max(limits.bulkDecisionsMax).describe('To how many'),
  }),
  status: 204,
  problems: ['canned_text.not_found'],
});

export const triageRoutes = {
  listQueues,
  addQueue,
  changeQueue,
  readRoutingRules,
  saveRoutingRules,
  dryRunRules,
  readAnswerTimes,
  listCannedTexts,
  addCannedText,
  changeCannedText,
  removeCannedText,
  countCannedText,
} as const;
