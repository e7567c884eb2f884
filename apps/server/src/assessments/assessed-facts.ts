// SPDX-License-Identifier: Apache-2.0
import { crisisRegimeId, isRefusal } from '@belfry/contract';
import type { IncidentFacts } from '@belfry/regimes';
import type { Sql } from '../platform/database/database.ts';
import { findAssessed } from './assessment-store.ts';
import { momentsOf, readWhole, type WholeAssessment } from './whole-assessment.ts';

/** What obligations are computed from, besides what was sent and asked and what time it is. */
export type AssessedFacts = Pick<IncidentFacts, 'profile' | 'answers' | 'decisions' | 'moments' | 'lawAsOf'>;

export function factsOfWhole(whole: WholeAssessment): AssessedFacts {
  return {
    profile: whole.facts.profile,
    answers: whole.facts.answers,
    decisions: whole.allDecisions
      .filter(({ regimeId }) => regimeId !== crisisRegimeId)
      .map(({ decidedAt, isSo, outcomeId, regimeId }) => ({
        regimeId,
        outcomeId,
        is: isSo,
        decidedAt: Temporal.Instant.from(decidedAt),
      })),
    moments: momentsOf(whole),
    lawAsOf: whole.facts.lawAsOf,
  };
}

/** @returns null while no assessment was begun, or where the incident is not visible */
export async function assessedFactsOf(trx: Sql, incidentId: string): Promise<AssessedFacts | null> {
  const incident = await findAssessed(trx, { id: incidentId });
  if (isRefusal(incident)) return null;
  const whole = await readWhole(trx, incident);
  return whole.begun === null ? null : factsOfWhole(whole);
}
