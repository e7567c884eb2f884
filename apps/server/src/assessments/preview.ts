// SPDX-License-Identifier: Apache-2.0
import { type Answer, type previewDecision, type Refusal, refuse } from '@belfry/contract';
import { type Obligation, obligationsOf, workingCalendarOf } from '@belfry/regimes';
import { factsOfWhole } from './assessed-facts.ts';
import type { WholeAssessment } from './whole-assessment.ts';

type Preview = Answer<typeof previewDecision>;

function stageOf(obligation: Obligation): Preview['stages'][number] {
  const { dueAt, isWithoutUndueDelay, stageId, startedBy, state, why } = obligation;
  const anchor = startedBy?.anchor;
  return {
    stage: stageId,
    state,
    dueAt: dueAt?.toString() ?? null,
    isWithoutUndueDelay,
    startedFrom: anchor === undefined ? null : anchor.kind === 'moment' ? anchor.moment : anchor.kind,
    missing: why.filter(({ code }) => code === 'anchor_missing').flatMap(({ names }) => [...names]),
  };
}

/**
 * What would be owed if an outcome were decided with yes this instant: shown before somebody signs. Nothing is kept,
 * and what was sent already is left out of it.
 */
export function previewOf(
  whole: WholeAssessment,
  wanted: { readonly regime: string; readonly outcome: string },
  now: Date,
): Preview | Refusal<'assessment.outcome_unknown'> {
  const regime = whole.asked.find((one) => one.regime.id === wanted.regime)?.regime;
  if (regime?.outcomes.some(({ id }) => id === wanted.outcome) !== true) {
    return refuse('assessment.outcome_unknown', `Looked for "${wanted.regime}/${wanted.outcome}"`);
  }
  const at = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const facts = factsOfWhole(whole);
  const { country, timeZone } = whole.incident;
  const obligations = obligationsOf(
    [regime],
    {
      ...facts,
      decisions: [
        ...facts.decisions,
        { regimeId: regime.id, outcomeId: wanted.outcome, is: true, decidedAt: at },
      ],
      submissions: [],
      requests: [],
      now: at,
    },
    workingCalendarOf(country, timeZone),
  );
  const hanging = new Set(
    regime.stages
      .filter(({ owedWhen, unlessNot = [] }) => [...owedWhen, ...unlessNot].includes(wanted.outcome))
      .map(({ id }) => id),
  );
  const stages = obligations
    .filter(({ duty, stageId, state }) => hanging.has(stageId) && duty === 'owed' && state !== 'not_owed')
    .map(stageOf);
  return { stages, missingMoments: [...new Set(stages.flatMap(({ missing }) => missing))] };
}
