-- SPDX-License-Identifier: Apache-2.0
-- Handing facts of a crime to the police, and asking the CSIRT for help (conditions A2 and A7).

CREATE TABLE referral (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  incident_id uuid NOT NULL REFERENCES incident,
  authority_id uuid REFERENCES authority,
  -- Not to refer is a decision as well.
  is_referred boolean NOT NULL,
  reason text NOT NULL,
  decided_at timestamptz NOT NULL,
  decided_by uuid NOT NULL REFERENCES person,
  reassertion_id uuid REFERENCES reassertion,
  -- The receipt of the hand-over: {at, place, to, items: [{name, sha256}], caseNumber, note}.
  hand_over jsonb,
  handed_over_at timestamptz
);
CREATE INDEX referral_of_incident ON referral (incident_id, decided_at);

CREATE TABLE assistance_request (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  incident_id uuid NOT NULL REFERENCES incident,
  authority_id uuid REFERENCES authority,
  purpose text NOT NULL,
  -- What may be looked at or copied, in words, and the systems by name.
  scope text NOT NULL,
  systems text[] NOT NULL DEFAULT '{}',
  copies_allowed boolean NOT NULL,
  -- Consent: who gave it, from when until when; it ends by itself.
  granted_by uuid REFERENCES person,
  granted_at timestamptz,
  reassertion_id uuid REFERENCES reassertion,
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_by uuid REFERENCES person,
  revoke_reason text,
  -- When the record was told that it ended by itself.
  expiry_recorded_at timestamptz,
  asked_at timestamptz NOT NULL,
  asked_by uuid NOT NULL REFERENCES person,
  CHECK (from_at < until_at)
);
CREATE INDEX assistance_request_of_incident ON assistance_request (incident_id, asked_at);
CREATE INDEX assistance_request_ends ON assistance_request (until_at) WHERE expiry_recorded_at IS NULL AND revoked_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON referral, assistance_request TO belfry_app;
ALTER TABLE referral ENABLE ROW LEVEL SECURITY;
CREATE POLICY referral_wall ON referral USING (sees_incident(incident_id)) WITH CHECK (sees_incident(incident_id));
ALTER TABLE assistance_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY assistance_request_wall ON assistance_request
  USING (sees_incident(incident_id)) WITH CHECK (sees_incident(incident_id));
