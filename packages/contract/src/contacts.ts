// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant, language, pageOf, pageQuery, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

export const contactGroups = [
  'employee',
  'contractor',
  'supplier',
  'customer',
  'public',
  'authority',
  'other',
] as const;
export const contactGroup = z.enum(contactGroups).describe('What they are to the organisation');
export type ContactGroup = z.infer<typeof contactGroup>;

export const contactChannelKinds = ['mail', 'phone', 'mobile', 'messaging', 'other'] as const;

export const contactChannel = z
  .strictObject({
    kind: z.enum(contactChannelKinds).describe('Kind'),
    value: filledText(limits.mailAddressCharactersMax, 'Address or number, as it is written'),
    note: text(limits.titleCharactersMax, 'When or for what').default(''),
    isPreferred: z.boolean().default(false).describe('Whether to try it first'),
  })
  .describe('A way to reach somebody')
  .meta({ id: 'ContactChannel' });
export type ContactChannel = z.infer<typeof contactChannel>;

const contactFields = {
  name: filledText(limits.titleCharactersMax, 'Name of the person or body'),
  organisation: text(limits.titleCharactersMax, 'Organisation they belong to'),
  group: contactGroup,
  title: text(limits.titleCharactersMax, 'Role or title'),
  language: language.nullable(),
  channels: z.array(contactChannel).max(limits.channelsPerContactMax).describe('Ways to reach them'),
  notes: text(limits.reasonCharactersMax, 'Notes'),
};

/** A person or body outside the desk's own people, and how to reach them. Archived, never deleted. */
export const contact = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    ...contactFields,
    verifiedAt: instant.nullable().describe('When somebody last checked that this is right'),
    verifiedBy: personShown.nullable().describe('Who checked'),
    archivedAt: instant.nullable().describe('When it was put away'),
    version: z.number().int().describe('Grows with each change'),
  })
  .describe('A contact')
  .meta({ id: 'Contact' });
export type Contact = z.infer<typeof contact>;

const byId = z.object({ id: z.uuid().describe('The contact') });

export const listContacts = route({
  id: 'contacts.list',
  method: 'GET',
  path: '/api/v1/contacts',
  guard: 'contacts.read',
  summary:
    'List contacts by name; words are compared with names, addresses and numbers however they are written',
  query: z.strictObject({
    ...pageQuery,
    q: text(limits.queryCharactersMax, 'Words, an address or a number').optional(),
    group: contactGroup.optional(),
    archived: z.enum(['yes', 'no']).default('no').describe('Those put away instead'),
  }),
  response: pageOf(contact).extend({
    people: z
      .array(
        z
          .strictObject({
            id: z.uuid().describe('Identifier'),
            name: z.string().describe('Name'),
            email: z.string().describe('Mail address'),
            phone: z.string().nullable().describe('Telephone number'),
          })
          .describe('Somebody of the desk'),
      )
      .describe('People of the desk who match too; they are changed where people are'),
  }),
  problems: ['request.not_valid'],
});

export const addContact = route({
  id: 'contacts.add',
  method: 'POST',
  path: '/api/v1/contacts',
  guard: 'contacts.manage',
  summary: 'Add a contact',
  body: z.strictObject(contactFields),
  status: 201,
  response: contact,
});

export const changeContact = route({
  id: 'contacts.change',
  method: 'PATCH',
  path: '/api/v1/contacts/{id}',
  guard: 'contacts.manage',
  summary: 'Change, check or put away a contact; only what is named changes',
  params: byId,
  body: z.strictObject({
    ...z.strictObject(contactFields).partial().shape,
    isArchived: z.boolean().optional().describe('Put away, or taken back'),
    isVerified: z.literal(true).optional().describe('It is still right, as of now'),
    version: z.number().int().describe('The version one has seen'),
  }),
  response: contact,
  problems: ['contact.not_found', 'contact.changed_meanwhile'],
});

export const exportContacts = route({
  id: 'contacts.export',
  method: 'GET',
  path: '/api/v1/contacts.csv',
  guard: 'contacts.manage',
  summary: 'Export the contacts that are not put away, as CSV',
  media: 'csv',
});

export const contactRoutes = { listContacts, addContact, changeContact, exportContacts } as const;
