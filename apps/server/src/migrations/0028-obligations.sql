-- SPDX-License-Identifier: Apache-2.0
-- What is owed, to whom, by when. Computed by packages/regimes from what people recorded and decided, in the
-- transaction of the change that moved it; the row is what lists, calendars and pagers read.

CREATE TABLE obligation (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  regime_id text NOT NULL,
  regime_version integer NOT NULL,
  stage_id text NOT NULL,
  occurrence integer NOT NULL,
  kind text NOT NULL,
  duty text NOT NULL CHECK (duty IN ('owed', 'expected', 'voluntary')),
  -- Without "overdue", which is "running" past its limit: no row changes because time passes.
  state text NOT NULL CHECK (state IN ('not_owed', 'undecided', 'waiting', 'on_request', 'conditional', 'running', 'met', 'met_late', 'voluntary')),
  due_at timestamptz,
  due_before_shift_at timestamptz,
  due_by_lenient_reading_at timestamptz,
  is_without_undue_delay boolean NOT NULL,
  -- {anchor, at} as packages/regimes gives it.
  started_by jsonb,
  started_at timestamptz,
  met_at timestamptz,
  -- The limit that counted at the first submission: lateness is judged once.
  due_when_met_at timestamptz,
  late_rule text NOT NULL CHECK (late_rule IN ('reasons_required', 'inform_before_limit', 'none_stated')),
  late_reason text,
  late_reason_by uuid REFERENCES person,
  late_reason_at timestamptz,
  why jsonb NOT NULL DEFAULT '[]',
  -- Whom a page goes to first; the incident's lead where nobody is named.
  owner_id uuid REFERENCES person,
  -- When time alone may change what is owed: a limit that passes while the incident goes on. Null: nothing to look for.
  look_again_at timestamptz,
  changed_at timestamptz NOT NULL,
  UNIQUE (incident_id, regime_id, stage_id, occurrence)
);
CREATE INDEX obligation_due ON obligation (due_at, id) WHERE state = 'running';
CREATE INDEX obligation_look_again ON obligation (look_again_at) WHERE look_again_at IS NOT NULL;

-- A limit that stood before another one did.
CREATE TABLE obligation_past_due (
  id uuid PRIMARY KEY,
  obligation_id uuid NOT NULL REFERENCES obligation,
  due_at timestamptz,
  replaced_at timestamptz NOT NULL,
  -- The event that moved it, as in the history.
  because text NOT NULL
);
CREATE INDEX obligation_past_due_of ON obligation_past_due (obligation_id, replaced_at);

-- What happened to a stage: something was submitted, or the authority asked. Anchors of other clocks.
CREATE TABLE stage_moment (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  kind text NOT NULL CHECK (kind IN ('submission', 'request')),
  regime_id text NOT NULL,
  stage_id text NOT NULL,
  at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  -- A submission that did not happen after all.
  withdrawn_at timestamptz
);
CREATE INDEX stage_moment_of_incident ON stage_moment (incident_id);

-- A private address under which a calendar program reads what its owner owes. Only a digest of the secret is kept.
CREATE TABLE calendar_feed (
  person_id uuid PRIMARY KEY REFERENCES person,
  secret_sha256 text NOT NULL UNIQUE,
  made_at timestamptz NOT NULL,
  last_read_at timestamptz
);

GRANT SELECT, INSERT, UPDATE ON obligation, stage_moment, calendar_feed TO belfry_app;
GRANT DELETE ON calendar_feed TO belfry_app;
GRANT SELECT, INSERT ON obligation_past_due TO belfry_app;

ALTER TABLE obligation ENABLE ROW LEVEL SECURITY;
CREATE POLICY obligation_wall ON obligation USING (sees_incident(incident_id)) WITH CHECK (sees_incident(incident_id));
ALTER TABLE stage_moment ENABLE ROW LEVEL SECURITY;
CREATE POLICY stage_moment_wall ON stage_moment USING (sees_incident(incident_id)) WITH CHECK (sees_incident(incident_id));
ALTER TABLE obligation_past_due ENABLE ROW LEVEL SECURITY;
CREATE POLICY obligation_past_due_wall ON obligation_past_due
  USING (EXISTS (SELECT FROM obligation o WHERE o.id = obligation_id));
ALTER TABLE calendar_feed ENABLE ROW LEVEL SECURITY;
CREATE POLICY calendar_feed_wall ON calendar_feed USING (person_id = context_person() OR (SELECT context_is_system()));
