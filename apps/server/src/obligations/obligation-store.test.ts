// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { aMovingClock, openLawDatabase, type Told } from '../../test/law.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { findFeed, putFeed, readerOf } from './calendar-store.ts';
import { movesOf } from './obligation.ts';
import { countRooms, readObligationPage } from './obligation-list-store.ts';
import { findPassedLimit, keptOf } from './obligation-store.ts';
import { insertStageMoment, stageMomentsOf, withdrawStageMoment } from './stage-moment-store.ts';

const test = systemActor('test');
const breach: Told = {
  decided: { 'gdpr.breach': '2026-11-20T10:00:00Z', '!gdpr.high_risk': '2026-11-20T10:00:00Z' },
  moments: { awareness_of_breach: '2026-11-20T10:00:00Z' },
};
const controller = { 'org.member_states': ['BE'], 'org.is_controller': true };

describe('obligations in their tables', () => {
  it('readObligationPage() gives every row once, soonest due first, and counts agree', async (t) => {
    const law = await openLawDatabase(t, aMovingClock('2026-11-20T12:00:00Z'));
    for (let each = 0; each < 5; each += 1) {
      await law.tellAndFollow(await law.incident(`Breach ${each}`, controller), breach);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 2, group: 'timed' as const, ...(cursor === undefined ? {} : { cursor }) };
      const page = await law.database.read(test, (reading) => readObligationPage(reading, query));
      assert.ok(!isRefusal(page));
      seen.push(...page.items.map(({ id }) => id ?? ''));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    const counts = await law.database.read(test, (reading) => countRooms(reading, {}));
    assert.equal(new Set(seen).size, seen.length);
    assert.equal(counts.groups.within_week, seen.length);
  });

  it('movesOf() moves nothing without a fact, and findPassedLimit() finds what time alone changes', async (t) => {
    const clock = aMovingClock('2026-11-20T12:00:00Z');
    const law = await openLawDatabase(t, clock);
    const incident = await law.incident('Breach', controller);
    await law.tellAndFollow(incident, breach);
    const kept = await law.database.read(test, ({ sql }) => keptOf(sql, incident));
    // What is computed no more is not owed; a row is never taken away.
    const moves = movesOf([], kept, clock.now());
    assert.ok(moves.every(({ after }) => after.state === 'not_owed'));
    const passed = () => law.database.read(test, ({ now, sql }) => findPassedLimit(sql, now));
    assert.equal(await passed(), null);
    clock.moveTo('2026-11-23T10:00:00.001Z');
    assert.equal(await passed(), incident);
  });

  it('withdrawStageMoment() takes back once, and what was taken back stands no more', async (t) => {
    const law = await openLawDatabase(t, aMovingClock('2026-11-20T12:00:00Z'));
    const incidentId = await law.incident('Breach', controller);
    await law.database.change(test, async ({ ids, now, sql }) => {
      const moment = {
        id: ids.uuid(),
        incidentId,
        kind: 'request' as const,
        regimeId: 'gdpr',
        stageId: 'authority',
        at: now,
      };
      await insertStageMoment(sql, moment, now);
      assert.equal((await stageMomentsOf(sql, incidentId)).requests.length, 1);
      assert.equal(await withdrawStageMoment(sql, moment.id, now), incidentId);
      assert.equal(await withdrawStageMoment(sql, moment.id, now), null);
      assert.equal((await stageMomentsOf(sql, incidentId)).requests.length, 0);
    });
  });

  it('readerOf() knows a calendar by the digest of its secret alone, and notes when it was read', async (t) => {
    const law = await openLawDatabase(t, aMovingClock('2026-11-20T12:00:00Z'));
    const [ada] = await law.query<{ id: string }>('SELECT id FROM person');
    await law.database.change(test, async ({ now, sql }) => {
      await putFeed(sql, ada?.id ?? '', 'digest', now);
      assert.equal((await findFeed(sql, ada?.id ?? ''))?.lastReadAt, null);
      assert.equal(await readerOf(sql, 'another', now), null);
      assert.equal((await readerOf(sql, 'digest', now))?.id, ada?.id);
      assert.deepEqual((await findFeed(sql, ada?.id ?? ''))?.lastReadAt, now);
    });
  });
});
