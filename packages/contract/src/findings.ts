// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { detectionLevels, findingStates, findingVerdicts } from './detection.ts';
import {
  filledText,
  findingReference,
  incidentReference,
  instant,
  language,
  pageOf,
  pageQuery,
  personShown,
  reportReference,
  text,
} from './identifiers.ts';
import { limits } from './limits.ts';
import { logName } from './log.ts';
import { problemCodes } from './problems.ts';
import { route } from './route.ts';
import { findingKeyPart, suppression, suppressionExpiry } from './suppressions.ts';

const level = z.enum(detectionLevels).describe('Level of the rule');
const ruleId = z.uuid().describe('The rule, in the library');

/** Hits of one rule with one key within a window. */
export const finding = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    reference: findingReference,
    rule: z
      .strictObject({
        id: ruleId,
        title: z.string().describe('Title it had then'),
        titles: z
          .partialRecord(language, z.string())
          .describe('That title in other languages, where the rule has them'),
      })
      .describe('What found it'),
    level,
    state: z.enum(findingStates).describe('Where it stands'),
    verdict: z.enum(findingVerdicts).nullable().describe('What people made of it; null while nobody said'),
    techniques: z.array(z.string()).describe('Techniques of ATT&CK the rule is about, such as T1070.001'),
    key: z.array(findingKeyPart).describe('What its hits have in common; empty where it gathers many keys'),
    isMany: z
      .boolean()
      .describe('Whether it gathers hits of many keys, because the rule told of more than is shown apart'),
    count: z.number().int().describe('Hits so far'),
    firstAt: instant.describe('When the first of them happened'),
    lastAt: instant.describe('When the last of them happened'),
    openedAt: instant.describe('When we found it'),
    value: z.number().nullable().describe('What a correlation compared with its condition; null for a rule'),
    report: reportReference.nullable().describe('The report it became, where the caller sees it'),
    incident: incidentReference
      .nullable()
      .describe('The incident it belongs to, by its report or its timeline, where the caller sees it'),
    decidedAt: instant.nullable().describe('When somebody decided'),
    decidedBy: personShown.nullable().describe('Who'),
    reason: z.string().nullable().describe('Why'),
  })
  .describe('Hits of one rule with one key within a window')
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof finding>;

export const findingWhole = finding
  .extend({
    windowUntil: instant.describe('Hits found until then belong to it'),
    entries: z
      .array(
        z
          .strictObject({
            log: logName,
            index: z.number().int().describe('Place in the log, from 0'),
            at: instant.describe('When it happened'),
          })
          .describe('An entry of the logbook'),
      )
      .describe('Entries that show it: the first and the newest ones, oldest first'),
    hours: z
      .array(
        z
          .strictObject({
            at: instant.describe('Beginning of the hour'),
            count: z.number().int().describe('Hits found in it'),
          })
          .describe('Hits found within an hour'),
      )
      .describe('Hits by the hour in which they were found, oldest first; an hour without any is left out'),
    others: z
      .array(finding)
      .describe('Findings with the same key, of this and of other rules, newest first; context ones too'),
    suppression: suppression
      .nullable()
      .describe('What keeps this key, or what is like it, from being told again now'),
  })
  .describe('A finding with everything on it')
  .meta({ id: 'FindingWhole' });
export type FindingWhole = z.infer<typeof findingWhole>;

export const findingCounts = z
  .strictObject({
    open: z.number().int().describe('To be looked over'),
    reported: z.number().int().describe('Told to triage, or put on a timeline'),
    dismissed: z.number().int().describe('Looked over'),
    context: z.number().int().describe('Only kept for their context'),
  })
  .describe('How many findings there are, by state')
  .meta({ id: 'FindingCounts' });

