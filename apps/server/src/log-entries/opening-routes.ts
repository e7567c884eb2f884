// SPDX-License-Identifier: Apache-2.0
import {
  isRefusal,
  type LogEntryOpened,
  type LogLook,
  type logEntryRoutes,
  logName,
  refuse,
} from '@belfry/contract';
import type { EntryAnswer, KeysAnswer, ParsedAnswer } from '../log/index.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { askLog } from './log-door.ts';
import { type EntryPlace, type LogEntryParts, placeOfLook, readLook, untilGone } from './log-entry-parts.ts';
import { addShown, namesOfSources } from './look-store.ts';
import { fieldsShown, isWithheld, sourceOfLine } from './opened-entry.ts';

type OpeningRoutes = Pick<typeof logEntryRoutes, 'openEntryOfLook' | 'listLogKeys'>;

export function openingHandlers(parts: LogEntryParts): Handlers<OpeningRoutes> {
  const { door } = parts;
  return {
    openEntryOfLook: async ({ actor, params, reply }) => {
      const look = await readLook(parts, actor, params.look);
      if (isRefusal(look)) {
        return look;
      }
      const place = placeOfLook(look);
      if (isRefusal(place)) {
        return place;
      }
      const gone = untilGone(reply);
      const [sealed, parsed] = await Promise.all([
        askLog<EntryAnswer>(door, '/inside/entry', place, gone),
        askLog<ParsedAnswer>(door, '/inside/parsed', place, gone),
      ]);
      if (isRefusal(sealed)) {
        return sealed;
      }
      return present(parts, actor, { look, ...place }, sealed, isRefusal(parsed) ? null : parsed);
    },
    listLogKeys: async ({ reply }) => {
      const answer = await askLog<KeysAnswer>(door, '/inside/keys', {}, untilGone(reply));
      if (isRefusal(answer)) {
        return refuse('log.not_running');
      }
      return {
        items: answer.items.map(({ log, vkeys }) => ({ log: logName.parse(log), vkeys: [...vkeys] })),
      };
    },
  };
}

async function present(
  { database }: LogEntryParts,
  actor: PersonActor,
  { look, log, index }: EntryPlace & { readonly look: LogLook },
  sealed: EntryAnswer,
  parsed: ParsedAnswer | null,
): Promise<LogEntryOpened> {
  // What the desk wrote is walled in the database, incident by incident; the sealed copy must not be a way around.
  const isClosed = isWithheld(log, sealed.line);
  const source = isClosed ? null : sourceOfLine(sealed.line);
  const names = await database.change(actor, async ({ sql }) => {
    await addShown(sql, look.id, isClosed ? 0 : 1);
    return namesOfSources(sql, source === null ? [] : [source]);
  });
  return {
    log,
    index,
    withheld: isClosed ? 'desk_record' : null,
    line: isClosed ? null : sealed.line,
    source: source === null ? null : { id: source, name: names.get(source) ?? null },
    fields: isClosed || parsed === null ? [] : fieldsShown(parsed.fields),
    indexState: parsed?.index ?? 'away',
    differs: [...(parsed?.differs ?? [])],
    proofs: isClosed ? [] : sealed.proofs.map((one) => ({ ...one })),
    vkeys: [...sealed.vkeys],
    witnesses: [...sealed.witnesses],
    sealedSize: sealed.sealedSize,
  };
}
