-- SPDX-License-Identifier: Apache-2.0
-- Who is asking, the record of every change, the organisation and its people.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The context of a transaction. Unset means nobody: every policy below then shows nothing.
CREATE FUNCTION context_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('belfry.person', true), '')::uuid $$;
CREATE FUNCTION context_report() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('belfry.report', true), '')::uuid $$;
CREATE FUNCTION context_is_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('belfry.system', true), '') = 'on' $$;
CREATE FUNCTION context_may(permission text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT permission = ANY (string_to_array(coalesce(current_setting('belfry.permissions', true), ''), ',')) $$;

CREATE TABLE organisation (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  name text NOT NULL,
  sector text NOT NULL,
  country text NOT NULL,
  languages text[] NOT NULL,
  time_zone text NOT NULL,
  helpdesk_mail text NOT NULL,
  helpdesk_phone text NOT NULL,
  public_url text NOT NULL,
  severity_labels jsonb NOT NULL DEFAULT '{}',
  business_functions text[] NOT NULL DEFAULT '{}'
);

CREATE TABLE person (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL,
  phone text,
  language text NOT NULL,
  roles text[] NOT NULL,
  -- Whom an alert climbs to when this person does not answer.
  deputy_id uuid REFERENCES person,
  state text NOT NULL CHECK (state IN ('invited', 'active', 'blocked')),
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX person_email ON person (lower(email));

CREATE TABLE reference_counter (
  kind text NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (kind, year)
);

-- The record. `canonical` is the entry in RFC 8785 form, byte for byte what is sealed later; the other columns
-- are there to find it. Positions come from outbox_head, whose row lock is held until commit: a position exists
-- only when its transaction committed, and in that order.
CREATE TABLE outbox_head (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  position bigint NOT NULL
);
INSERT INTO outbox_head (position) VALUES (0);

CREATE TABLE outbox (
  position bigint PRIMARY KEY,
  id uuid NOT NULL,
  event text NOT NULL,
  recorded_at timestamptz NOT NULL,
  actor_id uuid,
  subject text NOT NULL,
  incident_id uuid,
  report_id uuid,
  -- Entries about sign-ins and one's own account: readable by that person, and by who may read history.
  canonical text NOT NULL
);
CREATE INDEX outbox_incident ON outbox (incident_id, position) WHERE incident_id IS NOT NULL;
CREATE INDEX outbox_report ON outbox (report_id, position) WHERE report_id IS NOT NULL;
CREATE INDEX outbox_subject ON outbox (subject, position);
CREATE INDEX outbox_event ON outbox (event, position);
CREATE INDEX outbox_actor ON outbox (actor_id, position) WHERE actor_id IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'The record is only ever appended to'; END $$;
CREATE TRIGGER outbox_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outbox
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY outbox_insert ON outbox FOR INSERT WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON organisation, person, reference_counter TO belfry_app;
GRANT SELECT, UPDATE ON outbox_head TO belfry_app;
GRANT SELECT, INSERT ON outbox TO belfry_app;
