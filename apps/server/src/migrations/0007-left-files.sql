-- SPDX-License-Identifier: Apache-2.0
-- Contents that strangers sent and that nothing may name: an upload that broke off, a file beyond the room there
-- was, one taken out again. Looked at a while later, and discarded unless something names them by then.

CREATE TABLE left_file (
  id uuid PRIMARY KEY,
  sha256 text NOT NULL,
  left_at timestamptz NOT NULL
);
CREATE INDEX left_file_left ON left_file (left_at);
ALTER TABLE left_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY left_file_noted ON left_file FOR INSERT WITH CHECK (true);
CREATE POLICY left_file_wall ON left_file USING ((SELECT context_is_system()));
GRANT SELECT, INSERT, DELETE ON left_file TO belfry_app;
