// SPDX-License-Identifier: Apache-2.0
import {
  isRefusal,
  logTransports,
  type NewSource,
  type Refusal,
  refuse,
  type sourceRoutes,
} from '@belfry/contract';
import type { SearchAnswer } from '../log/index.ts';
import type { Changing, Sql } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { identityHandlers } from './identity-routes.ts';
import { senderHandlers } from './sender-routes.ts';
import { countUndecided } from './sender-store.ts';
import { type SourceRow, settingsOf, settled } from './source.ts';
import { byTrouble } from './source-health.ts';
import {
  askReceiving,
  presentChanged,
  presentSources,
  presentWhole,
  runningById,
  type SourceParts,
  subjectOf,
} from './source-parts.ts';
import {
  findOwner,
  findSource,
  insertSource,
  isFull,
  listSourceRows,
  setTimeZone,
  updateSource,
} from './source-store.ts';

type Routes = typeof sourceRoutes;

export function sourceHandlers(parts: SourceParts): Handlers<Routes> {
  const { database, door, now } = parts;
  return {
    listSources: async ({ actor, query }) => {
      const receiving = await askReceiving(door);
      return database.read(actor, async ({ sql }) => {
        const rows = await listSourceRows(sql, query.state);
        const items = await presentSources(sql, rows, runningById(receiving), now());
        return {
          items: items.sort(byTrouble),
          unknownCount: await countUndecided(sql),
          isLogRunning: receiving !== null,
        };
      });
    },
    readSource: async ({ actor, params }) => {
      const receiving = await askReceiving(door);
      return database.read(actor, async ({ sql }) => {
        const row = await findSource(sql, params.id);
        return isRefusal(row) ? row : presentWhole(sql, row, runningById(receiving), now());
      });
    },
    addSource: ({ actor, body }) =>
      database.change(actor, async (changing) => {
        const refusal = await reasonNotAdded(changing.sql, body);
        if (refusal !== null) return refusal;
        const wanted = settled(null, body);
        return isRefusal(wanted) ? wanted : presentChanged(changing, await add(changing, wanted));
      }),
    changeSource: change(parts),
    retireSource: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const row = await findSeen(changing.sql, params.id, body.version);
        if (isRefusal(row)) return row;
        if (row.state === 'retired') return refuse('source.retired');
        return move(changing, row, 'retired', body.reason);
      }),
    takeSourceBack: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const row = await findSeen(changing.sql, params.id, body.version);
        if (isRefusal(row)) return row;
        return row.state === 'retired' ? move(changing, row, 'active') : refuse('source.not_retired');
      }),
    readReceivers: async () => {
      const receiving = await askReceiving(door);
      const url = new URL(parts.publicUrl());
      return {
        url: url.origin,
        host: url.hostname,
        isRunning: receiving !== null,
        ports: (receiving?.receivers ?? []).flatMap(({ port, transport }) => {
          const known = logTransports.find((one) => one === transport);
          return known === undefined ? [] : [{ transport: known, port }];
        }),
      };
    },
    readLatest: latest(parts),
    ...identityHandlers(parts),
    ...senderHandlers(parts),
  };
}

/** Why a source with these settings cannot be; null when it can. */
async function reasonNotAdded(
  sql: Sql,
  { ownerId }: Pick<NewSource, 'ownerId'>,
): Promise<Refusal<'person.not_found' | 'source.too_many'> | null> {
  if (await isFull(sql)) return refuse('source.too_many');
  return reasonNotOwned(sql, ownerId);
}

async function reasonNotOwned(
  sql: Sql,
  ownerId: NewSource['ownerId'] | undefined,
): Promise<Refusal<'person.not_found'> | null> {
  const isThere = ownerId == null || (await findOwner(sql, ownerId)) !== undefined;
  return isThere ? null : refuse('person.not_found', 'Nobody active can answer for the source');
}

