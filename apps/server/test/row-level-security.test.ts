// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import pg from 'pg';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { insertRule } from './findings.ts';

/** Tables that name an incident or a report and still stand outside the wall, with the reason. */
const outsideTheWall: Record<string, string> = {};

interface Scene {
  readonly incident: string;
  readonly report: string;
  readonly participant: string;
  readonly stranger: string;
}

/** A restricted incident with something of everything on it, written past the wall. */
async function aRestrictedIncident(opened: TestDatabase): Promise<Scene> {
  const [incident, report, participant, stranger] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  for (const [id, name] of [
    [participant, 'Part'],
    [stranger, 'Stranger'],
  ]) {
    await opened.query(
      `INSERT INTO person (id, name, email, language, roles, state, created_at)
       VALUES ($1, $2, $2 || '@example.org', 'en', '{administrator}', 'active', now())`,
      [id, name],
    );
  }
  await opened.query(
    `INSERT INTO incident (id, reference, title, status, tlp, personal_data, restricted, declared_at, updated_at)
     VALUES ($1, 'INC-2026-0001', 'Secret', 'confirmed', 'TLP:RED', 'yes', true, now(), now())`,
    [incident],
  );
  await opened.query(`INSERT INTO incident_participant VALUES ($1, $2, 'lead', now())`, [
    incident,
    participant,
  ]);
  await opened.query(
    `INSERT INTO report (id, reference, state, kind, channel, summary, ongoing, anonymous, language, reported_at, content_sha256, incident_id)
     VALUES ($1, 'REP-2026-0001', 'accepted', 'incident', 'form', 'Secret', 'no', true, 'en', now(), '', $2)`,
    [report, incident],
  );
  await opened.query(
    `INSERT INTO report_message (id, report_id, direction, text, written_at) VALUES ($1, $2, 'from_reporter', 'Secret', now())`,
    [randomUUID(), report],
  );
  await opened.query(
    `INSERT INTO task (id, incident_id, title, state, created_at) VALUES ($1, $2, 'Secret', 'open', now())`,
    [randomUUID(), incident],
  );
  await opened.query(
    `INSERT INTO measure (id, incident_id, title, state, created_at) VALUES ($1, $2, 'Secret', 'planned', now())`,
    [randomUUID(), incident],
  );
  await opened.query(
    `INSERT INTO attachment (id, incident_id, name, media_type, size_bytes, sha256, added_at, added_by)
     VALUES ($1, $2, 'secret.txt', 'text/plain', 1, '', now(), '{}')`,
    [randomUUID(), incident],
  );
  await opened.query(
    `INSERT INTO outbox (position, id, event, recorded_at, subject, incident_id, canonical)
     VALUES (1, $1, 'incident.declared', now(), 'incident:x', $2, '{}')`,
    [randomUUID(), incident],
  );
  return { incident, report, participant, stranger };
}

const hidden = [
  'incident',
  'report',
  'report_message',
  'task',
  'measure',
  'attachment',
  'incident_participant',
  'outbox',
];

/** Counts what the application role sees with this context; null leaves a setting unset. */
async function countsSeen(
  opened: TestDatabase,
  context: { person?: string; permissions?: string },
): Promise<Record<string, number>> {
  const client = new pg.Client(opened.application);
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const [name, value] of Object.entries(context)) {
      await client.query(`SELECT set_config($1, $2, true)`, [`belfry.${name}`, value]);
    }
    const counts: Record<string, number> = {};
    for (const table of hidden) {
      const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
      counts[table] = rows[0]?.count ?? -1;
    }
    return counts;
  } finally {
    await client.end();
  }
}

const none = Object.fromEntries(hidden.map((table) => [table, 0]));
const EVERYTHING =
  'reports.read,incidents.read,incidents.work,history.read,people.manage,organisation.manage';

// Danger: a query that forgot to say who asks, and shows everything.
test('row-level security shows nothing while the context is unset', async (t) => {
  const opened = await openTestDatabase(t);
  await aRestrictedIncident(opened);
  assert.deepEqual(await countsSeen(opened, {}), none);
});

// Danger: an administrator who reads a restricted incident by being administrator.
test('row-level security hides a restricted incident from every permission there is', async (t) => {
  const opened = await openTestDatabase(t);
  const scene = await aRestrictedIncident(opened);
  assert.deepEqual(await countsSeen(opened, { person: scene.stranger, permissions: EVERYTHING }), none);
  assert.deepEqual(await countsSeen(opened, { permissions: EVERYTHING }), none);
  assert.deepEqual(await countsSeen(opened, { person: randomUUID(), permissions: EVERYTHING }), none);
});

test('row-level security shows a restricted incident to its participants', async (t) => {
  const opened = await openTestDatabase(t);
  const scene = await aRestrictedIncident(opened);
  assert.deepEqual(
    await countsSeen(opened, { person: scene.participant, permissions: '' }),
    Object.fromEntries(hidden.map((table) => [table, 1])),
  );
});

test('row-level security fails loudly on a context that is not a person', async (t) => {
  const opened = await openTestDatabase(t);
  await aRestrictedIncident(opened);
  await assert.rejects(countsSeen(opened, { person: "' OR true --", permissions: EVERYTHING }), /uuid/);
});

