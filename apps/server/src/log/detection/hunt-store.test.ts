// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTestDesk } from '../../../test/desk.ts';
import { ask } from '../../../test/hunts.ts';
import { systemActor } from '../../platform/authorization/actor.ts';
import type { Changing } from '../../platform/database/database.ts';
import { endHunt, releaseHunt, takeHunt, writeHuntProgress } from './hunt-store.ts';

const progress = { total: 10, read: 5, events: 4, gone: 0, hits: 2 };
const found = { ...progress, read: 10, found: [], keys: 0, hitsWithoutKey: 0 };

async function aHunter(t: TestContext) {
  const desk = await openTestDesk(t);
  const hunter = await desk.as('log_owner');
  const change = async <Result>(work: (changing: Changing) => Promise<Result>) =>
    (await desk.database.change(systemActor('test'), async (changing) => ({ result: await work(changing) })))
      .result;
  const take = () => change(({ now, sql }) => takeHunt(sql, now));
  const read = (id: string) => hunter.api.readHunt({ params: { id } });
  return { hunter, change, take, read };
}

test('takeHunt() takes who asked first, and begins one again from the start that was left behind', async (t) => {
  const { change, hunter, read, take } = await aHunter(t);
  const [first, second] = [await ask(hunter), await ask(hunter)];
  const taken = await take();
  assert.deepEqual([taken?.id, taken?.attempt, taken?.lostCount], [first, 1, 0]);
  assert.ok(taken);
  await change(({ now, sql }) => writeHuntProgress(sql, now, taken, { isHeld: true, progress }));
  const { hits, isHeld, read: count } = await read(first);
  assert.deepEqual([hits, isHeld, count], [2, true, 5]);
  const again = await take();
  assert.deepEqual([again?.id, again?.attempt, again?.lostCount], [first, 2, 1]);
  const begun = await read(first);
  assert.deepEqual([begun.hits, begun.isHeld, begun.read, begun.total], [0, false, 0, null]);
  assert.ok(again);
  await change(({ now, sql }) => releaseHunt(sql, now, again));
  const released = await take();
  assert.equal(released?.lostCount, 1, 'an end in good order is no crash');
  await hunter.api.cancelHunt({ params: { id: first } });
  assert.equal((await take())?.id, second);
});

// Danger: two processes run one hunt for a moment, and the slower one overwrites what the other found.
test('who was overtaken, or cancelled, writes neither progress nor results', async (t) => {
  const { change, hunter, read, take } = await aHunter(t);
  const id = await ask(hunter);
  const [slow, quick] = [await take(), await take()];
  assert.ok(slow && quick);
  const end = (hunt: typeof slow) =>
    change(({ now, sql }) => endHunt(sql, now, hunt, { state: 'done', found }));
  const tell = (hunt: typeof slow) =>
    change(({ now, sql }) => writeHuntProgress(sql, now, hunt, { isHeld: false, progress }));
  assert.deepEqual([await tell(slow), await end(slow)], [false, false]);
  assert.equal((await read(id)).state, 'running');
  assert.deepEqual([await tell(quick), await end(quick)], [true, true]);
  assert.equal((await read(id)).state, 'done');
  const other = await ask(hunter);
  const cancelled = await take();
  assert.ok(cancelled);
  await hunter.api.cancelHunt({ params: { id: other } });
  assert.deepEqual([await tell(cancelled), await end(cancelled)], [false, false]);
  assert.equal((await read(other)).state, 'cancelled');
});
