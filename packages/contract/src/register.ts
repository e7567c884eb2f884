// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { incidentReference, text } from './identifiers.ts';
import { incidentFilter } from './incidents.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** Facts a column of the register holds: the header of an export, and what a column of an import can mean. */
export const registerColumns = [
  'number',
  'title',
  'summary',
  'status',
  'severity',
  'class',
  'type',
  'functions',
  'tlp',
  'personal_data',
  'restricted',
  'lead',
  'occurred_at',
  'detected_at',
  'reported_at',
  'aware_at',
  'declared_at',
  'resolved_at',
  'closed_at',
  'what_was_done',
  'root_cause_class',
  'root_cause',
  'lessons',
  'dismissal_reason',
  'merged_into',
] as const;
export const registerColumn = z.enum(registerColumns).describe('A fact of the register');
export type RegisterColumn = z.infer<typeof registerColumn>;

export const csvSeparators = { comma: ',', semicolon: ';', tab: '\t' } as const;
const separatorName = z.enum(['comma', 'semicolon', 'tab']);
const yesNo = z.enum(['true', 'false']);

export const exportRegisterCsv = route({
  id: 'register.export_csv',
  method: 'GET',
  path: '/api/v1/register.csv',
  guard: 'register.export',
  summary: 'Export the register the caller can see as CSV (RFC 4180); cells never begin a formula',
  query: z.strictObject({
    ...incidentFilter,
    separator: separatorName.default('comma').describe('Between two cells'),
    bom: yesNo.default('false').describe('Begin with a byte order mark, as some spreadsheets want'),
  }),
  media: 'csv',
});

export const exportRegisterJson = route({
  id: 'register.export_json',
  method: 'GET',
  path: '/api/v1/register.json',
  guard: 'register.export',
  summary: 'Export the register the caller can see as JSON: {"items": [...]}',
  query: z.strictObject({ ...incidentFilter }),
  media: 'file',
});

/** What to import, as JSON; as multipart/form-data, `file` carries the bytes and the rest are fields. */
export const importInput = z
  .strictObject({
    csv: z.string().min(1).describe('The logbook as text'),
    mapping: z
      .record(z.string().max(limits.titleCharactersMax), registerColumn.nullable())
      .optional()
      .describe('Header -> fact; null leaves the column out. Absent: as suggested'),
    logbook: text(limits.titleCharactersMax, 'Name of the logbook; its own numbers are unique in it').default(
      '',
    ),
    skipRowsWithErrors: z
      .boolean()
      .default(false)
      .describe('Import the rows that are right; otherwise one wrong row stops all'),
  })
  .describe('An old logbook');
export type ImportInput = z.output<typeof importInput>;

export const importProblem = z
  .strictObject({
    line: z.number().int().describe('Line of the file, from 1'),
    column: z.string().nullable().describe('Header of the column'),
    value: z.string().nullable().describe('What stands there, shortened'),
    problem: z.string().describe('What is wrong, as a stable word'),
    whatToDo: z.string().describe('What to change'),
    stops: z.boolean().describe('Whether the row cannot be imported; otherwise only this cell is left out'),
  })
  .describe('Something wrong with a row');
export type ImportProblem = z.infer<typeof importProblem>;

export const importOutcomes = ['create', 'already_there', 'wrong'] as const;
export const importPreview = z
  .strictObject({
    encoding: z.enum(['utf-8', 'utf-16le', 'windows-1252']).describe('How the bytes were read'),
    separator: separatorName.describe('What stands between two cells'),
    columns: z
      .array(
        z
          .strictObject({
            header: z.string().describe('Header as it stands'),
            column: registerColumn.nullable().describe('What it is taken for; null when left out'),
            suggested: registerColumn.nullable().describe('What it looks like'),
            sample: z.string().nullable().describe('The first value'),
          })
          .describe('A column of the file'),
      )
      .describe('In the order of the file'),
    counts: z
      .strictObject({
        rows: z.number().int().describe('Rows in the file'),
        create: z.number().int().describe('Rows that would become an incident'),
        alreadyThere: z.number().int().describe('Rows imported before, or repeated in the file'),
        wrong: z.number().int().describe('Rows that cannot be imported as they are'),
      })
      .describe('What would happen'),
    rows: z
      .array(
        z
          .strictObject({
            line: z.number().int().describe('Line of the file, from 1'),
            outcome: z.enum(importOutcomes).describe('What becomes of it'),
            number: z.string().nullable().describe('Its own number in the old logbook'),
            title: z.string().nullable().describe('Title'),
            reference: incidentReference.nullable().describe('The incident that is already there'),
          })
          .describe('A row'),
      )
      .describe('The first rows'),
    problems: z.array(importProblem).describe('The first problems'),
  })
  .describe('What an import would do');
export type ImportPreview = z.infer<typeof importPreview>;

const importProblems = [
  'request.not_valid',
  'request.too_large',
  'request.media_type_unknown',
  'register.not_readable',
  'register.no_title',
] as const;

export const previewImport = route({
  id: 'register.preview_import',
  method: 'POST',
  path: '/api/v1/register/import/preview',
  guard: 'register.import',
  summary: 'Show what importing an old logbook would do; changes nothing',
  media: 'multipart',
  body: importInput,
  response: importPreview,
  problems: importProblems,
});

export const importRegister = route({
  id: 'register.import',
  method: 'POST',
  path: '/api/v1/register/import',
  guard: 'register.import',
  summary: 'Import an old logbook in one transaction; what is there already is not imported twice',
  media: 'multipart',
  body: importInput,
  response: z.strictObject({
    created: z.number().int().describe('Incidents that were made'),
    alreadyThere: z.number().int().describe('Rows that were there already'),
    skipped: z.number().int().describe('Rows left out because they are wrong'),
    first: incidentReference.nullable().describe('The first incident made'),
    last: incidentReference.nullable().describe('The last incident made'),
  }),
  problems: [...importProblems, 'register.rows_not_valid'],
});

export const registerRoutes = {
  exportRegisterCsv,
  exportRegisterJson,
  previewImport,
  importRegister,
} as const;
