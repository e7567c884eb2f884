// SPDX-License-Identifier: Apache-2.0
import {
  type Answer,
  type assessTogether,
  type Input,
  isRefusal,
  type Refusal,
  type readRecurrenceReview,
  type recurrenceReviewRoutes,
  refuse,
} from '@belfry/contract';
import { type RecurrenceCandidate, recurrenceCandidatesOf, reviewsOf } from '@belfry/regimes';
import type { Changing, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { latestProfile } from '../profile/index.ts';
import type { AssessmentParts } from './assessment-routes.ts';
import { answer, begin, incidentToAssess, type ObligationsFollow, settle } from './assessment-steps.ts';
import {
  type FoundReview,
  findReview,
  listReviews,
  type SmallIncident,
  smallIncidents,
  writeDone,
} from './recurrence-store.ts';

export function recurrenceReviewHandlers({
  database,
  obligationsFollow,
}: AssessmentParts): Handlers<typeof recurrenceReviewRoutes> {
  return {
    listRecurrenceReviews: ({ actor }) =>
      database.read(actor, async ({ sql }) => {
        const items = await listReviews(sql);
        const { answers } = await latestProfile(sql);
        const open = reviewsOf(answers).filter(({ truth }) => truth === 'unknown');
        return {
          items,
          openCount: items.filter(({ doneAt }) => doneAt === null).length,
          mayBeAsked: open.map(({ review }) => review.id),
        };
      }),
    readRecurrenceReview: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const found = await findReview(sql, params.id);
        return isRefusal(found) ? found : { ...found.shown, candidates: await candidatesShown(sql, found) };
      }),
    assessTogether: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const found = await findReview(changing.sql, params.id);
        return isRefusal(found) ? found : together(changing, found, body, obligationsFollow);
      }),
    finishRecurrenceReview: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const { now, record, sql } = changing;
        const found = await findReview(sql, params.id, 'locked');
        if (isRefusal(found)) return found;
        if (found.shown.doneAt !== null) {
          return refuse('recurrence_review.already_done', `Done at ${found.shown.doneAt}`);
        }
        await writeDone(sql, params.id, { at: now, by: actor.id, note: body.note });
        record({ event: 'recurrence_review.done', subject: subjectOf(found), text: body.note });
        const done = await findReview(sql, params.id);
        return isRefusal(done) ? done : done.shown;
      }),
  };
}

export const subjectOf = ({ shown }: { shown: { id: string; review: string; periodFrom: string } }) => ({
  kind: 'recurrence_review',
  id: shown.id,
  reference: `${shown.review} ${shown.periodFrom}`,
});

type Shown = Answer<typeof readRecurrenceReview>['candidates'][number];

async function candidatesOf(sql: Sql, found: FoundReview) {
  const incidents = await smallIncidents(sql, found);
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  return recurrenceCandidatesOf(found.review, incidents).map((candidate) => ({
    candidate,
    incidents: candidate.incidentIds.flatMap((id) => byId.get(id) ?? []),
  }));
}

async function candidatesShown(sql: Sql, found: FoundReview): Promise<Shown[]> {
  return (await candidatesOf(sql, found)).map(({ candidate, incidents }) => present(candidate, incidents));
}

function present(candidate: RecurrenceCandidate, incidents: readonly SmallIncident[]): Shown {
  const latest = incidents.at(-1);
  const suggested = Object.entries(candidate.answers).map(
    ([question, figure]) => [question, typeof figure === 'number' ? figure : null] as const,
  );
  return {
    key: candidate.rootCause,
    rootCauseClass: (latest?.rootCauseClass ?? null) as Shown['rootCauseClass'],
    rootCause: latest?.rootCauseText ?? null,
    incidents: incidents.map(({ occurredOn, reference, title }) => ({
      incident: reference,
      title,
      occurredOn: occurredOn.toString(),
    })),
    suggested: Object.fromEntries(suggested),
    isAssessed: suggested.every(
      ([question, figure]) => figure === null || latest?.answers[question] === figure,
    ),
  };
}

/** Puts the figures of a group into its latest incident. Whether they are one thing, a person says there. */
async function together(
  changing: Changing,
  found: FoundReview,
  { key }: Input<typeof assessTogether>['body'],
  obligationsFollow: ObligationsFollow,
): Promise<
  | { incident: string }
  | Refusal<'recurrence_review.group_not_found' | 'incident.not_found' | 'incident.status_does_not_allow'>
> {
  const groups = await candidatesOf(changing.sql, found);
  const group = groups.find(({ candidate }) => candidate.rootCause === key);
  const latest = group?.incidents.at(-1);
  if (group === undefined || latest === undefined) {
    return refuse('recurrence_review.group_not_found', `Looked for "${key}"`);
  }
  const incident = await incidentToAssess(changing, latest.reference);
  if (isRefusal(incident)) return incident;
  const note = group.incidents.map(({ reference }) => reference).join(', ');
  const answers = Object.entries(group.candidate.answers).flatMap(([question, value]) =>
    typeof value === 'number' ? [{ question, value, isEstimate: false, note }] : [],
  );
  await begin(changing, incident);
  const refused = await answer(changing, incident, answers);
  // The figures are counts of questions the law itself names, and nothing was said to have been seen.
  if (refused !== null) throw new Error(`Cannot assess "${key}" together: ${refused.refused}`);
  await settle(changing, incident, 'assessment.answered', obligationsFollow);
  return { incident: incident.reference };
}
