// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { tlp } from './classification.ts';
import { incidentReference, instant, language, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { formSection } from './notification-forms.ts';

/**
 * `sending` was handed to the mail queue and nobody outside has it yet: what counts is the moment a mail server took
 * it. A mail that fails leads back to `approved`.
 */
export const notificationStates = [
  'draft',
  'proposed',
  'approved',
  'sending',
  'submitted',
  'acknowledged',
  'withdrawn',
] as const;
export type NotificationState = (typeof notificationStates)[number];

export const submissionWays = ['mail', 'portal', 'belfry', 'api', 'other'] as const;
export type SubmissionWay = (typeof submissionWays)[number];

/** Where a value was taken from. `person`: somebody wrote it here. */
export const contentSources = [
  'person',
  'incident',
  'assessment',
  'profile',
  'organisation',
  'contact',
  'stage',
  'notification',
] as const;

export const notificationReference = z
  .string()
  .regex(/^NOT-\d{4}-\d{4,}$/)
  .describe('Reference of a notification, for example NOT-2026-0007')
  .meta({ id: 'NotificationReference' });

/** Text, a number, yes or no, or words chosen from the list; null while nobody knows. */
export const fieldValue = z
  .union([
    text(limits.notificationFieldCharactersMax, 'Words, an instant, or one choice'),
    z.number(),
    z.boolean(),
    z
      .array(text(limits.notificationChoiceCharactersMax, 'A choice'))
      .max(limits.notificationChoicesMax)
      .describe('Several choices'),
  ])
  .nullable()
  .describe('What stands in the field; null while nobody knows')
  .meta({ id: 'FieldValue' });
export type FieldValue = z.infer<typeof fieldValue>;

export const contentSource = z
  .strictObject({
    kind: z.enum(contentSources).describe('What it was taken from'),
    name: z.string().nullable().describe('Which fact, question or field of it'),
    notification: notificationReference.nullable().describe('The notification it was taken from'),
  })
  .describe('Where a value comes from')
  .meta({ id: 'ContentSource' });
export type ContentSource = z.infer<typeof contentSource>;

export const fieldContent = z
  .strictObject({
    value: fieldValue,
    from: contentSource.nullable().describe('Where it comes from; null while it is empty'),
    isEstimate: z.boolean().describe('Whether it is an estimate, as the law lets one say'),
    version: z.number().int().describe('Version of the notification in which it was last changed'),
  })
  .describe('What stands in one field')
  .meta({ id: 'FieldContent' });
export type FieldContent = z.infer<typeof fieldContent>;

export const notificationComment = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    field: z.string().nullable().describe('The field it is about; null: about the whole'),
    text: z.string().describe('The words'),
    by: personShown,
    at: instant.describe('When it was written'),
    settledAt: instant.nullable().describe('When it was settled; null while it is open'),
  })
  .describe('A comment on a draft')
  .meta({ id: 'NotificationComment' });

export const fieldProblems = ['missing', 'not_of_type', 'not_a_choice', 'too_long_for_portal'] as const;

/** Why it cannot be approved yet: every reason, not the first. */
export const approvalBlockers = [
  'state',
  'field_missing',
  'field_not_valid',
  'authority_missing',
  'authority_address_missing',
  'comment_open',
  'tlp_weaker_than_incident',
  'own_proposal',
  'own_change',
] as const;

const stage = {
  regimeId: z.string().describe('The regime'),
  stageId: z.string().describe('The stage of the regime'),
  occurrence: z.number().int().describe('Which time, for a stage that comes again'),
};

export const notificationLine = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    reference: notificationReference,
    incident: incidentReference,
    incidentTitle: z.string().describe('Title of the incident'),
    obligation: z.uuid().nullable().describe('The obligation it answers; null for a voluntary one without'),
    ...stage,
    isVoluntary: z.boolean().describe('Whether no duty stands behind it'),
    authority: z
      .strictObject({ id: z.uuid().describe('Identifier'), name: z.string().describe('Name') })
      .nullable()
      .describe('Whom it goes to'),
    state: z.enum(notificationStates).describe('Where it stands'),
    language,
    tlp,
    begunAt: instant.describe('When it was begun'),
    changedAt: instant.describe('When it last changed'),
    proposedBy: personShown.nullable().describe('Who proposed it'),
    approvedBy: personShown.nullable().describe('Who approved it'),
    approvedAt: instant.nullable().describe('When'),
    submittedAt: instant.nullable().describe('The moment that counts: when it left, or when it was filed'),
    way: z.enum(submissionWays).nullable().describe('How it was submitted'),
    authorityReference: z.string().nullable().describe('The reference the authority gave'),
    failure: z.string().nullable().describe('Why its mail did not go out; null while nothing failed'),
    version: z.number().int().describe('Grows with every change; send it back to notice one in between'),
  })
  .describe('A notification, as a line')
  .meta({ id: 'NotificationLine' });
