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

-- When somebody is not called for what can wait; critical alerts and missed limits ring through it.
CREATE TABLE quiet_hours (
  person_id uuid PRIMARY KEY REFERENCES person,
  -- HH:MM in the zone; where the end lies before the start they go over midnight.
  from_time text NOT NULL,
  until_time text NOT NULL,
  time_zone text NOT NULL
);

-- Where calls and events are sent to, signed by the rules of Standard Webhooks.
CREATE TABLE webhook_endpoint (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  url text NOT NULL,
  recipe text NOT NULL CHECK (recipe IN ('standard', 'ntfy', 'matrix', 'teams', 'slack', 'text_message')),
  -- Of a gateway of text messages: {contentType, template, recipients}; empty elsewhere.
  settings jsonb NOT NULL DEFAULT '{}',
  -- {current, previous, token}: each sealed under a key of DATA/keys, or null.
  secret jsonb NOT NULL,
  -- What it is told: alert kinds.
  events text[] NOT NULL,
  is_active boolean NOT NULL,
  language text NOT NULL,
  added_at timestamptz NOT NULL,
  added_by uuid REFERENCES person,
  last_reached_at timestamptz,
  last_error text,
  removed_at timestamptz,
  version integer NOT NULL DEFAULT 1
);

-- One call by one channel, queued in the transaction of the alert's step: after a crash it goes out, once. Its
-- identifier is the one the receiver hears, so that whoever hears it twice can tell.
CREATE TABLE channel_delivery (
  id uuid PRIMARY KEY,
  -- Null: somebody tries the channel.
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
CREATE INDEX channel_delivery_of_alert ON channel_delivery (alert_id);
CREATE INDEX channel_delivery_of_endpoint ON channel_delivery (webhook_endpoint_id, queued_at);
CREATE INDEX channel_delivery_of_device ON channel_delivery (push_subscription_id, queued_at);

-- An alert is also about a limit that comes near, or is a test call.
ALTER TABLE alert ADD COLUMN obligation_id uuid REFERENCES obligation;
ALTER TABLE alert ADD COLUMN roster_id uuid REFERENCES roster;
ALTER TABLE alert ADD COLUMN kind text NOT NULL DEFAULT 'critical' CHECK (kind IN ('critical', 'limit', 'test'));
-- Of a limit: which part of its time was gone, in percent; 100 is missed. Null reminds of a duty without a number.
ALTER TABLE alert ADD COLUMN percent integer CHECK (percent IN (50, 75, 90, 100));
ALTER TABLE alert ADD COLUMN due_at timestamptz;
-- In a storm one call tells of many: alerts under whose calls this one was told too.
ALTER TABLE alert ADD COLUMN called_with uuid[] NOT NULL DEFAULT '{}';
-- It waits for the end of somebody's quiet hours.
ALTER TABLE alert ADD COLUMN quiet_until timestamptz;
ALTER TABLE alert ADD CHECK ((kind = 'limit') = (obligation_id IS NOT NULL));
ALTER TABLE alert ADD CHECK ((kind = 'test') = (roster_id IS NOT NULL));
-- A test call is about nothing but who is on duty.
ALTER TABLE alert DROP CONSTRAINT alert_check;
ALTER TABLE alert ADD CONSTRAINT alert_is_about
  CHECK (CASE WHEN kind = 'test' THEN incident_id IS NULL AND report_id IS NULL ELSE (incident_id IS NULL) <> (report_id IS NULL) END);
-- One bell each: a limit that comes near and an incident that is critical ring side by side.
DROP INDEX alert_one_waiting;
CREATE UNIQUE INDEX alert_one_waiting ON alert (incident_id) WHERE state = 'waiting' AND kind = 'critical';
CREATE UNIQUE INDEX alert_one_waiting_limit ON alert (obligation_id) WHERE state = 'waiting';
CREATE INDEX alert_called_with ON alert USING gin (called_with) WHERE state = 'waiting';
CREATE INDEX alert_of_obligation ON alert (obligation_id, raised_at) WHERE obligation_id IS NOT NULL;
CREATE UNIQUE INDEX alert_one_waiting_test ON alert (roster_id) WHERE state = 'waiting';
ALTER POLICY alert_wall ON alert
  USING (CASE
    WHEN kind = 'test' THEN (SELECT context_is_system()) OR (SELECT context_may('roster.manage')) OR alerted_ids @> ARRAY[(SELECT context_person())]
    WHEN incident_id IS NULL THEN sees_report(report_id) ELSE sees_incident(incident_id) END)
  WITH CHECK (CASE
    WHEN kind = 'test' THEN (SELECT context_is_system()) OR (SELECT context_may('roster.manage')) OR alerted_ids @> ARRAY[(SELECT context_person())]
    WHEN incident_id IS NULL THEN sees_report(report_id) ELSE sees_incident(incident_id) END);
ALTER TABLE mail ADD COLUMN alert_id uuid REFERENCES alert;
CREATE INDEX mail_of_alert ON mail (alert_id) WHERE alert_id IS NOT NULL;

-- Which marks of which limit rang already: a mark rings once, whatever is killed when.
CREATE TABLE obligation_mark (
  id uuid PRIMARY KEY,
  obligation_id uuid NOT NULL REFERENCES obligation,
  -- Null: the next daily reminder of a duty that has no number.
  percent integer CHECK (percent IN (50, 75, 90, 100)),
  due_at timestamptz,
  rings_at timestamptz NOT NULL,
  rang_at timestamptz,
  -- The limit was met, moved or dropped before it rang, or a later mark of it rang in its place.
  dropped_at timestamptz,
  -- Who said that it need not be reminded of any more.
  told_off_by uuid REFERENCES person,
  CHECK ((percent IS NULL) = (due_at IS NULL))
);
CREATE UNIQUE INDEX obligation_mark_once ON obligation_mark (obligation_id, percent, due_at) WHERE percent IS NOT NULL;
CREATE UNIQUE INDEX obligation_mark_one_reminder ON obligation_mark (obligation_id)
  WHERE percent IS NULL AND rang_at IS NULL AND dropped_at IS NULL;
CREATE INDEX obligation_mark_of ON obligation_mark (obligation_id);
CREATE INDEX obligation_mark_due ON obligation_mark (rings_at) WHERE rang_at IS NULL AND dropped_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON roster, roster_override, push_subscription, quiet_hours, webhook_endpoint, channel_delivery, obligation_mark TO belfry_app;
GRANT DELETE ON quiet_hours TO belfry_app;
ALTER TABLE push_subscription ENABLE ROW LEVEL SECURITY;
CREATE POLICY push_subscription_wall ON push_subscription USING (person_id = context_person() OR (SELECT context_is_system()));
ALTER TABLE quiet_hours ENABLE ROW LEVEL SECURITY;
CREATE POLICY quiet_hours_wall ON quiet_hours USING (person_id = context_person() OR (SELECT context_is_system()));
ALTER TABLE obligation_mark ENABLE ROW LEVEL SECURITY;
CREATE POLICY obligation_mark_wall ON obligation_mark
  USING ((SELECT context_is_system()) OR EXISTS (SELECT FROM obligation o WHERE o.id = obligation_id));
ALTER TABLE channel_delivery ENABLE ROW LEVEL SECURITY;
-- A call is seen by whoever sees its alert; a trial of a device by its owner, everything by whoever keeps the channels.
CREATE POLICY channel_delivery_wall ON channel_delivery
  USING (
    (SELECT context_is_system())
    OR EXISTS (SELECT FROM alert a WHERE a.id = alert_id)
    OR (alert_id IS NULL AND webhook_endpoint_id IS NOT NULL AND (SELECT context_may('roster.manage')))
    OR (alert_id IS NULL AND EXISTS (SELECT FROM push_subscription p WHERE p.id = push_subscription_id))
  );
