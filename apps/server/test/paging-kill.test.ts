// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { openCluster } from '../src/platform/database/cluster.ts';
import { aDataDirectory, setUp, startServerProcess } from './process.ts';
import { rounds } from './rounds.ts';

const KILLS = rounds(4, 0.1);
const MARKS = 120;
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

// Danger: a limit whose page died with the server, or called a person twice for one mark.
test(`${KILLS} random kill -9 while ${MARKS} marks ring lose no page and double none`, async (t) => {
  // Alerts by the identifier of the call they came in: one call tells of many, when many are due at once.
  const heard = new Map<string, readonly string[]>();
  const receiver = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    // On a slow machine the first pages repeat before the last ones went out: those are other calls.
    const { alert, alerts, repeats } = JSON.parse(body).data;
    if (repeats === 0) heard.set(String(request.headers['webhook-id']), alerts ?? [alert]);
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  t.after(() => receiver.close());
  const dataDir = await aDataDirectory(t);
  const token = await setUp(dataDir);
  const environment = { BELFRY_OUTGOING_PRIVATE_HOSTS: '127.0.0.1' };
  let server = await startServerProcess(dataDir, environment);
  const made = await fetch(`${server.address}/api/v1/webhook-endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Chat',
      url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
      recipe: 'standard',
      gateway: null,
      events: ['limit'],
      language: 'en',
      isActive: true,
    }),
  });
  assert.equal(made.status, 201, await made.text());

  // Marks of as many limits, due at once.
  const asking = async <Row extends pg.QueryResultRow>(work: (client: pg.Client) => Promise<Row[]>) => {
    const cluster = await openCluster({ dataDir, mode: 'guest', log: quiet });
    const client = new pg.Client(cluster.connection('owner'));
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
      await cluster.stop();
    }
  };
  await asking(async (client) => {
    for (let index = 0; index < MARKS; index += 1) {
      const [incident, obligation] = [randomUUID(), randomUUID()];
      await client.query(
        `INSERT INTO incident (id, reference, title, status, severity, tlp, personal_data, restricted, declared_at, updated_at, lead_id)
         VALUES ($1, $2, 'Limit', 'confirmed', 'important', 'TLP:AMBER', 'unknown', false, now(), now(), (SELECT id FROM person LIMIT 1))`,
        [incident, `INC-2026-${String(1000 + index)}`],
      );
      await client.query(
        `INSERT INTO obligation (id, incident_id, regime_id, regime_version, stage_id, occurrence, kind, duty, state, due_at, is_without_undue_delay, started_at, late_rule, changed_at)
         VALUES ($1, $2, 'gdpr', 1, 'authority', 1, 'notification', 'owed', 'running', now() + interval '1 hour', false, now() - interval '1 hour', 'none_stated', now())`,
        [obligation, incident],
      );
      await client.query(
        `INSERT INTO obligation_mark (id, obligation_id, percent, due_at, rings_at)
         SELECT gen_random_uuid(), id, 50, due_at, now() + make_interval(secs => $2) FROM obligation WHERE id = $1`,
        [obligation, index * 0.1],
      );
    }
    return [];
  });
  for (let kill = 0; kill < KILLS; kill += 1) {
    await delay(randomInt(20, 900));
    server.process.kill('SIGKILL');
    await server.ended;
    server = await startServerProcess(dataDir, environment);
  }
  t.after(() => server.process.kill('SIGKILL'));
  // A delivery whose sender died is due again when its lease ends.
  const told = () => [...heard.values()].flat();
  for (let tries = 0; told().length < MARKS && tries < 1_200; tries += 1) await delay(100);
  assert.deepEqual(
    [told().length, new Set(told()).size],
    [MARKS, MARKS],
    'every page went out, and none under two identifiers',
  );
  const [counts] = await asking(
    async (client) =>
      (
        await client.query<{ alerts: string; raised: string; mails: string; sent: string }>(`
          SELECT (SELECT count(*) FROM alert WHERE kind = 'limit') AS alerts,
            (SELECT count(*) FROM outbox WHERE event = 'alert.raised') AS raised,
            (SELECT count(*) FROM alert a WHERE 1 = (SELECT count(*) FROM mail m
              WHERE m.alert_id = ANY (array_prepend(a.id, a.called_with)) AND subject NOT LIKE '%Nobody has answered%')) AS mails,
            (SELECT count(*) FROM outbox WHERE event = 'alert.sent') AS sent`)
      ).rows,
  );
  assert.deepEqual(
    Object.values(counts ?? {}).map(Number),
    [MARKS, MARKS, MARKS, MARKS],
    'one page, one entry, one mail that tells it for each mark',
  );
});
