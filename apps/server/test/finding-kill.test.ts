// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openTestDatabase } from './database.ts';
import { insertHits, insertRule, type TestHit } from './findings.ts';
import { rounds } from './rounds.ts';

const KILLS = rounds(6, 0.1);
const KEYS = 15;
const HITS = 20_000;
const taker = fileURLToPath(new URL('finding-taker.ts', import.meta.url));

// Danger: a desk that dies while it takes hits loses what it took, or takes it twice.
test(`${KILLS} random kill -9 while hits are taken lose none and double none`, async (t) => {
  const opened = await openTestDatabase(t);
  const { query } = opened;
  const waiting = async () =>
    (await query<{ count: number }>('SELECT count(*)::int AS count FROM detection_hit'))[0]?.count ?? 0;
  const rules: string[] = [];
  for (const level of ['low', 'medium', 'high', 'critical'] as const) {
    rules.push(await insertRule(opened, { level, title: `Rule ${level}` }));
  }
  const hits = Array.from(
    { length: HITS },
    (_, number): TestHit => ({
      ruleId: rules[number % rules.length] as string,
      key: [['host', `h${Math.floor(number / rules.length) % KEYS}`]],
      index: number,
    }),
  );
  let given = 0;
  for (let kills = 0; kills < KILLS; ) {
    if ((await waiting()) < HITS / 2) {
      await insertHits(opened, hits);
      given += HITS;
    }
    const before = await waiting();
    const child = spawn(process.execPath, [taker, JSON.stringify(opened.application)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    // Killed anywhere in a batch, once it has taken at least one.
    while ((await waiting()) === before && child.exitCode === null) await delay(5);
    await delay(randomInt(0, 200));
    child.kill('SIGKILL');
    await ended;
    kills += (await waiting()) > 0 ? 1 : 0;
  }
  const left = await waiting();
  const findings = await query<{ count: number; found: number }>(
    'SELECT sum(hit_count)::int AS count, count(*)::int AS found FROM finding GROUP BY rule_id, key',
  );
  const counted = findings.reduce((sum, { count }) => sum + count, 0);
  assert.equal(counted + left, given, 'every hit counts once');
  assert.equal(findings.length, rules.length * KEYS);
  assert.ok(
    findings.every(({ found }) => found === 1),
    'no key opened two findings',
  );
  const [kept] = await query(
    `SELECT (SELECT last FROM reference_counter WHERE kind = 'FND') AS numbers,
      (SELECT count(*)::int FROM report WHERE channel = 'detection') AS reports,
      (SELECT count(*)::int FROM finding f JOIN report r ON r.id = f.report_id AND r.occurrences = f.hit_count) AS linked,
      (SELECT count(*)::int FROM alert) AS alerts,
      (SELECT count(*)::int FROM outbox WHERE event = 'finding.opened') AS entries`,
  );
  const all = rules.length * KEYS;
  // One rule is critical, and nobody answers: it rings once, whatever is killed.
  assert.deepEqual(kept, { numbers: all, reports: 2 * KEYS, linked: 2 * KEYS, alerts: 1, entries: all });
});
