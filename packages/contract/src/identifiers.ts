// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { limits } from './limits.ts';

/**
 * Text PostgreSQL can hold and JSON can carry: no NUL and no lone surrogate. Everything else, right-to-left
 * marks included, is kept as it came; screens isolate it.
 */
const storable = /^[^\0\uD800-\uDFFF]*$/u;

export const text = (charactersMax: number, description: string) =>
  z.string().max(charactersMax).regex(storable).describe(description);

/** Text with at least one visible character. */
export const filledText = (charactersMax: number, description: string) =>
  z
    .string()
    .min(1)
    .max(charactersMax)
    .regex(/^(?=[\s\S]*\S)[^\0\uD800-\uDFFF]*$/u)
    .describe(description);

/** An instant: RFC 3339 with a zone, for example `2026-11-21T14:05:07.000Z`. */
export const instant = z.iso
  .datetime({ offset: true })
  .describe('An instant, RFC 3339 with a zone')
  .meta({ id: 'Instant', format: 'date-time' });

export const personId = z.uuid().describe('Identifier of a person').brand<'PersonId'>();
export type PersonId = z.infer<typeof personId>;

export const incidentReference = z
  .string()
  .regex(/^INC-\d{4}-\d{4,}$/)
  .describe('Reference of an incident, for example INC-2026-0042')
  .meta({ id: 'IncidentReference' });

export const reportReference = z
  .string()
  .regex(/^REP-\d{4}-\d{4,}$/)
  .describe('Reference of a report, for example REP-2026-0042')
  .meta({ id: 'ReportReference' });

export const findingReference = z
  .string()
  .regex(/^FND-\d{4}-\d{4,}$/)
  .describe('Reference of a finding, for example FND-2026-0042')
  .meta({ id: 'FindingReference' });

export const languages = ['en', 'nl', 'fr', 'de'] as const;
export const language = z
  .enum(languages)
  .describe('Language of a person or a text (BCP 47)')
  .meta({ id: 'Language' });
export type Language = z.infer<typeof language>;

/** The language somebody is written to in: theirs, or English where what is kept names none we speak. */
export function asLanguage(kept: string): Language {
  return languages.find((known) => known === kept) ?? 'en';
}

/** Somebody who did something, as shown: enough to name them, never more. */
export const actor = z
  .strictObject({
    kind: z.enum(['person', 'reporter', 'system']).describe('What kind of actor'),
    id: z.uuid().nullable().describe('The person, when the actor is one'),
    name: z.string().describe('Name to show; for the system, the process that acted'),
  })
  .describe('Who did it')
  .meta({ id: 'Actor' });
export type ActorShown = z.infer<typeof actor>;

export const personShown = z
  .strictObject({ id: personId, name: z.string().describe('Name to show') })
  .describe('A person, named')
  .meta({ id: 'PersonShown' });

/** A page of a list. `next` is the cursor of the page after it, or null on the last. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item).describe('The entries of this page'),
    next: z.string().nullable().describe('Cursor of the next page; null on the last'),
  });

export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.pageSizeMax)
    .default(limits.pageSizeDefault)
    .describe('Entries on the page'),
  cursor: z.string().max(limits.cursorCharactersMax).optional().describe('`next` of the page before'),
};
