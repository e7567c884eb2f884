-- SPDX-License-Identifier: Apache-2.0
-- A rule tried on what is already in the logbook.

CREATE TABLE hunt (
  id uuid PRIMARY KEY,
  -- The text that is tried, as it read when somebody asked, and what it needs beside it: [{id, kind, yaml}].
  yaml text NOT NULL,
  companions jsonb NOT NULL,
  placeholders jsonb NOT NULL,
  title text NOT NULL,
  -- The rule of the library it was, where it was one.
  rule_id uuid REFERENCES detection_rule,
  purpose text NOT NULL,
  -- By receipt.
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
  problem text CHECK (problem IN ('rule_refused', 'too_much_memory', 'stuck', 'too_long', 'too_many_entries', 'kept_breaking', 'broken')),
  asked_at timestamptz NOT NULL,
  asked_by uuid NOT NULL REFERENCES person,
  -- How often it was begun: whoever began it last writes, and nobody else.
  attempt integer NOT NULL DEFAULT 0,
  -- How often it was left behind by a process that died.
  lost_count integer NOT NULL DEFAULT 0,
  started_at timestamptz,
  ended_at timestamptz,
  ended_by uuid REFERENCES person,
  -- Whether it gives way to what comes in.
  is_held boolean NOT NULL DEFAULT false,
  -- Entries it has to read, has read, could make an event of, and could not read.
  total_count bigint,
  read_count bigint NOT NULL DEFAULT 0,
  event_count bigint NOT NULL DEFAULT 0,
  gone_count bigint NOT NULL DEFAULT 0,
  hit_count bigint NOT NULL DEFAULT 0,
  -- Keys that were told apart, and hits beyond as many as are.
  key_count bigint NOT NULL DEFAULT 0,
  hits_without_key bigint NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL,
  CHECK (from_at < until_at),
  CHECK ((problem IS NOT NULL) = (state = 'failed'))
);
CREATE INDEX hunt_asked ON hunt (asked_at DESC, id DESC);
CREATE INDEX hunt_under_way ON hunt (asked_at) WHERE state IN ('waiting', 'running');
CREATE INDEX hunt_of_rule ON hunt (rule_id, asked_at DESC) WHERE rule_id IS NOT NULL;

-- What it found by key, the key with most hits first; written in the transaction that ends it, and never before.
CREATE TABLE hunt_hit (
  hunt_id uuid NOT NULL REFERENCES hunt,
  number integer NOT NULL,
  -- Of the rule, where a text holds several.
  title text NOT NULL,
  -- [[field, value], ...]
  key jsonb NOT NULL,
  hit_count bigint NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  -- The first ones: [{log, index, at}]
  entries jsonb NOT NULL,
  PRIMARY KEY (hunt_id, number)
);

GRANT SELECT, INSERT, UPDATE ON hunt TO belfry_app;
GRANT SELECT, INSERT ON hunt_hit TO belfry_app;

-- What a hunt finds are accounts and addresses of the logbook: it is for whoever may try rules and look into the log.
DO $$
DECLARE walled text;
BEGIN
  FOREACH walled IN ARRAY ARRAY['hunt', 'hunt_hit'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY %I ON %I USING ((SELECT context_is_system()) OR ((SELECT context_may(''detection.manage'')) AND (SELECT context_may(''log.search''))))', walled || '_wall', walled);
  END LOOP;
END $$;
