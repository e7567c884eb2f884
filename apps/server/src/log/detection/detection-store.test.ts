// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTestDatabase } from '../../../test/database.ts';
import { addRules, wordRule } from '../../../test/detection.ts';
import { systemActor } from '../../platform/authorization/actor.ts';
import {
  beginDetection,
  type FoundStep,
  readDetectionState,
  readRuleRows,
  writeStep,
} from './detection-store.ts';

const actor = systemActor('test');

async function begun(t: TestContext) {
  const opened = await openTestDatabase(t);
  const ids = await addRules(opened, [wordRule('One', 'x'), wordRule('Two', 'y')]);
  const { database } = opened;
  const begin = (seq: number) =>
    database.change(actor, ({ now, sql }) => beginDetection(sql, now, seq, { 'technical-2026': seq }));
  await begin(5);
  const write = async (step: FoundStep) =>
    (await database.change(actor, async ({ now, sql }) => ({ at: await writeStep(sql, now, step) }))).at;
  const state = () => database.read(actor, ({ sql }) => readDetectionState(sql));
  return { ...opened, ids, begin, write, state };
}

const aStep = (fromSeq: number, ruleId: string): FoundStep => ({
  ...{ fromSeq, toSeq: fromSeq + 10, places: { 'technical-2026': fromSeq + 10 }, snapshot: null },
  hits: [{ ruleId, key: [['host', 'a']], count: 3, firstMs: 1_000, lastMs: 2_000, entries: [], value: null }],
  counters: { hits: 3 },
  figures: [{ ruleId, hits: 3, asked: 2, costUs: 7, lastMs: 2_000 }],
  logsources: [{ product: 'linux', category: '', service: 'sshd', day: '2026-11-22', count: 4 }],
});

// Danger: hits are there twice because a step was, or are missing although the place moved on.
test('a step is written where it began, with its hits and figures, and nowhere else', async (t) => {
  const { begin, ids, query, state, write } = await begun(t);
  const one = ids.get('One') ?? '';
  await begin(99);
  assert.equal((await state())?.doneSeq, 5, 'who began first stays');
  assert.equal(await write(aStep(5, one)), null);
  assert.equal(await write(aStep(5, one)), 15, 'says where it is instead');
  assert.equal(await write(aStep(15, one)), null);
  const kept = await state();
  assert.deepEqual(
    [kept?.doneSeq, kept?.places, kept?.stateSeq, kept?.snapshot, kept?.counters],
    [25, { 'technical-2026': 25 }, 5, null, { hits: 3 }],
  );
  assert.deepEqual(
    await query('SELECT sum(hit_count)::int AS count, count(*)::int AS rows FROM detection_hit'),
    [{ count: 6, rows: 2 }],
  );
  assert.deepEqual(
    await query('SELECT hit_count::int, asked_count::int, cost_us::int, last_hit_at FROM rule_figure'),
    [{ hit_count: 6, asked_count: 4, cost_us: 14, last_hit_at: new Date(2_000) }],
  );
  assert.deepEqual(await query('SELECT event_count::int FROM logsource_figure'), [{ event_count: 8 }]);
});

test('a snapshot is kept with its own place', async (t) => {
  const { ids, state, write } = await begun(t);
  const snapshot = { seq: 9, places: { 'technical-2026': 9 }, packed: Buffer.from([0, 1, 255]) };
  await write({ ...aStep(5, ids.get('One') ?? ''), snapshot });
  const kept = await state();
  assert.deepEqual(
    [kept?.stateSeq, kept?.statePlaces, kept?.snapshot],
    [9, snapshot.places, snapshot.packed],
  );
});

test('only documents whose text changed are read again, and only those in effect', async (t) => {
  const { database, ids, query } = await begun(t);
  const read = (known: ReadonlyMap<string, string>) =>
    database.read(actor, ({ sql }) => readRuleRows(sql, known));
  const all = await read(new Map());
  assert.deepEqual(
    all.rows.map(({ id }) => id),
    [ids.get('One'), ids.get('Two')],
  );
  assert.equal(all.changed.length, 2);
  const known = new Map(all.rows.map(({ digest, id }) => [id, digest]));
  await query(`UPDATE detection_rule SET yaml = 'new', digest = 'new' WHERE title = 'Two'`);
  assert.deepEqual((await read(known)).changed, [{ id: ids.get('Two'), kind: 'rule', yaml: 'new' }]);
  await query(`UPDATE detection_rule SET removed_at = now() WHERE title = 'Two'`);
  assert.equal((await read(known)).rows.length, 1);
});
