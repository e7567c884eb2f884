-- SPDX-License-Identifier: Apache-2.0
-- Alarms of the logbook: problems of the audit function itself, told to named people until somebody acknowledges (LM-30).

CREATE TABLE log_alarm (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('no_checkpoint', 'disk', 'source_silent', 'clock', 'signing_key', 'index_behind', 'verification_failed', 'time_stamp', 'witness', 'receiver', 'log_stopped', 'rollback')),
  -- What it is about: a source, a log, a receiver; one open alarm each.
  subject text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('critical', 'important', 'medium', 'low')),
  -- Facts for the words of each language, as JSON.
  facts jsonb NOT NULL,
  raised_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  cleared_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by uuid REFERENCES person,
  acknowledge_note text NOT NULL DEFAULT '',
  -- How often people were told, when last, and when they are told next; nothing is due once it is null.
  told_count integer NOT NULL DEFAULT 0,
  told_at timestamptz,
  tell_again_at timestamptz
);
CREATE UNIQUE INDEX log_alarm_open ON log_alarm (kind, subject) WHERE cleared_at IS NULL;
CREATE INDEX log_alarm_raised ON log_alarm (raised_at DESC, id DESC);
CREATE INDEX log_alarm_due ON log_alarm (tell_again_at) WHERE tell_again_at IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON log_alarm TO belfry_app;

-- Who chose to be told of alarms, or not to be; without a row the role decides.
CREATE TABLE log_alarm_listener (
  person_id uuid PRIMARY KEY REFERENCES person,
  is_told boolean NOT NULL,
  changed_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON log_alarm_listener TO belfry_app;
