-- SPDX-License-Identifier: Apache-2.0
-- Every look into the logbook: who, for which purpose, what was asked, how much was shown.

CREATE TABLE log_look (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  kind text NOT NULL CHECK (kind IN ('search', 'entry', 'tail', 'export')),
  purpose text NOT NULL,
  -- The words of the query as they were typed, and its period.
  query text NOT NULL,
  from_at timestamptz,
  until_at timestamptz,
  asked_at timestamptz NOT NULL,
  -- Null until the answer was given, or when it never was.
  shown_count bigint
);
CREATE INDEX log_look_person ON log_look (person_id, asked_at DESC);
CREATE INDEX log_look_asked ON log_look (asked_at DESC, id DESC);

GRANT SELECT, INSERT, UPDATE ON log_look TO belfry_app;
