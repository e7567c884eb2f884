// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import {
  filledText,
  incidentReference,
  instant,
  language,
  languages,
  personShown,
  text,
} from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

export const announcementReference = z
  .string()
  .regex(/^ANN-\d{4}-\d{4,}$/)
  .describe('Reference of an announcement, for example ANN-2026-0042')
  .meta({ id: 'AnnouncementReference' });

/** Whom an incident touches. */
export const audiences = [
  'users',
  'clients',
  'data_subjects',
  'data_set_users',
  'public',
  'management',
] as const;
/**
 * `sending`: mails are under way, one a recipient. `told`: everybody was told, as far as mail can tell; who was not
 * stands in the list.
 */
export const announcementStates = ['draft', 'proposed', 'approved', 'sending', 'told', 'withdrawn'] as const;
export const announcementWays = ['mail', 'elsewhere', 'status_page'] as const;
export type AnnouncementWay = (typeof announcementWays)[number];
export const recipientStates = ['listed', 'queued', 'sent', 'failed'] as const;

export const announcementText = z
  .strictObject({
    subject: text(limits.titleCharactersMax, 'Subject, or headline'),
    text: text(limits.textCharactersMax, 'The words'),
  })
  .describe('An announcement in one language')
  .meta({ id: 'AnnouncementText' });
export const announcementTexts = z
  .partialRecord(z.enum(languages), announcementText)
  .describe('Language -> words');
export type AnnouncementTexts = z.infer<typeof announcementTexts>;

export const recipientCounts = z
  .strictObject({
    listed: z.number().int().describe('On the list, not yet under way'),
    queued: z.number().int().describe('On their way'),
    sent: z.number().int().describe('Taken by the mail server'),
    failed: z.number().int().describe('Not taken, or came back'),
  })
  .describe('Recipients by state')
  .meta({ id: 'RecipientCounts' });

/** Words to those whom an incident touches: users, clients, people whose data they are, the public. */
export const announcement = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    reference: announcementReference,
    incident: incidentReference,
    obligation: z.uuid().nullable().describe('The obligation it answers; null for one without'),
    regimeId: z.string().nullable().describe('The regime of the obligation'),
    stageId: z.string().nullable().describe('Its stage'),
    audience: z.enum(audiences).describe('Who is told'),
    state: z.enum(announcementStates).describe('Where it stands'),
    texts: announcementTexts,
    way: z.enum(announcementWays).nullable().describe('How they are told; null while nobody chose'),
    elsewhere: z
      .strictObject({
        how: z.string().describe('How they were told'),
        whom: z.string().describe('Who was told'),
        at: instant.describe('When'),
        proofs: z.array(z.uuid()).describe('Attachments of the incident that show it'),
      })
      .nullable()
      .describe('What was done outside of the desk'),
    counts: recipientCounts,
    gaps: z
      .array(z.string())
      .describe('Why it is not ready to leave, as codes; empty when nothing is missing'),
    digest: z.string().describe('SHA-256 of what leaves and of who gets it, in canonical JSON (RFC 8785)'),
    begunAt: instant.describe('When it was begun'),
    begunBy: personShown.nullable().describe('Who began it'),
    changedBy: personShown.nullable().describe('Who wrote last'),
    listedBy: personShown.nullable().describe('Who changed the list of people last'),
    proposedBy: personShown.nullable().describe('Who proposed it'),
    approvedAt: instant.nullable().describe('When it was approved'),
    approvedBy: personShown.nullable().describe('Who approved it'),
    toldAt: instant.nullable().describe('When they were told'),
    version: z.number().int().describe('Grows with every change; send it back to notice one in between'),
  })
  .describe('An announcement')
  .meta({ id: 'Announcement' });
export type Announcement = z.infer<typeof announcement>;

/** One of a list: what it is bound to takes reading its every recipient, and stands on its own page. */
export const announcementListed = announcement
  .omit({ digest: true })
  .describe('An announcement, without the digest of what leaves')
  .meta({ id: 'AnnouncementListed' });
export type AnnouncementListed = z.infer<typeof announcementListed>;

export const recipient = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    name: z.string().describe('Name'),
    address: z.string().describe('Mail address'),
    language,
    state: z.enum(recipientStates).describe('What became of the mail'),
    error: z.string().nullable().describe('Why it was not taken, or came back'),
  })
  .describe('Somebody who is told by mail')
  .meta({ id: 'Recipient' });
export type Recipient = z.infer<typeof recipient>;

