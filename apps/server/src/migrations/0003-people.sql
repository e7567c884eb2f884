-- SPDX-License-Identifier: Apache-2.0
-- How people prove who they are. Secrets of links, sessions and tokens are kept as SHA-256 of 256 random bits, so
-- a copy of the database opens nothing; passwords and recovery codes as Argon2id.

CREATE TABLE person_password (
  person_id uuid PRIMARY KEY REFERENCES person,
  hash text NOT NULL,
  set_at timestamptz NOT NULL
);

-- The shared secret of RFC 6238. `last_step` is the newest time step that was used: none is accepted twice. A new
-- secret waits beside the old one until its first code: who breaks off in between keeps the way in they had.
CREATE TABLE person_totp (
  person_id uuid PRIMARY KEY REFERENCES person,
  secret text,
  pending_secret text,
  confirmed_at timestamptz,
  last_step bigint NOT NULL DEFAULT 0
);

-- One set a person; all of a set share a salt, so that checking one costs one slow hash and not ten.
CREATE TABLE recovery_code (
  person_id uuid NOT NULL REFERENCES person,
  hash text NOT NULL,
  salt text NOT NULL,
  made_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (person_id, hash)
);

CREATE TABLE passkey (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  credential_id text NOT NULL UNIQUE,
  public_key text NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  backed_up boolean NOT NULL,
  name text NOT NULL,
  added_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX passkey_person ON passkey (person_id);

CREATE TABLE session (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  secret_hash text NOT NULL UNIQUE,
  -- `enrolment`: the password was right and no second factor exists yet; such a session opens nothing else.
  stage text NOT NULL CHECK (stage IN ('enrolment', 'complete')),
  way text NOT NULL CHECK (way IN ('passkey', 'password', 'totp', 'recovery_code', 'single_sign_on', 'invitation', 'setup')),
  started_at timestamptz NOT NULL,
  -- When the person last proved who they are: changing a factor asks for a recent proof.
  proved_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  address text NOT NULL,
  device text NOT NULL
);
CREATE INDEX session_person ON session (person_id, started_at DESC);

CREATE TABLE api_token (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  secret_hash text NOT NULL UNIQUE,
  name text NOT NULL,
  -- Null: whatever the person may do, as their roles change.
  scopes text[],
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE INDEX api_token_person ON api_token (person_id, made_at DESC);

CREATE TABLE one_time_link (
  id uuid PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('setup', 'invitation')),
  person_id uuid REFERENCES person,
  secret_hash text NOT NULL UNIQUE,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CHECK ((purpose = 'invitation') = (person_id IS NOT NULL))
);
CREATE INDEX one_time_link_person ON one_time_link (person_id) WHERE person_id IS NOT NULL;

-- Who somebody is at the single sign-on. Bound once: an address that is given to somebody else there opens nothing here.
CREATE TABLE single_sign_on (
  person_id uuid NOT NULL REFERENCES person,
  issuer text NOT NULL,
  subject text NOT NULL,
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (person_id, issuer),
  UNIQUE (issuer, subject)
);

-- A ceremony under way: what the server must remember between asking and being answered. Used once, then gone.
CREATE TABLE sign_in_ceremony (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('passkey_proof', 'passkey_making', 'single_sign_on')),
  person_id uuid,
  content jsonb NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_ceremony_expires ON sign_in_ceremony (expires_at);

-- Failed proofs by person and by address; the row lock makes the count exact under a burst.
CREATE TABLE sign_in_throttle (
  key text PRIMARY KEY,
  window_started_at timestamptz NOT NULL,
  failures integer NOT NULL
);

-- Credentials are for their owner and for the sign-in itself; an administrator ends sessions, tokens and links,
-- and reads no credential.
DO $$
DECLARE credential text;
BEGIN
  FOREACH credential IN ARRAY ARRAY['person_password', 'person_totp', 'recovery_code', 'passkey', 'single_sign_on'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', credential);
    EXECUTE format('CREATE POLICY %I ON %I USING (person_id = (SELECT context_person()) OR (SELECT context_is_system()))', credential || '_wall', credential);
  END LOOP;
  FOREACH credential IN ARRAY ARRAY['session', 'api_token', 'one_time_link'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', credential);
    EXECUTE format('CREATE POLICY %I ON %I USING (person_id = (SELECT context_person()) OR (SELECT context_may(''people.manage'')) OR (SELECT context_is_system()))', credential || '_wall', credential);
  END LOOP;
END $$;
ALTER TABLE sign_in_ceremony ENABLE ROW LEVEL SECURITY;
CREATE POLICY sign_in_ceremony_wall ON sign_in_ceremony
  USING (person_id = (SELECT context_person()) OR (SELECT context_is_system()));
ALTER TABLE sign_in_throttle ENABLE ROW LEVEL SECURITY;
CREATE POLICY sign_in_throttle_wall ON sign_in_throttle USING ((SELECT context_is_system()));

GRANT SELECT, INSERT, UPDATE, DELETE ON person_password, person_totp, recovery_code, passkey, single_sign_on, session,
  api_token, one_time_link, sign_in_ceremony, sign_in_throttle TO belfry_app;
