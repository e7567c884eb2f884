// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { isRefusal, refuse } from '@belfry/contract';
import { openSourceDesk } from '../../test/sources.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { findSender, ignore, joinTo, listSenderRows, presentSender } from './sender-store.ts';

describe('what is kept of senders nobody adopted', () => {
  // Danger: senders that were met in one moment; a page that goes by the moment alone leaves some of them out.
  it('pages of senders that were met in the same moment leave none out and name none twice', async (t) => {
    const { desk, meet } = await openSourceDesk(t);
    const met: string[] = [];
    for (let last = 1; last <= 5; last += 1) met.push(await meet(`192.0.2.${last}`));
    await desk.query(`UPDATE log_source SET created_at = '2026-11-22T00:00:00.123Z'`);
    const seen: string[] = [];
    await desk.database.read(systemActor('test'), async ({ sql }) => {
      for (let start: readonly [string, string] | null = null; ; ) {
        const rows: Awaited<ReturnType<typeof listSenderRows>> = await listSenderRows(sql, false, start, 2);
        const end = rows.at(-1);
        if (end === undefined) return;
        seen.push(...rows.map(({ id }) => id));
        start = [end.created_at.toISOString(), end.id];
      }
    });
    assert.deepEqual(seen.toSorted(), met.toSorted());
    assert.equal(seen.length, met.length);
  });

  it('findSender() finds neither what is not there nor what somebody decided about', async (t) => {
    const { desk, meet } = await openSourceDesk(t);
    const [ignored, joined, other] = [
      await meet('192.0.2.1'),
      await meet('192.0.2.2'),
      await meet('192.0.2.3'),
    ];
    await desk.database.change(systemActor('test'), async ({ now, sql }) => {
      await ignore(sql, ignored, 'A scanner', now);
      await joinTo(sql, joined, other, now);
    });
    await desk.database.change(systemActor('test'), async ({ sql }) => {
      assert.deepEqual(await findSender(sql, randomUUID()), refuse('source.not_found'));
      assert.deepEqual(await findSender(sql, joined), refuse('sender.not_unknown'));
      const found = await findSender(sql, ignored);
      assert.equal(isRefusal(found) ? null : found.ignored_reason, 'A scanner');
    });
  });

  it('presentSender() counts what is written and what is not written yet', () => {
    const row = {
      id: 'a',
      name: '192.0.2.1',
      created_at: new Date(0),
      ignored_reason: null,
      last: new Date(60_000),
      entries: '40',
    };
    const running = { id: 'a', entries: 2, notRead: 0, lastMs: 61_000 };
    const seen = { entries: 42, lastSeenAt: '1970-01-01T00:01:01.000Z' };
    const { entries, lastSeenAt } = presentSender(row, running);
    assert.deepEqual({ entries, lastSeenAt }, seen);
    const nothing = presentSender({ ...row, last: null, entries: null }, undefined);
    assert.deepEqual([nothing.entries, nothing.lastSeenAt], [0, null]);
  });
});