const recipientFields = z.strictObject({
  name: text(limits.titleCharactersMax, 'Name'),
  address: z.email().max(limits.mailAddressCharactersMax).describe('Mail address'),
  language: language.optional().describe('Language; absent: the first of the announcement'),
});

const byIncident = z.object({ reference: incidentReference });
const byReference = z.object({ reference: announcementReference });
const version = z.number().int().describe('The version the caller looks at');

export const listAnnouncements = route({
  id: 'announcements.list',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/announcements',
  guard: 'signedIn',
  summary: 'List what those whom an incident touches were told, or are about to be',
  params: byIncident,
  response: z.strictObject({ items: z.array(announcementListed).describe('Oldest first') }),
  problems: ['incident.not_found'],
});

export const beginAnnouncement = route({
  id: 'announcements.begin',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/announcements',
  guard: 'notifications.draft',
  summary: 'Begin words to those whom an incident touches, from a template with what the law asks to be told',
  params: byIncident,
  body: z.strictObject({
    audience: z.enum(audiences).describe('Who is told'),
    obligation: z.uuid().nullable().default(null).describe('The obligation it answers'),
    languages: z
      .array(language)
      .max(languages.length)
      .default([])
      .describe('Languages it is written in; none: those of the organisation'),
  }),
  status: 201,
  response: announcement,
  problems: ['incident.not_found', 'obligation.not_found'],
});

export const readAnnouncement = route({
  id: 'announcements.read',
  method: 'GET',
  path: '/api/v1/announcements/{reference}',
  guard: 'signedIn',
  summary: 'Read an announcement',
  params: byReference,
  response: announcement,
  problems: ['announcement.not_found'],
});

export const changeAnnouncement = route({
  id: 'announcements.change',
  method: 'PATCH',
  path: '/api/v1/announcements/{reference}',
  guard: 'notifications.draft',
  summary: 'Change the words or the way; what was proposed or approved is a draft again',
  params: byReference,
  body: z.strictObject({
    texts: announcementTexts.optional(),
    way: z.enum(announcementWays).optional().describe('How they are told'),
    version,
  }),
  response: announcement,
  problems: ['announcement.not_found', 'announcement.changed_meanwhile', 'announcement.state_does_not_allow'],
});

export const listRecipients = route({
  id: 'announcements.recipients',
  method: 'GET',
  path: '/api/v1/announcements/{reference}/recipients',
  guard: 'notifications.draft',
  summary: 'List who is told by mail, and what became of it',
  params: byReference,
  query: z.strictObject({
    state: z.enum(recipientStates).optional().describe('Only this state'),
    after: z.uuid().optional().describe('The last recipient of the page before'),
  }),
  response: z.strictObject({
    items: z.array(recipient).describe('A page, by name'),
    next: z.uuid().nullable().describe('Ask for what comes after this one; null at the end'),
  }),
  problems: ['announcement.not_found'],
});

export const addRecipients = route({
  id: 'announcements.add_recipients',
  method: 'POST',
  path: '/api/v1/announcements/{reference}/recipients',
  guard: 'notifications.draft',
  summary: 'Add recipients: by hand, from contacts, or from a CSV list; an address counts once',
  params: byReference,
  body: z.strictObject({
    recipients: z.array(recipientFields).max(limits.recipientsPerCallMax).default([]).describe('By hand'),
    contacts: z
      .array(z.uuid())
      .max(limits.recipientsPerCallMax)
      .default([])
      .describe('Contacts; those without a mail address are named in the answer'),
    csv: text(limits.recipientListCharactersMax, 'CSV with a header: name, mail, language').optional(),
    isPreview: z.boolean().default(false).describe('Only say what would happen'),
    skipsBadLines: z.boolean().default(false).describe('Take the lines that can be read'),
  }),
  response: z.strictObject({
    added: z.number().int().describe('Recipients that are new on the list'),
    doubled: z.number().int().describe('Addresses that stand on it already, or twice in what was given'),
    withoutMail: z.array(z.string()).describe('Contacts without a mail address, by name'),
    errors: z
      .array(
        z.strictObject({
          line: z.number().int().describe('Line of the file, from 1'),
          code: z
            .enum(['no_address', 'address_not_valid', 'language_unknown', 'too_long'])
            .describe('What is wrong'),
          text: z.string().describe('What stands there'),
        }),
      )
      .describe('Lines that cannot be read; at most a hundred are told'),
    total: z.number().int().describe('Recipients on the list now'),
  }),
  problems: [
    'announcement.not_found',
    'announcement.state_does_not_allow',
    'announcement.recipients_not_valid',
    'announcement.too_many_recipients',
  ],
});

