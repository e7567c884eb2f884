// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { openCluster } from '../src/platform/database/cluster.ts';
import { aDataDirectory, postmasterPid, type ServerProcess, setUp, startServerProcess } from './process.ts';
import { rounds, untilMore } from './rounds.ts';

const KILLS = rounds(16, 0.1);
const WRITERS = 4;
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

interface Acknowledged {
  readonly reports: Set<string>;
  readonly incidents: Map<string, { notes: Set<string>; status: string }>;
  refused: number;
}

async function call(address: string, token: string, method: string, path: string, body: unknown) {
  const answer = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  return { status: answer.status, json: JSON.parse(text) as Record<string, string> };
}

/** Writes until told to stop; keeps only what the server acknowledged. */
async function write(
  server: () => ServerProcess,
  token: string,
  kept: Acknowledged,
  isOver: () => boolean,
  name: string,
): Promise<void> {
  for (let index = 0; !isOver(); index += 1) {
    try {
      const { address } = server();
      const report = await call(address, token, 'POST', '/reports', {
        summary: `Report ${index} of ${name}`,
      });
      if (report.status !== 201) {
        assert.equal(report.status, 503, JSON.stringify(report.json));
        kept.refused += 1;
        continue;
      }
      const reference = report.json['reference'] ?? '';
      kept.reports.add(reference);
      const incident = await call(address, token, 'POST', '/incidents', {
        title: `Incident ${index} of ${name}`,
        fromReports: [reference],
      });
      if (incident.status !== 201) {
        continue;
      }
      const declared = { notes: new Set<string>(), status: 'pending' };
      const of = incident.json['reference'] ?? '';
      kept.incidents.set(of, declared);
      const note = `note ${index} of ${name}`;
      if ((await call(address, token, 'POST', `/incidents/${of}/timeline`, { text: note })).status === 201) {
        declared.notes.add(note);
      }
      if ((await call(address, token, 'POST', `/incidents/${of}/confirm`, {})).status === 200) {
        declared.status = 'confirmed';
      }
    } catch {
      // The connection broke: what was under way was not acknowledged, and may or may not be there.
      await delay(20);
    }
  }
}

// Danger: an acknowledged change that a crash takes back, or half of one that it leaves.
test(`${KILLS} random kill -9 of server and PostgreSQL during writes lose nothing and halve nothing`, async (t) => {
  const dataDir = await aDataDirectory(t);
  const token = await setUp(dataDir);
  let server = await startServerProcess(dataDir);
  t.after(() => server.process.kill('SIGKILL'));
  const kept: Acknowledged = { reports: new Set(), incidents: new Map(), refused: 0 };
  let over = false;
  t.after(() => {
    over = true;
  });
  const writers = Array.from({ length: WRITERS }, (_, n) =>
    write(
      () => server,
      token,
      kept,
      () => over,
      `writer ${n}`,
    ),
  );
  for (let kill = 0; kill < KILLS; kill += 1) {
    await untilMore(() => kept.reports.size, 2);
    await delay(randomInt(50, 400));
    if (kill % 2 === 0) {
      server.process.kill('SIGKILL');
      await server.ended;
      server = await startServerProcess(dataDir);
    } else {
      process.kill(await postmasterPid(dataDir), 'SIGKILL');
      await untilReady(server);
    }
  }
  over = true;
  await Promise.all(writers);
  server.process.kill('SIGTERM');
  await server.ended;
  t.diagnostic(
    `${kept.reports.size} reports and ${kept.incidents.size} incidents acknowledged, ${kept.refused} refused as retryable`,
  );
  assert.ok(kept.reports.size > KILLS, 'the writers wrote between the kills');
  await verify(dataDir, kept);
});

async function untilReady({ address, output }: ServerProcess): Promise<void> {
  for (let waited = 0; waited < 240_000; waited += 50) {
    await delay(50);
    const ready = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
    if (ready?.status === 200) {
      return;
    }
  }
  throw new Error(
    `The desk did not recover within 15 s of the death of PostgreSQL:\n${output().slice(-4_000)}`,
  );
}

async function verify(dataDir: string, kept: Acknowledged): Promise<void> {
  const cluster = await openCluster({ dataDir, mode: 'guest', log: quiet });
  const client = new pg.Client(cluster.connection('owner'));
  await client.connect();
  const rows = async <Row extends pg.QueryResultRow>(text: string) => (await client.query<Row>(text)).rows;
  try {
    const reports = new Map(
      (await rows<{ reference: string; state: string }>('SELECT reference, state FROM report')).map((row) => [
        row.reference,
        row.state,
      ]),
    );
    for (const reference of kept.reports) {
      assert.ok(reports.has(reference), `${reference} was acknowledged and is gone`);
    }
    const incidents = await rows<{ id: string; reference: string; status: string }>(
      'SELECT id, reference, status FROM incident',
    );
    const byReference = new Map(incidents.map((row) => [row.reference, row]));
    const entries = await rows<{ incident_id: string | null; event: string; canonical: string }>(
      'SELECT incident_id, event, canonical FROM outbox ORDER BY position',
    );
    for (const [reference, acknowledged] of kept.incidents) {
      const incident = byReference.get(reference);
      assert.ok(incident !== undefined, `${reference} was acknowledged and is gone`);
      const of = entries.filter((entry) => entry.incident_id === incident.id);
      for (const note of acknowledged.notes) {
        assert.ok(
          of.some((entry) => entry.canonical.includes(JSON.stringify(note))),
          `${reference}: "${note}" is gone`,
        );
      }
      if (acknowledged.status === 'confirmed') {
        assert.equal(incident.status, 'confirmed', reference);
      }
    }
    // Nothing half done: state and record agree, both ways.
    const count = (event: string) => entries.filter((entry) => entry.event === event).length;
    assert.equal(count('report.received'), reports.size);
    assert.equal(count('incident.declared'), incidents.length);
    assert.equal(count('incident.confirmed'), incidents.filter((row) => row.status === 'confirmed').length);
    assert.equal(
      count('report.accepted'),
      [...reports.values()].filter((state) => state === 'accepted').length,
    );
    const [head] = await rows<{ position: number; highest: number; count: number }>(
      'SELECT h.position::int, max(o.position)::int AS highest, count(*)::int AS count FROM outbox_head h, outbox o GROUP BY h.position',
    );
    assert.deepEqual([head?.position, head?.highest], [head?.count, head?.count], 'positions have no gap');
  } finally {
    await client.end();
    await cluster.stop();
  }
}
