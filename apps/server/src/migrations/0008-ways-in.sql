-- SPDX-License-Identifier: Apache-2.0
-- More ways in, and the wall around whistle-blowers' reports.

ALTER TABLE report DROP CONSTRAINT report_kind_check;
ALTER TABLE report ADD CONSTRAINT report_kind_check
  CHECK (kind IN ('incident', 'near_miss', 'weakness', 'threat', 'whistleblowing'));
ALTER TABLE report DROP CONSTRAINT report_channel_check;
ALTER TABLE report ADD CONSTRAINT report_channel_check
  CHECK (channel IN ('form', 'api', 'desk', 'phone', 'mail', 'webhook', 'detection', 'import'));

-- Directive (EU) 2019/1937 Art. 16: the identity of a whistle-blower is known to designated staff and to nobody
-- else. Such a report never becomes part of an incident; what is handed over carries no link that others can follow.
ALTER TABLE report ADD CONSTRAINT report_whistleblowing_apart CHECK (kind <> 'whistleblowing' OR incident_id IS NULL);

ALTER POLICY report_wall ON report
  USING (
    (kind <> 'whistleblowing' AND NOT restricted AND (SELECT context_may('reports.read')))
    OR (kind = 'whistleblowing' AND (SELECT context_may('whistleblowing.handle')))
    OR participant_ids @> ARRAY[(SELECT context_participant())]
    OR id = (SELECT context_report())
    OR (SELECT context_is_system())
  );

-- What it is about and what it turned out to be, as identifiers of the organisation's own vocabularies.
ALTER TABLE report ADD COLUMN category text;
ALTER TABLE report ADD COLUMN qualification text;
CREATE INDEX report_category ON report (category, reported_at, id) WHERE category IS NOT NULL;
CREATE INDEX report_qualification ON report (qualification, reported_at, id) WHERE qualification IS NOT NULL;

-- A definer function opens a report to nobody: the wall is repeated whole.
CREATE FUNCTION report_words_visible(kind text, restricted boolean, participant_ids uuid[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (kind <> 'whistleblowing' AND NOT restricted AND context_may('reports.read'))
    OR (kind = 'whistleblowing' AND context_may('whistleblowing.handle'))
    OR participant_ids @> ARRAY[context_participant()] OR context_is_system()
$$;

CREATE OR REPLACE FUNCTION reports_alike_nearby(words text, besides uuid, around timestamptz, nearest integer, count_max integer)
RETURNS TABLE (id uuid, likeness real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT near.id, likeness FROM (
    (SELECT r.id, r.summary FROM report r
      WHERE r.reported_at >= around AND report_words_visible(r.kind, r.restricted, r.participant_ids)
      ORDER BY r.reported_at, r.id LIMIT nearest)
    UNION ALL
    (SELECT r.id, r.summary FROM report r
      WHERE r.reported_at < around AND report_words_visible(r.kind, r.restricted, r.participant_ids)
      ORDER BY r.reported_at DESC, r.id DESC LIMIT nearest)
  ) near, LATERAL (SELECT similarity(left(near.summary, 200), words) AS likeness) compared
  WHERE near.id <> besides AND likeness >= 0.3
  ORDER BY likeness DESC LIMIT count_max
$$;

CREATE OR REPLACE FUNCTION reports_alike_anywhere(words text, besides uuid, count_max integer)
RETURNS TABLE (id uuid, likeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY EXECUTE
    'SELECT r.id, similarity(r.summary, $1) FROM report r
      WHERE r.summary % $1 AND r.id <> $2 AND report_words_visible(r.kind, r.restricted, r.participant_ids)
      ORDER BY 2 DESC, r.reported_at DESC LIMIT $3'
    USING words, besides, count_max;
END $$;

DROP FUNCTION report_words_visible(boolean, uuid[]);
