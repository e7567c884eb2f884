-- SPDX-License-Identifier: Apache-2.0
-- Who is on duty, by which channel a person is reached, and what became of each call.

CREATE TABLE roster (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  time_zone text NOT NULL,
  -- Turns: {people: [uuid], handoverAt: 'HH:MM', everyDays, startsOn}.
  rotation jsonb NOT NULL,
  archived_at timestamptz,
  version integer NOT NULL DEFAULT 1
);
CREATE TABLE roster_override (
  id uuid PRIMARY KEY,
  roster_id uuid NOT NULL REFERENCES roster,
  person_id uuid NOT NULL REFERENCES person,
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  reason text,
  ended_at timestamptz,
  CHECK (from_at < until_at)
);
CREATE INDEX roster_override_of ON roster_override (roster_id, from_at);

-- A browser that takes push messages (RFC 8030); its keys are those of RFC 8291.
CREATE TABLE push_subscription (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  endpoint text NOT NULL UNIQUE,
  p256dh text NOT NULL,
  auth text NOT NULL,
  label text NOT NULL,
  added_at timestamptz NOT NULL,
  last_reached_at timestamptz,
  last_error text,
  gone_at timestamptz
);
CREATE INDEX push_subscription_of ON push_subscription (person_id) WHERE gone_at IS NULL;

-- Where calls and events are sent to, signed by the rules of Standard Webhooks.
CREATE TABLE webhook_endpoint (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  url text NOT NULL,
  -- How the body looks: standard, or a recipe for ntfy, Matrix, Teams, Slack, a text-message gateway.
  recipe text NOT NULL,
  -- Sealed under a key of DATA/keys.
  secret jsonb NOT NULL,
  -- What it is told: alert kinds.
  events text[] NOT NULL,
  is_active boolean NOT NULL,
  added_at timestamptz NOT NULL,
  added_by uuid REFERENCES person,
  last_reached_at timestamptz,
  last_error text,
  removed_at timestamptz,
  version integer NOT NULL DEFAULT 1
);

-- One call by one channel, queued in the transaction of the alert's step: after a crash it goes out, once.
CREATE TABLE channel_delivery (
  id uuid PRIMARY KEY,
  alert_id uuid REFERENCES alert,
  push_subscription_id uuid REFERENCES push_subscription,
  webhook_endpoint_id uuid REFERENCES webhook_endpoint,
  body jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  last_error text,
  queued_at timestamptz NOT NULL,
  sent_at timestamptz,
  CHECK ((push_subscription_id IS NULL) <> (webhook_endpoint_id IS NULL))
);
CREATE INDEX channel_delivery_due ON channel_delivery (next_attempt_at) WHERE state = 'queued';

-- An alert is also about a limit that comes near, or is a test call.
ALTER TABLE alert ADD COLUMN obligation_id uuid REFERENCES obligation;
ALTER TABLE alert ADD COLUMN kind text NOT NULL DEFAULT 'critical' CHECK (kind IN ('critical', 'deadline', 'test'));
-- Of a deadline: which part of its time was gone, in percent; 100 is missed.
ALTER TABLE alert ADD COLUMN percent integer CHECK (percent IN (50, 75, 90, 100));
ALTER TABLE alert ADD COLUMN due_at timestamptz;

-- Which marks of which limit rang already: a mark rings once, whatever is killed when.
CREATE TABLE obligation_mark (
  obligation_id uuid NOT NULL REFERENCES obligation,
  percent integer NOT NULL CHECK (percent IN (50, 75, 90, 100)),
  due_at timestamptz NOT NULL,
  rings_at timestamptz NOT NULL,
  rang_at timestamptz,
  -- The limit was met, moved or dropped before it rang.
  dropped_at timestamptz,
  PRIMARY KEY (obligation_id, percent, due_at)
);
CREATE INDEX obligation_mark_due ON obligation_mark (rings_at) WHERE rang_at IS NULL AND dropped_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON roster, roster_override, push_subscription, webhook_endpoint, channel_delivery, obligation_mark TO belfry_app;
ALTER TABLE push_subscription ENABLE ROW LEVEL SECURITY;
CREATE POLICY push_subscription_wall ON push_subscription USING (person_id = context_person() OR (SELECT context_is_system()));
ALTER TABLE obligation_mark ENABLE ROW LEVEL SECURITY;
CREATE POLICY obligation_mark_wall ON obligation_mark
  USING ((SELECT context_is_system()) OR EXISTS (SELECT FROM obligation o WHERE o.id = obligation_id));
ALTER TABLE channel_delivery ENABLE ROW LEVEL SECURITY;
CREATE POLICY channel_delivery_wall ON channel_delivery USING ((SELECT context_is_system()) OR (SELECT context_may('roster.manage')));
