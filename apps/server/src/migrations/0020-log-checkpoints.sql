-- SPDX-License-Identifier: Apache-2.0
-- The rollback guard of the logbook: the newest checkpoint of every log, beside the files and not among them.
-- A checkpoint is signed only when it follows this one, so a restored directory cannot be signed into a fork.

CREATE TABLE log_checkpoint (
  log text PRIMARY KEY,
  size bigint NOT NULL CHECK (size >= 0),
  -- SHA-256, 32 bytes.
  root bytea NOT NULL,
  -- The signed note (C2SP tlog-checkpoint), byte for byte.
  note text NOT NULL,
  signed_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON log_checkpoint TO belfry_app;
