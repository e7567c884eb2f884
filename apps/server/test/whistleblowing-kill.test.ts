// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { openCluster } from '../src/platform/database/cluster.ts';
import { aDataDirectory, type ServerProcess, setUp, startServerProcess } from './process.ts';
import { rounds } from './rounds.ts';

const KILLS = rounds(4, 0.1);
const REPORTS = 120;
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

async function inDatabase<T>(dataDir: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const cluster = await openCluster({ dataDir, mode: 'guest', log: quiet });
  const client = new pg.Client(cluster.connection('owner'));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
    await cluster.stop();
  }
}

/** @returns whether the desk said that it has the report */
async function report(server: ServerProcess): Promise<string | null> {
  const answer = await fetch(`${server.address}/api/v1/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'whistleblowing', summary: 'Invoices are forged', anonymous: true }),
    signal: AbortSignal.timeout(20_000),
  }).catch(() => null);
  const told =
    answer?.status === 201 ? ((await answer.json().catch(() => null)) as { reference: string } | null) : null;
  return told?.reference ?? null;
}

// Danger: a desk dies while it tells handlers of a report, and tells them never, or twice.
test(`${KILLS} random kill -9 lose no reminder and double none`, async (t) => {
  const dataDir = await aDataDirectory(t);
  await setUp(dataDir);
  await inDatabase(dataDir, (client) =>
    client.query("UPDATE person SET roles = roles || '{whistleblowing_handler}'"),
  );
  let server = await startServerProcess(dataDir);
  t.after(() => server.process.kill('SIGKILL'));
  const kept = new Set<string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const stop = delay(randomInt(200, 1_500)).then(() => server.process.kill('SIGKILL'));
    for (let sent = 0; sent < REPORTS / KILLS; sent += 1) {
      const reference = await report(server);
      if (reference !== null) {
        kept.add(reference);
      }
    }
    await stop;
    await server.ended;
    server = await startServerProcess(dataDir);
  }
  const unsettled = () =>
    inDatabase(dataDir, async (client) => {
      const text = "SELECT 1 FROM whistleblowing_reminder WHERE occasion = 'received' AND settled_at IS NULL";
      return (await client.query(text)).rows.length;
    });
  while ((await unsettled()) > 0) {
    await delay(500);
  }
  server.process.kill('SIGTERM');
  await server.ended;
  assert.ok(kept.size > 0);
  await inDatabase(dataDir, async (client) => {
    const { rows } = await client.query<{ reference: string; settled: boolean; mails: number; told: number }>(
      `SELECT r.reference, d.settled_at IS NOT NULL AS settled,
        (SELECT count(*)::integer FROM mail m WHERE m.report_id = r.id) AS mails,
        (SELECT count(*)::integer FROM outbox o WHERE o.report_id = r.id AND o.event = 'whistleblowing.reminded') AS told
       FROM report r LEFT JOIN whistleblowing_reminder d ON d.report_id = r.id AND d.occasion = 'received'`,
    );
    for (const reference of kept) {
      assert.ok(
        rows.some((row) => row.reference === reference),
        `${reference} was acknowledged and is gone`,
      );
    }
    for (const { mails, reference, settled, told } of rows) {
      assert.deepEqual([settled, mails, told], [true, 1, 1], reference);
    }
    t.diagnostic(`${kept.size} reports acknowledged, ${rows.length} kept, each told once`);
  });
});
