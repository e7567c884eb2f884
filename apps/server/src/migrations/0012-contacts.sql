-- SPDX-License-Identifier: Apache-2.0
-- Contacts, the telephone form, and promises to call back.

CREATE TABLE contact (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  organisation text NOT NULL DEFAULT '',
  contact_group text NOT NULL CHECK (contact_group IN ('employee', 'contractor', 'supplier', 'customer', 'public', 'authority', 'other')),
  title text NOT NULL DEFAULT '',
  language text CHECK (language IN ('en', 'nl', 'fr', 'de')),
  -- [{kind, value, note, isPreferred}]
  channels jsonb NOT NULL DEFAULT '[]',
  notes text NOT NULL DEFAULT '',
  person_id uuid REFERENCES person,
  verified_at timestamptz,
  verified_by uuid REFERENCES person,
  archived_at timestamptz,
  added_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  -- What is looked for as typed: name, organisation and addresses in lower case; numbers in international digits.
  search text NOT NULL,
  phone_keys text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX contact_name ON contact (lower(name), id);
CREATE INDEX contact_person ON contact (person_id) WHERE person_id IS NOT NULL;

-- Somebody without the permission finds nobody here, also while taking a call. LIKE under a policy uses no trigram
-- index; an address book of ten thousand is read through in a few milliseconds.
ALTER TABLE contact ENABLE ROW LEVEL SECURITY;
CREATE POLICY contact_wall ON contact
  USING ((SELECT context_may('contacts.read')) OR (SELECT context_is_system()))
  WITH CHECK ((SELECT context_may('contacts.manage')) OR (SELECT context_is_system()));

-- A call being written down, saved as it is typed. Its words are for whoever types them: nobody else reads what a
-- caller may still ask to leave out.
CREATE TABLE call_draft (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES person,
  answers jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  called_at timestamptz NOT NULL,
  saved_at timestamptz NOT NULL,
  discarded_at timestamptz,
  -- Set once sent: the words are emptied, and what was answered is kept for as long as the answer may be asked again.
  sent_at timestamptz,
  sent jsonb
);
CREATE INDEX call_draft_owner ON call_draft (owner_id, called_at);
CREATE INDEX call_draft_over ON call_draft (coalesce(sent_at, discarded_at))
  WHERE sent_at IS NOT NULL OR discarded_at IS NOT NULL;
ALTER TABLE call_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY call_draft_wall ON call_draft
  USING (owner_id = (SELECT context_person()) OR (SELECT context_is_system()))
  WITH CHECK (owner_id = (SELECT context_person()) OR (SELECT context_is_system()));

-- A call about a report: when it came, who took it, and what the caller's report itself has no room for.
CREATE TABLE call (
  id uuid PRIMARY KEY,
  report_id uuid NOT NULL REFERENCES report,
  called_at timestamptz NOT NULL,
  taken_by uuid NOT NULL REFERENCES person,
  recorded_at timestamptz NOT NULL,
  organisation text NOT NULL DEFAULT '',
  severity_hint text CHECK (severity_hint IN ('critical', 'important', 'medium', 'low')),
  noticed_words text NOT NULL DEFAULT ''
);
CREATE INDEX call_report ON call (report_id, called_at);

-- A promise to call back. Tries are kept whole: [{at, by, byName, reached, note}].
CREATE TABLE call_back (
  id uuid PRIMARY KEY,
  report_id uuid NOT NULL REFERENCES report,
  number text NOT NULL,
  due_at timestamptz NOT NULL,
  promised_at timestamptz NOT NULL,
  promised_by uuid NOT NULL REFERENCES person,
  tries jsonb NOT NULL DEFAULT '[]',
  done_at timestamptz
);
CREATE INDEX call_back_report ON call_back (report_id, due_at);
CREATE INDEX call_back_open ON call_back (due_at, id) WHERE done_at IS NULL;

DO $$
DECLARE child text;
BEGIN
  FOREACH child IN ARRAY ARRAY['call', 'call_back'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('CREATE POLICY %I ON %I USING (sees_report(report_id)) WITH CHECK (sees_report(report_id))', child || '_wall', child);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON contact, call_back TO belfry_app;
GRANT SELECT, INSERT ON call TO belfry_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON call_draft TO belfry_app;

-- Who called before. It runs as the owner so that the indexes are used, repeats the wall, and leaves out whoever
-- stays unknown and every whistle-blower (Directive (EU) 2019/1937 Art. 16). `ending` is the last eight digits.
CREATE INDEX report_reporter_words ON report
  USING gin (lower(coalesce(reporter_name, '') || ' ' || coalesce(reporter_email, '')) gin_trgm_ops)
  WHERE NOT anonymous AND kind <> 'whistleblowing';
CREATE INDEX report_reporter_phone ON report (right(regexp_replace(reporter_phone, '\D', '', 'g'), 8))
  WHERE reporter_phone IS NOT NULL;
CREATE FUNCTION reports_of_callers(pattern text, ending text, count_max integer)
RETURNS TABLE (id uuid, reference text, summary text, state text, reported_at timestamptz, name text, email text, phone text, language text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY EXECUTE
    'SELECT r.id, r.reference, r.summary, r.state, r.reported_at, r.reporter_name, r.reporter_email, r.reporter_phone, r.language
      FROM report r
      WHERE NOT r.anonymous AND r.kind <> ''whistleblowing''
        AND (lower(coalesce(r.reporter_name, '''') || '' '' || coalesce(r.reporter_email, '''')) LIKE $1
          OR ($2 <> '''' AND r.reporter_phone IS NOT NULL AND right(regexp_replace(r.reporter_phone, ''\D'', '''', ''g''), 8) = $2))
        AND report_words_visible(r.kind, r.restricted, r.participant_ids)
      ORDER BY r.reported_at DESC, r.id DESC LIMIT $3'
    USING pattern, ending, count_max;
END $$;
