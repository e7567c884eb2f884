// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';

export const INCIDENTS = 100_000;
export const REPORTS = 300_000;
/** Reports nobody decided on yet. */
const WAITING = 400;

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
  const indexes = await takeAway(client);
  await client.query(`CREATE TEMP TABLE numbered AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, ${INCIDENTS}) n;
    CREATE UNIQUE INDEX ON numbered (n); ANALYZE numbered`);
  await client.query(`
    INSERT INTO incident (id, reference, title, summary, status, severity, tlp, personal_data, restricted, declared_at, updated_at)
    SELECT id, 'INC-' || (2025 + n % 2) || '-' || lpad(n::text, 6, '0'), ${title(1)},
      repeat(${word(7)} || ' ' || ${word(8)} || ' ', 12),
      (ARRAY['pending','confirmed','resolved','closed','closed','closed','closed','dismissed'])[1 + n % 8],
      (ARRAY['critical','important','medium','low',NULL])[1 + n % 5],
      'TLP:AMBER', (ARRAY['unknown','no','yes'])[1 + n % 3], n % 50 = 0,
      now() - (n * interval '10 minutes'), now() - (n * interval '9 minutes')
    FROM numbered`);
  await client.query(
    `
    INSERT INTO incident_participant (incident_id, person_id, role, since)
    SELECT id, $1, 'lead', declared_at FROM incident WHERE right(reference, 2) IN ('00', '07')`,
    [personId],
  );
  await loadQueues(client, personId);
  const answered = `CASE WHEN n > ${WAITING} THEN now() - (n * interval '3 minutes') + (1 + abs(hashint4(n)) % 4000) * interval '1 minute' END`;
  await client.query(
    `
    INSERT INTO report (id, reference, state, kind, channel, category, summary, description, ongoing, anonymous, language,
      reporter_name, reporter_email, reported_at, content_sha256, decided_at, incident_id, first_answered_at, queue_id, handler_id)
    SELECT gen_random_uuid(), 'REP-' || (2025 + n % 2) || '-' || lpad(n::text, 6, '0'),
      (CASE WHEN n <= ${WAITING} THEN 'waiting' WHEN n % 3 = 0 THEN 'accepted' WHEN n % 3 = 1 THEN 'duplicate' ELSE 'declined' END),
      'incident', (ARRAY['form','mail','api','detection'])[1 + n % 4], (ARRAY['phishing','malware','outage',NULL])[1 + n % 4],
      ${title(3)}, repeat(${word(9)} || ' ', 40),
      'unknown', false, 'nl', 'Reporter ' || n, 'reporter' || n || '@example.org',
      now() - (n * interval '3 minutes'), md5(n::text),
      CASE WHEN n > ${WAITING} THEN now() - (n * interval '2 minutes') END,
      (SELECT id FROM numbered i WHERE r.n > ${WAITING} AND r.n % 3 = 0 AND i.n = r.n / 3), ${answered},
      (SELECT id FROM triage_queue WHERE place = abs(hashint4(n)) % 7),
      CASE WHEN n > ${WAITING} AND abs(hashint4(n)) % 10 = 0 THEN $1::uuid END
    FROM generate_series(1, ${REPORTS}) r (n)`,
    [personId],
  );
  await client.query('SELECT recount_reports()');
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
  // One build of each costs less than three hundred thousand additions.
  for (const index of indexes) await client.query(index);
  await client.query('VACUUM ANALYZE');
}

/** Takes the indexes of words away, and the trigger that counts reports one by one. @returns what puts them back */
async function takeAway(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('incident', 'report') AND indexdef LIKE '% USING gin %'",
  );
  for (const { indexname } of rows) await client.query(`DROP INDEX ${indexname}`);
  await client.query('ALTER TABLE report DISABLE TRIGGER report_tallied');
  return [...rows.map(({ indexdef }) => indexdef), 'ALTER TABLE report ENABLE TRIGGER report_tallied'];
}

/** Five queues, and rules that lead to them. */
async function loadQueues(client: pg.Client, personId: string): Promise<void> {
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
}
