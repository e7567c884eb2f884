// SPDX-License-Identifier: Apache-2.0
// Generated from the migrated database by `npm run generate`; proved fresh by the tests.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

type JsonColumn = ColumnType<unknown, string, string>;

export interface AccountEntryTable {
  incident_id: string;
  position: number;
  text: string;
  occurred_at: Date;
  certainty: string;
  side: string;
}

export interface AlertTable {
  id: string;
  incident_id: string | null;
  state: string;
  raised_at: Date;
  repeats: Generated<number>;
  next_at: Date | null;
  alerted_ids: Generated<string[]>;
  acknowledged_by: string | null;
  acknowledged_at: Date | null;
  note: string | null;
  report_id: string | null;
  obligation_id: string | null;
  roster_id: string | null;
  kind: Generated<string>;
  percent: number | null;
  due_at: Date | null;
  called_with: Generated<string[]>;
  quiet_until: Date | null;
}

export interface AnnouncementTable {
  id: string;
  reference: string;
  incident_id: string;
  obligation_id: string | null;
  audience: string;
  state: string;
  texts: JsonColumn;
  way: string | null;
  elsewhere: JsonColumn | null;
  begun_at: Date;
  begun_by: string | null;
  changed_by: string | null;
  proposed_at: Date | null;
  proposed_by: string | null;
  approved_at: Date | null;
  approved_by: string | null;
  reassertion_id: string | null;
  approved_digest: string | null;
  told_at: Date | null;
  version: Generated<number>;
  listed_by: string | null;
}

export interface AnnouncementRecipientTable {
  id: string;
  announcement_id: string;
  name: string;
  address: string;
  language: string;
  contact_id: string | null;
  mail_id: string | null;
}

