// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';

/** What a field takes. Money is in thousands of euro, as DORA's forms ask; a duration is DD:HH:MM. */
export const fieldTypes = [
  'text',
  'long_text',
  'yes_no',
  'choice',
  'choices',
  'count',
  'amount_eur_thousands',
  'percent',
  'instant',
  'duration',
  'countries',
  'lei',
  'mail',
  'phone',
] as const;
export type FieldType = (typeof fieldTypes)[number];

/** How well a line of law is known, as packages/regimes says it. */
export const fieldEvidences = ['primary', 'secondary', 'recalled', 'unsettled'] as const;

const texts = (description: string) =>
  z
    .strictObject({
      en: z.string().describe('English'),
      nl: z.string().describe('Dutch'),
      fr: z.string().describe('French'),
      de: z.string().describe('German'),
    })
    .describe(description);

export const formField = z
  .strictObject({
    id: z.string().describe('Identifier, unique in the form; stands in exports'),
    number: z.string().nullable().describe('Its number in the act, as in 3.4; null where the act gives none'),
    label: texts('What to write'),
    help: texts('How to write it').nullable(),
    type: z.enum(fieldTypes).describe('What it takes'),
    choices: z
      .array(
        z
          .strictObject({ value: z.string().describe('What is stored'), label: texts('What is shown') })
          .describe('A choice'),
      )
      .describe('What can be chosen; empty where the type takes no choice'),
    isRequired: z.boolean().describe('Whether it has to be filled, as the content stands'),
    isAsked: z.boolean().describe('Whether it is asked at all, as the content stands'),
    portalCharactersMax: z
      .number()
      .int()
      .nullable()
      .describe('Characters the portal of the authority takes; null where no limit is known'),
    cite: z.string().describe('The article, as a lawyer cites it'),
    evidence: z.enum(fieldEvidences).describe('How well the field is known'),
  })
  .describe('A field of a form')
  .meta({ id: 'FormField' });
export type FormField = z.infer<typeof formField>;

export const formSection = z
  .strictObject({
    id: z.string().describe('Identifier'),
    title: texts('Title'),
    fields: z.array(formField).describe('Its fields, in the order of the act'),
  })
  .describe('A section of a form')
  .meta({ id: 'FormSection' });
export type FormSection = z.infer<typeof formSection>;
