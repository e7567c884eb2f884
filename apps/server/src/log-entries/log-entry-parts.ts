// SPDX-License-Identifier: Apache-2.0
import { type LogEntry, type LogLook, type Refusal, refuse } from '@belfry/contract';
import type { FastifyReply } from 'fastify';
import type { FoundEntry } from '../log/index.ts';
import type { Authenticator } from '../platform/authentication/authenticator.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { LogLink } from '../platform/log-link/log-link.ts';
import { presentEntry } from './log-entry.ts';
import { isOver } from './look.ts';
import { addShown, findOwnLook, namesOfSources } from './look-store.ts';

export interface LogEntryParts {
  readonly database: Database;
  readonly authenticator: Pick<Authenticator, 'authenticate'>;
  readonly now: () => Date;
  readonly door: LogLink;
}

export interface EntryPlace {
  readonly log: string;
  readonly index: number;
}

/** The look that entries are asked under. */
export async function readLook(
  { database, now }: LogEntryParts,
  actor: PersonActor,
  id: string,
): Promise<LogLook | Refusal<'log.look_not_found' | 'log.look_over'>> {
  const look = await database.read(actor, ({ sql }) => findOwnLook(sql, id, actor.id));
  if (look === undefined) {
    return refuse('log.look_not_found');
  }
  return isOver(look, now()) ? refuse('log.look_over') : look;
}

/** Place of the one entry a look was begun for. */
export function placeOfLook({ index, kind, log }: LogLook): EntryPlace | Refusal<'log.entry_not_found'> {
  return log === null || index === null
    ? refuse('log.entry_not_found', `A look of kind "${kind}" opens no entry`)
    : { log, index };
}

/** Entries with the names of their sources; how many there are is written to the look before they are shown. */
export async function showEntries(
  { database }: LogEntryParts,
  actor: PersonActor,
  look: LogLook,
  entries: readonly FoundEntry[],
): Promise<LogEntry[]> {
  const names = await database.change(actor, async ({ sql }) => {
    await addShown(sql, look.id, entries.length);
    return namesOfSources(
      sql,
      entries.map(({ source }) => source),
    );
  });
  return entries.map((entry) => presentEntry(entry, names));
}

/** Ends when the caller has gone: what nobody reads is not computed further. */
export function untilGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) {
      gone.abort();
    }
  });
  return gone.signal;
}