export interface ApiTokenTable {
  id: string;
  person_id: string;
  secret_hash: string;
  name: string;
  scopes: string[] | null;
  made_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

export interface AssessmentTable {
  incident_id: string;
  profile_id: string | null;
  begun_at: Date;
  begun_by: string | null;
  undecided_count: Generated<number>;
  reassess_count: Generated<number>;
  version: Generated<number>;
}

export interface AssessmentAnswerTable {
  id: string;
  incident_id: string;
  question_id: string;
  answer: JsonColumn;
  is_estimate: boolean;
  note: string | null;
  recorded_at: Date;
  recorded_by: string | null;
}

export interface AssessmentDecisionTable {
  id: string;
  incident_id: string;
  regime_id: string;
  regime_version: number;
  outcome_id: string;
  is_so: boolean;
  proposed: string;
  reason: string | null;
  basis: JsonColumn;
  decided_at: Date;
  decided_by: string;
}

export interface AssistanceRequestTable {
  id: string;
  reference: string;
  incident_id: string;
  authority_id: string | null;
  purpose: string;
  scope: string;
  systems: Generated<string[]>;
  copies_allowed: boolean;
  granted_by: string | null;
  granted_at: Date | null;
  reassertion_id: string | null;
  from_at: Date;
  until_at: Date;
  revoked_at: Date | null;
  revoked_by: string | null;
  revoke_reason: string | null;
  expiry_recorded_at: Date | null;
  asked_at: Date;
  asked_by: string;
}

export interface AttachmentTable {
  id: string;
  report_id: string | null;
  incident_id: string | null;
  name: string;
  media_type: string;
  size_bytes: number;
  sha256: string;
  added_at: Date;
  added_by: JsonColumn;
}

export interface AuthorityTable {
  id: string;
  code: string | null;
  name: string;
  country: string;
  kinds: Generated<string[]>;
  channels: ColumnType<unknown, string | undefined, string>;
  languages: Generated<string[]>;
  form_link: Generated<string>;
  notes: Generated<string>;
  evidence: string;
  verified_at: Date | null;
  verified_by: string | null;
  archived_at: Date | null;
  touched_at: Date | null;
  changed_at: Date;
  version: Generated<number>;
}

export interface AuthorityChoiceTable {
  regime_id: string;
  stage_id: Generated<string>;
  authority_id: string;
}

export interface AuthorityMessageTable {
  id: string;
  incident_id: string;
  notification_id: string | null;
  authority_id: string | null;
  kind: string;
  text: string;
  received_at: Date;
  asks_regime_id: string | null;
  asks_stage_id: string | null;
  answer_due_at: Date | null;
  answered_at: Date | null;
  recorded_at: Date;
  recorded_by: string | null;
}

export interface CalendarFeedTable {
  person_id: string;
  secret_sha256: string;
  made_at: Date;
  last_read_at: Date | null;
}

export interface CallTable {
  id: string;
  report_id: string;
  called_at: Date;
  taken_by: string;
  recorded_at: Date;
  organisation: Generated<string>;
  severity_hint: string | null;
  noticed_words: Generated<string>;
}

export interface CallBackTable {
  id: string;
  report_id: string;
  number: string;
  due_at: Date;
  promised_at: Date;
  promised_by: string;
  tries: ColumnType<unknown, string | undefined, string>;
  done_at: Date | null;
}

export interface CallDraftTable {
  id: string;
  owner_id: string;
  answers: JsonColumn;
  version: Generated<number>;
  called_at: Date;
  saved_at: Date;
  discarded_at: Date | null;
  sent_at: Date | null;
  sent: JsonColumn | null;
}

export interface CannedTextTable {
  id: string;
  name: string;
  purposes: string[];
  texts: JsonColumn;
  times_used: Generated<number>;
  used_at: Date | null;
  changed_at: Date;
  removed_at: Date | null;
}

export interface ChannelDeliveryTable {
  id: string;
  alert_id: string | null;
  push_subscription_id: string | null;
  webhook_endpoint_id: string | null;
  body: JsonColumn;
  state: string;
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  last_error: string | null;
  queued_at: Date;
  sent_at: Date | null;
}

export interface ContactTable {
  id: string;
  name: string;
  organisation: Generated<string>;
  contact_group: string;
  title: Generated<string>;
  language: string | null;
  channels: ColumnType<unknown, string | undefined, string>;
  notes: Generated<string>;
  person_id: string | null;
  verified_at: Date | null;
  verified_by: string | null;
  archived_at: Date | null;
  added_at: Date;
  version: Generated<number>;
  search: string;
  phone_keys: Generated<string[]>;
}

export interface CrisisCriterionTable {
  id: string;
  code: string | null;
  text: Generated<string>;
  position: number;
  removed_at: Date | null;
}

export interface DetectionHitTable {
  id: number;
  rule_id: string;
  key: JsonColumn;
  hit_count: number;
  first_at: Date;
  last_at: Date;
  entries: JsonColumn;
  value: number | null;
  found_at: Date;
}

export interface DetectionReviewTable {
  month: string;
  opened_at: Date;
  due_at: Date;
  done_at: Date | null;
  done_by: string | null;
  note: string | null;
  figures: JsonColumn | null;
}

export interface DetectionRuleTable {
  id: string;
  rule_set_id: string;
  kind: string;
  sigma_id: string;
  path: string;
  title: string;
  titles: ColumnType<unknown, string | undefined, string>;
  name: string | null;
  refers: Generated<string[]>;
  level: string | null;
  status: string | null;
  logsource_product: string | null;
  logsource_category: string | null;
  logsource_service: string | null;
  tags: Generated<string[]>;
  author: string | null;
  yaml: string;
  digest: string;
  problem: string | null;
  problem_detail: string | null;
  samples: JsonColumn | null;
  override: string | null;
  override_reason: string | null;
  is_active: Generated<boolean>;
  decided_by: Generated<string>;
  decided_line: number | null;
  added_at: Date;
  changed_at: Date;
  removed_at: Date | null;
}

export interface DetectionStateTable {
  only_one: Generated<boolean>;
  done_seq: number;
  places: JsonColumn;
  state_seq: number;
  state_places: JsonColumn;
  snapshot: Buffer | null;
  counters: JsonColumn;
  changed_at: Date;
}

export interface DocumentTable {
  id: string;
  incident_id: string | null;
  notification_id: string | null;
  kind: string;
  format: string;
  name: string;
  language: string | null;
  tlp: string;
  is_final: boolean;
  size_bytes: number;
  sha256: string;
  content_sha256: string | null;
  left_out: Generated<string[]>;
  made_at: Date;
  made_by: string | null;
}

export interface DocumentFailureTable {
  notification_id: string;
  content_sha256: string;
  attempts: number;
  error: string;
  next_at: Date;
}

export interface FeedbackTable {
  id: string;
  incident_id: string;
  report_id: string;
  report_reference: string;
  occasion: string;
  state: string;
  way: string;
  language: string;
  text: string;
  reason: string | null;
  prepared_at: Date;
  sent_at: Date | null;
}

export interface FindingTable {
  id: string;
  reference: string;
  rule_id: string;
  title: string;
  level: string;
  techniques: Generated<string[]>;
  key: JsonColumn;
  key_digest: string;
  subject_digest: string;
  is_many: Generated<boolean>;
  state: string;
  verdict: string | null;
  hit_count: number;
  first_at: Date;
  last_at: Date;
  opened_at: Date;
  window_until: Date;
  value: number | null;
  recorded_count: number;
  recorded_at: Date;
  report_id: string | null;
  incident_id: string | null;
  timeline_position: number | null;
  suppression_id: string | null;
  decided_at: Date | null;
  decided_by: string | null;
  reason: string | null;
}

export interface FindingEntryTable {
  finding_id: string;
  log: string;
  log_index: number;
  occurred_at: Date;
}

export interface FindingHourTable {
  finding_id: string;
  hour: Date;
  hit_count: number;
}

export interface HuntTable {
  id: string;
  yaml: string;
  companions: JsonColumn;
  placeholders: JsonColumn;
  title: string;
  rule_id: string | null;
  purpose: string;
  from_at: Date;
  until_at: Date;
  state: string;
  problem: string | null;
  asked_at: Date;
  asked_by: string;
  attempt: Generated<number>;
  lost_count: Generated<number>;
  started_at: Date | null;
  ended_at: Date | null;
  ended_by: string | null;
  is_held: Generated<boolean>;
  total_count: number | null;
  read_count: Generated<number>;
  event_count: Generated<number>;
  gone_count: Generated<number>;
  hit_count: Generated<number>;
  key_count: Generated<number>;
  hits_without_key: Generated<number>;
  changed_at: Date;
}

export interface HuntHitTable {
  hunt_id: string;
  number: number;
  title: string;
  key: JsonColumn;
  hit_count: number;
  first_at: Date;
  last_at: Date;
  entries: JsonColumn;
}

export interface IdempotencyKeyTable {
  id: string;
  fingerprint: string;
  answer: JsonColumn;
  expires_at: Date;
}

export interface IncidentTable {
  id: string;
  reference: string;
  title: string;
  summary: string | null;
  status: string;
  status_before_merge: string | null;
  merged_into: string | null;
  severity: string | null;
  class: string | null;
  type: string | null;
  functions: Generated<string[]>;
  tlp: string;
  personal_data: string;
  restricted: boolean;
  participant_ids: Generated<string[]>;
  lead_id: string | null;
  moments: ColumnType<unknown, string | undefined, string>;
  what_was_done: string | null;
  resolved_at: Date | null;
  root_cause_class: string | null;
  root_cause: string | null;
  lessons: string | null;
  dismissal_reason: string | null;
  declared_at: Date;
  updated_at: Date;
  closed_at: Date | null;
  version: Generated<number>;
  import_key: string | null;
  title_order: GeneratedAlways<string>;
  reference_order: GeneratedAlways<string>;
  severity_rank: GeneratedAlways<number>;
  status_rank: GeneratedAlways<number>;
}

export interface IncidentParticipantTable {
  incident_id: string;
  person_id: string;
  role: string;
  since: Date;
}

export interface IncomingMailTable {
  id: string;
  mailbox_id: string;
  received_at: Date;
  raw_sha256: string;
  raw_bytes: number;
  envelope_from: string | null;
  envelope_to: Generated<string[]>;
  peer: JsonColumn;
  delivery_count: Generated<number>;
  is_cut: Generated<boolean>;
  whole_bytes: number;
  uid_validity: number | null;
  uid: number | null;
  state: string;
  nature: string | null;
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  last_error: string | null;
  message_id: string | null;
  refers_to: Generated<string[]>;
  reading: JsonColumn | null;
  report_id: string | null;
  report_message_id: string | null;
  settled_at: Date | null;
  incident_id: string | null;
  body_sha256: string | null;
  parties: Generated<string[]>;
  made_report_by: string | null;
}

export interface LeftFileTable {
  id: string;
  sha256: string;
  left_at: Date;
}

export interface LegalMomentTable {
  id: string;
  incident_id: string;
  name: string;
  at: Date | null;
  reason: string | null;
  recorded_at: Date;
  recorded_by: string | null;
}

export interface LogAlarmTable {
  id: string;
  kind: string;
  subject: string;
  severity: string;
  facts: JsonColumn;
  raised_at: Date;
  last_seen_at: Date;
  cleared_at: Date | null;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  acknowledge_note: Generated<string>;
  told_count: Generated<number>;
  told_at: Date | null;
  tell_again_at: Date | null;
}

export interface LogAlarmListenerTable {
  person_id: string;
  is_told: boolean;
  changed_at: Date;
}

export interface LogCheckpointTable {
  log: string;
  size: number;
  root: Buffer;
  note: string;
  signed_at: Date;
}

export interface LogLookTable {
  id: string;
  person_id: string;
  kind: string;
  purpose: string;
  query: string;
  from_at: Date | null;
  until_at: Date | null;
  clock: Generated<string>;
  sources: Generated<string[]>;
  streams: Generated<string[]>;
  log: string | null;
  log_index: number | null;
  asked_at: Date;
  shown_count: number | null;
}

export interface LogSourceTable {
  id: string;
  name: string;
  state: string;
  application: Generated<string>;
  owner_id: string | null;
  stream: string;
  retention_class: string;
  retention_reason: Generated<string>;
  confidentiality: Generated<number>;
  integrity: Generated<number>;
  availability: Generated<number>;
  time_zone: Generated<string>;
  silence_minutes_max: number | null;
  ignored_reason: string | null;
  joined_to: string | null;
  version: Generated<number>;
  created_at: Date;
  changed_at: Date;
}

export interface LogSourceHourTable {
  source_id: string;
  hour: Date;
  entries: number;
  bytes: number;
  not_read: number;
}

export interface LogSourceIdentityTable {
  id: string;
  source_id: string;
  kind: string;
  value: string;
  label: Generated<string>;
  created_at: Date;
  last_used_at: Date | null;
  ended_at: Date | null;
}

export interface LogSourceMinuteTable {
  source_id: string;
  minute: Date;
  entries: number;
  bytes: number;
  not_read: number;
  clock_offset_ms: number | null;
}

export interface LogSourceZoneTable {
  source_id: string;
  since: Date;
  time_zone: string;
}

export interface LogsourceFigureTable {
  product: Generated<string>;
  category: Generated<string>;
  service: Generated<string>;
  day: string;
  event_count: number;
}

export interface MailTable {
  id: string;
  to_address: string;
  subject: string;
  text: string;
  language: string;
  purpose: string;
  is_secret: boolean;
  state: string;
  attempts: Generated<number>;
  last_error: string | null;
  next_attempt_at: Date | null;
  queued_at: Date;
  sent_at: Date | null;
  incident_id: string | null;
  report_id: string | null;
  feedback_id: string | null;
  message_id: string | null;
  answers_to: Generated<string[]>;
  reply_to: string | null;
  is_reply: Generated<boolean>;
  written_by: string | null;
  attachments: ColumnType<unknown, string | undefined, string>;
  alert_id: string | null;
}

export interface MailboxTable {
  id: string;
  name: string;
  address: string;
  purpose: string;
  language: string;
  way: string;
  is_active: boolean;
  plus_addressing: boolean;
  acknowledges: boolean;
  imap: JsonColumn | null;
  imap_secrets: ColumnType<unknown, string | undefined, string>;
  uid_validity: number | null;
  uid_last: number | null;
  checked_at: Date | null;
  last_error: string | null;
  created_at: Date;
}

export interface ManagementReportTable {
  id: string;
  incident_id: string | null;
  from_day: string | null;
  until_day: string | null;
  language: string;
  title: string;
  content: JsonColumn;
  document_id: string | null;
  made_at: Date;
  made_by: string | null;
}

export interface ManagementReportScheduleTable {
  id: string;
  every: string;
  language: string;
  recipient_ids: string[];
  made_by: string | null;
  next_at: Date;
  ended_at: Date | null;
}

export interface MeasureTable {
  id: string;
  incident_id: string;
  title: string;
  owner_id: string | null;
  due_on: string | null;
  state: string;
  created_at: Date;
}

export interface NotificationTable {
  id: string;
  reference: string;
  incident_id: string;
  obligation_id: string | null;
  regime_id: string;
  stage_id: string;
  occurrence: number;
  authority_id: string | null;
  state: string;
  language: string;
  tlp: string;
  content: JsonColumn;
  begun_at: Date;
  begun_by: string | null;
  changed_at: Date;
  changed_by: string | null;
  proposed_at: Date | null;
  proposed_by: string | null;
  approved_at: Date | null;
  approved_by: string | null;
  reassertion_id: string | null;
  approved_digest: string | null;
  submitted_at: Date | null;
  submitted_by: string | null;
  way: string | null;
  submission: JsonColumn | null;
  mail_id: string | null;
  stage_moment_id: string | null;
  failure: string | null;
  authority_reference: string | null;
  acknowledged_at: Date | null;
  version: Generated<number>;
}

export interface NotificationCommentTable {
  id: string;
  notification_id: string;
  field_id: string | null;
  text: string;
  written_at: Date;
  written_by: string;
  settled_at: Date | null;
}

export interface ObligationTable {
  id: string;
  incident_id: string;
  regime_id: string;
  regime_version: number;
  stage_id: string;
  occurrence: number;
  kind: string;
  duty: string;
  state: string;
  due_at: Date | null;
  due_before_shift_at: Date | null;
  due_by_lenient_reading_at: Date | null;
  is_without_undue_delay: boolean;
  started_by: JsonColumn | null;
  started_at: Date | null;
  met_at: Date | null;
  due_when_met_at: Date | null;
  late_rule: string;
  late_reason: string | null;
  late_reason_by: string | null;
  late_reason_at: Date | null;
  why: ColumnType<unknown, string | undefined, string>;
  owner_id: string | null;
  look_again_at: Date | null;
  asks: Generated<boolean>;
  revision: Generated<number>;
  changed_at: Date;
  restricted: Generated<boolean>;
  participant_ids: Generated<string[]>;
}

export interface ObligationMarkTable {
  id: string;
  obligation_id: string;
  percent: number | null;
  due_at: Date | null;
  rings_at: Date;
  rang_at: Date | null;
  dropped_at: Date | null;
  told_off_by: string | null;
}

export interface ObligationPastDueTable {
  id: string;
  obligation_id: string;
  due_at: Date | null;
  replaced_at: Date;
  because: string;
}

export interface OneTimeLinkTable {
  id: string;
  purpose: string;
  person_id: string | null;
  secret_hash: string;
  made_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

export interface OrganisationTable {
  only_one: Generated<boolean>;
  name: string;
  sector: string;
  country: string;
  languages: string[];
  time_zone: string;
  helpdesk_mail: string;
  helpdesk_phone: string;
  public_url: string;
  severity_labels: ColumnType<unknown, string | undefined, string>;
  business_functions: Generated<string[]>;
}

export interface OutboxTable {
  position: number;
  id: string;
  event: string;
  recorded_at: Date;
  actor_id: string | null;
  subject: string;
  incident_id: string | null;
  report_id: string | null;
  canonical: string;
}

export interface OutboxHeadTable {
  only_one: Generated<boolean>;
  position: number;
}

export interface PasskeyTable {
  id: string;
  person_id: string;
  credential_id: string;
  public_key: string;
  counter: number;
  transports: string[];
  backed_up: boolean;
  name: string;
  added_at: Date;
  last_used_at: Date | null;
}

export interface PersonTable {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  language: string;
  roles: string[];
  deputy_id: string | null;
  state: string;
  created_at: Date;
}

export interface PersonPasswordTable {
  person_id: string;
  hash: string;
  set_at: Date;
}

export interface PersonTotpTable {
  person_id: string;
  secret: string | null;
  pending_secret: string | null;
  confirmed_at: Date | null;
  last_step: Generated<number>;
}

export interface ProfileTable {
  id: string;
  answers: JsonColumn;
  reason: string | null;
  recorded_at: Date;
  recorded_by: string | null;
  review_due_on: string;
}

export interface PushSubscriptionTable {
  id: string;
  person_id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  label: string;
  added_at: Date;
  last_reached_at: Date | null;
  last_error: string | null;
  gone_at: Date | null;
}

export interface QuietHoursTable {
  person_id: string;
  from_time: string;
  until_time: string;
  time_zone: string;
}

export interface ReassertionTable {
  id: string;
  person_id: string;
  method: string;
  purpose: JsonColumn;
  nonce: string;
  asked_at: Date;
  asserted_at: Date | null;
  evidence: JsonColumn | null;
  used_at: Date | null;
}

export interface RecoveryCodeTable {
  person_id: string;
  hash: string;
  salt: string;
  made_at: Date;
  used_at: Date | null;
}

export interface RecurrenceReviewTable {
  id: string;
  review_id: string;
  period_start: string;
  opened_at: Date;
  due_at: Date;
  done_at: Date | null;
  done_by: string | null;
  note: string | null;
}

export interface ReferenceCounterTable {
  kind: string;
  year: number;
  last: number;
}

export interface ReferralTable {
  id: string;
  reference: string;
  incident_id: string;
  authority_id: string | null;
  is_referred: boolean;
  reason: string;
  decided_at: Date;
  decided_by: string;
  reassertion_id: string | null;
  hand_over: JsonColumn | null;
  handed_over_at: Date | null;
}

export interface ReportTable {
  id: string;
  reference: string;
  state: string;
  kind: string;
  channel: string;
  summary: string;
  description: string | null;
  noticed_at: Date | null;
  ongoing: string;
  anonymous: boolean;
  language: string;
  reporter_name: string | null;
  reporter_email: string | null;
  reporter_phone: string | null;
  reporter_id: string | null;
  receipt_hash: string | null;
  reported_at: Date;
  content_sha256: string;
  snoozed_until: Date | null;
  incident_id: string | null;
  duplicate_of: string | null;
  decline_reason: string | null;
  decline_note: string | null;
  decided_at: Date | null;
  unread_from_reporter: Generated<number>;
  occurrences: Generated<number>;
  restricted: Generated<boolean>;
  participant_ids: Generated<string[]>;
  version: Generated<number>;
  before_decision: JsonColumn | null;
  category: string | null;
  qualification: string | null;
  link_generation: Generated<number>;
  seen_from_desk: Generated<number>;
  excluded_ids: Generated<string[]>;
  queue_id: string | null;
  handler_id: string | null;
  routing: JsonColumn | null;
  before_move: JsonColumn | null;
  came_through: string | null;
  first_answered_at: Date | null;
}

export interface ReportDraftTable {
  id: string;
  answers: JsonColumn;
  started_at: Date;
  expires_at: Date;
}

export interface ReportDraftFileTable {
  id: string;
  draft_id: string;
  name: string;
  media_type: string;
  size_bytes: number;
  sha256: string;
  added_at: Date;
}

export interface ReportGuideDraftTable {
  only_one: Generated<boolean>;
  content: JsonColumn;
  based_on: number;
  version: number;
  changed_at: Date;
  changed_by: string;
}

export interface ReportGuideVersionTable {
  version: number;
  content: JsonColumn;
  note: string;
  published_at: Date;
  published_by: string;
  published_by_name: string;
  security_expires_at: Date | null;
}

export interface ReportMessageTable {
  id: string;
  report_id: string;
  direction: string;
  text: string;
  written_at: Date;
  written_by: string | null;
  sender: string | null;
  is_automatic: Generated<boolean>;
}

export interface ReportOccurrenceTable {
  id: string;
  report_id: string;
  number: number;
  webhook_id: string;
  delivery_id: string;
  pointer: string;
  sha256: string;
  received_at: Date;
  occurred_at: Date | null;
  state: string;
  severity: string | null;
  summary: string;
  external_id: string | null;
  link: string | null;
  facts: JsonColumn;
  problem: string | null;
  chain: string;
}

export interface ReportOccurrenceGroupTable {
  report_id: string;
  webhook_id: string;
  group_key: string;
  group_sha256: string;
  is_current: boolean;
  occurrence_count: number;
  last_received_at: Date;
  chain: string;
  recorded_count: number;
  recorded_chain: string;
  recorded_at: Date;
  earlier_report_id: string | null;
}

export interface ReportTallyTable {
  month: string;
  kind: string;
  channel: string;
  category: string | null;
  qualification: string | null;
  state: string;
  decline_reason: string | null;
  count: number;
  is_sum: boolean;
}

export interface ReporterIdentityTable {
  id: string;
  report_id: string;
  state: string;
  asked_at: Date;
  asked_by: string;
  message_id: string;
  answered_at: Date | null;
  sealed: string | null;
}

export interface ReporterIdentityOpeningTable {
  id: string;
  report_id: string;
  identity_id: string;
  opened_at: Date;
  opened_by: string;
  role: string;
  reason: string;
}

export interface RosterTable {
  id: string;
  name: string;
  time_zone: string;
  rotation: JsonColumn;
  archived_at: Date | null;
  version: Generated<number>;
}

export interface RosterOverrideTable {
  id: string;
  roster_id: string;
  person_id: string;
  from_at: Date;
  until_at: Date;
  reason: string | null;
  ended_at: Date | null;
}

export interface RoutingRulesTable {
  version: number;
  rules: JsonColumn;
  note: string | null;
  saved_at: Date;
  saved_by: string;
}

export interface RuleFigureTable {
  rule_id: string;
  day: string;
  hit_count: Generated<number>;
  asked_count: Generated<number>;
  cost_us: Generated<number>;
  last_hit_at: Date | null;
}

export interface RuleImportTable {
  id: string;
  rule_set_id: string;
  state: string;
  read_count: Generated<number>;
  total_count: number | null;
  digest: string | null;
  counts: JsonColumn | null;
  problem: string | null;
  problem_detail: string | null;
  upload: Buffer | null;
  upload_name: string | null;
  asked_at: Date;
  asked_by: string | null;
  ended_at: Date | null;
  ended_by: string | null;
}

export interface RuleImportDocumentTable {
  import_id: string;
  number: number;
  change: string;
  rule_id: string | null;
  document: JsonColumn;
}

export interface RulePlaceholdersTable {
  version: number;
  lists: JsonColumn;
  note: string | null;
  saved_at: Date;
  saved_by: string;
}

export interface RuleSelectionTable {
  version: number;
  lines: JsonColumn;
  note: string | null;
  saved_at: Date;
  saved_by: string | null;
}

export interface RuleSetTable {
  id: string;
  kind: string;
  name: string;
  path: string | null;
  is_watched: Generated<boolean>;
  looked_at: Date | null;
  digest: string | null;
  problem: string | null;
  added_at: Date;
  removed_at: Date | null;
}

export interface SchemaMigrationTable {
  version: number;
  name: string;
  sha256: string;
  applied_at: Generated<Date>;
}

export interface SessionTable {
  id: string;
  person_id: string;
  secret_hash: string;
  stage: string;
  way: string;
  started_at: Date;
  proved_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  address: string;
  device: string;
}

export interface SignInCeremonyTable {
  id: string;
  kind: string;
  person_id: string | null;
  content: JsonColumn;
  expires_at: Date;
}

export interface SignInThrottleTable {
  key: string;
  window_started_at: Date;
  failures: number;
}

export interface SingleSignOnTable {
  person_id: string;
  issuer: string;
  subject: string;
  linked_at: Date;
}

export interface StageMomentTable {
  id: string;
  incident_id: string;
  kind: string;
  regime_id: string;
  stage_id: string;
  at: Date;
  recorded_at: Date;
  withdrawn_at: Date | null;
}

export interface StatusNoteTable {
  id: string;
  incident_id: string;
  announcement_id: string;
  updates_id: string | null;
  texts: JsonColumn;
  shown_at: Date;
  ended_at: Date | null;
  ended_by: string | null;
}

export interface StatusPageTable {
  is_only: Generated<boolean>;
  is_on: Generated<boolean>;
}

export interface SuppressionTable {
  id: string;
  kind: string;
  rule_id: string;
  key_digest: string | null;
  key: JsonColumn;
  filter_rule_id: string | null;
  reason: string;
  made_at: Date;
  made_by: string;
  expires_at: Date;
  ended_at: Date | null;
  ended_by: string | null;
  hit_count: Generated<number>;
  last_hit_at: Date | null;
}

export interface TaskTable {
  id: string;
  incident_id: string;
  title: string;
  state: string;
  owner_id: string | null;
  accountable_id: string | null;
  consulted_ids: Generated<string[]>;
  informed_ids: Generated<string[]>;
  due_at: Date | null;
  created_at: Date;
  done_at: Date | null;
}

export interface TriageQueueTable {
  id: string;
  place: number;
  name: string;
  translations: ColumnType<unknown, string | undefined, string>;
  person_ids: Generated<string[]>;
  added_at: Date;
  removed_at: Date | null;
}

export interface VocabularyTermTable {
  vocabulary: string;
  id: string;
  place: number;
  area: string | null;
  suggests_class: string | null;
  words: JsonColumn;
  is_active: Generated<boolean>;
  version: Generated<number>;
}

export interface WebhookTable {
  id: string;
  name: string;
  kind: string;
  mapping: JsonColumn;
  secret_way: string;
  signature_header: string | null;
  secret_salt: string;
  secret_made_at: Date;
  silence_minutes: number;
  language: string;
  is_active: boolean;
  created_at: Date;
}

export interface WebhookDeliveryTable {
  id: string;
  webhook_id: string;
  received_at: Date;
  media_type: string;
  content: Buffer;
  sha256: string;
  occurrence_count: number;
}

export interface WebhookEndpointTable {
  id: string;
  name: string;
  url: string;
  recipe: string;
  settings: ColumnType<unknown, string | undefined, string>;
  secret: JsonColumn;
  events: string[];
  is_active: boolean;
  language: string;
  added_at: Date;
  added_by: string | null;
  last_reached_at: Date | null;
  last_error: string | null;
  removed_at: Date | null;
  version: Generated<number>;
}

export interface WhistleblowingCaseTable {
  report_id: string;
  state: string;
  received_at: Date;
  time_zone: string;
  acknowledgement_due_at: Date;
  acknowledgement_message_id: string | null;
  acknowledged_at: Date | null;
  feedback_due_at: Date;
  feedback_message_id: string | null;
  feedback_at: Date | null;
  assignee_id: string | null;
  oral_way: string | null;
  checked_by_reporter: Generated<boolean>;
  outcome: string | null;
  outcome_reason: string | null;
  closed_at: Date | null;
}

export interface WhistleblowingHandOverTable {
  report_id: string;
  incident_reference: string;
  handed_at: Date;
  handed_by: string;
}

export interface WhistleblowingHandlerChangeTable {
  id: string;
  person_id: string;
  is_handler: boolean;
  changed_by: string;
  changed_at: Date;
}

export interface WhistleblowingNoteTable {
  id: string;
  report_id: string;
  kind: string;
  text: string;
  written_at: Date;
  written_by: string;
}

export interface WhistleblowingReminderTable {
  report_id: string;
  occasion: string;
  due_at: Date;
  settled_at: Date | null;
}

export interface WhistleblowingSettingTable {
  only_one: Generated<boolean>;
  external_channels: ColumnType<unknown, string | undefined, string>;
}

export interface WithdrawnEntryTable {
  incident_id: string;
  position: number;
  withdrawn_at: Date;
  withdrawn_by: string;
  reason: string | null;
}

export interface DB {
  account_entry: AccountEntryTable;
  alert: AlertTable;
  announcement: AnnouncementTable;
  announcement_recipient: AnnouncementRecipientTable;
  api_token: ApiTokenTable;
  assessment: AssessmentTable;
  assessment_answer: AssessmentAnswerTable;
  assessment_decision: AssessmentDecisionTable;
  assistance_request: AssistanceRequestTable;
  attachment: AttachmentTable;
  authority: AuthorityTable;
  authority_choice: AuthorityChoiceTable;
  authority_message: AuthorityMessageTable;
  calendar_feed: CalendarFeedTable;
  call: CallTable;
  call_back: CallBackTable;
  call_draft: CallDraftTable;
  canned_text: CannedTextTable;
  channel_delivery: ChannelDeliveryTable;
  contact: ContactTable;
  crisis_criterion: CrisisCriterionTable;
  detection_hit: DetectionHitTable;
  detection_review: DetectionReviewTable;
  detection_rule: DetectionRuleTable;
  detection_state: DetectionStateTable;
  document: DocumentTable;
  document_failure: DocumentFailureTable;
  feedback: FeedbackTable;
  finding: FindingTable;
  finding_entry: FindingEntryTable;
  finding_hour: FindingHourTable;
  hunt: HuntTable;
  hunt_hit: HuntHitTable;
  idempotency_key: IdempotencyKeyTable;
  incident: IncidentTable;
  incident_participant: IncidentParticipantTable;
  incoming_mail: IncomingMailTable;
  left_file: LeftFileTable;
  legal_moment: LegalMomentTable;
  log_alarm: LogAlarmTable;
  log_alarm_listener: LogAlarmListenerTable;
  log_checkpoint: LogCheckpointTable;
  log_look: LogLookTable;
  log_source: LogSourceTable;
  log_source_hour: LogSourceHourTable;
  log_source_identity: LogSourceIdentityTable;
  log_source_minute: LogSourceMinuteTable;
  log_source_zone: LogSourceZoneTable;
  logsource_figure: LogsourceFigureTable;
  mail: MailTable;
  mailbox: MailboxTable;
  management_report: ManagementReportTable;
  management_report_schedule: ManagementReportScheduleTable;
  measure: MeasureTable;
  notification: NotificationTable;
  notification_comment: NotificationCommentTable;
  obligation: ObligationTable;
  obligation_mark: ObligationMarkTable;
  obligation_past_due: ObligationPastDueTable;
  one_time_link: OneTimeLinkTable;
  organisation: OrganisationTable;
  outbox: OutboxTable;
  outbox_head: OutboxHeadTable;
  passkey: PasskeyTable;
  person: PersonTable;
  person_password: PersonPasswordTable;
  person_totp: PersonTotpTable;
  profile: ProfileTable;
  push_subscription: PushSubscriptionTable;
  quiet_hours: QuietHoursTable;
  reassertion: ReassertionTable;
  recovery_code: RecoveryCodeTable;
  recurrence_review: RecurrenceReviewTable;
  reference_counter: ReferenceCounterTable;
  referral: ReferralTable;
  report: ReportTable;
  report_draft: ReportDraftTable;
  report_draft_file: ReportDraftFileTable;
  report_guide_draft: ReportGuideDraftTable;
  report_guide_version: ReportGuideVersionTable;
  report_message: ReportMessageTable;
  report_occurrence: ReportOccurrenceTable;
  report_occurrence_group: ReportOccurrenceGroupTable;
  report_tally: ReportTallyTable;
  reporter_identity: ReporterIdentityTable;
  reporter_identity_opening: ReporterIdentityOpeningTable;
  roster: RosterTable;
  roster_override: RosterOverrideTable;
  routing_rules: RoutingRulesTable;
  rule_figure: RuleFigureTable;
  rule_import: RuleImportTable;
  rule_import_document: RuleImportDocumentTable;
  rule_placeholders: RulePlaceholdersTable;
  rule_selection: RuleSelectionTable;
  rule_set: RuleSetTable;
  schema_migration: SchemaMigrationTable;
  session: SessionTable;
  sign_in_ceremony: SignInCeremonyTable;
  sign_in_throttle: SignInThrottleTable;
  single_sign_on: SingleSignOnTable;
  stage_moment: StageMomentTable;
  status_note: StatusNoteTable;
  status_page: StatusPageTable;
  suppression: SuppressionTable;
  task: TaskTable;
  triage_queue: TriageQueueTable;
  vocabulary_term: VocabularyTermTable;
  webhook: WebhookTable;
  webhook_delivery: WebhookDeliveryTable;
  webhook_endpoint: WebhookEndpointTable;
  whistleblowing_case: WhistleblowingCaseTable;
  whistleblowing_hand_over: WhistleblowingHandOverTable;
  whistleblowing_handler_change: WhistleblowingHandlerChangeTable;
  whistleblowing_note: WhistleblowingNoteTable;
  whistleblowing_reminder: WhistleblowingReminderTable;
  whistleblowing_setting: WhistleblowingSettingTable;
  withdrawn_entry: WithdrawnEntryTable;
}
