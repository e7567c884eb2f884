-- SPDX-License-Identifier: Apache-2.0
-- Triage memory: queues, routing rules, canned texts, and how long a reporter waits for a first answer.

-- A queue is never deleted: reports of another day keep their word. A removed one takes no new reports.
CREATE TABLE triage_queue (
  id uuid PRIMARY KEY,
  place integer NOT NULL,
  name text NOT NULL,
  -- Language -> name, where it differs.
  translations jsonb NOT NULL DEFAULT '{}',
  -- Who prefers to work it. Nobody is locked out.
  person_ids uuid[] NOT NULL DEFAULT '{}',
  added_at timestamptz NOT NULL,
  removed_at timestamptz
);

-- Every version of the routing rules, whole and in order. The highest one routes.
CREATE TABLE routing_rules (
  version integer PRIMARY KEY CHECK (version > 0),
  rules jsonb NOT NULL,
  note text,
  saved_at timestamptz NOT NULL,
  saved_by uuid NOT NULL REFERENCES person
);
CREATE FUNCTION refuse_rule_change() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'A version of the routing rules is never changed'; END $$;
CREATE TRIGGER routing_rules_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON routing_rules
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rule_change();

CREATE TABLE canned_text (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  purposes text[] NOT NULL,
  -- Language -> text.
  texts jsonb NOT NULL,
  times_used integer NOT NULL DEFAULT 0,
  used_at timestamptz,
  changed_at timestamptz NOT NULL,
  removed_at timestamptz
);

GRANT SELECT, INSERT, UPDATE ON triage_queue, canned_text TO belfry_app;
GRANT SELECT, INSERT ON routing_rules TO belfry_app;

-- Where a report is worked. Null: it matched no rule, and nobody moved it.
ALTER TABLE report ADD COLUMN queue_id uuid REFERENCES triage_queue;
ALTER TABLE report ADD COLUMN handler_id uuid REFERENCES person;
-- The rule that suggested it, as it read then: {rule, version, name, queueId, handlerId}.
ALTER TABLE report ADD COLUMN routing jsonb;
-- Queue and handler before the last move by hand, so that it can be taken back.
ALTER TABLE report ADD COLUMN before_move jsonb;
-- Name of the mailbox or webhook it came through; rules may ask for it.
ALTER TABLE report ADD COLUMN came_through text;
-- The first message, question or decision of the desk. Taking a decision back does not unset it: the reporter was
-- answered. Automatic receipts are no answer.
ALTER TABLE report ADD COLUMN first_answered_at timestamptz;

-- Directive (EU) 2019/1937 Art. 16: rules that anybody of triage can read route no whistle-blower.
ALTER TABLE report ADD CONSTRAINT report_whistleblowing_unrouted CHECK (
  kind <> 'whistleblowing' OR (queue_id IS NULL AND handler_id IS NULL AND routing IS NULL AND before_move IS NULL));

UPDATE report SET first_answered_at = least(
  (SELECT min(written_at) FROM report_message WHERE report_id = report.id AND direction = 'to_reporter'),
  CASE WHEN state IN ('accepted', 'duplicate', 'declined') THEN decided_at END);

-- The order of the queue within one queue. `IS NULL` is no equality to the planner, so the queue of what matched no
-- rule has an index of its own.
CREATE INDEX report_queue_open ON report (queue_id, reported_at, id)
  WHERE queue_id IS NOT NULL AND state IN ('waiting', 'asked', 'snoozed');
CREATE INDEX report_no_queue_open ON report (reported_at, id)
  WHERE queue_id IS NULL AND state IN ('waiting', 'asked', 'snoozed');
CREATE INDEX report_queue ON report (queue_id, reported_at, id) WHERE queue_id IS NOT NULL;
CREATE INDEX report_handler ON report (handler_id, reported_at, id) WHERE handler_id IS NOT NULL;
-- Time to first answer reads the index alone, every column of the walls around `report` included.
CREATE INDEX report_first_answered ON report (first_answered_at)
  INCLUDE (reported_at, channel, queue_id, kind, restricted, participant_ids, excluded_ids, id, reporter_id, incident_id)
  WHERE first_answered_at IS NOT NULL AND kind <> 'whistleblowing';

CREATE OR REPLACE FUNCTION reports_with_words(patterns text[], page jsonb) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  condition text := 'report_words_visible(kind, restricted, participant_ids)';
  pattern text;
  field text;
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
  FOREACH field IN ARRAY ARRAY['channel', 'kind', 'category', 'qualification'] LOOP
    IF page ->> field IS NOT NULL THEN
      condition := condition || format(' AND %I = %L', field, page ->> field);
    END IF;
  END LOOP;
  IF page ->> 'queue' = 'none' THEN
    condition := condition || ' AND queue_id IS NULL AND kind <> ''whistleblowing''';
  ELSIF page ->> 'queue' IS NOT NULL THEN
    condition := condition || format(' AND queue_id = %L', page ->> 'queue');
  END IF;
  IF page ->> 'handler' = 'none' THEN
    condition := condition || ' AND handler_id IS NULL AND kind <> ''whistleblowing''';
  ELSIF page ->> 'handler' IS NOT NULL THEN
    condition := condition || format(' AND handler_id = %L', page ->> 'handler');
  END IF;
  IF page ->> 'afterAt' IS NOT NULL THEN
    condition := condition || format(' AND (reported_at, id) %s (%L::timestamptz, %L::uuid)',
      CASE WHEN direction = 'ASC' THEN '>' ELSE '<' END, page ->> 'afterAt', page ->> 'afterId');
  END IF;
  RETURN QUERY EXECUTE format('SELECT id FROM report WHERE %s ORDER BY reported_at %s, id %s LIMIT %s',
    condition, direction, direction, (page ->> 'limit')::integer);
END $$;
