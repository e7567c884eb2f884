-- SPDX-License-Identifier: Apache-2.0
-- Figures of mail that comes in, and ways to find mail that cost little.

-- Behind row-level security an index serves only operators that leak nothing, which `&&` and lower() are not known to
-- be: each mail that came read every mail before it. These are read by the process that takes mail in, and answer
-- nobody else; their rights are the owner's, so that the indexes serve.

CREATE FUNCTION mails_related(message text, refers text[], count_max integer)
RETURNS TABLE (report_id uuid, incident_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.report_id, m.incident_id FROM incoming_mail m
  WHERE context_is_system() AND m.state = 'taken' AND (m.report_id IS NOT NULL OR m.incident_id IS NOT NULL)
    AND (m.message_id = ANY (refers) OR m.refers_to && array_remove(message || refers, NULL))
  ORDER BY m.received_at, m.id LIMIT count_max
$$;

-- Receipts by mail that went to an address since then, those skipped left out.
CREATE FUNCTION receipts_since(address text, since timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::integer FROM mail
  WHERE context_is_system() AND purpose = 'receipt' AND lower(to_address) = lower(address) AND queued_at > since
    AND state <> 'skipped'
$$;

-- How many received mails wait to be taken in, and since when the oldest does. The keeper of mail sees what
-- `managed_mail_counts` shows; the process that measures sees everything.
CREATE FUNCTION received_mail_waiting() RETURNS TABLE (count integer, oldest_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::integer, min(i.received_at) FROM incoming_mail i JOIN mailbox b ON b.id = i.mailbox_id
  WHERE i.state = 'received' AND (context_is_system()
    OR (context_may('mail.manage') AND (b.purpose <> 'whistleblowing' OR context_may('whistleblowing.handle'))))
$$;
