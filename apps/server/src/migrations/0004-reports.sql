-- SPDX-License-Identifier: Apache-2.0
-- The public form, the queue of triage, and finding reports by their words.

-- What the report was before the last decision, so that one decision can be taken back. Null when there is none.
ALTER TABLE report ADD COLUMN before_decision jsonb;

CREATE INDEX report_open ON report (reported_at, id) WHERE state IN ('waiting', 'asked', 'snoozed');
CREATE INDEX report_channel ON report (channel, reported_at, id);
CREATE INDEX report_kind ON report (kind, reported_at, id);

-- Whoever entered a report sees it until it becomes part of an incident: a department representative may not read
-- the queue, and still adds the files that belong to what they reported.
CREATE POLICY report_own ON report FOR SELECT
  USING (reporter_id = (SELECT context_person()) AND incident_id IS NULL);

-- The public form while it is being filled in. The identifier is derived from the unguessable token in the
-- address, which is kept nowhere; the context of the transaction carries it.
CREATE TABLE report_draft (
  id uuid PRIMARY KEY,
  answers jsonb NOT NULL,
  started_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX report_draft_expires ON report_draft (expires_at);
CREATE TABLE report_draft_file (
  id uuid PRIMARY KEY,
  draft_id uuid NOT NULL REFERENCES report_draft ON DELETE CASCADE,
  name text NOT NULL,
  media_type text NOT NULL,
  size_bytes bigint NOT NULL,
  sha256 text NOT NULL,
  added_at timestamptz NOT NULL
);
CREATE INDEX report_draft_file_draft ON report_draft_file (draft_id);
CREATE INDEX report_draft_file_sha256 ON report_draft_file (sha256);
CREATE INDEX attachment_sha256 ON attachment (sha256);

ALTER TABLE report_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY report_draft_wall ON report_draft
  USING (id = (SELECT context_report()) OR (SELECT context_is_system()));
ALTER TABLE report_draft_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY report_draft_file_wall ON report_draft_file
  USING (draft_id = (SELECT context_report()) OR (SELECT context_is_system()));
GRANT SELECT, INSERT, UPDATE, DELETE ON report_draft, report_draft_file TO belfry_app;

-- Names the incident a reporter's own message belongs to, for the record. A reporter sees no incident.
CREATE FUNCTION incident_of_own_report() RETURNS TABLE (id uuid, reference text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, i.reference FROM report r JOIN incident i ON i.id = r.incident_id WHERE r.id = context_report()
$$;

-- Word search beside row-level security. LIKE and % are not leakproof, so under a policy the planner may not use
-- the trigram indexes. These functions run as the owner, repeat the wall in their own conditions, and give back
-- identifiers only; the caller then reads the rows through the policies.
CREATE FUNCTION report_words_visible(restricted boolean, participant_ids uuid[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (NOT restricted AND context_may('reports.read'))
    OR participant_ids @> ARRAY[context_person()] OR context_is_system()
$$;

-- `patterns` are LIKE patterns, all of which must match; `page` narrows like the list does.
CREATE FUNCTION reports_with_words(patterns text[], page jsonb) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  condition text := 'report_words_visible(restricted, participant_ids)';
  pattern text;
  direction text := CASE WHEN page ->> 'order' = 'oldest' THEN 'ASC' ELSE 'DESC' END;
BEGIN
  FOREACH pattern IN ARRAY patterns LOOP
    condition := condition || format(
      ' AND (reference || '' '' || summary || '' '' || coalesce(description, '''')) ILIKE %L', pattern);
  END LOOP;
  IF page ->> 'state' = 'open' THEN
    condition := condition || format(
      ' AND state IN (''waiting'', ''asked'', ''snoozed'') AND CASE state WHEN ''waiting'' THEN true WHEN ''asked'' THEN unread_from_reporter > 0 ELSE snoozed_until <= %L END',
      page ->> 'now');
  ELSIF page ->> 'state' IS NOT NULL THEN
    condition := condition || format(' AND state = %L', page ->> 'state');
  END IF;
  IF page ->> 'channel' IS NOT NULL THEN
    condition := condition || format(' AND channel = %L', page ->> 'channel');
  END IF;
  IF page ->> 'kind' IS NOT NULL THEN
    condition := condition || format(' AND kind = %L', page ->> 'kind');
  END IF;
  IF page ->> 'afterAt' IS NOT NULL THEN
    condition := condition || format(' AND (reported_at, id) %s (%L::timestamptz, %L::uuid)',
      CASE WHEN direction = 'ASC' THEN '>' ELSE '<' END, page ->> 'afterAt', page ->> 'afterId');
  END IF;
  RETURN QUERY EXECUTE format('SELECT id FROM report WHERE %s ORDER BY reported_at %s, id %s LIMIT %s',
    condition, direction, direction, (page ->> 'limit')::integer);
END $$;

-- What looks alike, in two ways. Duplicates come close to one another, so the nearest in time are compared one by
-- one: bounded work, however many there are. The trigram index looks through all of them: its work grows with their
-- number, so the caller gives it a time limit. 0.3 is pg_trgm's own threshold of `%`.
CREATE FUNCTION reports_alike_nearby(words text, besides uuid, around timestamptz, nearest integer, count_max integer)
RETURNS TABLE (id uuid, likeness real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT near.id, likeness FROM (
    (SELECT r.id, r.summary FROM report r
      WHERE r.reported_at >= around AND report_words_visible(r.restricted, r.participant_ids)
      ORDER BY r.reported_at, r.id LIMIT nearest)
    UNION ALL
    (SELECT r.id, r.summary FROM report r
      WHERE r.reported_at < around AND report_words_visible(r.restricted, r.participant_ids)
      ORDER BY r.reported_at DESC, r.id DESC LIMIT nearest)
  ) near, LATERAL (SELECT similarity(left(near.summary, 200), words) AS likeness) compared
  WHERE near.id <> besides AND likeness >= 0.3
  ORDER BY likeness DESC LIMIT count_max
$$;

CREATE FUNCTION reports_alike_anywhere(words text, besides uuid, count_max integer)
RETURNS TABLE (id uuid, likeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY EXECUTE
    'SELECT r.id, similarity(r.summary, $1) FROM report r
      WHERE r.summary % $1 AND r.id <> $2 AND report_words_visible(r.restricted, r.participant_ids)
      ORDER BY 2 DESC, r.reported_at DESC LIMIT $3'
    USING words, besides, count_max;
END $$;

CREATE FUNCTION incident_words_visible(restricted boolean, participant_ids uuid[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (NOT restricted AND context_may('incidents.read'))
    OR participant_ids @> ARRAY[context_person()] OR context_is_system()
$$;

CREATE FUNCTION incidents_alike_nearby(words text, around timestamptz, nearest integer, count_max integer)
RETURNS TABLE (id uuid, likeness real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT near.id, likeness FROM (
    (SELECT i.id, i.title, i.status FROM incident i
      WHERE i.declared_at >= around AND incident_words_visible(i.restricted, i.participant_ids)
      ORDER BY i.declared_at, i.id LIMIT nearest)
    UNION ALL
    (SELECT i.id, i.title, i.status FROM incident i
      WHERE i.declared_at < around AND incident_words_visible(i.restricted, i.participant_ids)
      ORDER BY i.declared_at DESC, i.id DESC LIMIT nearest)
  ) near, LATERAL (SELECT similarity(near.title, words) AS likeness) compared
  WHERE near.status NOT IN ('dismissed', 'merged') AND likeness >= 0.3
  ORDER BY likeness DESC LIMIT count_max
$$;

CREATE FUNCTION incidents_alike_anywhere(words text, count_max integer) RETURNS TABLE (id uuid, likeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY EXECUTE
    'SELECT i.id, similarity(i.title, $1) FROM incident i
      WHERE i.title % $1 AND i.status NOT IN (''dismissed'', ''merged'')
        AND incident_words_visible(i.restricted, i.participant_ids)
      ORDER BY 2 DESC, i.declared_at DESC LIMIT $2'
    USING words, count_max;
END $$;
