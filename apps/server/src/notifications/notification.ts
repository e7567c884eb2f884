// SPDX-License-Identifier: Apache-2.0
import {
  type approvalBlockers,
  type FieldContent,
  type FieldValue,
  type Language,
  limits,
  type NotificationState,
  type Refusal,
  refuse,
  type SubmissionWay,
  type Tlp,
  tlpLabels,
} from '@belfry/contract';
import type { Json } from '@belfry/ledger';
import { checkContent, type Form, fieldsOf, isFilled, regimes, valueProblem } from '@belfry/regimes';

export type Content = Readonly<Record<string, FieldContent>>;

/** Whom a notification goes to, as the authorities book knows it. */
export interface Addressee {
  readonly id: string;
  readonly name: string;
  readonly languages: readonly string[];
  readonly formLink: string;
  readonly hasAddress: boolean;
  readonly mailAddress: string | null;
}

/** How a submission is kept beside the columns that count. */
export interface SubmissionKept {
  readonly to: string | null;
  readonly note: string;
  readonly proofs: readonly string[];
  readonly by: string | null;
  readonly recordedAt: string;
}

/** A notification as the desk decides about it: one row, and what the record names it by. */
export interface NotificationLineState {
  readonly id: string;
  readonly reference: string;
  readonly incidentId: string;
  readonly incidentReference: string;
  readonly incidentTitle: string;
  readonly incidentTlp: Tlp;
  readonly obligationId: string | null;
  readonly regimeId: string;
  readonly stageId: string;
  readonly occurrence: number;
  readonly authorityId: string | null;
  readonly authorityName: string | null;
  readonly state: NotificationState;
  readonly language: Language;
  readonly tlp: Tlp;
  readonly content: Content;
  readonly begunAt: Date;
  readonly begunBy: string | null;
  readonly changedAt: Date;
  readonly changedBy: string | null;
  readonly proposedBy: string | null;
  readonly approvedAt: Date | null;
  readonly approvedBy: string | null;
  readonly approvedDigest: string | null;
  readonly submittedAt: Date | null;
  readonly way: SubmissionWay | null;
  readonly submission: SubmissionKept | null;
  readonly mailId: string | null;
  readonly stageMomentId: string | null;
  readonly failure: string | null;
  readonly authorityReference: string | null;
  readonly version: number;
}

/** Null where the state is one of those; else the refusal that names both. */
export function reasonNotIn(
  { state, reference }: Pick<NotificationLineState, 'state' | 'reference'>,
  allowed: readonly NotificationState[],
): Refusal<'notification.state_does_not_allow'> | null {
  return allowed.includes(state)
    ? null
    : refuse(
        'notification.state_does_not_allow',
        `${reference} is ${state}; this needs ${allowed.join(' or ')}`,
      );
}

const PATTERNED = ['lei', 'mail', 'phone', 'instant', 'duration'];

/**
 * Whether a draft may hold the value. What is half written stays, and holds approval back; what could never stand in
 * such a field is refused.
 */
function isStorable(form: Form, id: string, value: FieldValue): boolean {
  const field = fieldsOf(form).find((each) => each.id === id);
  if (field === undefined) return false;
  if (typeof value === 'string' && PATTERNED.includes(field.type)) return true;
  return valueProblem(field, value) === null;
}

const same = (a: FieldValue, b: FieldValue) => JSON.stringify(a) === JSON.stringify(b);

export interface Written {
  readonly value: FieldValue;
  readonly isEstimate: boolean;
}

export interface Merged {
  readonly content: Content;
  readonly changes: readonly { field: string; from: FieldValue; to: FieldValue }[];
}

/**
 * Merges what somebody wrote on a version into what stands now. Different fields lose nothing; the same field is
 * refused with the value that stands there, unless both wrote the same.
 */
export function mergeContent(
  form: Form,
  notification: Pick<NotificationLineState, 'content' | 'version'>,
  written: Readonly<Record<string, Written>>,
  seenVersion: number,
): Merged | Refusal<'notification.field_changed_meanwhile' | 'notification.field_not_valid'> {
  const { content, version } = notification;
  const fields = Object.entries(written);
  const invalid = fields.filter(([id, { value }]) => !isStorable(form, id, value));
  if (invalid.length > 0) {
    return refuse(
      'notification.field_not_valid',
      `${invalid.map(([id]) => id).join(', ')} cannot hold this`,
      invalid.map(([id]) => ({
        pointer: `/fields/${id}`,
        code: 'not_of_type',
        detail: `${id} does not take this value`,
      })),
    );
  }
  const moved = fields.filter(([id, { value, isEstimate }]) => {
    const now = content[id];
    const isNewer = now !== undefined && now.version > seenVersion;
    return isNewer && !(same(now.value, value) && now.isEstimate === isEstimate);
  });
  if (moved.length > 0) {
    return refuse(
      'notification.field_changed_meanwhile',
      `Version ${version} has another value than the one seen in version ${seenVersion}`,
      moved.map(([id, { value }]) => ({
        pointer: `/fields/${id}`,
        code: 'changed_meanwhile',
        detail: `Stands there: ${JSON.stringify(content[id]?.value ?? null)}; sent: ${JSON.stringify(value)}`,
      })),
    );
  }
  const changed = fields.filter(([id, { value, isEstimate }]) => {
    const now = content[id];
    return !same(now?.value ?? null, value) || (now?.isEstimate ?? false) !== isEstimate;
  });
  const next: Record<string, FieldContent> = { ...content };
  for (const [id, { value, isEstimate }] of changed) {
    const from = isFilled(value) ? ({ kind: 'person', name: null, notification: null } as const) : null;
    next[id] = { value, isEstimate, from, version: version + 1 };
  }
  return {
    content: next,
    changes: changed.map(([id, { value }]) => ({ field: id, from: content[id]?.value ?? null, to: value })),
  };
}

