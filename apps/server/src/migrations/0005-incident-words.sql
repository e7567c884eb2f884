-- SPDX-License-Identifier: Apache-2.0
-- Finding incidents by their words, beside row-level security: ILIKE is not leakproof, so under a policy the
-- planner may not use the trigram index. This function runs as the owner, repeats the wall in its own conditions and
-- gives back identifiers only; the caller reads the rows through the policies.

-- `patterns` are ILIKE patterns, all of which must match. Stops at count_max, in no order: a word that common is
-- looked for along the list instead, where it is found soon.
CREATE FUNCTION incidents_with_words(patterns text[], count_max integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  condition text := '((NOT restricted AND (SELECT context_may(''incidents.read''))) OR participant_ids @> ARRAY[(SELECT context_person())] OR (SELECT context_is_system()))';
  pattern text;
BEGIN
  FOREACH pattern IN ARRAY patterns LOOP
    condition := condition || format(
      ' AND (reference || '' '' || title || '' '' || coalesce(summary, '''')) ILIKE %L', pattern);
  END LOOP;
  RETURN QUERY EXECUTE format('SELECT id FROM incident WHERE %s LIMIT %s', condition, count_max);
END $$;
