-- SPDX-License-Identifier: Apache-2.0
-- The filled document for an obligation, what people said of it, and what really became of it.

-- Somebody proves anew who they are, for one act on one thing: asked first, then proved; the proof stays as evidence.
CREATE TABLE reassertion (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  -- passkey, or password with a one-time code; the password alone where there is no second factor.
  method text NOT NULL CHECK (method IN ('passkey', 'password_and_code', 'password')),
  -- What it is for: {act, subject, digest of what was shown}.
  purpose jsonb NOT NULL,
  -- The random part of the challenge, which is made of the purpose too.
  nonce text NOT NULL,
  asked_at timestamptz NOT NULL,
  asserted_at timestamptz,
  -- Of a passkey: the question and the signed answer whole, so that anybody can check it later.
  evidence jsonb,
  -- Good for one act only.
  used_at timestamptz,
  CHECK ((asserted_at IS NULL) = (evidence IS NULL)),
  CHECK ((used_at IS NOT NULL) <= (asserted_at IS NOT NULL))
);
CREATE INDEX reassertion_of_person ON reassertion (person_id, asked_at DESC);

CREATE TABLE notification (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  incident_id uuid NOT NULL REFERENCES incident,
  -- Null: nothing is owed behind it, as for a voluntary notice.
  obligation_id uuid REFERENCES obligation,
  regime_id text NOT NULL,
  stage_id text NOT NULL,
  occurrence integer NOT NULL,
  authority_id uuid REFERENCES authority,
  state text NOT NULL CHECK (state IN ('draft', 'proposed', 'approved', 'sending', 'submitted', 'acknowledged', 'withdrawn')),
  language text NOT NULL,
  tlp text NOT NULL CHECK (tlp IN ('TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR')),
  -- Field of the form -> {value, from: where it was taken from, isEstimate, version: when it last changed}.
  content jsonb NOT NULL,
  begun_at timestamptz NOT NULL,
  begun_by uuid REFERENCES person,
  changed_at timestamptz NOT NULL,
  changed_by uuid REFERENCES person,
  proposed_at timestamptz,
  proposed_by uuid REFERENCES person,
  approved_at timestamptz,
  approved_by uuid REFERENCES person,
  reassertion_id uuid REFERENCES reassertion,
  -- SHA-256 of the content that was approved, in canonical JSON (RFC 8785): nothing else can be submitted.
  approved_digest text,
  submitted_at timestamptz,
  submitted_by uuid REFERENCES person,
  -- With {to, note, proofs: attachment ids, by, recordedAt}.
  way text CHECK (way IN ('mail', 'portal', 'belfry', 'api', 'other')),
  submission jsonb,
  -- The mail that carries it, and the moment of its stage that its submission became.
  mail_id uuid REFERENCES mail,
  stage_moment_id uuid REFERENCES stage_moment,
  -- Why its mail did not go out, or came back.
  failure text,
  authority_reference text,
  acknowledged_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  -- Nothing leaves that nobody approved, and nothing is submitted without a moment and a way.
  CHECK (approved_at IS NOT NULL
    OR (state <> 'approved' AND state <> 'sending' AND state <> 'submitted' AND state <> 'acknowledged')),
  CHECK ((submitted_at IS NOT NULL AND way IS NOT NULL) OR (state <> 'submitted' AND state <> 'acknowledged'))
);
CREATE INDEX notification_of_incident ON notification (incident_id, begun_at);
CREATE INDEX notification_waiting ON notification (state, changed_at) WHERE state IN ('draft', 'proposed', 'approved', 'sending');
CREATE INDEX notification_of_mail ON notification (mail_id) WHERE mail_id IS NOT NULL;
CREATE UNIQUE INDEX notification_one_open ON notification (incident_id, regime_id, stage_id, occurrence)
  WHERE state IN ('draft', 'proposed', 'approved', 'sending');

CREATE TABLE notification_comment (
  id uuid PRIMARY KEY,
  notification_id uuid NOT NULL REFERENCES notification,
  -- Null: about the whole.
  field_id text,
  text text NOT NULL,
  written_at timestamptz NOT NULL,
  written_by uuid NOT NULL REFERENCES person,
  settled_at timestamptz
);
CREATE INDEX notification_comment_of ON notification_comment (notification_id, written_at);

-- What an authority sent us about an incident: an acknowledgement, a question with its own clock, feedback, an order.
CREATE TABLE authority_message (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  notification_id uuid REFERENCES notification,
  authority_id uuid REFERENCES authority,
  kind text NOT NULL CHECK (kind IN ('acknowledgement', 'request', 'feedback', 'order')),
  text text NOT NULL,
  -- When it reached us, as against when it was written down here.
  received_at timestamptz NOT NULL,
  -- The stage a request or an order asks for: its clock runs from received_at.
  asks_regime_id text,
  asks_stage_id text,
  -- What it asks for by when, where it says so.
  answer_due_at timestamptz,
  answered_at timestamptz,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid REFERENCES person
);
CREATE INDEX authority_message_of_incident ON authority_message (incident_id, received_at);

GRANT DELETE ON reassertion TO belfry_app;
GRANT SELECT, INSERT, UPDATE ON reassertion, notification, notification_comment, authority_message TO belfry_app;

ALTER TABLE reassertion ENABLE ROW LEVEL SECURITY;
CREATE POLICY reassertion_wall ON reassertion
  USING (person_id = context_person() OR (SELECT context_is_system()) OR (SELECT context_may('history.read')))
  WITH CHECK (person_id = context_person() OR (SELECT context_is_system()));
-- What was proved is evidence: only a question that nobody answered may go, and a proof is nobody else's to use.
CREATE POLICY reassertion_goes_unanswered ON reassertion AS RESTRICTIVE FOR DELETE USING (asserted_at IS NULL);
CREATE POLICY reassertion_own_change ON reassertion AS RESTRICTIVE FOR UPDATE
  USING (person_id = context_person() OR (SELECT context_is_system()));
ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
CREATE POLICY notification_wall ON notification USING (sees_incident(incident_id)) WITH CHECK (sees_incident(incident_id));
ALTER TABLE notification_comment ENABLE ROW LEVEL SECURITY;
CREATE POLICY notification_comment_wall ON notification_comment
  USING (EXISTS (SELECT FROM notification n WHERE n.id = notification_id));
ALTER TABLE authority_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY authority_message_wall ON authority_message
  USING (sees_incident(incident_id)) WITH CHECK (sees_incident(incident_id));
