// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { type Contact, type contactRoutes, isRefusal, limits, refuse } from '@belfry/contract';
import { z } from 'zod';
import { may } from '../platform/authorization/actor.ts';
import { csvLine } from '../platform/csv/csv-line.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { peopleLike } from './caller-store.ts';
import {
  type ContactFields,
  findContactRow,
  insertContact,
  listContactRows,
  lockContact,
  presentContact,
  updateContact,
} from './contact-store.ts';

type Routes = typeof contactRoutes;
const cursorKey = z.tuple([z.string(), z.uuid()]);
const BYTE_ORDER_MARK = '\uFEFF';

export function contactHandlers({ database }: { readonly database: Database }): Handlers<Routes> {
  return {
    listContacts: ({ actor, query }) =>
      database.read(actor, async ({ sql }) => {
        const start = readCursor(query.cursor, cursorKey);
        if (isRefusal(start)) {
          return start;
        }
        const filter = { q: query.q, group: query.group, isArchived: query.archived === 'yes' };
        const rows = await listContactRows(sql, filter, start, query.limit + 1);
        const asked = (query.q ?? '').trim();
        const showsPeople = asked !== '' && start === null && !filter.isArchived && may(actor, 'people.read');
        const people = showsPeople ? await peopleLike(sql, asked, limits.pageSizeDefault) : [];
        return {
          ...pageOfRows(rows, query.limit, (row) => [row.name.toLowerCase(), row.id], presentContact),
          people: people.map(({ email, id, name, phone }) => ({ id, name, email, phone: phone || null })),
        };
      }),
    addContact: ({ actor, body }) =>
      database.change(actor, async ({ ids, now, record, sql }) => {
        const id = ids.uuid();
        await insertContact(sql, id, body, now);
        record({ event: 'contact.added', subject: subjectOf(id, body.name), changes: recorded(null, body) });
        return present(await findContactRow(sql, id));
      }),
    changeContact: change(database),
    exportContacts: async ({ actor, reply }) => {
      const contacts = await database.change(actor, async ({ record, sql }) => {
        const rows = await listContactRows(sql, { isArchived: false }, null, limits.contactsExportedMax);
        record({
          event: 'contact.exported',
          subject: { kind: 'contact', id: 'all', reference: 'contacts' },
          changes: changesBetween({}, { count: rows.length }),
        });
        return rows.map(presentContact);
      });
      const lines = [HEADER, ...contacts.map(cellsOf)].map((cells) => csvLine(cells));
      return reply
        .header('content-type', 'text/csv; charset=utf-8; header=present')
        .header('content-disposition', 'attachment; filename="contacts.csv"')
        .send(Readable.from([BYTE_ORDER_MARK, ...lines]));
    },
  };
}

const subjectOf = (id: string, name: string) => ({ kind: 'contact', id, reference: name });

function present(row: Parameters<typeof presentContact>[0] | undefined): Contact {
  if (row === undefined) {
    throw new Error('Expected the contact that was just written');
  }
  return presentContact(row);
}

/** Notes are about people and can be wrong: that they changed is on record, their words are not. */
function recorded(before: ContactFields | null, after: ContactFields) {
  const fields = ({ channels, group, language, name, organisation, title }: ContactFields) => ({
    name,
    organisation,
    group,
    title,
    language,
    channels,
  });
  return changesBetween(before === null ? {} : fields(before), fields(after));
}

function change(database: Database): Handler<Routes['changeContact']> {
  return ({ actor, body, params }) =>
    database.change(actor, async (changing) => {
      const row = await lockContact(changing.sql, params.id);
      if (row === undefined) {
        return refuse('contact.not_found');
      }
      if (row.version !== body.version) {
        return refuse('contact.changed_meanwhile', `Version ${row.version} now, ${body.version} seen`);
      }
      const { isArchived, isVerified, version: _seen, ...named } = body;
      const before = presentContact(row);
      const after: ContactFields = { ...before, ...withoutAbsent(named) };
      const isAway = isArchived ?? row.archived_at !== null;
      await updateContact(changing.sql, row, after, {
        verified: isVerified === true ? { at: changing.now, by: actor.id } : undefined,
        archivedAt: isAway ? (row.archived_at ?? changing.now) : null,
      });
      recordChange(changing, before, after, { isAway, isVerified: isVerified === true });
      return present(await findContactRow(changing.sql, row.id));
    });
}

function withoutAbsent<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function recordChange(
  { record }: Changing,
  before: Contact,
  after: ContactFields,
  { isAway, isVerified }: { isAway: boolean; isVerified: boolean },
): void {
  const subject = subjectOf(before.id, after.name);
  const changes = recorded(before, after);
  if (changes.length > 0 || before.notes !== after.notes) {
    record({ event: 'contact.changed', subject, changes });
  }
  if (isVerified) {
    record({ event: 'contact.verified', subject });
  }
  if (isAway !== (before.archivedAt !== null)) {
    record({ event: isAway ? 'contact.archived' : 'contact.restored', subject });
  }
}

const HEADER = ['name', 'organisation', 'group', 'title', 'language', 'channels', 'notes', 'verifiedAt'];

function cellsOf(one: Contact): string[] {
  const channels = one.channels.map(({ kind, value }) => `${kind}: ${value}`).join('\n');
  const { group, language, name, notes, organisation, title, verifiedAt } = one;
  return [name, organisation, group, title, language ?? '', channels, notes, verifiedAt ?? ''];
}
