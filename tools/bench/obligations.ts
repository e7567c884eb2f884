// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';

export const OPEN_OBLIGATIONS = 10_000;

/**
 * Open obligations over the newest incidents, due from yesterday to three months ahead, and as many again that wait,
 * ask for a decision or were met: what a dashboard has to leave out.
 */
export async function loadObligations(client: Pick<pg.Client, 'query'>): Promise<void> {
  await client.query(`
    INSERT INTO obligation (id, incident_id, regime_id, regime_version, stage_id, occurrence, kind, duty, state, due_at,
      is_without_undue_delay, started_by, started_at, met_at, due_when_met_at, late_rule, why, asks, changed_at)
    SELECT gen_random_uuid(), i.id, r.regime, 1, r.stage, 1, r.kind, 'owed', r.state,
      CASE WHEN r.state IN ('running', 'met') THEN now() + ((i.n * 5 + r.n) % ${OPEN_OBLIGATIONS}) * interval '13 minutes' - interval '1 day' END,
      false, '{"kind":"moment","names":["awareness"],"at":"2026-11-22T08:00:00.000Z"}', now() - interval '1 hour',
      CASE WHEN r.state = 'met' THEN now() - (i.n % 80) * interval '1 day' END, NULL, 'reasons_required', '[]',
      r.state = 'undecided', now()
    FROM (SELECT id, row_number() OVER (ORDER BY declared_at DESC) AS n FROM incident ORDER BY declared_at DESC LIMIT ${OPEN_OBLIGATIONS / 5}) i
    CROSS JOIN (VALUES
      (1, 'nis2-be', 'early_warning', 'early_warning', 'running'), (2, 'nis2-be', 'notification', 'notification', 'running'),
      (3, 'nis2-be', 'final', 'final', 'running'), (4, 'gdpr', 'authority', 'notification', 'running'),
      (5, 'dora', 'initial', 'notification', 'running'), (6, 'dora', 'final', 'final', 'waiting'),
      (7, 'nis2-be', 'intermediate', 'intermediate', 'waiting'), (8, 'gdpr', 'data_subjects', 'data_subject', 'undecided'),
      (9, 'dora', 'intermediate', 'intermediate', 'met'), (10, 'nis2-be', 'public', 'public', 'met')
    ) AS r (n, regime, stage, kind, state)`);
  await client.query('VACUUM ANALYZE obligation');
}
