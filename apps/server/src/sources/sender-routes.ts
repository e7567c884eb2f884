// SPDX-License-Identifier: Apache-2.0
import { isRefusal, refuse, type sourceRoutes } from '@belfry/contract';
import { z } from 'zod';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { findSender, ignore, joinTo, listSenderRows, presentSender } from './sender-store.ts';
import { identityValue, type SourceRow, settingsOf, settled } from './source.ts';
import { askReceiving, presentChanged, runningById, type SourceParts, subjectOf } from './source-parts.ts';
import { findOwner, findSource, insertIdentity, isFull, setTimeZone, updateSource } from './source-store.ts';

type Routes = Pick<typeof sourceRoutes, 'listUnknownSenders' | 'adoptSender' | 'joinSender' | 'ignoreSender'>;

const cursorKey = z.tuple([z.string(), z.uuid()]);

export function senderHandlers(parts: SourceParts): Handlers<Routes> {
  const { database, door } = parts;
  return {
    listUnknownSenders: async ({ actor, query }) => {
      const running = runningById(await askReceiving(door));
      return database.read(actor, async ({ sql }) => {
        const start = readCursor(query.cursor, cursorKey);
        if (isRefusal(start)) return start;
        const rows = await listSenderRows(sql, query.ignored === 'yes', start, query.limit + 1);
        return pageOfRows(
          rows,
          query.limit,
          (row) => [row.created_at.toISOString(), row.id],
          (row) => presentSender(row, running.get(row.id)),
        );
      });
    },
    adoptSender: adopt(parts),
    joinSender: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const { ids, now, record, sql } = changing;
        const sender = await findSender(sql, params.id);
        if (isRefusal(sender)) return sender;
        const source = await findSource(sql, body.source, true);
        if (isRefusal(source)) return source;
        if (source.state === 'retired') return refuse('source.retired');
        const value = identityValue('address', sender.name);
        if (isRefusal(value)) return value;
        const identity = { id: ids.uuid(), sourceId: source.id, kind: 'address', value, label: '' } as const;
        const refusal = await insertIdentity(sql, identity, now);
        if (refusal !== null) return refusal;
        await joinTo(sql, sender.id, source.id, now);
        record({
          event: 'source.sender_joined',
          subject: subjectOf(source),
          changes: changesBetween({}, { kind: 'address', value }),
        });
        return presentChanged(changing, source);
      }),
    ignoreSender: ({ actor, body, params }) =>
      database.change(actor, async ({ now, record, sql }) => {
        const sender = await findSender(sql, params.id);
        if (isRefusal(sender)) return sender;
        await ignore(sql, sender.id, body.reason, now);
        record({ event: 'source.sender_ignored', subject: subjectOf(sender), reason: body.reason });
        return presentSender({ ...sender, ignored_reason: body.reason }, undefined);
      }),
  };
}

/** The sender becomes a source under its own identifier, so what it sent before is its own. */
function adopt({ database }: SourceParts): Handler<Routes['adoptSender']> {
  return ({ actor, body, params }) =>
    database.change(actor, async (changing) => {
      const { ids, now, record, sql } = changing;
      const sender = await findSender(sql, params.id);
      if (isRefusal(sender)) return sender;
      if (await isFull(sql)) return refuse('source.too_many');
      if (body.ownerId !== null && (await findOwner(sql, body.ownerId)) === undefined) {
        return refuse('person.not_found');
      }
      const wanted = settled(null, body);
      if (isRefusal(wanted)) return wanted;
      const value = identityValue('address', sender.name);
      if (isRefusal(value)) return value;
      const identity = { id: ids.uuid(), sourceId: sender.id, kind: 'address', value, label: '' } as const;
      const refusal = await insertIdentity(sql, identity, now);
      if (refusal !== null) return refusal;
      const known = { id: sender.id, version: 0, createdAt: sender.created_at, changedAt: now };
      const row: SourceRow = { ...wanted, ...known, state: 'active' };
      await updateSource(sql, row, now);
      await setTimeZone(sql, row.id, row.timeZone, now);
      record({
        event: 'source.adopted',
        subject: subjectOf(row),
        changes: changesBetween({}, { address: sender.name, ...settingsOf(row) }),
      });
      return presentChanged(changing, { ...row, version: 1 });
    });
}
