-- SPDX-License-Identifier: Apache-2.0
-- Telling those an incident touches: what was told to whom, by which way, and what came of it.

CREATE TABLE announcement (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  incident_id uuid NOT NULL REFERENCES incident,
  obligation_id uuid REFERENCES obligation,
  audience text NOT NULL CHECK (audience IN ('users', 'clients', 'data_subjects', 'data_set_users', 'public', 'management')),
  state text NOT NULL CHECK (state IN ('draft', 'proposed', 'approved', 'sending', 'told', 'withdrawn')),
  -- Language -> {subject, text}.
  texts jsonb NOT NULL,
  way text CHECK (way IN ('mail', 'elsewhere', 'status_page')),
  -- Of one done elsewhere: {how, whom, at, attachment ids}.
  elsewhere jsonb,
  begun_at timestamptz NOT NULL,
  begun_by uuid REFERENCES person,
  changed_by uuid REFERENCES person,
  proposed_at timestamptz,
  proposed_by uuid REFERENCES person,
  approved_at timestamptz,
  approved_by uuid REFERENCES person,
  reassertion_id uuid REFERENCES reassertion,
  approved_digest text,
  told_at timestamptz,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX announcement_of_incident ON announcement (incident_id, begun_at);

CREATE TABLE announcement_recipient (
  id uuid PRIMARY KEY,
  announcement_id uuid NOT NULL REFERENCES announcement,
  name text NOT NULL,
  address text NOT NULL,
  language text NOT NULL,
  contact_id uuid REFERENCES contact,
  -- The mail that tells them, written in the transaction that queues it: its row says what became of it. Null: not yet.
  mail_id uuid REFERENCES mail
);
CREATE INDEX announcement_under_way ON announcement (id) WHERE state = 'sending';
CREATE UNIQUE INDEX announcement_recipient_once ON announcement_recipient (announcement_id, lower(address));

-- What the public status page says; shown from `shown_at` until `ended_at`.
CREATE TABLE status_note (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  announcement_id uuid REFERENCES announcement,
  texts jsonb NOT NULL,
  shown_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX status_note_shown ON status_note (shown_at DESC) WHERE ended_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON announcement, announcement_recipient, status_note TO belfry_app;
GRANT DELETE ON announcement_recipient TO belfry_app;
ALTER TABLE announcement ENABLE ROW LEVEL SECURITY;
CREATE POLICY announcement_wall ON announcement USING (sees_incident(incident_id)) WITH CHECK (sees_incident(incident_id));
ALTER TABLE announcement_recipient ENABLE ROW LEVEL SECURITY;
CREATE POLICY announcement_recipient_wall ON announcement_recipient
  USING (EXISTS (SELECT FROM announcement a WHERE a.id = announcement_id));
ALTER TABLE status_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY status_note_wall ON status_note USING (sees_incident(incident_id) OR (SELECT context_is_system()));
