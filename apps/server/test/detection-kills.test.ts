// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { DetectionRun } from '../src/log/detection/run-detection.ts';
import { SourceZones } from '../src/log/receive/source-zones.ts';
import { openLogDirectory } from '../src/log/sealing/index.ts';
import { LOG_SECRET_HEADER } from '../src/platform/log-link/log-link.ts';
import { cutConnections, openTestDatabase, type TestDatabase } from './database.ts';
import { addRules, countRule, failedLogin, wordRule } from './detection.ts';
import { testLogConfiguration } from './log.ts';
import { type LogChild, startLogChild } from './log-child.ts';
import { rounds } from './rounds.ts';

const KILLS = rounds(8);
const TOKEN = 'token-of-the-detection-kills';

const rules = [
  wordRule('Bad', 'Failed password', 'belfry: { group-by: [src_ip, host] }'),
  wordRule('Good', 'Accepted password', 'belfry: { group-by: [src_ip] }'),
  countRule('Guessing', 'bad', 20, 'generate: true\n').replace('timespan: 10m', 'timespan: 5s'),
  `title: Hosts
id: hosts
correlation:
  type: value_count
  rules: [bad]
  group-by: [src_ip]
  timespan: 3s
  condition: { field: host, gte: 4 }
  generate: true
`,
  `title: Broke in
id: broke-in
correlation: { type: temporal_ordered, rules: [bad, good], group-by: [src_ip], timespan: 2s, generate: true }
`,
];

async function addTokenSource({ query }: TestDatabase): Promise<void> {
  const id = randomUUID();
  await query(
    `INSERT INTO log_source (id, name, state, stream, retention_class, created_at, changed_at)
     VALUES ($1, 'Kill test', 'active', 'technical', 'technical', now(), now())`,
    [id],
  );
  await query(
    `INSERT INTO log_source_identity (id, source_id, kind, value, created_at) VALUES ($1, $2, 'token', $3, now())`,
    [randomUUID(), id, createHash('sha256').update(TOKEN).digest('hex')],
  );
}

/** Everything that was found: how often, from when to when, by rule and key. */
async function foundIn({ query }: TestDatabase): Promise<unknown[]> {
  return await query(
    `SELECT title, key, sum(hit_count) AS count, min(first_at) AS first, max(last_at) AS last
     FROM detection_hit JOIN detection_rule AS rule ON rule.id = rule_id
     GROUP BY title, key ORDER BY title, key`,
  );
}

let sent = 0;
const aLine = () => {
  sent += 1;
  const line = failedLogin({ ip: `192.0.2.${randomInt(1, 9)}`, host: `web${randomInt(1, 9)}`, port: sent });
  return sent % 17 === 0 ? line.replace('Failed', 'Accepted') : line;
};

async function figuresOf({ httpPort, secret }: LogChild): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${httpPort}/inside/metrics`, {
    method: 'POST',
    headers: { [LOG_SECRET_HEADER]: secret },
  });
  return (await answer.json()) as string;
}

const figure = (text: string, name: string) =>
  Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? -1);

/** Waits until detection is where it was not yet. @returns where that is */
async function untilMoved({ query }: TestDatabase, before: ReadonlySet<string>): Promise<string> {
  for (let waited = 0; waited < 240_000; waited += 20) {
    const [state] = await query<{ done_seq: string }>('SELECT done_seq FROM detection_state');
    if (state !== undefined && !before.has(state.done_seq)) return state.done_seq;
    await delay(20);
  }
  return assert.fail('detection does not move');
}

// Danger: a finding is lost or reported twice because the log process or its database died at the wrong moment.
test(`${KILLS} kill -9 of the log process and cuts of its database find what an undisturbed run finds, exactly`, async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-detection-kills-'));
  t.after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));
  const opened = await openTestDatabase(t);
  await addTokenSource(opened);
  await addRules(opened, rules);
  // Nobody answers there: the search engine has kills of its own.
  const clickhouseUrl = 'http://127.0.0.1:9';
  const configuration = testLogConfiguration(dataDir, { logLevel: 'warn', clickhouseUrl });
  let log = await startLogChild(configuration, opened.application);
  let isOver = false;
  opened.closeFirst(() => {
    isOver = true;
    log.process.kill('SIGKILL');
  });
  // Detection begins with what comes once it has begun.
  const places = new Set([await untilMoved(opened, new Set())]);
  const sending = (async () => {
    while (!isOver) {
      const body = Array.from({ length: randomInt(1, 200) }, aLine).join('\n');
      // What was not acknowledged may be sealed or not: what was sealed is what counts.
      await fetch(`http://127.0.0.1:${log.httpPort}/ingest/ndjson`, {
        method: 'POST',
        headers: { [LOG_SECRET_HEADER]: log.secret, authorization: `Bearer ${TOKEN}` },
        body: `${body}\n`,
        signal: AbortSignal.timeout(5_000),
      }).then(
        (answer) => answer.arrayBuffer(),
        () => delay(20),
      );
      await delay(randomInt(1, 20));
    }
  })();
  for (let kill = 0; kill < KILLS; kill += 1) {
    // In the middle of it: some steps are written, more are under way.
    places.add(await untilMoved(opened, places));
    await delay(randomInt(1, 1_500));
    if (kill % 4 === 3) {
      await cutConnections(opened);
      continue;
    }
    log.process.kill('SIGKILL');
    await log.ended;
    log = await startLogChild(configuration, opened.application);
  }
  isOver = true;
  await sending;
  let text = '';
  for (let waited = 0; waited < 240_000; waited += 200) {
    text = await figuresOf(log);
    const sealed = figure(text, 'belfry_log_sealed_entries');
    const isSealed = sealed > 0 && sealed === figure(text, 'belfry_log_journal_entries');
    if (isSealed && figure(text, 'belfry_log_detection_behind_entries') === 0) break;
    await delay(200);
  }
  const sealedSeq = figure(text, 'belfry_log_sealed_entries');
  assert.equal(figure(text, 'belfry_log_detection_behind_entries'), 0);
  assert.equal(figure(text, 'belfry_log_detection_failed_total'), 0);
  await log.stop();
  const found = await foundIn(opened);
  const undisturbed = await openTestDatabase(t);
  await addRules(undisturbed, rules);
  const run = await DetectionRun.open({
    ...{ logs: openLogDirectory(join(dataDir, 'log')), database: undisturbed.database },
    ...{ zones: new SourceZones(), sealedSeq: () => sealedSeq, beginSeq: 0, patience: async () => false },
  });
  while (await run.step());
  assert.deepEqual(found, await foundIn(undisturbed));
  assert.equal(new Set(found.map((row) => (row as { title: string }).title)).size, rules.length);
  t.diagnostic(
    `${KILLS} kills and cuts at ${places.size} places, ${sealedSeq} entries, ${found.length} keys`,
  );
});
