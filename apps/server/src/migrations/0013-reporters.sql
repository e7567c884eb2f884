-- SPDX-License-Identifier: Apache-2.0
-- The reporter's mailbox: links from mails, what was seen, one's own reports, and the identity kept apart.

-- Every personal link names the generation it was made in; raising it closes all that went out before.
ALTER TABLE report ADD COLUMN link_generation integer NOT NULL DEFAULT 0;
-- How many messages of the desk the reporter has seen. A count and no moment: when somebody who stays unknown
-- looked is nobody's business.
ALTER TABLE report ADD COLUMN seen_from_desk integer NOT NULL DEFAULT 0;

CREATE INDEX report_reporter ON report (reporter_id, reported_at DESC, id DESC) WHERE reporter_id IS NOT NULL;
CREATE INDEX report_reporter_mail ON report (lower(reporter_email), reported_at DESC, id DESC) WHERE reporter_email IS NOT NULL;

-- Who an anonymous reporter is, asked by the desk and answered by them alone. The answer is sealed under a key
-- that is not in the database; nothing of it stands in a report, in the record, in a mail or in a search.
CREATE TABLE reporter_identity (
  id uuid PRIMARY KEY,
  report_id uuid NOT NULL REFERENCES report,
  state text NOT NULL CHECK (state IN ('asked', 'given', 'refused', 'withdrawn')),
  asked_at timestamptz NOT NULL,
  asked_by uuid NOT NULL REFERENCES person,
  -- The question as it stands in the reporter's mailbox, with the reason in the desk's words.
  message_id uuid NOT NULL REFERENCES report_message,
  answered_at timestamptz,
  sealed text,
  -- Withdrawing destroys the answer; that there was one stays.
  CHECK ((sealed IS NOT NULL) = (state = 'given'))
);
CREATE UNIQUE INDEX reporter_identity_one ON reporter_identity (report_id) WHERE state IN ('asked', 'given');
CREATE INDEX reporter_identity_report ON reporter_identity (report_id, asked_at);
CREATE INDEX reporter_identity_message ON reporter_identity (message_id);

-- Each opening, for the desk and for the reporter: who, as what, when and why. Only ever added to.
CREATE TABLE reporter_identity_opening (
  id uuid PRIMARY KEY,
  report_id uuid NOT NULL REFERENCES report,
  identity_id uuid NOT NULL REFERENCES reporter_identity,
  opened_at timestamptz NOT NULL,
  opened_by uuid NOT NULL REFERENCES person,
  role text NOT NULL CHECK (role IN ('participant', 'handler', 'it_responsible', 'whistleblowing_handler')),
  reason text NOT NULL
);
CREATE INDEX reporter_identity_opening_report ON reporter_identity_opening (report_id, opened_at);
CREATE INDEX reporter_identity_opening_identity ON reporter_identity_opening (identity_id);
CREATE TRIGGER reporter_identity_opening_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reporter_identity_opening
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE reporter_identity ENABLE ROW LEVEL SECURITY;
CREATE POLICY reporter_identity_wall ON reporter_identity
  USING (sees_report(report_id)) WITH CHECK (sees_report(report_id));
ALTER TABLE reporter_identity_opening ENABLE ROW LEVEL SECURITY;
CREATE POLICY reporter_identity_opening_wall ON reporter_identity_opening
  USING (sees_report(report_id)) WITH CHECK (sees_report(report_id) AND opened_by = (SELECT context_person()));
GRANT SELECT, INSERT, UPDATE ON reporter_identity TO belfry_app;
GRANT SELECT, INSERT ON reporter_identity_opening TO belfry_app;

-- What became of an incident, for somebody who sees no incident: one word, followed through merges.
CREATE FUNCTION fate_of_incident(wanted uuid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  at uuid := wanted;
  found_status text;
  survivor uuid;
BEGIN
  -- Merges make no circle; the bound keeps one that a restored database might hold from running for ever.
  FOR step IN 1..20 LOOP
    SELECT status, merged_into INTO found_status, survivor FROM incident WHERE id = at;
    EXIT WHEN found_status IS NULL OR found_status <> 'merged' OR survivor IS NULL;
    at := survivor;
  END LOOP;
  RETURN CASE
    WHEN found_status IS NULL THEN NULL
    WHEN found_status IN ('resolved', 'closed', 'dismissed') THEN found_status
    ELSE 'taken_up' END;
END $$;

-- The fate of the context's own report; of a duplicate, the fate of the report it repeats.
CREATE FUNCTION fate_of_own_report() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT fate_of_incident(coalesce(r.incident_id, o.incident_id))
  FROM report r LEFT JOIN report o ON o.id = r.duplicate_of
  WHERE r.id = context_report() AND coalesce(r.incident_id, o.incident_id) IS NOT NULL
$$;

-- The reports of whoever is signed in: what they told under their own name, and what somebody else entered under
-- their mail address. Not what they entered for somebody else. A token made for something else shows none.
CREATE FUNCTION own_reports() RETURNS SETOF report
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.* FROM person p JOIN report r ON (
    r.reporter_id = p.id AND r.channel <> 'phone' AND r.reporter_email IS NULL
      AND (r.reporter_name IS NULL OR r.reporter_name = p.name))
    -- Since there is an account with the address: whoever makes accounts must not become a reporter of the past.
    OR (lower(r.reporter_email) = lower(p.email) AND r.reported_at >= p.created_at)
  -- A whistle-blower comes back with the receipt alone: an account is seen by whoever sits at the screen.
  WHERE p.id = context_participant() AND NOT r.anonymous AND r.kind <> 'whistleblowing'
$$;

-- Whole rows are for the two functions below, which give back less.
REVOKE EXECUTE ON FUNCTION own_reports() FROM PUBLIC;

CREATE FUNCTION own_reports_listed(before_at timestamptz, before_id uuid, count_max integer)
RETURNS TABLE (id uuid, reference text, summary text, kind text, state text, unread_from_reporter integer,
  reported_at timestamptz, reporter_id uuid, fate text, unread integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, r.reference, r.summary, r.kind, r.state, r.unread_from_reporter, r.reported_at, r.reporter_id,
    CASE WHEN coalesce(r.incident_id, o.incident_id) IS NULL THEN NULL
      ELSE fate_of_incident(coalesce(r.incident_id, o.incident_id)) END,
    greatest(0, (SELECT count(*)::integer FROM report_message m
      WHERE m.report_id = r.id AND m.direction = 'to_reporter') - r.seen_from_desk)
  FROM own_reports() r LEFT JOIN report o ON o.id = r.duplicate_of
  WHERE before_at IS NULL OR (r.reported_at, r.id) < (before_at, before_id)
  ORDER BY r.reported_at DESC, r.id DESC LIMIT count_max
$$;

-- The proof that a report is one's own: its identifier, or nothing.
CREATE FUNCTION own_report(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id FROM own_reports() r WHERE r.reference = wanted
$$;
