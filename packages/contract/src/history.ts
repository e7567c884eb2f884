// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { certainty } from './classification.ts';
import { actor, filledText, incidentReference, instant, pageOf, pageQuery, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { logName } from './log.ts';
import { logProof } from './log-entries.ts';
import { route } from './route.ts';

/** Everything that can happen, in the past tense. An entry of the outbox names one; the name is forever. */
export const events = [
  'report.received',
  'report.accepted',
  'report.marked_duplicate',
  'report.declined',
  'report.asked',
  'report.snoozed',
  'report.decision_undone',
  'report.reopened',
  'report.withdrawn',
  'report.message_written',
  'report.message_received',
  'report.file_received',
  'report.repeated',
  'report.identity_asked',
  'report.identity_given',
  'report.identity_refused',
  'report.identity_opened',
  'report.identity_withdrawn',
  'report.moved',
  'report.move_undone',
  'queue.added',
  'queue.changed',
  'routing_rules.saved',
  'canned_text.added',
  'canned_text.changed',
  'canned_text.removed',
  'report.classified',
  'incident.declared',
  'incident.changed',
  'incident.moment_set',
  'incident.confirmed',
  'incident.dismissed',
  'incident.resolved',
  'incident.closed',
  'incident.reopened',
  'incident.merged',
  'incident.absorbed',
  'incident.unmerged',
  'incident.released',
  'incident.participant_set',
  'incident.participant_removed',
  'incident.report_attached',
  'incident.report_detached',
  'incident.file_added',
  'incident.imported',
  'assessment.begun',
  'assessment.answered',
  'assessment.moment_set',
  'assessment.moment_taken_back',
  'assessment.decided',
  'assessment.profile_taken_over',
  'crisis_criteria.saved',
  'recurrence_review.opened',
  'recurrence_review.done',
  'note.written',
  'timeline.entry_written',
  'timeline.entry_withdrawn',
  'account.entry_picked',
  'account.entry_dropped',
  'task.added',
  'task.changed',
  'measure.added',
  'measure.changed',
  'alert.raised',
  'alert.sent',
  'alert.repeated',
  'alert.climbed',
  'alert.lifted',
  'alert.put_off',
  'alert.reminders_stopped',
  'alert.acknowledged',
  'alert.ended',
  'roster.added',
  'roster.changed',
  'roster.archived',
  'roster.override_added',
  'roster.override_ended',
  'push_subscription.added',
  'push_subscription.removed',
  'quiet_hours.set',
  'quiet_hours.removed',
  'webhook_endpoint.added',
  'webhook_endpoint.changed',
  'webhook_endpoint.secret_made',
  'webhook_endpoint.removed',
  'channel_delivery.sent',
  'channel_delivery.failed',
  'channel_delivery.retried',
  'feedback.prepared',
  'feedback.sent',
  'feedback.skipped',
  'feedback.failed',
  'mail.sent',
  'mail.failed',
  'mail.written',
  'mail.received',
  'mail.bounced',
  'mail.skipped',
  'mail.retried',
  'mail.set_aside',
  'mailbox.added',
  'mailbox.changed',
  'organisation.set_up',
  'organisation.changed',
  'person.invited',
  'person.joined',
  'person.changed',
  'person.blocked',
  'person.unblocked',
  'person.signed_in',
  'person.sign_in_refused',
  'person.signed_out',
  'person.password_set',
  'person.passkey_added',
  'person.passkey_removed',
  'person.totp_set',
  'person.recovery_codes_made',
  'person.recovery_code_used',
  'person.proved_anew',
  'session.revoked',
  'token.issued',
  'token.revoked',
  'register.exported',
  'register.imported',
  'report_guide.published',
  'vocabulary.term_added',
  'vocabulary.term_changed',
  'vocabulary.ordered',
  'webhook.added',
  'webhook.changed',
  'webhook.secret_made',
  'contact.added',
  'contact.changed',
  'contact.verified',
  'contact.archived',
  'contact.restored',
  'contact.exported',
  'call.taken',
  'call_back.promised',
  'call_back.tried',
  'call_back.done',
  'whistleblowing.acknowledged',
  'whistleblowing.feedback_given',
  'whistleblowing.note_written',
  'whistleblowing.assigned',
  'whistleblowing.excluded',
  'whistleblowing.readmitted',
  'whistleblowing.handed_over',
  'whistleblowing.closed',
  'whistleblowing.reopened',
  'whistleblowing.reminded',
  'whistleblowing.settings_changed',
  'log.searched',
  'log.entry_opened',
  'log.tailed',
  'log.exported',
  'log.verification_asked',
  'log_alarm.raised',
  'log_alarm.acknowledged',
  'log_alarm.cleared',
  'log_alarm.listener_changed',
  'finding.opened',
  'finding.repeated',
  'finding.reported',
  'finding.dismissed',
  'finding.reopened',
  'finding.judged',
  'finding.put_on_timeline',
  'suppression.made',
  'suppression.extended',
  'suppression.ended',
  'suppression.expired',
  'detection_review.opened',
  'detection_review.done',
  'rule_set.added',
  'rule_set.changed',
  'rule_set.removed',
  'rule_import.applied',
  'rule_import.discarded',
  'detection_rule.added',
  'detection_rule.changed',
  'detection_rule.removed',
  'detection_rule.overridden',
  'rule_selection.saved',
  'rule_placeholders.saved',
  'hunt.asked',
  'hunt.cancelled',
  'hunt.ended',
  'referral.decided',
  'referral.declined',
  'referral.handed_over',
  'announcement.begun',
  'announcement.changed',
  'announcement.recipients_added',
  'announcement.recipients_removed',
  'announcement.proposed',
  'announcement.sent_back',
  'announcement.approved',
  'announcement.sending',
  'announcement.told',
  'announcement.failed',
  'announcement.withdrawn',
  'assistance.asked',
  'assistance.granted',
  'assistance.revoked',
  'assistance.expired',
  'obligation.opened',
  'obligation.due_changed',
  'obligation.met',
  'obligation.missed',
  'obligation.dropped',
  'obligation.assigned',
  'obligation.lateness_explained',
  'calendar_feed.made',
  'calendar_feed.revoked',
  'source.added',
  'source.changed',
  'source.adopted',
  'source.sender_joined',
  'source.sender_ignored',
  'source.identity_added',
  'source.identity_ended',
  'source.token_made',
  'source.token_revoked',
  'source.retired',
  'source.taken_back',
  'document.made',
  'management_report.made',
  'management_report.scheduled',
  'management_report.schedule_ended',
  'profile.answered',
  'profile.reviewed',
  'authority.added',
  'authority.changed',
  'authority.verified',
  'authority.archived',
  'authority.restored',
  'authority.chosen',
  'notification.begun',
  'notification.changed',
  'notification.commented',
  'notification.comment_settled',
  'notification.proposed',
  'notification.sent_back',
  'notification.approved',
  'notification.queued',
  'notification.not_sent',
  'notification.submitted',
  'notification.acknowledged',
  'notification.withdrawn',
  'authority_message.recorded',
  'authority_message.answered',
] as const;
export const eventName = z.enum(events).describe('What happened');
export type EventName = z.infer<typeof eventName>;

export const fieldChange = z
  .strictObject({
    field: z.string().describe('Name of the field'),
    from: z.json().describe('Value before; null when there was none'),
    to: z.json().describe('Value after; null when there is none'),
  })
  .describe('One field, old to new')
  .meta({ id: 'FieldChange' });
export type FieldChange = z.infer<typeof fieldChange>;

/** One entry of the record: immutable, numbered without gaps in the order of commit. */
export const historyEntry = z
  .strictObject({
    id: z.uuid().describe('Stable identifier of the entry'),
    position: z.number().int().describe('Place in the whole record, strictly growing without gaps'),
    kind: eventName,
    occurredAt: instant.describe('When it happened'),
    recordedAt: instant.describe('When it was written down'),
    actor,
    incident: incidentReference.nullable().describe('The incident it belongs to'),
    subject: z
      .strictObject({
        kind: z.string().describe('Noun'),
        reference: z.string().describe('Reference or name'),
      })
      .describe('What it happened to'),
    changes: z.array(fieldChange).optional().describe('Old to new'),
    text: z.string().optional().describe('Words that belong to it'),
    reason: z.string().optional().describe('Why'),
    account: z
      .strictObject({
        text: z.string().describe('How the account tells it'),
        occurredAt: instant,
        certainty,
        side: z.enum(['ours', 'attacker', 'other']).describe('Whose act it was'),
      })
      .nullable()
      .describe('Its place in the account, when picked'),
    withdrawn: z
      .strictObject({
        at: instant,
        by: z.string().describe('Who'),
        reason: z.string().nullable().describe('Why'),
      })
      .nullable()
      .describe('Set when the author took it back; the words stay readable'),
  })
  .describe('An entry of the record')
  .meta({ id: 'HistoryEntry' });
export type HistoryEntry = z.infer<typeof historyEntry>;

const byReference = z.object({ reference: incidentReference });
export const accountSides = ['ours', 'attacker', 'other'] as const;

export const readTimeline = route({
  id: 'timeline.read',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/timeline',
  guard: 'signedIn',
  summary: 'Read the timeline: the record in order of recording, or the account in order of occurrence',
  params: byReference,
  query: z.strictObject({
    ...pageQuery,
    view: z.enum(['record', 'account']).default('record').describe('Everything, or what was picked'),
    order: z.enum(['asc', 'desc']).default('asc').describe('Oldest or newest first'),
    kind: text(60, 'Only this kind').optional(),
  }),
  response: pageOf(historyEntry),
  problems: ['incident.not_found', 'request.not_valid'],
});

export const writeTimelineEntry = route({
  id: 'timeline.write',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/timeline',
  guard: 'incidents.work',
  summary: 'Write a note, or an entry with the moment it happened',
  params: byReference,
  body: z.strictObject({
    kind: z.enum(['note', 'entry']).default('note').describe('A note, or something that happened'),
    text: filledText(limits.textCharactersMax, 'The words'),
    occurredAt: instant.optional(),
    certainty: certainty.default('certain'),
    side: z.enum(accountSides).default('ours').describe('Whose act it was'),
    inAccount: z.boolean().default(false).describe('Pick it for the account at once'),
  }),
  status: 201,
  response: historyEntry,
  problems: ['incident.not_found'],
});

export const withdrawTimelineEntry = route({
  id: 'timeline.withdraw',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/timeline/{position}/withdraw',
  guard: 'incidents.work',
  summary: 'Withdraw a note or an entry; it keeps its place with reason and author',
  params: z.object({
    reference: incidentReference,
    position: z.coerce.number().int().min(1).describe('Place'),
  }),
  body: z.strictObject({ reason: text(limits.reasonCharactersMax, 'Why').optional() }).default({}),
  response: historyEntry,
  problems: ['incident.not_found', 'timeline.entry_not_found'],
});

export const pickForAccount = route({
  id: 'timeline.pick',
  method: 'PUT',
  path: '/api/v1/incidents/{reference}/account/{position}',
  guard: 'incidents.work',
  summary: 'Pick an entry for the account, in words of its own',
  params: z.object({
    reference: incidentReference,
    position: z.coerce.number().int().min(1).describe('Place'),
  }),
  body: z
    .strictObject({
      text: filledText(limits.textCharactersMax, 'How the account tells it').optional(),
      occurredAt: instant.optional(),
      certainty: certainty.default('certain'),
      side: z.enum(accountSides).default('ours').describe('Whose act it was'),
    })
    .default({ certainty: 'certain', side: 'ours' }),
  response: historyEntry,
  problems: ['incident.not_found', 'timeline.entry_not_found'],
});

export const dropFromAccount = route({
  id: 'timeline.drop',
  method: 'DELETE',
  path: '/api/v1/incidents/{reference}/account/{position}',
  guard: 'incidents.work',
  summary: 'Take an entry out of the account; the record keeps it',
  params: z.object({
    reference: incidentReference,
    position: z.coerce.number().int().min(1).describe('Place'),
  }),
  response: historyEntry,
  problems: ['incident.not_found', 'timeline.entry_not_found'],
});

export const listHistory = route({
  id: 'history.list',
  method: 'GET',
  path: '/api/v1/history',
  guard: 'signedIn',
  summary: 'Read the record of everything, or of one thing; only what the caller can see',
  query: z.strictObject({
    ...pageQuery,
    subject: text(120, 'Reference, or noun:identifier, of the thing').optional(),
    kind: text(60, 'Only this kind').optional(),
    actor: z.uuid().optional().describe('Only what this person did'),
    order: z.enum(['asc', 'desc']).default('desc').describe('Oldest or newest first'),
  }),
  response: pageOf(historyEntry),
  problems: ['permission.missing', 'request.not_valid'],
});

/** A sealed line with what proves it, as the log has it. */
export const sealedLineProven = z
  .strictObject({
    log: logName,
    index: z.number().int().describe('Place in its log, from 0'),
    line: z.string().describe('The sealed line, byte for byte; a leaf is SHA-256(0x00 ‖ line)'),
    proofs: z
      .array(logProof)
      .describe('To the oldest checkpoint with a time-stamp, where there is one, and to the newest'),
    vkeys: z.array(z.string()).describe('Verifier keys of the log (C2SP signed-note), the current one first'),
    witnesses: z.array(z.string()).describe('Verifier keys of the witnesses it is shown to'),
    sealedSize: z.number().int().describe('Entries under the newest checkpoint'),
  })
  .describe('A sealed line with its proofs')
  .meta({ id: 'SealedLineProven' });
export type SealedLineProven = z.infer<typeof sealedLineProven>;

export const readHistoryProof = route({
  id: 'history.prove',
  method: 'GET',
  path: '/api/v1/history/{position}/proof',
  guard: 'signedIn',
  summary:
    'Read how an entry of the record is sealed, with what proves it to anybody; only what the caller can see',
  params: z.object({ position: z.coerce.number().int().min(1).describe('Place in the record') }),
  response: z.strictObject({
    entry: historyEntry,
    lines: z
      .array(sealedLineProven)
      .describe(
        'The line that holds the entry, or several that follow one another where it is long; empty while it is not sealed',
      ),
  }),
  problems: ['history.entry_not_found', 'log.not_running'],
});

export const readRecordSeal = route({
  id: 'history.sealed',
  method: 'GET',
  path: '/api/v1/history/seal',
  guard: 'signedIn',
  summary: 'Read how far the record is sealed',
  query: z.strictObject({
    incident: incidentReference.optional().describe('Count the entries of this incident too'),
  }),
  response: z.strictObject({
    position: z
      .number()
      .int()
      .nullable()
      .describe('Every entry up to this place is sealed; 0 while none is, null while no log answers'),
    receivedAt: instant.nullable().describe('When the log had that one'),
    incident: z
      .strictObject({
        count: z.number().int().describe('Entries of its record that the caller can see'),
        sealed: z.number().int().describe('Those among them that are sealed'),
      })
      .nullable()
      .describe('The incident, when it was asked for and a log answers'),
  }),
  problems: ['incident.not_found'],
});

export const followLive = route({
  id: 'live.follow',
  method: 'GET',
  path: '/api/v1/live',
  guard: 'signedIn',
  summary:
    'Follow what changes, as server-sent events: `change` with {position, kind, incident, report, finding, by: you, others or system}; only what the caller can see',
  media: 'events',
});

export const search = route({
  id: 'search.all',
  method: 'GET',
  path: '/api/v1/search',
  guard: 'signedIn',
  summary: 'Search reports and incidents the caller can see, by word or reference',
  query: z.strictObject({
    q: filledText(limits.queryCharactersMax, 'Words or a reference'),
    limit: z.coerce.number().int().min(1).max(50).default(20).describe('Hits of each kind'),
  }),
  response: z.strictObject({
    items: z
      .array(
        z
          .strictObject({
            noun: z.enum(['incident', 'report']).describe('What it is'),
            reference: z.string().describe('Reference'),
            title: z.string().describe('Title or first words'),
            state: z.string().describe('Status or state'),
            at: instant.describe('Declared or received'),
          })
          .describe('A hit'),
      )
      .describe('Best first'),
  }),
});

export const historyRoutes = {
  readTimeline,
  writeTimelineEntry,
  withdrawTimelineEntry,
  pickForAccount,
  dropFromAccount,
  listHistory,
  readHistoryProof,
  readRecordSeal,
  followLive,
  search,
} as const;
