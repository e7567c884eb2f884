// SPDX-License-Identifier: Apache-2.0
import {
  type AnnouncementTexts,
  isRefusal,
  type Refusal,
  refuse,
  type StatusNote,
  type statusNoteRoutes,
} from '@belfry/contract';
import { type Changing, type Database, type Sql, theRow } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import {
  countShown,
  findNotes,
  insertNote,
  isPageOn,
  type LockedNote,
  lockNote,
  switchPage,
  writeEnd,
} from './status-note-store.ts';

export interface StatusNoteParts {
  readonly database: Database;
  /** The incident and what was merged into it, as far as the reader sees. */
  readonly familyOf: (sql: Sql, reference: string) => Promise<string[] | Refusal<'incident.not_found'>>;
  /** Counts an approved announcement as told by being shown. */
  readonly settleShown: (
    changing: Changing,
    reference: string,
  ) => Promise<
    | { id: string; incidentId: string; incidentReference: string; texts: AnnouncementTexts }
    | Refusal<'announcement.not_found' | 'announcement.state_does_not_allow'>
  >;
}

export function statusNoteHandlers(parts: StatusNoteParts): Handlers<typeof statusNoteRoutes> {
  const { database } = parts;
  return {
    readStatusPage: ({ actor }) => database.read(actor, ({ now, sql }) => presentPage(sql, now)),

    switchStatusPage: ({ actor, body }) =>
      database.change(actor, async ({ now, record, sql }) => {
        if (await switchPage(sql, body.isOn)) {
          record({
            event: 'status_page.switched',
            subject: { kind: 'status_page', id: 'only', reference: '/status' },
            changes: [{ field: 'isOn', from: !body.isOn, to: body.isOn }],
          });
        }
        return presentPage(sql, now);
      }),

    listStatusNotes: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const incidentIds = await parts.familyOf(sql, params.reference);
        return isRefusal(incidentIds) ? incidentIds : { items: await findNotes(sql, { incidentIds }) };
      }),

    showStatusNote: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const { now, record, sql } = changing;
        if (!(await isPageOn(sql)))
          return refuse('status_page.off', `${params.reference} would be told to nobody`);
        const first = body.updates === null ? null : await openNote(sql, body.updates);
        if (isRefusal(first)) return first;
        const shown = await parts.settleShown(changing, params.reference);
        if (isRefusal(shown)) return shown;
        if (first !== null && first.incidentId !== shown.incidentId) {
          return refuse('status_note.not_found', `${body.updates} is not of ${shown.incidentReference}`);
        }
        const id = changing.ids.uuid();
        const { incidentId, texts } = shown;
        const note = { id, incidentId, texts, announcementId: shown.id, updatesId: first?.id ?? null };
        await insertNote(sql, note, now);
        record({
          event: first === null ? 'status_note.shown' : 'status_note.updated',
          subject: { kind: 'status_note', id: first?.id ?? id, reference: params.reference },
          incident: { id: incidentId, reference: shown.incidentReference },
        });
        return reread(sql, first?.id ?? id);
      }),

    endStatusNote: ({ actor, params }) =>
      database.change(actor, async ({ now, record, sql }) => {
        const note = await openNote(sql, params.id);
        if (isRefusal(note)) return note;
        await writeEnd(sql, note.id, actor.id, now);
        record({
          event: 'status_note.ended',
          subject: { kind: 'status_note', id: note.id, reference: note.announcement },
          incident: { id: note.incidentId, reference: note.incidentReference },
        });
        return reread(sql, note.id);
      }),
  };
}

const presentPage = async (sql: Sql, now: Date) => ({
  isOn: await isPageOn(sql),
  shown: await countShown(sql, now),
});

/** A note that is not over, locked. */
async function openNote(
  sql: Sql,
  id: string,
): Promise<LockedNote | Refusal<'status_note.not_found' | 'status_note.ended'>> {
  const note = await lockNote(sql, id);
  if (note === null) return refuse('status_note.not_found', `Looked for ${id}`);
  return note.endedAt === null
    ? note
    : refuse('status_note.ended', `${note.announcement} ended at ${note.endedAt.toISOString()}`);
}

const reread = async (sql: Sql, id: string): Promise<StatusNote> => theRow(await findNotes(sql, { id }));
