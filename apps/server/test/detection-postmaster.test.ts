// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DetectionRun } from '../src/log/detection/run-detection.ts';
import { SourceZones } from '../src/log/receive/source-zones.ts';
import { systemClock, systemIds } from '../src/platform/clock/clock.ts';
import { openCluster } from '../src/platform/database/cluster.ts';
import { isAlive } from '../src/platform/database/cluster-process.ts';
import { type Database, openDatabase } from '../src/platform/database/database.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { addRules, countRule, failedLogin, wordRule } from './detection.ts';
import { aSealedLine, logsOf } from './engine.ts';

const rules = [
  wordRule('Login', 'Failed password', 'belfry: { group-by: [src_ip] }'),
  countRule('Guessing', 'login', 30, 'generate: true\n'),
];
const BATCHES = 8;
const BATCH_ENTRIES = 50;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const begunMs = Date.UTC(2026, 10, 22, 1);

type Query = Pick<TestDatabase, 'query'>;

const foundIn = ({ query }: Query) =>
  query(
    `SELECT title, key, sum(hit_count) AS count, min(first_at) AS first, max(last_at) AS last
     FROM detection_hit JOIN detection_rule AS rule ON rule.id = rule_id
     GROUP BY title, key ORDER BY title, key`,
  );

/** Looks at entries as they are sealed, a batch a step. @param between called with steps worked out and not yet written */
async function detect(database: Database, between: (batch: number) => Promise<void>): Promise<void> {
  const lines: Buffer[] = [];
  const run = await DetectionRun.open({
    ...{ logs: logsOf({ 'technical-2026': lines }), database, zones: new SourceZones(), beginSeq: 0 },
    sealedSeq: () => lines.length,
    patience: async () => {
      await delay(50);
      return true;
    },
  });
  for (let batch = 0; batch < BATCHES; batch += 1) {
    for (let at = 0; at < BATCH_ENTRIES; at += 1) {
      const seq = lines.length + 1;
      const raw = failedLogin({ at: new Date(begunMs + seq), ip: `192.0.2.${at % 3}`, port: seq });
      lines.push(aSealedLine(seq, raw, { format: 'rfc5424' }));
    }
    await run.step();
    await between(batch);
  }
  while (await run.step());
  await run.close();
}

// Danger: PostgreSQL dies in the middle of a step, and what was found there is lost or written twice.
test('kill -9 of PostgreSQL under detection loses no hit and doubles none', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-detection-postmaster-'));
  const cluster = await openCluster({ dataDir, mode: 'serve', log: quiet });
  const database = openDatabase(cluster.connection('application'), systemClock, systemIds);
  t.after(async () => {
    await database.close();
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });
  // The database a cluster begins with stands for the desk's: nothing else is in it.
  const owner = cluster.connection('owner');
  await migrate(owner);
  const query: TestDatabase['query'] = async (text, values) => {
    const client = new pg.Client(owner);
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  };
  await addRules({ query }, rules);
  let kills = 0;
  await detect(database, async (batch) => {
    // Not after the last: a stop does not wait for its database, and the next start finds that again.
    if (batch % 3 !== 0) return;
    while (cluster.pid === null || !isAlive(cluster.pid)) await delay(20);
    // The step of this batch is on its way; every other time it has had time to arrive.
    if (kills % 2 === 1) await delay(20);
    process.kill(cluster.pid, 'SIGKILL');
    kills += 1;
  });
  assert.equal(kills, 3);
  const undisturbed = await openTestDatabase(t);
  await addRules(undisturbed, rules);
  await detect(undisturbed.database, async () => {});
  const found = await foundIn({ query });
  assert.deepEqual(found, await foundIn(undisturbed));
  const logins = found.filter((row) => row['title'] === 'Login');
  assert.equal(
    logins.reduce((sum, row) => sum + Number(row['count']), 0),
    BATCHES * BATCH_ENTRIES,
  );
  assert.ok(found.length > logins.length, 'the correlation found nothing');
});
