-- SPDX-License-Identifier: Apache-2.0
-- A token made for one purpose sees what that purpose needs. Taking part in an incident opens it to the person and
-- to tokens that may read or work incidents; a token with other scopes that leaks shows nothing of it.

CREATE FUNCTION context_participant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN coalesce(current_setting('belfry.narrowed', true), '') = 'on' THEN NULL ELSE context_person() END $$;

-- The incident this very transaction declared, or answers about having declared.
CREATE FUNCTION context_incident() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('belfry.incident', true), '')::uuid $$;

-- Counting reads the index alone, wall included.
DROP INDEX incident_count;
CREATE INDEX incident_count ON incident (status, severity) INCLUDE (restricted, participant_ids, id);

ALTER POLICY incident_wall ON incident
  USING (
    (NOT restricted AND (SELECT context_may('incidents.read')))
    OR participant_ids @> ARRAY[(SELECT context_participant())]
    OR id = (SELECT context_incident())
    OR (SELECT context_is_system())
  );

ALTER POLICY report_wall ON report
  USING (
    (NOT restricted AND (SELECT context_may('reports.read')))
    OR participant_ids @> ARRAY[(SELECT context_participant())]
    OR id = (SELECT context_report())
    OR (SELECT context_is_system())
  );

-- A definer function opens an incident to nobody, whatever it is called with: the wall is repeated whole.
CREATE OR REPLACE FUNCTION report_words_visible(restricted boolean, participant_ids uuid[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (NOT restricted AND context_may('reports.read'))
    OR participant_ids @> ARRAY[context_participant()] OR context_is_system()
$$;
CREATE OR REPLACE FUNCTION incident_words_visible(restricted boolean, participant_ids uuid[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (NOT restricted AND context_may('incidents.read'))
    OR participant_ids @> ARRAY[context_participant()] OR context_is_system()
$$;
CREATE OR REPLACE FUNCTION incidents_with_words(patterns text[], count_max integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  condition text := '((NOT restricted AND (SELECT context_may(''incidents.read''))) OR participant_ids @> ARRAY[(SELECT context_participant())] OR (SELECT context_is_system()))';
  pattern text;
BEGIN
  FOREACH pattern IN ARRAY patterns LOOP
    condition := condition || format(
      ' AND (reference || '' '' || title || '' '' || coalesce(summary, '''')) ILIKE %L', pattern);
  END LOOP;
  RETURN QUERY EXECUTE format('SELECT id FROM incident WHERE %s LIMIT %s', condition, count_max);
END $$;

-- One's own acts are for oneself, and for tokens that are.
ALTER POLICY outbox_wall ON outbox USING (
  (SELECT context_is_system())
  OR CASE
    WHEN incident_id IS NOT NULL THEN sees_incident(incident_id)
    WHEN report_id IS NOT NULL THEN sees_report(report_id)
    ELSE (SELECT context_may('history.read')) OR actor_id = (SELECT context_participant())
  END
);
