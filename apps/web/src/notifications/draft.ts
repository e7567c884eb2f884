// SPDX-License-Identifier: Apache-2.0
import type { FieldValue, Notification } from '@belfry/contract';

/** What somebody wrote into a field and the desk has not taken yet. */
export interface Edit {
  readonly value: FieldValue;
  readonly isEstimate: boolean;
  /** The version of the notification the writer looked at. */
  readonly basedOn: number;
}
export type Edits = Readonly<Record<string, Edit>>;
type Content = Notification['content'];

export const isSameValue = (a: FieldValue | undefined, b: FieldValue | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const isSameEdit = (a: Edit | undefined, b: Edit): boolean =>
  a !== undefined && isSameValue(a.value, b.value) && a.isEstimate === b.isEstimate;

/** Fields that somebody else wrote otherwise since the writer looked: both values stand until a person chooses. */
export function conflictsOf(edits: Edits, content: Content): string[] {
  return Object.entries(edits)
    .filter(([field, edit]) => {
      const theirs = content[field];
      return theirs !== undefined && theirs.version > edit.basedOn && !isSameValue(theirs.value, edit.value);
    })
    .map(([field]) => field);
}

/** Fields that wait with who writes them: typed in part, or refused by the desk as they stand. */
export function waitingOf(
  edits: Edits,
  isHalfTyped: (field: string, value: FieldValue) => boolean,
  refused: Edits,
): string[] {
  return Object.entries(edits)
    .filter(([field, edit]) => isHalfTyped(field, edit.value) || isSameEdit(refused[field], edit))
    .map(([field]) => field);
}

/** What can be sent: everything that nobody else touched and that does not wait. */
export function sendableOf(edits: Edits, content: Content, waiting: readonly string[]): Edits {
  const held = new Set([...conflictsOf(edits, content), ...waiting]);
  return Object.fromEntries(Object.entries(edits).filter(([field]) => !held.has(field)));
}

/** The oldest version among what is sent: the desk refuses a field that changed after it. */
export function versionOf(edits: Edits, current: number): number {
  return Math.min(current, ...Object.values(edits).map(({ basedOn }) => basedOn));
}

/** What is left once the desk took `sent`: words typed while it was on its way, which now follow from the answer. */
export function leftAfter(edits: Edits, sent: Edits, version: number): Edits {
  return Object.fromEntries(
    Object.entries(edits)
      .filter(([field, edit]) => !isSameEdit(sent[field], edit))
      .map(([field, edit]) => [field, field in sent ? { ...edit, basedOn: version } : edit]),
  );
}

export function without(edits: Edits, field: string): Edits {
  return Object.fromEntries(Object.entries(edits).filter(([name]) => name !== field));
}
