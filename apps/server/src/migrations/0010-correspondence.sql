-- SPDX-License-Identifier: Apache-2.0
-- The conversation by mail: what belongs together, what became of every mail, and the queue as its keeper sees it.

ALTER TABLE mail DROP CONSTRAINT mail_state_check;
ALTER TABLE mail ADD CONSTRAINT mail_state_check CHECK (state IN ('queued', 'sent', 'failed', 'skipped', 'bounced'));
ALTER TABLE mail ADD CONSTRAINT mail_purpose_check
  CHECK (purpose IN ('alert', 'feedback', 'message', 'receipt', 'invitation', 'written'));
-- RFC 5322 Message-ID, without which nobody could tell what answers it. Null until the mail first leaves.
ALTER TABLE mail ADD COLUMN message_id text;
-- Message-IDs of the mails it answers, oldest first; and the signed address that answers come back to.
ALTER TABLE mail ADD COLUMN answers_to text[] NOT NULL DEFAULT '{}';
ALTER TABLE mail ADD COLUMN reply_to text;
-- What it is in answer to: a program wrote it, and says so (RFC 3834).
ALTER TABLE mail ADD COLUMN is_reply boolean NOT NULL DEFAULT false;
ALTER TABLE mail ADD COLUMN written_by uuid REFERENCES person;
-- A mail that came back as undeliverable names its Message-ID, and so does an answer.
CREATE UNIQUE INDEX mail_message_id ON mail (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX mail_report ON mail (report_id, queued_at) WHERE report_id IS NOT NULL;
CREATE INDEX mail_unsent ON mail (queued_at DESC, id DESC) WHERE state <> 'sent';
-- Receipts by mail are counted for each address, so that a loop ends.
CREATE INDEX mail_receipts ON mail (lower(to_address), queued_at) WHERE purpose = 'receipt';

ALTER TABLE incoming_mail ADD COLUMN incident_id uuid REFERENCES incident;
-- SHA-256 of everything below the headers: the same mail that came through another mailbox has another way in its
-- headers, and the same words.
ALTER TABLE incoming_mail ADD COLUMN body_sha256 text;
-- Addresses of whoever wrote it and to whom, lower-case: they are in the conversation.
ALTER TABLE incoming_mail ADD COLUMN parties text[] NOT NULL DEFAULT '{}';
-- Somebody decided that it is a report, whatever its headers say.
ALTER TABLE incoming_mail ADD COLUMN made_report_by uuid REFERENCES person;
CREATE INDEX incoming_mail_incident ON incoming_mail (incident_id, received_at) WHERE incident_id IS NOT NULL;
CREATE INDEX incoming_mail_unsettled ON incoming_mail (received_at DESC, id DESC) WHERE state <> 'taken';

ALTER POLICY incoming_mail_wall ON incoming_mail
  USING (
    (SELECT context_is_system())
    OR (report_id IS NOT NULL AND sees_report(report_id))
    OR (incident_id IS NOT NULL AND sees_incident(incident_id))
    -- Set aside, it belongs to nothing yet: whoever would have seen the report it might have become.
    OR (report_id IS NULL AND incident_id IS NULL AND state = 'set_aside'
      AND CASE (SELECT b.purpose FROM mailbox b WHERE b.id = mailbox_id)
        WHEN 'whistleblowing' THEN (SELECT context_may('whistleblowing.handle'))
        ELSE (SELECT context_may('reports.read')) END)
  );

-- Mail on its way, for whoever keeps it going: addresses and fate of every mail, words of none. A definer function,
-- because the keeper stands outside the wall; who wrote to or as a whistle-blower stays out of it altogether
-- (Directive (EU) 2019/1937 Art. 16).
CREATE FUNCTION managed_mails(wanted text[], only_id uuid, before_at timestamptz, before_id uuid, count_max integer)
RETURNS TABLE (id uuid, direction text, state text, purpose text, address text, reason text, at timestamptz,
  settled_at timestamptz, next_attempt_at timestamptz, attempts integer, is_secret boolean, has_report boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT found.* FROM (
    (SELECT m.id, 'out', m.state, m.purpose,
      m.to_address, m.last_error,
      m.queued_at, m.sent_at, m.next_attempt_at, m.attempts, m.is_secret, m.report_id IS NOT NULL
    FROM mail m LEFT JOIN report r ON r.id = m.report_id
    WHERE NOT coalesce(r.kind = 'whistleblowing', false) AND m.state <> 'sent' AND m.state = ANY (wanted) AND (only_id IS NULL OR m.id = only_id)
      AND (before_at IS NULL OR (m.queued_at, m.id) < (before_at, before_id))
    ORDER BY m.queued_at DESC, m.id DESC LIMIT count_max)
    UNION ALL
    (SELECT i.id, 'in', i.state, NULL,
      i.envelope_from, i.last_error,
      i.received_at, i.settled_at, i.next_attempt_at, i.attempts, false, i.report_id IS NOT NULL
    FROM incoming_mail i JOIN mailbox b ON b.id = i.mailbox_id LEFT JOIN report r ON r.id = i.report_id
    WHERE NOT coalesce(r.kind = 'whistleblowing', false)
      AND (b.purpose <> 'whistleblowing' OR context_may('whistleblowing.handle')) AND i.state <> 'taken' AND i.state = ANY (wanted) AND (only_id IS NULL OR i.id = only_id)
      AND (before_at IS NULL OR (i.received_at, i.id) < (before_at, before_id))
    ORDER BY i.received_at DESC, i.id DESC LIMIT count_max)
  ) found (id, direction, state, purpose, address, reason, at, settled_at, next_attempt_at, attempts, is_secret, has_report)
  WHERE context_may('mail.manage')
  ORDER BY found.at DESC, found.id DESC LIMIT count_max
$$;

CREATE FUNCTION managed_mail_counts() RETURNS TABLE (state text, count integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT counted.state, counted.count FROM (
    SELECT m.state, count(*)::integer AS count FROM mail m LEFT JOIN report r ON r.id = m.report_id
    WHERE NOT coalesce(r.kind = 'whistleblowing', false) AND m.state <> 'sent' GROUP BY m.state
    UNION ALL
    SELECT i.state, count(*)::integer FROM incoming_mail i JOIN mailbox b ON b.id = i.mailbox_id LEFT JOIN report r ON r.id = i.report_id
    WHERE NOT coalesce(r.kind = 'whistleblowing', false)
      AND (b.purpose <> 'whistleblowing' OR context_may('whistleblowing.handle')) AND i.state <> 'taken' GROUP BY i.state
  ) counted WHERE context_may('mail.manage')
$$;
