// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { severities } from './classification.ts';
import { filledText, language, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

const severityWords = z
  .strictObject({
    label: filledText(60, 'Label of the level'),
    meaning: text(limits.reasonCharactersMax, 'What the level means here'),
  })
  .describe('Words for one level in one language');

/** Tailored words for the four levels, per language; a missing one shows Belfry’s own. */
export const severityLabels = z
  .partialRecord(z.enum(severities), z.partialRecord(language, severityWords))
  .describe('Severity -> language -> label and meaning');

export const organisationFields = {
  name: filledText(limits.titleCharactersMax, 'Name of the organisation'),
  sector: text(120, 'Sector: identifier of a NIS2 annex line, or other'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .describe('Country, ISO 3166-1 alpha-2'),
  languages: z.array(language).min(1).describe('Languages, the default first'),
  timeZone: filledText(64, 'Time zone, IANA name'),
  helpdeskMail: z
    .union([z.email().max(limits.mailAddressCharactersMax), z.literal('')])
    .describe('Mail address of the helpdesk'),
  helpdeskPhone: text(60, 'Telephone number of the helpdesk'),
  publicUrl: text(500, 'Address at which people reach this desk'),
};

export const organisation = z
  .strictObject({
    ...organisationFields,
    severityLabels,
    businessFunctions: z
      .array(z.string())
      .describe('Business functions of the organisation, besides the three known'),
  })
  .describe('The organisation')
  .meta({ id: 'Organisation' });
export type Organisation = z.infer<typeof organisation>;

export const readOrganisation = route({
  id: 'organisation.read',
  method: 'GET',
  path: '/api/v1/organisation',
  guard: 'signedIn',
  summary: 'Read the organisation and its words',
  response: organisation,
});

export const changeOrganisation = route({
  id: 'organisation.change',
  method: 'PATCH',
  path: '/api/v1/organisation',
  guard: 'organisation.manage',
  summary: 'Change the organisation and its words; only what is named changes',
  body: z.strictObject({
    ...z.strictObject(organisationFields).partial().shape,
    severityLabels: severityLabels.optional(),
    businessFunctions: z
      .array(filledText(limits.functionCharactersMax, 'A function'))
      .max(limits.businessFunctionsMax)
      .optional()
      .describe('Business functions'),
  }),
  response: organisation,
  problems: ['request.not_valid'],
});

export const organisationRoutes = { readOrganisation, changeOrganisation } as const;