const lawVersionOf = (regimeId: string): number | null =>
  regimes.find(({ id }) => id === regimeId)?.version ?? null;

/**
 * Everything that leaves, as a proof is bound to it: a letter more, another recipient, or another version of the law
 * whose questions it answers, and it is another thing.
 */
export function whatLeaves(
  notification: Pick<
    NotificationLineState,
    'content' | 'incidentReference' | 'language' | 'occurrence' | 'reference' | 'regimeId' | 'stageId' | 'tlp'
  >,
  addressee: Addressee | null,
  regimeVersion = lawVersionOf(notification.regimeId),
): Json {
  const { content, incidentReference, language, occurrence, reference, regimeId, stageId, tlp } =
    notification;
  const filled = Object.entries(content).filter(([, { value }]) => isFilled(value));
  return {
    notification: reference,
    incident: incidentReference,
    regime: regimeId,
    regimeVersion,
    stage: stageId,
    occurrence,
    language,
    tlp,
    recipient:
      addressee === null
        ? null
        : { id: addressee.id, name: addressee.name, mailAddress: addressee.mailAddress },
    fields: Object.fromEntries(filled.map(([id, { isEstimate, value }]) => [id, { isEstimate, value }])),
  };
}

export interface Blocker {
  readonly code: (typeof approvalBlockers)[number];
  readonly fields: readonly string[];
}

export interface Examined {
  readonly notification: NotificationLineState;
  readonly form: Form;
  readonly addressee: Addressee | null;
  /** Fields of comments that are open; null is the whole. */
  readonly openComments: readonly (string | null)[];
  /** Whether the stage goes to an authority; what goes to people or stays in the house has no address in the book. */
  readonly isToAuthority: boolean;
}

/** Every reason why this person cannot approve it now: not the first one. */
export function blockersOf(examined: Examined, personId: string | null): readonly Blocker[] {
  const { addressee, form, isToAuthority, notification, openComments } = examined;
  const { changedBy, content, incidentTlp, proposedBy, state, tlp } = notification;
  const found: Blocker[] = [];
  const add = (code: Blocker['code'], holds: boolean, fields: readonly string[] = []) => {
    if (holds) found.push({ code, fields });
  };
  const problems = checkContent(form, content);
  const missing = problems.filter(({ problem }) => problem === 'missing').map(({ field }) => field);
  const wrong = problems
    .filter(({ problem }) => problem === 'not_of_type' || problem === 'not_a_choice')
    .map(({ field }) => field);
  add('state', state !== 'proposed');
  add('field_missing', missing.length > 0, missing);
  add('field_not_valid', wrong.length > 0, wrong);
  add('authority_missing', isToAuthority && addressee === null);
  add('authority_address_missing', isToAuthority && addressee !== null && !addressee.hasAddress);
  add(
    'comment_open',
    openComments.length > 0,
    openComments.flatMap((field) => field ?? []),
  );
  // A label is for who receives it: one below that of the incident would let them pass on what we may not.
  add('tlp_weaker_than_incident', tlpLabels.indexOf(tlp) > tlpLabels.indexOf(incidentTlp));
  add('own_proposal', personId !== null && proposedBy === personId);
  add('own_change', personId !== null && changedBy === personId && proposedBy !== personId);
  return found;
}

/** Why it must not go by mail; null where it may. */
export function reasonNotByMail(
  { regimeId, tlp }: Pick<NotificationLineState, 'regimeId' | 'tlp'>,
  addressee: Addressee | null,
): Refusal<'notification.way_not_suitable' | 'authority.address_missing'> | null {
  if (regimeId.startsWith('classified-')) {
    return refuse(
      'notification.way_not_suitable',
      'Nothing about classified information goes by mail: use the accredited channel',
    );
  }
  // TLP 2.0: for the eyes of single people, and a mailbox of an authority has many.
  if (tlp === 'TLP:RED') {
    return refuse('notification.way_not_suitable', 'TLP:RED is for single people, and a mailbox has many');
  }
  return addressee?.mailAddress == null
    ? refuse('authority.address_missing', `${addressee?.name ?? 'Nobody'} has no mail address in the book`)
    : null;
}

/** Something done elsewhere is recorded after it happened. */
export function reasonNotPossible(at: Date, now: Date): Refusal<'notification.moment_not_possible'> | null {
  return at.getTime() > now.getTime() + limits.filingAheadMsMax
    ? refuse(
        'notification.moment_not_possible',
        `${at.toISOString()} is in the future; it is ${now.toISOString()}`,
      )
    : null;
}

/**
 * The moment of an approval is the machine's, that of a filing a person's word. What is said to have left before
 * anybody approved it may well have (in the night, by telephone): with its proof and why, so that lateness is not
 * undone by remembering.
 */
export function reasonNotProven(filed: {
  readonly at: Date;
  readonly approvedAt: Date | null;
  readonly note: string;
  readonly proofs: number;
}): Refusal<'notification.proof_needed'> | null {
  const { approvedAt, at, note, proofs } = filed;
  const isBefore = approvedAt !== null && at.getTime() + limits.filingAheadMsMax < approvedAt.getTime();
  return isBefore && (proofs === 0 || note.trim() === '')
    ? refuse(
        'notification.proof_needed',
        `${at.toISOString()} is before the approval at ${approvedAt.toISOString()}`,
      )
    : null;
}
