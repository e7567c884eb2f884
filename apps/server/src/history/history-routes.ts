// SPDX-License-Identifier: Apache-2.0
import {
  type HistoryEntry,
  type historyRoutes,
  type Input,
  isRefusal,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { familyOf, findIncident, incidentForChange } from '../incidents/index.ts';
import { may, type PersonActor } from '../platform/authorization/actor.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import type { LogLink } from '../platform/log-link/log-link.ts';
import { appendToOutbox, changesBetween, type Entry } from '../platform/outbox/outbox.ts';
import { type Account, drop, type Place, pick, withdraw, writeAccount } from './account-store.ts';
import { isWritten } from './history-entry.ts';
import {
  type EntryRow,
  findEntry,
  incidentIdOf,
  presentOne,
  readAccount,
  readHistory,
  readRecord,
  type Scope,
  scopeOf,
} from './history-store.ts';
import { proofHandlers } from './proof-routes.ts';

type HistoryRoutes = Pick<
  typeof historyRoutes,
  | 'readTimeline'
  | 'writeTimelineEntry'
  | 'withdrawTimelineEntry'
  | 'pickForAccount'
  | 'dropFromAccount'
  | 'listHistory'
  | 'readHistoryProof'
  | 'readRecordSeal'
>;
type Named = { id: string; reference: string };

export function historyHandlers(parts: { database: Database; log: LogLink }): Handlers<HistoryRoutes> {
  const { database } = parts;
  return {
    ...proofHandlers(parts),
    readTimeline: ({ actor, params, query }) =>
      database.read(actor, async ({ sql }) => {
        const found = await openTimeline(sql, params.reference);
        if (isRefusal(found)) {
          return found;
        }
        return query.view === 'record'
          ? readRecord(sql, found.scope, query)
          : readAccount(sql, found.scope, query);
      }),
    writeTimelineEntry: async ({ actor, body, params }) => {
      const position = await database.change(actor, (changing) =>
        writeOnTimeline(changing, params.reference, body),
      );
      return isRefusal(position)
        ? position
        : database.read(actor, ({ sql }) => presentWritten(sql, params.reference, position));
    },
    withdrawTimelineEntry: ({ actor, body, params }) =>
      database.change(actor, (changing) => withdrawFromTimeline(changing, params, body.reason ?? null)),
    pickForAccount: ({ actor, body, params }) =>
      atEntry(database, actor, params, async (changing, place, entry) => {
        const { certainty, side } = body;
        await pick(changing, place, entry.account, {
          text: body.text ?? entry.account?.text ?? entry.text ?? entry.reason ?? entry.kind,
          occurredAt: new Date(
            body.occurredAt ?? entry.account?.occurredAt ?? entry.occurredAt,
          ).toISOString(),
          certainty,
          side,
        });
        return null;
      }),
    dropFromAccount: ({ actor, params }) =>
      atEntry(database, actor, params, async (changing, place, entry) => {
        if (entry.account === null) {
          return refuse('timeline.entry_not_found', `Nothing at ${place.position} stands in the account`);
        }
        await drop(changing, place, entry.account);
        return null;
      }),
    listHistory: ({ actor, query }) =>
      may(actor, 'history.read') || query.subject !== undefined || query.actor === actor.id
        ? database.read(actor, (reading) => readHistory(reading, query))
        : Promise.resolve(
            refuse(
              'permission.missing',
              'The history of everything needs the permission "history.read"; name a subject, or yourself as actor',
            ),
          ),
  };
}

async function openTimeline(
  trx: Sql,
  reference: string,
): Promise<{ incident: Named; family: Named[]; scope: Scope } | Refusal<'incident.not_found'>> {
  const incident = await findIncident(trx, reference);
  if (isRefusal(incident)) {
    return incident;
  }
  const family = await familyOf(trx, incident.id);
  return {
    incident: { id: incident.id, reference },
    family,
    scope: await scopeOf(
      trx,
      family.map((member) => member.id),
    ),
  };
}

/** Does something with one entry of an incident, and answers with the entry as it stands then. */
async function atEntry(
  database: Database,
  actor: PersonActor,
  params: { reference: string; position: number },
  act: (
    changing: Changing,
    place: Place,
    entry: HistoryEntry,
  ) => Promise<Refusal<'timeline.entry_not_found'> | null>,
): Promise<EntryOrRefusal> {
  return database.change(actor, (changing) => changeEntry(changing, params, act));
}

type EntryOrRefusal = HistoryEntry | Refusal<'incident.not_found' | 'timeline.entry_not_found'>;

async function changeEntry(
  changing: Changing,
  params: { reference: string; position: number },
  act: Parameters<typeof atEntry>[3],
): Promise<EntryOrRefusal> {
  const { sql } = changing;
  const found = await openTimeline(sql, params.reference);
  if (isRefusal(found)) {
    return found;
  }
  const row = await findEntry(sql, found.scope, params.position);
  if (isRefusal(row)) {
    return row;
  }
  const incident = await ownerOf(sql, row, found);
  // Two people at one entry follow each other: the second sees what the first one left, and the record tells both.
  const locked = await incidentForChange(changing, incident.reference);
  if (isRefusal(locked)) {
    return locked;
  }
  const refusal = await act(changing, { incident, position: row.position }, await presentOne(sql, row));
  return refusal ?? presentOne(sql, row);
}

/** Takes a note or an entry back; it keeps its place, its words and its author. Once is enough. */
export function withdrawFromTimeline(
  changing: Changing,
  at: { reference: string; position: number },
  reason: string | null,
): Promise<EntryOrRefusal> {
  return changeEntry(changing, at, async (_changing, place, entry) => {
    if (!isWritten(entry.kind)) {
      return refuse(
        'timeline.entry_not_found',
        `Only notes and entries can be withdrawn; at ${place.position} stands ${entry.kind}`,
      );
    }
    if (entry.withdrawn === null) {
      await withdraw(changing, place, reason);
    }
    return null;
  });
}

/** The incident an entry belongs to: it keeps what was picked of it when a merge is taken back. */
async function ownerOf(
  trx: Sql,
  row: EntryRow,
  found: { incident: Named; family: readonly Named[] },
): Promise<Named> {
  const id = await incidentIdOf(trx, row);
  return found.family.find((member) => member.id === id) ?? found.incident;
}

type WriteBody = Input<HistoryRoutes['writeTimelineEntry']>['body'];

/**
 * Writes a note, or an entry with the moment it happened. The record comes first here, because the account
 * names the position. Every other change waits for its place in the record until this one commits, so nothing is
 * read behind it.
 *
 * @returns the position of the entry
 */
export async function writeOnTimeline(
  changing: Changing,
  reference: string,
  body: WriteBody,
): Promise<number | Refusal<'incident.not_found'>> {
  const { actor, ids, now, sql } = changing;
  const incident = await findIncident(sql, reference);
  if (isRefusal(incident)) {
    return incident;
  }
  const named = { id: incident.id, reference };
  const occurredAt = new Date(body.occurredAt ?? now);
  const { certainty, side, text } = body;
  const account: Account = { text, occurredAt: occurredAt.toISOString(), certainty, side };
  const about = { subject: { kind: 'incident', ...named }, incident: named };
  const entries: Entry[] = [
    {
      event: body.kind === 'note' ? 'note.written' : 'timeline.entry_written',
      ...about,
      text,
      occurredAt,
      ...(body.kind === 'entry' ? { changes: changesBetween({}, { certainty, side }) } : {}),
    },
  ];
  if (body.inAccount) {
    entries.push({ event: 'account.entry_picked', ...about, changes: changesBetween({}, { ...account }) });
  }
  const position = await appendToOutbox(sql, actor, now, ids, entries);
  if (body.inAccount) {
    await writeAccount(changing, { incident: named, position }, account);
  }
  return position;
}

async function presentWritten(
  trx: Sql,
  reference: string,
  position: number,
): Promise<HistoryEntry | Refusal<'incident.not_found'>> {
  const found = await openTimeline(trx, reference);
  if (isRefusal(found)) {
    return found;
  }
  const row = await findEntry(trx, found.scope, position);
  if (isRefusal(row)) {
    throw new Error(`Cannot find the entry that was just written at position ${position}`);
  }
  return presentOne(trx, row);
}
