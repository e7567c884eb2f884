// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { ask, indexed, web } from '../../../test/indexed-log.ts';
import { openTestLog, type TestLog } from '../../../test/log.ts';
import { batchOf } from '../../../test/log-entries.ts';
import type { Origin } from '../batch.ts';
import { logLimits } from '../log-limits.ts';
import type { FoundEntry, SearchAnswer, TailEvent } from './search-shapes.ts';

const other: Origin = { ...web, sourceId: '0197a000-0000-7000-8000-000000000002' };
const functional: Origin = { ...web, stream: 'transaction', retentionClass: 'functional' };

const ofWeb = { query: '', streams: ['technical', 'transaction'], sources: [web.sourceId] };

/** A tail begins where the log process heard last that the index is, which is a moment after the index has it. */
async function heard(log: TestLog): Promise<void> {
  const isHeard = () => Object.keys(log.log.index.state.places).some((name) => name.startsWith('technical'));
  while (!isHeard()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** A tail that has begun: what is told from here on. */
async function tail(log: TestLog, asked: object) {
  const answer = await log.link.stream('/inside/tail', asked);
  assert.ok(!('refused' in answer));
  assert.equal(answer.status, 200);
  const { body } = answer;
  const told = createInterface({ input: body })[Symbol.asyncIterator]();
  const next = async (event: string): Promise<string> => {
    let isIt = false;
    for (;;) {
      const { done, value } = await told.next();
      assert.ok(done !== true, 'the tail ended');
      if (value.startsWith('event: ')) isIt = value === `event: ${event}`;
      if (isIt && value.startsWith('data: ')) return value.slice(6);
    }
  };
  await next('alive');
  return {
    entries: async () => JSON.parse(await next('entries')) as TailEvent,
    end: () => void body.destroy(),
  };
}

const messages = (entries: readonly FoundEntry[]) => entries.map(({ message }) => message);

// Danger: a tail tells what its reader may not see, or tells what was there before as if it came in now.
test('a tail tells what comes in from its beginning on, of its sources and its query only, newest last', {
  timeout: 600_000,
}, async (t) => {
  const log = await openTestLog(t);
  await log.log.house.journal.append(batchOf(['<11>fault: before'], web));
  await indexed(log, ofWeb, 1);
  await heard(log);
  const following = await tail(log, { ...ofWeb, query: 'fault' });
  await log.log.house.journal.append(batchOf(['<11>fault: of another'], other));
  await log.log.house.journal.append(batchOf(['<11>fault: one', '<14>all is well', '<11>fault: two'], web));
  const told: FoundEntry[] = [];
  while (told.length < 2) {
    const { entries, skipped } = await following.entries();
    assert.equal(skipped, 0);
    told.push(...entries);
  }
  assert.deepEqual(
    messages(told).map((message) => message.split(' ').at(-1)),
    ['one', 'two'],
  );
  following.end();
});

// Danger: more comes than a person can read, and what was left out looks as if it never came.
test('a tail leaves the oldest out when much comes at once, and counts what it left out', {
  timeout: 600_000,
}, async (t) => {
  const log = await openTestLog(t);
  await log.log.house.journal.append(batchOf(['<14>before'], web));
  await indexed(log, ofWeb, 1);
  await heard(log);
  const following = await tail(log, ofWeb);
  const many = Array.from({ length: logLimits.tailEntriesMax * 20 }, (_, at) => `<14>n${at}`);
  await log.log.house.journal.append(batchOf(many, web));
  let [shown, skipped] = [0, 0];
  let last: string | undefined;
  while (shown + skipped < many.length) {
    const told = await following.entries();
    assert.ok(told.entries.length <= logLimits.tailEntriesMax);
    shown += told.entries.length;
    skipped += told.skipped;
    last = told.entries.at(-1)?.message;
  }
  assert.equal(shown + skipped, many.length);
  assert.ok(skipped > 0);
  assert.equal(last, `n${many.length - 1}`);
  following.end();
});

// Danger: tails that ended go on counting, until nobody may follow any more.
test('a tail refuses a query with a mistake, and one more than may be open; one that ends makes room', {
  timeout: 600_000,
}, async (t) => {
  const log = await openTestLog(t);
  const wrong = await log.link.call('/inside/tail', { ...ofWeb, query: 'colour:red' });
  assert.ok(!('refused' in wrong) && wrong.status === 422);
  assert.equal((wrong.body as { refused: string }).refused, 'log.query_not_understood');
  const open = [];
  for (let at = 0; at < logLimits.tailsMax; at += 1) open.push(await tail(log, ofWeb));
  const oneMore = await log.link.call('/inside/tail', ofWeb);
  assert.ok(!('refused' in oneMore) && oneMore.status === 429);
  open[0]?.end();
  for (;;) {
    const answer = await log.link.stream('/inside/tail', ofWeb);
    assert.ok(!('refused' in answer));
    answer.body.destroy();
    if (answer.status === 200) break;
  }
  for (const each of open) each.end();
});

// Danger: senders choose the time of the event; ordered by it, what came in meanwhile hides, doubles or drops out.
test('pages by the time of receipt follow the order of receipt, whatever the entries claim, and lose and repeat none', {
  timeout: 600_000,
}, async (t) => {
  const log = await openTestLog(t);
  // Each claims to be older than the one before it.
  const now = Date.now();
  const line = (at: number) =>
    `<14>1 ${new Date(now - at * 60_000).toISOString()} web1 app - - - entry ${at}`;
  const receive = (from: number, origin: Origin) =>
    log.log.house.journal.append(batchOf([line(from), line(from + 1), line(from + 2)], origin));
  await receive(0, web);
  await receive(3, functional);
  await receive(6, web);
  await indexed(log, ofWeb, 9);
  const page = (clock: string, cursor: string | null) =>
    ask<SearchAnswer>(log, '/inside/search', {
      ...{ ...ofWeb, from: null, until: null, clock, cursor, limit: 2 },
    });
  const found: FoundEntry[] = [];
  let cursor: string | null = null;
  do {
    const { entries, next }: SearchAnswer = await page('received', cursor);
    found.push(...entries);
    cursor = next;
    if (found.length === 4) {
      await receive(9, web);
      await indexed(log, ofWeb, 12);
    }
  } while (cursor !== null);
  const order = found.map(({ message }) => Number(message.split(' ').at(-1)));
  // Entries of one batch share their moment: among them the later place in the tree is the newer one.
  assert.deepEqual(order, [8, 7, 6, 5, 4, 3, 2, 1, 0]);
  const received = found.map((entry) => entry.received);
  assert.deepEqual(received, received.toSorted().reverse());
  const byEvent = (await page('event', null)).entries.map(({ message }) => message.split(' ').at(-1));
  assert.deepEqual(byEvent, ['0', '1']);
});
