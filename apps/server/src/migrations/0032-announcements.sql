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

-- What the public status page says: words that were approved, as they were then. Notes of one incident may add to
-- each other; the first of them carries the end, and all are read for seven days after it.
CREATE TABLE status_note (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  announcement_id uuid NOT NULL UNIQUE REFERENCES announcement,
  -- The note this one adds to; null for the first.
  updates_id uuid REFERENCES status_note,
  texts jsonb NOT NULL,
  shown_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by uuid REFERENCES person
);
CREATE INDEX status_note_shown ON status_note (shown_at DESC) WHERE updates_id IS NULL;
CREATE INDEX status_note_updates ON status_note (updates_id);
CREATE INDEX status_note_of_incident ON status_note (incident_id);

-- Whether anybody can read the status page: off until somebody switches it on.
CREATE TABLE status_page (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  is_on boolean NOT NULL DEFAULT false
);
INSERT INTO status_page DEFAULT VALUES;
GRANT SELECT, UPDATE ON status_page TO belfry_app;

GRANT SELECT, INSERT, UPDATE ON announcement, announcement_recipient, status_note TO belfry_app;
GRANT DELETE ON announcement_recipient TO belfry_app;
ALTER TABLE announcement ENABLE ROW LEVEL SECURITY;
CREATE POLICY announcement_wall ON announcement USING (sees_incident(incident_id)) WITH CHECK (sees_incident(incident_id));
ALTER TABLE announcement_recipient ENABLE ROW LEVEL SECURITY;
CREATE POLICY announcement_recipient_wall ON announcement_recipient
  USING (EXISTS (SELECT FROM announcement a WHERE a.id = announcement_id));
ALTER TABLE status_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY status_note_wall ON status_note USING (sees_incident(incident_id) OR (SELECT context_is_system()));
