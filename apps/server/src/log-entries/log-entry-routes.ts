// SPDX-License-Identifier: Apache-2.0
import {
  type Input,
  isRefusal,
  type LogLook,
  type logEntryRoutes,
  parseQuery,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { z } from 'zod';
import type { AroundAnswer, FieldsAnswer, HistogramAnswer, SearchAnswer } from '../log/index.ts';
import { may, type PersonActor } from '../platform/authorization/actor.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { exportHandler } from './export-routes.ts';
import { askLog } from './log-door.ts';
import { type LogEntryParts, placeOfLook, readLook, showEntries, untilGone } from './log-entry-parts.ts';
import { entryOfLook, scopeOf, searchedStreams } from './look.ts';
import { firstLogYear, insertLook, listLookRows, namesOfSources, presentLook } from './look-store.ts';
import { openingHandlers } from './opening-routes.ts';
import { tailHandler } from './tail-routes.ts';

type Begun = Input<typeof logEntryRoutes.beginLook>['body'];

const cursorKey = z.tuple([z.string(), z.uuid()]);
/** As many bars as a wide screen tells apart. */
const HISTOGRAM_BARS = 60;
const FIELD_VALUES = 10;

export function logEntryHandlers(parts: LogEntryParts): Handlers<typeof logEntryRoutes> {
  const { database, door } = parts;
  return {
    beginLook: ({ actor, body }) => beginLook(parts, actor, body),
    listLooks: ({ actor, query }) =>
      database.read(actor, async ({ sql }) => {
        const start = readCursor(query.cursor, cursorKey);
        if (isRefusal(start)) {
          return start;
        }
        const rows = await listLookRows(sql, query, start, query.limit + 1);
        return pageOfRows(rows, query.limit, (row) => [row.asked_at.toISOString(), row.id], presentLook);
      }),
    listEntriesOfLook: async ({ actor, params, query, reply }) => {
      const look = await readLook(parts, actor, params.look);
      if (isRefusal(look)) {
        return look;
      }
      const { cursor = null, limit } = query;
      const asked = { ...scopeOf(look), cursor, limit };
      const answer = await askLog<SearchAnswer>(door, '/inside/search', asked, untilGone(reply));
      if (isRefusal(answer)) {
        return answer;
      }
      return {
        items: await showEntries(parts, actor, look, answer.entries),
        next: answer.next,
        indexed: { until: answer.indexed.received, behind: answer.indexed.behind },
        tookMs: answer.tookMs,
      };
    },
    countEntriesOfLook: async ({ actor, params, reply }) => {
      const look = await readLook(parts, actor, params.look);
      if (isRefusal(look)) {
        return look;
      }
      const asked = { ...scopeOf(look), ...(await wholePeriod(parts, actor, look)), bars: HISTOGRAM_BARS };
      const answer = await askLog<HistogramAnswer>(door, '/inside/histogram', asked, untilGone(reply));
      return isRefusal(answer)
        ? answer
        : {
            stepMs: answer.stepMs,
            total: answer.count,
            buckets: answer.bars.map(({ alerting, at, count }) => ({ at, count, grave: alerting })),
          };
    },
    countFieldsOfLook: async ({ actor, params, reply }) => {
      const look = await readLook(parts, actor, params.look);
      if (isRefusal(look)) {
        return look;
      }
      const asked = { ...scopeOf(look), top: FIELD_VALUES };
      const answer = await askLog<FieldsAnswer>(door, '/inside/fields', asked, untilGone(reply));
      return isRefusal(answer) ? answer : nameSources(parts, actor, answer);
    },
    listAround: async ({ actor, params, query, reply }) => {
      const look = await readLook(parts, actor, params.look);
      if (isRefusal(look)) {
        return look;
      }
      const place = placeOfLook(look);
      if (isRefusal(place)) {
        return place;
      }
      const { count } = query;
      const asked = { ...place, streams: searchedStreams, sources: null, before: count, after: count };
      const answer = await askLog<AroundAnswer>(door, '/inside/around', asked, untilGone(reply));
      return isRefusal(answer) ? answer : { items: await showEntries(parts, actor, look, answer.entries) };
    },
    tailLook: tailHandler(parts),
    exportLook: exportHandler(parts),
    ...openingHandlers(parts),
  };
}

/** The record has the look, with its purpose, before anything can be read under it. */
async function beginLook(
  { database }: LogEntryParts,
  actor: PersonActor,
  body: Begun,
): Promise<LogLook | Refusal<'permission.missing' | 'log.query_not_understood'>> {
  if (body.kind === 'export' && !may(actor, 'log.export')) {
    return refuse('permission.missing', 'Taking entries out needs the permission "log.export"');
  }
  const { mistake } = body.kind === 'entry' ? {} : parseQuery(body.query);
  if (mistake !== undefined) {
    const { at, code, text } = mistake;
    const detail = `${code} at character ${at}: "${text}"`;
    return refuse('log.query_not_understood', detail, [{ pointer: '/query', code, detail }]);
  }
  return database.change(actor, async ({ ids, now, record, sql }) => {
    const look = lookOf(body, ids.uuid(), { id: actor.id as LogLook['person']['id'], name: actor.name }, now);
    await insertLook(sql, look);
    record(entryOfLook(look));
    return look;
  });
}

function lookOf(body: Begun, id: string, person: LogLook['person'], now: Date): LogLook {
  const begun = {
    id,
    person,
    kind: body.kind,
    purpose: body.purpose,
    askedAt: now.toISOString(),
    shownCount: null,
  };
  if (body.kind === 'entry') {
    const { index, log } = body;
    const nothing = { query: '', from: null, until: null, clock: 'event', sources: [], streams: [] } as const;
    return { ...begun, ...nothing, sources: [], streams: [], log, index };
  }
  const { clock, from, query, sources, streams, until } = body;
  // An open end is closed at this moment, so that every page of a look shows the same entries, whatever comes in.
  const end = until ?? (body.kind === 'tail' ? undefined : now.toISOString());
  return {
    ...begun,
    query,
    from: toMilliseconds(from),
    until: toMilliseconds(end),
    clock,
    sources,
    streams,
    log: null,
    index: null,
  };
}

/** A look keeps what it asks to the millisecond, and its answer says so. */
function toMilliseconds(at: string | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

/** The period of a look with both its ends: from the year of the first log on, where it has no start. */
async function wholePeriod(
  { database, now }: LogEntryParts,
  actor: PersonActor,
  look: LogLook,
): Promise<{ from: string; until: string }> {
  const until = look.until ?? now().toISOString();
  if (look.from !== null) {
    return { from: look.from, until };
  }
  const year = await database.read(actor, ({ sql }) => firstLogYear(sql));
  return { from: new Date(Date.UTC(year ?? now().getUTCFullYear(), 0, 1)).toISOString(), until };
}

async function nameSources({ database }: LogEntryParts, actor: PersonActor, answer: FieldsAnswer) {
  const ids = answer.fields
    .filter(({ field }) => field === 'source')
    .flatMap(({ values }) => values.map(({ value }) => value));
  const names = await database.read(actor, ({ sql }) => namesOfSources(sql, ids));
  return {
    fields: answer.fields.map(({ count, field, values }) => ({
      field,
      count,
      values: values.map((one) => ({
        ...one,
        label: field === 'source' ? (names.get(one.value) ?? null) : null,
      })),
    })),
    attributes: [...answer.attributes],
    isSampled: answer.isSampled,
  };
}
