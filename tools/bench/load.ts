// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';

export const INCIDENTS = 100_000;
export const REPORTS = 300_000;

const words = [
  'phishing',
  'mail',
  'invoice',
  'laptop',
  'ransomware',
  'login',
  'payroll',
  'server',
  'backup',
  'library',
  'firewall',
  'certificate',
  'printer',
  'account',
  'password',
  'website',
  'database',
  'supplier',
  'badge',
  'camera',
  'social',
  'service',
  'water',
  'school',
  'permit',
  'citizen',
  'archive',
  'tablet',
  'network',
  'portal',
];

/**
 * Fills a desk as two years of heavy use would: incidents in every status, reports of every state, entries in the
 * record. Straight into the tables as the owner: what is measured afterwards goes through HTTP.
 */
export async function loadDesk(client: pg.Client, personId: string): Promise<void> {
  const list = `ARRAY[${words.map((word) => `'${word}'`).join(',')}]`;
  const word = (salt: number) => `(${list})[1 + abs(hashint4(n * 31 + ${salt})) % ${words.length}]`;
  const title = (salt: number) =>
    `initcap(${word(salt)}) || ' ' || ${word(salt + 1)} || ' ' || ${word(salt + 2)} || ' case ' || n`;
  await client.query(`
    INSERT INTO incident (id, reference, title, summary, status, severity, tlp, personal_data, restricted, declared_at, updated_at)
    SELECT gen_random_uuid(), 'INC-' || (2025 + n % 2) || '-' || lpad(n::text, 6, '0'), ${title(1)},
      repeat(${word(7)} || ' ' || ${word(8)} || ' ', 12),
      (ARRAY['pending','confirmed','resolved','closed','closed','closed','closed','dismissed'])[1 + n % 8],
      (ARRAY['critical','important','medium','low',NULL])[1 + n % 5],
      'TLP:AMBER', (ARRAY['unknown','no','yes'])[1 + n % 3], n % 50 = 0,
      now() - (n * interval '10 minutes'), now() - (n * interval '9 minutes')
    FROM generate_series(1, ${INCIDENTS}) n`);
  await client.query(
    `
    INSERT INTO incident_participant (incident_id, person_id, role, since)
    SELECT id, $1, 'lead', declared_at FROM incident WHERE right(reference, 2) IN ('00', '07')`,
    [personId],
  );
  await client.query(
    `
        INSERT INTO report (id, reference, state, kind, channel, summary, description, ongoing, anonymous, language,
      reporter_name, reporter_email, reported_at, content_sha256, decided_at)
    SELECT gen_random_uuid(), 'REP-' || (2025 + n % 2) || '-' || lpad(n::text, 6, '0'),
      (CASE WHEN n <= 400 THEN 'waiting' WHEN n % 3 = 0 THEN 'accepted' WHEN n % 3 = 1 THEN 'duplicate' ELSE 'declined' END),
      'incident', (ARRAY['form','mail','api','detection'])[1 + n % 4], ${title(3)}, repeat(${word(9)} || ' ', 40),
      'unknown', false, 'nl', 'Reporter ' || n, 'reporter' || n || '@example.org',
      now() - (n * interval '3 minutes'), md5(n::text),
      CASE WHEN n > 400 THEN now() - (n * interval '2 minutes') END
    FROM generate_series(1, ${REPORTS}) n`,
  );
  await client.query(`
    WITH i AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM incident),
         r AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM report WHERE state = 'accepted')
    UPDATE report SET incident_id = i.id FROM r JOIN i ON i.n = r.n WHERE report.id = r.id`);
  await client.query(
    `
    WITH lines AS (
      SELECT i.*, (SELECT position FROM outbox_head) + row_number() OVER () AS position
      FROM incident i CROSS JOIN generate_series(1, 5))
    INSERT INTO outbox (position, id, event, recorded_at, actor_id, subject, incident_id, canonical)
    SELECT i.position, gen_random_uuid(), 'incident.changed', i.declared_at, $1::uuid, 'incident:' || i.id, i.id,
      json_build_object('v', 1, 'id', gen_random_uuid(), 'position', i.position, 'event', 'incident.changed',
        'recordedAt', i.declared_at, 'occurredAt', i.declared_at,
        'actor', json_build_object('kind', 'person', 'id', $1::uuid, 'name', 'Bench'),
        'subject', json_build_object('kind', 'incident', 'id', i.id, 'reference', i.reference),
        'incident', json_build_object('id', i.id, 'reference', i.reference),
        'changes', json_build_array(json_build_object('field', 'title', 'from', null, 'to', i.title)))::text
    FROM lines i`,
    [personId],
  );
  await client.query(`UPDATE outbox_head SET position = (SELECT max(position) FROM outbox)`);
  await client.query(`INSERT INTO reference_counter (kind, year, last) VALUES ('INC', 2026, 200000), ('REP', 2026, 400000)
    ON CONFLICT (kind, year) DO UPDATE SET last = excluded.last`);
  await loadTriage(client, personId);
  await client.query('VACUUM ANALYZE');
}

/** Five queues, rules that lead to them, and reports in them as two years of routing would leave them. */
async function loadTriage(client: pg.Client, personId: string): Promise<void> {
  await client.query(`
    INSERT INTO triage_queue (id, place, name, added_at)
    SELECT gen_random_uuid(), n, 'Queue ' || n, now() FROM generate_series(1, 5) n`);
  await client.query(
    `
    INSERT INTO routing_rules (version, rules, saved_at, saved_by)
    SELECT 1, json_agg(json_build_object('id', gen_random_uuid(), 'name', 'Rule ' || n, 'isOn', true,
      'queue', (SELECT id FROM triage_queue WHERE place = 1 + n % 5), 'handler', CASE WHEN n % 4 = 0 THEN $1::uuid END,
      'conditions', json_build_object('channels', '[]'::json, 'kinds', '[]'::json, 'categories', '[]'::json,
        'words', json_build_array('woord' || n || '*', ($2::text[])[n]), 'wordMode', 'any', 'senders', '[]'::json,
        'cameThrough', '[]'::json, 'languages', '[]'::json, 'anonymous', null, 'ongoing', '[]'::json))), now(), $1::uuid
    FROM generate_series(1, 30) n`,
    [personId, words],
  );
  await client.query(
    `
    UPDATE report SET first_answered_at = reported_at + (1 + abs(hashtext(reference)) % 4000) * interval '1 minute',
      queue_id = (SELECT id FROM triage_queue WHERE place = abs(hashtext(reference)) % 7),
      handler_id = CASE WHEN abs(hashtext(reference)) % 10 = 0 THEN $1::uuid END
    WHERE state <> 'waiting'`,
    [personId],
  );
  await client.query(`
    UPDATE report SET queue_id = (SELECT id FROM triage_queue WHERE place = abs(hashtext(reference)) % 7)
    WHERE state = 'waiting'`);
}
