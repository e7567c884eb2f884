// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import {
  detectionLevels,
  detectionRuleKinds,
  detectionStatuses,
  ruleDeciders,
  ruleOverrides,
  ruleSetKinds,
} from './detection.ts';
import { filledText, instant, language, pageOf, pageQuery, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

const count = z.number().int();
const place = {
  line: count.nullable().describe('Line in the text, from 1; null where no place is to blame'),
  column: count.nullable().describe('Column in the line, from 1'),
};

export const ruleRefusal = z
  .strictObject({
    code: z.string().describe('Why it cannot be used, as a stable word'),
    detail: z.string().describe('What was found, in a sentence'),
    ...place,
  })
  .describe('Why a document of rules is refused')
  .meta({ id: 'RuleRefusal' });
export type RuleRefusal = z.infer<typeof ruleRefusal>;

/** How a rule stands: it runs, it does not, it cannot, it is gone. */
export const detectionRuleStates = ['active', 'inactive', 'refused', 'removed'] as const;
export type DetectionRuleState = (typeof detectionRuleStates)[number];

const ruleFigures = z
  .strictObject({
    hits: count.describe('Hits'),
    precision: z
      .number()
      .nullable()
      .describe('Share of looked-over findings that were real, 0 to 1; null while none was looked over'),
    decided: count.describe('Findings that were looked over'),
    costUs: z
      .number()
      .nullable()
      .describe('Microseconds an event it was asked about took; null when it was not measured'),
    lastHitAt: instant.nullable().describe('When it hit last, however long ago'),
  })
  .describe('What a rule found and cost in 30 days')
  .meta({ id: 'RuleFigures' });
export type RuleFigures = z.infer<typeof ruleFigures>;

const ruleFields = {
  id: z.uuid().describe('Identifier here'),
  sigmaId: z.string().describe('Identifier the document gives itself; its title where it gives none'),
  kind: z.enum(detectionRuleKinds).describe('Kind of document'),
  title: z.string().describe('Title'),
  titles: z.partialRecord(language, z.string()).describe('Titles the rule has in other languages'),
  level: z.enum(detectionLevels).nullable().describe('Level; null where the document says none'),
  status: z.enum(detectionStatuses).nullable().describe('How far its author trusts it'),
  product: z.string().nullable().describe('Product of its log source'),
  category: z.string().nullable().describe('Category of its log source'),
  service: z.string().nullable().describe('Service of its log source'),
  tags: z.array(z.string()).describe('Tags, as written'),
  techniques: z.array(z.string()).describe('ATT&CK techniques among the tags, such as T1110 or T1110.003'),
  set: z
    .strictObject({
      id: z.uuid().describe('Identifier'),
      kind: z.enum(ruleSetKinds).describe('Where it comes from'),
      name: z.string().describe('Name'),
    })
    .describe('The set it is of'),
  path: z.string().describe('File in its set'),
  state: z.enum(detectionRuleStates).describe('How it stands'),
  decidedBy: z.enum(ruleDeciders).describe('What decided whether it runs'),
  decidedLine: count.nullable().describe('Line of the selection that decided, from 0; null where none did'),
  override: z.enum(ruleOverrides).nullable().describe('What somebody wants whatever the selection says'),
  figures: ruleFigures,
};

export const detectionRuleListed = z
  .strictObject(ruleFields)
  .describe('A detection rule')
  .meta({ id: 'DetectionRuleListed' });
export type DetectionRuleListed = z.infer<typeof detectionRuleListed>;

export const ruleSamplesResult = z
  .strictObject({
    matches: count.describe('Samples it has to find'),
    misses: count.describe('Samples it must not find'),
    failures: z
      .array(
        z
          .strictObject({
            list: z.enum(['matches', 'misses']).describe('Which list'),
            number: count.describe('Place in the list, from 1'),
            detail: z.string().describe('What went otherwise than it says'),
          })
          .describe('A sample that does not hold'),
      )
      .describe('Those that do not hold'),
  })
  .describe('The last run of the samples a rule carries')
  .meta({ id: 'RuleSamplesResult' });
export type RuleSamplesResult = z.infer<typeof ruleSamplesResult>;

export const detectionRule = z
  .strictObject({
    ...ruleFields,
    name: z.string().nullable().describe('Word correlations and filters call it by'),
    author: z.string().nullable().describe('Who wrote it'),
    description: z.string().nullable().describe('What it looks for, in the words of its author'),
    descriptions: z
      .partialRecord(language, z.string())
      .describe('The same in other languages, where the rule has them'),
    references: z.array(z.string()).describe('Where its author read of it'),
    falsePositives: z.array(z.string()).describe('What else may look like it'),
    yaml: z.string().describe('The document'),
    digest: z.string().describe('SHA-256 of the document, lower-case hex'),
    refusal: ruleRefusal.nullable().describe('Why it cannot be used; null when it can'),
    samples: ruleSamplesResult.nullable().describe('How its samples went; null when it carries none'),
    overrideReason: z.string().nullable().describe('Why somebody switched it'),
    groupBy: z.array(z.string()).describe('Fields whose values make one finding'),
    windowMs: z.number().nullable().describe('Hits within this many milliseconds make one finding'),
    clauses: z.array(z.string()).describe('Clauses of the sources it serves, such as LM-13'),
    counts: z
      .array(
        z
          .strictObject({
            id: z.uuid().nullable().describe('The rule here; null when it is not here'),
            reference: z.string().describe('As the correlation writes it'),
            title: z.string().nullable().describe('Title'),
          })
          .describe('A rule a correlation counts'),
      )
      .describe('Of a correlation: what it counts'),
    suppressions: count.describe('Suppressions that hold now'),
    openFindings: count.describe('Findings that wait to be looked over'),
    days: z
      .array(
        z
          .strictObject({ on: z.iso.date().describe('Day, UTC'), hits: count.describe('Hits') })
          .describe('A day'),
      )
      .describe('Days with hits, oldest first'),
    addedAt: instant.describe('When it came'),
    changedAt: instant.describe('When it changed last'),
    removedAt: instant.nullable().describe('When it went; null while it is here'),
  })
  .describe('A detection rule, whole')
  .meta({ id: 'DetectionRule' });
export type DetectionRule = z.infer<typeof detectionRule>;

export const ruleSorts = ['title', 'level', 'hits', 'cost', 'changed'] as const;
const word = (description: string) => text(limits.ruleSelectionWordCharactersMax, description);
const byRule = z.object({ id: z.uuid().describe('The rule') });
const reason = filledText(limits.reasonCharactersMax, 'Why');
const yaml = filledText(limits.ownRuleCharactersMax, 'A document of Sigma');

export const listDetectionRules = route({
  id: 'detection_rules.list',
  method: 'GET',
  path: '/api/v1/detection/rules',
  guard: 'findings.read',
  summary: 'List detection rules, with what each found and cost in 30 days',
  query: z.strictObject({
    ...pageQuery,
    state: z
      .enum(detectionRuleStates)
      .optional()
      .describe('Only those that stand so; without it all but removed ones'),
    set: z.uuid().optional().describe('Only of this set'),
    kind: z.enum(detectionRuleKinds).optional().describe('Only of this kind'),
    level: z.enum(detectionLevels).optional().describe('Only of this level'),
    status: z.enum(detectionStatuses).optional().describe('Only of this status'),
    product: word('Only of this product').optional(),
    category: word('Only of this category').optional(),
    service: word('Only of this service').optional(),
    tag: word('Only with this tag').optional(),
    technique: word('Only of this ATT&CK technique; a technique takes its sub-techniques').optional(),
    q: text(limits.queryCharactersMax, 'Words of the title, or an identifier').optional(),
    sort: z
      .enum(ruleSorts)
      .default('title')
      .describe('Title A to Z, worst level, most hits, dearest, or newest change first'),
  }),
  response: pageOf(detectionRuleListed).extend({
    counts: z
      .strictObject({
        active: count.describe('Run'),
        inactive: count.describe('Do not run'),
        refused: count.describe('Cannot be used'),
        removed: count.describe('Gone'),
      })
      .describe('How many stand how, under the other filters'),
  }),
  problems: ['request.not_valid'],
});

export const listLogsources = route({
  id: 'detection_rules.logsources',
  method: 'GET',
  path: '/api/v1/detection/logsources',
  guard: 'findings.read',
  summary: 'List the log sources rules are about, with how many rules and how many events of 30 days',
  response: z.strictObject({
    items: z
      .array(
        z
          .strictObject({
            product: z.string().nullable().describe('Product'),
            category: z.string().nullable().describe('Category'),
            service: z.string().nullable().describe('Service'),
            rules: count.describe('Rules about it'),
            active: count.describe('Of those that run'),
            events: count.describe('Events of it that came in'),
          })
          .describe('A log source'),
      )
      .describe('Most rules first'),
  }),
});

export const readDetectionRule = route({
  id: 'detection_rules.read',
  method: 'GET',
  path: '/api/v1/detection/rules/{id}',
  guard: 'findings.read',
  summary: 'Read one detection rule, removed ones too',
  params: byRule,
  response: detectionRule,
  problems: ['detection_rule.not_found'],
});

export const overrideDetectionRule = route({
  id: 'detection_rules.override',
  method: 'PUT',
  path: '/api/v1/detection/rules/{id}/override',
  guard: 'detection.manage',
  summary: 'Switch one rule on or off whatever the selection says, or leave it to the selection again',
  params: byRule,
  body: z.strictObject({
    override: z.enum(ruleOverrides).nullable().describe('On, off, or null for the selection'),
    reason,
  }),
  response: z.strictObject({
    isActive: z.boolean().describe('Whether it runs now'),
    decidedBy: z.enum(ruleDeciders).describe('What decided that'),
  }),
  problems: ['detection_rule.not_found'],
});

const saved = z.strictObject({
  id: z.uuid().describe('Identifier'),
  isActive: z.boolean().describe('Whether it runs now'),
});

export const addOwnRule = route({
  id: 'detection_rules.add',
  method: 'POST',
  path: '/api/v1/detection/own-rules',
  guard: 'detection.manage',
  summary: 'Add a rule of your own; its samples are run, and it runs as the selection says',
  body: z.strictObject({ yaml }),
  status: 201,
  response: saved,
  problems: [
    'detection_rule.refused',
    'detection_rule.samples_failed',
    'detection_rule.identifier_taken',
    'detection_rule.too_many',
  ],
});

export const changeOwnRule = route({
  id: 'detection_rules.change',
  method: 'PUT',
  path: '/api/v1/detection/own-rules/{id}',
  guard: 'detection.manage',
  summary: 'Change a rule of your own; the version before stays in its history',
  params: byRule,
  body: z.strictObject({
    yaml,
    basedOn: text(64, '`digest` of the version that was changed; another one since is refused'),
  }),
  response: saved,
  problems: [
    'detection_rule.not_found',
    'detection_rule.not_own',
    'detection_rule.changed_meanwhile',
    'detection_rule.refused',
    'detection_rule.samples_failed',
    'detection_rule.identifier_taken',
  ],
});

export const removeOwnRule = route({
  id: 'detection_rules.remove',
  method: 'POST',
  path: '/api/v1/detection/own-rules/{id}/remove',
  guard: 'detection.manage',
  summary: 'Remove a rule of your own; findings keep naming it',
  params: byRule,
  body: z.strictObject({ reason }),
  status: 204,
  problems: ['detection_rule.not_found', 'detection_rule.not_own'],
});

export const triedEvent = z
  .strictObject({
    number: count.describe('Place among the events, from 1'),
    shape: z.enum(['json', 'text']).describe('How it was read'),
    fields: z
      .array(
        z
          .strictObject({
            name: z.string().describe('Field'),
            value: z.string().describe('Value as text, shortened'),
          })
          .describe('A field'),
      )
      .describe('The fields rules can ask for, the first ones'),
    product: z.string().nullable().describe('Product it was routed to'),
    categories: z.array(z.string()).describe('Categories it was routed to'),
    services: z.array(z.string()).describe('Services it was routed to'),
    isAboutRule: z.boolean().describe('Whether a rule that is tried is about this log source'),
    holds: z.boolean().describe('Whether a rule holds, or a correlation is complete with it'),
    rules: z
      .array(
        z
          .strictObject({
            title: z.string().describe('Title'),
            kind: z.enum(detectionRuleKinds).describe('Rule or correlation'),
            isAbout: z.boolean().describe('Whether it is about the log source of the event'),
            holds: z.boolean().describe('Whether it holds'),
            searches: z
              .array(
                z
                  .strictObject({
                    name: z.string().describe('Search'),
                    holds: z.boolean().describe('Whether it holds'),
                  })
                  .describe('A search'),
              )
              .describe('Its searches, whatever its condition makes of them'),
          })
          .describe('A rule that was tried'),
      )
      .describe('In the order they are written'),
  })
  .describe('What rules make of one event')
  .meta({ id: 'TriedEvent' });
export type TriedEvent = z.infer<typeof triedEvent>;

export const tryResult = z
  .strictObject({
    refusals: z.array(ruleRefusal).describe('Why documents cannot be used'),
    documents: z
      .array(
        z
          .strictObject({
            kind: z.enum(detectionRuleKinds).describe('Kind'),
            title: z.string().describe('Title'),
            level: z.enum(detectionLevels).nullable().describe('Level'),
          })
          .describe('A document that was read'),
      )
      .describe('Documents that can be used'),
    events: z.array(triedEvent).describe('Event by event'),
    held: count.describe('Events for which something holds'),
    samples: ruleSamplesResult.nullable().describe('How the samples of the document went; null without any'),
  })
  .describe('What came of a try')
  .meta({ id: 'TryResult' });
export type TryResult = z.infer<typeof tryResult>;

export const tryRule = route({
  id: 'detection_rules.try',
  method: 'POST',
  path: '/api/v1/detection/try',
  guard: 'detection.manage',
  summary: 'Try a document on pasted events, and run its samples; nothing is kept',
  body: z.strictObject({
    yaml: text(limits.ownRuleCharactersMax, 'A document of Sigma, or several'),
    events: text(
      limits.ruleTryCharactersMax,
      'Events: a JSON list, a JSON object or a line of text on each line',
    ).default(''),
  }),
  response: tryResult,
  problems: ['detection_rule.try_too_long', 'detection_rule.too_many_events'],
  perMinuteMax: limits.ruleTriesPerMinuteMax,
});

export const coverageStates = ['watched', 'blind', 'possible', 'lacking'] as const;
export type CoverageState = (typeof coverageStates)[number];

export const readCoverage = route({
  id: 'detection_rules.coverage',
  method: 'GET',
  path: '/api/v1/detection/coverage',
  guard: 'findings.read',
  summary:
    'Read which ATT&CK techniques are watched, which could be with the logs that come in, and which lack logs',
  response: z.strictObject({
    techniques: z
      .array(
        z
          .strictObject({
            technique: z.string().describe('Identifier, such as T1110 or T1110.003'),
            state: z
              .enum(coverageStates)
              .describe(
                'watched: a rule runs and its logs come in; blind: rules run, but their logs do not come in; possible: rules for logs that come in do not run; lacking: the logs do not come in',
              ),
            active: count.describe('Rules that run and whose logs come in'),
            blind: count.describe('Rules that run and whose logs do not come in'),
            could: count.describe('Rules that do not run and whose logs come in'),
            lacks: count.describe('Rules that do not run and whose logs do not come in'),
            hits: count.describe('Hits of its rules'),
          })
          .describe('A technique'),
      )
      .describe('Techniques and sub-techniques rules name, by identifier'),
    untagged: count.describe('Rules that run and name no technique'),
    since: instant.describe('Logs that came in since then count'),
  }),
});

export const detectionRuleRoutes = {
  listDetectionRules,
  listLogsources,
  readDetectionRule,
  overrideDetectionRule,
  addOwnRule,
  changeOwnRule,
  removeOwnRule,
  tryRule,
  readCoverage,
} as const;
