-- SPDX-License-Identifier: Apache-2.0
-- A rule tried on what is already in the logbook.

CREATE TABLE hunt (
  id uuid PRIMARY KEY,
  -- The rule as it read, with whatever it needs beside it.
  yaml text NOT NULL,
  title text NOT NULL,
  rule_id uuid REFERENCES detection_rule,
  purpose text NOT NULL,
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
  problem text,
  asked_at timestamptz NOT NULL,
  asked_by uuid NOT NULL REFERENCES person,
  started_at timestamptz,
  ended_at timestamptz,
  -- Entries it has to read, has read, and could make an event of.
  total_count bigint,
  read_count bigint NOT NULL DEFAULT 0,
  event_count bigint NOT NULL DEFAULT 0,
  hit_count bigint NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL
);
CREATE INDEX hunt_asked ON hunt (asked_at DESC, id DESC);
CREATE INDEX hunt_under_way ON hunt (asked_at) WHERE state IN ('waiting', 'running');

-- What it found, the first ones of them.
CREATE TABLE hunt_hit (
  hunt_id uuid NOT NULL REFERENCES hunt,
  number integer NOT NULL,
  key jsonb NOT NULL,
  hit_count bigint NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  -- [{log, index, at}]
  entries jsonb NOT NULL,
  PRIMARY KEY (hunt_id, number)
);

GRANT SELECT, INSERT, UPDATE ON hunt, hunt_hit TO belfry_app;
