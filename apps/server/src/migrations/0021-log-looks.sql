-- SPDX-License-Identifier: Apache-2.0
-- Every look into the logbook: who, for which purpose, what was asked, how much was shown.

CREATE TABLE log_look (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  kind text NOT NULL CHECK (kind IN ('search', 'entry', 'tail', 'export')),
  purpose text NOT NULL,
  -- The words of the query as they were typed, its period, and the moment that period means.
  query text NOT NULL,
  from_at timestamptz,
  until_at timestamptz,
  clock text NOT NULL DEFAULT 'event' CHECK (clock IN ('event', 'received')),
  -- Only these; empty means all that may be searched.
  sources uuid[] NOT NULL DEFAULT '{}',
  streams text[] NOT NULL DEFAULT '{}',
  -- Where one entry was opened.
  log text,
  log_index bigint,
  asked_at timestamptz NOT NULL,
  -- Null until the answer was given, or when it never was.
  shown_count bigint,
  CHECK ((kind = 'entry') = (log IS NOT NULL AND log_index IS NOT NULL))
);
CREATE INDEX log_look_person ON log_look (person_id, asked_at DESC, id DESC);
CREATE INDEX log_look_asked ON log_look (asked_at DESC, id DESC);

-- Who looked is itself about people: one sees one's own looks, and whoever reads the whole history sees all. A look
-- is begun in one's own name only, and nobody else reads under it.
ALTER TABLE log_look ENABLE ROW LEVEL SECURITY;
CREATE POLICY log_look_seen ON log_look FOR SELECT USING (
  (SELECT context_is_system())
  OR (SELECT context_may('history.read'))
  OR person_id = (SELECT context_person())
);
CREATE POLICY log_look_begun ON log_look FOR INSERT WITH CHECK (person_id = (SELECT context_person()));
CREATE POLICY log_look_answered ON log_look FOR UPDATE USING (person_id = (SELECT context_person()));

-- What was asked stays as it was asked: only how much was shown is added.
GRANT SELECT, INSERT ON log_look TO belfry_app;
GRANT UPDATE (shown_count) ON log_look TO belfry_app;