// Danger: a table added next year that names an incident and stands outside the wall.
test('every table that names an incident or a report has row-level security', async (t) => {
  const opened = await openTestDatabase(t);
  const bare = await opened.query<{ table_name: string }>(
    `SELECT DISTINCT c.table_name FROM information_schema.columns c
     JOIN pg_class k ON k.relname = c.table_name AND k.relkind = 'r'
     WHERE c.table_schema = 'public' AND c.column_name IN ('incident_id', 'report_id') AND NOT k.relrowsecurity`,
  );
  assert.deepEqual(
    bare.map((row) => row.table_name).filter((name) => outsideTheWall[name] === undefined),
    [],
  );
});

test('the application role owns nothing and passes no wall', async (t) => {
  const opened = await openTestDatabase(t);
  const [role] = await opened.query<{
    rolsuper: boolean;
    rolbypassrls: boolean;
    rolcreaterole: boolean;
    owned: number;
  }>(
    `SELECT rolsuper, rolbypassrls, rolcreaterole,
       (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned FROM pg_roles r WHERE rolname = 'belfry_app'`,
  );
  assert.deepEqual(role, { rolsuper: false, rolbypassrls: false, rolcreaterole: false, owned: 0 });
});

// Danger: a record that says append-only and can be changed.
test('the record cannot be changed, deleted or emptied, by the application or by the owner', async (t) => {
  const opened = await openTestDatabase(t);
  const scene = await aRestrictedIncident(opened);
  const client = new pg.Client(opened.application);
  await client.connect();
  opened.closeFirst(() => client.end());
  await client.query(`SELECT set_config('belfry.person', $1, false)`, [scene.participant]);
  for (const statement of [`UPDATE outbox SET canonical = 'x'`, 'DELETE FROM outbox', 'TRUNCATE outbox']) {
    await assert.rejects(client.query(statement), /permission denied/, statement);
    await assert.rejects(
      opened.query(statement.replace('TRUNCATE outbox', 'TRUNCATE outbox CASCADE')),
      /only ever appended/,
      statement,
    );
  }
});

// Danger: findings name sources and accounts of the logbook, and lead to incidents.
test('findings are seen with their permission only, and lead to no report or incident beyond the wall', async (t) => {
  const opened = await openTestDatabase(t);
  const scene = await aRestrictedIncident(opened);
  await opened.query(
    `INSERT INTO finding (id, reference, rule_id, title, level, key, key_digest, subject_digest, state, hit_count, first_at,
       last_at, opened_at, window_until, recorded_count, recorded_at, report_id)
     VALUES ($1, 'FND-2026-0001', $2, 'Log cleared', 'high', '[]', '', '', 'reported', 1, now(), now(), now(), now(), 1, now(), $3)`,
    [randomUUID(), await insertRule(opened), scene.report],
  );
  const seenWith = async (permissions: string) => {
    const client = new pg.Client(opened.application);
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        `SELECT set_config('belfry.person', $1, true), set_config('belfry.permissions', $2, true)`,
        [scene.stranger, permissions],
      );
      const { rows } = await client.query(
        'SELECT f.reference, r.reference AS report FROM finding f LEFT JOIN report r ON r.id = f.report_id',
      );
      return rows;
    } finally {
      await client.end();
    }
  };
  assert.deepEqual(await seenWith(EVERYTHING), []);
  assert.deepEqual(await seenWith(`${EVERYTHING},findings.read`), [
    { reference: 'FND-2026-0001', report: null },
  ]);
});

// Danger: what a hunt found tells accounts and addresses of the logbook to whoever may write rules.
test('hunts and what they found are seen with both permissions only: to try rules, and to look into the log', async (t) => {
  const opened = await openTestDatabase(t);
  const scene = await aRestrictedIncident(opened);
  const id = randomUUID();
  await opened.query(
    `INSERT INTO hunt (id, yaml, companions, placeholders, title, purpose, from_at, until_at, state, asked_at, asked_by,
       changed_at)
     VALUES ($1, '', '[]', '{}', 'Failed login', 'Try it', '2026-01-01', '2026-01-02', 'waiting', now(), $2, now())`,
    [id, scene.stranger],
  );
  await opened.query(
    `INSERT INTO hunt_hit VALUES ($1, 1, 'Failed login', '[["user", "root"]]', 1, now(), now(), '[]')`,
    [id],
  );
  const seenWith = async (permissions: string) => {
    const client = new pg.Client(opened.application);
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        `SELECT set_config('belfry.person', $1, true), set_config('belfry.permissions', $2, true)`,
        [scene.stranger, permissions],
      );
      const hunts = await client.query('SELECT 1 FROM hunt');
      const hits = await client.query('SELECT 1 FROM hunt_hit');
      return [hunts.rowCount, hits.rowCount];
    } finally {
      await client.end();
    }
  };
  assert.deepEqual(await seenWith('detection.manage,findings.read'), [0, 0]);
  assert.deepEqual(await seenWith('log.search,findings.read'), [0, 0]);
  assert.deepEqual(await seenWith('detection.manage,log.search'), [1, 1]);
});