export const removeRecipients = route({
  id: 'announcements.remove_recipients',
  method: 'POST',
  path: '/api/v1/announcements/{reference}/recipients/removal',
  guard: 'notifications.draft',
  summary: 'Take recipients off the list, or all of them',
  params: byReference,
  body: z.strictObject({
    recipients: z
      .array(z.uuid())
      .max(limits.recipientsPerCallMax)
      .optional()
      .describe('Which ones; absent: all'),
  }),
  response: announcement,
  problems: ['announcement.not_found', 'announcement.state_does_not_allow'],
});

export const proposeAnnouncement = route({
  id: 'announcements.propose',
  method: 'POST',
  path: '/api/v1/announcements/{reference}/propose',
  guard: 'notifications.draft',
  summary: 'Propose it for approval by somebody else',
  params: byReference,
  body: z.strictObject({ version }),
  response: announcement,
  problems: [
    'announcement.not_found',
    'announcement.changed_meanwhile',
    'announcement.state_does_not_allow',
    'announcement.not_ready',
  ],
});

export const sendBackAnnouncement = route({
  id: 'announcements.send_back',
  method: 'POST',
  path: '/api/v1/announcements/{reference}/send-back',
  guard: 'notifications.approve',
  summary: 'Send it back to whoever writes it, with words',
  params: byReference,
  body: z.strictObject({ reason: filledText(limits.reasonCharactersMax, 'What to change') }),
  response: announcement,
  problems: ['announcement.not_found', 'announcement.state_does_not_allow'],
});

export const approveAnnouncement = route({
  id: 'announcements.approve',
  method: 'POST',
  path: '/api/v1/announcements/{reference}/approve',
  guard: 'notifications.approve',
  summary: 'Approve exactly these words to exactly these people, by proving anew who one is',
  params: byReference,
  body: z.strictObject({
    digest: text(64, 'Digest of what was shown'),
    reassertionId: z
      .uuid()
      .describe('The proof, bound to the act "announcement.approve", the reference and the digest'),
  }),
  response: announcement,
  problems: [
    'announcement.not_found',
    'announcement.changed_meanwhile',
    'announcement.state_does_not_allow',
    'announcement.not_ready',
    'announcement.own_words',
    'reassertion.needed',
  ],
});

export const sendAnnouncement = route({
  id: 'announcements.send',
  method: 'POST',
  path: '/api/v1/announcements/{reference}/send',
  guard: 'notifications.submit',
  summary:
    'Send what was approved, one mail a recipient; again after a failure it goes to those who were not reached',
  params: byReference,
  body: z.strictObject({}).default({}),
  response: announcement,
  problems: ['announcement.not_found', 'announcement.state_does_not_allow'],
});

export const tellElsewhere = route({
  id: 'announcements.tell_elsewhere',
  method: 'POST',
  path: '/api/v1/announcements/{reference}/told-elsewhere',
  guard: 'notifications.submit',
  summary: 'Record that people were told outside of the desk: how, whom, when',
  params: byReference,
  body: z.strictObject({
    how: filledText(limits.reasonCharactersMax, 'How they were told'),
    whom: filledText(limits.reasonCharactersMax, 'Who was told'),
    at: instant.describe('When; not in the future'),
    proofs: z.array(z.uuid()).max(limits.handedItemsMax).default([]).describe('Attachments that show it'),
  }),
  response: announcement,
  problems: [
    'announcement.not_found',
    'announcement.state_does_not_allow',
    'announcement.in_the_future',
    'notification.proof_unknown',
    'announcement.proof_needed',
  ],
});

export const withdrawAnnouncement = route({
  id: 'announcements.withdraw',
  method: 'POST',
  path: '/api/v1/announcements/{reference}/withdraw',
  guard: 'notifications.draft',
  summary: 'Give it up before anybody was told, and say why',
  params: byReference,
  body: z.strictObject({ reason: filledText(limits.reasonCharactersMax, 'Why') }),
  response: announcement,
  problems: ['announcement.not_found', 'announcement.state_does_not_allow'],
});

export const announcementRoutes = {
  listAnnouncements,
  beginAnnouncement,
  readAnnouncement,
  changeAnnouncement,
  listRecipients,
  addRecipients,
  removeRecipients,
  proposeAnnouncement,
  sendBackAnnouncement,
  approveAnnouncement,
  sendAnnouncement,
  tellElsewhere,
  withdrawAnnouncement,
} as const;
