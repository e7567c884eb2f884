-- SPDX-License-Identifier: Apache-2.0
-- Statistics without reading every report: how many reports of a month are alike in everything counted by.

-- Holds only what everybody with `reports.read` sees: no whistle-blower's report and none of a restricted incident.
-- Those are counted one by one behind the wall of `report`, so that a number tells nobody what a list would hide.
-- Changes are added as lines of their own, so that no report waits for another; `fold_report_tally()` adds them up.
CREATE TABLE report_tally (
  -- 'YYYY-MM' in the time zone of the organisation.
  month text NOT NULL,
  kind text NOT NULL,
  channel text NOT NULL,
  category text,
  qualification text,
  state text NOT NULL,
  decline_reason text,
  count integer NOT NULL,
  is_sum boolean NOT NULL
);
CREATE INDEX report_tally_month ON report_tally (month);
CREATE INDEX report_tally_unfolded ON report_tally (month) WHERE NOT is_sum;

ALTER TABLE report_tally ENABLE ROW LEVEL SECURITY;
-- As the first line of `report_wall` has it.
CREATE POLICY report_tally_wall ON report_tally FOR SELECT USING ((SELECT context_may('reports.read')));
GRANT SELECT ON report_tally TO belfry_app;

-- What the tally leaves out, for the count behind the wall.
CREATE INDEX report_restricted ON report (reported_at) WHERE restricted AND kind <> 'whistleblowing';

CREATE FUNCTION report_month(at timestamptz) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT to_char(at AT TIME ZONE coalesce((SELECT time_zone FROM organisation), 'UTC'), 'YYYY-MM')
$$;

-- Definer rights: nobody writes a tally by hand.
CREATE FUNCTION report_tallied() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND NOT OLD.restricted AND OLD.kind <> 'whistleblowing' THEN
    INSERT INTO report_tally VALUES (report_month(OLD.reported_at), OLD.kind, OLD.channel, OLD.category,
      OLD.qualification, OLD.state, OLD.decline_reason, -1, false);
  END IF;
  IF TG_OP <> 'DELETE' AND NOT NEW.restricted AND NEW.kind <> 'whistleblowing' THEN
    INSERT INTO report_tally VALUES (report_month(NEW.reported_at), NEW.kind, NEW.channel, NEW.category,
      NEW.qualification, NEW.state, NEW.decline_reason, 1, false);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER report_tallied AFTER INSERT OR DELETE ON report FOR EACH ROW EXECUTE FUNCTION report_tallied();
-- No list of columns: other triggers set `restricted`, and a list would not notice.
CREATE TRIGGER report_tallied_anew AFTER UPDATE ON report FOR EACH ROW
  WHEN ((OLD.reported_at, OLD.kind, OLD.channel, OLD.category, OLD.qualification, OLD.state, OLD.decline_reason, OLD.restricted)
    IS DISTINCT FROM
    (NEW.reported_at, NEW.kind, NEW.channel, NEW.category, NEW.qualification, NEW.state, NEW.decline_reason, NEW.restricted))
  EXECUTE FUNCTION report_tallied();

-- Adds up the lines of months that changed. Two at once take different lines or wait; either way nothing is added twice,
-- because a line is taken away in the statement that adds it.
CREATE FUNCTION fold_report_tally() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH taken AS (
    DELETE FROM report_tally WHERE month IN (SELECT month FROM report_tally WHERE NOT is_sum) RETURNING *
  )
  INSERT INTO report_tally
  SELECT month, kind, channel, category, qualification, state, decline_reason, sum(count), true
  FROM taken GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(count) <> 0
$$;

-- Counts everything anew: when the tally begins, and when the organisation moves to another time zone.
CREATE FUNCTION recount_reports() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- Whoever is writing a report finishes first, and the next one waits: each is counted once, in the new month.
  LOCK TABLE report IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM report_tally;
  INSERT INTO report_tally
  SELECT report_month(reported_at), kind, channel, category, qualification, state, decline_reason, count(*), true
  FROM report WHERE NOT restricted AND kind <> 'whistleblowing' GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $$;
CREATE FUNCTION organisation_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM recount_reports();
  RETURN NULL;
END $$;
CREATE TRIGGER organisation_moved AFTER UPDATE OF time_zone ON organisation FOR EACH ROW
  WHEN (OLD.time_zone <> NEW.time_zone) EXECUTE FUNCTION organisation_moved();
REVOKE ALL ON FUNCTION recount_reports() FROM PUBLIC;
REVOKE ALL ON FUNCTION fold_report_tally() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fold_report_tally() TO belfry_app;

SELECT recount_reports();
