// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Refusal, refuse } from '@belfry/contract';
import type { Changing } from '../platform/database/database.ts';
import type { IncidentState } from './incident.ts';
import type { IncidentHooks } from './incident-hooks.ts';
import { reasonNotAllowed, reasonNotMergeTarget } from './incident-status.ts';
import { type Asked, type Stepped, type StepRefusal, subjectOf, takeStep } from './incident-steps.ts';
import { absorbedBy, findIncident, lockTwoIncidents, referencesOf, touchIncident } from './incident-store.ts';

type MergeRefusal =
  | StepRefusal
  | Refusal<'incident.not_found' | 'incident.merge_into_itself' | 'incident.merge_target_not_open'>;

/**
 * Merges an incident into another. Nothing moves: the source keeps its reports, tasks, notes and record, and the
 * other shows them as long as the merge stands. So undoing it gives back everything, with what came since.
 */
export async function mergeInto(
  changing: Changing,
  reference: string,
  wanted: Asked & { into: string },
  hooks: IncidentHooks,
): Promise<Stepped | MergeRefusal> {
  if (reference === wanted.into) {
    return refuse('incident.merge_into_itself', `Both are ${reference}`);
  }
  const both = await lockTwoIncidents(changing.sql, reference, wanted.into);
  if (isRefusal(both)) {
    return both;
  }
  const [source, target] = both;
  const refusal =
    reasonNotAllowed(source.status, 'merge') ??
    reasonNotMergeTarget(target) ??
    (await reasonHasAbsorbed(changing, source, target));
  if (refusal !== null) {
    return refusal;
  }
  const merged = await takeStep(
    changing,
    source,
    {
      transition: 'merge',
      event: 'incident.merged',
      reason: wanted.reason,
      version: wanted.version,
      columns: { merged_into: target.id, status_before_merge: source.status },
      // The record of an incident many see does not name a restricted one.
      ...(target.restricted && !source.restricted
        ? {}
        : { facts: { before: { mergedInto: null }, after: { mergedInto: target.reference } } }),
    },
    hooks,
  );
  if (!isRefusal(merged)) {
    await tellTarget(changing, 'incident.absorbed', source, target, wanted.reason);
  }
  return merged;
}

/** Takes a merge back: the incident has the status from before, and everything that is its own. */
export async function unmerge(
  changing: Changing,
  reference: string,
  wanted: Asked,
  hooks: IncidentHooks,
): Promise<Stepped | MergeRefusal> {
  const found = await findIncident(changing.sql, reference);
  if (isRefusal(found)) {
    return found;
  }
  const into = found.mergedInto === null ? [] : [found.mergedInto];
  const [targetReference] = (await referencesOf(changing.sql, into)).values();
  if (targetReference === undefined) {
    return (
      reasonNotAllowed(found.status, 'unmerge') ??
      refuse('incident.not_found', 'The incident it was merged into is not visible to you')
    );
  }
  const both = await lockTwoIncidents(changing.sql, reference, targetReference);
  if (isRefusal(both)) {
    return both;
  }
  const [source, target] = both;
  if (source.mergedInto !== target.id) {
    return refuse('incident.changed_meanwhile', `${reference} was unmerged or merged elsewhere meanwhile`);
  }
  const unmerged = await takeStep(
    changing,
    source,
    {
      transition: 'unmerge',
      event: 'incident.unmerged',
      reason: wanted.reason,
      version: wanted.version,
      columns: { merged_into: null, status_before_merge: null },
      ...(target.restricted && !source.restricted
        ? {}
        : { facts: { before: { mergedInto: target.reference }, after: { mergedInto: null } } }),
    },
    hooks,
  );
  if (!isRefusal(unmerged)) {
    await tellTarget(changing, 'incident.released', source, target, wanted.reason);
  }
  return unmerged;
}

/** Merging a chain would leave the ones in between hanging on an incident that is no place of work any more. */
async function reasonHasAbsorbed(
  changing: Changing,
  source: IncidentState,
  target: IncidentState,
): Promise<Refusal<'incident.status_does_not_allow'> | null> {
  const absorbed = (await absorbedBy(changing.sql, source.id)).join(', ');
  return absorbed === ''
    ? null
    : refuse(
        'incident.status_does_not_allow',
        `${absorbed} is merged into ${source.reference}: unmerge that and merge it into ${target.reference} too, or merge ${target.reference} into ${source.reference}`,
      );
}

/** The other side of a merge. Where only the source is restricted, its participants alone read of it. */
async function tellTarget(
  changing: Changing,
  event: 'incident.absorbed' | 'incident.released',
  source: IncidentState,
  target: IncidentState,
  reason: string | undefined,
): Promise<void> {
  await touchIncident(changing.sql, target.id, changing.now);
  const reader = source.restricted && !target.restricted ? source : target;
  const [from, to] = event === 'incident.absorbed' ? [null, source.reference] : [source.reference, null];
  changing.record({
    event,
    subject: subjectOf(target).subject,
    incident: subjectOf(reader).incident,
    changes: [{ field: 'mergedFrom', from, to }],
    reason,
  });
}