export const detectionReviewMonth = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .describe('Month, such as 2026-11');
const byReference = z.object({ reference: findingReference });
export const listFindings = route({
  id: 'findings.list',
  method: 'GET',
  path: '/api/v1/findings',
  guard: 'findings.read',
  summary: 'List findings; the review list is state=open',
  query: z.strictObject({
    ...pageQuery,
    state: z
      .enum([...findingStates, 'any'])
      .default('open')
      .describe('Only this state'),
    level: level.optional().describe('Only this level'),
    rule: ruleId.optional().describe('Only of this rule'),
    technique: text(20, 'Only of this technique of ATT&CK, its sub-techniques included').optional(),
    key: text(limits.queryCharactersMax, 'Only where a value of the key holds this').optional(),
    q: text(limits.queryCharactersMax, 'Words to look for in title, reference and key').optional(),
    source: z.uuid().optional().describe('Only of this source of the logbook'),
    report: reportReference.optional().describe('Only behind this report'),
    incident: incidentReference
      .optional()
      .describe('Only behind the reports and on the timeline of this incident'),
    from: instant.optional().describe('With a hit at this instant or later'),
    to: instant.optional().describe('With a hit before this instant'),
    order: z
      .enum(['newest', 'oldest', 'worst'])
      .default('newest')
      .describe('By the last hit; worst is by level first, then oldest'),
  }),
  response: pageOf(finding).extend({
    counts: findingCounts.describe('With these filters but for the state'),
  }),
  problems: ['request.not_valid'],
});

export const countFindings = route({
  id: 'findings.count',
  method: 'GET',
  path: '/api/v1/findings/count',
  guard: 'findings.read',
  summary: 'Count findings by state, and tell which monthly review is due',
  response: z.strictObject({
    counts: findingCounts,
    oldestOpenAt: instant.nullable().describe('When the oldest open one was found'),
    review: z
      .strictObject({ month: detectionReviewMonth, dueAt: instant.describe('Until when it is to be done') })
      .nullable()
      .describe('The oldest monthly review that waits; null when none does'),
  }),
});

export const readFinding = route({
  id: 'findings.read',
  method: 'GET',
  path: '/api/v1/findings/{reference}',
  guard: 'findings.read',
  summary: 'Read one finding',
  params: byReference,
  response: findingWhole,
  problems: ['finding.not_found'],
});

/** What may be said of what is dismissed: whatever is no attack. */
export const dismissVerdicts = [
  'benign',
  'false_positive',
] as const satisfies readonly (typeof findingVerdicts)[number][];
const dismissal = {
  verdict: z
    .enum(dismissVerdicts)
    .describe('It happened and is in order, or the rule is wrong about what happened'),
  reason: filledText(limits.reasonCharactersMax, 'Why'),
};

export const findingDecision = z
  .discriminatedUnion('verb', [
    z.strictObject({ verb: z.literal('dismiss').describe('It is nothing to act on'), ...dismissal }),
    z.strictObject({
      verb: z.literal('report').describe('Tell triage; it becomes a report'),
      note: text(limits.reasonCharactersMax, 'What to look at').optional(),
    }),
    z.strictObject({
      verb: z
        .literal('reopen')
        .describe(
          'Take back what somebody decided: a dismissal, a report triage has not decided on, an entry of a timeline; the record keeps both',
        ),
    }),
  ])
  .describe('What somebody makes of findings')
  .meta({ id: 'FindingDecision' });
export type FindingDecision = z.output<typeof findingDecision>;

export const decideFindings = route({
  id: 'findings.decide',
  method: 'POST',
  path: '/api/v1/findings/decisions',
  guard: 'findings.decide',
  summary: 'Decide on one finding or many; each is decided in a transaction of its own',
  body: z.strictObject({
    references: z.array(findingReference).min(1).max(limits.findingDecisionsMax).describe('The findings'),
    decision: findingDecision,
  }),
  response: z.strictObject({
    outcomes: z
      .array(
        z
          .strictObject({
            reference: findingReference,
            state: z.enum(findingStates).nullable().describe('The state it has now; null when refused'),
            report: reportReference.nullable().describe('The report it became'),
            refused: z.enum(problemCodes).nullable().describe('Why not, as a stable code'),
            detail: z.string().nullable().describe('Why not, in words'),
          })
          .describe('What became of one'),
      )
      .describe('One for each finding, in the order asked'),
  }),
  problems: ['request.not_valid'],
});

