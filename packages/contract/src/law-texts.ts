// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { limits } from './limits.ts';

/** Words of the product that stand in data, in the four languages of the desk. */
export const fourTexts = z
  .strictObject({
    en: z.string().describe('English'),
    nl: z.string().describe('Dutch'),
    fr: z.string().describe('French'),
    de: z.string().describe('German'),
  })
  .describe('Words in the four languages')
  .meta({ id: 'FourTexts' });
export type FourTexts = z.infer<typeof fourTexts>;

export const lawEvidences = ['primary', 'secondary', 'recalled', 'unsettled'] as const;
export const lawEvidence = z
  .enum(lawEvidences)
  .describe(
    'How well it is known: read in the act itself, in an authority’s page, not found in a source, or unsettled',
  )
  .meta({ id: 'LawEvidence' });
export type LawEvidence = z.infer<typeof lawEvidence>;

export const legalLine = z
  .strictObject({
    cite: z.string().describe('The article, as a lawyer cites it'),
    evidence: lawEvidence,
    note: z.string().nullable().describe('What to know before leaning on it'),
  })
  .describe('Where a line of law comes from')
  .meta({ id: 'LegalLine' });
export type LegalLineShown = z.infer<typeof legalLine>;

export const lawTruths = ['yes', 'no', 'unknown'] as const;
export const lawTruth = z.enum(lawTruths).describe('Whether it holds, as far as is known');
export type LawTruth = z.infer<typeof lawTruth>;

/** What is known of one question; null, like absence, is "not known". */
export const lawAnswer = z
  .union([
    z.boolean(),
    z.int().min(0).max(limits.lawCountMax),
    z.string().max(120),
    z.array(z.string().max(120)).max(60),
    z.null(),
  ])
  .describe('Yes or no, a whole number, a choice, or several; null is "not known"')
  .meta({ id: 'LawAnswer' });

export const lawAnswers = z
  .record(z.string().max(120), lawAnswer)
  .describe('Question -> answer; what is absent is not known')
  .meta({ id: 'LawAnswers' });
export type LawAnswers = z.infer<typeof lawAnswers>;
