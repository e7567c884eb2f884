// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { tlp } from './classification.ts';
import { sealedLineProven } from './history.ts';
import { incidentReference, instant, language, personShown } from './identifiers.ts';
import { notificationReference } from './notifications.ts';
import { route } from './route.ts';

export const documentKinds = ['notification', 'management_report', 'referral', 'assistance'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** A PDF for people; the others for machines: DORA's ITS (EU) 2025/302, IODEF v2 (RFC 8727), STIX 2.1. */
export const documentFormats = ['pdf', 'dora_json', 'iodef_json', 'stix_json'] as const;
export type DocumentFormat = (typeof documentFormats)[number];

export const documentListed = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    kind: z.enum(documentKinds).describe('What it is of'),
    format: z.enum(documentFormats).describe('Form'),
    name: z.string().describe('Name of the file'),
    language: language.nullable().describe('Language; null for one that has none'),
    tlp,
    isFinal: z.boolean().describe('Whether it is what was approved, and not a draft to look at'),
    incident: incidentReference.nullable().describe('The incident; null for a report over a period'),
    notification: notificationReference.nullable().describe('The notification it was made of'),
    sizeBytes: z.number().int().describe('Size in bytes'),
    sha256: z.string().describe('SHA-256 of its bytes, lower-case hex; the record holds it too'),
    leftOut: z
      .array(z.string())
      .describe('What was left out of it on purpose, such as addresses of one’s own house'),
    madeAt: instant.describe('When it was made'),
    madeBy: personShown.nullable().describe('Who made it; null for the desk itself'),
  })
  .describe('A document')
  .meta({ id: 'Document' });
export type DocumentListed = z.infer<typeof documentListed>;

const byDocument = z.object({ document: z.uuid().describe('The document') });

export const listDocuments = route({
  id: 'documents.list',
  method: 'GET',
  path: '/api/v1/documents',
  guard: 'signedIn',
  summary: 'List the documents of an incident or of one notification, newest first',
  query: z.strictObject({
    incident: incidentReference.optional().describe('Of this incident'),
    notification: notificationReference.optional().describe('Of this notification'),
  }),
  response: z.strictObject({ items: z.array(documentListed).describe('Newest first, at most a page') }),
});

export const readDocument = route({
  id: 'documents.read',
  method: 'GET',
  path: '/api/v1/documents/{document}',
  guard: 'signedIn',
  summary: 'Read what is known of a document',
  params: byDocument,
  response: documentListed,
  problems: ['document.not_found'],
});

export const downloadDocument = route({
  id: 'documents.download',
  method: 'GET',
  path: '/api/v1/documents/{document}/content',
  guard: 'signedIn',
  summary: 'Download a document; it is never shown inside of a page',
  params: byDocument,
  media: 'file',
  problems: ['document.not_found'],
});

export const proveDocument = route({
  id: 'documents.prove',
  method: 'GET',
  path: '/api/v1/documents/{document}/proof',
  guard: 'signedIn',
  summary:
    'Read the proof that a document existed: the sealed entry of the record that names its digest; `belfry verify` checks it offline',
  params: byDocument,
  response: z.strictObject({
    sha256: z.string().describe('Digest of the document, as the entry names it'),
    position: z.number().int().describe('Place of the entry in the record'),
    lines: z
      .array(sealedLineProven)
      .describe('The sealed line that holds the entry; empty for the few seconds until it is sealed'),
  }),
  problems: ['document.not_found', 'log.not_running'],
});

export const draftDocument = route({
  id: 'documents.draft',
  method: 'POST',
  path: '/api/v1/notifications/{notification}/documents',
  guard: 'notifications.draft',
  summary:
    'Print a notification as it stands, to look at: with "draft" on every page unless it is what was approved',
  params: z.object({ notification: notificationReference }),
  status: 201,
  response: z.strictObject({ items: z.array(documentListed).describe('What was made') }),
  problems: ['notification.not_found', 'document.not_printed', 'document.too_large'],
});

export const documentRoutes = {
  listDocuments,
  readDocument,
  downloadDocument,
  proveDocument,
  draftDocument,
} as const;
