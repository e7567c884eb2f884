-- SPDX-License-Identifier: Apache-2.0
-- Documents made here: bytes in the file store, digest in the record, so that anybody can prove when they existed.

CREATE TABLE document (
  id uuid PRIMARY KEY,
  -- Null: a report over a period, of no one incident.
  incident_id uuid REFERENCES incident,
  notification_id uuid REFERENCES notification,
  kind text NOT NULL CHECK (kind IN ('notification', 'management_report', 'referral', 'assistance')),
  format text NOT NULL CHECK (format IN ('pdf', 'dora_json', 'iodef_json', 'stix_json')),
  name text NOT NULL,
  language text,
  tlp text NOT NULL CHECK (tlp IN ('TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR')),
  -- Whether it is what was approved, and not a draft to look at.
  is_final boolean NOT NULL,
  size_bytes bigint NOT NULL,
  sha256 text NOT NULL,
  -- Digest of the content it was made of (RFC 8785), where it was made of a notification: the same is made once.
  content_sha256 text,
  -- What was left out on purpose, such as addresses of one's own house.
  left_out text[] NOT NULL DEFAULT '{}',
  made_at timestamptz NOT NULL,
  made_by uuid REFERENCES person
);
CREATE INDEX document_of_incident ON document (incident_id, made_at) WHERE incident_id IS NOT NULL;
CREATE INDEX document_of_notification ON document (notification_id, content_sha256) WHERE notification_id IS NOT NULL;
-- Two that make what was approved make it once.
CREATE UNIQUE INDEX document_made_once ON document (notification_id, content_sha256, format) WHERE is_final AND notification_id IS NOT NULL;

-- An approved notification whose documents could not be made, and when that is tried again.
CREATE TABLE document_failure (
  notification_id uuid PRIMARY KEY REFERENCES notification,
  content_sha256 text NOT NULL,
  attempts integer NOT NULL,
  error text NOT NULL,
  next_at timestamptz NOT NULL
);

-- Files that leave with a mail: [{name, mediaType, sha256}], out of the file store.
ALTER TABLE mail ADD COLUMN attachments jsonb NOT NULL DEFAULT '[]';
ALTER TABLE mail DROP CONSTRAINT mail_purpose_check;
ALTER TABLE mail ADD CONSTRAINT mail_purpose_check CHECK (purpose IN (
  'alert', 'feedback', 'message', 'receipt', 'invitation', 'written', 'notification', 'announcement', 'management_report'));

-- A report to management over a period (policy 2.4 [3], 2.7): what it counted stays with it.
CREATE TABLE management_report (
  id uuid PRIMARY KEY,
  incident_id uuid REFERENCES incident,
  -- Of a period: [from, until) as civil days in the organisation's zone.
  from_day date,
  until_day date,
  language text NOT NULL,
  title text NOT NULL,
  content jsonb NOT NULL,
  document_id uuid REFERENCES document,
  made_at timestamptz NOT NULL,
  made_by uuid REFERENCES person,
  CHECK ((incident_id IS NULL) = (from_day IS NOT NULL))
);
CREATE INDEX management_report_made ON management_report (made_at DESC, id DESC);

CREATE TABLE management_report_schedule (
  id uuid PRIMARY KEY,
  every text NOT NULL CHECK (every IN ('month', 'quarter', 'year')),
  language text NOT NULL,
  recipient_ids uuid[] NOT NULL,
  made_by uuid REFERENCES person,
  next_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX management_report_schedule_due ON management_report_schedule (next_at) WHERE ended_at IS NULL;

GRANT SELECT, INSERT ON document TO belfry_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON document_failure TO belfry_app;
GRANT SELECT, INSERT, UPDATE ON management_report, management_report_schedule TO belfry_app;

ALTER TABLE document ENABLE ROW LEVEL SECURITY;
CREATE POLICY document_wall ON document
  USING (CASE WHEN incident_id IS NULL THEN (SELECT context_is_system()) OR (SELECT context_may('management_reports.read')) ELSE sees_incident(incident_id) END);
ALTER TABLE management_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY management_report_wall ON management_report
  USING (CASE WHEN incident_id IS NULL THEN (SELECT context_is_system()) OR (SELECT context_may('management_reports.read')) ELSE sees_incident(incident_id) END);

ALTER TABLE document_failure ENABLE ROW LEVEL SECURITY;
CREATE POLICY document_failure_wall ON document_failure
  USING (EXISTS (SELECT FROM notification n WHERE n.id = notification_id));
