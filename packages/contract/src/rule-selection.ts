// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { detectionLevels, detectionRuleKinds, detectionStatuses, ruleSetKinds } from './detection.ts';
import { filledText, instant, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

const count = z.number().int();

const words = (description: string) =>
  z
    .array(filledText(limits.ruleSelectionWordCharactersMax, 'A word'))
    .max(limits.ruleSelectionWordsMax)
    .default([])
    .describe(description);

export const ruleSelectionLine = z
  .strictObject({
    sets: z.array(z.enum(ruleSetKinds)).max(10).default([]).describe('Where rules come from'),
    ruleSets: z.array(z.uuid()).max(limits.ruleSetsMax).default([]).describe('These sets'),
    kinds: z.array(z.enum(detectionRuleKinds)).max(10).default([]).describe('Kinds of document'),
    products: words('Products of the log source'),
    categories: words('Categories of the log source'),
    services: words('Services of the log source'),
    levels: z.array(z.enum(detectionLevels)).max(10).default([]).describe('Levels'),
    statuses: z.array(z.enum(detectionStatuses)).max(10).default([]).describe('Statuses'),
    tags: words('Tags; one that ends in `*` takes all that begin so'),
    runs: z.boolean().describe('Whether rules it holds for run'),
  })
  .describe('All that are given must hold, one of each list; an empty list asks nothing')
  .meta({ id: 'RuleSelectionLine' });
export type RuleSelectionLine = z.output<typeof ruleSelectionLine>;

const selectionLines = z
  .array(ruleSelectionLine)
  .max(limits.ruleSelectionLinesMax)
  .describe('In order; the first that holds decides, and a rule none holds for does not run');

export const ruleSelection = z
  .strictObject({
    version: count.describe('Version'),
    lines: selectionLines,
    note: z.string().nullable().describe('Why this version was made'),
    savedAt: instant.describe('When it was saved'),
    savedBy: personShown.nullable().describe('Who saved it; null for the one the product came with'),
    newest: count.describe('The version that works now'),
  })
  .describe('Which rules run')
  .meta({ id: 'RuleSelection' });
export type RuleSelection = z.infer<typeof ruleSelection>;

export const readRuleSelection = route({
  id: 'rule_selection.read',
  method: 'GET',
  path: '/api/v1/detection/selection',
  guard: 'findings.read',
  summary: 'Read which rules run, as it works now or one version',
  query: z.strictObject({
    version: z.coerce
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('A version; absent for the one that works'),
  }),
  response: ruleSelection,
  problems: ['rule_selection.not_found'],
});

export const saveRuleSelection = route({
  id: 'rule_selection.save',
  method: 'PUT',
  path: '/api/v1/detection/selection',
  guard: 'detection.manage',
  summary: 'Save which rules run as a new version; it takes effect at once',
  body: z.strictObject({
    basedOn: count.min(1).describe('The version that was changed; another one since is refused'),
    lines: selectionLines,
    note: text(limits.reasonCharactersMax, 'Why').optional(),
  }),
  response: ruleSelection,
  problems: ['rule_selection.changed_meanwhile'],
});

export const previewRuleSelection = route({
  id: 'rule_selection.preview',
  method: 'POST',
  path: '/api/v1/detection/selection/preview',
  guard: 'findings.read',
  summary: 'See how many rules would run by lines that are not saved',
  body: z.strictObject({ lines: selectionLines }),
  response: z.strictObject({
    total: count.describe('Rules that can be used'),
    before: count.describe('Run now'),
    after: count.describe('Would run'),
    turnedOn: count.describe('Would begin to run'),
    turnedOff: count.describe('Would stop'),
    perLine: z.array(count).describe('Rules each line decides on, in the order of the lines'),
    unmatched: count.describe('Rules no line holds for'),
    samples: z
      .array(
        z
          .strictObject({
            id: z.uuid().describe('The rule'),
            title: z.string().describe('Title'),
            level: z.enum(detectionLevels).nullable().describe('Level'),
            runs: z.boolean().describe('Whether it would run'),
          })
          .describe('A rule that would change'),
      )
      .describe('Some of those that would change'),
  }),
});

const placeholderLists = z
  .record(
    z
      .string()
      .min(1)
      .max(limits.placeholderCharactersMax)
      .regex(/^[A-Za-z0-9_.-]+$/)
      .describe('Name, without the %'),
    z
      .array(filledText(limits.placeholderCharactersMax, 'A value'))
      .min(1)
      .max(limits.placeholderValuesMax)
      .describe('Values; any of them will do'),
  )
  .describe('Name -> values');

const placeholders = z
  .strictObject({
    version: count.describe('Version; 0 before there were any'),
    lists: placeholderLists,
    note: z.string().nullable().describe('Why this version was made'),
    savedAt: instant.nullable().describe('When it was saved'),
    savedBy: personShown.nullable().describe('Who saved it'),
    wanted: z
      .array(
        z
          .strictObject({ name: z.string().describe('Name'), rules: count.describe('Rules that expand it') })
          .describe('A placeholder'),
      )
      .describe('Placeholders rules expand, most wanted first'),
  })
  .describe('Values of placeholders in rules')
  .meta({ id: 'RulePlaceholders' });
export type RulePlaceholders = z.infer<typeof placeholders>;

export const readPlaceholders = route({
  id: 'rule_placeholders.read',
  method: 'GET',
  path: '/api/v1/detection/placeholders',
  guard: 'findings.read',
  summary: 'Read the values of placeholders, such as %Administrators%, and which placeholders rules want',
  response: placeholders,
});

export const savePlaceholders = route({
  id: 'rule_placeholders.save',
  method: 'PUT',
  path: '/api/v1/detection/placeholders',
  guard: 'detection.manage',
  summary:
    'Save the values of placeholders as a new version; rules that wanted them can be used from then on',
  body: z.strictObject({
    basedOn: count.min(0).describe('The version that was changed; another one since is refused'),
    lists: placeholderLists,
    note: text(limits.reasonCharactersMax, 'Why').optional(),
  }),
  response: placeholders,
  problems: ['rule_placeholders.changed_meanwhile', 'rule_placeholders.too_many'],
});

export const ruleSelectionRoutes = {
  readRuleSelection,
  saveRuleSelection,
  previewRuleSelection,
  readPlaceholders,
  savePlaceholders,
} as const;
