// SPDX-License-Identifier: Apache-2.0
import type { HistoryEntry } from '@belfry/contract';
import { decodeEntry } from '../platform/outbox/outbox.ts';

/** What was added to an entry later: its place in the account, and whether its author took it back. */
export interface Added {
  readonly account: HistoryEntry['account'];
  readonly withdrawn: HistoryEntry['withdrawn'];
}

export const nothingAdded: Added = { account: null, withdrawn: null };

/** Reads an entry from its canonical bytes: names and values are those of the moment it was recorded. */
export function presentEntry(canonical: string, added: Added): HistoryEntry {
  const entry = decodeEntry(canonical);
  return {
    id: entry.id,
    position: entry.position,
    kind: entry.event,
    occurredAt: entry.occurredAt,
    recordedAt: entry.recordedAt,
    actor: entry.actor,
    incident: entry.incident?.reference ?? null,
    subject: { kind: entry.subject.kind, reference: entry.subject.reference },
    ...(entry.changes === undefined ? {} : { changes: entry.changes }),
    ...(entry.text === undefined ? {} : { text: entry.text }),
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
    account: added.account,
    withdrawn: added.withdrawn,
  };
}

/** Entries a person wrote in their own words: only these can be taken back. */
export function isWritten(kind: HistoryEntry['kind']): boolean {
  return kind === 'note.written' || kind === 'timeline.entry_written';
}

export type Subject =
  | { readonly by: 'incident' | 'report'; readonly reference: string }
  | { readonly by: 'subject'; readonly subject: string };

/** What somebody asks the history of: a reference of an incident or a report, or noun:identifier. */
export function subjectFrom(asked: string): Subject {
  if (/^INC-\d/.test(asked)) {
    return { by: 'incident', reference: asked };
  }
  return /^REP-\d/.test(asked) ? { by: 'report', reference: asked } : { by: 'subject', subject: asked };
}
