// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { openCluster } from '../src/platform/database/cluster.ts';
import { aDataDirectory, postmasterPid, type ServerProcess, setUp, startServerProcess } from './process.ts';
import { rounds, untilMore } from './rounds.ts';

const KILLS = rounds(6, 0.1);
const SENDERS = 6;
/** So long nobody answers after a kill before the next one may come. */
const READY_MS_MAX = 240_000;
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

interface Sent {
  /** Keys that were answered with success, and what the answer named. */
  readonly answered: Map<string, string>;
  /** Answers after at least one that got lost. */
  retried: number;
}

/** Posts with a key until it is answered: whatever happened to the attempts before, it must count once. */
async function untilAnswered(
  server: () => ServerProcess,
  path: string,
  headers: Record<string, string>,
  body: object,
  givenUp: AbortSignal,
): Promise<{ text: string; attempts: number }> {
  for (let attempts = 1; ; attempts += 1) {
    givenUp.throwIfAborted();
    try {
      const answer = await fetch(server().address + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      });
      const text = await answer.text();
      if (answer.status === 201 || answer.status === 202) {
        return { text, attempts };
      }
      assert.ok(answer.status >= 500, `refused with ${answer.status}: ${text}`);
    } catch (error) {
      if (error instanceof assert.AssertionError) {
        throw error;
      }
    }
    await delay(30);
  }
}

async function storm(
  server: () => ServerProcess,
  hook: { path: string; secret: string },
  sent: { alerts: Sent; reports: Sent },
  isOver: () => boolean,
  givenUp: AbortSignal,
): Promise<void> {
  for (let round = 0; !isOver(); round += 1) {
    const key = randomUUID();
    const alert = { title: 'Storm', group: `group-${round % 3}`, id: key, status: 'firing' };
    const authorization = `Bearer ${hook.secret}`;
    const told = await untilAnswered(
      server,
      hook.path,
      { authorization, 'idempotency-key': key },
      alert,
      givenUp,
    );
    const taken = JSON.parse(told.text) as { occurrences: { id: string }[] };
    sent.alerts.answered.set(key, taken.occurrences[0]?.id ?? '');
    sent.alerts.retried += told.attempts > 1 ? 1 : 0;
    const report = { summary: `By form ${key}` };
    const made = await untilAnswered(server, '/api/v1/reports', { 'idempotency-key': key }, report, givenUp);
    sent.reports.answered.set(key, (JSON.parse(made.text) as { reference: string }).reference);
    sent.reports.retried += made.attempts > 1 ? 1 : 0;
  }
}

// Danger: a crash between the commit and the answer. The sender tries again, and what happened once counts twice; or
// it does not, and what was acknowledged is gone.
test(`${KILLS} random kill -9 in a storm of alerts and reports with keys lose none and double none`, async (t) => {
  const dataDir = await aDataDirectory(t);
  const token = await setUp(dataDir);
  let server = await startServerProcess(dataDir);
  t.after(() => server.process.kill('SIGKILL'));
  const added = await fetch(`${server.address}/api/v1/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'generic', name: 'Storm' }),
  });
  const { secret, webhook } = (await added.json()) as { secret: string; webhook: { id: string } };
  const sent = { alerts: { answered: new Map(), retried: 0 }, reports: { answered: new Map(), retried: 0 } };
  let over = false;
  const givenUp = new AbortController();
  t.after(() => givenUp.abort());
  const senders = Array.from({ length: SENDERS }, () =>
    storm(
      () => server,
      { path: `/hooks/${webhook.id}`, secret },
      sent,
      () => over,
      givenUp.signal,
    ),
  );
  const sending = Promise.all(senders);
  // What fails in a sender is told when they are waited for; a test that failed before that waits for nobody.
  sending.catch(() => undefined);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await untilMore(() => sent.alerts.answered.size, SENDERS);
    await delay(randomInt(100, 600));
    if (kill % 3 === 2) {
      process.kill(await postmasterPid(dataDir), 'SIGKILL');
      await untilReady(server);
    } else {
      server.process.kill('SIGKILL');
      await server.ended;
      server = await startServerProcess(dataDir);
    }
  }
  await delay(500);
  over = true;
  await sending;
  server.process.kill('SIGTERM');
  await server.ended;
  t.diagnostic(
    `${sent.alerts.answered.size} alerts and ${sent.reports.answered.size} reports acknowledged, ${sent.alerts.retried} and ${sent.reports.retried} of them after an answer was lost`,
  );
  assert.ok(sent.alerts.answered.size > KILLS, 'the storm blew between the kills');
  await verify(dataDir, sent);
});

async function untilReady({ address, output }: ServerProcess): Promise<void> {
  for (let waited = 0; waited < READY_MS_MAX; waited += 50) {
    await delay(50);
    const ready = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
    if (ready?.status === 200) {
      return;
    }
  }
  throw new Error(
    `The desk did not recover within ${READY_MS_MAX} ms of the death of PostgreSQL:\n${output().slice(-4_000)}`,
  );
}

async function verify(dataDir: string, sent: { alerts: Sent; reports: Sent }): Promise<void> {
  const cluster = await openCluster({ dataDir, mode: 'guest', log: quiet });
  const client = new pg.Client(cluster.connection('owner'));
  await client.connect();
  const rows = async <Row extends pg.QueryResultRow>(text: string) => (await client.query<Row>(text)).rows;
  try {
    const occurrences = await rows<{ id: string; external_id: string }>(
      'SELECT id, external_id FROM report_occurrence',
    );
    const kept = new Map(occurrences.map((row) => [row.external_id, row.id]));
    assert.equal(kept.size, occurrences.length, 'no alert counts twice');
    assert.deepEqual(
      [...kept].sort(),
      [...sent.alerts.answered].sort(),
      'what was acknowledged is what is there',
    );
    const reports = await rows<{ reference: string; summary: string }>(
      `SELECT reference, summary FROM report WHERE channel = 'api'`,
    );
    assert.deepEqual(
      reports.map(({ reference, summary }) => [summary.replace('By form ', ''), reference]).sort(),
      [...sent.reports.answered].sort(),
    );
    const uneven = await rows(
      `SELECT r.reference FROM report r JOIN report_occurrence_group g ON g.report_id = r.id
       WHERE (SELECT count(*) FROM report_occurrence o WHERE o.report_id = r.id) <> r.occurrences OR r.occurrences <> g.occurrence_count
         OR (SELECT max(number) FROM report_occurrence o WHERE o.report_id = r.id) <> r.occurrences`,
    );
    assert.deepEqual(uneven, [], 'every count agrees with what it counts');
    const [gathering] = await rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM report WHERE channel = 'webhook'`,
    );
    assert.equal(gathering?.count, 3);
  } finally {
    await client.end();
    await cluster.stop();
  }
}
