-- SPDX-License-Identifier: Apache-2.0
-- Mailboxes through which people report, and every mail that came in through them.

CREATE TABLE mailbox (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  address text NOT NULL,
  -- What people write here about; it decides the kind of the report, and for whistle-blowing who sees it.
  purpose text NOT NULL CHECK (purpose IN ('incidents', 'vulnerabilities', 'whistleblowing')),
  language text NOT NULL,
  -- `smtp`: our own receiver takes mail for the address. `imap`: we fetch it from a mail server.
  way text NOT NULL CHECK (way IN ('smtp', 'imap')),
  is_active boolean NOT NULL,
  -- Whether the address may carry `+something`, which a signed reply address needs.
  plus_addressing boolean NOT NULL,
  -- Whether whoever writes here gets a receipt by mail.
  acknowledges boolean NOT NULL,
  -- IMAP: host, port, security, user, authentication, folder (ImapSetting of the contract).
  imap jsonb,
  -- Secrets by name, each sealed under DATA/keys/mailbox.key: a copy of the database opens no mailbox.
  imap_secrets jsonb NOT NULL DEFAULT '{}',
  -- Where polling stands (RFC 9051 section 2.3.1.1): identifiers only grow while the validity stays the same.
  uid_validity bigint,
  uid_last bigint,
  checked_at timestamptz,
  last_error text,
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX mailbox_address ON mailbox (lower(address));

-- A mail as it came. Its raw bytes lie in the file store under their digest, synced before this row commits, and the
-- row commits before the sender hears "250" or the mailbox is told that it was seen.
CREATE TABLE incoming_mail (
  id uuid PRIMARY KEY,
  mailbox_id uuid NOT NULL REFERENCES mailbox,
  received_at timestamptz NOT NULL,
  raw_sha256 text NOT NULL,
  raw_bytes bigint NOT NULL,
  envelope_from text,
  envelope_to text[] NOT NULL DEFAULT '{}',
  -- Who handed it over: address and greeting of the mail server, TLS or not.
  peer jsonb NOT NULL,
  -- How often the same bytes were handed over: a sender that lost our answer sends again.
  delivery_count integer NOT NULL DEFAULT 1,
  -- Only its headers are kept: it was longer than we take, or its server could not read it. `whole_bytes` is the
  -- length of the mail, as its server said.
  is_cut boolean NOT NULL DEFAULT false,
  whole_bytes bigint NOT NULL,
  uid_validity bigint,
  uid bigint,
  state text NOT NULL CHECK (state IN ('received', 'taken', 'set_aside')),
  -- What it turned out to be: person, automatic_reply, bounce, repeated, unreadable. Null while nobody looked.
  nature text CHECK (nature IN ('person', 'automatic_reply', 'bounce', 'repeated', 'unreadable')),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  last_error text,
  -- RFC 5322 Message-ID of the mail, and those it answers or refers to; for finding what belongs together.
  message_id text,
  refers_to text[] NOT NULL DEFAULT '{}',
  -- The mail taken apart for reading (MailReading of the contract). Null while unread or unreadable.
  reading jsonb,
  report_id uuid REFERENCES report,
  report_message_id uuid REFERENCES report_message,
  settled_at timestamptz
);
CREATE UNIQUE INDEX incoming_mail_uid ON incoming_mail (mailbox_id, uid_validity, uid) WHERE uid IS NOT NULL;
CREATE INDEX incoming_mail_due ON incoming_mail (next_attempt_at) WHERE state = 'received';
CREATE INDEX incoming_mail_received ON incoming_mail (received_at DESC, id DESC);
CREATE INDEX incoming_mail_raw ON incoming_mail (raw_sha256);
CREATE INDEX incoming_mail_of_mailbox ON incoming_mail (mailbox_id, received_at DESC);
CREATE INDEX incoming_mail_message_id ON incoming_mail (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX incoming_mail_refers_to ON incoming_mail USING gin (refers_to);
CREATE INDEX incoming_mail_report ON incoming_mail (report_id) WHERE report_id IS NOT NULL;

ALTER TABLE incoming_mail ENABLE ROW LEVEL SECURITY;
CREATE POLICY incoming_mail_wall ON incoming_mail
  USING ((SELECT context_is_system()) OR (report_id IS NOT NULL AND sees_report(report_id)))
  WITH CHECK ((SELECT context_is_system()));

-- Who wrote a message when it was not the reporter; the mail it came in.
ALTER TABLE report_message ADD COLUMN sender text;
ALTER TABLE report_message ADD COLUMN is_automatic boolean NOT NULL DEFAULT false;

GRANT SELECT, INSERT, UPDATE ON mailbox, incoming_mail TO belfry_app;

-- Whoever keeps the mailboxes sees how much came in, and none of it. That somebody wrote to confidential handlers, and
-- when, is known to those alone (Directive (EU) 2019/1937 Art. 16).
CREATE FUNCTION mailbox_traffic() RETURNS TABLE (mailbox_id uuid, received_count bigint, last_received_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.mailbox_id, count(*), max(m.received_at) FROM incoming_mail m JOIN mailbox b ON b.id = m.mailbox_id
  WHERE context_is_system()
    OR (context_may('mail.manage') AND (b.purpose <> 'whistleblowing' OR context_may('whistleblowing.handle')))
  GROUP BY m.mailbox_id
$$;
