-- SPDX-License-Identifier: Apache-2.0
-- The library of detection rules: where they come from, what they say, which of them are in effect, and what they cost.

-- A set of rules with one origin.
CREATE TABLE rule_set (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('shipped', 'own', 'upload', 'path')),
  name text NOT NULL,
  -- Of a path on this machine: where, and whether changes there are looked for.
  path text,
  is_watched boolean NOT NULL DEFAULT false,
  looked_at timestamptz,
  -- Digest of everything in it when it was last read.
  digest text,
  problem text,
  added_at timestamptz NOT NULL,
  removed_at timestamptz,
  CHECK ((kind = 'path') = (path IS NOT NULL))
);
CREATE UNIQUE INDEX rule_set_one_of_its_kind ON rule_set (kind) WHERE kind IN ('shipped', 'own');

-- One document of Sigma. A removed one stays for the findings that name it.
CREATE TABLE detection_rule (
  id uuid PRIMARY KEY,
  rule_set_id uuid NOT NULL REFERENCES rule_set,
  kind text NOT NULL CHECK (kind IN ('rule', 'correlation', 'filter')),
  -- As the document says; the title where it says none.
  sigma_id text NOT NULL,
  -- File inside of the set.
  path text NOT NULL,
  title text NOT NULL,
  -- Titles in other languages: language -> title.
  titles jsonb NOT NULL DEFAULT '{}',
  -- Another word correlations and filters call it by.
  name text,
  -- Of a correlation: identifiers or names of what it counts.
  refers text[] NOT NULL DEFAULT '{}',
  level text CHECK (level IN ('informational', 'low', 'medium', 'high', 'critical')),
  status text CHECK (status IN ('stable', 'test', 'experimental', 'deprecated', 'unsupported')),
  logsource_product text,
  logsource_category text,
  logsource_service text,
  tags text[] NOT NULL DEFAULT '{}',
  author text,
  yaml text NOT NULL,
  -- SHA-256 of the YAML, hexadecimal.
  digest text NOT NULL,
  -- Why it cannot be used: a code of the engine, and its words with line and column. Null: it can.
  problem text,
  problem_detail text,
  -- The last run of its own samples: {matches, misses, failures: [...]}; null when it has none.
  samples jsonb,
  override text CHECK (override IN ('on', 'off')),
  override_reason text,
  -- What the selection and the override come to: only these are run.
  is_active boolean NOT NULL DEFAULT false,
  -- What decided that, for who wonders.
  decided_by text NOT NULL DEFAULT 'selection'
    CHECK (decided_by IN ('selection', 'override', 'correlation', 'refused', 'samples', 'duplicate', 'limit')),
  -- Line of the selection that decided, from zero; null where none did.
  decided_line integer,
  added_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  removed_at timestamptz
);
-- Paths are somebody else's, and may be longer than an entry of an index.
CREATE UNIQUE INDEX detection_rule_once ON detection_rule (rule_set_id, md5(path), sigma_id) WHERE removed_at IS NULL;
CREATE INDEX detection_rule_active ON detection_rule (id) WHERE is_active AND removed_at IS NULL;
CREATE INDEX detection_rule_listed ON detection_rule (title, id) WHERE removed_at IS NULL;
CREATE INDEX detection_rule_by_sigma_id ON detection_rule (sigma_id);

-- What a set would change, read and shown before it takes effect.
CREATE TABLE rule_import (
  id uuid PRIMARY KEY,
  rule_set_id uuid NOT NULL REFERENCES rule_set,
  state text NOT NULL CHECK (state IN ('reading', 'waiting', 'applied', 'discarded', 'failed')),
  read_count integer NOT NULL DEFAULT 0,
  total_count integer,
  digest text,
  -- As RuleImport of the contract tells them.
  counts jsonb,
  problem text,
  problem_detail text,
  -- What was handed in, until it has been read; a start in between reads it anew.
  upload bytea,
  upload_name text,
  asked_at timestamptz NOT NULL,
  -- Null where a watched path changed by itself.
  asked_by uuid REFERENCES person,
  ended_at timestamptz,
  ended_by uuid REFERENCES person
);
CREATE INDEX rule_import_of_set ON rule_import (rule_set_id, asked_at DESC);
-- The documents of an import that waits, as they would become rules; gone once it ended.
CREATE TABLE rule_import_document (
  import_id uuid NOT NULL REFERENCES rule_import ON DELETE CASCADE,
  number integer NOT NULL,
  change text NOT NULL CHECK (change IN ('added', 'changed', 'removed', 'refused')),
  rule_id uuid REFERENCES detection_rule,
  document jsonb NOT NULL,
  PRIMARY KEY (import_id, number)
);

-- Which rules run, by log source, level, status and tag: every version, whole. The highest one holds.
CREATE TABLE rule_selection (
  version integer PRIMARY KEY CHECK (version > 0),
  lines jsonb NOT NULL,
  note text,
  saved_at timestamptz NOT NULL,
  -- Null for the first one, which comes with the product.
  saved_by uuid REFERENCES person
);

-- What comes with the product and what is written by hand runs, and filters do; of others what their authors tested and
-- what is worth a look.
INSERT INTO rule_selection (version, lines, saved_at) VALUES (1, '[
  {"sets": ["shipped", "own"], "kinds": [], "ruleSets": [], "products": [], "categories": [], "services": [],
    "levels": [], "statuses": [], "tags": [], "runs": true},
  {"sets": [], "kinds": ["filter"], "ruleSets": [], "products": [], "categories": [], "services": [],
    "levels": [], "statuses": [], "tags": [], "runs": true},
  {"sets": [], "kinds": [], "ruleSets": [], "products": [], "categories": [], "services": [],
    "levels": ["medium", "high", "critical"], "statuses": ["stable", "test"], "tags": [], "runs": true}
]', now());

-- Values of `%name%` in rules that expand placeholders: every version, whole. The highest one holds.
CREATE TABLE rule_placeholders (
  version integer PRIMARY KEY CHECK (version > 0),
  -- Name -> list of values.
  lists jsonb NOT NULL,
  note text,
  saved_at timestamptz NOT NULL,
  saved_by uuid NOT NULL REFERENCES person
);

-- What each rule found and cost, a day (UTC); written by the engine.
CREATE TABLE rule_figure (
  rule_id uuid NOT NULL REFERENCES detection_rule,
  day date NOT NULL,
  hit_count bigint NOT NULL DEFAULT 0,
  -- Events it was asked about, and what that cost, as far as it was measured.
  asked_count bigint NOT NULL DEFAULT 0,
  cost_us bigint NOT NULL DEFAULT 0,
  last_hit_at timestamptz,
  PRIMARY KEY (rule_id, day)
);

-- What comes in of each log source, a day: which rules could see something at all.
CREATE TABLE logsource_figure (
  product text NOT NULL DEFAULT '',
  category text NOT NULL DEFAULT '',
  service text NOT NULL DEFAULT '',
  day date NOT NULL,
  event_count bigint NOT NULL,
  PRIMARY KEY (product, category, service, day)
);

GRANT SELECT, INSERT, UPDATE ON rule_set, detection_rule, rule_import, rule_figure, logsource_figure TO belfry_app;
GRANT SELECT, INSERT, DELETE ON rule_import_document TO belfry_app;
GRANT SELECT, INSERT ON rule_selection, rule_placeholders TO belfry_app;
