// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { rsitClass } from './classification.ts';
import { filledText, language, reportReference, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { responsibleAreas, vocabularyTerm } from './reports.ts';
import { route } from './route.ts';

export const vocabularyNames = ['category', 'qualification'] as const;
export const vocabularyName = z.enum(vocabularyNames).describe('What a report is about, or turned out to be');
export type VocabularyName = z.infer<typeof vocabularyName>;

const responsibleArea = z.enum(responsibleAreas).describe('Responsible area');
export type ResponsibleArea = z.infer<typeof responsibleArea>;

const termWords = z
  .strictObject({
    label: filledText(limits.termLabelCharactersMax, 'The word, as a reporter understands it'),
    hint: text(limits.termHintCharactersMax, 'What belongs to it, with examples'),
  })
  .describe('A term in one language');

const termFields = {
  area: responsibleArea.nullable().describe('Responsible area; null for a qualification'),
  words: z.partialRecord(language, termWords).describe('Language -> word and explanation'),
  suggestsClass: rsitClass.nullable().describe('The RSIT class it hints at; never chosen by itself'),
};

/** A word of a vocabulary. It is switched off, never deleted: old reports keep their word. */
export const term = z
  .strictObject({
    vocabulary: vocabularyName,
    id: vocabularyTerm,
    ...termFields,
    isActive: z.boolean().describe('Whether it can be chosen'),
    version: z.number().int().describe('Grows with each change'),
  })
  .describe('A term of a vocabulary')
  .meta({ id: 'Term' });
export type Term = z.infer<typeof term>;

const byTerm = z.object({ vocabulary: vocabularyName, term: vocabularyTerm });

export const readVocabularies = route({
  id: 'vocabularies.read',
  method: 'GET',
  path: '/api/v1/vocabularies',
  guard: 'public',
  summary: 'Read the categories and qualifications of reports, in order; also those switched off',
  response: z.strictObject({
    categories: z.array(term).describe('What a report can be about'),
    qualifications: z.array(term).describe('What a report can turn out to be'),
  }),
});

export const addTerm = route({
  id: 'vocabularies.add_term',
  method: 'POST',
  path: '/api/v1/vocabularies/{vocabulary}/terms',
  guard: 'triage.manage',
  summary: 'Add a term at the end of a vocabulary',
  params: z.object({ vocabulary: vocabularyName }),
  body: z.strictObject({ id: vocabularyTerm, ...termFields }),
  status: 201,
  response: term,
  problems: ['vocabulary.term_taken', 'request.not_valid'],
});

export const changeTerm = route({
  id: 'vocabularies.change_term',
  method: 'PATCH',
  path: '/api/v1/vocabularies/{vocabulary}/terms/{term}',
  guard: 'triage.manage',
  summary: 'Rename, explain, move to another area, or switch a term on or off; only what is named changes',
  params: byTerm,
  body: z.strictObject({
    ...z.strictObject(termFields).partial().shape,
    isActive: z.boolean().optional().describe('Whether it can be chosen'),
    version: z.number().int().describe('The version one has seen'),
  }),
  response: term,
  problems: ['vocabulary.term_not_found', 'vocabulary.changed_meanwhile', 'request.not_valid'],
});

export const orderTerms = route({
  id: 'vocabularies.order',
  method: 'PUT',
  path: '/api/v1/vocabularies/{vocabulary}/order',
  guard: 'triage.manage',
  summary: 'Put the terms of a vocabulary in another order',
  params: z.object({ vocabulary: vocabularyName }),
  body: z.strictObject({
    terms: z.array(vocabularyTerm).max(limits.termsPerVocabularyMax).describe('Every term, in the new order'),
  }),
  response: z.strictObject({ items: z.array(term).describe('The terms, in order') }),
  problems: ['vocabulary.changed_meanwhile'],
});

export const classifyReports = route({
  id: 'reports.classify',
  method: 'POST',
  path: '/api/v1/reports/classifications',
  guard: 'reports.decide',
  summary: 'Set or correct the category and qualification of reports; only what is named changes',
  body: z.strictObject({
    references: z.array(reportReference).min(1).max(limits.bulkDecisionsMax).describe('The reports'),
    category: vocabularyTerm.nullable().optional().describe('What it is about; null takes it away'),
    qualification: vocabularyTerm.nullable().optional().describe('What it turned out to be'),
  }),
  response: z.strictObject({
    outcomes: z
      .array(
        z
          .strictObject({
            reference: reportReference,
            refused: z.string().nullable().describe('Code of the problem, when this one was refused'),
          })
          .describe('What became of one report'),
      )
      .describe('In the order of the request'),
  }),
  problems: ['report.not_found', 'vocabulary.term_not_found'],
});

export const vocabularyRoutes = {
  readVocabularies,
  addTerm,
  changeTerm,
  orderTerms,
  classifyReports,
} as const;
