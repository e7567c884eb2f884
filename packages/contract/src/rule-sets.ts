// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import {
  detectionLevels,
  detectionRuleKinds,
  ruleImportChanges,
  ruleImportStates,
  ruleSetKinds,
} from './detection.ts';
import { ruleRefusal, ruleSamplesResult } from './detection-rules.ts';
import { filledText, instant, pageOf, pageQuery, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

const count = z.number().int();
const name = filledText(limits.ruleSetNameCharactersMax, 'Name');
const reason = filledText(limits.reasonCharactersMax, 'Why');

export const ruleImport = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    set: z
      .strictObject({
        id: z.uuid().describe('Identifier'),
        kind: z.enum(ruleSetKinds).describe('Where it comes from'),
        name: z.string().describe('Name'),
      })
      .describe('The set it changes'),
    state: z.enum(ruleImportStates).describe('Where it stands'),
    read: count.describe('Files read so far'),
    total: count.nullable().describe('Files there are; null while they are counted'),
    counts: z
      .strictObject({
        added: count.describe('New documents'),
        changed: count.describe('Documents that read otherwise than before'),
        removed: count.describe('Documents that are gone'),
        refused: count.describe('Documents that cannot be used, new or changed'),
        unchanged: count.describe('Documents that stay as they are'),
        skipped: count.describe(
          'Files and documents that hold no rule, or were not read: links, and what is too large',
        ),
        samplesFailed: count.describe('Documents whose own samples do not hold: they will not run'),
        runsBefore: count.describe('Rules of the set that run now'),
        runsAfter: count.describe('Rules of the set that would run under the selection that works now'),
      })
      .nullable()
      .describe('What it changes; null until it has been read'),
    problem: z.string().nullable().describe('Why it failed, as a stable word; null when it did not'),
    problemDetail: z.string().nullable().describe('The same, in a sentence'),
    askedAt: instant.describe('When it was asked for, or the change was seen'),
    askedBy: personShown.nullable().describe('Who asked; null where a watched path changed'),
    endedAt: instant.nullable().describe('When it was applied or discarded, or failed'),
    endedBy: personShown.nullable().describe('Who did that; null for Belfry itself'),
  })
  .describe('What a set of rules would change')
  .meta({ id: 'RuleImport' });
export type RuleImport = z.infer<typeof ruleImport>;

export const ruleSet = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    kind: z.enum(ruleSetKinds).describe('Where it comes from'),
    name: z.string().describe('Name'),
    path: z.string().nullable().describe('Path on the machine Belfry runs on; null for other kinds'),
    isWatched: z.boolean().describe('Whether changes there are looked for'),
    lookedAt: instant.nullable().describe('When it was looked at last'),
    problem: z
      .string()
      .nullable()
      .describe('Why it could not be read when it was looked at last, as a stable word'),
    documents: count.describe('Documents in it'),
    active: count.describe('Of those that run'),
    refused: count.describe('Of those that cannot be used'),
    addedAt: instant.describe('When it came'),
    removedAt: instant.nullable().describe('When it was removed'),
    waiting: z.uuid().nullable().describe('The import that is read or waits to be applied'),
  })
  .describe('A set of rules with one origin')
  .meta({ id: 'RuleSet' });
export type RuleSet = z.infer<typeof ruleSet>;

const importDocument = z
  .strictObject({
    number: count.describe('Place in the import, from 1'),
    change: z.enum(ruleImportChanges).describe('What happens'),
    rule: z.uuid().nullable().describe('The rule it changes, removes or refuses; null for a new one'),
    kind: z.enum(detectionRuleKinds).describe('Kind of document'),
    path: z.string().describe('File in the set'),
    sigmaId: z.string().describe('Identifier it gives itself'),
    title: z.string().describe('Title'),
    level: z.enum(detectionLevels).nullable().describe('Level'),
    refusal: ruleRefusal.nullable().describe('Why it cannot be used, with the place in its file'),
    samples: ruleSamplesResult.nullable().describe('How its samples went; null without any'),
    runsBefore: z.boolean().describe('Whether it runs now'),
    runsAfter: z.boolean().describe('Whether it would run'),
  })
  .describe('A document of an import')
  .meta({ id: 'RuleImportDocument' });
export type RuleImportDocument = z.infer<typeof importDocument>;

const importId = z.strictObject({
  import: z.uuid().describe('The import that is read now'),
  set: z.uuid().describe('The set it is of'),
});
const byImport = z.object({ id: z.uuid().describe('The import') });
const bySet = z.object({ id: z.uuid().describe('The set') });

export const listRuleSets = route({
  id: 'rule_sets.list',
  method: 'GET',
  path: '/api/v1/detection/rule-sets',
  guard: 'findings.read',
  summary: 'List the sets of rules, and the directories of this machine rules may be read from',
  response: z.strictObject({
    items: z.array(ruleSet).describe('With the product, own, then by name'),
    folders: z.array(z.string()).describe('Directories the configuration allows; empty for none'),
  }),
});

