// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { announcementReference, announcementTexts } from './announcements.ts';
import { incidentReference, instant, personShown } from './identifiers.ts';
import { route } from './route.ts';

const part = {
  announcement: announcementReference,
  texts: announcementTexts,
  shownAt: instant.describe('Since when it is shown'),
};

/** What the public status page says of an incident: words that were approved, and what was added to them. */
export const statusNote = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    incident: incidentReference,
    ...part,
    updates: z.array(z.strictObject(part)).describe('What was added later, oldest first'),
    endedAt: instant.nullable().describe('When it was said to be over; it stays to be read for seven days'),
    endedBy: personShown.nullable().describe('Who said so'),
  })
  .describe('A note on the public status page')
  .meta({ id: 'StatusNote' });
export type StatusNote = z.infer<typeof statusNote>;

const statusPage = z
  .strictObject({
    isOn: z.boolean().describe('Whether anybody can read it; switched off by default'),
    shown: z.number().int().describe('Notes it shows now, or would show'),
  })
  .describe('The public status page');

export const readStatusPage = route({
  id: 'status_page.read',
  method: 'GET',
  path: '/api/v1/status-page',
  guard: 'signedIn',
  summary: 'Read whether the public status page is on',
  response: statusPage,
});

export const switchStatusPage = route({
  id: 'status_page.switch',
  method: 'PUT',
  path: '/api/v1/status-page',
  guard: 'organisation.manage',
  summary: 'Switch the public status page on or off',
  body: z.strictObject({ isOn: z.boolean().describe('Whether anybody can read it') }),
  response: statusPage,
});

export const listStatusNotes = route({
  id: 'status_notes.list',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/status-notes',
  guard: 'signedIn',
  summary: 'List what the public status page says, or said, of an incident',
  params: z.object({ reference: incidentReference }),
  response: z.strictObject({ items: z.array(statusNote).describe('Oldest first') }),
  problems: ['incident.not_found'],
});

export const showStatusNote = route({
  id: 'status_notes.show',
  method: 'POST',
  path: '/api/v1/announcements/{reference}/status-note',
  guard: 'notifications.submit',
  summary: 'Show an approved announcement on the public status page; showing is telling',
  params: z.object({ reference: announcementReference }),
  body: z.strictObject({
    updates: z.uuid().nullable().default(null).describe('The note it adds to; null: a note of its own'),
  }),
  status: 201,
  response: statusNote,
  problems: [
    'announcement.not_found',
    'announcement.state_does_not_allow',
    'status_page.off',
    'status_note.not_found',
    'status_note.ended',
  ],
});

export const endStatusNote = route({
  id: 'status_notes.end',
  method: 'POST',
  path: '/api/v1/status-notes/{id}/end',
  guard: 'notifications.submit',
  summary: 'Say on the public status page that it is over',
  params: z.object({ id: z.uuid().describe('The note') }),
  response: statusNote,
  problems: ['status_note.not_found', 'status_note.ended'],
});

export const statusNoteRoutes = {
  readStatusPage,
  switchStatusPage,
  listStatusNotes,
  showStatusNote,
  endStatusNote,
} as const;
