-- SPDX-License-Identifier: Apache-2.0
-- What is known of an incident that the law asks about, and what people decided on it. Nothing is ever changed: the
-- latest row of a question, a moment or an outcome stands, those before it stay.

CREATE TABLE assessment (
  incident_id uuid PRIMARY KEY REFERENCES incident,
  -- The organisation as it was judged; null where nobody had said yet what it is.
  profile_id uuid REFERENCES profile,
  begun_at timestamptz NOT NULL,
  begun_by uuid REFERENCES person,
  -- Outcomes nobody decided, and those whose proposal changed since: what today's page counts. Written with every change.
  undecided_count integer NOT NULL DEFAULT 0,
  reassess_count integer NOT NULL DEFAULT 0,
  -- Grows with every change, so that lists and caches notice.
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX assessment_to_decide ON assessment (begun_at DESC, incident_id) WHERE undecided_count > 0 OR reassess_count > 0;

CREATE TABLE assessment_answer (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  question_id text NOT NULL,
  -- JSON null is "not known".
  answer jsonb NOT NULL,
  is_estimate boolean NOT NULL,
  note text,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid REFERENCES person
);
CREATE INDEX assessment_answer_latest ON assessment_answer (incident_id, question_id, recorded_at DESC, id DESC);

-- Moments that only the law tells apart. Occurrence, detection and awareness are the incident's own.
CREATE TABLE legal_moment (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  -- momentNames of packages/regimes.
  name text NOT NULL,
  -- Null takes the moment back.
  at timestamptz,
  reason text,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid REFERENCES person
);
CREATE INDEX legal_moment_latest ON legal_moment (incident_id, name, recorded_at DESC, id DESC);

-- A decision is signed: who, when, why, on which facts, against or with what the rule proposed.
CREATE TABLE assessment_decision (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident,
  regime_id text NOT NULL,
  regime_version integer NOT NULL,
  outcome_id text NOT NULL,
  is_so boolean NOT NULL,
  proposed text NOT NULL CHECK (proposed IN ('yes', 'no', 'unknown')),
  reason text,
  -- {met: criterion ids, open: question ids, facts: [{question, answer, isEstimate, from}]} as they stood.
  basis jsonb NOT NULL,
  decided_at timestamptz NOT NULL,
  decided_by uuid NOT NULL REFERENCES person
);
CREATE INDEX assessment_decision_latest ON assessment_decision (incident_id, regime_id, outcome_id, decided_at DESC, id DESC);

-- The organisation's own marks of a crisis (policy 2.2): yes or no questions, any of them proposes one.
CREATE TABLE crisis_criterion (
  id uuid PRIMARY KEY,
  -- A shipped one has its words in the four languages of the desk, by this code; one of our own has its text.
  code text UNIQUE,
  text text NOT NULL DEFAULT '',
  position integer NOT NULL,
  removed_at timestamptz,
  CHECK ((code IS NULL) = (text <> ''))
);

INSERT INTO crisis_criterion (id, code, position) VALUES
  ('5b1f0c1e-2c1a-4c7e-9d10-6f2a8b3c0001', 'people_in_danger', 0),
  ('5b1f0c1e-2c1a-4c7e-9d10-6f2a8b3c0002', 'essential_service_stops', 1),
  ('5b1f0c1e-2c1a-4c7e-9d10-6f2a8b3c0003', 'beyond_own_means', 2),
  ('5b1f0c1e-2c1a-4c7e-9d10-6f2a8b3c0004', 'survival_at_stake', 3),
  ('5b1f0c1e-2c1a-4c7e-9d10-6f2a8b3c0005', 'spreads_to_others', 4),
  ('5b1f0c1e-2c1a-4c7e-9d10-6f2a8b3c0006', 'public_attention', 5);

-- A look back that a law asks for by itself (CIR 2024/2690 annex 3.4.2(b) quarterly, DORA RTS 2024/1772 art. 8(2) monthly).
CREATE TABLE recurrence_review (
  id uuid PRIMARY KEY,
  -- recurrenceReviews of packages/regimes.
  review_id text NOT NULL,
  -- First day of the period it looks back from.
  period_start date NOT NULL,
  opened_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  done_at timestamptz,
  done_by uuid REFERENCES person,
  note text,
  UNIQUE (review_id, period_start)
);

GRANT SELECT, INSERT, UPDATE ON assessment, crisis_criterion, recurrence_review TO belfry_app;
GRANT SELECT, INSERT ON assessment_answer, legal_moment, assessment_decision TO belfry_app;

DO $$
DECLARE child text;
BEGIN
  FOREACH child IN ARRAY ARRAY['assessment', 'assessment_answer', 'legal_moment', 'assessment_decision'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('CREATE POLICY %I ON %I USING (sees_incident(incident_id)) WITH CHECK (sees_incident(incident_id))', child || '_wall', child);
  END LOOP;
END $$;
