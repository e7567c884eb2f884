// SPDX-License-Identifier: Apache-2.0
import {
  type FormSection as FormSectionShown,
  type Leaving,
  type Notification,
  type NotificationLine,
  type NotificationState,
  type PersonId,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { jsonDigest } from '@belfry/ledger';
import { checkContent, type Form, formOf, holds, isFilled, regimes, stageTitle } from '@belfry/regimes';
import type { Reading, Sql } from '../platform/database/database.ts';
import { commentsOf } from './comment-store.ts';
import { knownOf } from './known-store.ts';
import {
  blockersOf,
  type Content,
  type Examined,
  type NotificationLineState,
  reasonNotIn,
  whatLeaves,
} from './notification.ts';
import { differencesOf, givenNow, type Known, suggestionsOf } from './notification-facts.ts';
import { leavingOf } from './notification-letter.ts';
import type { NotificationParts } from './notification-parts.ts';
import {
  findNotification,
  lockNotification,
  type NeighbourOf,
  namesOf,
  neighboursOf,
  obligationOf,
} from './notification-store.ts';

export const notFound = (reference: string): Refusal<'notification.not_found'> =>
  refuse('notification.not_found', `Looked for ${reference}`);

/** The notification for a step: there, in one of the states the step needs, and locked until commit. */
export async function lockedIn(
  sql: Sql,
  reference: string,
  states: readonly NotificationState[],
): Promise<
  NotificationLineState | Refusal<'notification.not_found'> | Refusal<'notification.state_does_not_allow'>
> {
  const notification = await lockNotification(sql, reference);
  return notification === null ? notFound(reference) : (reasonNotIn(notification, states) ?? notification);
}

const isVoluntary = ({ regimeId, stageId }: NotificationLineState) =>
  regimes.find(({ id }) => id === regimeId)?.stages.find(({ id }) => id === stageId)?.duty === 'voluntary';

type Names = ReadonlyMap<string, string>;

const shownPerson = (id: string | null, names: Names) =>
  id === null ? null : { id: id as PersonId, name: names.get(id) ?? '' };

function presentLine(line: NotificationLineState, names: Names): NotificationLine {
  const { authorityId, authorityName } = line;
  return {
    id: line.id,
    reference: line.reference,
    incident: line.incidentReference,
    incidentTitle: line.incidentTitle,
    obligation: line.obligationId,
    regimeId: line.regimeId,
    stageId: line.stageId,
    occurrence: line.occurrence,
    isVoluntary: isVoluntary(line),
    authority: authorityId === null ? null : { id: authorityId, name: authorityName ?? '' },
    state: line.state,
    language: line.language,
    tlp: line.tlp,
    begunAt: line.begunAt.toISOString(),
    changedAt: line.changedAt.toISOString(),
    proposedBy: shownPerson(line.proposedBy, names),
    approvedBy: shownPerson(line.approvedBy, names),
    approvedAt: line.approvedAt?.toISOString() ?? null,
    submittedAt: line.submittedAt?.toISOString() ?? null,
    way: line.way,
    authorityReference: line.authorityReference,
    failure: line.failure,
    version: line.version,
  };
}

export async function presentLines(
  sql: Sql,
  lines: readonly NotificationLineState[],
): Promise<NotificationLine[]> {
  const names = await namesOf(
    sql,
    lines.flatMap(({ approvedBy, proposedBy }) => [approvedBy, proposedBy]),
  );
  return lines.map((line) => presentLine(line, names));
}

/** The form as the content stands: what is asked follows from what was answered. */
function presentSections(form: Form, content: Content): FormSectionShown[] {
  return form.sections.map(({ fields, id, title }) => ({
    id,
    title,
    fields: fields.map((field) => {
      const isRequired = holds(field.required, content);
      return {
        id: field.id,
        number: field.number,
        label: field.label,
        help: field.help,
        type: field.type,
        choices: [...field.choices],
        isRequired,
        isAsked: isRequired || typeof field.required === 'string' || isFilled(content[field.id]?.value),
        portalCharactersMax: field.portalCharactersMax,
        cite: field.legal.cite,
        evidence: field.legal.evidence,
      };
    }),
  }));
}

/** A notice of delay gives the reason of the report it is about: that one is late, not the notice. */
function whatIsLate({ regimeId, stageId }: { regimeId: string; stageId: string }): { stageId: string } {
  const stages = regimes.find(({ id }) => id === regimeId)?.stages ?? [];
  const notice = stages.find(({ id, kind }) => id === stageId && kind === 'delay_notice');
  const [late] = notice?.due.flatMap(({ from }) => (from.kind === 'limit' ? from.of : [])) ?? [];
  return { stageId: late ?? stageId };
}

/** What is known for a form now. @returns null where the reader does not see the incident */
export async function knownFor(
  sql: Sql,
  parts: Pick<NotificationParts, 'assessedOf' | 'profileOf'>,
  of: Pick<
    NotificationLineState,
    'begunBy' | 'incidentId' | 'language' | 'occurrence' | 'regimeId' | 'stageId'
  >,
): Promise<Known | null> {
  const known = await knownOf(sql, of.incidentId, of.begunBy);
  if (known === null) return null;
  const obligation = await obligationOf(sql, of.incidentId, { ...of, ...whatIsLate(of) });
  return {
    ...known,
    language: of.language,
    lateReason: obligation?.lateReason ?? null,
    assessed: await parts.assessedOf(sql, of.incidentId),
    profile: await parts.profileOf(sql),
  };
}

/** A notification with everything an approver has to know. */
export async function examine(
  sql: Sql,
  parts: Pick<NotificationParts, 'addresseeById' | 'goesToAuthority'>,
  notification: NotificationLineState,
): Promise<Examined & { readonly comments: Notification['comments'] }> {
  const { authorityId, regimeId, stageId } = notification;
  const form = formOf(regimeId, stageId);
  if (form === null) {
    throw new Error(`Cannot show ${notification.reference}: no regime has the stage ${regimeId}.${stageId}`);
  }
  const comments = await commentsOf(sql, notification.id);
  return {
    notification,
    form,
    addressee: authorityId === null ? null : await parts.addresseeById(sql, authorityId),
    openComments: comments.filter(({ settledAt }) => settledAt === null).map(({ field }) => field),
    isToAuthority: parts.goesToAuthority(regimeId, stageId),
    comments,
  };
}

function presentDifferences(form: Form, content: Content, others: readonly NeighbourOf[]) {
  return differencesOf(form, content, others).map(({ field, other, theirField, theirValue }) => ({
    field,
    notification: other.reference,
    regimeId: other.regimeId,
    theirField,
    theirValue,
    theirState: other.stateKept,
  }));
}

/** A notification, whole, as it stands for whoever reads it. */
export async function presentNotification(
  { actor, sql }: Pick<Reading, 'actor' | 'sql'>,
  parts: NotificationParts,
  notification: NotificationLineState,
): Promise<Notification> {
  const examined = await examine(sql, parts, notification);
  const { addressee, comments, form } = examined;
  const { content, submission } = notification;
  const known = await knownFor(sql, parts, notification);
  const neighbours = await neighboursOf(sql, notification.incidentId, notification.id);
  const names = await namesOf(sql, [
    notification.approvedBy,
    notification.proposedBy,
    submission?.by ?? null,
  ]);
  return {
    ...presentLine(notification, names),
    title: stageTitle(notification.regimeId, notification.stageId, notification.language),
    sections: presentSections(form, content),
    content: { ...content },
    problems: [...checkContent(form, content)],
    suggestions: known === null ? [] : suggestionsOf(form, content, givenNow(form, known, neighbours)),
    differences: presentDifferences(form, content, neighbours.ofIncident),
    comments,
    blockers: blockersOf(examined, actor.kind === 'person' ? actor.id : null).map(({ code, fields }) => ({
      code,
      fields: [...fields],
    })),
    digest: jsonDigest(whatLeaves(notification, addressee)),
    approvedDigest: notification.approvedDigest,
    languages: [...(addressee?.languages ?? [])],
    formLink: addressee?.formLink ?? '',
    mailAddress: addressee?.mailAddress ?? null,
    submission:
      submission === null
        ? null
        : {
            to: submission.to,
            mail: notification.mailId,
            note: submission.note === '' ? null : submission.note,
            proofs: [...submission.proofs],
            by: shownPerson(submission.by, names),
            recordedAt: submission.recordedAt,
          },
  };
}

export async function presentLeaving(
  { sql }: Pick<Reading, 'sql'>,
  parts: NotificationParts,
  notification: NotificationLineState,
  way: Leaving['way'],
): Promise<Leaving> {
  const { addressee } = await examine(sql, parts, notification);
  const digest = jsonDigest(whatLeaves(notification, addressee));
  const { fields, subject, text } = leavingOf(notification, addressee, way);
  const files = await parts.documentsOf(sql, notification.id, digest);
  return {
    way,
    to: way === 'mail' ? (addressee?.mailAddress ?? null) : null,
    recipient: addressee?.name ?? null,
    language: notification.language,
    tlp: notification.tlp,
    subject,
    text,
    fields,
    files: files.map(({ name }) => name),
    digest,
    isWhatWasApproved: notification.approvedDigest === digest,
  };
}

/** After a change: what its author sees now. */
export async function reread(
  reading: Pick<Reading, 'actor' | 'sql'>,
  parts: NotificationParts,
  reference: string,
): Promise<Notification | Refusal<'notification.not_found'>> {
  const notification = await findNotification(reading.sql, reference);
  return notification === null ? notFound(reference) : presentNotification(reading, parts, notification);
}
