// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant, language, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** What people write to a mailbox about. It decides the kind of the report, and who sees it. */
export const mailboxPurposes = ['incidents', 'vulnerabilities', 'whistleblowing'] as const;
/** How mail reaches us: our own receiver takes it, or we fetch it from a mail server. */
export const mailboxWays = ['smtp', 'imap'] as const;
/** Where a received mail stands. `set_aside` is kept and marked: it became nothing by itself. */
export const incomingMailStates = ['received', 'taken', 'set_aside'] as const;
/** What a received mail turned out to be. */
export const incomingMailNatures = ['person', 'automatic_reply', 'bounce', 'repeated', 'unreadable'] as const;
/** How the connection to a mail server is protected; `none` only on the machine itself. */
export const imapSecurities = ['tls', 'starttls', 'none'] as const;
export const imapAuthentications = ['password', 'oauth2'] as const;

/** Where mail is fetched, and as whom. */
export const imapSetting = z
  .strictObject({
    host: filledText(253, 'Host name of the mail server'),
    port: z.number().int().min(1).max(65_535).describe('Port; 993 for tls, 143 for starttls'),
    security: z
      .enum(imapSecurities)
      .describe('Protection of the connection; none only on the machine itself'),
    user: filledText(limits.mailAddressCharactersMax, 'Name to sign in with at the mail server'),
    authentication: z.enum(imapAuthentications).describe('How to sign in at the mail server'),
    tokenUrl: text(500, 'Token endpoint (OAuth 2.0), https').nullable().default(null),
    clientId: text(limits.titleCharactersMax, 'Client id at the token endpoint').nullable().default(null),
    scope: text(500, 'Scope to ask a token for').nullable().default(null),
    folder: filledText(250, 'Folder to fetch from').default('INBOX'),
    takesFrom: instant
      .describe('Mail the server received before this moment is left alone; null takes everything')
      .nullable()
      .default(null),
  })
  .describe('Where mail is fetched (IMAP), and as whom')
  .meta({ id: 'ImapSetting' });
export type ImapSetting = z.output<typeof imapSetting>;

export const mailboxSecretNames = ['password', 'clientSecret', 'refreshToken'] as const;
export type MailboxSecretName = (typeof mailboxSecretNames)[number];

/** Written, kept sealed, never shown again. A refresh token absent means the client signs in for itself. */
const mailboxSecrets = z
  .strictObject({
    password: filledText(4_000, 'Password at the mail server').optional(),
    clientSecret: filledText(4_000, 'Client secret at the token endpoint').optional(),
    refreshToken: filledText(8_000, 'Refresh token; without one the client signs in for itself').optional(),
  })
  .describe('Secrets: written only, never shown again');

const mailAddressOfMailbox = z
  .email()
  .max(limits.mailAddressCharactersMax)
  .regex(/^[^+]+$/, 'Leave out what follows a plus sign')
  .describe('Address people write to, without +something');

const mailboxFields = {
  name: filledText(limits.titleCharactersMax, 'What people here call it'),
  address: mailAddressOfMailbox,
  purpose: z.enum(mailboxPurposes).describe('What people write here about; decides the kind of the report'),
  language,
  way: z.enum(mailboxWays).describe('smtp: our receiver takes mail for it; imap: fetched from a mail server'),
  isActive: z.boolean().describe('Whether mail is taken now'),
  plusAddressing: z
    .boolean()
    .describe('Whether address+something reaches it too: replies then carry a proof'),
  acknowledges: z.boolean().describe('Whether the sender gets a receipt by mail'),
};

