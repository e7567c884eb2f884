// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, refuse, type triageRoutes } from '@belfry/contract';
import type { Database, Sql } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import {
  countOpen,
  insertQueue,
  listQueueRows,
  namesOfPeople,
  orderQueues,
  presentQueue,
  type QueueRow,
  updateQueue,
} from './queue-store.ts';
import { handlingRoles } from './rule-set.ts';
import { currentVersion, findRules, lockTriage, peopleAmong } from './rule-store.ts';

type Routes = Pick<typeof triageRoutes, 'listQueues' | 'addQueue' | 'changeQueue'>;

export function queueHandlers({ database }: { database: Database }): Handlers<Routes> {
  return {
    listQueues: ({ actor }) =>
      database.read(actor, async ({ now, sql }) => {
        const rows = await listQueueRows(sql);
        const counts = new Map((await countOpen(sql, now)).map((count) => [count.queueId, count]));
        const names = await namesOfPeople(
          sql,
          rows.flatMap((row) => row.person_ids),
        );
        const none = counts.get(null);
        return {
          items: rows
            .map((row) => presentQueue(row, counts.get(row.id), names))
            .filter((queue) => !queue.isRemoved || queue.open > 0 || actor.permissions.has('triage.manage')),
          none: { open: none?.open ?? 0, oldestAt: none?.oldestAt?.toISOString() ?? null },
        };
      }),
    addQueue: ({ actor, body }) =>
      database.change(actor, async ({ ids, now, record, sql }) => {
        await lockTriage(sql);
        const rows = await listQueueRows(sql);
        if (rows.length >= limits.queuesMax) {
          return refuse('triage.too_many', `There are ${limits.queuesMax} queues, removed ones included`);
        }
        const wrong = await reasonNotPeople(sql, body.people);
        if (wrong !== null) {
          return wrong;
        }
        const id = ids.uuid();
        await insertQueue(sql, { id, place: rows.length, ...body, at: now });
        record({
          event: 'queue.added',
          subject: { kind: 'queue', id, reference: body.name },
          changes: changesBetween(
            {},
            { name: body.name, translations: body.translations, people: body.people },
          ),
        });
        return { id };
      }),
    changeQueue: change(database),
  };
}

async function reasonNotPeople(
  trx: Sql,
  people: readonly string[],
): Promise<Refusal<'request.not_valid'> | null> {
  const able = await peopleAmong(trx, people, handlingRoles);
  const index = people.findIndex((id) => !able.has(id));
  const detail = `${people[index]} is not active, or may not decide on reports`;
  return index === -1
    ? null
    : refuse('request.not_valid', detail, [{ pointer: `/people/${index}`, code: 'unknown', detail }]);
}

function change(database: Database): Handler<Routes['changeQueue']> {
  return ({ actor, body, params }) =>
    database.change(actor, async ({ now, record, sql }) => {
      await lockTriage(sql);
      const rows = await listQueueRows(sql);
      const row = rows.find(({ id }) => id === params.id);
      if (row === undefined) {
        return refuse('queue.not_found', `No queue ${params.id}`);
      }
      const inUse = body.isRemoved === true ? await rulesLeadingTo(sql, row.id) : [];
      if (inUse.length > 0) {
        return refuse('queue.in_use', inUse.join(', '));
      }
      // Who was chosen before and cannot handle any more may stay: saving a new name is no reason to refuse.
      const added = (body.people ?? []).filter((id) => !row.person_ids.includes(id));
      const wrong = await reasonNotPeople(sql, added);
      if (wrong !== null) {
        return wrong;
      }
      const removedAt =
        body.isRemoved === undefined ? row.removed_at : body.isRemoved ? (row.removed_at ?? now) : null;
      const after = {
        name: body.name ?? row.name,
        translations: body.translations ?? (row.translations as object),
        people: body.people ?? row.person_ids,
        removedAt,
      };
      await updateQueue(sql, row.id, after);
      const order = await reordered(sql, rows, row.id, body.place);
      const changes = changesBetween(inRecord(row, row.removed_at, rows.indexOf(row)), {
        name: after.name,
        translations: after.translations,
        people: after.people,
        isRemoved: removedAt !== null,
        place: order.indexOf(row.id),
      });
      if (changes.length > 0) {
        record({
          event: 'queue.changed',
          subject: { kind: 'queue', id: row.id, reference: after.name },
          changes,
        });
      }
      return { id: row.id };
    });
}

function inRecord(row: QueueRow, removedAt: Date | null, place: number) {
  const { name, person_ids: people, translations } = row;
  return { name, translations, people, isRemoved: removedAt !== null, place };
}

async function reordered(
  trx: Sql,
  rows: readonly QueueRow[],
  id: string,
  place: number | undefined,
): Promise<string[]> {
  const ids = rows.map((row) => row.id);
  if (place === undefined) {
    return ids;
  }
  const others = ids.filter((each) => each !== id);
  const order = [...others.slice(0, place), id, ...others.slice(place)];
  await orderQueues(trx, order);
  return order;
}

/** Names of the rules that lead to a queue, those that are off included. */
async function rulesLeadingTo(trx: Sql, queueId: string): Promise<string[]> {
  const current = await findRules(trx, await currentVersion(trx));
  return (current?.rules ?? []).filter((rule) => rule.queue === queueId).map(({ name }) => name);
}
