-- SPDX-License-Identifier: Apache-2.0
-- From hits to findings: how far the engine has looked, what it found and nobody has taken up yet, and what became of it.

-- One row. Entries before done_seq have been looked at and their hits written, in the same transaction. What the
-- correlations remembered is of state_seq: after a start they are fed from there, and only new hits are written.
CREATE TABLE detection_state (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  done_seq bigint NOT NULL,
  -- Log -> index of the next entry, so that a start finds its place without reading.
  places jsonb NOT NULL,
  state_seq bigint NOT NULL,
  state_places jsonb NOT NULL,
  snapshot bytea,
  -- Counters of what was left out: evicted groups and entries, late and incomplete events, keys beyond the bound.
  counters jsonb NOT NULL,
  changed_at timestamptz NOT NULL
);

ALTER TABLE log_alarm DROP CONSTRAINT log_alarm_kind_check;
ALTER TABLE log_alarm ADD CONSTRAINT log_alarm_kind_check CHECK (kind IN ('no_checkpoint', 'disk', 'source_silent', 'clock', 'signing_key', 'index_behind', 'detection_behind', 'verification_failed', 'time_stamp', 'witness', 'receiver', 'log_stopped', 'rollback'));

-- Hits of one rule with one key that the engine found together; taken up by the desk, and gone then.
CREATE TABLE detection_hit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule_id uuid NOT NULL REFERENCES detection_rule,
  -- [[field, value], ...] in the order of the rule's group-by.
  key jsonb NOT NULL,
  hit_count bigint NOT NULL,
  -- Of the events themselves, by our own clock where they tell none.
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  -- Some of the entries: [{log, index, at}], the first ones.
  entries jsonb NOT NULL,
  -- What a correlation compared with its condition.
  value double precision,
  found_at timestamptz NOT NULL
);

-- Both hold values out of entries, which people see under a recorded look or in a finding: only the system reads them.
ALTER TABLE detection_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY detection_state_system ON detection_state USING ((SELECT context_is_system()));
ALTER TABLE detection_hit ENABLE ROW LEVEL SECURITY;
CREATE POLICY detection_hit_system ON detection_hit USING ((SELECT context_is_system()));

-- Hits of one rule with one key within a window.
CREATE TABLE finding (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  rule_id uuid NOT NULL REFERENCES detection_rule,
  -- As the rule read when it opened.
  title text NOT NULL,
  level text NOT NULL CHECK (level IN ('informational', 'low', 'medium', 'high', 'critical')),
  techniques text[] NOT NULL DEFAULT '{}',
  key jsonb NOT NULL,
  -- SHA-256 of the canonical bytes of rule and key, hexadecimal.
  key_digest text NOT NULL,
  -- The same of the key alone, in the order of its fields: what other rules say of the same thing.
  subject_digest text NOT NULL,
  -- Gathers hits of many keys: the rule told of more than its share, and the key is empty.
  is_many boolean NOT NULL DEFAULT false,
  state text NOT NULL CHECK (state IN ('open', 'reported', 'dismissed', 'context')),
  verdict text CHECK (verdict IN ('true_positive', 'benign', 'false_positive')),
  hit_count bigint NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  opened_at timestamptz NOT NULL,
  -- Hits until then belong to it.
  window_until timestamptz NOT NULL,
  value double precision,
  -- How much of hit_count the record tells, and since when: a storm is counted in one entry in a while.
  recorded_count bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  report_id uuid REFERENCES report,
  -- The incident it was put on the timeline of, where no report leads there.
  incident_id uuid REFERENCES incident,
  -- Where that timeline tells it, to take it back.
  timeline_position bigint,
  suppression_id uuid,
  decided_at timestamptz,
  decided_by uuid REFERENCES person,
  reason text
);
CREATE INDEX finding_uncounted ON finding (recorded_at) WHERE hit_count > recorded_count;
CREATE INDEX finding_of_subject ON finding (subject_digest, last_at DESC);
CREATE INDEX finding_opened ON finding (rule_id, opened_at);
CREATE INDEX finding_open_key ON finding (key_digest, window_until DESC);
CREATE INDEX finding_listed ON finding (state, last_at DESC, id DESC);
CREATE INDEX finding_of_rule ON finding (rule_id, last_at DESC);
CREATE INDEX finding_of_report ON finding (report_id) WHERE report_id IS NOT NULL;
CREATE INDEX finding_of_incident ON finding (incident_id) WHERE incident_id IS NOT NULL;

