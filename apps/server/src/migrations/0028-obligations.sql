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
  -- When time alone changes what is owed: right after its limit. Null: nothing to look for.
  look_again_at timestamptz,
  -- The first undecided stage of its regime: the one line a list of decisions shows.
  asks boolean NOT NULL DEFAULT false,
  -- Grows with every change a calendar shows (SEQUENCE of RFC 5545).
  revision integer NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL,
  -- Copies of the incident's need-to-know, so that counting ten thousand costs no join.
  restricted boolean NOT NULL DEFAULT false,
  participant_ids uuid[] NOT NULL DEFAULT '{}',
  UNIQUE (incident_id, regime_id, stage_id, occurrence)
);
CREATE INDEX obligation_due ON obligation (due_at, id) WHERE state = 'running';
CREATE INDEX obligation_at_once ON obligation (started_at, id) WHERE state = 'running' AND due_at IS NULL;
CREATE INDEX obligation_asks ON obligation (changed_at, id) WHERE asks;
CREATE INDEX obligation_met ON obligation (met_at DESC, id) WHERE state IN ('met', 'met_late');
CREATE INDEX obligation_owner ON obligation (owner_id) WHERE owner_id IS NOT NULL;
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
-- As incident_wall: a row is seen by whoever sees its incident.
CREATE POLICY obligation_wall ON obligation
  USING (
    (NOT restricted AND (SELECT context_may('incidents.read')))
    OR participant_ids @> ARRAY[(SELECT context_participant())]
    OR (SELECT context_is_system())
  )
  WITH CHECK (sees_incident(incident_id));
ALTER TABLE stage_moment ENABLE ROW LEVEL SECURITY;
CREATE POLICY stage_moment_wall ON stage_moment USING (sees_incident(incident_id)) WITH CHECK (sees_incident(incident_id));
ALTER TABLE obligation_past_due ENABLE ROW LEVEL SECURITY;
CREATE POLICY obligation_past_due_wall ON obligation_past_due
  USING (EXISTS (SELECT FROM obligation o WHERE o.id = obligation_id));
ALTER TABLE calendar_feed ENABLE ROW LEVEL SECURITY;
CREATE POLICY calendar_feed_wall ON calendar_feed USING (person_id = context_person() OR (SELECT context_is_system()));

-- Keeping the copies true, as those of reports are.
CREATE FUNCTION obligation_audience() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT i.restricted, i.participant_ids INTO NEW.restricted, NEW.participant_ids FROM incident i WHERE i.id = NEW.incident_id;
  RETURN NEW;
END $$;
CREATE TRIGGER obligation_audience BEFORE INSERT ON obligation FOR EACH ROW EXECUTE FUNCTION obligation_audience();

CREATE FUNCTION obligation_audience_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE obligation SET restricted = NEW.restricted, participant_ids = NEW.participant_ids WHERE incident_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER obligation_audience_changed AFTER UPDATE OF restricted, participant_ids ON incident
  FOR EACH ROW WHEN (OLD.restricted <> NEW.restricted OR OLD.participant_ids <> NEW.participant_ids)
  EXECUTE FUNCTION obligation_audience_changed();
