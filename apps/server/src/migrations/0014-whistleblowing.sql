-- SPDX-License-Identifier: Apache-2.0
-- The room of the confidential handlers (Directive (EU) 2019/1937 Art. 9), and a wall nothing opens from outside.

-- Handlers with a conflict of interest see this one no longer. On the row itself, like participants: a list costs no join.
ALTER TABLE report ADD COLUMN excluded_ids uuid[] NOT NULL DEFAULT '{}';

-- Restrictive: whatever other policies open, now or later, this one must hold too. The reporter comes by their receipt,
-- never as the person they are: an account that was borrowed shows nothing.
CREATE POLICY report_whistleblowing_wall ON report AS RESTRICTIVE
  USING (
    kind <> 'whistleblowing'
    OR ((SELECT context_may('whistleblowing.handle')) AND NOT excluded_ids @> ARRAY[(SELECT context_person())])
    OR id = (SELECT context_report())
    OR (SELECT context_is_system())
  )
  WITH CHECK (true);

-- Word search and likeness are for triage; these reports are never part of them, for nobody.
CREATE OR REPLACE FUNCTION report_words_visible(kind text, restricted boolean, participant_ids uuid[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT kind <> 'whistleblowing' AND (
    (NOT restricted AND context_may('reports.read'))
    OR participant_ids @> ARRAY[context_participant()] OR context_is_system())
$$;

CREATE TABLE whistleblowing_case (
  report_id uuid PRIMARY KEY REFERENCES report,
  state text NOT NULL CHECK (state IN ('open', 'closed')),
  received_at timestamptz NOT NULL,
  -- The time zone in which the days were counted; a later move of the organisation moves no clock.
  time_zone text NOT NULL,
  acknowledgement_due_at timestamptz NOT NULL,
  -- When the words were written; when they became available to the reporter: at once on the page a receipt opens, by
  -- mail alone once the mail server took it.
  acknowledgement_message_id uuid REFERENCES report_message,
  acknowledged_at timestamptz,
  feedback_due_at timestamptz NOT NULL,
  feedback_message_id uuid REFERENCES report_message,
  feedback_at timestamptz,
  assignee_id uuid REFERENCES person,
  oral_way text CHECK (oral_way IN ('phone', 'meeting')),
  checked_by_reporter boolean NOT NULL DEFAULT false,
  outcome text CHECK (outcome IN ('followed_up', 'not_followed_up', 'referred')),
  outcome_reason text,
  closed_at timestamptz,
  CHECK ((state = 'closed') = (outcome IS NOT NULL))
);
CREATE INDEX whistleblowing_case_list ON whistleblowing_case (state, received_at, report_id);

CREATE TABLE whistleblowing_note (
  id uuid PRIMARY KEY,
  report_id uuid NOT NULL REFERENCES report,
  kind text NOT NULL CHECK (kind IN ('note', 'follow_up')),
  text text NOT NULL,
  written_at timestamptz NOT NULL,
  written_by uuid NOT NULL REFERENCES person
);
CREATE INDEX whistleblowing_note_report ON whistleblowing_note (report_id, written_at);

-- The one place that joins a report to the incident that was told of it.
CREATE TABLE whistleblowing_hand_over (
  report_id uuid NOT NULL REFERENCES report,
  incident_reference text NOT NULL,
  handed_at timestamptz NOT NULL,
  handed_by uuid NOT NULL REFERENCES person,
  PRIMARY KEY (report_id, incident_reference, handed_at)
);

-- What handlers are to be told of, and when: a row is claimed, answered with mail and marked in one transaction.
CREATE TABLE whistleblowing_reminder (
  report_id uuid NOT NULL REFERENCES report,
  occasion text NOT NULL CHECK (occasion IN ('received', 'acknowledgement_soon', 'acknowledgement_missed', 'feedback_soon', 'feedback_missed')),
  due_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (report_id, occasion)
);
CREATE INDEX whistleblowing_reminder_due ON whistleblowing_reminder (due_at) WHERE settled_at IS NULL;

DO $$
DECLARE child text;
BEGIN
  FOREACH child IN ARRAY ARRAY['whistleblowing_case', 'whistleblowing_note', 'whistleblowing_hand_over', 'whistleblowing_reminder'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('CREATE POLICY %I ON %I USING ((SELECT context_is_system()) OR ((SELECT context_may(''whistleblowing.handle'')) AND sees_report(report_id)))', child || '_wall', child);
  END LOOP;
END $$;
-- Whoever reports opens the case and its reminders in the transaction of receipt, and reads nothing of them.
CREATE POLICY whistleblowing_case_opened ON whistleblowing_case FOR INSERT WITH CHECK (report_id = (SELECT context_report()));
CREATE POLICY whistleblowing_reminder_set ON whistleblowing_reminder FOR INSERT WITH CHECK (report_id = (SELECT context_report()));

-- Who became a handler and who ceased to be one. Kept beside the record, which not every handler may read.
CREATE TABLE whistleblowing_handler_change (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  is_handler boolean NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL
);
ALTER TABLE whistleblowing_handler_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY whistleblowing_handler_change_noted ON whistleblowing_handler_change FOR INSERT WITH CHECK (true);
CREATE POLICY whistleblowing_handler_change_wall ON whistleblowing_handler_change FOR SELECT
  USING ((SELECT context_may('whistleblowing.handle')) OR (SELECT context_is_system()));

CREATE TABLE whistleblowing_setting (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  external_channels jsonb NOT NULL DEFAULT '{}'
);
INSERT INTO whistleblowing_setting (only_one) VALUES (true);

-- Whether somebody can read every such report: some active handler, and for each open one a handler who is not kept
-- out of it. Asked by people who see none of them, so it answers with nothing but yes or no.
CREATE FUNCTION whistleblowing_is_manned() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM person WHERE state = 'active' AND 'whistleblowing_handler' = ANY (roles))
    AND NOT EXISTS (
      SELECT FROM whistleblowing_case c JOIN report r ON r.id = c.report_id
      WHERE c.state = 'open' AND r.excluded_ids <> '{}' AND NOT EXISTS (
        SELECT FROM person p
        WHERE p.state = 'active' AND 'whistleblowing_handler' = ANY (p.roles) AND NOT r.excluded_ids @> ARRAY[p.id]))
$$;

-- What a reporter may know of where their own report stands.
CREATE FUNCTION whistleblowing_of_own_report() RETURNS TABLE (state text, is_acknowledged boolean, feedback_due_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.state, c.acknowledged_at IS NOT NULL, c.feedback_due_at FROM whistleblowing_case c WHERE c.report_id = context_report()
$$;

GRANT SELECT, INSERT, UPDATE ON whistleblowing_case, whistleblowing_reminder TO belfry_app;
GRANT SELECT, INSERT ON whistleblowing_note, whistleblowing_hand_over, whistleblowing_handler_change TO belfry_app;
GRANT SELECT, UPDATE ON whistleblowing_setting TO belfry_app;

-- Reports of this kind that came in before the room existed: their clocks began when they came.
INSERT INTO whistleblowing_case (report_id, state, received_at, time_zone, acknowledgement_due_at, feedback_due_at)
  SELECT r.id, 'open', r.reported_at, zone.name,
    ((r.reported_at AT TIME ZONE zone.name)::date + 8)::timestamp AT TIME ZONE zone.name - interval '1 millisecond',
    (((r.reported_at AT TIME ZONE zone.name)::date + 7 + interval '3 months')::date + 1)::timestamp AT TIME ZONE zone.name - interval '1 millisecond'
  FROM report r, (SELECT coalesce((SELECT time_zone FROM organisation), 'UTC') AS name) zone
  WHERE r.kind = 'whistleblowing';
INSERT INTO whistleblowing_reminder (report_id, occasion, due_at) SELECT report_id, 'received', received_at FROM whistleblowing_case;
