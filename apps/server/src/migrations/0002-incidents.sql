-- SPDX-License-Identifier: Apache-2.0
-- Reports and incidents, and the wall of need-to-know around everything that belongs to an incident.

CREATE TABLE incident (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  title text NOT NULL,
  summary text,
  status text NOT NULL CHECK (status IN ('pending', 'confirmed', 'resolved', 'closed', 'dismissed', 'merged')),
  -- The status a merge took away, given back when it is undone.
  status_before_merge text CHECK (status_before_merge IN ('pending', 'confirmed', 'resolved')),
  merged_into uuid REFERENCES incident,
  severity text CHECK (severity IN ('critical', 'important', 'medium', 'low')),
  class text,
  type text,
  functions text[] NOT NULL DEFAULT '{}',
  tlp text NOT NULL CHECK (tlp IN ('TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR')),
  personal_data text NOT NULL CHECK (personal_data IN ('unknown', 'no', 'yes')),
  restricted boolean NOT NULL,
  -- Who has a hand in it, lead and deputies included; kept by incident_participant's trigger. The policies read
  -- it from the row itself, so that seeing a list costs no join.
  participant_ids uuid[] NOT NULL DEFAULT '{}',
  lead_id uuid REFERENCES person,
  moments jsonb NOT NULL DEFAULT '{}',
  what_was_done text,
  resolved_at timestamptz,
  root_cause_class text,
  root_cause text,
  lessons text,
  dismissal_reason text,
  declared_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  closed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  -- Identifies a row of an imported logbook, so that nothing is imported twice.
  import_key text UNIQUE,
  -- What lists sort by. Columns of their own, because behind row-level security an index serves only comparisons
  -- that cannot leak: `lower()` is not one of them, comparing plain columns is.
  title_order text NOT NULL GENERATED ALWAYS AS (lower(title)) STORED,
  reference_order text NOT NULL GENERATED ALWAYS AS (substr(reference, 5, 4) || lpad(substr(reference, 10), 9, '0')) STORED,
  severity_rank smallint NOT NULL GENERATED ALWAYS AS (
    CASE severity WHEN 'critical' THEN 4 WHEN 'important' THEN 3 WHEN 'medium' THEN 2 WHEN 'low' THEN 1 ELSE 0 END) STORED,
  status_rank smallint NOT NULL GENERATED ALWAYS AS (
    CASE status WHEN 'pending' THEN 1 WHEN 'confirmed' THEN 2 WHEN 'resolved' THEN 3 WHEN 'closed' THEN 4 WHEN 'dismissed' THEN 5 ELSE 6 END) STORED
);
CREATE INDEX incident_declared ON incident (declared_at DESC, id DESC);
CREATE INDEX incident_updated ON incident (updated_at DESC, id DESC);
CREATE INDEX incident_restricted ON incident (declared_at DESC, id DESC) WHERE restricted;
CREATE INDEX incident_open ON incident (declared_at DESC, id DESC) WHERE status IN ('pending', 'confirmed');
CREATE INDEX incident_status ON incident (status, declared_at DESC, id DESC);
CREATE INDEX incident_severity ON incident (severity, declared_at DESC, id DESC);
CREATE INDEX incident_class ON incident (class, declared_at DESC, id DESC);
CREATE INDEX incident_lead ON incident (lead_id, declared_at DESC) WHERE lead_id IS NOT NULL;
CREATE INDEX incident_merged_into ON incident (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX incident_by_title ON incident (title_order, id);
CREATE INDEX incident_by_reference ON incident (reference_order, id);
CREATE INDEX incident_by_severity ON incident (severity_rank DESC, declared_at DESC, id DESC);
CREATE INDEX incident_by_status ON incident (status_rank DESC, declared_at DESC, id DESC);
-- Counting reads the index alone, wall included.
CREATE INDEX incident_count ON incident (status, severity) INCLUDE (restricted, participant_ids);
CREATE INDEX incident_participants ON incident USING gin (participant_ids);
CREATE INDEX incident_words ON incident USING gin ((reference || ' ' || title || ' ' || coalesce(summary, '')) gin_trgm_ops);

CREATE TABLE report (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('waiting', 'asked', 'snoozed', 'accepted', 'duplicate', 'declined', 'withdrawn')),
  kind text NOT NULL CHECK (kind IN ('incident', 'near_miss', 'weakness', 'threat')),
  channel text NOT NULL CHECK (channel IN ('form', 'api', 'desk', 'mail', 'detection', 'import')),
  summary text NOT NULL,
  description text,
  noticed_at timestamptz,
  ongoing text NOT NULL CHECK (ongoing IN ('yes', 'no', 'unknown')),
  anonymous boolean NOT NULL,
  language text NOT NULL,
  reporter_name text,
  reporter_email text,
  reporter_phone text,
  -- The person who reported while signed in.
  reporter_id uuid REFERENCES person,
  -- Slow hash of the receipt; the receipt itself is nowhere.
  receipt_hash text UNIQUE,
  reported_at timestamptz NOT NULL,
  content_sha256 text NOT NULL,
  snoozed_until timestamptz,
  incident_id uuid REFERENCES incident,
  duplicate_of uuid REFERENCES report,
  decline_reason text,
  decline_note text,
  decided_at timestamptz,
  unread_from_reporter integer NOT NULL DEFAULT 0,
  occurrences integer NOT NULL DEFAULT 1,
  -- Copied from the incident by its trigger: who may see this report through it.
  restricted boolean NOT NULL DEFAULT false,
  participant_ids uuid[] NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1,
  CHECK (NOT anonymous OR (reporter_name IS NULL AND reporter_email IS NULL AND reporter_phone IS NULL AND reporter_id IS NULL))
);
CREATE INDEX report_reported ON report (reported_at DESC, id DESC);
CREATE INDEX report_state ON report (state, reported_at, id);
CREATE INDEX report_incident ON report (incident_id) WHERE incident_id IS NOT NULL;
CREATE INDEX report_duplicate_of ON report (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX report_words ON report USING gin ((reference || ' ' || summary || ' ' || coalesce(description, '')) gin_trgm_ops);
CREATE INDEX report_summary_words ON report USING gin (summary gin_trgm_ops);
CREATE INDEX incident_title_words ON incident USING gin (title gin_trgm_ops);

CREATE TABLE report_message (
  id uuid PRIMARY KEY,
  report_id uuid NOT NULL REFERENCES report,
  direction text NOT NULL CHECK (direction IN ('to_reporter', 'from_reporter')),
  text text NOT NULL,
  written_at timestamptz NOT NULL,
  written_by uuid REFERENCES person
);
CREATE INDEX report_message_report ON report_message (report_id, written_at);

-- A file as it came. Its content lies in the file store under its digest, written before this row is.
CREATE TABLE attachment (
  id uuid PRIMARY KEY,
  report_id uuid REFERENCES report,
  incident_id uuid REFERENCES incident,
  name text NOT NULL,
  media_type text NOT NULL,
  size_bytes bigint NOT NULL,
  sha256 text NOT NULL,
  added_at timestamptz NOT NULL,
  added_by jsonb NOT NULL,
  CHECK ((report_id IS NULL) <> (incident_id IS NULL))
);
CREATE INDEX attachment_report ON attachment (report_id) WHERE report_id IS NOT NULL;
CREATE INDEX attachment_incident ON attachment (incident_id) WHERE incident_id IS NOT NULL;

CREATE TABLE incident_participant (
  incident_id uuid NOT NULL REFERENCES incident,
  person_id uuid NOT NULL REFERENCES person,
  role text NOT NULL CHECK (role IN ('lead', 'deputy', 'participant')),
  since timestamptz NOT NULL,
  PRIMARY KEY (incident_id, person_id)
);
CREATE INDEX incident_participant_person ON incident_participant (person_id, incident_id);

CREATE TABLE task (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  title text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
  owner_id uuid REFERENCES person,
  accountable_id uuid REFERENCES person,
  consulted_ids uuid[] NOT NULL DEFAULT '{}',
  informed_ids uuid[] NOT NULL DEFAULT '{}',
  due_at timestamptz,
  created_at timestamptz NOT NULL,
  done_at timestamptz
);
CREATE INDEX task_incident ON task (incident_id);
CREATE INDEX task_due ON task (state, due_at, id);
CREATE INDEX task_owner ON task (owner_id, state, due_at);

CREATE TABLE measure (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  title text NOT NULL,
  owner_id uuid REFERENCES person,
  due_on date,
  state text NOT NULL CHECK (state IN ('planned', 'done', 'dropped')),
  created_at timestamptz NOT NULL
);
CREATE INDEX measure_incident ON measure (incident_id);
CREATE INDEX measure_due ON measure (state, due_on, id);

-- What was picked out of the record for the account, and what its author withdrew.
CREATE TABLE account_entry (
  incident_id uuid NOT NULL REFERENCES incident,
  position bigint NOT NULL REFERENCES outbox,
  text text NOT NULL,
  occurred_at timestamptz NOT NULL,
  certainty text NOT NULL CHECK (certainty IN ('certain', 'likely', 'estimated')),
  side text NOT NULL CHECK (side IN ('ours', 'attacker', 'other')),
  PRIMARY KEY (incident_id, position)
);
CREATE INDEX account_entry_position ON account_entry (position);
CREATE TABLE withdrawn_entry (
  incident_id uuid NOT NULL REFERENCES incident,
  position bigint NOT NULL REFERENCES outbox,
  withdrawn_at timestamptz NOT NULL,
  withdrawn_by text NOT NULL,
  reason text,
  PRIMARY KEY (incident_id, position)
);
CREATE INDEX withdrawn_entry_position ON withdrawn_entry (position);

CREATE TABLE feedback (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  report_id uuid NOT NULL REFERENCES report,
  -- Known to whoever sees the incident, also where they do not see the report.
  report_reference text NOT NULL,
  occasion text NOT NULL CHECK (occasion IN ('confirmed', 'resolved')),
  state text NOT NULL CHECK (state IN ('prepared', 'sent', 'skipped', 'failed')),
  way text NOT NULL CHECK (way IN ('mail', 'receipt_page')),
  language text NOT NULL,
  text text NOT NULL,
  reason text,
  prepared_at timestamptz NOT NULL,
  sent_at timestamptz
);
CREATE INDEX feedback_incident ON feedback (incident_id);
CREATE INDEX feedback_report ON feedback (report_id);
-- Two transactions that prepare at once prepare one.
CREATE UNIQUE INDEX feedback_one_prepared ON feedback (report_id, occasion) WHERE state = 'prepared';

CREATE TABLE alert (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  state text NOT NULL CHECK (state IN ('waiting', 'acknowledged', 'ended')),
  raised_at timestamptz NOT NULL,
  repeats integer NOT NULL DEFAULT 0,
  next_at timestamptz,
  alerted_ids uuid[] NOT NULL DEFAULT '{}',
  acknowledged_by uuid REFERENCES person,
  acknowledged_at timestamptz,
  note text
);
CREATE UNIQUE INDEX alert_one_waiting ON alert (incident_id) WHERE state = 'waiting';
CREATE INDEX alert_next ON alert (next_at) WHERE state = 'waiting';

-- Mail on its way out, and what became of it. Never holds more than the recipient may read.
CREATE TABLE mail (
  id uuid PRIMARY KEY,
  to_address text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  language text NOT NULL,
  -- Why it is written: alert, feedback, message, receipt, invitation. Alerts go first.
  purpose text NOT NULL,
  -- Holds a link that opens something: the words are wiped once it is sent or given up.
  is_secret boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  next_attempt_at timestamptz,
  queued_at timestamptz NOT NULL,
  sent_at timestamptz,
  incident_id uuid REFERENCES incident,
  report_id uuid REFERENCES report,
  feedback_id uuid REFERENCES feedback
);
CREATE INDEX mail_due ON mail (next_attempt_at) WHERE state = 'queued';
CREATE INDEX mail_feedback ON mail (feedback_id) WHERE feedback_id IS NOT NULL;
CREATE INDEX mail_incident ON mail (incident_id) WHERE incident_id IS NOT NULL;

-- Keeping the copies of need-to-know true. Definer rights: the person who adds a participant need not see every
-- report the copy reaches.
CREATE FUNCTION participants_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed uuid := coalesce(NEW.incident_id, OLD.incident_id);
BEGIN
  UPDATE incident SET
    participant_ids = coalesce((SELECT array_agg(person_id ORDER BY person_id) FROM incident_participant WHERE incident_id = changed), '{}'),
    lead_id = (SELECT person_id FROM incident_participant WHERE incident_id = changed AND role = 'lead' LIMIT 1)
  WHERE id = changed;
  RETURN NULL;
END $$;
CREATE TRIGGER participants_changed AFTER INSERT OR UPDATE OR DELETE ON incident_participant
  FOR EACH ROW EXECUTE FUNCTION participants_changed();

CREATE FUNCTION incident_audience_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE report SET restricted = NEW.restricted, participant_ids = NEW.participant_ids WHERE incident_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER incident_audience_changed AFTER UPDATE OF restricted, participant_ids ON incident
  FOR EACH ROW WHEN (OLD.restricted <> NEW.restricted OR OLD.participant_ids <> NEW.participant_ids)
  EXECUTE FUNCTION incident_audience_changed();

CREATE FUNCTION report_audience() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.incident_id IS NULL THEN
    NEW.restricted := false; NEW.participant_ids := '{}';
  ELSE
    SELECT i.restricted, i.participant_ids INTO NEW.restricted, NEW.participant_ids FROM incident i WHERE i.id = NEW.incident_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER report_audience BEFORE INSERT OR UPDATE OF incident_id ON report
  FOR EACH ROW EXECUTE FUNCTION report_audience();

-- The wall. Every policy begins with a context that is set; unset, it is false.
ALTER TABLE incident ENABLE ROW LEVEL SECURITY;
CREATE POLICY incident_wall ON incident
  USING (
    (NOT restricted AND (SELECT context_may('incidents.read')))
    OR participant_ids @> ARRAY[(SELECT context_person())]
    OR (SELECT context_is_system())
  )
  -- What a change leaves behind may lie beyond the wall: restricting an incident is such a change.
  WITH CHECK ((SELECT context_person()) IS NOT NULL OR (SELECT context_is_system()));

ALTER TABLE report ENABLE ROW LEVEL SECURITY;
CREATE POLICY report_wall ON report
  USING (
    (NOT restricted AND (SELECT context_may('reports.read')))
    OR participant_ids @> ARRAY[(SELECT context_person())]
    OR id = (SELECT context_report())
    OR (SELECT context_is_system())
  )
  WITH CHECK (
    (SELECT context_person()) IS NOT NULL OR (SELECT context_report()) IS NOT NULL OR (SELECT context_is_system())
  );

-- Whether the asker sees an incident or a report, for the policies of what belongs to it. A function and not an
-- EXISTS: the planner turns that into a hash of all 100,000 incidents, where a page of a list asks about fifty.
CREATE FUNCTION sees_incident(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
  AS $$ BEGIN RETURN EXISTS (SELECT FROM incident WHERE id = wanted); END $$;
CREATE FUNCTION sees_report(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
  AS $$ BEGIN RETURN EXISTS (SELECT FROM report WHERE id = wanted); END $$;

DO $$
DECLARE child text;
BEGIN
  FOREACH child IN ARRAY ARRAY['incident_participant', 'task', 'measure', 'account_entry', 'withdrawn_entry', 'feedback', 'alert'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('CREATE POLICY %I ON %I USING (sees_incident(incident_id)) WITH CHECK (sees_incident(incident_id))', child || '_wall', child);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO belfry_app', child);
  END LOOP;
END $$;

ALTER TABLE report_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY report_message_wall ON report_message USING (EXISTS (SELECT FROM report r WHERE r.id = report_id));

ALTER TABLE attachment ENABLE ROW LEVEL SECURITY;
CREATE POLICY attachment_wall ON attachment USING (
  EXISTS (SELECT FROM report r WHERE r.id = report_id) OR EXISTS (SELECT FROM incident i WHERE i.id = incident_id)
);

ALTER TABLE mail ENABLE ROW LEVEL SECURITY;
CREATE POLICY mail_wall ON mail
  USING (
    (SELECT context_is_system())
    OR EXISTS (SELECT FROM incident i WHERE i.id = incident_id)
    OR (incident_id IS NULL AND EXISTS (SELECT FROM report r WHERE r.id = report_id))
    OR (incident_id IS NULL AND report_id IS NULL AND (SELECT context_may('people.manage')))
  )
  WITH CHECK ((SELECT context_person()) IS NOT NULL OR (SELECT context_report()) IS NOT NULL OR (SELECT context_is_system()));

-- The record follows the same wall; what belongs to no case is for whoever may read history, and one's own acts.
CREATE POLICY outbox_wall ON outbox FOR SELECT USING (
  (SELECT context_is_system())
  OR CASE
    WHEN incident_id IS NOT NULL THEN sees_incident(incident_id)
    WHEN report_id IS NOT NULL THEN sees_report(report_id)
    ELSE (SELECT context_may('history.read')) OR actor_id = (SELECT context_person())
  END
);
CREATE INDEX outbox_desk ON outbox (position) WHERE incident_id IS NULL AND report_id IS NULL;

GRANT SELECT, INSERT, UPDATE ON incident, report, mail TO belfry_app;
GRANT SELECT, INSERT ON report_message, attachment TO belfry_app;
