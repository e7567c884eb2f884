-- SPDX-License-Identifier: Apache-2.0
-- Systems that report: keys that make a repeated call harmless, webhooks, and every occurrence they told us of.

-- The identifier is a digest of route, caller and key; the fingerprint of the request is keyed with the key, which is
-- kept nowhere. So a row names nobody, and nobody can try out names against it. An answer holds no receipt.
CREATE TABLE idempotency_key (
  id text PRIMARY KEY,
  fingerprint text NOT NULL,
  answer jsonb NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX idempotency_key_expires ON idempotency_key (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO belfry_app;

CREATE TABLE webhook (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('alertmanager', 'grafana', 'wazuh', 'defender', 'sentinel', 'elastic', 'splunk', 'cef', 'stix', 'generic')),
  mapping jsonb NOT NULL,
  secret_way text NOT NULL CHECK (secret_way IN ('header', 'path', 'signature')),
  signature_header text,
  -- The secret is derived from this and the key of the instance: the database alone opens no webhook.
  secret_salt text NOT NULL,
  secret_made_at timestamptz NOT NULL,
  silence_minutes integer NOT NULL,
  language text NOT NULL,
  is_active boolean NOT NULL,
  created_at timestamptz NOT NULL
);

-- What one request brought, bit by bit as it came. At most one mebibyte, so it lies here and commits with its rows.
CREATE TABLE webhook_delivery (
  id uuid PRIMARY KEY,
  webhook_id uuid NOT NULL REFERENCES webhook,
  received_at timestamptz NOT NULL,
  media_type text NOT NULL,
  content bytea NOT NULL,
  sha256 text NOT NULL,
  occurrence_count integer NOT NULL
);
CREATE INDEX webhook_delivery_received ON webhook_delivery (webhook_id, received_at DESC, id DESC);

CREATE TABLE report_occurrence (
  id uuid PRIMARY KEY,
  report_id uuid NOT NULL REFERENCES report,
  -- Place within its report, from 1 without gaps.
  number integer NOT NULL,
  webhook_id uuid NOT NULL REFERENCES webhook,
  delivery_id uuid NOT NULL REFERENCES webhook_delivery,
  -- JSON Pointer (RFC 6901) to its part of the delivery; empty for all of it.
  pointer text NOT NULL,
  -- Digest of the whole body: it names what came, also to whom may not see all of it.
  sha256 text NOT NULL,
  received_at timestamptz NOT NULL,
  occurred_at timestamptz,
  state text NOT NULL CHECK (state IN ('firing', 'resolved', 'unknown')),
  severity text CHECK (severity IN ('critical', 'important', 'medium', 'low')),
  summary text NOT NULL,
  external_id text,
  link text,
  facts jsonb NOT NULL,
  -- Why no mapping could read it; null when one did.
  problem text,
  -- SHA-256 over the chain so far and this occurrence: an entry of the record that names one vouches for all before.
  chain text NOT NULL,
  UNIQUE (report_id, number)
);
CREATE INDEX report_occurrence_delivery ON report_occurrence (delivery_id);

-- Which report gathers what repeats, and how far the record has counted.
CREATE TABLE report_occurrence_group (
  report_id uuid PRIMARY KEY REFERENCES report,
  webhook_id uuid NOT NULL REFERENCES webhook,
  group_key text NOT NULL,
  -- A key may be longer than an index holds.
  group_sha256 text NOT NULL,
  is_current boolean NOT NULL,
  occurrence_count integer NOT NULL,
  last_received_at timestamptz NOT NULL,
  chain text NOT NULL,
  recorded_count integer NOT NULL,
  recorded_chain text NOT NULL,
  recorded_at timestamptz NOT NULL,
  earlier_report_id uuid REFERENCES report
);
-- One report at a time gathers a key.
CREATE UNIQUE INDEX report_occurrence_group_current ON report_occurrence_group (webhook_id, group_sha256) WHERE is_current;
CREATE INDEX report_occurrence_group_uncounted ON report_occurrence_group (recorded_at) WHERE occurrence_count > recorded_count;

CREATE INDEX report_occurrence_group_webhook ON report_occurrence_group (webhook_id);

-- What came through each webhook, for whoever manages them: numbers and moments, of reports they may not see too. It is
-- counted when asked: a counter on the webhook would make every delivery wait for the one before to reach the disk.
-- What no mapping could read gathers under the empty key.
CREATE FUNCTION webhook_counts()
RETURNS TABLE (webhook_id uuid, last_received_at timestamptz, received_count bigint, unmapped_count bigint, last_problem text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT g.webhook_id, max(g.last_received_at), sum(g.occurrence_count)::bigint,
    coalesce(sum(g.occurrence_count) FILTER (WHERE g.group_key = ''), 0)::bigint,
    (SELECT o.problem FROM report_occurrence_group u
      JOIN report_occurrence o ON o.report_id = u.report_id AND o.number = u.occurrence_count
      WHERE u.webhook_id = g.webhook_id AND u.group_key = '' ORDER BY u.last_received_at DESC LIMIT 1)
  FROM report_occurrence_group g WHERE context_may('webhooks.manage') OR context_is_system()
  GROUP BY g.webhook_id
$$;

ALTER TABLE report_occurrence ENABLE ROW LEVEL SECURITY;
CREATE POLICY report_occurrence_wall ON report_occurrence
  USING ((SELECT context_is_system()) OR sees_report(report_id))
  WITH CHECK ((SELECT context_is_system()));
ALTER TABLE report_occurrence_group ENABLE ROW LEVEL SECURITY;
CREATE POLICY report_occurrence_group_wall ON report_occurrence_group
  USING ((SELECT context_is_system()) OR sees_report(report_id))
  WITH CHECK ((SELECT context_is_system()));
-- One delivery can tell of many things: whoever may not see each of them does not see the whole.
ALTER TABLE webhook_delivery ENABLE ROW LEVEL SECURITY;
CREATE POLICY webhook_delivery_wall ON webhook_delivery
  USING (
    (SELECT context_is_system())
    OR occurrence_count = (SELECT count(*) FROM report_occurrence o WHERE o.delivery_id = webhook_delivery.id)
  )
  WITH CHECK ((SELECT context_is_system()));

GRANT SELECT, INSERT, UPDATE ON webhook, report_occurrence_group TO belfry_app;
GRANT SELECT, INSERT ON webhook_delivery, report_occurrence TO belfry_app;
