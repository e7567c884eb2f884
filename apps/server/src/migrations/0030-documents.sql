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
  made_at timestamptz NOT NULL,
  made_by uuid REFERENCES person
);
CREATE INDEX document_of_incident ON document (incident_id, made_at) WHERE incident_id IS NOT NULL;
CREATE INDEX document_of_notification ON document (notification_id) WHERE notification_id IS NOT NULL;

-- A report to management over a period (policy 2.4 [3], 2.7): what it counted stays with it.
CREATE TABLE management_report (
  id uuid PRIMARY KEY,
  incident_id uuid REFERENCES incident,
  -- Of a period: [from, until) as civil days in the organisation's zone.
  from_day date,
  until_day date,
  language text NOT NULL,
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
  next_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX management_report_schedule_due ON management_report_schedule (next_at) WHERE ended_at IS NULL;

GRANT SELECT, INSERT ON document TO belfry_app;
GRANT SELECT, INSERT, UPDATE ON management_report, management_report_schedule TO belfry_app;

ALTER TABLE document ENABLE ROW LEVEL SECURITY;
CREATE POLICY document_wall ON document
  USING (CASE WHEN incident_id IS NULL THEN (SELECT context_is_system()) OR (SELECT context_may('management_reports.read')) ELSE sees_incident(incident_id) END);
ALTER TABLE management_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY management_report_wall ON management_report
  USING (CASE WHEN incident_id IS NULL THEN (SELECT context_is_system()) OR (SELECT context_may('management_reports.read')) ELSE sees_incident(incident_id) END);