async function add({ ids, now, record, sql }: Changing, wanted: NewSource): Promise<SourceRow> {
  const known = { id: ids.uuid(), version: 1, createdAt: now, changedAt: now };
  const row: SourceRow = { ...wanted, ...known, state: 'active' };
  await insertSource(sql, row);
  await setTimeZone(sql, row.id, row.timeZone, now);
  record({ event: 'source.added', subject: subjectOf(row), changes: changesBetween({}, settingsOf(row)) });
  return row;
}

/** A source as the caller saw it. */
async function findSeen(
  sql: Sql,
  id: string,
  version: number,
): Promise<SourceRow | Refusal<'source.not_found' | 'source.changed_meanwhile'>> {
  const row = await findSource(sql, id, true);
  if (isRefusal(row) || row.version === version) return row;
  return refuse('source.changed_meanwhile', `Version ${row.version} now, ${version} seen`);
}

function change({ database }: SourceParts): Handler<Routes['changeSource']> {
  return ({ actor, body, params }) =>
    database.change(actor, async (changing) => {
      const { now, record, sql } = changing;
      const { version, ...asked } = body;
      const before = await findSeen(sql, params.id, version);
      if (isRefusal(before)) return before;
      if (before.state === 'retired') return refuse('source.retired');
      const refusal = await reasonNotOwned(sql, asked.ownerId);
      if (refusal !== null) return refusal;
      const wanted = settled(before, asked);
      if (isRefusal(wanted)) return wanted;
      const changes = changesBetween(settingsOf(before), wanted);
      if (changes.length === 0) return presentChanged(changing, before);
      const after = { ...before, ...wanted };
      await updateSource(sql, after, now);
      if (after.timeZone !== before.timeZone) await setTimeZone(sql, after.id, after.timeZone, now);
      record({ event: 'source.changed', subject: subjectOf(after), changes });
      return presentChanged(changing, { ...after, version: before.version + 1, changedAt: now });
    });
}

async function move(changing: Changing, row: SourceRow, state: 'active' | 'retired', reason?: string) {
  const { now, record, sql } = changing;
  const after = { ...row, state };
  await updateSource(sql, after, now);
  record({
    event: state === 'retired' ? 'source.retired' : 'source.taken_back',
    subject: subjectOf(row),
    ...(reason === undefined ? {} : { reason }),
  });
  return presentChanged(changing, { ...after, version: row.version + 1, changedAt: now });
}

/** Every stream but the desk's own record. */
const searched = [
  ...['transaction', 'control', 'user-activity', 'exception', 'security-privacy', 'technical'],
  ...['privacy-access', 'manual'],
];

/** What came last: how it was read, and none of its words. Reading those is a look, with a purpose. */
function latest({ database, door, now }: SourceParts): Handler<Routes['readLatest']> {
  return async ({ actor, params }) => {
    const running = runningById(await askReceiving(door));
    const source = await database.read(actor, async ({ sql }) => {
      const row = await findSource(sql, params.id);
      return isRefusal(row) ? row : (await presentSources(sql, [row], running, now()))[0];
    });
    if (isRefusal(source)) return source;
    const lastReceivedAt = source?.health.lastReceivedAt ?? null;
    if (lastReceivedAt === null) return { lastReceivedAt, entry: null };
    const asked = { query: '', streams: searched, sources: [params.id], from: null, until: null, limit: 1 };
    const answer = await door.call('/inside/search', { ...asked, clock: 'received' });
    // An index that does not answer is told on its own page; here it only means that nothing is shown yet.
    const [entry] = 'status' in answer && answer.status === 200 ? (answer.body as SearchAnswer).entries : [];
    if (entry === undefined) return { lastReceivedAt, entry: null };
    const { app, at, format, host, index, log, parse, received, transport } = entry;
    return {
      lastReceivedAt,
      entry: { log, index, receivedAt: received, at, transport, format, parse, host, app },
    };
  };
}
