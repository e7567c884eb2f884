// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openTestDatabase } from './database.ts';

const MARKS = 1_500;
const desk = fileURLToPath(new URL('./ringing-desk.ts', import.meta.url));

// Danger: two desks on one database, and a person is called twice for one limit, or each desk leaves it to the other.
test(`two desk processes that ring ${MARKS} marks at once lose no page and double none`, async (t) => {
  const { application, query } = await openTestDatabase(t);
  const owner = randomUUID();
  await query(
    `INSERT INTO person (id, name, email, language, roles, state, created_at)
     VALUES ($1, 'owner', 'owner@example.org', 'en', ARRAY['handler'], 'active', now())`,
    [owner],
  );
  await query(
    `INSERT INTO incident (id, reference, title, status, severity, tlp, personal_data, restricted, declared_at, updated_at)
     SELECT gen_random_uuid(), 'INC-2026-' || (10000 + n), 'Limit', 'confirmed', 'important', 'TLP:AMBER', 'unknown', false, now(), now()
     FROM generate_series(1, $1) n`,
    [MARKS],
  );
  await query(
    `INSERT INTO obligation (id, incident_id, regime_id, regime_version, stage_id, occurrence, kind, duty, state, due_at, is_without_undue_delay, started_at, late_rule, owner_id, changed_at)
     SELECT gen_random_uuid(), id, 'gdpr', 1, 'authority', 1, 'notification', 'owed', 'running', now() + interval '1 day', false, now() - interval '1 day', 'none_stated', $1, now() FROM incident`,
    [owner],
  );
  await query(
    `INSERT INTO obligation_mark (id, obligation_id, percent, due_at, rings_at)
     SELECT gen_random_uuid(), id, 50, due_at, now() - interval '1 second' FROM obligation`,
  );
  const desks = [1, 2].map(() =>
    spawn(process.execPath, [desk, JSON.stringify(application)], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  t.after(() => desks.map((child) => child.kill('SIGKILL')));
  const ended = desks.map((child) => once(child, 'exit'));
  await Promise.all(desks.map(({ stdout }) => once(stdout, 'data')));
  for (const { stdin } of desks) stdin.end();
  assert.deepEqual((await Promise.all(ended)).flat(), [0, null, 0, null]);
  const [counts] = await query<Record<string, string>>(`
    SELECT (SELECT count(*) FROM obligation_mark WHERE rang_at IS NOT NULL AND dropped_at IS NULL) AS rang,
      (SELECT count(*) FROM alert) AS alerts,
      (SELECT count(*) FROM outbox WHERE event = 'alert.raised') AS raised,
      (SELECT count(*) FROM outbox WHERE event = 'alert.sent') AS sent,
      (SELECT count(*) FROM alert a WHERE 1 = (SELECT count(*) FROM mail m
        WHERE m.alert_id = ANY (array_prepend(a.id, a.called_with)))) AS told`);
  assert.deepEqual(
    Object.values(counts ?? {}).map(Number),
    [MARKS, MARKS, MARKS, MARKS, MARKS],
    'each mark rang once, has one page with one entry, and one mail tells it',
  );
});