-- Entries that show it: the first ones and the newest ones. Their bytes are in the logbook, and opened there under a purpose.
CREATE TABLE finding_entry (
  finding_id uuid NOT NULL REFERENCES finding,
  log text NOT NULL,
  log_index bigint NOT NULL,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (finding_id, log, log_index)
);

-- Hits of a finding by the hour in which they were found, by our own clock: no finding gathers for longer than a day.
CREATE TABLE finding_hour (
  finding_id uuid NOT NULL REFERENCES finding,
  hour timestamptz NOT NULL,
  hit_count bigint NOT NULL,
  PRIMARY KEY (finding_id, hour)
);

-- What is not told again, until when and why.
CREATE TABLE suppression (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('key', 'filter')),
  rule_id uuid NOT NULL REFERENCES detection_rule,
  -- Of kind key.
  key_digest text,
  key jsonb NOT NULL,
  -- Of kind filter: the values it leaves out, as key, and the document of Sigma that does it, a rule of the own set.
  filter_rule_id uuid REFERENCES detection_rule,
  reason text NOT NULL,
  made_at timestamptz NOT NULL,
  made_by uuid NOT NULL REFERENCES person,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by uuid REFERENCES person,
  -- Hits it kept away.
  hit_count bigint NOT NULL DEFAULT 0,
  last_hit_at timestamptz,
  CHECK ((kind = 'key') = (key_digest IS NOT NULL)),
  CHECK ((kind = 'filter') = (filter_rule_id IS NOT NULL))
);
ALTER TABLE finding ADD FOREIGN KEY (suppression_id) REFERENCES suppression;
CREATE INDEX suppression_due ON suppression (expires_at) WHERE ended_at IS NULL;
CREATE INDEX suppression_of_rule ON suppression (rule_id);
CREATE INDEX suppression_of_key ON suppression (key_digest, expires_at) WHERE ended_at IS NULL;

-- The monthly look at how findings were sorted: rules that are noisy, silent or never tested, and what people decided.
CREATE TABLE detection_review (
  -- First day of the month it is about.
  month date PRIMARY KEY,
  opened_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  done_at timestamptz,
  done_by uuid REFERENCES person,
  note text,
  -- What it showed when it was done.
  figures jsonb
);

GRANT SELECT, INSERT, UPDATE ON detection_review, detection_state, finding, finding_hour, suppression TO belfry_app;
GRANT SELECT, INSERT, DELETE ON detection_hit, finding_entry TO belfry_app;

-- Findings name sources and accounts of the logbook: they are for whoever may read findings. The report and the
-- incident behind one keep their own walls: who may not see them gets no name of them.
DO $$
DECLARE walled text;
BEGIN
  FOREACH walled IN ARRAY ARRAY['finding', 'finding_entry', 'finding_hour', 'suppression'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY %I ON %I USING ((SELECT context_is_system()) OR (SELECT context_may(''findings.read'')))', walled || '_wall', walled);
  END LOOP;
END $$;

-- The record of what belongs to no case and is about detection: for whoever may read findings, live updates too.
ALTER POLICY outbox_wall ON outbox USING (
  (SELECT context_is_system())
  OR CASE
    WHEN incident_id IS NOT NULL THEN sees_incident(incident_id)
    WHEN report_id IS NOT NULL THEN sees_report(report_id)
    ELSE (SELECT context_may('history.read')) OR actor_id = (SELECT context_participant())
      OR ((SELECT context_may('findings.read'))
        AND split_part(subject, ':', 1) IN ('finding', 'suppression', 'detection_review'))
  END
);

-- An alert is about an incident, or about a report that a rule of the highest level sent.
ALTER TABLE alert ALTER COLUMN incident_id DROP NOT NULL;
ALTER TABLE alert ADD COLUMN report_id uuid REFERENCES report;
ALTER TABLE alert ADD CHECK ((incident_id IS NULL) <> (report_id IS NULL));
CREATE UNIQUE INDEX alert_one_waiting_report ON alert (report_id) WHERE state = 'waiting';
ALTER POLICY alert_wall ON alert
  USING (CASE WHEN incident_id IS NULL THEN sees_report(report_id) ELSE sees_incident(incident_id) END)
  WITH CHECK (CASE WHEN incident_id IS NULL THEN sees_report(report_id) ELSE sees_incident(incident_id) END);