export const mailbox = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    ...mailboxFields,
    imap: imapSetting.nullable().describe('Where it is fetched; null when our receiver takes it'),
    secretsSet: z.array(z.enum(mailboxSecretNames)).describe('Which secrets are kept'),
    state: z
      .strictObject({
        checkedAt: instant.nullable().describe('When the mail server was last asked, and answered'),
        lastError: z.string().nullable().describe('What went wrong last, in words; null when all is well'),
        receivedCount: z.number().int().describe('Mails received so far'),
        lastReceivedAt: instant.nullable().describe('When the newest of them came'),
      })
      .describe('How it does'),
    createdAt: instant.describe('When it was added'),
  })
  .describe('A mailbox through which people report')
  .meta({ id: 'Mailbox' });
export type Mailbox = z.infer<typeof mailbox>;

const byId = z.object({ id: z.uuid().describe('The mailbox') });

export const listMailboxes = route({
  id: 'mailboxes.list',
  method: 'GET',
  path: '/api/v1/mailboxes',
  guard: 'mail.manage',
  summary: 'List the mailboxes and how each does',
  response: z.strictObject({
    items: z.array(mailbox).describe('By name'),
    receiver: z
      .strictObject({
        port: z.number().int().nullable().describe('Port our receiver listens on; null when it is off'),
        hasCertificate: z.boolean().describe('Whether it offers STARTTLS'),
        lastError: z.string().nullable().describe('Why it does not listen; null when all is well'),
      })
      .describe('Our own receiver (SMTP)'),
  }),
});

export const addMailbox = route({
  id: 'mailboxes.add',
  method: 'POST',
  path: '/api/v1/mailboxes',
  guard: 'mail.manage',
  summary: 'Add a mailbox',
  body: z.strictObject({
    ...mailboxFields,
    isActive: mailboxFields.isActive.default(true),
    plusAddressing: mailboxFields.plusAddressing.default(true),
    acknowledges: mailboxFields.acknowledges.default(true),
    imap: imapSetting.nullable().default(null).describe('Where it is fetched, for way imap'),
    secrets: mailboxSecrets.default({}),
  }),
  status: 201,
  response: mailbox,
  problems: ['request.not_valid', 'mailbox.address_taken'],
});

export const changeMailbox = route({
  id: 'mailboxes.change',
  method: 'PATCH',
  path: '/api/v1/mailboxes/{id}',
  guard: 'mail.manage',
  summary: 'Change a mailbox, switch it off or on; another server or user needs its secrets anew',
  params: byId,
  body: z.strictObject({
    name: mailboxFields.name.optional(),
    address: mailboxFields.address.optional(),
    purpose: mailboxFields.purpose.optional(),
    language: language.optional(),
    isActive: mailboxFields.isActive.optional(),
    plusAddressing: mailboxFields.plusAddressing.optional(),
    acknowledges: mailboxFields.acknowledges.optional(),
    imap: imapSetting.optional(),
    secrets: mailboxSecrets.optional().describe('Only those named change'),
  }),
  response: mailbox,
  problems: ['request.not_valid', 'mailbox.not_found', 'mailbox.address_taken'],
});

export const testMailbox = route({
  id: 'mailboxes.test',
  method: 'POST',
  path: '/api/v1/mailboxes/test',
  guard: 'mail.manage',
  summary: 'Try a connection to a mail server, and change nothing',
  perMinuteMax: 20,
  body: z.strictObject({
    imap: imapSetting,
    secrets: mailboxSecrets.default({}),
    mailbox: z
      .uuid()
      .optional()
      .describe('Use the secrets kept with this mailbox, where server and user are still the same'),
  }),
  response: z.strictObject({
    works: z.boolean().describe('Whether mail can be fetched'),
    detail: z.string().describe('What the mail server said, or what was found'),
    folders: z.array(z.string()).describe('Folders there are'),
    mailCount: z.number().int().nullable().describe('Mails in the folder; null when it could not be opened'),
    announcesMail: z.boolean().describe('Whether the server tells of new mail by itself (IDLE)'),
  }),
  problems: ['request.not_valid', 'mailbox.not_found'],
});

export const mailboxRoutes = { listMailboxes, addMailbox, changeMailbox, testMailbox } as const;
