// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { instant } from './identifiers.ts';

/** What is odd about a mail; each has words on the screen. The mail is kept whole whatever is odd. */
export const mailOddities = [
  'headers_broken',
  'headers_cut',
  'boundary_missing',
  'base64_broken',
  'charset_unknown',
  'charset_guessed',
  'parts_cut',
  'nesting_cut',
  'text_cut',
  'links_cut',
  'files_cut',
  'addresses_cut',
  'characters_replaced',
  'too_large_to_read',
  'unreadable',
] as const;

/** What wrote a mail, as its headers state (RFC 3834, RFC 3464, RFC 2369). */
export const mailNatures = ['person', 'automatic_reply', 'bounce', 'bulk'] as const;

const mailAddress = z
  .strictObject({
    name: z.string().describe('Display name, decoded; empty when there is none'),
    address: z.string().describe('Address as written'),
  })
  .describe('An address in a header')
  .meta({ id: 'MailAddress' });

const mailFile = z
  .strictObject({
    part: z.number().int().describe('Number of the part, unique in the whole mail, from 0'),
    name: z.string().describe('Name as the sender gave it'),
    mediaType: z.string().describe('Media type as the sender gave it; never trusted'),
    sizeBytes: z.number().int().describe('Size in bytes, decoded'),
    sha256: z.string().describe('SHA-256 of the decoded content, lower-case hex'),
    isInline: z.boolean().describe('Whether the mail shows it in its text'),
    isMessage: z.boolean().describe('Whether it is a mail itself, read as the next one inside'),
  })
  .describe('A file in a mail')
  .meta({ id: 'MailFile' });

const mailLink = z
  .strictObject({
    defanged: z.string().describe('Address made harmless: hxxps://example[.]org/x'),
    host: z.string().describe('Host it leads to, defanged; empty when it has none'),
    shownAs: z.string().nullable().describe('Words it hides behind; null when it shows itself'),
    isDeceptive: z.boolean().describe('Whether its words name another host than it leads to'),
  })
  .describe('A link, never to be followed from here')
  .meta({ id: 'MailLink' });

const authenticationResult = z
  .strictObject({
    method: z.string().describe('spf, dkim, dmarc, arc or another method (RFC 8601)'),
    result: z.string().describe('pass, fail, none and so on, as stated'),
    by: z.string().describe('The server that states it'),
    detail: z.string().describe('The rest of the statement'),
  })
  .describe('What a header states about the sender; nobody here has checked it')
  .meta({ id: 'MailAuthenticationResult' });

/** One mail taken apart: the one that came, or one inside of it. */
export const mailInside = z
  .strictObject({
    depth: z.number().int().describe('0 for the mail that came, 1 for one inside of it, and so on'),
    subject: z.string().describe('Subject, decoded'),
    from: z.array(mailAddress).describe('From'),
    sender: mailAddress.nullable().describe('Sender, when it differs'),
    replyTo: z.array(mailAddress).describe('Reply-To'),
    to: z.array(mailAddress).describe('To'),
    cc: z.array(mailAddress).describe('Cc'),
    returnPath: z.string().nullable().describe('Return-Path, as stated'),
    writtenAt: instant.nullable().describe('Date, as stated; null when absent or broken'),
    messageId: z.string().nullable().describe('Message-ID with its angle brackets'),
    text: z.string().describe('Words to read, plain; links in them are defanged'),
    textFrom: z.enum(['plain', 'html', 'none']).describe('What the words were taken from'),
    links: z.array(mailLink).describe('Links in order of appearance, each once'),
    files: z.array(mailFile).describe('Files'),
    authentication: z.array(authenticationResult).describe('SPF, DKIM, DMARC and ARC as the headers state'),
    received: z
      .array(
        z
          .strictObject({
            from: z.string().describe('Who handed it over, as stated'),
            by: z.string().describe('Who took it, as stated'),
            at: instant.nullable().describe('When, as stated'),
          })
          .describe('A station on the way'),
      )
      .describe('Received headers, newest first, as stated: all but ours can be forged'),
    headers: z
      .array(
        z
          .strictObject({ name: z.string().describe('Name'), value: z.string().describe('Value, decoded') })
          .describe('A header'),
      )
      .describe('Headers in their order'),
  })
  .describe('A mail, taken apart')
  .meta({ id: 'MailInside' });
export type MailInside = z.infer<typeof mailInside>;

/** A mail taken apart for reading. Nothing in it is loaded, run or shown as HTML. */
export const mailReading = z
  .strictObject({
    nature: z.enum(mailNatures).describe('What wrote it, as its headers state'),
    refersTo: z.array(z.string()).describe('In-Reply-To and References, nearest first'),
    mails: z.array(mailInside).describe('The mail that came, then those inside of it, depth first'),
    bounce: z
      .strictObject({
        messageId: z.string().nullable().describe('Message-ID of the mail that came back'),
        recipient: z.string().nullable().describe('Who did not get it'),
        status: z.string().nullable().describe('Status code (RFC 3463), such as 5.1.1'),
        diagnostic: z.string().nullable().describe('What the other server said'),
        isFinal: z.boolean().describe('Whether it was given up; false for a delay'),
      })
      .nullable()
      .describe('What a delivery status notification tells (RFC 3464)'),
    oddities: z.array(z.enum(mailOddities)).describe('What is odd about it'),
  })
  .describe('A mail taken apart for reading')
  .meta({ id: 'MailReading' });
export type MailReading = z.infer<typeof mailReading>;
