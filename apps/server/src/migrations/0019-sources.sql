-- SPDX-License-Identifier: Apache-2.0
-- Sources of the logbook: systems that send, and senders nobody knows yet.

-- A sender that nobody adopted is a row in state `unknown`: what it sends is kept from its first byte on.
CREATE TABLE log_source (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  state text NOT NULL CHECK (state IN ('unknown', 'active', 'retired')),
  application text NOT NULL DEFAULT '',
  owner_id uuid REFERENCES person,
  stream text NOT NULL CHECK (stream IN ('transaction', 'control', 'user-activity', 'exception', 'security-privacy', 'technical', 'privacy-access', 'manual', 'desk')),
  retention_class text NOT NULL CHECK (retention_class IN ('technical', 'functional', 'audit')),
  -- Why entries of such a stream are kept shorter than KSZ 5.11.7 e asks; empty where they are not.
  retention_reason text NOT NULL DEFAULT '',
  confidentiality integer NOT NULL DEFAULT 1 CHECK (confidentiality BETWEEN 1 AND 5),
  integrity integer NOT NULL DEFAULT 1 CHECK (integrity BETWEEN 1 AND 5),
  availability integer NOT NULL DEFAULT 1 CHECK (availability BETWEEN 1 AND 5),
  -- IANA name: where the sender writes local time without saying so.
  time_zone text NOT NULL DEFAULT 'UTC',
  -- Silence longer than this raises an alarm; null means the source may be silent.
  silence_minutes_max integer CHECK (silence_minutes_max > 0),
  -- Why nobody adopts this sender; null where nobody decided that. What it sends is kept all the same.
  ignored_reason text,
  -- The source whose address this sender became; what it sent before stays under its own identifier.
  joined_to uuid REFERENCES log_source,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);

-- How a source is known: the address it sends from, the subject or fingerprint of its certificate, or a token.
CREATE TABLE log_source_identity (
  id uuid PRIMARY KEY,
  source_id uuid NOT NULL REFERENCES log_source,
  kind text NOT NULL CHECK (kind IN ('address', 'certificate', 'token')),
  -- Address or network in CIDR form; certificate as `sha256:HEX` or `CN=...`; token as SHA-256 of it, hex.
  value text NOT NULL,
  label text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  -- Of a token, to the minute.
  last_used_at timestamptz,
  -- Since then it says nothing any more; the row stays.
  ended_at timestamptz
);
CREATE UNIQUE INDEX log_source_identity_known ON log_source_identity (kind, value) WHERE ended_at IS NULL;
CREATE INDEX log_source_identity_source ON log_source_identity (source_id);

-- The zone of a source at each time. An entry is read in the zone that held when it came, so that reading it again
-- gives the same, whatever was changed since.
CREATE TABLE log_source_zone (
  source_id uuid NOT NULL REFERENCES log_source,
  since timestamptz NOT NULL,
  time_zone text NOT NULL,
  PRIMARY KEY (source_id, since)
);

-- What came from a source, as the receiving process counts it, kept minute by minute for its own normal rate.
CREATE TABLE log_source_minute (
  source_id uuid NOT NULL,
  minute timestamptz NOT NULL,
  entries bigint NOT NULL,
  bytes bigint NOT NULL,
  not_read bigint NOT NULL,
  -- Median of sender's time minus ours, in milliseconds; null when the sender states none.
  clock_offset_ms double precision,
  PRIMARY KEY (source_id, minute)
);

-- The same hour by hour, for what is normal at this hour of the week.
CREATE TABLE log_source_hour (
  source_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  entries bigint NOT NULL,
  bytes bigint NOT NULL,
  not_read bigint NOT NULL,
  PRIMARY KEY (source_id, hour)
);

CREATE FUNCTION tell_log_sources() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('belfry_log_sources', '');
  RETURN NULL;
END $$;
CREATE TRIGGER log_source_told AFTER INSERT OR UPDATE OR DELETE ON log_source FOR EACH STATEMENT EXECUTE FUNCTION tell_log_sources();
-- When a token was last used tells receivers nothing.
CREATE TRIGGER log_source_identity_told AFTER INSERT OR UPDATE OF source_id, kind, value, ended_at OR DELETE ON log_source_identity FOR EACH STATEMENT EXECUTE FUNCTION tell_log_sources();
CREATE TRIGGER log_source_zone_told AFTER INSERT ON log_source_zone FOR EACH STATEMENT EXECUTE FUNCTION tell_log_sources();

GRANT SELECT, INSERT, UPDATE ON log_source TO belfry_app;
GRANT SELECT, INSERT ON log_source_identity TO belfry_app;
GRANT UPDATE (last_used_at, ended_at) ON log_source_identity TO belfry_app;
GRANT SELECT, INSERT ON log_source_zone TO belfry_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON log_source_minute TO belfry_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON log_source_hour TO belfry_app;