export type NotificationLine = z.infer<typeof notificationLine>;

export const submission = z
  .strictObject({
    to: z.string().nullable().describe('The address a mail went to'),
    mail: z.uuid().nullable().describe('The mail'),
    note: z.string().nullable().describe('What was said of it'),
    proofs: z.array(z.uuid()).describe('Attachments of the incident that prove the filing'),
    by: personShown.nullable().describe('Who sent or recorded it'),
    recordedAt: instant.describe('When it was recorded, as against when it happened'),
  })
  .describe('How it was submitted')
  .meta({ id: 'Submission' });

export const notification = notificationLine
  .extend({
    title: z.string().describe('What it is, in its own language: regime and stage'),
    sections: z.array(formSection).describe('The form of the stage, as the content stands'),
    content: z.record(z.string(), fieldContent).describe('Field -> what stands in it'),
    problems: z
      .array(
        z
          .strictObject({
            field: z.string().describe('The field'),
            problem: z.enum(fieldProblems).describe('What is wrong with it'),
          })
          .describe('A field that needs another value'),
      )
      .describe('What approval waits for, field by field'),
    suggestions: z
      .array(
        z
          .strictObject({
            field: z.string().describe('The field'),
            value: fieldValue,
            from: contentSource,
            isEstimate: z.boolean().describe('Whether it is an estimate'),
          })
          .describe('Another value that the facts give now')
          .meta({ id: 'FieldSuggestion' }),
      )
      .describe('Values the facts give now and that do not stand here'),
    differences: z
      .array(
        z
          .strictObject({
            field: z.string().describe('The field here'),
            notification: notificationReference,
            regimeId: z.string().describe('The regime of the other one'),
            theirField: z.string().describe('The field there'),
            theirValue: fieldValue,
            theirState: z.enum(notificationStates).describe('Where the other one stands'),
          })
          .describe('The same fact, told otherwise to somebody else')
          .meta({ id: 'FieldDifference' }),
      )
      .describe('What another authority gets otherwise'),
    comments: z.array(notificationComment).describe('Oldest first'),
    blockers: z
      .array(
        z
          .strictObject({
            code: z.enum(approvalBlockers).describe('Why'),
            fields: z.array(z.string()).describe('The fields it is about; empty where it is about none'),
          })
          .describe('Why it cannot be approved'),
      )
      .describe('Why the reader cannot approve it now: every reason; empty when nothing is in the way'),
    digest: z.string().describe('SHA-256 of what leaves, in canonical JSON (RFC 8785), lower-case hex'),
    approvedDigest: z.string().nullable().describe('The digest that was approved'),
    languages: z.array(z.string()).describe('Languages the authority takes, the first one preferred'),
    formLink: z.string().describe('Where the authority takes it, as text; empty where unknown'),
    mailAddress: z.string().nullable().describe('Mail address of the authority; null where unknown'),
    submission: submission.nullable(),
  })
  .describe('A notification, whole')
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof notification>;

/** What leaves: exactly these words, to exactly this recipient. */
export const leaving = z
  .strictObject({
    way: z.enum(submissionWays).describe('How it would leave'),
    to: z.string().nullable().describe('The address; null where it does not go by mail'),
    recipient: z.string().nullable().describe('Name of the authority'),
    language,
    tlp,
    subject: z.string().describe('Subject of the mail, label first'),
    text: z.string().describe('The whole text of the mail'),
    fields: z
      .array(
        z
          .strictObject({
            field: z.string().describe('The field'),
            number: z.string().nullable().describe('Its number in the act'),
            label: z.string().describe('Its label, in the language of the filing'),
            text: z.string().describe('The words that leave; for a portal cut to what it takes'),
            charactersMax: z.number().int().nullable().describe('What the portal takes'),
            isCut: z.boolean().describe('Whether words were cut'),
          })
          .describe('A field as it leaves')
          .meta({ id: 'LeavingField' }),
      )
      .describe('Field by field, in the order of the form'),
    files: z.array(z.string()).describe('Names of files that go along'),
    digest: z.string().describe('SHA-256 of what leaves'),
    isWhatWasApproved: z.boolean().describe('Whether exactly this was approved'),
  })
  .describe('What leaves')
  .meta({ id: 'Leaving' });
export type Leaving = z.infer<typeof leaving>;
