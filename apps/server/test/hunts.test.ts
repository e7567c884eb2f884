// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countRule, failedLogin } from './detection.ts';
import { append, ask, hitsOf, loginRule, openHuntedDesk, untilHunt } from './hunts.ts';
import { nextConnection } from './log-entries.ts';

test('a rule that is tried finds by key what was received before it was written, and opens no finding', async (t) => {
  const hunted = await openHuntedDesk(t);
  const { desk, hunter } = hunted;
  const lines = [1, 2, 3].map((port) => failedLogin({ ip: '192.0.2.1', port }));
  await append(hunted, [...lines, failedLogin({ ip: '192.0.2.2', port: 4 })]);
  // Sent again on the next connection, byte for byte: it did not happen again.
  await append(hunted, lines, nextConnection);
  const id = await ask(hunter);
  const done = await untilHunt(hunter, id);
  assert.equal(done.state, 'done', JSON.stringify(done));
  // The record of the desk is in the logbook too.
  assert.ok((done.total ?? 0) >= 7);
  assert.deepEqual([done.read, done.hits, done.keys, done.gone], [done.total, 4, 2, 0]);
  const [most, other] = await hitsOf(hunter, id);
  assert.deepEqual(most?.key, [{ field: 'src_ip', value: '192.0.2.1', name: null }]);
  assert.equal(most?.count, 3);
  assert.equal(most?.entries.length, 3);
  assert.equal(most?.entries[0]?.index, 0);
  assert.equal(other?.count, 1);
  assert.deepEqual(await desk.query('SELECT * FROM finding'), []);
  assert.deepEqual(await desk.query('SELECT * FROM detection_hit'), []);
  const told = await desk.query<{ event: string }>(
    `SELECT event FROM outbox WHERE subject = 'hunt:' || $1 ORDER BY position`,
    [id],
  );
  assert.deepEqual(
    told.map(({ event }) => event),
    ['hunt.asked', 'hunt.ended'],
  );
});

test('a correlation is tried with the rules it counts, and those find nothing of their own', async (t) => {
  const hunted = await openHuntedDesk(t);
  const { hunter } = hunted;
  await hunter.api.addOwnRule({ body: { yaml: loginRule } });
  await append(
    hunted,
    [1, 2, 3].map((port) => failedLogin({ ip: '192.0.2.1', port })),
  );
  const id = await ask(hunter, countRule('Guessing', 'failed_login', 3, 'generate: true\n'));
  assert.equal((await untilHunt(hunter, id)).hits, 1);
  const [hit] = await hitsOf(hunter, id);
  assert.equal(hit?.title, 'Guessing');
});