export const putFindingOnTimeline = route({
  id: 'findings.put_on_timeline',
  method: 'POST',
  path: '/api/v1/findings/{reference}/timeline',
  guard: 'findings.decide',
  summary: 'Put a finding on the timeline of an incident, as an act of the attacker unless said otherwise',
  params: byReference,
  body: z.strictObject({
    incident: incidentReference,
    text: filledText(
      limits.textCharactersMax,
      'How the timeline tells it; absent takes its own words',
    ).optional(),
    side: z.enum(['ours', 'attacker', 'other']).default('attacker').describe('Whose act it was'),
    inAccount: z.boolean().default(true).describe('Pick it for the account at once'),
  }),
  response: finding,
  problems: [
    'finding.not_found',
    'finding.already_decided',
    'incident.not_found',
    'incident.status_does_not_allow',
    'permission.missing',
  ],
});

/** Of what is reported triage says what it was; it may be kept from being told again all the same. */
const quieting = {
  ...dismissal,
  verdict: dismissal.verdict.optional().describe('What it was; may be left out of what is reported'),
};

/** Names of fields of the finding's key. */
const chosenFields = z
  .array(z.string().min(1).max(200))
  .min(1)
  .max(20)
  .describe('Fields of the key whose values the filter leaves out together');

export const suppressKey = route({
  id: 'findings.suppress_key',
  method: 'POST',
  path: '/api/v1/findings/{reference}/suppression',
  guard: 'findings.decide',
  summary:
    'Dismiss a finding, and do not tell this key of this rule again until a moment; what is reported stays so',
  params: byReference,
  body: z.strictObject({ ...quieting, ...suppressionExpiry }),
  status: 201,
  response: suppression,
  problems: ['finding.not_found', 'finding.nothing_to_filter', 'request.not_valid', 'suppression.too_long'],
});

export const draftFilter = route({
  id: 'findings.draft_filter',
  method: 'POST',
  path: '/api/v1/findings/{reference}/filter/draft',
  guard: 'findings.decide',
  summary: 'Write a filter of Sigma from values of a finding; nothing is kept',
  params: byReference,
  body: z.strictObject({ fields: chosenFields }),
  response: z.strictObject({
    yaml: z.string().describe('The filter as it would stand among the rules of the house'),
  }),
  problems: ['finding.not_found', 'finding.nothing_to_filter'],
});

export const suppressByFilter = route({
  id: 'findings.suppress_by_filter',
  method: 'POST',
  path: '/api/v1/findings/{reference}/filter',
  guard: 'findings.decide',
  summary:
    'Dismiss a finding, and let the engine leave out what is like it until a moment; what is reported stays so',
  params: byReference,
  body: z.strictObject({ fields: chosenFields, ...quieting, ...suppressionExpiry }),
  status: 201,
  response: suppression,
  problems: ['finding.not_found', 'finding.nothing_to_filter', 'request.not_valid', 'suppression.too_long'],
});

/** What people made of the findings of one rule. */
export const ruleFindings = z
  .strictObject({
    rule: z
      .strictObject({ id: ruleId, title: z.string().describe('Title'), level: level.nullable() })
      .describe('The rule'),
    findings: z.number().int().describe('Findings'),
    hits: z.number().int().describe('Hits of those findings'),
    truePositive: z.number().int().describe('Found to be what the rule looks for'),
    benign: z.number().int().describe('Found to be in order'),
    falsePositive: z.number().int().describe('Found to be something else'),
    undecided: z.number().int().describe('Nobody has said'),
    precision: z
      .number()
      .nullable()
      .describe('True ones among those that were judged, 0 to 1; null when none was'),
    lastAt: instant.nullable().describe('When the last hit of them happened'),
  })
  .describe('What people made of the findings of one rule')
  .meta({ id: 'RuleFindings' });
export type RuleFindings = z.infer<typeof ruleFindings>;

export const readRuleFindings = route({
  id: 'findings.rules',
  method: 'GET',
  path: '/api/v1/findings/rules',
  guard: 'findings.read',
  summary: 'Tell how precise rules are, by what people made of their findings',
  query: z.strictObject({
    days: z.coerce.number().int().min(1).max(366).default(30).describe('Findings of this many days'),
    rule: ruleId.optional().describe('Only of this rule'),
  }),
  response: z.strictObject({ items: z.array(ruleFindings).describe('Most findings first') }),
  problems: ['request.not_valid'],
});

export const findingRoutes = {
  listFindings,
  countFindings,
  readFinding,
  decideFindings,
  putFindingOnTimeline,
  suppressKey,
  draftFilter,
  suppressByFilter,
  readRuleFindings,
} as const;
