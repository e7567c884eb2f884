-- SPDX-License-Identifier: Apache-2.0
-- What the organisation is, so that the law knows it, and the authorities it answers to.

-- Every version of the answers stays: an incident keeps the one it was judged by.
CREATE TABLE profile (
  id uuid PRIMARY KEY,
  -- Question of packages/regimes -> answer; absent or null is "not known".
  answers jsonb NOT NULL,
  reason text,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid REFERENCES person,
  -- A yearly look that found nothing to change is a version as well.
  review_due_on date NOT NULL
);
CREATE INDEX profile_latest ON profile (recorded_at DESC, id DESC);

-- Whom a notification goes to. The shipped ones are data of the product until somebody verifies or changes them here.
CREATE TABLE authority (
  id uuid PRIMARY KEY,
  -- Stable word of a shipped one, as in `be-ccb`; null for one of our own.
  code text UNIQUE,
  name text NOT NULL,
  -- ISO 3166-1 alpha-2, or EU.
  country text NOT NULL,
  -- What it is to us: csirt, data_protection, financial, police ... (authorityKinds of the contract).
  kinds text[] NOT NULL DEFAULT '{}',
  -- How it wants to be written to, the first one preferred: [{kind, value, note}].
  channels jsonb NOT NULL DEFAULT '[]',
  -- Languages it takes, the first one preferred.
  languages text[] NOT NULL DEFAULT '{}',
  form_link text NOT NULL DEFAULT '',
  notes text NOT NULL DEFAULT '',
  evidence text NOT NULL CHECK (evidence IN ('primary', 'secondary', 'recalled', 'unsettled')),
  verified_at timestamptz,
  verified_by uuid REFERENCES person,
  archived_at timestamptz,
  -- Set once somebody here changed, verified or put it away: what a later version ships leaves it alone.
  touched_at timestamptz,
  changed_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX authority_listed ON authority (country, lower(name)) WHERE archived_at IS NULL;

-- Which authority a regime's notices go to here, where it is not the proposed one.
CREATE TABLE authority_choice (
  regime_id text NOT NULL,
  -- Empty: every stage of the regime.
  stage_id text NOT NULL DEFAULT '',
  authority_id uuid NOT NULL REFERENCES authority,
  PRIMARY KEY (regime_id, stage_id)
);

GRANT SELECT, INSERT ON profile TO belfry_app;
GRANT SELECT, INSERT, UPDATE ON authority TO belfry_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON authority_choice TO belfry_app;