export const addRulePath = route({
  id: 'rule_sets.add_path',
  method: 'POST',
  path: '/api/v1/detection/rule-sets/paths',
  guard: 'detection.manage',
  summary: 'Add a folder of the machine Belfry runs on, inside of a directory the configuration allows',
  body: z.strictObject({
    name,
    path: filledText(limits.rulePathCharactersMax, 'Absolute path'),
    isWatched: z.boolean().default(true).describe('Look for changes there'),
  }),
  status: 201,
  response: importId,
  problems: ['rule_set.path_not_allowed', 'rule_set.too_many', 'rule_set.exists'],
});

export const uploadRules = route({
  id: 'rule_sets.upload',
  method: 'POST',
  path: '/api/v1/detection/rule-sets/uploads',
  guard: 'detection.manage',
  summary:
    'Hand in a zip, or one .yml, as a new set (multipart/form-data, any field name, before it `name`), or for a set there is (`set`)',
  media: 'multipart',
  status: 201,
  response: importId,
  problems: [
    'request.media_type_unknown',
    'request.too_large',
    'request.not_valid',
    'rule_set.not_found',
    'rule_set.too_many',
    'rule_set.exists',
  ],
});

export const lookAtRulePath = route({
  id: 'rule_sets.look',
  method: 'POST',
  path: '/api/v1/detection/rule-sets/{id}/look',
  guard: 'detection.manage',
  summary: 'Read the folder of a set again now',
  params: bySet,
  status: 201,
  response: importId,
  problems: ['rule_set.not_found', 'rule_set.path_not_allowed'],
});

export const changeRuleSet = route({
  id: 'rule_sets.change',
  method: 'PATCH',
  path: '/api/v1/detection/rule-sets/{id}',
  guard: 'detection.manage',
  summary: 'Rename a set, or say whether its folder is watched',
  params: bySet,
  body: z.strictObject({
    name: name.optional(),
    isWatched: z.boolean().optional().describe('Look for changes there'),
  }),
  response: z.strictObject({ id: z.uuid().describe('Identifier') }),
  problems: ['rule_set.not_found', 'rule_set.not_changeable', 'rule_set.exists'],
});

export const removeRuleSet = route({
  id: 'rule_sets.remove',
  method: 'POST',
  path: '/api/v1/detection/rule-sets/{id}/remove',
  guard: 'detection.manage',
  summary: 'Remove a set with all its rules; findings keep naming them',
  params: bySet,
  body: z.strictObject({ reason }),
  status: 204,
  problems: ['rule_set.not_found', 'rule_set.not_changeable'],
});

export const listRuleImports = route({
  id: 'rule_imports.list',
  method: 'GET',
  path: '/api/v1/detection/imports',
  guard: 'findings.read',
  summary: 'List imports, the newest first',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(ruleImportStates).optional().describe('Only those that stand so'),
    set: z.uuid().optional().describe('Only of this set'),
  }),
  response: pageOf(ruleImport),
  problems: ['request.not_valid'],
});

export const readRuleImport = route({
  id: 'rule_imports.read',
  method: 'GET',
  path: '/api/v1/detection/imports/{id}',
  guard: 'findings.read',
  summary: 'Read how far an import is, and what it changes',
  params: byImport,
  response: ruleImport,
  problems: ['rule_import.not_found'],
});

export const listImportDocuments = route({
  id: 'rule_imports.documents',
  method: 'GET',
  path: '/api/v1/detection/imports/{id}/documents',
  guard: 'findings.read',
  summary: 'List what an import does document by document; gone once it has ended',
  params: byImport,
  query: z.strictObject({
    ...pageQuery,
    change: z.enum(ruleImportChanges).optional().describe('Only this change'),
    q: text(limits.queryCharactersMax, 'Words of the title or the path').optional(),
  }),
  response: pageOf(importDocument),
  problems: ['rule_import.not_found', 'request.not_valid'],
});

export const readImportDocument = route({
  id: 'rule_imports.document',
  method: 'GET',
  path: '/api/v1/detection/imports/{id}/documents/{number}',
  guard: 'findings.read',
  summary: 'Read a document of an import as it is and as it would be',
  params: byImport.extend({ number: z.coerce.number().int().min(1).max(1_000_000).describe('Its place') }),
  response: importDocument.extend({
    before: z.string().nullable().describe('Text as it is; null for a new one'),
    after: z.string().nullable().describe('Text as it would be; null for one that is gone'),
  }),
  problems: ['rule_import.not_found'],
});

export const applyRuleImport = route({
  id: 'rule_imports.apply',
  method: 'POST',
  path: '/api/v1/detection/imports/{id}/apply',
  guard: 'detection.manage',
  summary: 'Let an import take effect, whole',
  params: byImport,
  response: ruleImport,
  problems: ['rule_import.not_found', 'rule_import.not_waiting', 'rule_import.outdated'],
});

export const discardRuleImport = route({
  id: 'rule_imports.discard',
  method: 'POST',
  path: '/api/v1/detection/imports/{id}/discard',
  guard: 'detection.manage',
  summary: 'Discard an import; a watched folder is not asked about again until it changes',
  params: byImport,
  response: ruleImport,
  problems: ['rule_import.not_found', 'rule_import.not_waiting'],
});

export const ruleSetRoutes = {
  listRuleSets,
  addRulePath,
  uploadRules,
  lookAtRulePath,
  changeRuleSet,
  removeRuleSet,
  listRuleImports,
  readRuleImport,
  listImportDocuments,
  readImportDocument,
  applyRuleImport,
  discardRuleImport,
} as const;
